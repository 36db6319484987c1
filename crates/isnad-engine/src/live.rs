//! The polling loop: feeds that are due, pages of their new entries, pages to look at again.
//!
//! Every answer becomes captures, plans and poll results in one transaction of the store, so a kill
//! between two steps loses nothing and repeats at most a request. The fetcher keeps robots.txt and the
//! distance between requests to a host; this loop only keeps few requests a host in flight, so that one
//! slow outlet does not hold up the others.

mod answer;

use crate::import::host_of;
use crate::{Bell, EngineError};
use answer::{polled, resting_seconds, visited};
use isnad_gather::{Conditional, Fetcher};
use isnad_store::{Batch, Fetch, FetchId, Lane, Source, SourceId, Store};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;

const REQUESTS_IN_FLIGHT: usize = 32;
const REQUESTS_A_HOST: usize = 3;
const DUE_AT_ONCE: usize = 1000;

/// A clock: unix seconds. The demo and tests bring their own.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The polling loop and what it needs.
pub struct Live {
    store: Arc<Mutex<Store>>,
    fetcher: Arc<Fetcher>,
    bell: Arc<Bell>,
    clock: Clock,
}

/// What a task in flight works on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Work {
    Feed(SourceId),
    Page(FetchId),
}

impl Live {
    /// A loop over `store`, which must be open for writing.
    pub fn new(store: Store, fetcher: Fetcher, bell: Arc<Bell>, clock: Clock) -> Live {
        Live {
            store: Arc::new(Mutex::new(store)),
            fetcher: Arc::new(fetcher),
            bell,
            clock,
        }
    }

    /// Polls until the future is dropped or the store refuses; `every` is the pause between two looks.
    pub async fn run(&self, every: Duration) -> Result<(), EngineError> {
        let mut tasks: JoinSet<(Work, Result<(), EngineError>)> = JoinSet::new();
        let mut in_flight: HashMap<Work, String> = HashMap::new();
        loop {
            let (sources, fetches) = self.due().await?;
            for source in sources {
                let work = Work::Feed(source.id);
                if let Some(host) = self.may_start(&source.feed_url, work, &in_flight) {
                    in_flight.insert(work, host);
                    let task = self.task();
                    tasks.spawn(async move { (work, task.poll(source).await) });
                }
            }
            for fetch in fetches {
                let work = Work::Page(fetch.id);
                if let Some(host) = self.may_start(&fetch.url, work, &in_flight) {
                    in_flight.insert(work, host);
                    let task = self.task();
                    tasks.spawn(async move { (work, task.visit(fetch).await) });
                }
            }
            let ended = tokio::time::timeout(every, async {
                match tasks.join_next().await {
                    Some(ended) => ended,
                    None => std::future::pending().await,
                }
            });
            match ended.await {
                Ok(Ok((work, result))) => {
                    in_flight.remove(&work);
                    result?;
                }
                Ok(Err(panic)) => {
                    return Err(EngineError::Stage {
                        reason: format!("polling: {panic}"),
                    });
                }
                Err(_pause_over) => {}
            }
        }
    }

    /// The host to which `work` may send its request now; `None` where it must wait its turn.
    fn may_start(&self, url: &str, work: Work, in_flight: &HashMap<Work, String>) -> Option<String> {
        if in_flight.contains_key(&work) || in_flight.len() >= REQUESTS_IN_FLIGHT {
            return None;
        }
        let host = host_of(url).unwrap_or_default();
        let to_host = in_flight.values().filter(|other| **other == host).count();
        (to_host < REQUESTS_A_HOST).then_some(host)
    }

    async fn due(&self) -> Result<(Vec<Source>, Vec<Fetch>), EngineError> {
        let now = (self.clock)();
        let task = self.task();
        task.with_store(move |store| {
            Ok((
                store.due_sources(now, DUE_AT_ONCE)?,
                store.due_fetches(now, DUE_AT_ONCE)?,
            ))
        })
        .await
    }

    fn task(&self) -> Task {
        Task {
            store: self.store.clone(),
            fetcher: self.fetcher.clone(),
            bell: self.bell.clone(),
            clock: self.clock.clone(),
        }
    }
}

/// One request and what follows from it.
struct Task {
    store: Arc<Mutex<Store>>,
    fetcher: Arc<Fetcher>,
    bell: Arc<Bell>,
    clock: Clock,
}

impl Task {
    async fn poll(&self, source: Source) -> Result<(), EngineError> {
        let condition = Conditional {
            etag: source.etag.clone(),
            last_modified: source.last_modified.clone(),
        };
        let answer = self.fetcher.get(&source.feed_url, &condition).await;
        let now = (self.clock)();
        let bell = self.bell.clone();
        self.with_store(move |store| {
            // renamed or deleted while it was asked: what it brings bears the new name, or is not wanted
            let Some(source) = store.source(source.id)?.filter(|source| source.deleted_at.is_none()) else {
                return Ok(());
            };
            if let Some(seconds) = resting_seconds(&answer) {
                return Ok(store.postpone_poll(source.id, now + seconds)?);
            }
            let polled = polled(&source, answer, now);
            let batch = Batch {
                captures: &polled.captures,
                fetches: &polled.fetches,
                polls: &[(source.id, polled.poll)],
                ..Batch::default()
            };
            append(store, &batch, &bell)
        })
        .await
    }

    async fn visit(&self, fetch: Fetch) -> Result<(), EngineError> {
        let answer = self.fetcher.get(&fetch.url, &Conditional::default()).await;
        let (captures, end) = visited(&fetch, answer, (self.clock)());
        let bell = self.bell.clone();
        self.with_store(move |store| {
            let batch = Batch {
                captures: &captures,
                ended: &[(fetch.id, end)],
                ..Batch::default()
            };
            append(store, &batch, &bell)
        })
        .await
    }

    /// Runs blocking work with the store on a thread for such work.
    async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let store = self.store.clone();
        let done = tokio::task::spawn_blocking(move || {
            let store = store.lock().unwrap_or_else(PoisonError::into_inner);
            work(&store)
        });
        done.await.map_err(|panic| EngineError::Stage {
            reason: format!("polling: {panic}"),
        })?
    }
}

/// Makes a batch durable and wakes the stages; what the store refuses is told in the log.
fn append(store: &Store, batch: &Batch<'_>, bell: &Bell) -> Result<(), EngineError> {
    let appended = store.append(Lane::Live, batch)?;
    for (index, reason) in &appended.refused {
        let url = batch.captures[*index].url.as_deref().unwrap_or_default();
        tracing::warn!(%url, %reason, "capture is not stored");
    }
    bell.ring();
    Ok(())
}
