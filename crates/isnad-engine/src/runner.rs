//! Starts the stages on threads of their own and waits for them.
//!
//! One process runs stages: the one that holds the store's runner lock; another may wait for it. A stage that fails (disk full,
//! damaged row) ends all of them, and its error is what [`Runner::wait_until_caught_up`] and
//! [`Runner::stop`] return; what was committed stays, and the next run goes on from there.

use crate::stage::{Analyse, Extract, IndexStage, Link, failed_before};
use crate::{Bell, DataPaths, EngineError};
use isnad_search::{Index, Position};
use isnad_store::{Access, Lane, LogKind, RunnerLock, Stage, Store};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long an idle stage sleeps at most: another process may have appended without ringing our bell.
const IDLE: Duration = Duration::from_secs(1);

/// What the threads share.
struct Shared {
    bell: Arc<Bell>,
    stop: AtomicBool,
    /// Position of the committed index.
    indexed: Mutex<Position>,
    first_error: Mutex<Option<EngineError>>,
}

/// The running stages.
pub struct Runner {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    store: Store,
    index: Index,
    _lock: RunnerLock,
}

impl Runner {
    /// Starts the stages of the store at `paths`; `None` where another process runs them.
    pub fn start(paths: &DataPaths, bell: Arc<Bell>) -> Result<Option<Runner>, EngineError> {
        let store = Store::open(paths.root(), Access::Write)?;
        let Some(lock) = store.try_lock_runner()? else {
            return Ok(None);
        };
        Runner::start_locked(paths, bell, store, lock).map(Some)
    }

    /// Starts the stages once no other process runs them; looks again after each `pause`. Ends without them
    /// where the future is dropped.
    pub async fn start_when_free(paths: &DataPaths, bell: Arc<Bell>, pause: Duration) -> Result<Runner, EngineError> {
        let store = Store::open(paths.root(), Access::Write)?;
        let lock = loop {
            match store.try_lock_runner()? {
                Some(lock) => break lock,
                None => tokio::time::sleep(pause).await,
            }
        };
        let own_paths = paths.clone();
        let started = tokio::task::spawn_blocking(move || Runner::start_locked(&own_paths, bell, store, lock));
        started.await.map_err(|panic| EngineError::Stage {
            reason: format!("the stages cannot be started: {panic}"),
        })?
    }

    fn start_locked(paths: &DataPaths, bell: Arc<Bell>, store: Store, lock: RunnerLock) -> Result<Runner, EngineError> {
        let open = || Store::open(paths.root(), Access::Write);
        let mut extract = Extract::new(open()?);
        let mut analyse = Analyse::new(open()?);
        let mut link = Link::new(open()?);
        let mut index = IndexStage::new(open()?, paths)?;
        let shared = Arc::new(Shared {
            bell,
            stop: AtomicBool::new(false),
            indexed: Mutex::new(index.committed()?),
            first_error: Mutex::new(None),
        });
        let index_handle = index.handle();
        let index_shared = shared.clone();
        let step_index = move |lane| match lane {
            Some(lane) => index.step(lane),
            None => {
                index.commit()?;
                *locked(&index_shared.indexed) = index.committed()?;
                Ok(0)
            }
        };
        let threads = vec![
            spawn("extract", &shared, move |lane| {
                lane.map_or(Ok(0), |lane| extract.step(lane))
            })?,
            spawn("analyse", &shared, move |lane| {
                lane.map_or(Ok(0), |lane| analyse.step(lane))
            })?,
            spawn("link", &shared, move |lane| lane.map_or(Ok(0), |lane| link.step(lane)))?,
            spawn("index", &shared, step_index)?,
        ];
        Ok(Runner {
            shared,
            threads,
            store,
            index: index_handle,
            _lock: lock,
        })
    }

    /// The index that the stages write, for searching; it sees every commit.
    pub fn index(&self) -> Index {
        self.index.clone()
    }

    /// The error that ended the stages, where one did.
    pub fn failure(&self) -> Option<EngineError> {
        locked(&self.shared.first_error).take()
    }

    /// Waits until every stage has read all that the log holds; `tick` is called a few times a second.
    pub fn wait_until_caught_up(&self, mut tick: impl FnMut()) -> Result<(), EngineError> {
        loop {
            let seen = self.shared.bell.rings();
            if let Some(error) = self.failure() {
                return Err(error);
            }
            if self.is_caught_up()? {
                return Ok(());
            }
            tick();
            self.shared.bell.wait(seen, IDLE / 4);
        }
    }

    /// Whether every stage has read all that the log holds.
    pub fn is_caught_up(&self) -> Result<bool, EngineError> {
        for lane in Lane::ALL {
            if !failed_before(&self.store, lane)?.is_empty() {
                return Ok(false);
            }
        }
        // in the order of the stages: what an earlier one writes, a later one must still read
        for stage in Stage::ALL {
            for lane in Lane::ALL {
                let cursor = self.store.cursor(stage, lane)?;
                if !self.store.log_after(lane, stage.reads(), cursor, 1)?.is_empty() {
                    return Ok(false);
                }
            }
        }
        let indexed = *locked(&self.shared.indexed);
        for (lane, position) in [(Lane::Live, indexed.live), (Lane::Backfill, indexed.backfill)] {
            if !self
                .store
                .log_after(lane, &[LogKind::Reading], position as i64, 1)?
                .is_empty()
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Lets every stage finish its batch and ends the threads.
    pub fn stop(mut self) -> Result<(), EngineError> {
        self.end();
        match locked(&self.shared.first_error).take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn end(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        self.shared.bell.ring();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                self.shared.fail(EngineError::Stage {
                    reason: "a stage ended by a fault of the program".to_owned(),
                });
            }
        }
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.end();
    }
}

impl Shared {
    /// Keeps the first error and ends all stages.
    fn fail(&self, error: EngineError) {
        locked(&self.first_error).get_or_insert(error);
        self.stop.store(true, Ordering::Release);
        self.bell.ring();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `step` for the live lane, else for backfill; with `None` where there was nothing in either.
fn spawn(
    name: &'static str,
    shared: &Arc<Shared>,
    mut step: impl FnMut(Option<Lane>) -> Result<usize, EngineError> + Send + 'static,
) -> Result<JoinHandle<()>, EngineError> {
    let shared = shared.clone();
    let work = move || {
        while !shared.stop.load(Ordering::Acquire) {
            let seen = shared.bell.rings();
            let stepped = match step(Some(Lane::Live)) {
                Ok(0) => step(Some(Lane::Backfill)),
                other => other,
            };
            match stepped {
                Ok(0) => match step(None) {
                    Ok(_) => shared.bell.wait(seen, IDLE),
                    Err(error) => shared.fail(error),
                },
                Ok(_) => shared.bell.ring(),
                Err(error) => shared.fail(error),
            }
        }
        if let Err(error) = step(None) {
            shared.fail(error);
        }
    };
    std::thread::Builder::new()
        .name(format!("isnad-{name}"))
        .spawn(work)
        .map_err(|error| EngineError::Stage {
            reason: format!("{name} cannot be started: {error}"),
        })
}
