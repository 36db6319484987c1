//! `/api/v1/searches`: searches that are kept.

use super::time::written;
use crate::app::App;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Body, Path};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isnad_search::Query;
use isnad_store::{SavedSearch, SearchId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A search that is kept.
#[derive(Serialize, ToSchema)]
pub(super) struct SearchLine {
    /// Its id.
    id: i64,
    /// The query as it was written.
    query: String,
    /// When it was saved.
    saved: String,
}

/// A search to keep.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewSearch {
    /// The query.
    query: String,
}

/// Searches that are kept, in the order in which they were saved.
#[utoipa::path(get, path = "/api/v1/searches", tag = "marks", responses((status = 200, body = Vec<SearchLine>)))]
pub(super) async fn list(State(app): State<App>) -> Result<Json<Vec<SearchLine>>, ApiError> {
    let kept = app.read(|finder| Ok(finder.store().searches()?)).await?;
    Ok(Json(kept.into_iter().map(line).collect()))
}

/// Keeps a search; one that is kept already keeps its id.
#[utoipa::path(post, path = "/api/v1/searches", tag = "marks", request_body = NewSearch, responses(
    (status = 201, body = SearchLine),
    (status = 400, body = ErrorBody, description = "The query does not parse; `position` says where."),
))]
pub(super) async fn save(
    State(app): State<App>,
    Body(wanted): Body<NewSearch>,
) -> Result<(StatusCode, Json<SearchLine>), ApiError> {
    let query = wanted.query.trim().to_owned();
    Query::parse(&query)?;
    let now = app.now_seconds();
    let kept = app
        .write(move |store| {
            let id = store.save_search(&query, now)?;
            let kept = store.searches()?.into_iter().find(|search| search.id == id);
            kept.map(line)
                .ok_or_else(|| ApiError::not_found("the search was forgotten meanwhile"))
        })
        .await?;
    Ok((StatusCode::CREATED, Json(kept)))
}

/// Keeps a search no longer.
#[utoipa::path(delete, path = "/api/v1/searches/{id}", tag = "marks", params(("id" = i64, Path)), responses(
    (status = 204),
    (status = 404, body = ErrorBody),
))]
pub(super) async fn forget(State(app): State<App>, Path(id): Path<i64>) -> Result<StatusCode, ApiError> {
    match app.write(move |store| Ok(store.forget_search(SearchId(id))?)).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(ApiError::not_found(format!("no saved search {id}"))),
    }
}

fn line(search: SavedSearch) -> SearchLine {
    SearchLine {
        id: search.id.0,
        query: search.query,
        saved: written(search.saved_at),
    }
}
