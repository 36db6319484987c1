//! JSON Feed 1.1.

use super::channel::{Channel, Entry, rfc3339};
use serde::Serialize;
use std::io;

#[derive(Serialize)]
struct Feed<'c> {
    version: &'static str,
    title: &'c str,
    description: &'c str,
    home_page_url: &'c str,
    feed_url: &'c str,
    language: &'c str,
    items: Vec<Item<'c>>,
}

#[derive(Serialize)]
struct Item<'c> {
    id: &'c str,
    url: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'c str>,
    title: &'c str,
    content_text: &'c str,
    date_published: String,
    date_modified: String,
    authors: [Author<'c>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'c str>,
}

#[derive(Serialize)]
struct Author<'c> {
    name: &'c str,
}

/// The feed as JSON Feed.
pub(super) fn write(channel: &Channel) -> io::Result<Vec<u8>> {
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        description: &channel.about,
        home_page_url: &channel.page_url,
        feed_url: &channel.feed_url,
        language: channel.language,
        items: channel.entries.iter().map(item).collect(),
    };
    Ok(serde_json::to_vec(&feed)?)
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.id,
        url: &entry.page_url,
        external_url: entry.outlet_url.as_deref(),
        title: &entry.title,
        content_text: &entry.summary,
        date_published: rfc3339(entry.published_at),
        date_modified: rfc3339(entry.updated_at),
        authors: [Author { name: &entry.outlet }],
        language: entry.language.as_deref(),
    }
}
