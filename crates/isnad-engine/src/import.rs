//! From items of input to captures in the store.
//!
//! Captures are appended in batches, in input order, to the backfill lane; the stages follow by
//! themselves. Nothing is fetched: a feed file gives what its entries say, a list of feeds gives sources.

use crate::list::add_feeds;
use crate::{Bell, EngineError};
use isnad_extract::Record;
use isnad_gather::input::{InputContent, InputItem, InputKind, page_of_warc, text_of_file};
use isnad_gather::{Feed, FeedKind, PollHistory, next_poll, opml, parse_feed};
use isnad_model::{Capture, CaptureKind};
use isnad_store::{Batch, FeedFacts, Lane, Poll, Store};
use url::Url;

const BATCH_CAPTURES: usize = 1000;
const BATCH_BYTES: usize = 16 << 20;

/// What an import came to so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Captures that are new and durable.
    pub added: u64,
    /// Captures that the store held already.
    pub known: u64,
    /// Feeds that are followed from now on.
    pub sources: u64,
    /// Items skipped, each with its reason.
    pub skipped: u64,
}

/// Something that was captured earlier, with the circumstances it was captured in.
#[derive(Clone, Debug)]
pub struct Captured {
    /// Address of the page, record or feed.
    pub url: String,
    /// Outlet.
    pub source: String,
    /// When, RFC 3339 with zone.
    pub captured: String,
    /// Media type: it says whether the bytes are a page, a record (JSON) or a feed (RSS, Atom).
    pub content_type: String,
    /// The bytes as they arrived.
    pub bytes: Vec<u8>,
}

/// Appends captures in batches.
pub struct Importer<'a> {
    store: &'a Store,
    bell: &'a Bell,
    default_source: Option<String>,
    now: String,
    now_seconds: i64,
    waiting: Vec<(String, Capture)>,
    waiting_bytes: usize,
    imported: Imported,
}

impl<'a> Importer<'a> {
    /// An importer into `store` that rings `bell` after each batch. `now_seconds` (unix) is the time of
    /// capture of what names none; `default_source` the outlet of what names none.
    pub fn new(store: &'a Store, bell: &'a Bell, default_source: Option<String>, now_seconds: i64) -> Importer<'a> {
        Importer {
            store,
            bell,
            default_source,
            now: crate::clock::rfc3339(now_seconds),
            now_seconds,
            waiting: Vec::new(),
            waiting_bytes: 0,
            imported: Imported::default(),
        }
    }

    /// Takes one item; `skip` is told the place and reason of what is left out.
    pub fn take(&mut self, item: InputItem, skip: &mut dyn FnMut(&str, &str)) -> Result<(), EngineError> {
        let place = item.place.clone();
        match self.captures_of(item) {
            Ok(captures) => {
                for capture in captures {
                    self.waiting_bytes += capture.body.len();
                    self.waiting.push((place.clone(), capture));
                }
            }
            Err(Refused::Item(reason)) => {
                self.imported.skipped += 1;
                skip(&place, &reason);
            }
            Err(Refused::Engine(error)) => return Err(error),
        }
        if self.waiting.len() >= BATCH_CAPTURES || self.waiting_bytes >= BATCH_BYTES {
            self.flush(skip)?;
        }
        Ok(())
    }

    /// Takes something captured earlier. A feed becomes a source, polled at that time, and gives what its entries say.
    pub fn take_captured(&mut self, known: Captured, skip: &mut dyn FnMut(&str, &str)) -> Result<(), EngineError> {
        let media_type = known.content_type.split(';').next().unwrap_or_default().trim();
        let kind = match media_type {
            "application/json" => CaptureKind::Record,
            "application/rss+xml" | "application/atom+xml" => return self.take_captured_feed(&known, skip),
            _ => CaptureKind::Page,
        };
        self.waiting_bytes += known.bytes.len();
        let capture = Capture {
            kind,
            source: known.source,
            url: Some(known.url.clone()),
            external_id: None,
            captured: known.captured,
            content_type: Some(known.content_type),
            body: known.bytes,
        };
        self.waiting.push((known.url, capture));
        if self.waiting.len() >= BATCH_CAPTURES || self.waiting_bytes >= BATCH_BYTES {
            self.flush(skip)?;
        }
        Ok(())
    }

    fn take_captured_feed(&mut self, known: &Captured, skip: &mut dyn FnMut(&str, &str)) -> Result<(), EngineError> {
        let mut refuse = |reason: String| {
            self.imported.skipped += 1;
            skip(&known.url, &reason);
            Ok(())
        };
        let polled_at = match crate::clock::unix_seconds(&known.captured) {
            Ok(seconds) => seconds,
            Err(error) => return refuse(error.to_string()),
        };
        let feed = match parse_feed(&known.bytes, Some(&known.content_type), &known.url) {
            Ok(feed) => feed,
            Err(error) => return refuse(error.to_string()),
        };
        for entry in &feed.entries {
            let capture = entry_capture(entry, &known.source, &known.captured);
            self.waiting_bytes += capture.body.len();
            self.waiting.push((known.url.clone(), capture));
        }
        self.flush(skip)?;
        let source = self.store.add_source(&known.source, &known.url, polled_at)?;
        let history = PollHistory {
            last_poll: Some(polled_at),
            feed_number: source.0.unsigned_abs(),
            ttl_seconds: feed.ttl_seconds,
            ..PollHistory::default()
        };
        let poll = Poll {
            polled_at,
            next_due_at: next_poll(&history, polled_at),
            validators: None,
            moved_to: None,
            feed: Some(facts_of(&feed)),
            error: None,
        };
        self.store.append(
            Lane::Backfill,
            &Batch {
                polls: &[(source, poll)],
                ..Batch::default()
            },
        )?;
        self.imported.sources += 1;
        Ok(())
    }

    /// Makes durable what waits, and says what the import came to so far.
    pub fn flush(&mut self, skip: &mut dyn FnMut(&str, &str)) -> Result<Imported, EngineError> {
        if !self.waiting.is_empty() {
            let (places, captures): (Vec<String>, Vec<Capture>) = std::mem::take(&mut self.waiting).into_iter().unzip();
            self.waiting_bytes = 0;
            let appended = self.store.append_captures(Lane::Backfill, &captures)?;
            let added = appended.new_captures() as u64;
            let refused = appended.refused.len() as u64;
            self.imported.added += added;
            self.imported.skipped += refused;
            self.imported.known += captures.len() as u64 - added - refused;
            for (index, reason) in &appended.refused {
                skip(&places[*index], reason);
            }
            self.bell.ring();
        }
        Ok(self.imported)
    }

    /// What the import came to so far.
    pub fn imported(&self) -> Imported {
        self.imported
    }

    fn captures_of(&mut self, item: InputItem) -> Result<Vec<Capture>, Refused> {
        match item.content? {
            InputContent::JsonLine(line) => Ok(vec![self.record(line)?]),
            InputContent::Warc(record) => {
                let Some(page) = page_of_warc(&record)? else {
                    return Ok(Vec::new());
                };
                let host = page.url.as_deref().and_then(host_of);
                let source = self.source_or(host.as_deref());
                Ok(vec![Capture {
                    captured: page.captured.unwrap_or_else(|| self.now.clone()),
                    content_type: page.content_type,
                    url: page.url,
                    external_id: Some(page.id),
                    ..self.capture(CaptureKind::Page, source, page.bytes)
                }])
            }
            InputContent::File {
                kind: InputKind::Feed,
                bytes,
            } => self.feed(&item.name, &bytes),
            InputContent::File {
                kind: InputKind::Opml,
                bytes,
            } => self.opml(&bytes),
            InputContent::File {
                kind: InputKind::Html,
                bytes,
            } => {
                let source = self.source_or(None);
                Ok(vec![Capture {
                    external_id: Some(item.name),
                    ..self.capture(CaptureKind::Page, source, bytes)
                }])
            }
            InputContent::File { bytes, .. } => {
                let text = text_of_file(&bytes);
                self.record(serde_json::json!({ "id": item.name, "text": text }).to_string())
                    .map(|capture| vec![capture])
            }
        }
    }

    fn record(&self, line: String) -> Result<Capture, Refused> {
        let record = Record::parse(&line).map_err(|error| error.to_string())?;
        let (id, url, source, captured) = match record {
            Record::Html { hint, .. } | Record::Text { hint, .. } => (hint.id, hint.url, hint.source, hint.captured),
            Record::Article(article) => (article.id, article.url, article.source, article.captured),
        };
        let host = url.as_deref().and_then(host_of);
        let named = source.as_deref().or(host.as_deref());
        let source = self.source_or(named);
        Ok(Capture {
            url,
            external_id: Some(id).filter(|id| !id.is_empty()),
            captured: captured.unwrap_or_else(|| self.now.clone()),
            content_type: Some("application/json".to_owned()),
            ..self.capture(CaptureKind::Record, source, line.into_bytes())
        })
    }

    fn feed(&self, name: &str, bytes: &[u8]) -> Result<Vec<Capture>, Refused> {
        let feed = parse_feed(bytes, None, "").map_err(|error| error.to_string())?;
        let host = feed.site_url.as_deref().and_then(host_of);
        let source = self.source_or(feed.title.as_deref().or(host.as_deref()).or(Some(name)));
        Ok(feed
            .entries
            .iter()
            .map(|entry| self.capture_of_entry(entry, &source))
            .collect())
    }

    fn capture_of_entry(&self, entry: &isnad_model::FeedEntry, source: &str) -> Capture {
        entry_capture(entry, source, &self.now)
    }

    fn opml(&mut self, bytes: &[u8]) -> Result<Vec<Capture>, Refused> {
        let feeds = opml::read(bytes).map_err(|error| error.to_string())?;
        let listed = add_feeds(self.store, &feeds, self.now_seconds)?;
        self.imported.sources += listed.added + listed.known;
        self.imported.skipped += listed.refused.len() as u64;
        for url in &listed.refused {
            tracing::warn!(%url, "not a web address; left out of the list");
        }
        Ok(Vec::new())
    }

    /// The outlet that an item names, else the import's, else none: extraction then reads it from the page.
    fn source_or(&self, named: Option<&str>) -> String {
        self.default_source.as_deref().or(named).unwrap_or_default().to_owned()
    }

    fn capture(&self, kind: CaptureKind, source: String, body: Vec<u8>) -> Capture {
        Capture {
            kind,
            source,
            url: None,
            external_id: None,
            captured: self.now.clone(),
            content_type: None,
            body,
        }
    }
}

/// What a feed says of itself, as the store keeps it.
pub(crate) fn facts_of(feed: &Feed) -> FeedFacts {
    let kind = match feed.kind {
        FeedKind::Rss => "rss",
        FeedKind::Rdf => "rdf",
        FeedKind::Atom => "atom",
        FeedKind::Json => "json",
    };
    FeedFacts {
        kind: kind.to_owned(),
        site_url: feed.site_url.clone(),
    }
}

/// The capture of one entry of a feed.
pub(crate) fn entry_capture(entry: &isnad_model::FeedEntry, source: &str, now: &str) -> Capture {
    Capture {
        kind: CaptureKind::FeedEntry,
        source: source.to_owned(),
        url: entry.url.clone(),
        external_id: Some(entry.id.clone()),
        captured: now.to_owned(),
        content_type: Some("application/json".to_owned()),
        body: serde_json::to_vec(entry).expect("a feed entry is plain data"),
    }
}

/// The host of an address, without `www.`.
pub(crate) fn host_of(url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok()?;
    let host = parsed.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Why an item gives no capture.
enum Refused {
    /// Its own fault: it is skipped.
    Item(String),
    /// The store's: the import ends.
    Engine(EngineError),
}

impl From<String> for Refused {
    fn from(reason: String) -> Refused {
        Refused::Item(reason)
    }
}

impl From<EngineError> for Refused {
    fn from(error: EngineError) -> Refused {
        Refused::Engine(error)
    }
}
