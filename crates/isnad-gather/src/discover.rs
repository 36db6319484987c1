//! The feeds a web page names.
//!
//! First `link rel=alternate` with a feed's type, in the page's order; then, where the page has none,
//! links whose address or text looks like a feed's. Source: the RSS Board's autodiscovery rules and the
//! HTML standard's `alternate`. Limits: feeds that only a script would add are not seen; an address
//! found by its looks may turn out to be a page about feeds.

use isnad_html::{Tag, Tree, decode};
use url::Url;

/// Most feeds given of one page.
const MAX_FEEDS: usize = 100;

/// What a feed link says of the dialect behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `application/rss+xml`, `application/rdf+xml`.
    Rss,
    /// `application/atom+xml`.
    Atom,
    /// `application/feed+json`.
    Json,
    /// Found by its looks.
    Guess,
}

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    /// Its address, absolute.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
    /// What the page says it is.
    pub kind: LinkKind,
}

/// The feeds that the page `html_bytes`, fetched from `base`, names; best first.
///
/// ```
/// let page = "<link rel=alternate type='application/rss+xml' title='الأخبار' href='/rss?s=1&amp;p=2'>";
/// let found = isnad_gather::discover_feeds(page.as_bytes(), None, "https://a.example/news/");
/// assert_eq!(found[0].url, "https://a.example/rss?s=1&p=2");
/// ```
pub fn discover_feeds(html_bytes: &[u8], content_type: Option<&str>, base: &str) -> Vec<FeedLink> {
    let decoded = decode(html_bytes, content_type);
    let tree = Tree::parse(&decoded.text);
    let Some(base) = base_of(&tree, base) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for node in tree.all(Tag::Link) {
        push(&mut found, declared(&tree, node, &base));
    }
    // Feeds of comments are alternates too, and never what is looked for.
    found.sort_by_key(|link: &FeedLink| is_of_comments(link));
    if found.is_empty() {
        for node in tree.all(Tag::A) {
            push(&mut found, guessed(&tree, node, &base));
        }
    }
    found
}

fn push(found: &mut Vec<FeedLink>, link: Option<FeedLink>) {
    let Some(link) = link else {
        return;
    };
    if found.len() < MAX_FEEDS && found.iter().all(|known| known.url != link.url) {
        found.push(link);
    }
}

fn base_of(tree: &Tree<'_>, fetched_from: &str) -> Option<Url> {
    let page = Url::parse(fetched_from).ok()?;
    let stated = tree
        .all(Tag::Base)
        .find_map(|node| tree.attribute(node, "href"))
        .and_then(|href| page.join(href.trim()).ok());
    Some(stated.unwrap_or(page))
}

fn declared(tree: &Tree<'_>, node: usize, base: &Url) -> Option<FeedLink> {
    let rel = tree.attribute(node, "rel")?.to_ascii_lowercase();
    if !rel
        .split_ascii_whitespace()
        .any(|word| matches!(word, "alternate" | "feed"))
    {
        return None;
    }
    let written_type = tree.attribute(node, "type").unwrap_or_default().to_ascii_lowercase();
    let kind = match written_type.split(';').next().unwrap_or_default().trim() {
        "application/rss+xml" | "application/rdf+xml" | "text/rss+xml" | "application/rss" => LinkKind::Rss,
        "application/atom+xml" => LinkKind::Atom,
        "application/feed+json" => LinkKind::Json,
        "application/json" if is_json_feed(tree, node) => LinkKind::Json,
        "text/xml" | "application/xml" => LinkKind::Guess,
        _ => return None,
    };
    Some(FeedLink {
        url: address(tree, node, base)?,
        title: tree
            .attribute(node, "title")
            .map(|title| fold_white_space(&title))
            .filter(|title| !title.is_empty()),
        kind,
    })
}

/// `application/json` alternates are mostly an interface for programs (WordPress); a feed says so in its address.
fn is_json_feed(tree: &Tree<'_>, node: usize) -> bool {
    tree.attribute(node, "href")
        .is_some_and(|href| href.to_ascii_lowercase().contains("feed"))
}

fn guessed(tree: &Tree<'_>, node: usize, base: &Url) -> Option<FeedLink> {
    let url = address(tree, node, base)?;
    let parsed = Url::parse(&url).ok()?;
    let text = fold_white_space(&tree.text(node));
    let path = parsed.path().to_ascii_lowercase();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let looks_like_feed = matches!(
        last,
        "rss" | "feed" | "atom" | "rdf" | "rss.xml" | "feed.xml" | "atom.xml" | "index.xml" | "rss.php" | "feed.json"
    ) || [".rss", ".rdf", ".atom"].iter().any(|ending| last.ends_with(ending))
        || text.eq_ignore_ascii_case("rss");
    let leaves_site = parsed.domain() != base.domain() && last.is_empty();
    (looks_like_feed && !leaves_site).then(|| FeedLink {
        url,
        title: Some(text).filter(|title| !title.is_empty()),
        kind: LinkKind::Guess,
    })
}

/// The link's address, absolute; `feed:` schemes become http.
fn address(tree: &Tree<'_>, node: usize, base: &Url) -> Option<String> {
    let href = tree.attribute(node, "href")?;
    let trimmed = href.trim();
    let plain = match trimmed.strip_prefix("feed:") {
        Some(rest) if rest.starts_with("//") => format!("http:{rest}"),
        Some(rest) => rest.to_owned(),
        None => trimmed.to_owned(),
    };
    if plain.is_empty() {
        return None;
    }
    let mut url = base.join(&plain).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

fn is_of_comments(link: &FeedLink) -> bool {
    let title = link.title.as_deref().unwrap_or_default().to_lowercase();
    link.url.to_ascii_lowercase().contains("comments") || title.contains("comments") || title.contains("تعليقات")
}

fn fold_white_space(text: &str) -> String {
    crate::feed::text::fold_white_space(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn urls(page: &str) -> Vec<String> {
        discover_feeds(page.as_bytes(), None, "https://a.example/x/page.html")
            .into_iter()
            .map(|link| link.url)
            .collect()
    }

    #[test]
    fn declared_feeds_come_first_and_those_of_comments_last() {
        let page = r#"<head><base href="/b/">
            <link rel="alternate" type="application/rss+xml" title="موقع &raquo; التعليقات" href="https://a.example/comments/feed/">
            <LINK REL="Alternate" TYPE="application/rss+xml; charset=utf-8" title="الأخبار" href="rss">
            <link rel="alternate" type="application/atom+xml" href="feed://c.example/atom">
            <link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" type="application/json" href="/wp-json/x">
            <link rel="stylesheet" type="text/css" href="/feed.css"></head><body><a href="/other/feed">RSS</a>"#;
        assert_eq!(
            urls(page),
            [
                "https://a.example/b/rss",
                "http://c.example/atom",
                "https://a.example/comments/feed/"
            ]
        );
    }

    #[test]
    fn links_that_look_like_feeds_are_the_second_choice() {
        let page = r##"<a href="/about">من نحن</a><a href="/rss">خلاصات</a><a href="/sections/politics.rss">سياسة</a>
            <a href="/newsfeed-story-1">خبر</a><a href="/x.php?m=rss" title="">RSS</a><a href="javascript:feed">x</a>
            <a href="#rss">أعلى</a><a href="/rss#top">مكرر</a>"##;
        assert_eq!(
            urls(page),
            [
                "https://a.example/rss",
                "https://a.example/sections/politics.rss",
                "https://a.example/x.php?m=rss",
            ]
        );
    }

    #[test]
    fn windows_1256_titles_are_read() {
        let page = "<meta charset=windows-1256><link rel=alternate type=application/rss+xml title='أخبار' href=/r>";
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(page);
        let found = discover_feeds(&bytes, None, "https://a.example/");
        assert_eq!(found[0].title.as_deref(), Some("أخبار"));
    }

    proptest! {
        #[test]
        fn no_page_panics(page in "(<|>|link|a|rel=|alternate|href=|type=|rss|feed:|/|'|\"| |س){0,40}") {
            urls(&page);
        }
    }
}
