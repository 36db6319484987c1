//! A process killed while it appends: what it acknowledged is there, database and WARC agree, work goes on.
//!
//! The test runs itself again as a child that appends and prints every id that was acknowledged to it.

mod common;

use common::*;
use isnad_model::CaptureId;
use isnad_store::{Access, Lane, LogKind, Store};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "ISNAD_STORE_KILL_TEST_FOLDER";
const SERIES: &str = "ISNAD_STORE_KILL_TEST_SERIES";
const BATCH: usize = 20;

/// The child: appends batch after batch until it is killed.
fn append_for_ever(folder: &str, series: &str) -> ! {
    let store = Store::open(folder.as_ref(), Access::Write).unwrap();
    for batch in 0.. {
        let captures: Vec<_> = (0..BATCH)
            .map(|number| {
                let url = format!("https://a.example/{series}/{batch}/{number}");
                let body = format!("{url} {}", "نص طويل بعض الشيء ".repeat(number * 10));
                page("a", &url, &body)
            })
            .collect();
        let appended = store.append_captures(Lane::Live, &captures).unwrap();
        let ids = appended.ids.iter().flatten();
        let results: Vec<_> = ids.map(|id| (*id, Ok(article(&id.to_string(), "ا", "ب")))).collect();
        for (id, _) in &results {
            println!("acknowledged {id}");
        }
        let head = store
            .log_after(Lane::Live, &[LogKind::Capture], 0, usize::MAX >> 1)
            .unwrap();
        store
            .commit_extracted(Lane::Live, head.last().unwrap().seq, 1, &results)
            .unwrap();
    }
    unreachable!()
}

#[test]
fn nothing_acknowledged_is_lost_by_kill() {
    if let (Ok(folder), Ok(series)) = (std::env::var(FOLDER), std::env::var(SERIES)) {
        append_for_ever(&folder, &series);
    }
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged: Vec<CaptureId> = Vec::new();
    for round in 0..6u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "nothing_acknowledged_is_lost_by_kill",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(FOLDER, dir.path())
            .env(SERIES, round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Wait for its first acknowledgement, then kill it at some point of a later batch.
        let mut first = Vec::new();
        for line in lines.by_ref() {
            first.extend(id_of(&line.unwrap()));
            if !first.is_empty() {
                break;
            }
        }
        assert!(!first.is_empty(), "the child acknowledged nothing");
        std::thread::sleep(Duration::from_millis(13 + round * 17));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(first);
        acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| id_of(&line)));

        let store = Store::open(dir.path(), Access::Write).unwrap();
        let logged: Vec<CaptureId> = logged_captures(&store);
        assert!(
            acknowledged.iter().all(|id| logged.contains(id)),
            "round {round}: an acknowledged capture is lost"
        );
        let captures = store.read_captures(&logged).unwrap();
        // The WARC file holds exactly what the database names.
        let mut addresses = Vec::new();
        for file in std::fs::read_dir(dir.path().join("captures")).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for record in isnad_warc::Reader::new(&bytes[..]) {
                addresses.extend(record.unwrap().target_uri);
            }
        }
        let stored: Vec<String> = captures.into_iter().filter_map(|stored| stored.capture.url).collect();
        assert_eq!(addresses, stored, "round {round}");
        // Every capture is either extracted or behind the cursor: none is between.
        let extracted = store
            .article_ids_after(isnad_model::ArticleId(0), 1 << 20)
            .unwrap()
            .len() as u64;
        let waiting = lag(&store, isnad_store::Stage::Extract, Lane::Live);
        assert_eq!(extracted + waiting, stored.len() as u64, "round {round}");
        // What the kill left undone is done by the next run of the stage.
        let cursor = store.cursor(isnad_store::Stage::Extract, Lane::Live).unwrap();
        let entries = store
            .log_after(Lane::Live, &[LogKind::Capture], cursor, 1 << 20)
            .unwrap();
        let rest: Vec<_> = entries.iter().map(|entry| CaptureId(entry.row)).collect();
        extract(
            &store,
            Lane::Live,
            1,
            rest.iter()
                .map(|id| (*id, Ok(article(&id.to_string(), "ا", "ب"))))
                .collect(),
        );
        assert_eq!(lag(&store, isnad_store::Stage::Extract, Lane::Live), 0);
    }
}

fn id_of(line: &str) -> Option<CaptureId> {
    // The test harness may have begun the line.
    let (_, number) = line.split_once("acknowledged ")?;
    number.trim().parse().ok().map(CaptureId)
}

fn logged_captures(store: &Store) -> Vec<CaptureId> {
    let entries = store.log_after(Lane::Live, &[LogKind::Capture], 0, 1 << 20).unwrap();
    entries.iter().map(|entry| CaptureId(entry.row)).collect()
}
