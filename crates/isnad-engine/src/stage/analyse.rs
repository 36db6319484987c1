//! Revisions to readings, and counts of their words.
//!
//! Each lane has counts of its own (`isnad_analyse::Growth`), a function of its revisions in the order of the log: after a
//! restart they come from the counts that the store keeps and the revisions since.

use super::BATCH;
use crate::EngineError;
use isnad_analyse::{ANALYSER_VERSION, Growth, Page, Statistics, analyse};
use isnad_model::{Article, RevisionId};
use isnad_store::{Lane, LogEntry, LogKind, RevisionRow, Stage, Store, WordCounts};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Number of an article's first revision that is not a feed's summary: later ones are not counted again.
const COUNTED_REVISION: u32 = 1;

/// The analyse stage.
pub(crate) struct Analyse {
    store: Store,
    lanes: BTreeMap<&'static str, Counted>,
}

/// What is counted of a lane.
struct Counted {
    growth: Growth,
    /// The last entry that is.
    seq: i64,
}

impl Analyse {
    /// The stage over its own connection.
    pub(crate) fn new(store: Store) -> Analyse {
        Analyse {
            store,
            lanes: BTreeMap::new(),
        }
    }

    /// Takes the next batch of a lane; how many entries it held.
    pub(crate) fn step(&mut self, lane: Lane) -> Result<usize, EngineError> {
        let cursor = self.store.cursor(Stage::Analyse, lane)?;
        let entries = self.store.log_after(lane, &[LogKind::Revision], cursor, BATCH)?;
        let Some(last) = entries.last() else { return Ok(0) };
        let mut counted = match self.lanes.remove(lane.name()) {
            Some(counted) => counted,
            None => counted_until(&self.store, lane, cursor)?,
        };
        let revisions = revisions(&self.store, &entries)?;
        let (statistics, kept) = counted.count(&entries, &revisions);
        let readings: Vec<_> = revisions
            .par_iter()
            .zip(&statistics)
            .map(|((revision, article), statistics)| (revision.id, Ok(analyse(article, statistics))))
            .collect();
        // where this fails the stage ends, and with it what was counted in vain
        self.store
            .commit_readings(lane, last.seq, ANALYSER_VERSION, &readings, kept.as_ref())?;
        self.lanes.insert(lane.name(), counted);
        Ok(entries.len())
    }
}

fn revisions(store: &Store, entries: &[LogEntry]) -> Result<Vec<(RevisionRow, Article)>, EngineError> {
    let ids: Vec<RevisionId> = entries.iter().map(|entry| RevisionId(entry.row)).collect();
    Ok(store.revisions(&ids)?)
}

/// What a lane has counted up to its cursor: what the store keeps, and the revisions since.
fn counted_until(store: &Store, lane: Lane, cursor: i64) -> Result<Counted, EngineError> {
    let mut counted = match store.word_counts(lane)? {
        Some(WordCounts { seq, counts }) => Counted {
            growth: Growth::from_bytes(&counts).map_err(|error| EngineError::Stage {
                reason: format!("the word counts of lane {}: {error}", lane.name()),
            })?,
            seq,
        },
        None => Counted {
            growth: Growth::default(),
            seq: 0,
        },
    };
    loop {
        let mut entries = store.log_after(lane, &[LogKind::Revision], counted.seq, BATCH)?;
        entries.retain(|entry| entry.seq <= cursor);
        if entries.is_empty() {
            return Ok(counted);
        }
        let revisions = revisions(store, &entries)?;
        counted.count(&entries, &revisions);
    }
}

impl Counted {
    /// The statistics for each revision, all before it counted; and the counts, where they are due to be kept.
    fn count(
        &mut self,
        entries: &[LogEntry],
        revisions: &[(RevisionRow, Article)],
    ) -> (Vec<Statistics>, Option<WordCounts>) {
        let pages: Vec<Page> = revisions
            .par_iter()
            .map(|(revision, article)| Page::of(&revision.source, article))
            .collect();
        let mut kept = None;
        let mut statistics = Vec::with_capacity(revisions.len());
        for ((entry, page), (revision, _)) in entries.iter().zip(&pages).zip(revisions) {
            statistics.push(self.growth.statistics(&revision.source));
            // a lane that is read again is not counted again
            if entry.seq <= self.seq {
                continue;
            }
            self.seq = entry.seq;
            if revision.number == COUNTED_REVISION && self.growth.count(page) {
                kept = Some(WordCounts {
                    seq: entry.seq,
                    counts: self.growth.to_bytes(),
                });
            }
        }
        (statistics, kept)
    }
}
