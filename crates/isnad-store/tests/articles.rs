//! Articles keep their ids, revisions follow what outlets changed, summaries give way to pages.

mod common;

use common::*;
use isnad_model::{Article, ArticleId, Basis, Capture, CaptureKind, ClaimedTime};
use isnad_store::{Lane, LogKind, Stage};

const URL: &str = "https://a.example/1";

#[test]
fn text_that_changed_is_a_revision_and_text_that_did_not_is_none() {
    let (_dir, store) = new_store();
    put(
        &store,
        Lane::Live,
        page("a", URL, "v1"),
        article("x", "افتتاح الجسر", "افتتح الوزير الجسر."),
    );
    put(
        &store,
        Lane::Live,
        page("a", URL, "v2, another advertisement"),
        article("x", "افتتاح الجسر", "افتتح الوزير الجسر."),
    );
    put(
        &store,
        Lane::Live,
        page("a", URL, "v3"),
        article("x", "افتتاح الجسر", "افتتح الوزير الجسر ثم غادر."),
    );
    let (id, latest) = find(&store, URL);
    let revisions = store.revisions_of(id).unwrap();
    let numbers: Vec<_> = revisions
        .iter()
        .map(|revision| (revision.number, revision.is_latest))
        .collect();
    assert_eq!((id, numbers), (ArticleId(1), vec![(1, false), (2, true)]));
    assert_eq!(store.captures_of(id).unwrap().len(), 3);
    assert_eq!(logged(&store, Lane::Live, LogKind::Revision), [1, 2]);
    let text = store.revisions(&[latest]).unwrap()[0].1.text();
    assert_eq!(text, "افتتح الوزير الجسر ثم غادر.");
}

#[test]
fn a_page_takes_the_place_of_a_summary_and_no_summary_takes_it_back() {
    let (_dir, store) = new_store();
    let entry = |body: &str| Capture {
        kind: CaptureKind::FeedEntry,
        external_id: Some("guid-1".into()),
        ..page("a", URL, body)
    };
    put(&store, Lane::Live, entry("e1"), summary("guid-1", "جسر", "موجز"));
    let (id, _) = find(&store, "guid-1");
    assert_eq!(store.article(id).unwrap().unwrap().basis, Basis::FeedSummary);
    put(
        &store,
        Lane::Live,
        page("a", URL, "p"),
        article(URL, "جسر جديد", "النص كله"),
    );
    put(&store, Lane::Live, entry("e2"), summary("guid-1", "جسر", "موجز آخر"));
    let view = store.article(id).unwrap().unwrap();
    assert_eq!((view.basis, view.external_id.as_str()), (Basis::Page, "guid-1"));
    let numbers: Vec<_> = store
        .revisions_of(id)
        .unwrap()
        .iter()
        .map(|revision| revision.number)
        .collect();
    assert_eq!(numbers, [0, 1]);
    assert_eq!(store.captures_of(id).unwrap().len(), 3);
}

#[test]
fn an_older_capture_that_arrives_late_is_not_what_the_article_says_now() {
    let (_dir, store) = new_store();
    put(&store, Lane::Live, page("a", URL, "new"), article("x", "ب", "جديد"));
    let old = Capture {
        captured: "2020-01-01T00:00:00Z".into(),
        ..page("a", URL, "old")
    };
    put(&store, Lane::Backfill, old, article("x", "ا", "قديم"));
    let (id, latest) = find(&store, URL);
    let view = store.article(id).unwrap().unwrap();
    assert_eq!(view.title.as_deref(), Some("ب"));
    assert_eq!(latest.0, 1);
    assert_eq!(store.revisions_of(id).unwrap().len(), 2);
}

#[test]
fn a_newer_extractor_reads_the_same_revision_again() {
    let (_dir, store) = new_store();
    let capture = put(&store, Lane::Live, page("a", URL, "v1"), article("x", "ا", "نص وبقايا"));
    extract(&store, Lane::Live, 2, vec![(capture, Ok(article("x", "ا", "نص")))]);
    let (id, latest) = find(&store, URL);
    let revisions = store.revisions_of(id).unwrap();
    assert_eq!(
        (revisions.len(), revisions[0].extractor_version, revisions[0].number),
        (1, 2, 1)
    );
    assert_eq!(store.revisions(&[latest]).unwrap()[0].1.text(), "نص");
    assert_eq!(logged(&store, Lane::Live, LogKind::Revision), [1, 1]);
}

#[test]
fn an_embedded_article_is_an_article_with_a_parent() {
    let (_dir, store) = new_store();
    let page_article = Article {
        embedded: vec![
            article("x#1", "خبر ثان", "نص ثان"),
            article("x#2", "خبر ثالث", "نص ثالث"),
        ],
        ..article("x", "خبر", "نص")
    };
    put(&store, Lane::Live, page("a", URL, "v1"), page_article.clone());
    put(&store, Lane::Live, page("a", URL, "v2"), page_article);
    let ids = store.article_ids_after(ArticleId(0), 10).unwrap();
    let views = store.articles(&ids).unwrap();
    let found: Vec<_> = views
        .iter()
        .map(|view| (view.external_id.as_str(), view.parent))
        .collect();
    assert_eq!(
        found,
        [("x", None), ("x#1", Some(ArticleId(1))), ("x#2", Some(ArticleId(1)))]
    );
    let (_, parent) = &store.full_articles(&[ArticleId(1)]).unwrap()[0];
    assert_eq!(parent.embedded.len(), 2);
}

#[test]
fn a_failure_is_a_row_until_a_newer_version_succeeds() {
    let (_dir, store) = new_store();
    let captures = [page("a", URL, "v1"), page("a", "https://a.example/2", "v1")];
    let ids = store.append_captures(Lane::Live, &captures).unwrap().ids;
    let (one, two) = (ids[0].unwrap(), ids[1].unwrap());
    extract(
        &store,
        Lane::Live,
        1,
        vec![(one, Err("empty page".into())), (two, Ok(article("y", "ا", "ب")))],
    );
    assert_eq!(lag(&store, Stage::Extract, Lane::Live), 0);
    assert_eq!(store.failure_counts().unwrap()[0], (Stage::Extract, 1));
    assert!(store.failures_to_retry(Stage::Extract, 1, 0, 10).unwrap().is_empty());
    let retry = store.failures_to_retry(Stage::Extract, 2, 0, 10).unwrap();
    assert_eq!(
        (retry[0].row, retry[0].reason.as_str(), retry[0].lane),
        (one.0, "empty page", Lane::Live)
    );
    let cursor = store.cursor(Stage::Extract, Lane::Live).unwrap();
    store
        .commit_extracted(Lane::Live, 0, 2, &[(one, Ok(article("x", "ا", "ب")))])
        .unwrap();
    assert!(store.failures(None, 0, 10).unwrap().is_empty());
    assert_eq!(store.cursor(Stage::Extract, Lane::Live).unwrap(), cursor);
}

#[test]
fn an_article_is_found_by_address_or_id_of_its_outlet() {
    let (_dir, store) = new_store();
    let published = ClaimedTime::from_written("2026-11-24T09:00", "test");
    let dated = Article {
        published: published.clone(),
        ..article("x", "ا", "ب")
    };
    put(&store, Lane::Live, page("a", URL, "v1"), dated);
    put(&store, Lane::Live, page("b", URL, "v1"), article("x", "ا", "ب"));
    assert_eq!(store.find_article(Some("b"), "x").unwrap(), Some(ArticleId(2)));
    assert_eq!(
        store.find_article(None, "http://www.a.example/1#top").unwrap(),
        Some(ArticleId(1))
    );
    assert_eq!(store.find_article(Some("c"), URL).unwrap(), None);
    assert_eq!(store.article(ArticleId(1)).unwrap().unwrap().published, published);
    assert_eq!(store.article(ArticleId(3)).unwrap(), None);
}

#[test]
fn two_lanes_have_two_cursors() {
    let (_dir, store) = new_store();
    store.append_captures(Lane::Backfill, &[page("a", URL, "v1")]).unwrap();
    store
        .append_captures(Lane::Live, &[page("a", "https://a.example/2", "v1")])
        .unwrap();
    store
        .append_captures(Lane::Backfill, &[page("a", "https://a.example/3", "v1")])
        .unwrap();
    let seqs = |lane| -> Vec<i64> {
        let entries = store.log_after(lane, &LogKind::ALL, 0, 10).unwrap();
        entries.iter().map(|entry| entry.seq).collect()
    };
    assert_eq!((seqs(Lane::Live), seqs(Lane::Backfill)), (vec![2], vec![1, 3]));
    extract(&store, Lane::Live, 1, vec![]);
    assert_eq!(store.cursor(Stage::Extract, Lane::Live).unwrap(), 2);
    assert_eq!(store.cursor(Stage::Extract, Lane::Backfill).unwrap(), 0);
    assert_eq!(
        (
            lag(&store, Stage::Extract, Lane::Live),
            lag(&store, Stage::Extract, Lane::Backfill)
        ),
        (0, 2)
    );
    store.rewind(Stage::Extract, Lane::Live, 0).unwrap();
    assert_eq!(lag(&store, Stage::Extract, Lane::Live), 1);
    assert_eq!(
        store.log_after(Lane::Backfill, &[LogKind::Capture], 1, 10).unwrap()[0].row,
        3
    );
}
