//! The form that takes the server's token once and gives a cookie for it.

use super::frame::{Frame, Section};
use super::page;
use super::visitor::{Visitor, local};
use crate::app::App;
use crate::cookies;
use crate::error::ApiError;
use crate::extract::{Fields, Parameters};
use crate::guard::PASS;
use crate::secrets::pass;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

const MONTH_SECONDS: u64 = 30 * 86_400;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    frame: Frame,
    back: String,
    is_wrong: bool,
}

#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

#[derive(Deserialize)]
pub(super) struct Entry {
    form_token: String,
    token: String,
    #[serde(default)]
    back: String,
}

/// `GET /login`.
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Parameters(to): Parameters<Back>,
) -> Result<Response, ApiError> {
    if !app.inner.guard.needs_token() {
        return Ok(Redirect::to(local(&to.back)).into_response());
    }
    shown(&visitor, &to.back, false)
}

/// `POST /login`.
pub(super) async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    Fields(sent): Fields<Entry>,
) -> Result<Response, ApiError> {
    visitor.check_form(&sent.form_token)?;
    if !app.inner.guard.opens(&sent.token) {
        let mut again = shown(&visitor, &sent.back, true)?;
        *again.status_mut() = StatusCode::FORBIDDEN;
        return Ok(again);
    }
    let mut response = Redirect::to(local(&sent.back)).into_response();
    if let Some(cookie) = cookies::set(PASS, &pass(&sent.token), MONTH_SECONDS) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

#[derive(Template)]
#[template(path = "logout.html")]
struct LogoutPage {
    frame: Frame,
}

#[derive(Deserialize)]
pub(super) struct Leaving {
    form_token: String,
}

/// `GET /logout`: the form that logs out.
pub(super) async fn leave_form(visitor: Visitor) -> Result<Response, ApiError> {
    let template = LogoutPage {
        frame: Frame::new(&visitor, Section::Other),
    };
    Ok(visitor.bind(page(&template)?))
}

/// `POST /logout`.
pub(super) async fn leave(visitor: Visitor, Fields(sent): Fields<Leaving>) -> Result<Response, ApiError> {
    visitor.check_form(&sent.form_token)?;
    let mut response = Redirect::to("/login").into_response();
    if let Some(cookie) = cookies::set(PASS, "", 0) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

fn shown(visitor: &Visitor, back: &str, is_wrong: bool) -> Result<Response, ApiError> {
    let template = LoginPage {
        frame: Frame::new(visitor, Section::Other),
        back: local(back).to_owned(),
        is_wrong,
    };
    Ok(visitor.bind(page(&template)?))
}
