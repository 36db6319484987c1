//! Captures to articles and revisions.

use super::BATCH;
use crate::EngineError;
use isnad_extract::{EXTRACTOR_VERSION, read_capture};
use isnad_model::CaptureId;
use isnad_store::{Lane, LogKind, Stage, Store};
use rayon::prelude::*;

/// The extract stage.
pub(crate) struct Extract {
    store: Store,
}

impl Extract {
    /// The stage over its own connection.
    pub(crate) fn new(store: Store) -> Extract {
        Extract { store }
    }

    /// Takes the next batch of a lane, failures of older versions first; how many entries it held.
    pub(crate) fn step(&mut self, lane: Lane) -> Result<usize, EngineError> {
        let failed = failed_before(&self.store, lane)?;
        if !failed.is_empty() {
            // done out of turn: the cursor stays
            return self.extract(lane, 0, &failed);
        }
        let cursor = self.store.cursor(Stage::Extract, lane)?;
        let entries = self.store.log_after(lane, &[LogKind::Capture], cursor, BATCH)?;
        let Some(last) = entries.last() else { return Ok(0) };
        let ids: Vec<CaptureId> = entries.iter().map(|entry| CaptureId(entry.row)).collect();
        self.extract(lane, last.seq, &ids)
    }

    fn extract(&mut self, lane: Lane, cursor_to: i64, ids: &[CaptureId]) -> Result<usize, EngineError> {
        let captures = self.store.read_captures(ids)?;
        let articles: Vec<_> = captures
            .par_iter()
            .map(|stored| {
                (
                    stored.id,
                    read_capture(&stored.capture).map_err(|error| error.to_string()),
                )
            })
            .collect();
        self.store
            .commit_extracted(lane, cursor_to, EXTRACTOR_VERSION, &articles)?;
        Ok(ids.len())
    }
}

/// Captures of a lane that an older extractor could not read: a newer one may. Those that fail again bear
/// the newer version, so each is tried once a version.
pub(crate) fn failed_before(store: &Store, lane: Lane) -> Result<Vec<CaptureId>, EngineError> {
    let failures = store.failures_to_retry(Stage::Extract, EXTRACTOR_VERSION, 0, BATCH)?;
    Ok(failures
        .into_iter()
        .filter(|failure| failure.lane == lane)
        .map(|failure| CaptureId(failure.row))
        .collect())
}
