//! A capture: raw bytes as they arrived once, with where and when.

use serde::{Deserialize, Serialize};

/// How the bytes of a capture are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureKind {
    /// An HTML page.
    Page,
    /// One entry of a feed, as the JSON object of `FeedEntry` in isnad-gather.
    FeedEntry,
    /// One object of JSON Lines input: `{"id", "text" | "html" | "blocks", ...}`.
    Record,
}

/// Raw bytes and their circumstances. Immutable once stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// How to read the body.
    pub kind: CaptureKind,
    /// Outlet: the feed's name as the user calls it, the `source` of a record, else the host of the URL.
    pub source: String,
    /// Address, absolute, as requested or given.
    pub url: Option<String>,
    /// The id it came with: a feed entry's guid, a record's `id`, a WARC record's id, a file's name.
    pub external_id: Option<String>,
    /// When Isnad or the archive saw it, RFC 3339 with zone.
    pub captured: String,
    /// Value of the Content-Type header, where there was one.
    pub content_type: Option<String>,
    /// The bytes as they arrived, content encoding removed.
    pub body: Vec<u8>,
}
