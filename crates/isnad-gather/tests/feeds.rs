//! Feeds: the corpus of odd ones with what must come out, and sets of real ones where they are at hand.

use feed_rs::parser::Builder;
use isnad_gather::{Feed, FeedError, parse_feed};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FETCHED_FROM: &str = "https://feeds.example/x/feed";

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/feeds")
}

fn feed_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "xml" || ending == "json")
        })
        .collect();
    files.sort();
    files
}

fn as_json(parsed: &Result<Feed, FeedError>) -> Value {
    match parsed {
        Err(error) => json!({ "error": error.to_string() }),
        Ok(feed) => json!({
            "kind": format!("{:?}", feed.kind),
            "title": feed.title,
            "site_url": feed.site_url,
            "language": feed.language,
            "ttl_seconds": feed.ttl_seconds,
            "warnings": feed.warnings,
            "entries": feed.entries,
        }),
    }
}

#[test]
fn odd_feeds_are_read_as_expected() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(corpus());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for file in feed_files(&corpus()) {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let parsed = parse_feed(&fs::read(&file).unwrap(), None, FETCHED_FROM);
        settings.bind(|| insta::assert_json_snapshot!(name.as_str(), as_json(&parsed)));
    }
}

#[test]
fn what_is_no_feed_says_so() {
    let cases: [(&[u8], &str); 6] = [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<!doctype html><html><body>404</body></html>", "web page"),
        (b"<sitemapindex/>", "<sitemapindex>"),
        ("عذرا، الصفحة غير موجودة".as_bytes(), "begins «عذرا"),
        (b"{\"items\": [}", "broken"),
    ];
    for (bytes, words) in cases {
        let error = parse_feed(bytes, None, FETCHED_FROM).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

/// The folder with shared data, if it lies beside the repository.
fn shared() -> Option<PathBuf> {
    let folder = match std::env::var_os("ISNAD_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    let archive = folder.join("data/small-sets.tar.xz");
    if !archive.is_file() {
        eprintln!("skipped: there is no {}", archive.display());
        return None;
    }
    Some(folder)
}

/// Unpacks one folder of the small sets into a temporary one.
fn unpacked(member: &str) -> Option<tempfile::TempDir> {
    let archive = shared()?.join("data/small-sets.tar.xz");
    let folder = tempfile::tempdir().unwrap();
    let tar = Command::new("tar")
        .arg("-xJf")
        .arg(&archive)
        .arg("-C")
        .arg(folder.path())
        .arg(format!("./{member}"))
        .status();
    match tar {
        Ok(status) if status.success() => Some(folder),
        outcome => {
            eprintln!("skipped: tar could not unpack {member}: {outcome:?}");
            None
        }
    }
}

/// Every entry against feed-rs: ids, addresses, and the instants of all times.
fn compare_with_feed_rs(bytes: &[u8], feed: &Feed, name: &str) {
    let other = Builder::new().base_uri(Some(FETCHED_FROM)).build().parse(bytes);
    let Ok(other) = other else {
        return;
    };
    // Items with nothing in them get an invented id there and are left out here.
    let theirs = other
        .entries
        .iter()
        .filter(|entry| !entry.links.is_empty() || entry.title.is_some());
    let theirs: Vec<_> = theirs.collect();
    // It knows no items in the namespace of RSS 0.90.
    if theirs.is_empty() {
        return;
    }
    assert_eq!(feed.entries.len(), theirs.len(), "{name}");
    for (ours, theirs) in feed.entries.iter().zip(theirs) {
        let their_links: Vec<&str> = theirs.links.iter().map(|link| link.href.trim()).collect();
        let url = ours.url.as_deref().unwrap_or_default();
        assert!(their_links.contains(&url), "{name}: {url} {their_links:?}");
        let our_time = ours.published.as_ref().and_then(|time| time.point());
        assert_eq!(
            our_time,
            theirs.published.map(|time| time.timestamp()),
            "{name}: {}",
            ours.id
        );
        assert_eq!(
            ours.title.is_some(),
            theirs
                .title
                .as_ref()
                .is_some_and(|title| !title.content.trim().is_empty()),
            "{name}: {}",
            ours.id
        );
    }
}

#[test]
fn the_replay_set_is_read_whole() {
    let Some(folder) = unpacked("feeds/ant_replay_2018-03") else {
        return;
    };
    let files = feed_files(&folder.path().join("feeds/ant_replay_2018-03"));
    let mut items = 0;
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        let bytes = fs::read(file).unwrap();
        let feed = parse_feed(&bytes, Some("application/rss+xml"), FETCHED_FROM).unwrap();
        assert!(feed.warnings.is_empty(), "{name}: {:?}", feed.warnings);
        assert_eq!(feed.language.as_deref(), Some("ar"), "{name}");
        let day = name.rsplit('_').next().unwrap().trim_end_matches(".xml").to_owned();
        for entry in &feed.entries {
            let published = entry
                .published
                .as_ref()
                .unwrap_or_else(|| panic!("{name}: {}", entry.id));
            let distance = published.point().unwrap() - isnad_model::parse_instant(&day).unwrap();
            assert!((-86_400..2 * 86_400).contains(&distance), "{name}: {}", published.time);
            assert_eq!(published.evidence, "feed pubDate");
            assert!(entry.title.is_some() && entry.url.is_some(), "{name}: {}", entry.id);
        }
        compare_with_feed_rs(&bytes, &feed, &name);
        items += feed.entries.len();
    }
    assert_eq!((files.len(), items), (146, 4_922));
}

#[test]
fn the_feeds_of_miniflux_are_read_as_feed_rs_reads_them() {
    let Some(folder) = unpacked("feeds/miniflux") else {
        return;
    };
    let files = feed_files(&folder.path().join("feeds/miniflux/internal/reader/parser/testdata"));
    assert_eq!(files.len(), 8);
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy();
        let bytes = fs::read(&file).unwrap();
        let feed = parse_feed(&bytes, None, FETCHED_FROM).unwrap();
        assert!(!feed.entries.is_empty(), "{name}");
        let text: String = feed.entries.iter().filter_map(|entry| entry.title.clone()).collect();
        assert!(!text.contains('\u{fffd}') && !text.contains("&#"), "{name}: {text}");
        compare_with_feed_rs(&bytes, &feed, &name);
    }
}

fn corpus_bytes() -> Vec<Vec<u8>> {
    feed_files(&corpus())
        .iter()
        .map(|file| fs::read(file).unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_damage_panics(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(),
                        cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let all = corpus_bytes();
        let mut bytes = which.get(&all).clone();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        bytes.truncate(cut.index(bytes.len()) + 1);
        if let Ok(feed) = parse_feed(&bytes, None, FETCHED_FROM) {
            for entry in feed.entries {
                prop_assert!(!entry.id.is_empty());
                prop_assert!(entry.url.is_none_or(|url| url.starts_with("http")));
                prop_assert!(entry.published.is_none_or(|time| time.interval().is_some()));
            }
        }
    }
}
