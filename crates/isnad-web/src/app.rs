//! What every handler can reach.

use crate::error::ApiError;
use crate::feeds::Seen;
use crate::guard::Guard;
use crate::metrics::Metrics;
use crate::pages::kept::Kept;
use crate::readers::Readers;
use crate::secrets::Secrets;
use isnad_engine::find::Finder;
use isnad_engine::live::Clock;
use isnad_engine::{Bell, DataPaths, EngineError, Fetcher};

use isnad_search::Index;
use isnad_store::{Access, Store};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// A slow query holds up one turn of several.
const MOST_READING_PER_PROCESSOR: usize = 4;

/// The state of the server; clones share it.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) guard: Guard,
    pub(crate) clock: Clock,
    pub(crate) fetcher: Fetcher,
    pub(crate) metrics: Metrics,
    pub(crate) secrets: Secrets,
    pub(crate) feeds_seen: Seen,
    pub(crate) kept: Kept,
    readers: Readers,
    /// Requests that read at one time; more would only share the processors.
    turns: Semaphore,
    /// For changes of sources; absent where the server only reads.
    writer: Option<Mutex<Store>>,
    bell: Arc<Bell>,
}

impl App {
    /// The server's state over the store at `paths` and its index. `is_writing` allows changes of sources.
    pub fn new(
        paths: &DataPaths,
        index: Index,
        guard: Guard,
        fetcher: Fetcher,
        bell: Arc<Bell>,
        clock: Clock,
        is_writing: bool,
    ) -> Result<App, EngineError> {
        let writer = match is_writing {
            true => Some(Mutex::new(Store::open(paths.root(), Access::Write)?)),
            false => None,
        };
        let kept = Kept::new(paths, index.clone())?;
        let readers = Readers::new(paths.clone(), index);
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let metrics = Metrics::default();
        let secrets = Secrets::new()?;
        Ok(App {
            inner: Arc::new(Inner {
                guard,
                clock,
                fetcher,
                metrics,
                secrets,
                feeds_seen: Seen::default(),
                kept,
                readers,
                turns: Semaphore::new(MOST_READING_PER_PROCESSOR * processors),
                writer,
                bell,
            }),
        })
    }

    /// Runs `work` with a reader on a thread for blocking work.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Finder) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let inner = self.inner.clone();
        // never closed, so a turn always comes
        let _turn = self.inner.turns.acquire().await;
        let done = tokio::task::spawn_blocking(move || inner.readers.with(work));
        done.await.map_err(|panic| ApiError::internal(&panic))?
    }

    /// Runs `work` with the writing store on a thread for blocking work, then wakes the stages.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let inner = self.inner.clone();
        let done = tokio::task::spawn_blocking(move || {
            let writer = inner.writer.as_ref().ok_or_else(ApiError::read_only)?;
            let store = writer.lock().unwrap_or_else(PoisonError::into_inner);
            let done = work(&store);
            inner.bell.ring();
            done
        });
        done.await.map_err(|panic| ApiError::internal(&panic))?
    }

    /// Whether this server may change anything.
    pub(crate) fn is_writing(&self) -> bool {
        self.inner.writer.is_some()
    }

    /// Now, in unix seconds, by the server's clock.
    pub(crate) fn now_seconds(&self) -> i64 {
        (self.inner.clock)()
    }
}
