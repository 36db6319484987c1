//! How fast a store takes what the stages give it, on invented text of about 5 KB a record.
//!
//! `cargo run --release -p isnad-store --example speed [RECORDS]`

use isnad_model::{
    Article, ArticleId, Block, BlockKind, Capture, CaptureId, CaptureKind, Features, Joined, Reading, RevisionId,
    StoryId,
};
use isnad_store::{Access, ClosedHours, Lane, LinkRow, Store, StoreError, StoryQuery};
use std::time::Instant;

const BATCH: usize = 1000;

/// Words drawn by a small generator, so that text compresses about as news does.
fn text(seed: u64, words: usize) -> String {
    let stems = include_str!("speed.rs").split_whitespace().collect::<Vec<_>>();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::new();
    for _ in 0..words {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push_str(["ال", "و", "بال", ""][(state >> 40) as usize % 4]);
        text.push_str(stems[(state >> 20) as usize % stems.len()]);
        text.push_str([" ", "ة ", "ات ", "ين "][(state >> 50) as usize % 4]);
    }
    text
}

fn article(number: usize) -> Article {
    Article {
        id: format!("x{number}"),
        title: Some(text(number as u64 ^ 1, 8)),
        blocks: (0..10)
            .map(|block| Block::new(BlockKind::Paragraph, text((number * 10 + block) as u64, 40)))
            .collect(),
        ..Article::default()
    }
}

fn report(what: &str, records: usize, since: Instant) {
    let seconds = since.elapsed().as_secs_f64();
    println!(
        "{what:28} {:9.0} records/s  ({records} in {seconds:.2} s)",
        records as f64 / seconds
    );
}

fn main() -> Result<(), StoreError> {
    let records = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(20_000);
    let dir = std::env::temp_dir().join(format!("isnad-store-speed-{}", std::process::id()));
    let store = Store::open(&dir, Access::Write)?;
    let articles: Vec<Article> = (0..records).map(article).collect();
    let captures: Vec<Capture> = articles
        .iter()
        .enumerate()
        .map(|(number, article)| Capture {
            kind: CaptureKind::Record,
            source: format!("outlet {}", number % 30),
            url: Some(format!("https://outlet{}.example/news/{number}", number % 30)),
            external_id: Some(article.id.clone()),
            captured: "2026-11-24T10:00:00Z".to_owned(),
            content_type: None,
            body: article.text().into_bytes(),
        })
        .collect();
    let bytes: usize = captures.iter().map(|capture| capture.body.len()).sum();
    println!("{records} records of {} bytes", bytes / records.max(1));

    let start = Instant::now();
    for batch in captures.chunks(BATCH) {
        store.append_captures(Lane::Backfill, batch)?;
    }
    report("append_captures", records, start);

    let start = Instant::now();
    for batch in captures.chunks(BATCH) {
        store.append_captures(Lane::Backfill, batch)?;
    }
    report("append_captures, all known", records, start);

    let ids: Vec<i64> = (1..=records as i64).collect();
    let start = Instant::now();
    for batch in ids.chunks(BATCH) {
        let wanted: Vec<CaptureId> = batch.iter().map(|id| CaptureId(*id)).collect();
        store.read_captures(&wanted)?;
    }
    report("read_captures", records, start);

    let results: Vec<_> = articles
        .into_iter()
        .enumerate()
        .map(|(n, a)| (CaptureId(n as i64 + 1), Ok(a)))
        .collect();
    let start = Instant::now();
    for batch in results.chunks(BATCH) {
        store.commit_extracted(Lane::Backfill, 0, 1, batch)?;
    }
    report("commit_extracted", records, start);

    let start = Instant::now();
    for batch in ids.chunks(BATCH) {
        let wanted: Vec<RevisionId> = batch.iter().map(|id| RevisionId(*id)).collect();
        store.revisions(&wanted)?;
    }
    report("revisions", records, start);

    let features = Features {
        fold_version: 1,
        word_marks: (0..400).collect(),
        fingerprints: (0..60).collect(),
        terms: Vec::new(),
    };
    let reading = Reading {
        id: "x".to_owned(),
        features,
        ..Reading::default()
    };
    let start = Instant::now();
    for batch in ids.chunks(BATCH) {
        let rows: Vec<_> = batch.iter().map(|id| (RevisionId(*id), Ok(reading.clone()))).collect();
        store.commit_readings(Lane::Backfill, 0, 1, &rows, None)?;
    }
    report("commit_readings", records, start);

    let start = Instant::now();
    for batch in ids.chunks(BATCH) {
        let wanted: Vec<RevisionId> = batch.iter().map(|id| RevisionId(*id)).collect();
        store.readings(&wanted)?;
    }
    report("readings", records, start);

    let start = Instant::now();
    for batch in ids.chunks(BATCH) {
        let rows: Vec<LinkRow> = batch.iter().map(|id| link(*id as i32)).collect();
        store.commit_links(Lane::Backfill, 0, &rows)?;
    }
    report("commit_links", records, start);

    let start = Instant::now();
    for _ in 0..100 {
        store.stories(&StoryQuery {
            limit: 50,
            ..StoryQuery::default()
        })?;
    }
    report("stories, pages of 50", 100, start);
    let start = Instant::now();
    let status = store.status()?;
    report("status", 1, start);
    println!(
        "database {} bytes, captures {} bytes",
        status.database_bytes, status.capture_bytes
    );
    drop(store);
    if let Err(error) = std::fs::remove_dir_all(&dir) {
        eprintln!("{}: {error}", dir.display());
    }
    Ok(())
}

/// Stories of five articles each.
fn link(id: i32) -> LinkRow {
    let story = StoryId(id - (id - 1) % 5);
    LinkRow {
        article: ArticleId(id),
        revision: RevisionId(i64::from(id)),
        linking_day: id / 1000,
        linking_time: i64::from(id) * 86,
        member: vec![7; 1000],
        story,
        origin: None,
        copies: Vec::new(),
        joined: Joined::default(),
        open_hour: None,
        closed: ClosedHours::default(),
    }
}
