//! Sources and the queue of pages to fetch.

mod common;

use common::*;
use isnad_model::ArticleId;
use isnad_store::{Batch, FeedFacts, FetchEnd, Lane, PlannedFetch, Poll, SourceId, StoreError, Validators};

fn good_poll(at: i64) -> Poll {
    Poll {
        polled_at: at,
        next_due_at: at + 600,
        validators: None,
        moved_to: None,
        feed: None,
        error: None,
    }
}

fn fetch(url: &str, due_at: i64, for_capture: Option<usize>) -> PlannedFetch {
    PlannedFetch {
        source: "a".into(),
        url: url.into(),
        external_id: Some("guid".into()),
        due_at,
        attempt: 0,
        for_capture,
    }
}

#[test]
fn a_source_is_due_until_it_is_polled_paused_or_deleted() {
    let (_dir, store) = new_store();
    let one = store.add_source("الساحل", "https://a.example/feed", 100).unwrap();
    let two = store.add_source("الجبل", "https://b.example/feed", 90).unwrap();
    assert_eq!(
        store.add_source("other name", "https://a.example/feed", 999).unwrap(),
        one
    );
    let due = |now| -> Vec<SourceId> {
        store
            .due_sources(now, 9)
            .unwrap()
            .iter()
            .map(|source| source.id)
            .collect()
    };
    assert_eq!((due(95), due(100)), (vec![two], vec![two, one]));
    let validators = Validators {
        etag: Some("\"7\"".into()),
        last_modified: None,
    };
    store
        .record_poll(
            one,
            &Poll {
                validators: Some(validators),
                ..good_poll(100)
            },
        )
        .unwrap();
    assert_eq!((due(699), due(700)), (vec![two], vec![two, one]));
    store.pause_source(two, true).unwrap();
    assert_eq!(due(700), [one]);
    store.delete_source(one, 800).unwrap();
    assert!(due(9999).is_empty());
    assert_eq!(store.sources().unwrap().len(), 1);
    let tombstone = store.source(one).unwrap().unwrap();
    assert_eq!(
        (tombstone.deleted_at, tombstone.etag.as_deref()),
        (Some(800), Some("\"7\""))
    );
    assert_eq!(store.add_source("الساحل", "https://a.example/feed", 900).unwrap(), one);
    assert_eq!(due(900), [one]);
    assert!(matches!(
        store.pause_source(SourceId(7), true),
        Err(StoreError::Refused(_))
    ));
}

#[test]
fn failed_polls_are_counted_until_one_succeeds() {
    let (_dir, store) = new_store();
    let id = store.add_source("a", "https://a.example/feed", 0).unwrap();
    store.add_source("b", "https://b.example/feed", 0).unwrap();
    let bad = Poll {
        error: Some("time-out".into()),
        ..good_poll(1)
    };
    store.record_poll(id, &bad).unwrap();
    store.record_poll(id, &bad).unwrap();
    let source = store.source(id).unwrap().unwrap();
    assert_eq!((source.errors, source.last_error.as_deref()), (2, Some("time-out")));
    // It has moved; to where another source stands already it cannot move.
    let moved = |to: &str| Poll {
        moved_to: Some(to.into()),
        ..good_poll(2)
    };
    store.record_poll(id, &moved("https://b.example/feed")).unwrap();
    assert_eq!(store.source(id).unwrap().unwrap().feed_url, "https://a.example/feed");
    store.record_poll(id, &moved("https://a.example/new")).unwrap();
    let source = store.source(id).unwrap().unwrap();
    assert_eq!(
        (source.errors, source.last_error, source.feed_url.as_str()),
        (0, None, "https://a.example/new")
    );
}

#[test]
fn renaming_a_source_renames_its_articles_and_keeps_their_ids() {
    let (_dir, store) = new_store();
    let id = store.add_source("قديم", "https://a.example/feed", 0).unwrap();
    store.add_source("مأخوذ", "https://b.example/feed", 0).unwrap();
    put(
        &store,
        Lane::Live,
        page("قديم", "https://a.example/1", "v1"),
        article("x", "ا", "ب"),
    );
    store.rename_source(id, "جديد").unwrap();
    put(
        &store,
        Lane::Live,
        page("جديد", "https://a.example/1", "v2"),
        article("x", "ا", "ج"),
    );
    assert_eq!(store.article(ArticleId(1)).unwrap().unwrap().source, "جديد");
    assert_eq!(store.revisions_of(ArticleId(1)).unwrap().len(), 2);
    assert!(matches!(store.rename_source(id, "مأخوذ"), Err(StoreError::Refused(_))));
    assert!(matches!(
        store.rename_source(SourceId(9), "x"),
        Err(StoreError::Refused(_))
    ));
}

#[test]
fn the_page_of_a_new_entry_is_planned_with_it_and_that_of_a_known_one_is_not() {
    let (_dir, store) = new_store();
    let id = store.add_source("a", "https://a.example/feed", 0).unwrap();
    let entry = page("a", "https://a.example/1", "entry");
    let append = |due_at| {
        let batch = Batch {
            captures: std::slice::from_ref(&entry),
            fetches: &[fetch("https://a.example/1", due_at, Some(0))],
            polls: &[(id, good_poll(50))],
            ..Batch::default()
        };
        store.append(Lane::Live, &batch).unwrap()
    };
    assert_eq!(append(60).new_captures(), 1);
    let due = store.due_fetches(60, 9).unwrap();
    assert_eq!(
        (due.len(), due[0].attempt, due[0].external_id.as_deref()),
        (1, 0, Some("guid"))
    );
    assert_eq!(store.source(id).unwrap().unwrap().polled_at, Some(50));
    let done = Batch {
        ended: &[(due[0].id, FetchEnd::Done)],
        ..Batch::default()
    };
    store.append(Lane::Live, &done).unwrap();
    assert_eq!(append(70).new_captures(), 0);
    assert!(store.due_fetches(i64::MAX, 9).unwrap().is_empty());
}

#[test]
fn a_page_has_one_pending_fetch_that_comes_again_until_it_is_done() {
    let (_dir, store) = new_store();
    store.schedule_fetch(&fetch("https://a.example/1", 100, None)).unwrap();
    store
        .schedule_fetch(&fetch("https://www.a.example/1?utm_source=feed", 200, None))
        .unwrap();
    store.schedule_fetch(&fetch("https://a.example/2", 50, None)).unwrap();
    let due = store.due_fetches(100, 9).unwrap();
    let urls: Vec<_> = due.iter().map(|fetch| fetch.url.as_str()).collect();
    assert_eq!(urls, ["https://a.example/2", "https://a.example/1"]);
    let failed = FetchEnd::Failed {
        due_at: 150,
        error: "503".into(),
    };
    store.finish_fetch(due[1].id, &failed).unwrap();
    store
        .finish_fetch(
            due[0].id,
            &FetchEnd::Again {
                due_at: 3600,
                attempt: 1,
            },
        )
        .unwrap();
    let due = store.due_fetches(4000, 9).unwrap();
    let found: Vec<_> = due
        .iter()
        .map(|fetch| (fetch.due_at, fetch.attempt, fetch.errors))
        .collect();
    assert_eq!(found, [(150, 0, 1), (3600, 1, 0)]);
    assert_eq!(due[0].last_error.as_deref(), Some("503"));
    let missed = FetchEnd::Missed {
        due_at: 300,
        attempt: 2,
        error: "504".into(),
    };
    store.finish_fetch(due[0].id, &missed).unwrap();
    assert!(store.due_fetches(299, 9).unwrap().is_empty());
    let next = &store.due_fetches(300, 9).unwrap()[0];
    assert_eq!((next.due_at, next.attempt, next.errors), (300, 2, 2));
    assert_eq!(next.last_error.as_deref(), Some("504"));
    // An entry that changed brings the page's next visit forward.
    store.schedule_fetch(&fetch("https://a.example/2", 160, None)).unwrap();
    assert_eq!(store.due_fetches(160, 9).unwrap().len(), 1);
}

#[test]
fn what_a_feed_says_of_itself_is_kept_until_it_says_otherwise() {
    let (_dir, store) = new_store();
    let id = store.add_source("a", "https://a.example/feed", 0).unwrap();
    assert_eq!(store.source(id).unwrap().unwrap().feed, None);
    let facts = FeedFacts {
        kind: "atom".into(),
        site_url: Some("https://a.example/".into()),
    };
    let told = Poll {
        feed: Some(facts.clone()),
        ..good_poll(1)
    };
    store.record_poll(id, &told).unwrap();
    store.record_poll(id, &good_poll(2)).unwrap();
    assert_eq!(store.source(id).unwrap().unwrap().feed, Some(facts));
}

#[test]
fn the_pulse_counts_each_outlets_articles_by_day() {
    let (_dir, store) = store_of(4);
    const DAY: i64 = 86_400;
    // the outlets of the articles 1 to 4 are b, c, a, b
    let rows = [(1, 10 * DAY), (2, 10 * DAY + 5), (3, 12 * DAY), (4, 10 * DAY + 9)];
    commit(&store, &rows.map(|(article, time)| link(article, article, time)));
    for outlet in ["b", "silent", "a"] {
        store
            .add_source(outlet, &format!("https://{outlet}.example/feed"), 0)
            .unwrap();
    }
    store.delete_source(SourceId(2), 5).unwrap();
    store.add_source("c", "https://c.example/feed", 0).unwrap();
    assert_eq!(store.pulse(10, 12).unwrap(), [[2, 0, 0], [0, 0, 1], [1, 0, 0]]);
    assert_eq!(store.pulse(11, 11).unwrap(), [[0], [0], [0]]);
}
