//! What response headers say, as numbers.

use reqwest::header::{CACHE_CONTROL, HeaderMap, HeaderName, LOCATION, RETRY_AFTER};

/// The longest Retry-After believed: a day.
const LONGEST_WAIT_SECONDS: u64 = 86_400;

/// The value of `name` as text; bytes above ASCII are kept, read as UTF-8 where they are.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Where a redirect leads, as written.
pub(super) fn location(headers: &HeaderMap) -> Option<String> {
    text(headers, LOCATION)
}

/// Retry-After in seconds from `now` (unix seconds): a number, or an HTTP date. At most a day.
pub(super) fn retry_after_seconds(headers: &HeaderMap, now: i64) -> Option<u64> {
    let written = text(headers, RETRY_AFTER)?;
    seconds_from(written.trim(), now).map(|seconds| seconds.min(LONGEST_WAIT_SECONDS))
}

fn seconds_from(written: &str, now: i64) -> Option<u64> {
    if let Ok(seconds) = written.parse::<u64>() {
        return Some(seconds);
    }
    let at = jiff::fmt::rfc2822::parse(written).ok()?.timestamp().as_second();
    Some(u64::try_from(at - now).unwrap_or(0))
}

/// `max-age` of Cache-Control, in seconds.
pub(super) fn max_age_seconds(headers: &HeaderMap) -> Option<u64> {
    let written = text(headers, CACHE_CONTROL)?.to_ascii_lowercase();
    let value = written
        .split(',')
        .find_map(|directive| directive.trim().strip_prefix("max-age="))?;
    value.trim_matches('"').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_a_number_or_a_date() {
        let now = 1_519_928_533; // 2018-03-01T18:22:13Z
        assert_eq!(seconds_from("120", now), Some(120));
        assert_eq!(seconds_from("Thu, 01 Mar 2018 18:23:13 GMT", now), Some(60));
        assert_eq!(seconds_from("Thu, 01 Mar 2018 18:00:00 GMT", now), Some(0));
        assert_eq!(seconds_from("soon", now), None);
        assert_eq!(seconds_from("-5", now), None);
    }

    #[test]
    fn max_age_is_found_among_other_directives() {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, "public, Max-Age=600, must-revalidate".parse().unwrap());
        assert_eq!(max_age_seconds(&headers), Some(600));
        headers.insert(CACHE_CONTROL, "no-store".parse().unwrap());
        assert_eq!(max_age_seconds(&headers), None);
    }
}
