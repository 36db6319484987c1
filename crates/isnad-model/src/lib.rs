//! The nouns of Isnad, as plain data with a stable JSON form.
//!
//! What: captures, articles, revisions, readings, copies and stories; their ids for life; times as
//! intervals with evidence. Why: every other crate speaks these words and no other.
//! Limits: no behaviour beyond what the data itself implies (normalising a URL, the interval of a
//! claimed time); no I/O, no clock.
//! Source: the public contract in `docs/FORMATS.md`; snapshot tests in `tests/formats.rs` hold it.
//!
//! ```
//! use isnad_model::{Article, Block, BlockKind};
//! let article = Article {
//!     id: "a1".into(),
//!     blocks: vec![Block::new(BlockKind::Paragraph, "وصل الوفد."), Block::new(BlockKind::Paragraph, "وغادر.")],
//!     ..Article::default()
//! };
//! assert_eq!(article.text(), "وصل الوفد.\nوغادر.");
//! ```

mod article;
mod article_url;
mod capture;
pub mod compact;
mod features;
mod feed_entry;
mod id;
mod link;
mod reading;
mod revision;
mod story;
mod time;

pub use article::{Article, Basis, Block, BlockKind, Credit, Direction, Image, Related, Repair};
pub use article_url::normalise_url;
pub use capture::{Capture, CaptureKind};
pub use features::{EventWord, Features, Term};
pub use feed_entry::FeedEntry;
pub use id::{ArticleId, CaptureId, RevisionId, StoryId};
pub use link::{Copy, CopyKind, CopyOrigin, Difference, Grade, Joined, LinkEvent, Linked};
pub use reading::{Keyword, Mention, Name, NameKind, Reading, SpanIn};
pub use revision::Revision;
pub use story::Story;
pub use time::{ClaimedTime, Interval, Precision, Zone, linking_time, parse_instant, written_instant};
