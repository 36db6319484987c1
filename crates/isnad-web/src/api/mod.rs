//! `/api/v1`: the JSON API, documented by its own types.

mod articles;
mod captures;
mod decisions;
mod diff;
mod episodes;
mod marks;
mod search;
mod searches;
mod sources;
mod status;
mod stories;
mod time;

pub(crate) use marks::{star_cursor, star_place};

use crate::app::App;
use crate::error::ApiError;
use crate::{feeds, guard, metrics, pages};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::routing::get;
use axum::{Json, Router, middleware};
use isnad_engine::status::EngineStatus;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A request body above this is refused.
const MAX_REQUEST_BYTES: usize = 1 << 20;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Isnad",
        description = "Reports, each once, who said it first, who copied whom. Every answer but a capture is JSON; \
                       every answer that is no success has the body `ErrorBody`.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "reading", description = "Search, articles, stories"),
        (name = "marks", description = "What the one local user read and keeps"),
        (name = "sources", description = "Feeds that are followed"),
        (name = "server", description = "State of the server")
    )
)]
struct Document;

/// The OpenAPI 3.1 document of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().into_openapi()
}

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(search::search))
        .routes(routes!(articles::article))
        .routes(routes!(articles::related))
        .routes(routes!(diff::diff))
        .routes(routes!(captures::raw))
        .routes(routes!(stories::stories))
        .routes(routes!(stories::story))
        .routes(routes!(stories::gist))
        .routes(routes!(episodes::episodes))
        .routes(routes!(stories::split))
        .routes(routes!(stories::merge))
        .routes(routes!(decisions::list))
        .routes(routes!(decisions::undo))
        .routes(routes!(marks::mark_article))
        .routes(routes!(marks::mark_story))
        .routes(routes!(marks::starred))
        .routes(routes!(searches::list, searches::save))
        .routes(routes!(searches::forget))
        .routes(routes!(sources::list, sources::add))
        .routes(routes!(sources::export, sources::import))
        .routes(routes!(sources::change, sources::delete))
        .routes(routes!(status::status))
}

/// The whole server: pages, API, health, metrics, guarded.
pub fn router(app: App) -> Router {
    let (api, document) = described().split_for_parts();
    let document = Json(document);
    api.route(
        "/api/v1/openapi.json",
        get(move || std::future::ready(document.clone())),
    )
    .route("/healthz", get(health))
    .route("/metrics", get(metrics::metrics))
    .merge(pages::routes(&app))
    .merge(feeds::routes())
    .fallback(|| std::future::ready(ApiError::not_found("there is nothing at this address").told("reason.nothing", "")))
    .method_not_allowed_fallback(|| std::future::ready(ApiError::no_such_method()))
    .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
    .layer(middleware::from_fn_with_state(app.clone(), metrics::count))
    .layer(middleware::from_fn_with_state(app.clone(), guard::check))
    .layer(middleware::from_fn_with_state(app.clone(), pages::dress))
    .layer(SetResponseHeaderLayer::if_not_present(
        X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ))
    .layer(SetResponseHeaderLayer::if_not_present(
        CACHE_CONTROL,
        HeaderValue::from_static("no-store"),
    ))
    .with_state(app)
}

/// `GET /healthz`: 200 when the store answers.
async fn health(State(app): State<App>) -> Result<(StatusCode, Json<EngineStatus>), ApiError> {
    let held = app
        .read(|finder| {
            Ok(isnad_engine::status::status_of(
                finder.store(),
                finder.index().position()?,
            )?)
        })
        .await?;
    Ok((StatusCode::OK, Json(held)))
}
