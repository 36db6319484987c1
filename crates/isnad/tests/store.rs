//! The store's commands, from import to backup.

mod common;

use common::{invented_news, isnad, stderr_of};
use std::path::{Path, PathBuf};
use std::process::Output;

fn run(data: &Path, arguments: &[&str]) -> Output {
    isnad(data).args(arguments).output().unwrap()
}

fn with_news(folder: &Path, count: usize) -> PathBuf {
    let input = folder.join("news.jsonl");
    std::fs::write(&input, invented_news(count).join("\n")).unwrap();
    let data = folder.join("data");
    let output = run(&data, &["import", input.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr_of(&output));
    data
}

fn search(data: &Path, query: &str, copies: &str) -> serde_json::Value {
    let output = run(data, &["search", query, "--json", "--limit", "100", "--copies", copies]);
    assert!(output.status.success(), "{}", stderr_of(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_is_imported_is_found_under_every_spelling() {
    let folder = tempfile::tempdir().unwrap();
    let data = with_news(folder.path(), 300);
    let written = search(&data, "أثرية", "all");
    assert!(written["total"].as_u64().unwrap() > 0);
    assert_eq!(search(&data, "اثريه", "all")["hits"], written["hits"]);
    let folded = search(&data, "أثرية", "fold");
    let count = |found: &serde_json::Value| found["hits"].as_array().unwrap().len();
    assert!(count(&folded) < count(&written), "copies are folded");
    let hidden: u64 = folded["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["copies"].as_u64().unwrap())
        .sum();
    assert_eq!(count(&folded) as u64 + hidden, count(&written) as u64);
}

#[test]
fn importing_again_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = with_news(folder.path(), 50);
    let before = run(&data, &["export", "*"]).stdout;
    let again = run(&data, &["import", folder.path().join("news.jsonl").to_str().unwrap()]);
    assert!(
        stderr_of(&again).contains("0 added, 50 known already"),
        "{}",
        stderr_of(&again)
    );
    assert_eq!(run(&data, &["export", "*"]).stdout, before);
}

#[test]
fn a_changed_text_makes_a_revision_of_the_same_article() {
    let folder = tempfile::tempdir().unwrap();
    let data = with_news(folder.path(), 10);
    let mut record: serde_json::Value = serde_json::from_str(&invented_news(1)[0]).unwrap();
    record["text"] = format!("{}\nوأعلن المجلس لاحقا تصحيح العدد.", record["text"].as_str().unwrap()).into();
    record["captured"] = "2031-04-20T00:00:00Z".into();
    let changed = folder.path().join("changed.jsonl");
    std::fs::write(&changed, record.to_string()).unwrap();
    assert!(run(&data, &["import", changed.to_str().unwrap()]).status.success());
    let state: serde_json::Value = serde_json::from_slice(&run(&data, &["status", "--json"]).stdout).unwrap();
    assert_eq!((&state["articles"], &state["revisions"]), (&10.into(), &11.into()));
    assert_eq!(search(&data, "تصحيح", "all")["hits"][0]["external_id"], record["id"]);
}

#[test]
fn export_writes_csv_with_a_header() {
    let folder = tempfile::tempdir().unwrap();
    let data = with_news(folder.path(), 40);
    let output = run(&data, &["export", "*", "--format", "csv"]);
    let mut table = csv::Reader::from_reader(&output.stdout[..]);
    assert_eq!(table.headers().unwrap().iter().next(), Some("id"));
    assert_eq!(table.into_records().collect::<Result<Vec<_>, _>>().unwrap().len(), 40);
}

#[test]
fn a_backup_opens_as_a_store_with_the_same_articles() {
    let folder = tempfile::tempdir().unwrap();
    let data = with_news(folder.path(), 60);
    let copy = folder.path().join("copy");
    let output = run(&data, &["backup", copy.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr_of(&output));
    // the first run on the copy builds its index from the log
    assert!(
        run(&copy, &["import", folder.path().join("news.jsonl").to_str().unwrap()])
            .status
            .success()
    );
    assert_eq!(run(&copy, &["export", "*"]).stdout, run(&data, &["export", "*"]).stdout);
    assert_eq!(search(&copy, "الوادي", "all"), search(&data, "الوادي", "all"));
}

#[test]
fn commands_that_read_say_what_to_do_without_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("nothing");
    for arguments in [
        &["search", "خبر"][..],
        &["export", "*"],
        &["status"],
        &["backup", "copy"],
    ] {
        let output = run(&missing, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(stderr_of(&output).contains("holds no store"), "{}", stderr_of(&output));
    }
    assert!(!missing.exists(), "a command that reads makes nothing");
}

#[test]
fn an_error_in_a_query_points_at_the_character() {
    let folder = tempfile::tempdir().unwrap();
    let data = with_news(folder.path(), 5);
    let output = run(&data, &["search", "جسر \"بلا نهاية"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr_of(&output).contains('4') || stderr_of(&output).contains('5'),
        "{}",
        stderr_of(&output)
    );
}

#[test]
fn bad_records_of_an_import_are_skipped_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("mixed.jsonl");
    std::fs::write(
        &input,
        format!("{}\n{{\"id\": 1\n{{\"id\":\"x\"}}", invented_news(1)[0]),
    )
    .unwrap();
    let output = run(&folder.path().join("data"), &["import", input.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    let errors = stderr_of(&output);
    assert!(
        errors.contains("mixed.jsonl:2: ") && errors.contains("mixed.jsonl:3: "),
        "{errors}"
    );
    assert!(errors.contains("1 added") && errors.contains("2 skipped"), "{errors}");
}

#[test]
fn a_store_that_cannot_be_made_is_one_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("file");
    std::fs::write(&blocked, "not a folder").unwrap();
    let input = folder.path().join("news.jsonl");
    std::fs::write(&input, invented_news(1)[0].clone()).unwrap();
    let output = run(&blocked, &["import", input.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr_of(&output).lines().count(), 1, "{}", stderr_of(&output));
}
