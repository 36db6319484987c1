//! Readings to the search index.
//!
//! The index keeps its position in the log inside its own commit, so it needs no cursor in the store and
//! agrees with it after any kill: what was applied and not committed is applied again.

use super::BATCH;
use crate::{DataPaths, EngineError};
use isnad_model::{ClaimedTime, RevisionId};
use isnad_search::{Index, IndexDocument, IndexName, Position};
use isnad_store::{Lane, LogKind, ReadingRow, Store};
use std::time::{Duration, Instant};

const HEAP_BYTES: usize = 96 << 20;
const INDEXING_THREADS: usize = 1;
/// Documents after which what was applied is committed.
const COMMIT_DOCUMENTS: usize = 20_000;
/// Time after which what was applied is committed, so that news is found soon.
const COMMIT_AFTER: Duration = Duration::from_secs(5);

/// The index stage.
pub(crate) struct IndexStage {
    store: Store,
    index: Index,
    position: Position,
    waiting_documents: usize,
    waiting_since: Instant,
}

impl IndexStage {
    /// The stage over its own connection; opens the index for writing.
    pub(crate) fn new(store: Store, paths: &DataPaths) -> Result<IndexStage, EngineError> {
        let index = Index::open_for_writing(&paths.index(), HEAP_BYTES, INDEXING_THREADS)?;
        let position = index.position()?;
        Ok(IndexStage {
            store,
            index,
            position,
            waiting_documents: 0,
            waiting_since: Instant::now(),
        })
    }

    /// Takes the next batch of a lane; how many entries it held.
    pub(crate) fn step(&mut self, lane: Lane) -> Result<usize, EngineError> {
        let after = match lane {
            Lane::Live => self.position.live,
            Lane::Backfill => self.position.backfill,
        };
        let entries = self.store.log_after(lane, &[LogKind::Reading], after as i64, BATCH)?;
        let Some(last) = entries.last() else { return Ok(0) };
        let ids: Vec<RevisionId> = entries.iter().map(|entry| RevisionId(entry.row)).collect();
        let documents: Vec<IndexDocument> = self
            .store
            .readings(&ids)?
            .iter()
            .filter(|read| read.revision.is_latest)
            .map(document_of)
            .collect();
        self.index.apply(&documents)?;
        if self.waiting_documents == 0 {
            self.waiting_since = Instant::now();
        }
        self.waiting_documents += entries.len();
        match lane {
            Lane::Live => self.position.live = last.seq as u64,
            Lane::Backfill => self.position.backfill = last.seq as u64,
        }
        if self.waiting_documents >= COMMIT_DOCUMENTS || self.waiting_since.elapsed() >= COMMIT_AFTER {
            self.commit()?;
        }
        Ok(entries.len())
    }

    /// Commits what waits.
    pub(crate) fn commit(&mut self) -> Result<(), EngineError> {
        if self.waiting_documents > 0 {
            self.index.commit(self.position)?;
            self.waiting_documents = 0;
        }
        Ok(())
    }

    /// A handle to the index, for searching.
    pub(crate) fn handle(&self) -> Index {
        self.index.clone()
    }

    /// The position of the committed index.
    pub(crate) fn committed(&self) -> Result<Position, EngineError> {
        Ok(self.index.position()?)
    }
}

fn document_of(read: &ReadingRow) -> IndexDocument {
    let article = &read.article;
    IndexDocument {
        title: article.title.clone().unwrap_or_default(),
        text: article.text(),
        source: Some(read.revision.source.clone()).filter(|source| !source.is_empty()),
        language: article.language.clone().or_else(|| read.reading.language.clone()),
        authors: article.authors.clone(),
        url: article.url.clone(),
        tags: article
            .tags
            .iter()
            .cloned()
            .chain(read.reading.keywords.iter().map(|k| k.text.clone()))
            .collect(),
        names: read.reading.names.iter().map(IndexName::of).collect(),
        published_seconds: article.published.as_ref().and_then(ClaimedTime::point),
        basis: article.basis,
        has_image: article.image.is_some(),
        has_credit: !article.credit.is_empty(),
        ..IndexDocument::new(read.revision.article, read.revision.captured_at)
    }
}
