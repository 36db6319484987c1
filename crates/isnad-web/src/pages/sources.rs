//! `/sources`: the feeds that are followed, their health, and forms to change them.

use super::frame::{Frame, Section};
use super::markup::{Markup, foreign};
use super::page;
use super::visitor::Visitor;
use super::when;
use super::words::Language;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Fields, Path};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use isnad_engine::add::{add_source, find_feed};
use isnad_store::{Source, SourceId};
use serde::Deserialize;

/// Failures in a row from which a source counts as broken.
const BROKEN_ERRORS: u32 = 3;

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    frame: Frame,
    about: String,
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    name: String,
    feed_url: String,
    state_class: &'static str,
    state: &'static str,
    trouble: Option<String>,
    last_error: Option<String>,
    polled: String,
    due: String,
    is_paused: bool,
    manage: String,
    shown_name: Markup,
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
pub(super) async fn sources(State(app): State<App>, visitor: Visitor) -> Result<Response, ApiError> {
    let sources = app.read(|finder| Ok(finder.store().sources()?)).await?;
    let language = visitor.language;
    let now = app.now_seconds();
    let about = match sources.len() {
        0 => language.word("no_sources").to_owned(),
        n => language.count("followed", n as u64),
    };
    let template = SourcesPage {
        about,
        rows: sources.into_iter().map(|source| row(source, language, now)).collect(),
        frame: Frame::new(&visitor, Section::Sources),
    };
    Ok(visitor.bind(page(&template)?))
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

fn row(source: Source, language: Language, now: i64) -> Row {
    let (state_class, state_key) = match (&source.polled_at, source.errors) {
        _ if source.paused => ("", "paused"),
        (None, 0) => ("", "not_fetched"),
        (_, 0) => ("good", "healthy"),
        (_, 1..BROKEN_ERRORS) => ("late", "troubled"),
        _ => ("bad", "broken"),
    };
    let polled = match source.polled_at {
        Some(at) => language.fill("ago", &[("t", &when::span(language, now - at))]),
        None => language.word("never").to_owned(),
    };
    let due = match source.next_due_at - now {
        _ if source.paused => "—".to_owned(),
        ..=0 => language.word("due_now").to_owned(),
        seconds => language.fill("due_in", &[("t", &when::span(language, seconds))]),
    };
    Row {
        id: source.id.0,
        shown_name: foreign(&source.name, None),
        manage: language.fill("manage_name", &[("name", &source.name)]),
        name: source.name,
        feed_url: source.feed_url,
        state_class,
        state: language.find(state_key).unwrap_or(state_key),
        trouble: (source.errors > 0).then(|| language.count("failures", u64::from(source.errors))),
        last_error: source.last_error,
        polled,
        due,
        is_paused: source.paused,
    }
}
