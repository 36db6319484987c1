//! Runs the stages over the log: import, live polling, catching up after a kill.
//!
//! What: every stage (extract, analyse, link, index) is a cursor over the store's log and runs on a thread
//! of its own; [`Runner`] starts them, one process at a time. [`import`] and [`live`] append captures and
//! do no more: what follows is the same loop for both, and for recovery.
//! Why: store, stories and index can be killed at any point and agree again, since each stage writes its
//! rows together with its cursor.
//! Limits: alerts and digests are not built.

pub mod add;
mod bell;
mod clock;
pub mod diff;
pub mod episodes;
mod error;
pub mod export;
pub mod find;
pub mod gist;
pub mod import;
pub mod list;
pub mod live;
mod member;
mod paths;
pub mod related;
mod runner;
mod stage;
pub mod status;

pub use bell::Bell;
pub use clock::{now_seconds, unix_seconds};
pub use error::EngineError;
pub use isnad_gather::opml::printable;
pub use isnad_gather::{Failure, FetchError, FetchSettings, Fetcher};
pub use paths::DataPaths;
pub use runner::Runner;
