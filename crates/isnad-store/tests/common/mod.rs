//! What the tests share: a store in a folder of its own, captures and articles with invented news.
#![allow(dead_code)] // each test binary uses its own part of this module

use isnad_model::{
    Article, ArticleId, Basis, Block, BlockKind, Capture, CaptureId, CaptureKind, Joined, RevisionId, StoryId,
};
use isnad_store::{Access, ClosedHours, Lane, LinkRow, LogKind, Moved, Stage, Store};
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

/// A store with `count` articles of the outlets a, b, c in turn, not linked yet.
pub fn store_of(count: i32) -> (TempDir, Store) {
    let (dir, store) = new_store();
    let captures: Vec<_> = (1..=count)
        .map(|number| {
            let outlet = ["a", "b", "c"][number as usize % 3];
            page(outlet, &format!("https://{outlet}.example/{number}"), "body")
        })
        .collect();
    let ids = store.append_captures(Lane::Live, &captures).unwrap().ids;
    let results = ids.into_iter().flatten().enumerate();
    let results = results.map(|(number, id)| (id, Ok(article(&format!("x{}", number + 1), "عنوان", "نص"))));
    extract(&store, Lane::Live, 1, results.collect());
    (dir, store)
}

/// An article in a story, at a time in unix seconds.
pub fn link(article: i32, story: i32, time: i64) -> LinkRow {
    LinkRow {
        article: ArticleId(article),
        revision: RevisionId(i64::from(article)),
        linking_day: (time / 86_400) as i32,
        linking_time: time,
        member: vec![article as u8; 3],
        story: StoryId(story),
        origin: None,
        copies: Vec::new(),
        joined: Joined::default(),
        open_hour: None,
        closed: ClosedHours::default(),
    }
}

pub fn commit(store: &Store, rows: &[LinkRow]) {
    store.commit_links(Lane::Live, 0, rows).unwrap();
}

/// Stories that became one when an hour closed.
pub fn merged(stories: &[(i32, i32)]) -> ClosedHours {
    let moved = stories.iter().map(|(from, into)| Moved::Story {
        from: StoryId(*from),
        into: StoryId(*into),
    });
    ClosedHours {
        moved: moved.collect(),
        articles: Vec::new(),
    }
}
