//! The reader's pages: HTML rendered on the server, readable without script, in Arabic and English.
//!
//! Safety: every page forbids inline script and style and any request to a third party by its policy;
//! text is escaped by the templates or in [`markup`]; forms that change something carry a token.
//! Source: the Content Security Policy Level 3 and Fetch standards.

mod article;
mod chain;
mod frame;
mod front;
mod login;
mod markup;
mod picture;
mod refusal;
mod search;
mod settings;
mod sources;
mod story;
mod style;
mod visitor;
mod when;
mod words;

pub(crate) use refusal::dress;

use crate::app::App;
use crate::error::ApiError;
use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

/// What a page may load: its style from here, nothing else from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// The addresses of all pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(front::front))
        .route("/story/{id}", get(story::story))
        .route("/article/{id}", get(article::article))
        .route("/search", get(search::search))
        .route("/sources", get(sources::sources).post(sources::add))
        .route("/sources/{id}/{change}", post(sources::change))
        .route("/login", get(login::form).post(login::enter))
        .route("/language/{code}", get(settings::language))
        .route("/theme/{theme}", get(settings::theme))
        .route("/static/{name}", get(style::style))
}

/// A page as a response.
fn page(template: &impl Template) -> Result<Response, ApiError> {
    let html = template.render().map_err(|error| ApiError::internal(&error))?;
    Ok(Html(html).into_response())
}

/// A value as it stands in the query of an address.
fn in_query(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}
