//! The reader's pages: HTML rendered on the server, readable without script, in Arabic and English. The one script,
//! of our own, adds keys and nothing that links and forms do not do.
//!
//! Safety: every page forbids inline script and style and any request to a third party by its policy;
//! text is escaped by the templates or in [`markup`]; forms that change something carry a token.
//! Source: the Content Security Policy Level 3 and Fetch standards.

mod article;
mod assets;
mod chain;
mod diff;
mod facets;
mod frame;
mod front;
mod health;
pub(crate) mod kept;
mod login;
mod marks;
mod markup;
mod neighbours;
mod picture;
mod rail;
mod refusal;
mod related;
mod repairs;
mod saved;
mod search;
mod settings;
mod sources;
mod story;
mod story_chain;
mod story_correct;
mod story_episodes;
mod story_gist;
mod story_why;
mod visitor;
mod visits;
pub(crate) mod when;
pub(crate) mod words;

pub(crate) use markup::escaped;
pub(crate) use refusal::dress;

use crate::app::App;
use crate::error::ApiError;
use askama::Template;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

/// What a page may load: style and script from here, nothing else from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// The addresses of all pages.
pub(crate) fn routes(app: &App) -> Router<App> {
    let shown = Router::new()
        .route("/", get(front::front))
        .route("/article/{id}", get(article::article))
        .route("/article/{id}/diff", get(diff::diff))
        .route("/search", get(search::search))
        .route("/saved", get(saved::saved))
        .route_layer(from_fn_with_state(app.clone(), kept::keep));
    // a page that is kept is shown like one that is made: the visit is outside
    let story = Router::new()
        .route("/story/{id}", get(story::story))
        .route_layer(from_fn_with_state(app.clone(), kept::keep))
        .route_layer(from_fn_with_state(app.clone(), visits::remember));
    Router::new()
        .merge(shown)
        .merge(story)
        .route("/story/{id}/split", post(story_correct::split))
        .route("/story/{id}/merge", post(story_correct::merge))
        .route("/decision/{id}/undo", post(story_correct::undo))
        .route("/searches", post(saved::save))
        .route("/searches/{id}/forget", post(saved::forget))
        .route("/mark", post(marks::mark))
        .route("/sources", get(sources::sources).post(sources::add))
        .route("/sources.opml", get(sources::export))
        .route("/sources/opml", post(sources::import))
        .route("/sources/{id}/{change}", post(sources::change))
        .route("/login", get(login::form).post(login::enter))
        .route("/logout", get(login::leave_form).post(login::leave))
        .route("/language/{code}", get(settings::language))
        .route("/theme/{theme}", get(settings::theme))
        .route("/static/{name}", get(assets::asset))
}

/// A page as a response.
fn page(template: &impl Template) -> Result<Response, ApiError> {
    let html = template.render().map_err(|error| ApiError::internal(&error))?;
    Ok(Html(html).into_response())
}

/// A value as it stands in the query of an address.
pub(crate) fn in_query(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}
