//! Cookies: reading one, writing one.
//!
//! Source: RFC 6265bis. All are for this host only and out of reach of scripts.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// The value of the cookie `name`.
pub(crate) fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let sent = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    sent.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// What to send in `set-cookie`; `value` is of letters and digits.
pub(crate) fn set(name: &str, value: &str, max_age_seconds: u64) -> Option<HeaderValue> {
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_seconds}")
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "xa=1; a=2".parse().unwrap());
        headers.append(COOKIE, "b=3".parse().unwrap());
        assert_eq!(find(&headers, "a"), Some("2"));
        assert_eq!(find(&headers, "b"), Some("3"));
        assert_eq!(find(&headers, "c"), None);
    }
}
