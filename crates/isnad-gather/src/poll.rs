//! When to poll a feed again, and when to fetch an entry's page again.
//!
//! A feed is asked about as often as it brings something: a quarter of the mean time between its
//! entries, between 5 minutes and 6 hours, but not before it wants to be asked (`ttl`, `max-age`,
//! Retry-After). Failures double the wait up to a day. A tenth of the wait is spread by the feed's id,
//! so that feeds added together are not asked together. Pure: the clock is the caller's.

/// Shortest wait between two polls of a feed.
pub const SHORTEST_WAIT_SECONDS: i64 = 5 * 60;
/// Longest wait between two polls of a healthy feed.
pub const LONGEST_WAIT_SECONDS: i64 = 6 * 3600;
/// Longest wait after failures.
pub const LONGEST_BACKOFF_SECONDS: i64 = 24 * 3600;
/// Wait before anything is known of a feed's pace.
pub const FIRST_WAIT_SECONDS: i64 = 30 * 60;
/// An entry's page is fetched this long after the entry was first seen.
pub const PAGE_FETCH_AGES_SECONDS: [i64; 4] = [0, 3600, 6 * 3600, 24 * 3600];

/// What is known of a feed when its next poll is planned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PollHistory {
    /// The last poll, unix seconds; `None` where it was never polled.
    pub last_poll: Option<i64>,
    /// Entries it brings a day, see [`entries_per_day`]; `None` where nothing is known.
    pub entries_per_day: Option<f64>,
    /// Failures since the last success.
    pub failures_in_a_row: u32,
    /// What the feed itself asks for: [`Feed::ttl_seconds`](crate::Feed::ttl_seconds).
    pub ttl_seconds: Option<u64>,
    /// `max-age` of the last answer: [`Fetched::max_age_seconds`](crate::Fetched::max_age_seconds).
    pub max_age_seconds: Option<u64>,
    /// Retry-After of the last answer or error.
    pub retry_after_seconds: Option<u64>,
    /// Any number that differs between feeds, such as the row id; spreads their polls.
    pub feed_number: u64,
}

/// When the feed is due, in unix seconds; `now` where it was never polled.
pub fn next_poll(history: &PollHistory, now: i64) -> i64 {
    let Some(last_poll) = history.last_poll else {
        return now;
    };
    // A clock that was set back must not stop polling until it catches up.
    let asked = last_poll.min(now);
    let wait = match history.failures_in_a_row {
        0 => healthy_wait_seconds(history),
        failures => backoff_seconds(failures),
    };
    let spread = spread_seconds(wait, history.feed_number);
    let wanted = history
        .retry_after_seconds
        .map_or(0, to_signed)
        .min(LONGEST_BACKOFF_SECONDS);
    asked + (wait + spread).max(wanted)
}

/// Entries a day, from the times (unix seconds) of the entries in a feed, newest within the last 30 days.
/// `None` with fewer than two times.
pub fn entries_per_day(times: &[i64], now: i64) -> Option<f64> {
    const WINDOW_SECONDS: i64 = 30 * 86_400;
    let recent: Vec<i64> = times
        .iter()
        .copied()
        .filter(|time| (now - WINDOW_SECONDS..=now).contains(time))
        .collect();
    if times.len() < 2 {
        return None;
    }
    let Some(oldest) = recent.iter().min() else {
        return Some(0.0);
    };
    // The silence since the newest entry counts too.
    let days = ((now - oldest) as f64 / 86_400.0).max(1.0 / 24.0);
    Some(recent.len() as f64 / days)
}

/// When an entry's page is due next: `fetches_done` counts those that gave an answer. `None` when all are done.
pub fn next_page_fetch(first_seen: i64, fetches_done: usize) -> Option<i64> {
    PAGE_FETCH_AGES_SECONDS
        .get(fetches_done)
        .map(|age_seconds| first_seen + age_seconds)
}

/// Waits before a page that failed is tried again. Counted over all visits of a page: one that never answers
/// is tried again three times, not three times a visit.
pub const RETRY_AFTER_SECONDS: [i64; 3] = [5 * 60, 30 * 60, 3 * 3600];

/// When to try a page again that failed `failures` times in a row, counted from `now`; `None` to leave it until
/// its next visit.
pub fn page_retry(failures: u32, now: i64) -> Option<i64> {
    let at = usize::try_from(failures.checked_sub(1)?).ok()?;
    RETRY_AFTER_SECONDS.get(at).map(|seconds| now + seconds)
}

fn healthy_wait_seconds(history: &PollHistory) -> i64 {
    let paced = match history.entries_per_day {
        Some(pace) if pace > 0.0 => (86_400.0 / pace / 4.0) as i64,
        Some(_) => LONGEST_WAIT_SECONDS,
        None => FIRST_WAIT_SECONDS,
    };
    let asked_for = history
        .ttl_seconds
        .unwrap_or(0)
        .max(history.max_age_seconds.unwrap_or(0));
    paced
        .max(to_signed(asked_for))
        .clamp(SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS)
}

fn backoff_seconds(failures: u32) -> i64 {
    let doublings = (failures - 1).min(20);
    (SHORTEST_WAIT_SECONDS << doublings).min(LONGEST_BACKOFF_SECONDS)
}

/// Up to a tenth of `wait`, the same each time for the same feed.
fn spread_seconds(wait: i64, feed_number: u64) -> i64 {
    let range = u64::try_from(wait / 10).unwrap_or(0).max(1);
    // Fibonacci hashing: neighbouring numbers land far apart.
    let mixed = feed_number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    to_signed(mixed % range)
}

fn to_signed(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_700_000_000;

    fn polled() -> PollHistory {
        PollHistory {
            last_poll: Some(NOW),
            ..PollHistory::default()
        }
    }

    #[test]
    fn a_new_feed_is_due_at_once() {
        assert_eq!(next_poll(&PollHistory::default(), NOW), NOW);
    }

    #[test]
    fn busy_feeds_are_asked_often_and_quiet_ones_seldom() {
        let at_pace = |pace| {
            let history = PollHistory {
                entries_per_day: Some(pace),
                ..polled()
            };
            next_poll(&history, NOW) - NOW
        };
        assert_eq!(at_pace(1000.0), SHORTEST_WAIT_SECONDS);
        assert_eq!(at_pace(24.0), 900);
        assert_eq!(at_pace(0.1), LONGEST_WAIT_SECONDS);
        assert_eq!(at_pace(0.0), LONGEST_WAIT_SECONDS);
    }

    #[test]
    fn what_the_feed_asks_for_is_heard_within_bounds() {
        let hour = PollHistory {
            entries_per_day: Some(1000.0),
            ttl_seconds: Some(3600),
            max_age_seconds: Some(60),
            ..polled()
        };
        assert_eq!(next_poll(&hour, NOW) - NOW, 3600);
        let year = PollHistory {
            ttl_seconds: Some(365 * 86_400),
            ..polled()
        };
        assert_eq!(next_poll(&year, NOW) - NOW, LONGEST_WAIT_SECONDS);
    }

    #[test]
    fn failures_double_the_wait_up_to_a_day() {
        let after = |failures| {
            let history = PollHistory {
                failures_in_a_row: failures,
                ..polled()
            };
            next_poll(&history, NOW) - NOW
        };
        assert_eq!((after(1), after(2), after(3)), (300, 600, 1200));
        assert_eq!(after(1000), LONGEST_BACKOFF_SECONDS);
    }

    #[test]
    fn retry_after_is_heard_up_to_a_day() {
        let asked = PollHistory {
            failures_in_a_row: 1,
            retry_after_seconds: Some(7200),
            ..polled()
        };
        assert_eq!(next_poll(&asked, NOW) - NOW, 7200);
        let forever = PollHistory {
            retry_after_seconds: Some(u64::MAX),
            ..polled()
        };
        assert_eq!(next_poll(&forever, NOW) - NOW, LONGEST_BACKOFF_SECONDS);
    }

    #[test]
    fn feeds_added_together_are_spread() {
        let due: std::collections::BTreeSet<i64> = (0..100)
            .map(|feed_number| {
                next_poll(
                    &PollHistory {
                        feed_number,
                        ..polled()
                    },
                    NOW,
                )
            })
            .collect();
        assert!(due.len() > 50, "{}", due.len());
    }

    #[test]
    fn the_pace_counts_the_silence_since_the_last_entry() {
        let day = 86_400;
        let two_a_day: Vec<i64> = (0..20).map(|n| NOW - n * day / 2).collect();
        let pace = entries_per_day(&two_a_day, NOW).unwrap();
        assert!((1.9..2.3).contains(&pace), "{pace}");
        let silent: Vec<i64> = (0..20).map(|n| NOW - 20 * day - n * day / 24).collect();
        assert!(entries_per_day(&silent, NOW).unwrap() < 1.1);
        assert_eq!(entries_per_day(&[NOW - 400 * day, NOW - 401 * day], NOW), Some(0.0));
        assert_eq!(entries_per_day(&[NOW], NOW), None);
    }

    #[test]
    fn pages_are_fetched_four_times_in_a_day() {
        let ages: Vec<Option<i64>> = (0..5)
            .map(|done| next_page_fetch(NOW, done).map(|due| due - NOW))
            .collect();
        assert_eq!(ages, [Some(0), Some(3600), Some(21_600), Some(86_400), None]);
        assert_eq!(page_retry(1, NOW), Some(NOW + 300));
        assert_eq!(page_retry(4, NOW), None);
    }

    proptest! {
        #[test]
        fn a_poll_is_never_sooner_than_allowed_nor_later_than_a_day_and_a_tenth(
            ago in -10_000i64..10_000, pace in proptest::option::of(0.0f64..5000.0), failures in 0u32..50,
            ttl in proptest::option::of(any::<u64>()), retry in proptest::option::of(any::<u64>()), number in any::<u64>(),
        ) {
            let history = PollHistory {
                last_poll: Some(NOW - ago), entries_per_day: pace, failures_in_a_row: failures,
                ttl_seconds: ttl, max_age_seconds: ttl, retry_after_seconds: retry, feed_number: number,
            };
            let wait = next_poll(&history, NOW) - (NOW - ago).min(NOW);
            prop_assert!((SHORTEST_WAIT_SECONDS..=LONGEST_BACKOFF_SECONDS * 11 / 10).contains(&wait));
        }
    }
}
