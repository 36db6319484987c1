//! A month of five outlets' feeds, replayed: 146 RSS files, each as one feed, asked once.
//!
//! The files are no part of the repository; they are looked for beside it (`../shared`, or ISNAD_SHARED).

mod common;

use common::{Answer, Engine, Site, reaching_this_machine};
use isnad_model::normalise_url;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const FOLDER: &str = "feeds/ant_replay_2018-03";
/// Every so many-th file: enough for a month, few enough to be quick.
const EVERY: usize = 3;

fn archive() -> PathBuf {
    let shared = match std::env::var_os("ISNAD_SHARED") {
        Some(named) => PathBuf::from(named),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    shared.join("data/small-sets.tar.xz")
}

/// Name without ending and text of each file; `None`, with the reason printed, where they cannot be had.
fn files(unpacked: &Path) -> Option<Vec<(String, String)>> {
    let archive = archive();
    if !archive.exists() {
        println!("skipped: {} is not there", archive.display());
        return None;
    }
    let done = Command::new("tar")
        .arg("-xJf")
        .arg(&archive)
        .arg("-C")
        .arg(unpacked)
        .arg(format!("./{FOLDER}"))
        .status();
    if !done.as_ref().is_ok_and(|status| status.success()) {
        println!("skipped: tar does not unpack {} ({done:?})", archive.display());
        return None;
    }
    let mut files: Vec<(String, String)> = std::fs::read_dir(unpacked.join(FOLDER))
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    Some(files)
}

/// The links of a feed's items, read without a parser of feeds.
fn links(feed: &str) -> impl Iterator<Item = String> {
    feed.split("<item>").skip(1).filter_map(|item| {
        let (_, behind) = item.split_once("<link>")?;
        let (link, _) = behind.split_once("</link>")?;
        Some(link.trim().replace("&amp;", "&"))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_of_feeds_gives_each_item_once() {
    let folder = tempfile::tempdir().unwrap();
    let Some(files) = files(folder.path()) else { return };
    assert_eq!(files.len(), 146);
    let site = Site::start().await;
    let engine = Engine::start(reaching_this_machine());
    let mut distinct = BTreeSet::new();
    let mut followed = Vec::new();
    for (name, feed) in files.iter().step_by(EVERY) {
        // pages are asked for here, not at the outlets: they answer 404
        let feed = feed
            .replace("<link>http://", &format!("<link>{}", site.url("/")))
            .replace("<link>https://", &format!("<link>{}", site.url("/")));
        let outlet = name.split('_').next().unwrap_or_default().to_owned();
        distinct.extend(links(&feed).map(|link| (outlet.clone(), normalise_url(&link).unwrap())));
        let path = format!("/{name}.xml");
        site.set(&path, Answer::feed(feed));
        followed.push(
            engine
                .store
                .add_source(&outlet, &site.url(&path), engine.now())
                .unwrap(),
        );
    }
    engine.settle().await;
    for source in followed {
        let held = engine.source(source);
        assert_eq!((held.errors, held.last_error), (0, None), "{}", held.feed_url);
    }
    assert!(distinct.len() > 500, "{}", distinct.len());
    assert_eq!(engine.articles().len(), distinct.len());
    assert!(engine.articles().iter().all(|article| article.story.is_some()));
}
