//! Who asks for a page: language, theme, where he is, and the cookie his forms are bound to.

use super::words::Language;
use crate::app::App;
use crate::cookies;
use crate::error::ApiError;
use crate::guard::PASS;
use crate::secrets::is_same;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;
use std::convert::Infallible;

const VISIT: &str = "isnad_visit";
/// The cookie that keeps the language.
pub(super) const LANGUAGE: &str = "isnad_language";
/// The cookie that keeps the theme.
pub(super) const THEME: &str = "isnad_theme";
const DAY_SECONDS: u64 = 86_400;

/// The visitor of one request.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// The language he reads.
    pub(super) language: Language,
    /// The theme he chose: `light`, `dark`, or none for the system's.
    pub(super) theme: Option<&'static str>,
    /// Path and query of the page.
    pub(super) here: String,
    /// Whether he logged in with the server's token.
    pub(super) is_logged_in: bool,
    visit: String,
    is_new: bool,
    /// What the forms on his pages carry.
    pub(super) form_token: String,
}

impl Visitor {
    /// The visitor who sent these headers for the page at `uri`.
    pub(super) fn of(app: &App, headers: &HeaderMap, uri: &Uri) -> Visitor {
        let is_visit = |visit: &&str| visit.len() == 64 && visit.bytes().all(|byte| byte.is_ascii_hexdigit());
        let known = cookies::find(headers, VISIT).filter(is_visit);
        let visit = known.map_or_else(|| app.inner.secrets.visit(), str::to_owned);
        let chosen = cookies::find(headers, LANGUAGE).and_then(Language::of_code);
        Visitor {
            language: chosen.or_else(|| accepted(headers)).unwrap_or_default(),
            theme: cookies::find(headers, THEME).and_then(theme_of),
            here: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            form_token: app.inner.secrets.form_token(&visit),
            is_logged_in: app.inner.guard.needs_token() && cookies::find(headers, PASS).is_some(),
            visit,
            is_new: known.is_none(),
        }
    }

    /// Refuses a form that was not made for this visitor.
    pub(super) fn check_form(&self, token: &str) -> Result<(), ApiError> {
        match is_same(token, &self.form_token) {
            true => Ok(()),
            false => Err(ApiError::forbidden(
                "the form is from an earlier visit; load the page again and send it again",
            )
            .told("reason.old_form", "")),
        }
    }

    /// Binds the forms of a page to the visitor.
    pub(super) fn bind(&self, mut response: Response) -> Response {
        if self.is_new
            && let Some(cookie) = cookies::set(VISIT, &self.visit, DAY_SECONDS)
        {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visitor, Infallible> {
        let known = parts.extensions.get::<Visitor>().cloned();
        Ok(known.unwrap_or_else(|| Visitor::of(app, &parts.headers, &parts.uri)))
    }
}

/// A theme by its name.
pub(super) fn theme_of(name: &str) -> Option<&'static str> {
    ["light", "dark"].into_iter().find(|theme| *theme == name)
}

/// An address on this server to go back to; the front page where it is none.
pub(super) fn local(back: &str) -> &str {
    let is_local =
        back.starts_with('/') && !back.starts_with("//") && !back.contains('\\') && HeaderValue::from_str(back).is_ok();
    if is_local { back } else { "/" }
}

/// The language that the browser asks for first among ours.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let asked = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Language)> = None;
    for part in asked.split(',') {
        let mut pieces = part.trim().split(';');
        let Some(language) = pieces.next().and_then(Language::of_code) else {
            continue;
        };
        let quality = pieces
            .find_map(|piece| piece.trim().strip_prefix("q=")?.parse::<f32>().ok())
            .unwrap_or(1.0);
        if quality > 0.0 && best.is_none_or(|(most, _)| quality > most) {
            best = Some((quality, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_wish_is_weighed() {
        for (asked, wanted) in [
            ("en-GB,ar;q=0.9", Some(Language::English)),
            ("fr, ar;q=0.4, en;q=0.8", Some(Language::English)),
            ("ar-EG, en;q=0.5", Some(Language::Arabic)),
            ("fr", None),
            ("en;q=0", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, asked.parse().unwrap());
            assert_eq!(accepted(&headers), wanted, "{asked}");
        }
    }

    #[test]
    fn one_goes_back_only_to_this_server() {
        for (asked, wanted) in [
            ("/story/7?x=1", "/story/7?x=1"),
            ("//evil.example/", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\r\nx: y", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(asked), wanted);
        }
    }
}
