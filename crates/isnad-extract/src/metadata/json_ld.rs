//! What JSON-LD says of the article: <https://schema.org/NewsArticle>.
//!
//! Graphs, arrays and nested items are searched for the first article; JSON that templates broke (line breaks in
//! strings, comments, trailing commas) is mended before it is given up. Limits: the first article counts, a page
//! with several has them all in its text.

use serde_json::Value;

/// Fields of the article item; empty where the page does not give them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LinkedData {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub section: Option<String>,
    pub keywords: Vec<String>,
    pub image: Option<String>,
    pub language: Option<String>,
    /// As written: lines or HTML.
    pub body: Option<String>,
    /// Whether an article was described, not only the page around it.
    pub is_article: bool,
}

/// An item lies no deeper than so many objects.
const DEEPEST: usize = 12;

/// Reads the scripts of one page, in order.
pub(crate) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> LinkedData {
    let documents: Vec<Value> = scripts.filter_map(parse).collect();
    let mut items = Vec::new();
    for document in &documents {
        collect(document, 0, &mut items);
    }
    let article = items.iter().find(|item| is_article(item));
    let page = items
        .iter()
        .find(|item| has_type(item, &["WebPage", "ItemPage", "AboutPage"]));
    let site = items
        .iter()
        .find(|item| has_type(item, &["WebSite", "NewsMediaOrganization", "Organization"]));
    let mut data = article.map(|item| fields(item, &items)).unwrap_or_default();
    data.is_article = article.is_some();
    if let Some(page) = page.map(|item| fields(item, &items)) {
        data.published = data.published.or(page.published);
        data.modified = data.modified.or(page.modified);
        data.language = data.language.or(page.language);
    }
    data.publisher = data.publisher.or_else(|| site.and_then(|item| text(item.get("name")?)));
    data
}

fn parse(script: &str) -> Option<Value> {
    let trimmed = script.trim().trim_end_matches(';');
    serde_json::from_str(trimmed)
        .or_else(|_| serde_json::from_str(&mended(trimmed)))
        .ok()
}

/// JSON with what templates leave in it made harmless: control characters in strings escaped, comments and commas
/// before a closing bracket dropped.
fn mended(broken: &str) -> String {
    let unwrapped = broken.replacen("<![CDATA[", "", 1).replacen("]]>", "", 1);
    let start = unwrapped.find(['{', '[']).unwrap_or(0);
    let end = unwrapped.rfind(['}', ']']).map_or(unwrapped.len(), |last| last + 1);
    let mut out = String::with_capacity(unwrapped.len());
    let mut chars = unwrapped.get(start..end).unwrap_or("").chars().peekable();
    let (mut in_string, mut escaped) = (false, false);
    while let Some(c) = chars.next() {
        if in_string {
            match c {
                _ if escaped => {
                    if !matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                        out.push('\\');
                    }
                    escaped = false;
                    out.push(c);
                }
                '\\' => {
                    escaped = true;
                    out.push(c);
                }
                '"' => {
                    in_string = false;
                    out.push(c);
                }
                _ if (c as u32) < 0x20 => out.push(' '),
                _ => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                out.push(c);
            }
            '}' | ']' => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                out.push(c);
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for next in chars.by_ref() {
                    if last == '*' && next == '/' {
                        break;
                    }
                    last = next;
                }
            }
            '/' if chars.peek() == Some(&'/') => {
                chars.by_ref().find(|next| *next == '\n');
            }
            _ => out.push(c),
        }
    }
    out
}

/// All objects of a document, outer before inner.
fn collect<'v>(value: &'v Value, depth: usize, items: &mut Vec<&'v Value>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, depth + 1, items)),
        Value::Object(object) => {
            items.push(value);
            object.values().for_each(|inner| collect(inner, depth + 1, items));
        }
        _ => {}
    }
}

fn has_type(item: &Value, names: &[&str]) -> bool {
    let is_one = |name: &str| names.contains(&name.rsplit(['/', '#']).next().unwrap_or(name));
    match item.get("@type") {
        Some(Value::String(name)) => is_one(name),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).any(is_one),
        _ => false,
    }
}

fn is_article(item: &Value) -> bool {
    let names = [
        "NewsArticle",
        "Article",
        "BlogPosting",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "LiveBlogPosting",
        "TechArticle",
        "ScholarlyArticle",
        "Report",
        "SocialMediaPosting",
        "AdvertiserContentArticle",
        "SatiricalArticle",
    ];
    has_type(item, &names) && (item.get("headline").is_some() || item.get("datePublished").is_some())
}

fn fields(item: &Value, items: &[&Value]) -> LinkedData {
    let one = |name: &str| item.get(name).and_then(text);
    LinkedData {
        headline: one("headline").or_else(|| one("name")),
        published: one("datePublished").or_else(|| one("dateCreated")),
        modified: one("dateModified"),
        authors: item
            .get("author")
            .or_else(|| item.get("creator"))
            .map(|author| names(author, items))
            .unwrap_or_default(),
        publisher: item
            .get("publisher")
            .and_then(|publisher| names(publisher, items).into_iter().next()),
        section: item
            .get("articleSection")
            .and_then(|section| texts(section).into_iter().next()),
        keywords: item.get("keywords").map(texts).unwrap_or_default(),
        image: item.get("image").and_then(address),
        language: one("inLanguage"),
        body: item.get("articleBody").and_then(Value::as_str).map(str::to_owned),
        is_article: false,
    }
}

/// A text, or the text an object or a list holds first.
fn text(value: &Value) -> Option<String> {
    texts(value).into_iter().next()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(written) => {
            let clean = isnad_html::decode_text(written);
            let folded = crate::content::text::folded(&clean);
            if folded.is_empty() { Vec::new() } else { vec![folded] }
        }
        Value::Array(list) => list.iter().filter(|inner| !inner.is_array()).flat_map(texts).collect(),
        Value::Object(object) => {
            ["@value", "name"]
                .iter()
                .find_map(|key| object.get(*key))
                .map_or_else(Vec::new, |inner| {
                    if inner.is_object() || inner.is_array() {
                        Vec::new()
                    } else {
                        texts(inner)
                    }
                })
        }
        Value::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

/// An article has so many authors at most.
const MOST_NAMES: usize = 50;

/// Names of people or organisations; an object that is only a reference is looked up.
fn names(value: &Value, items: &[&Value]) -> Vec<String> {
    let list = match value {
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    };
    list.into_iter()
        .take(MOST_NAMES)
        .flat_map(|one| {
            let referred = one.get("@id").filter(|_| one.get("name").is_none()).and_then(|id| {
                items
                    .iter()
                    .find(|item| item.get("@id") == Some(id) && item.get("name").is_some())
            });
            texts(referred.copied().unwrap_or(one))
        })
        .collect()
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(written) => Some(written.clone()),
        Value::Array(list) => list.first().filter(|first| !first.is_array()).and_then(address),
        Value::Object(object) => object
            .get("url")
            .or_else(|| object.get("contentUrl"))
            .and_then(Value::as_str)
            .map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_a_graph_and_its_author_by_reference() {
        let script = r#"{"@graph":[{"@type":"WebSite","name":"الصحيفة"},{"@type":["Article"],"headline":"خبر &amp; خبر",
            "datePublished":"2024-05-01T10:00:00Z","author":{"@id":"p1"},"keywords":["أ","ب"]},
            {"@type":"Person","@id":"p1","name":"سعاد حداد"}]}"#;
        let data = read([script].into_iter());
        assert_eq!(data.headline.as_deref(), Some("خبر & خبر"));
        assert_eq!(data.authors, ["سعاد حداد"]);
        assert_eq!((data.publisher.as_deref(), data.keywords.len()), (Some("الصحيفة"), 2));
    }

    #[test]
    fn broken_json_is_mended() {
        let script = "//<![CDATA[\n{\"@type\":\"NewsArticle\", /* x */ \"headline\":\"سطر\nآخر\", \"datePublished\":\"2024\",},\n//]]>";
        let data = read([script].into_iter());
        assert_eq!(data.headline.as_deref(), Some("سطر آخر"));
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        assert_eq!(
            read(["{", "", "null", "[[[[", "}{", "{\"a\":\"\\"].into_iter()),
            LinkedData::default()
        );
    }
}
