//! What a browser gets where something is refused: a page in place of JSON, the login form in place of 401.

use super::frame::{Frame, Section};
use super::visitor::Visitor;
use super::words::Language;
use super::{POLICY, in_query, page};
use crate::app::App;
use crate::error::ErrorBody;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage {
    frame: Frame,
    heading: String,
    /// In the language of the interface.
    reason: String,
    /// In English, where the interface speaks another language.
    detail: Option<String>,
}

/// The layer that gives every answer its policy, and refusals to browsers their form.
pub(crate) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_page = !path.starts_with("/api/") && path != "/healthz" && path != "/metrics";
    let accepts_html = request
        .headers()
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let visitor = (is_page && accepts_html).then(|| Visitor::of(&app, request.headers(), request.uri()));
    let is_get = request.method() == Method::GET;
    let mut response = next.run(request).await;
    if let (Some(visitor), Some(body)) = (visitor, response.extensions().get::<ErrorBody>()) {
        response = match response.status() {
            StatusCode::UNAUTHORIZED if is_get => {
                Redirect::to(&format!("/login?back={}", in_query(&visitor.here))).into_response()
            }
            status => refusal(&visitor, status, body),
        };
    }
    let headers = response.headers_mut();
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    // not «no-referrer»: browsers would then send «Origin: null» with our own forms
    headers
        .entry(REFERRER_POLICY)
        .or_insert(HeaderValue::from_static("same-origin"));
    response
}

fn refusal(visitor: &Visitor, status: StatusCode, body: &ErrorBody) -> Response {
    let language = visitor.language;
    let heading = language
        .find(&format!("refusal.{}", status.as_u16()))
        .unwrap_or_else(|| language.word("refusal.other"));
    let (reason, detail) = match (&body.told, language) {
        (_, Language::English) => (body.error.clone(), None),
        (Some((key, x)), _) => (language.fill(key, &[("x", x)]), None),
        (None, _) => {
            let general = language.find(&format!("reason.{}", status.as_u16()));
            let words = general.unwrap_or_else(|| language.word("reason.other"));
            (words.to_owned(), Some(body.error.clone()))
        }
    };
    let template = RefusalPage {
        frame: Frame::new(visitor, Section::Other),
        heading: heading.to_owned(),
        reason,
        detail,
    };
    match page(&template) {
        Ok(mut shown) => {
            *shown.status_mut() = status;
            shown
        }
        Err(error) => error.into_response(),
    }
}
