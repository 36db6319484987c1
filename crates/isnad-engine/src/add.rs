//! Following a feed: by its own address, or by that of a page that names it.

use crate::EngineError;
use isnad_gather::{Conditional, Fetcher, discover_feeds, parse_feed};
use isnad_store::{SourceId, Store};

/// A feed that is followed from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its id.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// Address of the feed.
    pub feed_url: String,
    /// Other feeds that the page named.
    pub others: Vec<String>,
}

/// A feed that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFeed {
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub feed_url: String,
    /// Other feeds that the page named.
    pub others: Vec<String>,
}

/// Asks `url`: a feed answers for itself, a page by the first feed it names that answers as one.
pub async fn find_feed(fetcher: &Fetcher, url: &str) -> Result<FoundFeed, EngineError> {
    let fetched = fetcher.get(url, &Conditional::default()).await?;
    let content_type = fetched.content_type.as_deref();
    if let Ok(feed) = parse_feed(&fetched.body, content_type, &fetched.final_url) {
        let feed_url = fetched.moved_to.unwrap_or(fetched.requested_url);
        return Ok(FoundFeed {
            title: feed.title,
            feed_url,
            others: Vec::new(),
        });
    }
    let named: Vec<String> = discover_feeds(&fetched.body, content_type, &fetched.final_url)
        .into_iter()
        .map(|link| link.url)
        .collect();
    for feed_url in &named {
        let Ok(answer) = fetcher.get(feed_url, &Conditional::default()).await else {
            continue;
        };
        if let Ok(feed) = parse_feed(&answer.body, answer.content_type.as_deref(), &answer.final_url) {
            return Ok(FoundFeed {
                title: feed.title,
                feed_url: feed_url.clone(),
                others: named.iter().filter(|other| *other != feed_url).cloned().collect(),
            });
        }
    }
    Err(EngineError::NoFeed { url: url.to_owned() })
}

/// Adds the feed that was found; due at once.
pub fn add_source(store: &Store, found: FoundFeed, name: Option<&str>, now: i64) -> Result<Added, EngineError> {
    let name = name
        .map(str::to_owned)
        .or(found.title)
        .filter(|title| !title.trim().is_empty())
        .or_else(|| crate::import::host_of(&found.feed_url))
        .unwrap_or_else(|| found.feed_url.clone());
    let id = store.add_source(&name, &found.feed_url, now)?;
    Ok(Added {
        id,
        name,
        feed_url: found.feed_url,
        others: found.others,
    })
}
