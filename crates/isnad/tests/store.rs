//! The store's commands, from import to backup.

mod common;

use common::{invented_news, isnad, stderr_of};
use parquet::file::reader::{FileReader, SerializedFileReader};
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
fn export_writes_parquet_that_reads_back_as_the_same_articles() {
    let folder = tempfile::tempdir().unwrap();
    let data = with_news(folder.path(), 40);
    let lines = run(&data, &["export", "*"]).stdout;
    let file = folder.path().join("news.parquet");
    let output = run(&data, &["export", "*", "-o", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr_of(&output));
    let by_format = run(&data, &["export", "*", "--format", "parquet"]).stdout;
    assert_eq!(
        by_format,
        std::fs::read(&file).unwrap(),
        "the ending names the format too"
    );

    let reader = SerializedFileReader::new(std::fs::File::open(&file).unwrap()).unwrap();
    let documented = include_str!("../../../docs/FORMATS.md");
    for column in reader.metadata().file_metadata().schema_descr().columns() {
        let name = column.path().parts().last().unwrap().clone();
        assert!(documented.contains(&format!("`{name}`")), "{name} is not documented");
    }
    let rows: Vec<serde_json::Value> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().to_json_value())
        .collect();
    let lines: Vec<serde_json::Value> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(rows.len(), lines.len());
    let mut copies = 0;
    for (row, line) in rows.iter().zip(&lines) {
        for (column, field) in [
            ("article_id", "article_id"),
            ("external_id", "id"),
            ("source", "source"),
            ("title", "title"),
            ("story", "story"),
            ("origin", "origin"),
        ] {
            assert_eq!(row[column], line[field], "{column} of {line}");
        }
        assert_eq!(row["published"], line["published"]["time"]);
        let first_block = line["blocks"][0]["text"].as_str().unwrap();
        assert!(row["text"].as_str().unwrap().starts_with(first_block));
        for copy in row["copies"].as_array().unwrap() {
            copies += 1;
            let other = rows.iter().find(|other| other["article_id"] == copy["of"]).unwrap();
            assert!(other["copied_by"].as_i64().unwrap() > 0);
            assert!(["proven", "likely", "shared_source"].contains(&copy["grade"].as_str().unwrap()));
            let contained = copy["contained"].as_f64().unwrap();
            assert!(contained > 0.0 && contained <= 1.0, "{copy}");
        }
    }
    let copied: i64 = rows.iter().map(|row| row["copied_by"].as_i64().unwrap()).sum();
    assert!(copies > 0 && copied == copies, "{copies} {copied}");
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

/// A file system of its own in memory: `size` bytes, then no room is left. Absent where nobody may mount one.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .output();
        match mounted {
            Ok(output) if output.status.success() => Some(SmallDisk(folder)),
            _ => {
                println!("skipped: only root may mount a file system");
                None
            }
        }
    }

    fn remount(&self, options: &str) {
        let output = std::process::Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(self.0.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", stderr_of(&output));
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        // a busy file system stays until the machine ends; the test's result does not depend on it
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(self.0.path())
            .status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_clear_error_and_what_was_acknowledged_stays() {
    let Some(disk) = SmallDisk::mount("8m") else { return };
    let folder = tempfile::tempdir().unwrap();
    let first = folder.path().join("first.jsonl");
    std::fs::write(&first, invented_news(50).join("\n")).unwrap();
    assert!(run(&disk.data(), &["import", first.to_str().unwrap()]).status.success());

    let many = folder.path().join("many.jsonl");
    std::fs::write(&many, invented_news(4_000).join("\n")).unwrap();
    let output = run(&disk.data(), &["import", many.to_str().unwrap()]);
    let errors = stderr_of(&output);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert_eq!(errors.matches("error:").count(), 1, "{errors}");
    assert!(
        errors.contains("full") || errors.contains("No space left"),
        "the error says that the disk is full: {errors}"
    );

    disk.remount("size=400m");
    let output = run(&disk.data(), &["import", many.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr_of(&output));
    let state: serde_json::Value = serde_json::from_slice(&run(&disk.data(), &["status", "--json"]).stdout).unwrap();
    assert_eq!(state["articles"], 4_000, "nothing is lost and nothing stands twice");
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_disk_is_one_clear_error() {
    let Some(disk) = SmallDisk::mount("64m") else { return };
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("news.jsonl");
    std::fs::write(&input, invented_news(20).join("\n")).unwrap();
    assert!(run(&disk.data(), &["import", input.to_str().unwrap()]).status.success());

    disk.remount("ro");
    let output = run(&disk.data(), &["import", input.to_str().unwrap()]);
    let errors = stderr_of(&output);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    assert!(
        errors.to_lowercase().contains("read-only") || errors.contains("readonly"),
        "the error says that the disk cannot be written: {errors}"
    );
}
