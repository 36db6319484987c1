//! What an answer comes to: captures, pages to fetch, when to ask again. Pure: the clock is the caller's.

use crate::clock::rfc3339;
use crate::import::{entry_capture, facts_of};
use isnad_gather::input::{InputKind, sniff};
use isnad_gather::poll::{
    LONGEST_BACKOFF_SECONDS, PAGE_FETCH_AGES_SECONDS, RETRY_AFTER_SECONDS, entries_per_day, page_retry,
};
use isnad_gather::{Feed, FetchError, Fetched, PollHistory, next_poll, parse_feed};
use isnad_model::{Capture, CaptureKind, FeedEntry, normalise_url};
use isnad_store::{Fetch, FetchEnd, PlannedFetch, Poll, Source, Validators};
use std::collections::HashSet;

/// What a poll writes.
pub(super) struct Polled {
    pub(super) captures: Vec<Capture>,
    pub(super) fetches: Vec<PlannedFetch>,
    pub(super) poll: Poll,
}

/// Where nothing was sent, because the host asked to be left alone: for how long still.
pub(super) fn resting_seconds(answer: &Result<Fetched, FetchError>) -> Option<i64> {
    match answer {
        Err(FetchError::Resting { seconds, .. }) => {
            let left = i64::try_from(*seconds).unwrap_or(LONGEST_BACKOFF_SECONDS);
            Some(left.clamp(1, LONGEST_BACKOFF_SECONDS))
        }
        _ => None,
    }
}

/// What the answer to a poll comes to.
pub(super) fn polled(source: &Source, answer: Result<Fetched, FetchError>, now: i64) -> Polled {
    let fetched = match answer {
        Ok(fetched) => fetched,
        Err(error) => return failed(source, error.retry_after_seconds(), error.to_string(), now),
    };
    let mut history = PollHistory {
        max_age_seconds: fetched.max_age_seconds,
        retry_after_seconds: fetched.retry_after_seconds,
        ..history_of(source, now)
    };
    if fetched.not_modified {
        history.entries_per_day = pace_so_far(source);
        return Polled {
            captures: Vec::new(),
            fetches: Vec::new(),
            poll: good_poll(&history, None, fetched.moved_to, now),
        };
    }
    let feed = match parse_feed(&fetched.body, fetched.content_type.as_deref(), &fetched.final_url) {
        Ok(feed) => feed,
        Err(error) => return failed(source, fetched.retry_after_seconds, error.to_string(), now),
    };
    let times: Vec<i64> = feed
        .entries
        .iter()
        .filter_map(|entry| entry.published.as_ref().and_then(|time| time.point()))
        .collect();
    history.entries_per_day = entries_per_day(&times, now);
    history.ttl_seconds = feed.ttl_seconds;
    let validators = Validators {
        etag: fetched.etag,
        last_modified: fetched.last_modified,
    };
    let (captures, fetches) = entries(&feed, source, now);
    Polled {
        captures,
        fetches,
        poll: Poll {
            feed: Some(facts_of(&feed)),
            ..good_poll(&history, Some(validators), fetched.moved_to, now)
        },
    }
}

/// The captures of a feed's entries and the visits to their pages. Of entries for one page only the first
/// counts: two would take turns as its latest capture, and every poll would seem to bring both anew.
fn entries(feed: &Feed, source: &Source, now: i64) -> (Vec<Capture>, Vec<PlannedFetch>) {
    let (mut captures, mut fetches) = (Vec::new(), Vec::new());
    let written_now = rfc3339(now);
    let mut seen = HashSet::new();
    for entry in feed.entries.iter().filter(|entry| seen.insert(what_it_is_of(entry))) {
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
    (captures, fetches)
}

fn what_it_is_of(entry: &FeedEntry) -> String {
    match &entry.url {
        Some(url) => normalise_url(url).unwrap_or_else(|| url.clone()),
        None => entry.id.clone(),
    }
}

fn history_of(source: &Source, now: i64) -> PollHistory {
    PollHistory {
        last_poll: Some(now),
        feed_number: source.id.0.unsigned_abs(),
        ..PollHistory::default()
    }
}

/// The pace by which the last poll was planned, where that poll was a good one: an unchanged feed says
/// nothing new of it.
fn pace_so_far(source: &Source) -> Option<f64> {
    let waited_seconds = source.next_due_at - source.polled_at?;
    (source.errors == 0 && waited_seconds > 0).then(|| 86_400.0 / 4.0 / waited_seconds as f64)
}

fn good_poll(history: &PollHistory, validators: Option<Validators>, moved_to: Option<String>, now: i64) -> Poll {
    Poll {
        polled_at: now,
        next_due_at: next_poll(history, now),
        validators,
        moved_to,
        feed: None,
        error: None,
    }
}

fn failed(source: &Source, retry_after_seconds: Option<u64>, error: String, now: i64) -> Polled {
    let history = PollHistory {
        failures_in_a_row: source.errors + 1,
        retry_after_seconds,
        ..history_of(source, now)
    };
    Polled {
        captures: Vec::new(),
        fetches: Vec::new(),
        poll: Poll {
            error: Some(error),
            ..good_poll(&history, None, None, now)
        },
    }
}

/// What the answer to a visit of a page comes to.
pub(super) fn visited(fetch: &Fetch, answer: Result<Fetched, FetchError>, now: i64) -> (Vec<Capture>, FetchEnd) {
    if let Some(seconds) = resting_seconds(&answer) {
        return (Vec::new(), FetchEnd::Later { due_at: now + seconds });
    }
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
            (vec![capture], next_visit(fetch, now))
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
        Err(error) => {
            let error = error.to_string();
            let end = match (page_retry(fetch.errors + 1, now), next_visit(fetch, now)) {
                (Some(due_at), _) => FetchEnd::Failed { due_at, error },
                (None, FetchEnd::Again { due_at, attempt }) => FetchEnd::Missed { due_at, attempt, error },
                (None, done) => done,
            };
            (Vec::new(), end)
        }
    }
}

/// The next visit that still lies ahead; those missed while nobody polled were this one.
fn next_visit(fetch: &Fetch, now: i64) -> FetchEnd {
    let age_of = |attempt: u32| PAGE_FETCH_AGES_SECONDS.get(attempt as usize).copied();
    // while a visit is tried again it is due later than planned; when its tries are used up the plan holds again
    let waited_seconds: i64 = RETRY_AFTER_SECONDS
        .get(..fetch.errors as usize)
        .map_or(0, |waits| waits.iter().sum());
    let first_seen = fetch.due_at - waited_seconds - age_of(fetch.attempt).unwrap_or(0);
    let mut attempt = fetch.attempt + 1;
    while let Some(age_seconds) = age_of(attempt) {
        let due_at = first_seen + age_seconds;
        if due_at > now {
            return FetchEnd::Again { due_at, attempt };
        }
        attempt += 1;
    }
    FetchEnd::Done
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_store::{FetchId, SourceId};

    const NOW: i64 = 1_900_000_000;
    const HOUR: i64 = 3600;

    fn fetch(attempt: u32, due_at: i64) -> Fetch {
        Fetch {
            id: FetchId(1),
            source: "صحيفة الضفة".into(),
            url: "https://paper.example/1".into(),
            external_id: None,
            due_at,
            attempt,
            errors: 0,
            last_error: None,
        }
    }

    fn source() -> Source {
        Source {
            id: SourceId(7),
            name: "صحيفة الضفة".into(),
            feed_url: "https://paper.example/rss".into(),
            added_at: NOW - 10 * HOUR,
            deleted_at: None,
            paused: false,
            etag: None,
            last_modified: None,
            polled_at: Some(NOW - 300),
            next_due_at: NOW,
            errors: 0,
            last_error: None,
            feed: None,
        }
    }

    #[test]
    fn visits_missed_while_nobody_polled_are_not_made_up_for() {
        let after_ten_hours = next_visit(&fetch(0, NOW - 10 * HOUR), NOW);
        let last = FetchEnd::Again {
            due_at: NOW + 14 * HOUR,
            attempt: 3,
        };
        assert_eq!(after_ten_hours, last);
        assert_eq!(next_visit(&fetch(0, NOW - 48 * HOUR), NOW), FetchEnd::Done);
    }

    /// The times (seconds after the first) at which a page is asked that never answers but at those of `answers`.
    fn tries(answers: &[i64]) -> Vec<i64> {
        let mut page = fetch(0, NOW);
        let mut tried = Vec::new();
        while tried.len() < 100 {
            let now = page.due_at;
            tried.push(now - NOW);
            let answer = match answers.contains(&(now - NOW)) {
                true => Ok(Fetched {
                    body: b"<!doctype html><html><body><p>x</p></body></html>".to_vec(),
                    ..Fetched::default()
                }),
                false => Err(FetchError::Status {
                    url: page.url.clone(),
                    status: 503,
                    refusal: isnad_gather::Refusal::ServerError,
                    retry_after_seconds: None,
                }),
            };
            match visited(&page, answer, now).1 {
                FetchEnd::Done => return tried,
                FetchEnd::Again { due_at, attempt } => (page.due_at, page.attempt, page.errors) = (due_at, attempt, 0),
                FetchEnd::Missed { due_at, attempt, .. } => {
                    (page.due_at, page.attempt, page.errors) = (due_at, attempt, page.errors + 1);
                }
                FetchEnd::Failed { due_at, .. } => (page.due_at, page.errors) = (due_at, page.errors + 1),
                FetchEnd::Later { .. } => panic!("nothing told it to wait"),
            }
        }
        panic!("never left alone");
    }

    #[test]
    fn a_page_that_never_answers_is_tried_again_three_times_in_all() {
        let (minute, last_retry) = (60, 5 * 60 + 30 * 60 + 3 * HOUR);
        // the first visit with its three retries, then once at each visit that still lies ahead
        assert_eq!(
            tries(&[]),
            [0, 5 * minute, 35 * minute, last_retry, 6 * HOUR, 24 * HOUR]
        );
    }

    #[test]
    fn a_page_that_answers_is_visited_at_its_four_ages() {
        assert_eq!(tries(&[0, HOUR, 6 * HOUR, 24 * HOUR]), [0, HOUR, 6 * HOUR, 24 * HOUR]);
        // a failure between two answers moves no later visit
        assert_eq!(
            tries(&[300, HOUR, 6 * HOUR, 24 * HOUR]),
            [0, 300, HOUR, 6 * HOUR, 24 * HOUR]
        );
    }

    #[test]
    fn a_host_at_rest_delays_and_does_not_fail() {
        let resting = || FetchError::Resting {
            host: "paper.example".into(),
            seconds: 90,
        };
        assert_eq!(resting_seconds(&Err(resting())), Some(90));
        let (captures, end) = visited(&fetch(1, NOW), Err(resting()), NOW);
        assert!(captures.is_empty());
        assert_eq!(end, FetchEnd::Later { due_at: NOW + 90 });
    }

    #[test]
    fn an_unchanged_feed_keeps_its_pace() {
        let unchanged = Fetched {
            not_modified: true,
            ..Fetched::default()
        };
        let wait = polled(&source(), Ok(unchanged), NOW).poll.next_due_at - NOW;
        assert!((300..=330).contains(&wait), "{wait}");
    }

    #[test]
    fn two_entries_for_one_page_are_one() {
        let feed = "<rss version=\"2.0\"><channel><title>x</title>\
            <item><guid>a</guid><title>خبر</title><link>https://paper.example/1</link></item>\
            <item><guid>b</guid><title>خبر آخر</title><link>https://paper.example/1#top</link></item>\
            </channel></rss>";
        let fetched = Fetched {
            body: feed.into(),
            final_url: "https://paper.example/rss".into(),
            ..Fetched::default()
        };
        let answer = polled(&source(), Ok(fetched), NOW);
        assert_eq!(answer.captures.len(), 1);
        assert_eq!(answer.captures[0].external_id.as_deref(), Some("a"));
    }
}
