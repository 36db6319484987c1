//! The polling loop: feeds that are due, pages of their new entries, pages to look at again.
//!
//! Every answer becomes captures, plans and poll results in one transaction of the store, so a kill
//! between two steps loses nothing and repeats at most a request. The fetcher keeps robots.txt and the
//! distance between requests to a host; this loop only keeps few requests a host in flight, so that one
//! slow outlet does not hold up the others.

use crate::clock::rfc3339;
use crate::import::{entry_capture, host_of};
use crate::{Bell, EngineError};
use isnad_gather::input::{InputKind, sniff};
use isnad_gather::poll::{PAGE_FETCH_AGES_SECONDS, entries_per_day, page_retry};
use isnad_gather::{Conditional, FetchError, Fetched, Fetcher, PollHistory, next_page_fetch, next_poll, parse_feed};
use isnad_model::{Capture, CaptureKind};
use isnad_store::{Batch, Fetch, FetchEnd, FetchId, Lane, PlannedFetch, Poll, Source, SourceId, Store, Validators};
use std::collections::{HashMap, HashSet};
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

/// What a poll writes.
struct Polled {
    captures: Vec<Capture>,
    fetches: Vec<PlannedFetch>,
    poll: Poll,
}

impl Task {
    async fn poll(&self, source: Source) -> Result<(), EngineError> {
        let condition = Conditional {
            etag: source.etag.clone(),
            last_modified: source.last_modified.clone(),
        };
        let answer = self.fetcher.get(&source.feed_url, &condition).await;
        let polled = polled(&source, answer, (self.clock)());
        let bell = self.bell.clone();
        self.with_store(move |store| {
            store.append(
                Lane::Live,
                &Batch {
                    captures: &polled.captures,
                    fetches: &polled.fetches,
                    polls: &[(source.id, polled.poll.clone())],
                    ..Batch::default()
                },
            )?;
            bell.ring();
            Ok(())
        })
        .await
    }

    async fn visit(&self, fetch: Fetch) -> Result<(), EngineError> {
        let answer = self.fetcher.get(&fetch.url, &Conditional::default()).await;
        let (captures, end) = visited(&fetch, answer, (self.clock)());
        let bell = self.bell.clone();
        self.with_store(move |store| {
            store.append(
                Lane::Live,
                &Batch {
                    captures: &captures,
                    ended: &[(fetch.id, end.clone())],
                    ..Batch::default()
                },
            )?;
            bell.ring();
            Ok(())
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

/// What the answer to a poll comes to.
fn polled(source: &Source, answer: Result<Fetched, FetchError>, now: i64) -> Polled {
    let mut history = PollHistory {
        last_poll: Some(now),
        feed_number: source.id.0.unsigned_abs(),
        ..PollHistory::default()
    };
    let failed = |history: PollHistory, error: String| Polled {
        captures: Vec::new(),
        fetches: Vec::new(),
        poll: Poll {
            polled_at: now,
            next_due_at: next_poll(
                &PollHistory {
                    failures_in_a_row: source.errors + 1,
                    ..history
                },
                now,
            ),
            validators: None,
            moved_to: None,
            error: Some(error),
        },
    };
    let fetched = match answer {
        Ok(fetched) => fetched,
        Err(error) => {
            history.retry_after_seconds = error.retry_after_seconds();
            return failed(history, error.to_string());
        }
    };
    history.max_age_seconds = fetched.max_age_seconds;
    history.retry_after_seconds = fetched.retry_after_seconds;
    let (mut captures, mut fetches) = (Vec::new(), Vec::new());
    if !fetched.not_modified {
        let feed = match parse_feed(&fetched.body, fetched.content_type.as_deref(), &fetched.final_url) {
            Ok(feed) => feed,
            Err(error) => return failed(history, error.to_string()),
        };
        let times: Vec<i64> = feed
            .entries
            .iter()
            .filter_map(|entry| entry.published.as_ref().and_then(|time| time.point()))
            .collect();
        history.entries_per_day = entries_per_day(&times, now);
        history.ttl_seconds = feed.ttl_seconds;
        let written_now = rfc3339(now);
        let mut seen_ids = HashSet::new();
        for entry in feed.entries.iter().filter(|entry| seen_ids.insert(entry.id.as_str())) {
            if let Some(url) = &entry.url {
                fetches.push(PlannedFetch {
                    source: source.name.clone(),
                    url: url.clone(),
                    external_id: Some(entry.id.clone()),
                    due_at: now,
                    attempt: 0,
                    for_capture: Some(captures.len()),
                });
            }
            captures.push(entry_capture(entry, &source.name, &written_now));
        }
    }
    let validators = Validators {
        etag: fetched.etag.clone(),
        last_modified: fetched.last_modified.clone(),
    };
    Polled {
        captures,
        fetches,
        poll: Poll {
            polled_at: now,
            next_due_at: next_poll(&history, now),
            validators: (!fetched.not_modified).then_some(validators),
            moved_to: fetched.moved_to,
            error: None,
        },
    }
}

/// What the answer to a visit of a page comes to.
fn visited(fetch: &Fetch, answer: Result<Fetched, FetchError>, now: i64) -> (Vec<Capture>, FetchEnd) {
    let visits_done = fetch.attempt as usize + 1;
    let first_seen = fetch.due_at
        - PAGE_FETCH_AGES_SECONDS
            .get(fetch.attempt as usize)
            .copied()
            .unwrap_or(0);
    let next_visit = match next_page_fetch(first_seen, visits_done) {
        Some(due_at) => FetchEnd::Again {
            due_at,
            attempt: fetch.attempt + 1,
        },
        None => FetchEnd::Done,
    };
    match answer {
        Ok(fetched) if sniff(&fetched.body) == InputKind::Html => {
            let capture = Capture {
                kind: CaptureKind::Page,
                source: fetch.source.clone(),
                url: Some(fetch.url.clone()),
                external_id: fetch.external_id.clone(),
                captured: rfc3339(now),
                content_type: fetched.content_type,
                body: fetched.body,
            };
            (vec![capture], next_visit)
        }
        Ok(fetched) => {
            let media_type = fetched.content_type.unwrap_or_default();
            tracing::warn!(url = %fetch.url, %media_type, "page is no html; the article rests on its feed");
            (Vec::new(), FetchEnd::Done)
        }
        Err(error) if error.is_final() => {
            tracing::warn!(url = %fetch.url, %error, "page cannot be had; the article rests on its feed");
            (Vec::new(), FetchEnd::Done)
        }
        Err(error) => match page_retry(fetch.errors + 1, now) {
            Some(due_at) => (
                Vec::new(),
                FetchEnd::Failed {
                    due_at,
                    error: error.to_string(),
                },
            ),
            None => (Vec::new(), next_visit),
        },
    }
}
