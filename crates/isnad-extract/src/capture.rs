//! From a capture to an article, whatever kind of bytes it holds.

use crate::{Hint, Record, RecordError, extract, from_feed_entry};
use isnad_model::{Article, Capture, CaptureKind, FeedEntry};

/// Why a capture could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// The body of a feed entry is not the JSON of one.
    #[error("this is no feed entry as isnad-gather writes it; fetch the feed again: {0}")]
    FeedEntry(#[from] serde_json::Error),
    /// The body of a record is not UTF-8.
    #[error("the record is not UTF-8; convert it first: {0}")]
    Encoding(#[from] std::str::Utf8Error),
    /// The body of a record is none that can be read.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Reads the article out of a capture. What the record or entry says of itself goes before what the
/// capture says.
pub fn read_capture(capture: &Capture) -> Result<Article, ExtractError> {
    let hint = Hint::of_capture(capture);
    match capture.kind {
        CaptureKind::Page => Ok(extract(&capture.body, &hint)),
        CaptureKind::FeedEntry => {
            let entry: FeedEntry = serde_json::from_slice(&capture.body)?;
            Ok(from_feed_entry(&entry, &hint))
        }
        CaptureKind::Record => {
            let record = Record::parse(std::str::from_utf8(&capture.body)?)?;
            Ok(record.into_repaired_article(&hint))
        }
    }
}
