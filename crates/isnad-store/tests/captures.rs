//! Captures are acknowledged once, come back byte for byte, and stand in readable WARC files.

mod common;

use common::*;
use isnad_model::{Capture, CaptureId, CaptureKind};
use isnad_store::{Access, Lane, LogKind, Store, StoreError};
use proptest::prelude::*;
use std::io::{BufReader, Write};

#[test]
fn a_capture_comes_back_as_it_was() {
    let (dir, store) = new_store();
    let entry = Capture {
        kind: CaptureKind::FeedEntry,
        external_id: Some("guid\r\n7".into()),
        content_type: None,
        captured: "2026-11-24T13:00:00+03:00".into(),
        ..page("وكالة الساحل", "https://a.example/7", "{\"id\":\"guid\"}")
    };
    let captures = [
        page("الساحل", "https://a.example/1", "<p>وصل الوفد إلى المرفأ</p>"),
        entry,
    ];
    let ids = store.append_captures(Lane::Live, &captures).unwrap().ids;
    let ids: Vec<CaptureId> = ids.into_iter().flatten().collect();
    drop(store);
    let reader = Store::open(dir.path(), Access::Read).unwrap();
    let read = reader.read_captures(&ids).unwrap();
    let bodies: Vec<Capture> = read.into_iter().map(|stored| stored.capture).collect();
    assert_eq!(bodies, captures);
    assert_eq!(reader.read_capture(ids[1]).unwrap().lane, Lane::Live);
}

#[test]
fn known_is_what_the_latest_capture_of_the_address_shows() {
    let (_dir, store) = new_store();
    let first = page("a", "https://a.example/1?utm_source=x", "one");
    let second = page("a", "https://a.example/1", "two");
    let append = |captures: &[Capture]| store.append_captures(Lane::Backfill, captures).unwrap();
    // The same bytes at the same address are known within a batch and later; another outlet's are not.
    let appended = append(&[first.clone(), first.clone(), page("b", "https://a.example/1", "one")]);
    assert_eq!(appended.ids, [Some(CaptureId(1)), None, Some(CaptureId(2))]);
    assert_eq!(append(std::slice::from_ref(&first)).new_captures(), 0);
    // The page changes and changes back: both are news. The same file imported again is not.
    let back = Capture {
        captured: "2026-12-01T00:00:00Z".to_owned(),
        ..first.clone()
    };
    assert_eq!(append(&[second.clone(), back.clone()]).new_captures(), 2);
    assert_eq!(append(&[first, second, back]).new_captures(), 0);
    assert_eq!(logged(&store, Lane::Backfill, LogKind::Capture), [1, 2, 3, 4]);
    assert!(logged(&store, Lane::Live, LogKind::Capture).is_empty());
}

#[test]
fn a_capture_without_a_time_is_refused_and_the_others_are_kept() {
    let (_dir, store) = new_store();
    let timeless = Capture {
        captured: "أمس".into(),
        ..page("a", "https://a.example/1", "one")
    };
    let appended = store
        .append_captures(Lane::Live, &[timeless, page("a", "https://a.example/2", "two")])
        .unwrap();
    assert_eq!(appended.ids, [None, Some(CaptureId(1))]);
    assert_eq!(appended.refused, [(0, "captured «أمس» is no RFC 3339 time".to_owned())]);
}

fn warc_of(dir: &std::path::Path) -> std::path::PathBuf {
    let mut files = std::fs::read_dir(dir.join("captures")).unwrap();
    files.next().unwrap().unwrap().path()
}

#[test]
fn the_warc_file_is_cut_back_to_what_was_acknowledged() {
    let (dir, store) = new_store();
    store
        .append_captures(Lane::Live, &[page("a", "https://a.example/1", "one")])
        .unwrap();
    let path = warc_of(dir.path());
    let whole = std::fs::read(&path).unwrap();
    let scribble = || {
        let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"half a record").unwrap();
    };
    scribble();
    drop(store);
    let store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), whole);
    // Another process may be killed while this one lives.
    scribble();
    store
        .append_captures(Lane::Live, &[page("a", "https://a.example/2", "two")])
        .unwrap();
    let file = BufReader::new(std::fs::File::open(&path).unwrap());
    let records: Vec<_> = isnad_warc::Reader::new(file).map(Result::unwrap).collect();
    let addresses: Vec<_> = records
        .iter()
        .filter_map(|record| record.target_uri.as_deref())
        .collect();
    assert_eq!(addresses, ["https://a.example/1", "https://a.example/2"]);
    assert_eq!(records[0].kind, isnad_warc::RecordKind::Warcinfo);
}

#[test]
fn damaged_bytes_are_not_given_out() {
    let (dir, store) = new_store();
    store
        .append_captures(Lane::Live, &[page("a", "https://a.example/1", "one")])
        .unwrap();
    let path = warc_of(dir.path());
    let mut bytes = std::fs::read(&path).unwrap();
    let near_end = bytes.len() - 12;
    bytes[near_end] ^= 0xff;
    std::fs::write(&path, bytes).unwrap();
    let error = store.read_capture(CaptureId(1)).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    let missing = store.read_capture(CaptureId(9)).unwrap_err().to_string();
    assert_eq!(missing, "there is no capture 9");
}

#[test]
fn a_file_that_the_database_does_not_know_is_not_overwritten() {
    let (dir, store) = new_store();
    store
        .append_captures(Lane::Live, &[page("a", "https://a.example/1", "one")])
        .unwrap();
    drop(store);
    let path = warc_of(dir.path());
    let before = std::fs::read(&path).unwrap();
    for name in ["isnad.db", "isnad.db-wal", "isnad.db-shm"] {
        let _ = std::fs::remove_file(dir.path().join(name));
    }
    let store = Store::open(dir.path(), Access::Write).unwrap();
    let error = store
        .append_captures(Lane::Live, &[page("a", "https://a.example/2", "two")])
        .unwrap_err();
    assert!(error.to_string().contains("does not know this file"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_bytes_come_back(bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 1..6)) {
        let (_dir, store) = new_store();
        let captures: Vec<Capture> = bodies
            .iter()
            .enumerate()
            .map(|(number, body)| Capture {
                body: body.clone(),
                ..page("a", &format!("https://a.example/{number}"), "")
            })
            .collect();
        let ids: Vec<CaptureId> =
            store.append_captures(Lane::Live, &captures).unwrap().ids.into_iter().flatten().collect();
        let read = store.read_captures(&ids).unwrap();
        for (stored, capture) in read.iter().zip(&captures) {
            prop_assert_eq!(&stored.capture, capture);
        }
        prop_assert_eq!(read.len(), captures.len());
    }
}
