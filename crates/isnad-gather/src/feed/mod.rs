//! Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, JSON Feed 1.x, read into one shape.
//!
//! Why not feed-rs: it keeps no zone of a time and no precision, drops `rdf:about`, gives up a whole
//! feed at one broken tag, refuses `version="2"` and panics on Arabic text around an e-mail address in
//! `author`. It stands beside this reader in the tests, as a second opinion.
//! Sources: the RSS Board's RSS 2.0 and its profile, RSS 1.0 (RDF) with its content and syndication
//! modules, RFC 4287 (Atom), JSON Feed 1.1.
//! Limits: media and podcast extensions are not read.

mod atom;
pub(crate) mod charset;
mod date;
mod json;
mod rss;
pub(crate) mod text;
pub(crate) mod xml;

use isnad_model::FeedEntry;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;
use url::Url;

/// What dialect a feed speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS 0.9x and 2.0.
    Rss,
    /// RSS 0.90 and 1.0.
    Rdf,
    /// Atom 0.3 and 1.0.
    Atom,
    /// JSON Feed.
    Json,
}

/// A feed as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// Its dialect.
    pub kind: FeedKind,
    /// Its title, plain text.
    pub title: Option<String>,
    /// The page it belongs to, absolute.
    pub site_url: Option<String>,
    /// The language it states, as a BCP 47 tag in lower case.
    pub language: Option<String>,
    /// Its entries, in its order.
    pub entries: Vec<FeedEntry>,
    /// How long it asks not to be fetched again: RSS `ttl`, the syndication module's period.
    pub ttl_seconds: Option<u64>,
    /// What had to be mended or left out, for the feed's row in the status page.
    pub warnings: Vec<String>,
}

/// Why bytes are no feed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FeedError {
    /// There is nothing.
    #[error("the feed is empty: ask for it again later")]
    Empty,
    /// A web page instead of a feed.
    #[error("this is a web page, not a feed: look for the feed it names")]
    WebPage,
    /// XML or JSON of another kind, or neither.
    #[error("this is no feed ({found}): give the address of an RSS, Atom or JSON feed")]
    NotAFeed {
        /// What it begins with.
        found: String,
    },
    /// JSON that cannot be read.
    #[error("this JSON feed is broken ({reason}): tell the site's owner")]
    BrokenJson {
        /// What the parser said.
        reason: String,
    },
}

/// Reads a feed. `content_type` is the header it came with, `base_url` the address it came from, against
/// which relative links are resolved where the feed names no site.
///
/// ```
/// let rss = "<rss version='2.0'><channel><title>وكالة</title><item><title>خبر</title>\
///            <link>/n/1</link><pubDate>Thu, 01 Mar 2018 18:22:13 GMT</pubDate></item></channel></rss>";
/// let feed = isnad_gather::parse_feed(rss.as_bytes(), None, "https://a.example/rss").unwrap();
/// assert_eq!(feed.entries[0].url.as_deref(), Some("https://a.example/n/1"));
/// assert_eq!(feed.entries[0].published.as_ref().unwrap().time, "2018-03-01T18:22:13Z");
/// ```
pub fn parse_feed(bytes: &[u8], content_type: Option<&str>, base_url: &str) -> Result<Feed, FeedError> {
    let (decoded, _) = charset::decode(bytes, content_type);
    let text = decoded.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Err(FeedError::Empty);
    }
    let base = Url::parse(base_url).ok();
    let mut feed = match text.starts_with('{') {
        true => json::read(text, base.as_ref())?,
        false => read_xml(text, base.as_ref())?,
    };
    settle_ids(&mut feed);
    Ok(feed)
}

fn read_xml(text: &str, base: Option<&Url>) -> Result<Feed, FeedError> {
    let document = xml::read(skip_junk(text));
    let root = &document.root;
    let mut feed = match local_name(&root.name) {
        "rss" | "channel" => rss::read(root, base),
        "rdf" => rss::read(root, base),
        "feed" => atom::read(root, base),
        "entry" => atom::read_entry(root, base),
        "html" | "head" | "body" => return Err(FeedError::WebPage),
        "" => return Err(not_a_feed(text)),
        other => {
            return Err(FeedError::NotAFeed {
                found: format!("<{other}>"),
            });
        }
    };
    if document.breaks > 0 {
        feed.warnings
            .push(format!("broken places skipped: {}", document.breaks));
    }
    if document.cut {
        feed.warnings
            .push("the feed ends within an entry, which was left out".into());
    }
    Ok(feed)
}

/// Without what stands before the first tag: blank lines, server messages.
fn skip_junk(text: &str) -> &str {
    let start = text.find("<?xml").or_else(|| text.find('<')).unwrap_or(0);
    &text[start..]
}

fn not_a_feed(text: &str) -> FeedError {
    let beginning: String = text.chars().take(40).collect();
    FeedError::NotAFeed {
        found: format!("it begins «{}»", text::fold_white_space(&beginning)),
    }
}

fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Gives entries without an id the id of their address, else of their title and time; an id that several
/// entries with different addresses share is no id.
fn settle_ids(feed: &mut Feed) {
    let mut shared: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for entry in &feed.entries {
        let urls = shared.entry(entry.id.as_str()).or_default();
        urls.insert(entry.url.as_deref());
    }
    let ambiguous: Vec<String> = shared
        .into_iter()
        .filter(|(id, urls)| id.is_empty() || urls.len() > 1)
        .map(|(id, _)| id.to_owned())
        .collect();
    for entry in &mut feed.entries {
        if ambiguous.binary_search(&entry.id).is_ok() {
            entry.id = id_without_guid(entry);
        }
    }
    let before = feed.entries.len();
    feed.entries.retain(|entry| !entry.id.is_empty());
    let lost = before - feed.entries.len();
    if lost > 0 {
        feed.warnings
            .push(format!("entries left out that have no id, link, title or text: {lost}"));
    }
}

fn id_without_guid(entry: &FeedEntry) -> String {
    if let Some(url) = &entry.url {
        return url.clone();
    }
    let words = entry
        .title
        .as_ref()
        .or(entry.summary_html.as_ref())
        .or(entry.content_html.as_ref());
    let Some(words) = words else {
        return String::new();
    };
    let short: String = words.chars().take(200).collect();
    match &entry.published {
        Some(published) => format!("{short} @ {}", published.time),
        None => short,
    }
}

/// `written` as an absolute http(s) address.
fn absolute(written: &str, base: Option<&Url>) -> Option<String> {
    let trimmed = written.trim();
    if trimmed.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(trimmed).ok()?,
        None => Url::parse(trimmed).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// A stated language in the form of BCP 47: `AR_SA` is `ar-sa`; what is no tag is dropped.
fn language_tag(written: Option<&str>) -> Option<String> {
    let tag = written?.trim().replace('_', "-").to_ascii_lowercase();
    let is_tag = tag.split('-').enumerate().all(|(at, part)| {
        let length_fits = if at == 0 {
            (2..=3).contains(&part.len())
        } else {
            (1..=8).contains(&part.len())
        };
        length_fits && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    is_tag.then_some(tag)
}

/// `text` unless it is empty.
fn filled(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

/// Most authors or categories kept of one entry.
const MAX_NAMES: usize = 100;

/// `names`, trimmed, without repetitions and empty ones.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        let plain = text::plain_title(&name);
        if !plain.is_empty() && !kept.contains(&plain) {
            kept.push(plain);
        }
        if kept.len() == MAX_NAMES {
            break;
        }
    }
    kept
}
