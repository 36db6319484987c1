//! Lists of feeds: OPML in and out.

use crate::EngineError;
use crate::import::host_of;
use isnad_gather::OpmlFeed;
use isnad_gather::opml;
use isnad_store::Store;
use std::collections::HashSet;
use url::Url;

/// What became of a list of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Feeds that are followed from now on.
    pub added: u64,
    /// Feeds that were followed already.
    pub known: u64,
    /// Addresses that are no web addresses; they are left out.
    pub refused: Vec<String>,
}

/// Follows every feed of an OPML list; due at once. None is asked first: one that does not answer shows so.
pub fn add_list(store: &Store, opml_bytes: &[u8], now: i64) -> Result<Listed, EngineError> {
    add_feeds(store, &opml::read(opml_bytes)?, now)
}

pub(crate) fn add_feeds(store: &Store, feeds: &[OpmlFeed], now: i64) -> Result<Listed, EngineError> {
    let mut followed: HashSet<String> = store.sources()?.into_iter().map(|source| source.feed_url).collect();
    let mut listed = Listed::default();
    for feed in feeds {
        let is_web = Url::parse(&feed.xml_url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_web {
            listed.refused.push(feed.xml_url.clone());
            continue;
        }
        let name = feed.title.clone().or_else(|| host_of(&feed.xml_url));
        store.add_source(name.as_deref().unwrap_or(&feed.xml_url), &feed.xml_url, now)?;
        match followed.insert(feed.xml_url.clone()) {
            true => listed.added += 1,
            false => listed.known += 1,
        }
    }
    Ok(listed)
}

/// All feeds that are followed, as OPML 2.0 under a title.
pub fn write_list(store: &Store, title: &str) -> Result<Vec<u8>, EngineError> {
    let feeds: Vec<OpmlFeed> = store
        .sources()?
        .into_iter()
        .map(|source| OpmlFeed {
            title: Some(source.name),
            xml_url: source.feed_url,
            html_url: source.feed.and_then(|feed| feed.site_url),
            folder: None,
        })
        .collect();
    Ok(opml::write(&feeds, title)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_store::Access;

    #[test]
    fn a_list_goes_in_and_comes_out_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Access::Write).unwrap();
        store
            .add_source("مرصد الساحل", "https://marsad.example/rss", 1)
            .unwrap();
        let list = r#"<opml version="2.0"><body><outline text="وكالات">
            <outline text="أ &amp; ب" xmlUrl="https://a.example/rss?x=1&amp;y=2"/>
            <outline xmlUrl="https://b.example/atom"/>
            <outline text="known" xmlUrl="https://marsad.example/rss"/>
            <outline text="bad" xmlUrl="javascript:alert(1)"/></outline></body></opml>"#;
        let listed = add_list(&store, list.as_bytes(), 2).unwrap();
        assert_eq!((listed.added, listed.known), (2, 1));
        assert_eq!(listed.refused, ["javascript:alert(1)"]);
        let written = write_list(&store, "إسناد").unwrap();
        let read: Vec<(String, String)> = opml::read(&written)
            .unwrap()
            .into_iter()
            .map(|feed| (feed.title.unwrap(), feed.xml_url))
            .collect();
        let pair = |name: &str, url: &str| (name.to_owned(), url.to_owned());
        assert_eq!(
            read,
            [
                pair("مرصد الساحل", "https://marsad.example/rss"),
                pair("أ & ب", "https://a.example/rss?x=1&y=2"),
                pair("b.example", "https://b.example/atom"),
            ]
        );
        assert!(matches!(add_list(&store, b"<html>", 3), Err(EngineError::List(_))));
    }
}
