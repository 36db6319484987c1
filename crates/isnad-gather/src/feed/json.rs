//! JSON Feed 1.0 and 1.1 (<https://www.jsonfeed.org/version/1.1/>).
//!
//! Read from loose values, so that one odd item (a number for an id, a missing list) loses no other.

use super::text::{fold_white_space, html_of_plain};
use super::{Feed, FeedError, FeedKind, absolute, date, distinct, filled, language_tag};
use isnad_model::FeedEntry;
use serde_json::Value;
use url::Url;

/// Reads a JSON Feed.
pub(super) fn read(text: &str, base: Option<&Url>) -> Result<Feed, FeedError> {
    let feed: Value = serde_json::from_str(text).map_err(|error| FeedError::BrokenJson {
        reason: error.to_string(),
    })?;
    let Some(items) = feed["items"].as_array() else {
        return Err(FeedError::NotAFeed {
            found: "JSON without a list of items".into(),
        });
    };
    let language = language_tag(feed["language"].as_str());
    let authors = authors(&feed);
    let site_url = string(&feed["home_page_url"]).and_then(|url| absolute(&url, base));
    let site = site_url.as_deref().and_then(|url| Url::parse(url).ok());
    let link_base = site.as_ref().or(base);
    let objects: Vec<&Value> = items.iter().filter(|item| item.is_object()).collect();
    let odd = items.len() - objects.len();
    let warnings = (odd > 0).then(|| format!("items left out that are no objects: {odd}"));
    Ok(Feed {
        kind: FeedKind::Json,
        title: string(&feed["title"]),
        site_url,
        entries: objects
            .into_iter()
            .map(|item| entry(item, link_base, language.as_deref(), &authors))
            .collect(),
        language,
        ttl_seconds: None,
        warnings: warnings.into_iter().collect(),
    })
}

fn entry(item: &Value, base: Option<&Url>, language: Option<&str>, feed_authors: &[String]) -> FeedEntry {
    let own_authors = authors(item);
    let content_html = item["content_html"]
        .as_str()
        .and_then(|html| filled(html.trim().to_owned()));
    let content_text = item["content_text"]
        .as_str()
        .and_then(|text| filled(html_of_plain(text)));
    let tags = item["tags"].as_array().into_iter().flatten().filter_map(string);
    FeedEntry {
        id: id(&item["id"]),
        url: string(&item["url"])
            .or_else(|| string(&item["external_url"]))
            .and_then(|url| absolute(&url, base)),
        title: string(&item["title"]),
        summary_html: item["summary"].as_str().and_then(|text| filled(html_of_plain(text))),
        content_html: content_html.or(content_text),
        published: item["date_published"]
            .as_str()
            .and_then(|written| date::parse(written, "feed date_published")),
        updated: item["date_modified"]
            .as_str()
            .and_then(|written| date::parse(written, "feed date_modified")),
        authors: if own_authors.is_empty() {
            feed_authors.to_vec()
        } else {
            own_authors
        },
        categories: distinct(tags),
        language: language_tag(item["language"].as_str()).or_else(|| language.map(str::to_owned)),
    }
}

/// Ids should be strings; numbers are taken as they are written.
fn id(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// `authors` of version 1.1, `author` of 1.0.
fn authors(of: &Value) -> Vec<String> {
    let several = of["authors"].as_array().into_iter().flatten();
    let one = of["author"].as_object().map(|_| &of["author"]);
    distinct(several.chain(one).filter_map(|author| string(&author["name"])))
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(fold_white_space).and_then(filled)
}
