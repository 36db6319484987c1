//! One record of JSON Lines input: a page, a text, or an article already read.

use crate::{Hint, extract};
use isnad_model::{Article, Basis, ClaimedTime};
use serde::Deserialize;

/// Why a line is no record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Not a JSON object with the fields of a record.
    #[error("not a JSON object of the input format (docs/FORMATS.md): {0}")]
    Json(#[from] serde_json::Error),
    /// No content.
    #[error("the record has none of \"html\", \"text\" or \"blocks\"")]
    Empty,
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

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: String,
    url: Option<String>,
    source: Option<String>,
    captured: Option<String>,
    title: Option<String>,
    published: Option<ClaimedTime>,
    #[serde(default)]
    authors: Vec<String>,
    language: Option<String>,
    html: Option<String>,
    text: Option<String>,
}

impl Record {
    /// Reads one line.
    pub fn parse(json_line: &str) -> Result<Record, RecordError> {
        let value: serde_json::Value = serde_json::from_str(json_line)?;
        if value.get("blocks").is_some() {
            return Ok(Record::Article(Box::new(serde_json::from_value(value)?)));
        }
        let line: Line = serde_json::from_value(value)?;
        let hint = Hint {
            id: line.id,
            url: line.url,
            source: line.source,
            captured: line.captured,
            content_type: None,
            title: line.title,
            published: line.published,
            authors: line.authors,
            language: line.language,
        };
        match (line.html, line.text) {
            (Some(html), _) => Ok(Record::Html { hint, html }),
            (None, Some(text)) => Ok(Record::Text { hint, text }),
            (None, None) => Err(RecordError::Empty),
        }
    }

    /// The article; `outer` fills what the record itself leaves open.
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
}
