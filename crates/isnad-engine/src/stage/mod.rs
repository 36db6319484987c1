//! The stages: each reads the log after its cursor, computes, and writes rows and cursor together.

mod analyse;
mod extract;
mod index;
mod link;

pub(crate) use analyse::Analyse;
pub(crate) use extract::{Extract, failed_before};
pub(crate) use index::IndexStage;
pub(crate) use link::Link;

/// Entries of the log that a stage takes at once: enough to keep all cores busy, few enough that a
/// transaction stays short.
pub(crate) const BATCH: usize = 256;
