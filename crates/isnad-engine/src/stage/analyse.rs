//! Revisions to readings.

use super::BATCH;
use crate::EngineError;
use isnad_analyse::{ANALYSER_VERSION, Statistics, analyse};
use isnad_model::RevisionId;
use isnad_store::{Lane, LogKind, Stage, Store};
use rayon::prelude::*;

/// The analyse stage.
pub(crate) struct Analyse {
    store: Store,
    statistics: Statistics,
}

impl Analyse {
    /// The stage over its own connection, with the shipped statistics.
    pub(crate) fn new(store: Store) -> Analyse {
        Analyse {
            store,
            statistics: Statistics::shipped(),
        }
    }

    /// Takes the next batch of a lane; how many entries it held.
    pub(crate) fn step(&mut self, lane: Lane) -> Result<usize, EngineError> {
        let cursor = self.store.cursor(Stage::Analyse, lane)?;
        let entries = self.store.log_after(lane, &[LogKind::Revision], cursor, BATCH)?;
        let Some(last) = entries.last() else { return Ok(0) };
        let ids: Vec<RevisionId> = entries.iter().map(|entry| RevisionId(entry.row)).collect();
        let revisions = self.store.revisions(&ids)?;
        let readings: Vec<_> = revisions
            .par_iter()
            .map(|(revision, article)| (revision.id, Ok(analyse(article, &self.statistics))))
            .collect();
        self.store
            .commit_readings(lane, last.seq, ANALYSER_VERSION, &readings)?;
        Ok(entries.len())
    }
}
