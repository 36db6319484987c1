//! Times as the API writes them.

use jiff::Timestamp;

/// RFC 3339 in UTC.
pub(super) fn written(unix_seconds: i64) -> String {
    Timestamp::from_second(unix_seconds)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_string()
}
