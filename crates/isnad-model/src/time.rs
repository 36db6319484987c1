//! Times as evidence: what a page claims, how exactly, and what interval that leaves open.
//!
//! A claimed time is never a bare instant: «21 September» is a day, and a clock time whose zone
//! nobody stated may be up to fourteen hours off. "Earlier" is said only of disjoint intervals.
//! Limits: years 0001 to 9999, proleptic Gregorian.

use jiff::{Timestamp, civil};
use serde::{Deserialize, Deserializer, Serialize};

/// How exactly a time was stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// To the hour.
    Hour,
    /// A day.
    Day,
    /// A month.
    Month,
}

/// Where the zone of a time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Zone {
    /// Written with the time.
    Stated,
    /// The habit of the source.
    Source,
    /// Not known: the interval is widened by the span of the world's zones.
    Unknown,
}

/// A time that a page, a feed or a user claims, with its evidence.
///
/// In JSON either the full object or, in input, a bare string (`"2018-03-18T10:00:00+04:00"`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClaimedTime {
    /// RFC 3339 where a zone is known, else as much as is known (`2023-09-21T10:00`, `2023-09-21`, `2023-09`).
    pub time: String,
    /// How exactly it was stated.
    pub precision: Precision,
    /// Where its zone comes from.
    pub zone: Zone,
    /// What says so, for people: `json-ld datePublished`, `text: تاريخ النشر`.
    pub evidence: String,
}

/// A closed interval of unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First second.
    pub earliest: i64,
    /// Last second.
    pub latest: i64,
}

impl Interval {
    /// True only when the whole of `self` lies before the whole of `other`.
    pub fn is_before(&self, other: &Interval) -> bool {
        self.latest < other.earliest
    }
}

/// Zones reach from UTC−12 to UTC+14.
const EASTMOST_SECONDS: i64 = 14 * 3600;
const WESTMOST_SECONDS: i64 = 12 * 3600;

impl ClaimedTime {
    /// Reads a bare written time and derives its precision and zone from its form; `None` if it is no time.
    ///
    /// ```
    /// use isnad_model::{ClaimedTime, Precision, Zone};
    /// let day = ClaimedTime::from_written("2023-09-21", "input published").unwrap();
    /// assert_eq!((day.precision, day.zone), (Precision::Day, Zone::Unknown));
    /// ```
    pub fn from_written(written: &str, evidence: &str) -> Option<ClaimedTime> {
        let trimmed = written.trim();
        let parsed = parse_written(trimmed)?;
        Some(ClaimedTime {
            time: trimmed.to_owned(),
            precision: parsed.precision,
            zone: if parsed.offset_seconds.is_some() {
                Zone::Stated
            } else {
                Zone::Unknown
            },
            evidence: evidence.to_owned(),
        })
    }

    /// All instants the claim leaves open; `None` if `time` is not a time.
    pub fn interval(&self) -> Option<Interval> {
        let parsed = parse_written(&self.time)?;
        let start = civil_seconds(parsed.civil)? - parsed.offset_seconds.unwrap_or(0);
        let width = match self.precision {
            Precision::Second => 1,
            Precision::Minute => 60,
            Precision::Hour => 3600,
            Precision::Day => 86_400,
            Precision::Month => i64::from(parsed.civil.date().days_in_month()) * 86_400,
        };
        let zone_open = parsed.offset_seconds.is_none();
        Some(Interval {
            earliest: if zone_open { start - EASTMOST_SECONDS } else { start },
            latest: start + width - 1 + if zone_open { WESTMOST_SECONDS } else { 0 },
        })
    }

    /// One instant that stands for the claim, in unix seconds: the written clock time (UTC where no
    /// zone is known), noon of a day, the first noon of a month.
    pub fn point(&self) -> Option<i64> {
        let parsed = parse_written(&self.time)?;
        let start = civil_seconds(parsed.civil)? - parsed.offset_seconds.unwrap_or(0);
        Some(match self.precision {
            Precision::Day | Precision::Month => start + 43_200,
            _ => start,
        })
    }
}

/// The time by which an article is linked: what it claims, but never later than it was captured;
/// the captured time where nothing is claimed. Unix seconds.
pub fn linking_time(published: Option<&ClaimedTime>, captured: Option<i64>) -> Option<i64> {
    match (published.and_then(ClaimedTime::point), captured) {
        (Some(claimed), Some(seen)) => Some(claimed.min(seen)),
        (claimed, seen) => claimed.or(seen),
    }
}

/// Unix seconds of an RFC 3339 time, or of a zoneless one read as UTC; `None` if it is no time.
pub fn parse_instant(written: &str) -> Option<i64> {
    let parsed = parse_written(written.trim())?;
    Some(civil_seconds(parsed.civil)? - parsed.offset_seconds.unwrap_or(0))
}

/// Unix seconds as RFC 3339 in UTC, the other way round from [`parse_instant`]; `None` outside the years -9999 to 9999.
///
/// ```
/// assert_eq!(isnad_model::written_instant(1_588_108_800).as_deref(), Some("2020-04-28T21:20:00Z"));
/// ```
pub fn written_instant(unix_seconds: i64) -> Option<String> {
    Some(Timestamp::from_second(unix_seconds).ok()?.to_string())
}

struct Written {
    civil: civil::DateTime,
    offset_seconds: Option<i64>,
    precision: Precision,
}

fn civil_seconds(at: civil::DateTime) -> Option<i64> {
    let utc = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp::from(&utc).as_second())
}

fn parse_written(written: &str) -> Option<Written> {
    let bytes = written.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<i16> {
        let part = written.get(range)?;
        if part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        part.parse().ok()
    };
    let year = digits(0..4)?;
    if bytes.get(4) != Some(&b'-') {
        return None;
    }
    let month = digits(5..7)? as i8;
    if bytes.len() == 7 {
        let date = civil::Date::new(year, month, 1).ok()?;
        return Some(Written {
            civil: date.at(0, 0, 0, 0),
            offset_seconds: None,
            precision: Precision::Month,
        });
    }
    if bytes.get(7) != Some(&b'-') {
        return None;
    }
    let date = civil::Date::new(year, month, digits(8..10)? as i8).ok()?;
    if bytes.len() == 10 {
        return Some(Written {
            civil: date.at(0, 0, 0, 0),
            offset_seconds: None,
            precision: Precision::Day,
        });
    }
    if !matches!(bytes.get(10), Some(b'T' | b't' | b' ')) {
        return None;
    }
    let hour = digits(11..13)? as i8;
    let mut at = 13;
    let (mut minute, mut second, mut precision) = (0, 0, Precision::Hour);
    if bytes.get(at) == Some(&b':') {
        minute = digits(at + 1..at + 3)? as i8;
        precision = Precision::Minute;
        at += 3;
        if bytes.get(at) == Some(&b':') {
            second = (digits(at + 1..at + 3)? as i8).min(59);
            precision = Precision::Second;
            at += 3;
            if matches!(bytes.get(at), Some(b'.' | b',')) {
                at += 1;
                while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                    at += 1;
                }
            }
        }
    }
    let offset_seconds = parse_offset(written.get(at..)?)?;
    let time = civil::Time::new(hour, minute, second, 0).ok()?;
    Some(Written {
        civil: date.to_datetime(time),
        offset_seconds,
        precision,
    })
}

/// `""` is no offset (`Some(None)`), `Z`, `+03:00`, `+0300`, `+03` are offsets, anything else is `None`.
fn parse_offset(rest: &str) -> Option<Option<i64>> {
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(None);
    }
    if rest.eq_ignore_ascii_case("z") {
        return Some(Some(0));
    }
    let sign = match rest.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let compact: String = rest[1..].chars().filter(|c| *c != ':').collect();
    if !compact.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i64, i64) = match compact.len() {
        2 => (compact.parse().ok()?, 0),
        4 => (compact[..2].parse().ok()?, compact[2..].parse().ok()?),
        _ => return None,
    };
    if hours > 15 || minutes > 59 {
        return None;
    }
    Some(Some(sign * (hours * 3600 + minutes * 60)))
}

impl<'de> Deserialize<'de> for ClaimedTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Full {
                time: String,
                precision: Precision,
                zone: Zone,
                evidence: String,
            },
            Bare(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Full {
                time,
                precision,
                zone,
                evidence,
            } => Ok(ClaimedTime {
                time,
                precision,
                zone,
                evidence,
            }),
            Form::Bare(written) => ClaimedTime::from_written(&written, "input").ok_or_else(|| {
                serde::de::Error::custom(format!(
                    "«{written}» is not a time; write RFC 3339 or as much of it as is known"
                ))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_zone_leaves_only_the_precision_open() {
        let claimed = ClaimedTime::from_written("2018-03-18T10:00+04:00", "t").unwrap();
        let interval = claimed.interval().unwrap();
        assert_eq!(interval.latest - interval.earliest, 59);
        assert_eq!(interval.earliest, parse_instant("2018-03-18T06:00:00Z").unwrap());
    }

    #[test]
    fn an_unknown_zone_widens_the_interval_so_that_close_times_are_not_ordered() {
        let one = ClaimedTime::from_written("2018-03-18T10:00", "t")
            .unwrap()
            .interval()
            .unwrap();
        let two = ClaimedTime::from_written("2018-03-18T12:00", "t")
            .unwrap()
            .interval()
            .unwrap();
        assert!(!one.is_before(&two) && !two.is_before(&one));
    }

    #[test]
    fn linking_time_is_never_after_the_capture() {
        let future = ClaimedTime::from_written("2999-01-01T00:00:00Z", "t").unwrap();
        assert_eq!(linking_time(Some(&future), Some(1_000)), Some(1_000));
        assert_eq!(linking_time(None, Some(7)), Some(7));
        assert_eq!(linking_time(None, None), None);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for odd in [
            "",
            "21/09/2023",
            "2023-13-01",
            "2023-02-30",
            "2023-09-21T25:00",
            "2023-09-21T10:00+99:00",
            "٢٠٢٣-٠٩-٢١",
        ] {
            assert!(ClaimedTime::from_written(odd, "t").is_none(), "{odd}");
        }
    }
}
