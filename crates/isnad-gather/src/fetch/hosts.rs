//! Politeness: each host's requests start one after the other, a set time apart, first come first served.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Hosts remembered before those at rest are forgotten.
const REMEMBERED_HOSTS: usize = 4096;

/// When the next request to a host may start, and until when it wants none.
struct Host {
    next_start: Mutex<Instant>,
    resting_until: Mutex<Option<Instant>>,
    // tokio's mutex hands itself on in the order of asking: the queue of the host.
    turn: tokio::sync::Mutex<()>,
}

/// The queues of all hosts.
#[derive(Default)]
pub(super) struct Hosts {
    by_name: Mutex<HashMap<String, Arc<Host>>>,
}

impl Hosts {
    /// Waits for the turn of one request to `host`; the next may start `interval` later.
    /// Where the host asked to be left alone, gives the time left instead.
    pub async fn wait(&self, host: &str, interval: Duration) -> Result<(), Duration> {
        let state = self.host(host);
        let _turn = state.turn.lock().await;
        if let Some(left) = state.resting_for() {
            return Err(left);
        }
        let start = *lock(&state.next_start);
        tokio::time::sleep_until(start).await;
        *lock(&state.next_start) = Instant::now() + interval;
        Ok(())
    }

    /// Leaves `host` alone for `seconds`.
    pub fn rest(&self, host: &str, seconds: u64) {
        let until = Instant::now() + Duration::from_secs(seconds);
        *lock(&self.host(host).resting_until) = Some(until);
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut by_name = lock(&self.by_name);
        if by_name.len() >= REMEMBERED_HOSTS {
            let now = Instant::now();
            by_name.retain(|_, host| {
                Arc::strong_count(host) > 1 || *lock(&host.next_start) > now || host.resting_for().is_some()
            });
        }
        let fresh = || {
            Arc::new(Host {
                next_start: Mutex::new(Instant::now()),
                resting_until: Mutex::new(None),
                turn: tokio::sync::Mutex::new(()),
            })
        };
        by_name.entry(name.to_owned()).or_insert_with(fresh).clone()
    }
}

impl Host {
    fn resting_for(&self) -> Option<Duration> {
        let until = (*lock(&self.resting_until))?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }
}

/// The value behind a lock; every critical section here leaves it whole, so poison changes nothing.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
