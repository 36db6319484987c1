//! Who may ask: Host and Origin must be the server's own, a token where one is set.
//!
//! Why Host: a page elsewhere can point its own name at a loopback address (DNS rebinding); such requests
//! name a host that is not ours. Why Origin: a form or script elsewhere may send requests that change
//! something; browsers then name where they come from. Source: the Fetch standard (Origin), RFC 9110 (Host),
//! RFC 6750 (bearer tokens). A browser sends the token once, in the form at `/login`, and then a cookie. A feed
//! reader sends neither: the addresses of feeds carry a key of their own.

use crate::app::App;
use crate::cookies;
use crate::error::ApiError;
use crate::secrets::{feed_key, is_same, pass};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

/// Why a server may not start.
#[derive(Debug, thiserror::Error)]
pub enum GuardError {
    /// Others could reach it.
    #[error("{0} can be reached by others; set a token (--token or ISNAD_TOKEN) or listen on a loopback address")]
    NeedsToken(SocketAddr),
    /// A short token can be guessed.
    #[error("the token has {0} characters; use at least 16")]
    ShortToken(usize),
}

const SHORTEST_TOKEN: usize = 16;
const HTTP_PORT: u16 = 80;
/// The cookie of a visitor who logged in.
pub(crate) const PASS: &str = "isnad_pass";
/// What a visitor may see before logging in.
const OPEN: [&str; 4] = ["/login", "/static/", "/language/", "/theme/"];

/// Where the feeds are.
pub(crate) const FEEDS: &str = "/feed/";

/// The rules of one server.
#[derive(Clone, Debug)]
pub struct Guard {
    hosts: Vec<String>,
    token: Option<String>,
}

impl Guard {
    /// Rules for a server on `listen`, reached also as `extra_hosts`; refused where others could reach it
    /// without a token.
    pub fn new(listen: SocketAddr, token: Option<String>, extra_hosts: &[String]) -> Result<Guard, GuardError> {
        match &token {
            None if !listen.ip().is_loopback() => return Err(GuardError::NeedsToken(listen)),
            Some(token) if token.len() < SHORTEST_TOKEN => return Err(GuardError::ShortToken(token.len())),
            _ => {}
        }
        let port = listen.port();
        let mut hosts = vec![listen.to_string()];
        if port == HTTP_PORT {
            // browsers leave out the port that http stands for
            hosts.extend([listen.ip().to_string(), "localhost".to_owned(), "[::1]".to_owned()]);
        }
        if listen.ip().is_loopback() {
            hosts.extend([
                format!("localhost:{port}"),
                format!("127.0.0.1:{port}"),
                format!("[::1]:{port}"),
            ]);
        }
        for host in extra_hosts {
            hosts.extend([
                host.to_ascii_lowercase(),
                format!("{}:{port}", host.to_ascii_lowercase()),
            ]);
        }
        Ok(Guard { hosts, token })
    }

    /// Whether `guess` is the server's token; true where it has none.
    pub(crate) fn opens(&self, guess: &str) -> bool {
        self.token.as_ref().is_none_or(|token| is_same(guess, token))
    }

    /// Whether visitors have to log in.
    pub(crate) fn needs_token(&self) -> bool {
        self.token.is_some()
    }

    /// The key that addresses of feeds carry, where visitors have to log in.
    pub(crate) fn feed_key(&self) -> Option<String> {
        self.token.as_deref().map(feed_key)
    }

    fn check(&self, method: &Method, address: &str, headers: &HeaderMap) -> Result<(), ApiError> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let host = text_of(headers, &HOST).unwrap_or_default();
        if !self.is_ours(&host) {
            return Err(
                ApiError::forbidden(format!("host «{host}» is not this server's; allow it with --host"))
                    .told("reason.host", host),
            );
        }
        if let Some(origin) = text_of(headers, &ORIGIN) {
            let name = origin.split_once("://").map_or(origin.as_str(), |(_, name)| name);
            if !self.is_ours(name) {
                return Err(ApiError::forbidden(format!(
                    "requests from «{origin}» are not answered"
                )));
            }
        }
        match &self.token {
            Some(token)
                if !is_open(path)
                    && !carries(headers, token)
                    && !passes(method, path, headers, token)
                    && !has_key(path, query, token) =>
            {
                Err(ApiError::unauthorized())
            }
            _ => Ok(()),
        }
    }

    fn is_ours(&self, host: &str) -> bool {
        self.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host))
    }
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn is_open(path: &str) -> bool {
    OPEN.iter().any(|open| match open.ends_with('/') {
        true => path.starts_with(open),
        false => path == *open,
    })
}

fn carries(headers: &HeaderMap, token: &str) -> bool {
    let sent = text_of(headers, &AUTHORIZATION).unwrap_or_default();
    sent.split_once(' ')
        .is_some_and(|(scheme, sent_token)| scheme.eq_ignore_ascii_case("bearer") && is_same(sent_token, token))
}

/// The cookie opens what is read, and the forms of pages, which have tokens of their own; it never lets a
/// request change anything by the API.
fn passes(method: &Method, path: &str, headers: &HeaderMap, token: &str) -> bool {
    let is_covered = *method == Method::GET || *method == Method::HEAD || !path.starts_with("/api/");
    is_covered && cookies::find(headers, PASS).is_some_and(|sent| is_same(sent, &pass(token)))
}

fn has_key(path: &str, query: &str, token: &str) -> bool {
    let sent = query.split('&').find_map(|pair| pair.strip_prefix("key="));
    path.starts_with(FEEDS) && sent.is_some_and(|sent| is_same(sent, &feed_key(token)))
}

/// The layer that asks the guard before every request.
pub(crate) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    match app.inner.guard.check(request.method(), address, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_bind_that_others_reach_needs_a_token() {
        let open: SocketAddr = "0.0.0.0:8470".parse().unwrap();
        assert!(matches!(Guard::new(open, None, &[]), Err(GuardError::NeedsToken(_))));
        assert!(matches!(
            Guard::new(open, Some("short".into()), &[]),
            Err(GuardError::ShortToken(5))
        ));
        assert!(Guard::new(open, Some("0123456789abcdef".into()), &[]).is_ok());
    }

    #[test]
    fn foreign_hosts_and_origins_are_refused() {
        let guard = Guard::new("127.0.0.1:8470".parse().unwrap(), None, &["news.example".into()]).unwrap();
        for (host, origin, allowed) in [
            ("127.0.0.1:8470", None, true),
            ("localhost:8470", Some("http://localhost:8470"), true),
            ("news.example", Some("https://news.example"), true),
            ("evil.example:8470", None, false),
            ("127.0.0.1:8470", Some("https://evil.example"), false),
            ("127.0.0.1:8470", Some("null"), false),
        ] {
            let mut pairs = vec![(HOST, host)];
            pairs.extend(origin.map(|origin| (ORIGIN, origin)));
            assert_eq!(
                guard.check(&Method::GET, "/api/v1/search", &headers(&pairs)).is_ok(),
                allowed,
                "{host} {origin:?}"
            );
        }
    }

    #[test]
    fn only_the_whole_token_opens() {
        let token = "0123456789abcdef";
        let guard = Guard::new("127.0.0.1:8470".parse().unwrap(), Some(token.into()), &[]).unwrap();
        for (sent, allowed) in [
            (format!("Bearer {token}"), true),
            (format!("bearer {token}"), true),
            (format!("Bearer {token}0"), false),
            (format!("Bearer {}", &token[..15]), false),
            (format!("Basic {token}"), false),
        ] {
            let pairs = [(HOST, "127.0.0.1:8470"), (AUTHORIZATION, sent.as_str())];
            assert_eq!(
                guard.check(&Method::GET, "/api/v1/search", &headers(&pairs)).is_ok(),
                allowed,
                "{sent}"
            );
        }
        let without = headers(&[(HOST, "127.0.0.1:8470")]);
        assert!(guard.check(&Method::GET, "/", &without).is_err());
        assert!(guard.check(&Method::GET, "/login", &without).is_ok());
        assert!(guard.check(&Method::GET, "/login/x", &without).is_err());
    }

    #[test]
    fn the_key_of_feeds_opens_feeds_only() {
        let guard = Guard::new("127.0.0.1:8470".parse().unwrap(), Some("0123456789abcdef".into()), &[]).unwrap();
        let key = guard.feed_key().unwrap();
        let sent = headers(&[(HOST, "127.0.0.1:8470")]);
        for (address, allowed) in [
            (format!("/feed/search.rss?q=x&key={key}"), true),
            (format!("/feed/search.rss?q=x&key={}", &key[1..]), false),
            ("/feed/search.rss?q=x".to_owned(), false),
            (format!("/search?q=x&key={key}"), false),
            (format!("/api/v1/search?q=x&key={key}"), false),
        ] {
            assert_eq!(guard.check(&Method::GET, &address, &sent).is_ok(), allowed, "{address}");
        }
    }

    #[test]
    fn the_cookie_opens_pages_and_reading_but_no_change_by_the_api() {
        let token = "0123456789abcdef";
        let guard = Guard::new("127.0.0.1:8470".parse().unwrap(), Some(token.into()), &[]).unwrap();
        let cookie = format!("{PASS}={}", pass(token));
        let sent = headers(&[(HOST, "127.0.0.1:8470"), (COOKIE, cookie.as_str())]);
        assert!(guard.check(&Method::GET, "/", &sent).is_ok());
        assert!(guard.check(&Method::POST, "/sources", &sent).is_ok());
        assert!(guard.check(&Method::GET, "/api/v1/stories", &sent).is_ok());
        assert!(guard.check(&Method::POST, "/api/v1/sources", &sent).is_err());
        let forged = format!("{PASS}={token}");
        assert!(
            guard
                .check(
                    &Method::GET,
                    "/",
                    &headers(&[(HOST, "127.0.0.1:8470"), (COOKIE, forged.as_str())])
                )
                .is_err()
        );
    }
}
