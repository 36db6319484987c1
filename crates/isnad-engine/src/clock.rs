//! The one place where the engine looks at the clock, and how times are written.

use jiff::Timestamp;

/// Unix seconds now.
pub fn now_seconds() -> i64 {
    Timestamp::now().as_second()
}

/// RFC 3339 in UTC, to the second.
pub fn rfc3339(unix_seconds: i64) -> String {
    Timestamp::from_second(unix_seconds)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_string()
}

/// Unix seconds of an RFC 3339 time with its zone.
pub fn unix_seconds(rfc3339: &str) -> Result<i64, jiff::Error> {
    rfc3339.parse::<Timestamp>().map(Timestamp::as_second)
}
