//! What the tests share: a store in a folder of its own, captures and articles with invented news.
#![allow(dead_code)]

use isnad_model::{Article, ArticleId, Basis, Block, BlockKind, Capture, CaptureId, CaptureKind, RevisionId};
use isnad_store::{Access, Lane, LogKind, Stage, Store};
use tempfile::TempDir;

pub const NOW: &str = "2026-11-24T10:00:00Z";

pub fn new_store() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    (dir, store)
}

pub fn page(source: &str, url: &str, body: &str) -> Capture {
    Capture {
        kind: CaptureKind::Page,
        source: source.into(),
        url: Some(url.into()),
        external_id: None,
        captured: NOW.into(),
        content_type: Some("text/html; charset=utf-8".into()),
        body: body.as_bytes().to_vec(),
    }
}

pub fn article(id: &str, title: &str, text: &str) -> Article {
    Article {
        id: id.into(),
        title: Some(title.into()),
        language: Some("ar".into()),
        blocks: vec![Block::new(BlockKind::Paragraph, text)],
        ..Article::default()
    }
}

pub fn summary(id: &str, title: &str, text: &str) -> Article {
    Article {
        basis: Basis::FeedSummary,
        ..article(id, title, text)
    }
}

/// Stores one capture and what was extracted from it.
pub fn put(store: &Store, lane: Lane, capture: Capture, article: Article) -> CaptureId {
    let appended = store.append_captures(lane, &[capture]).unwrap();
    let id = appended.ids[0].expect("a new capture");
    extract(store, lane, 1, vec![(id, Ok(article))]);
    id
}

pub fn extract(store: &Store, lane: Lane, version: u32, results: Vec<(CaptureId, Result<Article, String>)>) {
    let head = store.log_head(lane).unwrap();
    store.commit_extracted(lane, head, version, &results).unwrap();
}

/// An article that is there, with its revision.
pub fn find(store: &Store, url: &str) -> (ArticleId, RevisionId) {
    let id = store.find_article(None, url).unwrap().expect("the article");
    (id, store.article(id).unwrap().unwrap().revision)
}

/// Rows of one kind in the log of a lane.
pub fn logged(store: &Store, lane: Lane, kind: LogKind) -> Vec<i64> {
    let entries = store.log_after(lane, &[kind], 0, 1000).unwrap();
    entries.iter().map(|entry| entry.row).collect()
}

pub fn lag(store: &Store, stage: Stage, lane: Lane) -> u64 {
    let status = store.status().unwrap();
    let found = status.lag.iter().find(|(s, l, _)| (*s, *l) == (stage, lane));
    found.unwrap().2
}
