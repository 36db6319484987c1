//! `isnad demo`: the bundled sample, through the ordinary stages, answered like any store.
//!
//! Nothing is polled, since its outlets are invented, and the clock stands at the newest capture, so that
//! "today" is the last day of the sample.

use super::listening::listen;
use super::serve::{Service, event_loop, log_to_stderr};
use super::stopping::StopSignals;
use crate::cli::DemoArguments;
use crate::outcome::Outcome;
use anyhow::{Context, bail};
use isnad_engine::import::{Captured, Importer};
use isnad_engine::live::Clock;
use isnad_engine::{Bell, DataPaths, FetchSettings, Fetcher, Runner, unix_seconds};
use isnad_store::{Access, Correction, Store};
use isnad_web::{App, Guard};
use serde::Deserialize;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Names and bytes of the files under `sample/`.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/sample.rs"));

/// One line of the sample's manifest.
#[derive(Deserialize)]
struct Line {
    file: String,
    url: String,
    source: String,
    captured: String,
    content_type: String,
}

/// One line of the sample's decisions: an article that was split off its story, and put back.
#[derive(Deserialize)]
struct Split {
    /// Address of the article.
    article: String,
    at: String,
    undone: String,
}

/// One line of the sample's visits: when its reader was on the page of the story of an article.
#[derive(Deserialize)]
struct Visit {
    /// Address of the article.
    article: String,
    at: String,
}

/// Runs the command.
pub fn run(arguments: &DemoArguments) -> anyhow::Result<Outcome> {
    log_to_stderr("warn");
    if !arguments.listen.ip().is_loopback() {
        bail!(
            "the demo answers on loopback addresses only, not on {}",
            arguments.listen
        );
    }
    // the folder goes when this function ends
    let (paths, _temporary) = match &arguments.data {
        Some(folder) => (DataPaths::new(folder), None),
        None => {
            let folder = tempfile::Builder::new().prefix("isnad-demo-").tempdir()?;
            (DataPaths::new(folder.path()), Some(folder))
        }
    };
    let lines = manifest()?;
    let loaded = lines.len() as u64;
    event_loop()?.block_on(demo(arguments, &paths, lines))?;
    Ok(Outcome {
        done: loaded,
        skipped: 0,
    })
}

async fn demo(arguments: &DemoArguments, paths: &DataPaths, lines: Vec<Line>) -> anyhow::Result<()> {
    let newest = newest_capture(&lines)?;
    let clock: Clock = Arc::new(move || newest);
    let bell = Arc::new(Bell::default());
    // before the runner: it reads what the store holds when it starts
    let store = Store::open(paths.root(), Access::Write)?;
    let Some(runner) = Runner::start(paths, bell.clone())? else {
        bail!(
            "another isnad holds {}; stop it or name another folder",
            paths.root().display()
        );
    };
    let addresses: Vec<String> = lines.iter().map(|line| line.url.clone()).collect();
    load(&store, &bell, lines, newest)?;
    runner.wait_until_caught_up(|| {})?;
    decide(&store)?;
    bell.ring();
    runner.wait_until_caught_up(|| {})?;
    visit(&store)?;
    if arguments.data.is_some() {
        pause_invented(&store, &addresses)?;
    }

    let listener = listen(arguments.listen)?;
    let address = listener.local_addr()?;
    let index = runner.index();
    let app = App::new(
        paths,
        index.clone(),
        Guard::new(address, None, &[])?,
        Fetcher::new(FetchSettings::default())?,
        bell,
        clock,
        true,
    )?;
    let greeting = greeting(&format!("http://{address}"), arguments.data.as_deref());
    let stop = StopSignals::catch()?;
    writeln!(std::io::stdout(), "{greeting}").context("the address cannot be printed")?;
    let service = Service {
        listener,
        stop,
        app,
        index,
        runner: Some(runner),
        polling: None,
        waiting: None,
    };
    service.run().await
}

/// What the demo says once it answers; the address stands alone on the first line, as with `isnad serve`.
fn greeting(address: &str, kept: Option<&Path>) -> String {
    let (option, note) = match kept {
        None => (String::new(), String::new()),
        Some(folder) => (
            format!(" --data {}", folder.display()),
            "\nThe invented outlets are paused in this folder: nobody answers under their names.".to_owned(),
        ),
    };
    format!(
        "{address}/
Ten days of invented news, 1 to 10 March 2031; the clock stands at the last capture. Also there:
  {address}/search?q=الصومعة
  {address}/api/v1/openapi.json
With your own feeds:
  isnad add https://example.org/{option}    follow a feed, or the feed that a page names
  isnad serve{option}                       poll, read, link and answer{note}
Ctrl-C ends the demo."
    )
}

/// Keeps `isnad serve` over the same folder from asking for names that nobody can own (RFC 6761, 6.5).
fn pause_invented(store: &Store, addresses: &[String]) -> anyhow::Result<()> {
    for source in store.sources()? {
        if addresses.contains(&source.feed_url) && !source.paused {
            store.pause_source(source.id, true)?;
        }
    }
    Ok(())
}

/// Keeps what the sample's reader decided, unless the store knows decisions on those articles already.
fn decide(store: &Store) -> anyhow::Result<()> {
    let lines = std::str::from_utf8(file("decisions.jsonl")?)?;
    for line in lines.lines() {
        let split: Split = serde_json::from_str(line).context("the sample's decisions are damaged")?;
        let leaving = store.find_article(None, &split.article)?;
        let leaving = leaving.with_context(|| format!("the sample has no article {}", split.article))?;
        let Some(story) = store.article(leaving)?.and_then(|view| view.story) else {
            continue;
        };
        let mut others = store.story_articles(story)?;
        others.retain(|other| *other != leaving);
        if others.is_empty() || !store.decisions(Some(story), None, 1)?.is_empty() {
            continue;
        }
        let decision = Correction {
            at: unix_seconds(&split.at)?,
            together: false,
            articles: vec![leaving],
            others,
            undoes: None,
        };
        let kept = store.correct(&decision)?;
        store.correct(&Correction {
            at: unix_seconds(&split.undone)?,
            together: true,
            undoes: Some(kept),
            ..decision
        })?;
    }
    Ok(())
}

/// Keeps what the sample's reader saw on pages of stories, unless the store knows of a visit there already.
fn visit(store: &Store) -> anyhow::Result<()> {
    let lines = std::str::from_utf8(file("visits.jsonl")?)?;
    for line in lines.lines() {
        let visit: Visit = serde_json::from_str(line).context("the sample's visits are damaged")?;
        let at = unix_seconds(&visit.at)?;
        let article = store.find_article(None, &visit.article)?;
        let article = article.with_context(|| format!("the sample has no article {}", visit.article))?;
        let Some(story) = store.article(article)?.and_then(|view| view.story) else {
            continue;
        };
        if !store.shown(story)?.is_empty() {
            continue;
        }
        let views = store.articles(&store.story_articles(story)?)?;
        let seen = views
            .iter()
            .filter(|view| view.linking_time.is_some_and(|time| time <= at));
        store.show(&seen.map(|view| view.id).collect::<Vec<_>>(), at)?;
    }
    Ok(())
}

fn manifest() -> anyhow::Result<Vec<Line>> {
    let text = std::str::from_utf8(file("manifest.jsonl")?)?;
    text.lines()
        .map(|line| serde_json::from_str(line).context("the sample's manifest is damaged"))
        .collect()
}

fn file(name: &str) -> anyhow::Result<&'static [u8]> {
    FILES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, bytes)| *bytes)
        .with_context(|| format!("the sample has no file {name}"))
}

fn newest_capture(lines: &[Line]) -> anyhow::Result<i64> {
    let mut newest = i64::MIN;
    for line in lines {
        newest = newest.max(unix_seconds(&line.captured)?);
    }
    Ok(newest)
}

/// Appends the sample in order of arrival. A store that holds it already is left as it is.
fn load(store: &Store, bell: &Bell, lines: Vec<Line>, now_seconds: i64) -> anyhow::Result<()> {
    let mut importer = Importer::new(store, bell, None, now_seconds);
    let mut skipped: Vec<String> = Vec::new();
    let mut skip = |place: &str, reason: &str| skipped.push(format!("{place}: {reason}"));
    for line in lines {
        let captured = Captured {
            bytes: file(&line.file)?.to_vec(),
            url: line.url,
            source: line.source,
            captured: line.captured,
            content_type: line.content_type,
        };
        importer.take_captured(captured, &mut skip)?;
    }
    importer.flush(&mut skip)?;
    if let Some(first) = skipped.first() {
        bail!("the sample was refused: {first}");
    }
    Ok(())
}
