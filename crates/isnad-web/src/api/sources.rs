//! `/api/v1/sources`: the feeds that are followed.

use super::time::written;
use crate::app::App;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Body, Path};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, StatusCode};
use isnad_engine::add::{add_source, find_feed};
use isnad_engine::list::{add_list, write_list};
use isnad_store::{Source, SourceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One feed.
#[derive(Serialize, ToSchema)]
pub(super) struct SourceLine {
    /// Its id.
    id: i64,
    /// Its name: the outlet of its articles.
    name: String,
    /// Address of the feed.
    feed_url: String,
    /// Whether polling is paused.
    paused: bool,
    /// When it was added.
    added: String,
    /// When it was last asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    polled: Option<String>,
    /// When it is due next.
    next_due: String,
    /// Failures in a row.
    errors: u32,
    /// What the last failure said.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    /// Its dialect as last read: `rss`, `rdf`, `atom` or `json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// The page it says it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    site_url: Option<String>,
}

/// What became of a list of feeds.
#[derive(Serialize, ToSchema)]
pub(super) struct ListResult {
    /// Feeds that are followed from now on.
    added: u64,
    /// Feeds that were followed already.
    known: u64,
    /// Addresses that are no web addresses; they are left out.
    refused: Vec<String>,
}

/// A feed to follow.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewSource {
    /// Address of a feed, or of a page that names its feeds.
    url: String,
    /// Its name; the feed's title by default.
    name: Option<String>,
}

/// What to change.
#[derive(Deserialize, ToSchema)]
pub(super) struct SourceChange {
    /// A new name; its articles keep their ids.
    name: Option<String>,
    /// Pause or go on.
    paused: Option<bool>,
}

/// All feeds that are followed.
#[utoipa::path(get, path = "/api/v1/sources", tag = "sources", responses((status = 200, body = Vec<SourceLine>)))]
pub(super) async fn list(State(app): State<App>) -> Result<Json<Vec<SourceLine>>, ApiError> {
    let sources = app.read(|finder| Ok(finder.store().sources()?)).await?;
    Ok(Json(
        sources
            .into_iter()
            .filter(|source| source.deleted_at.is_none())
            .map(source_line)
            .collect(),
    ))
}

/// Follows a feed.
#[utoipa::path(post, path = "/api/v1/sources", tag = "sources", request_body = NewSource, responses(
    (status = 201, body = SourceLine),
    (status = 400, body = ErrorBody, description = "It is no address that may be fetched."),
    (status = 502, body = ErrorBody, description = "The address does not answer as a feed."),
))]
pub(super) async fn add(
    State(app): State<App>,
    Body(wanted): Body<NewSource>,
) -> Result<(StatusCode, Json<SourceLine>), ApiError> {
    let found = find_feed(&app.inner.fetcher, &wanted.url).await?;
    let now = app.now_seconds();
    let added = app
        .write(move |store| {
            let added = add_source(store, found, wanted.name.as_deref(), now)?;
            stored_line(store.source(added.id)?, added.id)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(added)))
}

/// All feeds as an OPML list.
#[utoipa::path(get, path = "/api/v1/sources/opml", tag = "sources", responses(
    (status = 200, content_type = "text/x-opml", body = String),
))]
pub(super) async fn export(State(app): State<App>) -> Result<([(HeaderName, &'static str); 1], Vec<u8>), ApiError> {
    let list = app.read(|finder| Ok(write_list(finder.store(), "Isnad")?)).await?;
    Ok(([(CONTENT_TYPE, "text/x-opml; charset=utf-8")], list))
}

/// Follows every feed of an OPML list; none is asked first.
#[utoipa::path(post, path = "/api/v1/sources/opml", tag = "sources",
    request_body(content = String, content_type = "text/x-opml"),
    responses((status = 200, body = ListResult), (status = 400, body = ErrorBody, description = "It is no OPML list.")))]
pub(super) async fn import(State(app): State<App>, list: Bytes) -> Result<Json<ListResult>, ApiError> {
    let now = app.now_seconds();
    let listed = app.write(move |store| Ok(add_list(store, &list, now)?)).await?;
    Ok(Json(ListResult {
        added: listed.added,
        known: listed.known,
        refused: listed.refused,
    }))
}

/// Renames, pauses or resumes a feed.
#[utoipa::path(patch, path = "/api/v1/sources/{id}", tag = "sources", params(("id" = i64, Path)),
    request_body = SourceChange,
    responses(
        (status = 200, body = SourceLine),
        (status = 400, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "Another outlet has this name."),
    ))]
pub(super) async fn change(
    State(app): State<App>,
    Path(id): Path<i64>,
    Body(wanted): Body<SourceChange>,
) -> Result<Json<SourceLine>, ApiError> {
    let source = SourceId(id);
    let new_name = wanted.name.as_deref().map(|name| name.trim().to_owned());
    if new_name.as_deref() == Some("") {
        return Err(ApiError::bad_request("a name has at least one letter"));
    }
    app.write(move |store| {
        let line = stored_line(store.source(source)?, source)?;
        if let Some(name) = new_name.filter(|name| *name != line.name) {
            store.rename_source(source, &name)?;
        }
        if let Some(paused) = wanted.paused {
            store.pause_source(source, paused)?;
        }
        stored_line(store.source(source)?, source).map(Json)
    })
    .await
}

/// Stops following a feed; what it brought stays.
#[utoipa::path(delete, path = "/api/v1/sources/{id}", tag = "sources", params(("id" = i64, Path)), responses(
    (status = 204),
    (status = 404, body = ErrorBody),
))]
pub(super) async fn delete(State(app): State<App>, Path(id): Path<i64>) -> Result<StatusCode, ApiError> {
    let source = SourceId(id);
    let now = app.now_seconds();
    app.write(move |store| {
        stored_line(store.source(source)?, source)?;
        store.delete_source(source, now)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

fn stored_line(stored: Option<Source>, id: SourceId) -> Result<SourceLine, ApiError> {
    let followed = stored.filter(|source| source.deleted_at.is_none());
    followed
        .map(source_line)
        .ok_or_else(|| ApiError::not_found(format!("no source {}", id.0)))
}

fn source_line(source: Source) -> SourceLine {
    let (kind, site_url) = match source.feed {
        Some(feed) => (Some(feed.kind), feed.site_url),
        None => (None, None),
    };
    SourceLine {
        kind,
        site_url,
        id: source.id.0,
        name: source.name,
        feed_url: source.feed_url,
        paused: source.paused,
        added: written(source.added_at),
        polled: source.polled_at.map(written),
        next_due: written(source.next_due_at),
        errors: source.errors,
        last_error: source.last_error,
    }
}
