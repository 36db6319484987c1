//! HTTP, robots, politeness, feeds and autodiscovery.
//!
//! What: everything between the network or the file system and a `Capture`: a polite fetcher, a reader
//! of feeds, the feeds a page names, OPML, the plan of polls, and input files of every kind. Why
//! together: these are the only parts that know what the web does wrong.
//! Limits: nothing here stores anything; only the fetcher touches a socket and a clock, only `input` files.

mod discover;
mod failure;
mod feed;
mod fetch;
pub mod input;
pub mod opml;
pub mod poll;

pub use discover::{FeedLink, LinkKind, discover_feeds};
pub use failure::Failure;
pub use feed::{Feed, FeedError, FeedKind, parse_feed};
pub use fetch::{Conditional, FetchError, FetchSettings, Fetched, Fetcher, Refusal, is_public};
pub use opml::{OpmlError, OpmlFeed};
pub use poll::{PollHistory, next_page_fetch, next_poll};
