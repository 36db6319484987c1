//! What a written date claims.

use isnad_model::{ClaimedTime, Precision, Zone, written_instant};
use isnad_text::dates::{self, DateContext, DatePrecision, DateZone, FoundDate};

/// Nothing on the web is older.
const FIRST_YEAR: &str = "1994";

/// What a written date claims, if it is one that can be.
pub(super) fn claimed(written: &str, evidence: &str, context: &DateContext) -> Option<ClaimedTime> {
    let trimmed = written.trim();
    if let Some(time) = unix_time(trimmed, evidence) {
        return Some(time);
    }
    let found = dates::parse(trimmed, context).or_else(|| dates::find_first(trimmed, context))?;
    claim_of(found, evidence)
}

pub(super) fn claim_of(found: FoundDate, evidence: &str) -> Option<ClaimedTime> {
    let claim = ClaimedTime {
        time: found.time,
        precision: match found.precision {
            DatePrecision::Second => Precision::Second,
            DatePrecision::Minute => Precision::Minute,
            DatePrecision::Hour => Precision::Hour,
            DatePrecision::Day => Precision::Day,
            DatePrecision::Month => Precision::Month,
        },
        zone: match found.zone {
            DateZone::Stated => Zone::Stated,
            DateZone::Source => Zone::Source,
            DateZone::Unknown => Zone::Unknown,
        },
        evidence: evidence.to_owned(),
    };
    let possible = claim.time.get(..4).is_some_and(|year| year >= FIRST_YEAR) && claim.interval().is_some();
    possible.then_some(claim)
}

/// Seconds or milliseconds since 1970, as some templates write them.
fn unix_time(written: &str, evidence: &str) -> Option<ClaimedTime> {
    let seconds_digits = match written.len() {
        10 => written,
        13 => &written[..10],
        _ => return None,
    };
    if !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds: i64 = seconds_digits.parse().ok()?;
    let time = written_instant(seconds)?;
    ClaimedTime::from_written(&time, evidence).filter(|claim| claim.time.as_str() >= FIRST_YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unix_times_are_read() {
        assert_eq!(
            unix_time("1588108800", "t").map(|claim| claim.time).as_deref(),
            Some("2020-04-28T21:20:00Z")
        );
        assert_eq!(
            unix_time("1588108800000", "t").map(|claim| claim.time).as_deref(),
            Some("2020-04-28T21:20:00Z")
        );
        assert!(unix_time("12345", "t").is_none());
    }
}
