//! Input from paths and standard input: one stream of items, each with its place.
//!
//! What: files, folders, WARC and ARC files, JSON Lines, feeds, OPML and plain text, gzip or not, become
//! [`InputItem`]s in input order. Why: `import` and every filter read the same way and name the same places.
//! Damage is an item too: one clear error with its place, and the stream goes on behind it.
//! Limits: a record or line above [`InputOptions::max_item_bytes`] is an error and is never held in memory.

mod kind;
mod lines;
mod paths;
mod warc_page;

pub use kind::{InputKind, sniff};
pub use paths::{InputOptions, read_path, read_paths, read_stream, total_bytes};
pub use warc_page::{WarcPage, page_of_warc};

/// The text of a file of kind [`InputKind::Text`], whatever its charset.
pub fn text_of_file(bytes: &[u8]) -> String {
    isnad_html::decode(bytes, None).text.into_owned()
}

/// What one item holds.
#[derive(Debug)]
pub enum InputContent {
    /// One object of JSON Lines.
    JsonLine(String),
    /// One record of a WARC or ARC file.
    Warc(Box<isnad_warc::Record>),
    /// A whole file: a page, a feed, OPML or text.
    File {
        /// What it is.
        kind: InputKind,
        /// Its bytes, gzip removed.
        bytes: Vec<u8>,
    },
}

/// One item, or what kept it from being read.
#[derive(Debug)]
pub struct InputItem {
    /// Where it stands, for people: `feed.xml`, `news.jsonl:12`, `a.warc.gz@4711`.
    pub place: String,
    /// The name of the file it came from, without folders; `stdin`.
    pub name: String,
    /// The item, or the reason why it is skipped.
    pub content: Result<InputContent, String>,
}
