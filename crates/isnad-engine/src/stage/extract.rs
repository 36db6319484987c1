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

    /// Takes the next batch of a lane; how many entries it held.
    pub(crate) fn step(&mut self, lane: Lane) -> Result<usize, EngineError> {
        let cursor = self.store.cursor(Stage::Extract, lane)?;
        let entries = self.store.log_after(lane, &[LogKind::Capture], cursor, BATCH)?;
        let Some(last) = entries.last() else { return Ok(0) };
        let ids: Vec<CaptureId> = entries.iter().map(|entry| CaptureId(entry.row)).collect();
        let captures = self.store.read_captures(&ids)?;
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
            .commit_extracted(lane, last.seq, EXTRACTOR_VERSION, &articles)?;
        Ok(entries.len())
    }
}
