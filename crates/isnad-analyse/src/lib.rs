//! From an article to a reading: language, keywords, names, fingerprints. Pure: an article and numbered
//! statistics in, a reading out.
//!
//! Limits: the statistics and the names know Arabic; figures and statements are not read yet.

mod analyse;
mod counts;
pub mod features;
mod growth;
pub mod keywords;
pub mod names;
mod page;
mod statistics;

pub use analyse::analyse;
pub use counts::CountsError;
pub use growth::{FREEZE_PAGES, Growth, SAVE_PAGES};
pub use keywords::{KEYWORD_LIMIT, keywords};
pub use names::{NAME_LIMIT, names};
pub use page::Page;
pub use statistics::Statistics;

/// Version of the analyser: it rises with every change of what a reading holds.
pub const ANALYSER_VERSION: u32 = 6;
