//! `GET /api/v1/status`.

use crate::app::App;
use crate::error::ApiError;
use axum::Json;
use axum::extract::State;
use isnad_engine::status::{EngineStatus, status_of};

/// What the store holds and how far the stages are.
#[utoipa::path(get, path = "/api/v1/status", tag = "server", responses((status = 200, body = EngineStatus)))]
pub(super) async fn status(State(app): State<App>) -> Result<Json<EngineStatus>, ApiError> {
    app.read(|finder| Ok(Json(status_of(finder.store(), finder.index().position()?)?)))
        .await
}
