//! Language and theme, kept in cookies. They change nothing but how pages look, so links do.

use super::visitor::{LANGUAGE, THEME, local, theme_of};
use super::words::Language;
use crate::cookies;
use crate::error::ApiError;
use crate::extract::{Parameters, Path};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

const YEAR_SECONDS: u64 = 365 * 86_400;

#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

/// `GET /language/{code}?back=/...`.
pub(super) async fn language(Path(code): Path<String>, Parameters(to): Parameters<Back>) -> Result<Response, ApiError> {
    let language = Language::of_code(&code).ok_or_else(|| ApiError::not_found(format!("no language {code}")))?;
    Ok(keep(LANGUAGE, language.code(), &to.back))
}

/// `GET /theme/{theme}?back=/...`; `system` is any other than light and dark.
pub(super) async fn theme(Path(name): Path<String>, Parameters(to): Parameters<Back>) -> Response {
    keep(THEME, theme_of(&name).unwrap_or("system"), &to.back)
}

fn keep(name: &str, value: &str, back: &str) -> Response {
    let mut response = Redirect::to(local(back)).into_response();
    if let Some(cookie) = cookies::set(name, value, YEAR_SECONDS) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
