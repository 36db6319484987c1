//! A pool of readers: each its own connection to the store, all one index.

use isnad_engine::find::Finder;
use isnad_engine::{DataPaths, EngineError};
use isnad_search::Index;
use std::sync::{Mutex, PoisonError};

/// Readers that wait for the next request.
pub(crate) struct Readers {
    paths: DataPaths,
    index: Index,
    idle: Mutex<Vec<Finder>>,
}

impl Readers {
    /// A pool without readers yet.
    pub(crate) fn new(paths: DataPaths, index: Index) -> Readers {
        Readers {
            paths,
            index,
            idle: Mutex::default(),
        }
    }

    /// Runs `work` with a reader; blocks, so it belongs on a thread for blocking work.
    pub(crate) fn with<T, E: From<EngineError>>(&self, work: impl FnOnce(&Finder) -> Result<T, E>) -> Result<T, E> {
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let finder = match waiting {
            Some(finder) => finder,
            None => Finder::new(&self.paths, self.index.clone())?,
        };
        let done = work(&finder);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(finder);
        done
    }
}
