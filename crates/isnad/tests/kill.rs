//! Killed with SIGKILL at any moment of an import, everything agrees again and nothing is lost.
//!
//! Imports, each of a longer part of the same input into the same store, are killed at random moments until
//! fifty were; one last import is let finish. Store, readings, index, stories and WARC then hold what an undisturbed import holds.

mod common;

use common::{Random, invented_news, isnad};
use isnad_model::RevisionId;
use isnad_store::{Access, Lane, LogKind, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const KILLS: usize = 50;
const MOST_ROUNDS: usize = 200;
const RECORDS_A_ROUND: usize = 60;
const LONGEST_LIFE_MS: usize = 300;

#[test]
fn fifty_kills_leave_the_store_of_an_undisturbed_import() {
    let folder = tempfile::tempdir().unwrap();
    let news = with_later_versions(&invented_news(KILLS * RECORDS_A_ROUND));
    let whole = folder.path().join("whole.jsonl");
    std::fs::write(&whole, news.join("\n")).unwrap();

    let undisturbed = folder.path().join("undisturbed");
    import(&undisturbed, &whole);

    let disturbed = folder.path().join("disturbed");
    let mut random = Random(7);
    let mut killed = 0;
    let mut rounds = 0;
    while killed < KILLS {
        rounds += 1;
        assert!(
            rounds <= MOST_ROUNDS,
            "only {killed} of {rounds} imports were killed before they ended"
        );
        let part = folder.path().join("part.jsonl");
        std::fs::write(&part, news[..(rounds * RECORDS_A_ROUND).min(news.len())].join("\n")).unwrap();
        let mut child = isnad(&disturbed)
            .arg("import")
            .arg(&part)
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(random.below(LONGEST_LIFE_MS) as u64));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
    }

    import(&disturbed, &whole);
    assert_eq!(exported(&disturbed), exported(&undisturbed), "articles and stories");
    assert_eq!(read(&disturbed), read(&undisturbed), "keywords, by counts that grow");
    for query in ["مستشفى", "جسر OR سوق", "\"اللجنة رقم\"", "lang:ar"] {
        assert_eq!(
            searched(&disturbed, query),
            searched(&undisturbed, query),
            "hits of {query}"
        );
    }
    assert_eq!(captured(&disturbed), captured(&undisturbed), "captures in WARC");
    let status = isnad(&disturbed).args(["status", "--json"]).output().unwrap();
    let state: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    for stage in state["stages"].as_array().unwrap() {
        assert_eq!(
            (&stage["lag_backfill"], &stage["failures"]),
            (&0.into(), &0.into()),
            "{stage}"
        );
    }
}

/// After every tenth record, the same report as its outlet changed it: one address, two texts.
fn with_later_versions(news: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for (index, record) in news.iter().enumerate() {
        all.push(record.clone());
        if index % 10 == 9 {
            let mut later: serde_json::Value = serde_json::from_str(record).unwrap();
            later["text"] = format!("{}\nوصححت الصحيفة العدد لاحقا.", later["text"].as_str().unwrap()).into();
            all.push(later.to_string());
        }
    }
    all
}

fn import(data: &Path, input: &Path) {
    let output = isnad(data).arg("import").arg(input).output().unwrap();
    assert!(output.status.success(), "{}", common::stderr_of(&output));
}

/// Every article with its story, in order of id.
fn exported(data: &Path) -> String {
    let output = isnad(data).args(["export", "*"]).output().unwrap();
    assert!(output.status.success(), "{}", common::stderr_of(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Of every revision the number of the statistics that it was read with, and its keywords.
fn read(data: &Path) -> BTreeMap<(String, u32), (u32, Vec<String>)> {
    let store = Store::open(data, Access::Read).unwrap();
    let entries = store
        .log_after(Lane::Backfill, &[LogKind::Reading], 0, usize::MAX >> 1)
        .unwrap();
    let ids: Vec<RevisionId> = entries.iter().map(|entry| RevisionId(entry.row)).collect();
    let readings = store.readings(&ids).unwrap();
    let all: BTreeMap<_, _> = readings
        .into_iter()
        .map(|row| {
            let keywords = row.reading.keywords.into_iter().map(|keyword| keyword.text).collect();
            (
                (row.revision.external_id, row.revision.number),
                (row.reading.statistics, keywords),
            )
        })
        .collect();
    let numbers: BTreeSet<u32> = all.values().map(|(number, _)| *number).collect();
    assert!(numbers.len() > 8, "the counts hardly grew: {numbers:?}");
    all
}

/// Ids and stories of all hits; scores may differ with the index's segments.
fn searched(data: &Path, query: &str) -> (u64, Vec<(i64, i64)>) {
    let output = isnad(data)
        .args(["search", query, "--json", "--limit", "5000", "--copies", "all"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", common::stderr_of(&output));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut hits: Vec<(i64, i64)> = found["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| (hit["id"].as_i64().unwrap(), hit["story"].as_i64().unwrap()))
        .collect();
    hits.sort_unstable();
    assert!(!hits.is_empty(), "{query} finds nothing: the comparison would be empty");
    (found["total"].as_u64().unwrap(), hits)
}

/// Address and bytes of every record in every WARC file, in order.
fn captured(data: &Path) -> Vec<(Option<String>, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(data.join("captures"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|file| isnad_warc::Reader::new(BufReader::new(File::open(file).unwrap())))
        .map(|record| record.expect("our own WARC is whole"))
        .filter(|record| record.kind != isnad_warc::RecordKind::Warcinfo)
        .map(|record| (record.target_uri, record.body))
        .collect()
}
