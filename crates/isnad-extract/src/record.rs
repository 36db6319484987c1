//! One record of JSON Lines input: a page, a text, or an article already read.
//!
//! What: the input side of the contract in `docs/FORMATS.md`. An object with `blocks` is an article, else
//! one with `html` a page, else one with `text` a text; fields not named there are passed over. Ids may be
//! numbers. Limits: one object a line; an empty `text` or `html` is a record, a missing one is none.

use crate::{Hint, extract, repair};
use isnad_model::{Article, Basis, ClaimedTime};
use serde_json::{Map, Value};

/// Why a line is no record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Not JSON.
    #[error("this line is not JSON; write one object a line: {0}")]
    Json(#[from] serde_json::Error),
    /// JSON, but no object.
    #[error("this line is not a JSON object; write {{\"id\": ..., \"text\": ...}}")]
    NoObject,
    /// No content.
    #[error("the record has none of \"html\", \"text\" or \"blocks\"; one of them must hold the content")]
    Empty,
    /// A field has the wrong type or no meaning.
    #[error("field \"{field}\": {reason}")]
    Field {
        /// Its name.
        field: &'static str,
        /// What is wrong with it, and what would be right.
        reason: String,
    },
    /// An article whose fields do not fit the format.
    #[error("the record has \"blocks\" but is no article of docs/FORMATS.md: {0}")]
    Article(serde_json::Error),
}

/// What a line holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// An HTML page.
    Html {
        /// What the record says beside it.
        hint: Hint,
        /// The page.
        html: String,
    },
    /// Text without its page.
    Text {
        /// What the record says beside it.
        hint: Hint,
        /// The text.
        text: String,
    },
    /// An article as `isnad extract` writes it.
    Article(Box<Article>),
}

impl Record {
    /// Reads one line.
    ///
    /// ```
    /// use isnad_extract::Record;
    /// let record = Record::parse(r#"{"id": 7, "text": "وصل الوفد.", "published": "2018-03-18"}"#).unwrap();
    /// assert!(matches!(record, Record::Text { hint, .. } if hint.id == "7"));
    /// let error = Record::parse(r#"{"id": "a", "text": 5}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "field \"text\": a number stands where a string belongs");
    /// ```
    pub fn parse(json_line: &str) -> Result<Record, RecordError> {
        let value: Value = serde_json::from_str(json_line.trim_start_matches('\u{feff}'))?;
        let Value::Object(mut fields) = value else {
            return Err(RecordError::NoObject);
        };
        let id = id(&fields)?;
        if fields.get("blocks").is_some_and(|blocks| !blocks.is_null()) {
            fields.insert("id".into(), Value::String(id));
            let article = serde_json::from_value(Value::Object(fields)).map_err(RecordError::Article)?;
            return Ok(Record::Article(Box::new(article)));
        }
        let hint = Hint {
            id,
            url: string(&fields, "url")?,
            source: string(&fields, "source")?,
            captured: captured(&fields)?,
            content_type: None,
            title: string(&fields, "title")?,
            published: published(&fields)?,
            authors: authors(&fields)?,
            language: string(&fields, "language")?,
        };
        match (content(&mut fields, "html")?, content(&mut fields, "text")?) {
            (Some(html), _) => Ok(Record::Html { hint, html }),
            (None, Some(text)) => Ok(Record::Text { hint, text }),
            (None, None) => Err(RecordError::Empty),
        }
    }

    /// The article, a text as it stands: one block a line, offsets those of the text as given.
    /// `outer` fills what the record itself leaves open.
    pub fn into_article(self, outer: &Hint) -> Article {
        match self {
            Record::Html { hint, html } => extract(html.as_bytes(), &hint.or(outer)),
            Record::Text { hint, text } => Article {
                blocks: Article::blocks_of_text(&text),
                basis: Basis::Text,
                ..hint.or(outer).to_article()
            },
            Record::Article(article) => *article,
        }
    }

    /// The article, a text repaired first. `outer` fills what the record itself leaves open.
    pub fn into_repaired_article(self, outer: &Hint) -> Article {
        match self {
            Record::Text { hint, text } => repair(&text, &hint.or(outer)),
            other => other.into_article(outer),
        }
    }
}

fn wrong(field: &'static str, value: &Value, wanted: &str) -> RecordError {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    RecordError::Field {
        field,
        reason: format!("{kind} stands where {wanted} belongs"),
    }
}

fn id(fields: &Map<String, Value>) -> Result<String, RecordError> {
    match fields.get("id") {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(id)) => Ok(id.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(other) => Err(wrong("id", other, "a string or a number")),
    }
}

fn string(fields: &Map<String, Value>, name: &'static str) -> Result<Option<String>, RecordError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(written)) => Ok(Some(written.trim().to_owned()).filter(|written| !written.is_empty())),
        Some(other) => Err(wrong(name, other, "a string")),
    }
}

/// The content field `name`, taken out as it stands, without a copy.
fn content(fields: &mut Map<String, Value>, name: &'static str) -> Result<Option<String>, RecordError> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(written)) => Ok(Some(written)),
        Some(other) => Err(wrong(name, &other, "a string")),
    }
}

fn captured(fields: &Map<String, Value>) -> Result<Option<String>, RecordError> {
    let Some(written) = string(fields, "captured")? else {
        return Ok(None);
    };
    if isnad_model::parse_instant(&written).is_none() {
        return Err(no_time("captured", &written));
    }
    Ok(Some(written))
}

fn published(fields: &Map<String, Value>) -> Result<Option<ClaimedTime>, RecordError> {
    match fields.get("published") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(written)) if written.trim().is_empty() => Ok(None),
        Some(Value::String(written)) => ClaimedTime::from_written(written, "input published")
            .map(Some)
            .ok_or_else(|| no_time("published", written)),
        Some(object @ Value::Object(_)) => {
            let claimed: ClaimedTime = serde_json::from_value(object.clone()).map_err(|_| RecordError::Field {
                field: "published",
                reason: "the object must have \"time\", \"precision\", \"zone\" and \"evidence\"".into(),
            })?;
            if claimed.interval().is_none() {
                return Err(no_time("published", &claimed.time));
            }
            Ok(Some(claimed))
        }
        Some(other) => Err(wrong("published", other, "a time")),
    }
}

fn no_time(field: &'static str, written: &str) -> RecordError {
    let shown: String = written.chars().take(40).collect();
    RecordError::Field {
        field,
        reason: format!("«{shown}» is not a time; write RFC 3339 or as much of it as is known"),
    }
}

fn authors(fields: &Map<String, Value>) -> Result<Vec<String>, RecordError> {
    let list = match fields.get("authors") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::String(one)) => return Ok(Vec::from([one.clone()])),
        Some(Value::Array(list)) => list,
        Some(other) => return Err(wrong("authors", other, "a list of strings")),
    };
    list.iter()
        .map(|author| match author {
            Value::String(name) => Ok(name.clone()),
            other => Err(wrong("authors", other, "a string")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn error(line: &str) -> String {
        Record::parse(line).unwrap_err().to_string()
    }

    #[test]
    fn each_error_says_which_field_and_what() {
        assert!(error("{").starts_with("this line is not JSON"));
        assert!(error("[1]").contains("not a JSON object"));
        assert!(error(r#"{"id": "a", "title": "ب"}"#).contains("none of \"html\""));
        assert!(error(r#"{"id": ["a"], "text": ""}"#).contains("field \"id\": a list stands"));
        assert!(
            error(r#"{"id": "a", "text": "ب", "published": "yesterday"}"#).contains("field \"published\": «yesterday»")
        );
        assert!(error(r#"{"id": "a", "text": "ب", "captured": "soon"}"#).contains("field \"captured\""));
        assert!(error(r#"{"id": "a", "blocks": "ب"}"#).contains("no article"));
    }

    #[test]
    fn a_text_as_it_stands_keeps_every_byte() {
        let text = "سطر أول  \n\n سطر ثان";
        let line = serde_json::json!({"id": 3, "text": text, "other": [1]}).to_string();
        let article = Record::parse(&line).unwrap().into_article(&Hint::default());
        assert_eq!((article.id.as_str(), article.text().as_str()), ("3", text));
    }

    #[test]
    fn published_may_be_an_object() {
        let line = r#"{"id":"a","text":"ب","published":{"time":"2023-09-21","precision":"day","zone":"unknown","evidence":"x"}}"#;
        let Record::Text { hint, .. } = Record::parse(line).unwrap() else {
            panic!("a text record");
        };
        assert_eq!(hint.published.unwrap().time, "2023-09-21");
    }

    #[test]
    fn an_article_may_have_a_number_for_id() {
        let line = r#"{"id": 12, "blocks": [{"kind": "paragraph", "text": "ب"}]}"#;
        assert!(matches!(Record::parse(line).unwrap(), Record::Article(article) if article.id == "12"));
    }

    proptest! {
        #[test]
        fn no_line_panics(line in "\\PC{0,60}") {
            let _ = Record::parse(&line);
        }
    }
}
