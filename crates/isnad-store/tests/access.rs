//! Opening: several processes at once, folders that cannot be written, other schemas, backups.

mod common;

use common::*;
use isnad_model::CaptureId;
use isnad_store::{Access, Lane, LogKind, Store, StoreError};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn reading_makes_nothing_and_says_that_there_is_no_store() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("none");
    let error = Store::open(&missing, Access::Read).err().unwrap();
    assert!(matches!(error, StoreError::NotAStore(_)), "{error}");
    assert!(!missing.exists());
}

#[test]
fn a_reader_sees_what_a_writer_commits_and_cannot_write() {
    let (dir, writer) = new_store();
    let reader = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(reader.status().unwrap().captures, 0);
    writer
        .append_captures(Lane::Live, &[page("a", "https://a.example/1", "v1")])
        .unwrap();
    assert_eq!(reader.status().unwrap().captures, 1);
    let error = reader
        .append_captures(Lane::Live, &[page("a", "https://a.example/2", "v1")])
        .unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error}");
    assert!(matches!(
        reader.add_source("a", "https://a.example/feed", 0),
        Err(StoreError::ReadOnly(_))
    ));
}

#[test]
fn several_writers_do_not_interleave() {
    let (dir, first) = new_store();
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let folder = dir.path();
            scope.spawn(move || {
                let store = Store::open(folder, Access::Write).unwrap();
                for number in 0..8 {
                    let url = format!("https://a.example/{writer}/{number}");
                    store.append_captures(Lane::Backfill, &[page("a", &url, &url)]).unwrap();
                }
            });
        }
    });
    let ids: Vec<CaptureId> = logged(&first, Lane::Backfill, LogKind::Capture)
        .into_iter()
        .map(CaptureId)
        .collect();
    assert_eq!(ids.len(), 24);
    for stored in first.read_captures(&ids).unwrap() {
        assert_eq!(stored.capture.url.unwrap().as_bytes(), stored.capture.body);
    }
}

#[test]
fn a_newer_schema_is_refused_and_an_empty_file_is_no_store() {
    let (dir, store) = new_store();
    drop(store);
    let path = dir.path().join("isnad.db");
    // The schema number stands big-endian at byte 60 of the file.
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&99u32.to_be_bytes());
    std::fs::write(&path, bytes).unwrap();
    for access in [Access::Write, Access::Read] {
        let error = Store::open(dir.path(), access).err().unwrap();
        assert!(matches!(error, StoreError::NewerSchema { found: 99, .. }), "{error}");
    }
    std::fs::write(&path, b"this is a text and no database at all, whatever its name says").unwrap();
    let error = Store::open(dir.path(), Access::Write).err().unwrap();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    std::fs::write(&path, b"").unwrap();
    let error = Store::open(dir.path(), Access::Read).err().unwrap();
    assert!(matches!(error, StoreError::OlderSchema { found: 0, .. }), "{error}");
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_read_only_folder_can_be_read_and_says_so_when_written() {
    let (dir, store) = new_store();
    put(
        &store,
        Lane::Live,
        page("a", "https://a.example/1", "v1"),
        article("x", "ا", "ب"),
    );
    drop(store);
    set_mode(&dir.path().join("isnad.db"), 0o444);
    set_mode(dir.path(), 0o555);
    let is_enforced = std::fs::write(dir.path().join("probe"), b"").is_err();
    if is_enforced {
        let error = Store::open(dir.path(), Access::Write).err().unwrap();
        assert!(matches!(error, StoreError::ReadOnly(_)), "{error}");
        let reader = Store::open(dir.path(), Access::Read).unwrap();
        assert_eq!(reader.status().unwrap().articles, 1);
    } else {
        eprintln!("skipped: this user may write anywhere");
    }
    set_mode(dir.path(), 0o755);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, b"").unwrap();
    let error = Store::open(&file.join("store"), Access::Write).err().unwrap();
    assert!(error.to_string().contains("file/store"), "{error}");
}

#[test]
fn a_backup_made_while_another_writes_opens_and_agrees() {
    let (dir, store) = new_store();
    let target = tempfile::tempdir().unwrap();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let other = Store::open(dir.path(), Access::Write).unwrap();
            for number in 0.. {
                let url = format!("https://a.example/{number}");
                put(&other, Lane::Live, page("a", &url, &url), article(&url, "ا", "ب"));
                if stop.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        for backup in 0..4 {
            std::thread::sleep(std::time::Duration::from_millis(40));
            store.backup(&target.path().join(backup.to_string())).unwrap();
        }
        stop.store(true, Ordering::Relaxed);
    });
    let mut sizes = Vec::new();
    for backup in 0..4 {
        let copy = Store::open(&target.path().join(backup.to_string()), Access::Write).unwrap();
        let ids: Vec<CaptureId> = logged(&copy, Lane::Live, LogKind::Capture)
            .into_iter()
            .map(CaptureId)
            .collect();
        assert_eq!(copy.read_captures(&ids).unwrap().len(), ids.len());
        let status = copy.status().unwrap();
        assert!(status.captures - status.articles <= 1, "{status:?}");
        put(
            &copy,
            Lane::Live,
            page("b", "https://b.example/1", "v1"),
            article("y", "ا", "ب"),
        );
        sizes.push(ids.len());
    }
    assert!(sizes.is_sorted() && sizes[3] > 0, "{sizes:?}");
    let again = store.backup(&target.path().join("0")).unwrap_err();
    assert!(again.to_string().contains("is not empty"), "{again}");
}
