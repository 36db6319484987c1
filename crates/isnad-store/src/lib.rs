//! The truth: SQLite, captures in WARC, the change log.
//!
//! What: everything Isnad knows, in one folder: `isnad.db` (SQLite in WAL mode) and `captures/YYYY-MM.warc.gz`
//! (the raw bytes, offsets in the database). Why one change log: import, polling, re-reading and recovery
//! are one loop; a stage reads the log behind its cursor and writes its rows with its new cursor in one
//! transaction, so a kill at any moment loses nothing that was acknowledged and repeats nothing.
//!
//! Limits: one transaction writes at a time, whoever it is (SQLite); the stages are run by the one process
//! that holds the [`RunnerLock`], which the store does not enforce. Nothing is deleted but by tombstone.
//!
//! Source: `DESIGN.md`, "The log"; SQLite's documentation of WAL mode and of its online backup.
//!
//! # The operations
//!
//! All that the rest of Isnad may ask of a store, whatever database stands behind it. No type of the
//! database appears in them.
//!
//! | | |
//! |---|---|
//! | open | [`Store::open`], [`Store::dir`], [`Store::try_lock_runner`], [`Store::backup`], [`Store::status`], [`Store::identity`] |
//! | acknowledge | [`Store::append`], [`Store::append_captures`] |
//! | captures | [`Store::read_capture`], [`Store::read_captures`], [`Store::captures_of`] |
//! | log | [`Store::log_after`], [`Store::log_head`], [`Store::log_count_after`], [`Store::cursor`], [`Store::rewind`] |
//! | extract | [`Store::commit_extracted`], [`Store::revisions`], [`Store::revisions_of`], [`Store::read_by_one_extractor`], [`Store::changes_of`] |
//! | analyse | [`Store::commit_readings`], [`Store::word_counts`], [`Store::readings`], [`Store::bare_readings`] |
//! | link | [`Store::commit_links`], [`Store::member`], [`Store::members_of_days`], [`Store::linked_days`] |
//! | corrections | [`Store::correct`], [`Store::correction`], [`Store::apply_correction`], [`Store::decisions`], [`Store::decision`] |
//! | failures | [`Store::failures`], [`Store::failures_to_retry`], [`Store::failure_counts`] |
//! | articles | [`Store::article`], [`Store::articles`], [`Store::full_articles`], [`Store::article_ids_after`], [`Store::find_article`] |
//! | copies, stories | [`Store::copies_of`], [`Store::folded_copies`], [`Store::story`], [`Store::story_articles`], [`Store::story_digest`], [`Store::story_leads`], [`Store::stories`] |
//! | the day | [`Store::activity`], [`Store::languages`], [`Store::title_changes`], [`Store::credited`] |
//! | marks | [`Store::mark`], [`Store::mark_story`], [`Store::marks`], [`Store::story_marks`], [`Store::starred`], [`Store::marked`], [`Store::shown`], [`Store::not_shown`], [`Store::show`] |
//! | searches | [`Store::save_search`], [`Store::forget_search`], [`Store::searches`] |
//! | sources | [`Store::add_source`], [`Store::sources`], [`Store::source`], [`Store::rename_source`], [`Store::pause_source`], [`Store::delete_source`], [`Store::due_sources`], [`Store::record_poll`], [`Store::postpone_poll`], [`Store::pulse`] |
//! | fetches | [`Store::schedule_fetch`], [`Store::due_fetches`], [`Store::finish_fetch`] |

mod articles;
mod backup;
mod batch;
mod captures;
mod compress;
mod copies;
mod corrections;
mod decisions;
mod error;
mod extracted;
mod failures;
mod fetches;
mod key;
mod links;
mod log;
mod marks;
mod migrate;
mod outlets;
mod readings;
mod revisions;
mod runner;
mod searches;
mod shown;
mod side;
mod sources;
mod status;
mod store;
mod stories;
mod warc_file;

pub use articles::ArticleView;
pub use batch::{Appended, Batch};
pub use captures::StoredCapture;
pub use copies::CopiesOf;
pub use corrections::{Applied, Correction};
pub use decisions::Decision;
pub use error::StoreError;
pub use extracted::Extracted;
pub use failures::Failure;
pub use fetches::{Fetch, FetchEnd, FetchId, PlannedFetch};
pub use links::{ClosedHours, LinkRow, Member, Moved};
pub use log::{Lane, LogEntry, LogKind, Stage};
pub use marks::{Mark, Marks, StarCursor, StoryMarks};
pub use readings::{ReadingRow, WordCounts};
pub use revisions::RevisionRow;
pub use runner::RunnerLock;
pub use searches::{SavedSearch, SearchId};
pub use side::{Credited, TitleChange};
pub use sources::{FeedFacts, Poll, Source, SourceId, Validators};
pub use status::Status;
pub use store::{Access, Store};
pub use stories::{
    Activity, StoryCursor, StoryDigest, StoryFilter, StoryMember, StoryOrder, StoryPage, StoryQuery, StorySummary,
    StoryView,
};
