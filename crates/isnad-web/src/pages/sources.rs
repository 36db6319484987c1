//! `/sources`: the feeds that are followed, their health, and forms to change them; lists of feeds in and out.

use super::frame::{Frame, Section};
use super::health::{Health, due, reason};
use super::markup::{Markup, foreign};
use super::page;
use super::picture::{Bar, bars};
use super::visitor::Visitor;
use super::when::{self, DAY_SECONDS};
use super::words::Language;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Fields, Parameters, Path, Upload};
use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use isnad_engine::add::{add_source, find_feed};
use isnad_engine::list::{add_list, write_list};
use isnad_store::{Source, SourceId};
use serde::Deserialize;

/// Days that a source's pulse shows, today included.
const PULSE_DAYS: i64 = 14;

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    frame: Frame,
    about: String,
    notice: Option<String>,
    filters: Vec<Link>,
    sorts: Vec<Link>,
    rows: Vec<Row>,
    is_writing: bool,
}

struct Link {
    words: String,
    href: String,
    is_current: bool,
}

struct Row {
    id: i64,
    name: String,
    feed_url: String,
    health: Health,
    health_word: &'static str,
    sentence: Option<String>,
    what_failed: Option<Markup>,
    kind: &'static str,
    polled: String,
    due: String,
    today: u32,
    pulse: Markup,
    is_paused: bool,
    manage: String,
    shown_name: Markup,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    only: Option<String>,
    order: Option<String>,
    added: Option<u64>,
    #[serde(default)]
    known: u64,
    #[serde(default)]
    refused: u64,
}

#[derive(Deserialize)]
pub(super) struct NewSource {
    form_token: String,
    url: String,
}

#[derive(Deserialize)]
pub(super) struct Change {
    form_token: String,
    #[serde(default)]
    name: String,
}

/// `GET /sources`.
pub(super) async fn sources(
    State(app): State<App>,
    visitor: Visitor,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, ApiError> {
    let language = visitor.language;
    let now = app.now_seconds();
    let today = now.div_euclid(DAY_SECONDS);
    let (sources, pulses) = app
        .read(move |finder| {
            let store = finder.store();
            Ok((store.sources()?, store.pulse(today - PULSE_DAYS + 1, today)?))
        })
        .await?;
    let only = asked.only.as_deref();
    let order = match asked.order.as_deref() {
        Some("state") => "state",
        _ => "name",
    };
    let health: Vec<Health> = sources.iter().map(|source| Health::of(source, now)).collect();
    let about = about(&sources, &health, language, now);
    let filters = filters(&health, only, order, language);
    let mut rows: Vec<Row> = sources
        .into_iter()
        .zip(pulses)
        .map(|(source, pulse)| row(source, &pulse, language, now))
        .filter(|row| only.is_none_or(|key| row.health.key() == key))
        .collect();
    match order {
        "state" => rows.sort_by(|one, other| other.health.cmp(&one.health).then_with(|| one.name.cmp(&other.name))),
        _ => rows.sort_by(|one, other| one.name.cmp(&other.name)),
    }
    let only_part = only
        .filter(|key| Health::ALL.iter().any(|health| health.key() == *key))
        .map_or(String::new(), |key| format!("&only={key}"));
    let template = SourcesPage {
        about,
        notice: asked.added.map(|added| imported(added, &asked, language)),
        filters,
        sorts: [("name", "by_name"), ("state", "by_state")]
            .map(|(key, words)| Link {
                words: language.word(words).to_owned(),
                href: format!("/sources?order={key}{only_part}"),
                is_current: order == key,
            })
            .into(),
        rows,
        is_writing: app.is_writing(),
        frame: Frame::new(&visitor, Section::Sources),
    };
    Ok(visitor.bind(page(&template)?))
}

/// How many there are, how they are, and when one was fetched last.
fn about(sources: &[Source], health: &[Health], language: Language, now: i64) -> String {
    if sources.is_empty() {
        return language.word("no_sources").to_owned();
    }
    let counted: Vec<String> = Health::ALL
        .into_iter()
        .filter_map(|kind| {
            let count = health.iter().filter(|one| **one == kind).count();
            let places = [("n", count.to_string()), ("state", kind.word(language).to_owned())];
            let places = places.each_ref().map(|(name, value)| (*name, value.as_str()));
            (count > 0).then(|| language.fill("state_count", &places))
        })
        .collect();
    let mut words = vec![language.count("followed", sources.len() as u64)];
    words.push(format!("{}.", language.list(&counted)));
    if let Some(last) = sources.iter().filter_map(|source| source.polled_at).max() {
        words.push(language.fill("last_of_all", &[("t", &when::span(language, now - last))]));
    }
    words.join(" ")
}

/// All of them, and each kind of health that there is.
fn filters(health: &[Health], only: Option<&str>, order: &str, language: Language) -> Vec<Link> {
    let mut links = vec![Link {
        words: format!("{} {}", language.word("all"), health.len()),
        href: format!("/sources?order={order}"),
        is_current: only.is_none(),
    }];
    for kind in Health::ALL {
        let count = health.iter().filter(|one| **one == kind).count();
        if count > 0 && count < health.len() {
            links.push(Link {
                words: format!("{} {count}", kind.word(language)),
                href: format!("/sources?order={order}&only={}", kind.key()),
                is_current: only == Some(kind.key()),
            });
        }
    }
    links
}

fn imported(added: u64, asked: &Asked, language: Language) -> String {
    let mut words = vec![language.fill("opml_added", &[("n", &added.to_string())])];
    for (count, key) in [(asked.known, "opml_known"), (asked.refused, "opml_refused")] {
        if count > 0 {
            words.push(language.fill(key, &[("n", &count.to_string())]));
        }
    }
    words.join(" ")
}

/// `POST /sources`: follows the feed at an address, or the feed its page names.
pub(super) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Fields(wanted): Fields<NewSource>,
) -> Result<Redirect, ApiError> {
    visitor.check_form(&wanted.form_token)?;
    let found = find_feed(&app.inner.fetcher, wanted.url.trim()).await?;
    let now = app.now_seconds();
    app.write(move |store| Ok(add_source(store, found, None, now)?)).await?;
    Ok(Redirect::to("/sources"))
}

/// `POST /sources/opml`: follows every feed of a list.
pub(super) async fn import(State(app): State<App>, visitor: Visitor, sent: Upload) -> Result<Redirect, ApiError> {
    visitor.check_form(sent.field("form_token")?)?;
    let list = sent.bytes("list")?.to_vec();
    let now = app.now_seconds();
    let listed = app.write(move |store| Ok(add_list(store, &list, now)?)).await?;
    Ok(Redirect::to(&format!(
        "/sources?added={}&known={}&refused={}",
        listed.added,
        listed.known,
        listed.refused.len()
    )))
}

/// `GET /sources.opml`: all feeds as a list, to be kept as a file.
pub(super) async fn export(State(app): State<App>, visitor: Visitor) -> Result<Response, ApiError> {
    let title = visitor.language.word("opml_title").to_owned();
    let list = app.read(move |finder| Ok(write_list(finder.store(), &title)?)).await?;
    let headers = [
        (CONTENT_TYPE, "text/x-opml; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"isnad.opml\""),
    ];
    Ok((headers, list).into_response())
}

/// `POST /sources/{id}/{change}`: `pause`, `resume`, `rename` or `delete`.
pub(super) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, change)): Path<(i64, String)>,
    Fields(sent): Fields<Change>,
) -> Result<Response, ApiError> {
    visitor.check_form(&sent.form_token)?;
    let now = app.now_seconds();
    let source = SourceId(id);
    app.write(move |store| {
        let known = store.source(source)?.filter(|known| known.deleted_at.is_none());
        if known.is_none() {
            return Err(ApiError::not_found(format!("no source {id}")));
        }
        match change.as_str() {
            "pause" => store.pause_source(source, true)?,
            "resume" => store.pause_source(source, false)?,
            "delete" => store.delete_source(source, now)?,
            "rename" if sent.name.trim().is_empty() => return Err(ApiError::bad_request("the new name is empty")),
            "rename" => store.rename_source(source, sent.name.trim())?,
            other => return Err(ApiError::not_found(format!("no change «{other}»"))),
        }
        Ok(())
    })
    .await?;
    Ok(Redirect::to("/sources").into_response())
}

fn row(source: Source, pulse: &[u32], language: Language, now: i64) -> Row {
    let health = Health::of(&source, now);
    let polled = match source.polled_at {
        Some(at) => language.fill("ago", &[("t", &when::span(language, now - at))]),
        None => language.word("never").to_owned(),
    };
    let kind = source.feed.as_ref().map_or("—", |feed| match feed.kind.as_str() {
        "rss" => "RSS",
        "rdf" => "RDF",
        "atom" => "Atom",
        "json" => "JSON Feed",
        _ => "—",
    });
    let texts: u64 = pulse.iter().map(|count| u64::from(*count)).sum();
    let label = language.fill("pulse_label", &[("texts", &language.count("articles", texts))]);
    let drawn: Vec<Bar> = pulse
        .iter()
        .map(|count| Bar {
            class: "",
            count: u64::from(*count),
        })
        .collect();
    Row {
        id: source.id.0,
        health,
        health_word: health.word(language),
        sentence: health.sentence(&source, language, now),
        kind,
        polled,
        due: match source.paused {
            true => "—".to_owned(),
            false => due(&source, language, now),
        },
        today: pulse.last().copied().unwrap_or(0),
        pulse: bars("pulse", &drawn, 112.0, 24.0, language.is_rtl(), &label),
        shown_name: foreign(&source.name, None),
        manage: language.fill("manage_name", &[("name", &source.name)]),
        is_paused: source.paused,
        name: source.name,
        feed_url: source.feed_url,
        what_failed: source.last_error.map(|said| what_failed(&said, language)),
    }
}

/// The reason of a failure in the interface's language, else its sentence as kept, which is English.
fn what_failed(said: &str, language: Language) -> Markup {
    match reason(said, language) {
        Some(words) => foreign(&words, Some(language.code())),
        None => foreign(said, Some("en")),
    }
}
