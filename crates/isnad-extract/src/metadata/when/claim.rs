//! What a written date claims.

use isnad_model::{ClaimedTime, Precision, Zone};
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
    let (day, clock) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, date) = civil_of_days(day);
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    let time = format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}Z");
    ClaimedTime::from_written(&time, evidence).filter(|claim| claim.time.as_str() >= FIRST_YEAR)
}

/// Year, month and day of a day counted from 1970-01-01: H. Hinnant, "chrono-compatible low-level date algorithms".
fn civil_of_days(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, date)
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
