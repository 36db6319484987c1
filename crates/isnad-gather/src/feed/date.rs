//! Times as feeds write them, kept with their precision and zone.
//!
//! RSS should write RFC 822 (as amended by RFC 2822), Atom, JSON Feed and Dublin Core RFC 3339. Both
//! are read wherever they stand, with what feeds do to them: wrong or foreign weekday, long month
//! names, month before day, no seconds, no time, no zone, zone names. Anything else goes to the date
//! reader of isnad-text, which knows Arabic and Persian forms.
//! Limits: of a numeric date the day is taken to come first unless it cannot; a zone name with two meanings (`data/zones.tsv`) counts as not stated. Years before 1980 are
//! what software writes that knows no date, and are none.

use isnad_model::{ClaimedTime, Precision, Zone};
use isnad_text::dates::{self, DateContext, DatePrecision, DateZone};

const ZONES: &str = include_str!("../../data/zones.tsv");
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const FIRST_YEAR: i16 = 1980;

/// Reads `written`; `evidence` names the field it stood in: `feed pubDate`.
pub(super) fn parse(written: &str, evidence: &str) -> Option<ClaimedTime> {
    let trimmed = written.trim();
    if trimmed.is_empty() {
        return None;
    }
    let claimed = iso(trimmed, evidence)
        .or_else(|| mail(trimmed, evidence))
        .or_else(|| other(trimmed, evidence))?;
    let year: i16 = claimed.time.get(..4)?.parse().ok()?;
    (year >= FIRST_YEAR).then_some(claimed)
}

/// RFC 3339 and what resembles it: `2018-03-01 18:22:13 +0300`, `2018-03-01T18:22:13 GMT`.
fn iso(written: &str, evidence: &str) -> Option<ClaimedTime> {
    let zoned = match written.rsplit_once(' ') {
        Some((time, zone)) if zone.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            format!("{}{}", time, named_offset(zone)?)
        }
        _ => written.to_owned(),
    };
    let mut claimed = ClaimedTime::from_written(&zoned, evidence)?;
    if claimed
        .time
        .as_bytes()
        .get(10)
        .is_some_and(|b| matches!(b, b' ' | b't'))
    {
        claimed.time.replace_range(10..11, "T");
    }
    claimed.time = with_plain_offset(&claimed.time);
    Some(claimed)
}

/// ` +0300` and `+0300` become `+03:00`, ` Z` becomes `Z`.
fn with_plain_offset(time: &str) -> String {
    let Some((clock, rest)) = time.split_at_checked(11) else {
        return time.to_owned();
    };
    let Some(at) = rest.find(['+', '-', 'Z', 'z']) else {
        return time.to_owned();
    };
    let (of_day, offset) = rest.split_at(at);
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let written = match digits.len() {
        0 => "Z".to_owned(),
        2 => format!("{}{}:00", &offset[..1], digits),
        _ => format!("{}{}:{}", &offset[..1], &digits[..2], &digits[2..]),
    };
    format!("{clock}{}{written}", of_day.trim_end())
}

/// RFC 2822 and what resembles it, token by token.
fn mail(written: &str, evidence: &str) -> Option<ClaimedTime> {
    let tokens: Vec<&str> = written
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|token| !token.is_empty())
        .collect();
    let month_at = tokens.iter().position(|token| month_of(token).is_some())?;
    let month = month_of(tokens[month_at])?;
    let number = |at: usize| tokens.get(at).and_then(|token| day_or_year(token));
    let before = month_at.checked_sub(1).and_then(number);
    let (day, year, next) = match (before, number(month_at + 1)) {
        // 01 Mar 2018
        (Some(day), Some(year)) => (day, year, month_at + 2),
        // Mar 1, 2018
        (None, Some(day)) => (day, number(month_at + 2)?, month_at + 3),
        _ => return None,
    };
    let year = full_year(year);
    let date = jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    let claim = |time: String, precision, zone| ClaimedTime {
        time,
        precision,
        zone,
        evidence: evidence.to_owned(),
    };
    let Some(clock) = tokens
        .get(next)
        .and_then(|token| Clock::read(token, tokens.get(next + 1)))
    else {
        return Some(claim(date.to_string(), Precision::Day, Zone::Unknown));
    };
    let zone_at = next + 1 + usize::from(clock.took_half);
    let zone_text = tokens.get(zone_at).map(|token| token.trim_matches(['(', ')']));
    let offset = zone_text.and_then(offset_of);
    let of_day = match clock.second {
        Some(second) => format!("{:02}:{:02}:{second:02}", clock.hour, clock.minute),
        None => format!("{:02}:{:02}", clock.hour, clock.minute),
    };
    let precision = match clock.second {
        Some(_) => Precision::Second,
        None => Precision::Minute,
    };
    let zone = match offset {
        Some(_) => Zone::Stated,
        None => Zone::Unknown,
    };
    Some(claim(
        format!("{date}T{of_day}{}", offset.unwrap_or_default()),
        precision,
        zone,
    ))
}

/// What isnad-text reads: Arabic, Persian and French forms, numeric dates.
fn other(written: &str, evidence: &str) -> Option<ClaimedTime> {
    let found = dates::parse(written, &DateContext::default())?;
    Some(ClaimedTime {
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
    })
}

struct Clock {
    hour: u8,
    minute: u8,
    second: Option<u8>,
    /// True where the token after it was AM or PM.
    took_half: bool,
}

impl Clock {
    fn read(token: &str, following: Option<&&str>) -> Option<Clock> {
        let mut parts = token.split(':');
        let mut hour: u8 = parts.next()?.parse().ok()?;
        let minute: u8 = parts.next()?.parse().ok()?;
        let second = match parts.next() {
            Some(written) => Some(written.split('.').next()?.parse::<u8>().ok()?.min(59)),
            None => None,
        };
        let half = following.map(|text| text.to_ascii_lowercase());
        let took_half = matches!(half.as_deref(), Some("am" | "pm"));
        match half.as_deref() {
            Some("pm") if hour < 12 => hour += 12,
            Some("am") if hour == 12 => hour = 0,
            _ => {}
        }
        // Software that writes 24 for the first hour has not moved the day on.
        if hour == 24 {
            hour = 0;
        }
        (hour < 24 && minute < 60).then_some(Clock {
            hour,
            minute,
            second,
            took_half,
        })
    }
}

fn month_of(token: &str) -> Option<i8> {
    if !token.is_ascii() || token.len() < 3 {
        return None;
    }
    let start = token[..3].to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| *month == start)?;
    i8::try_from(at + 1).ok()
}

fn day_or_year(token: &str) -> Option<i16> {
    let digits = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// RFC 2822, 4.3: two digits below 50 are 2000 to 2049, above 1950 to 1999.
fn full_year(year: i16) -> i16 {
    match year {
        0..50 => year + 2000,
        50..100 => year + 1900,
        _ => year,
    }
}

/// `+0300`, `+03:00`, `GMT`, `GMT+3`, `EST` as an RFC 3339 offset.
fn offset_of(zone: &str) -> Option<String> {
    if zone.starts_with(['+', '-']) {
        return numeric_offset(zone);
    }
    let from_name = named_offset(zone);
    if from_name.is_some() {
        return from_name;
    }
    let numeric = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC"))?;
    numeric_offset(numeric)
}

fn numeric_offset(written: &str) -> Option<String> {
    let sign = written.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let (hours, minutes): (u8, u8) = match written[1..].split_once(':') {
        Some((hours, minutes)) => (hours.parse().ok()?, minutes.parse().ok()?),
        None => {
            let digits: u16 = written[1..].parse().ok()?;
            match written.len() - 1 {
                1 | 2 => (u8::try_from(digits).ok()?, 0),
                _ => (u8::try_from(digits / 100).ok()?, u8::try_from(digits % 100).ok()?),
            }
        }
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    if hours == 0 && minutes == 0 {
        return Some("Z".into());
    }
    Some(format!("{sign}{hours:02}:{minutes:02}"))
}

fn named_offset(name: &str) -> Option<String> {
    ZONES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .find(|(zone, _)| zone.eq_ignore_ascii_case(name))
        .and_then(|(_, offset)| numeric_offset(offset.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_real_feeds() {
        use Precision::{Day, Minute, Second};
        use Zone::{Stated, Unknown};
        let cases = [
            ("Thu, 01 Mar 2018 18:22:13 GMT", "2018-03-01T18:22:13Z", Second, Stated),
            (
                "Thu, 01 Mar 2018 18:45:57 +0000",
                "2018-03-01T18:45:57Z",
                Second,
                Stated,
            ),
            ("Thu, 1 Mar 2018 18:45 +0300", "2018-03-01T18:45+03:00", Minute, Stated),
            (
                "الخميس, 01 Mar 2018 18:45:57 +03:00",
                "2018-03-01T18:45:57+03:00",
                Second,
                Stated,
            ),
            (
                "Thursday, March 1, 2018 6:45:57 PM EST",
                "2018-03-01T18:45:57-05:00",
                Second,
                Stated,
            ),
            (
                "01 March 18 08:45:57 GMT+3",
                "2018-03-01T08:45:57+03:00",
                Second,
                Stated,
            ),
            ("Thu, 01 Mar 2018 18:45:57", "2018-03-01T18:45:57", Second, Unknown),
            ("Thu, 01 Mar 2018 18:45:57 AST", "2018-03-01T18:45:57", Second, Unknown),
            ("21st, September 2023", "2023-09-21", Day, Unknown),
            ("2018-03-01T18:22:13Z", "2018-03-01T18:22:13Z", Second, Stated),
            (
                "2018-03-01T18:22:13.250+0300",
                "2018-03-01T18:22:13.250+03:00",
                Second,
                Stated,
            ),
            ("2018-03-01 18:22:13 +0300", "2018-03-01T18:22:13+03:00", Second, Stated),
            ("2018-03-01 18:22:13 GMT", "2018-03-01T18:22:13Z", Second, Stated),
            ("2018-03-01 18:22", "2018-03-01T18:22", Minute, Unknown),
            ("2018-03-01", "2018-03-01", Day, Unknown),
            ("الخميس 1 آذار/مارس 2018", "2018-03-01", Day, Unknown),
            ("٢٠١٨/٠٣/٠١", "2018-03-01", Day, Unknown),
        ];
        for (written, time, precision, zone) in cases {
            let claimed = parse(written, "feed pubDate").unwrap_or_else(|| panic!("{written}"));
            assert_eq!(
                (claimed.time.as_str(), claimed.precision, claimed.zone),
                (time, precision, zone),
                "{written}"
            );
            assert!(claimed.interval().is_some(), "{written}");
        }
    }

    #[test]
    fn what_software_writes_for_no_date_is_none() {
        for written in [
            "",
            "0001-01-01T00:00:00Z",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Wed, 30 Feb 2018 10:00:00 GMT",
            "غدا",
        ] {
            assert_eq!(parse(written, "feed pubDate"), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_a_time(written in "[0-9a-zA-Z:+ ,.٠-٩س-]{0,40}") {
            if let Some(claimed) = parse(&written, "feed pubDate") {
                prop_assert!(claimed.interval().is_some());
            }
        }

        #[test]
        fn mail_times_are_read_back(day in 1i8..29, hour in 0i8..24, minute in 0i8..60, offset in -12i32..15) {
            let sign = if offset < 0 { '-' } else { '+' };
            let written = format!("{day} Mar 2018 {hour:02}:{minute:02}:07 {sign}{:02}00", offset.abs());
            let claimed = parse(&written, "feed pubDate").unwrap();
            let utc = jiff::civil::date(2018, 3, day).at(hour, minute, 7, 0)
                .to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second();
            prop_assert_eq!(claimed.point().unwrap(), utc - i64::from(offset) * 3600);
        }
    }
}
