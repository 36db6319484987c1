//! Dates in queries, and the spans of time they mean.
//!
//! A day begins and ends in UTC. Relative days wait for the moment of the search.

use super::fault::QueryFault;
use super::names::rows;
use jiff::civil::Date;

const DAY_SECONDS: i64 = 86_400;

/// One end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateBound {
    /// Start of a day, as days since 1970-01-01.
    Day(i64),
    /// Start of the day so many days before today; negative is after it.
    DaysAgo(i64),
}

/// A span: from the start of a day up to, not including, the start of another; an end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRange {
    /// First day in it.
    pub from: Option<DateBound>,
    /// First day after it.
    pub until: Option<DateBound>,
}

impl DateRange {
    /// The span in unix seconds: first in it, first after it.
    pub fn seconds(&self, now_seconds: i64) -> (Option<i64>, Option<i64>) {
        let today = now_seconds.div_euclid(DAY_SECONDS);
        let start = |bound: DateBound| {
            let day = match bound {
                DateBound::Day(day) => day,
                DateBound::DaysAgo(ago) => today.saturating_sub(ago),
            };
            day.saturating_mul(DAY_SECONDS)
        };
        (self.from.map(start), self.until.map(start))
    }
}

/// A moment that hits should be near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Unix seconds.
    At(i64),
    /// The middle of a day, month or year.
    MiddleOf(DateRange),
}

impl Moment {
    /// The moment in unix seconds.
    pub fn seconds(&self, now_seconds: i64) -> i64 {
        match self {
            Moment::At(seconds) => *seconds,
            Moment::MiddleOf(range) => match range.seconds(now_seconds) {
                (Some(from), Some(until)) => from + (until - from) / 2,
                (from, until) => from.or(until).unwrap_or(now_seconds),
            },
        }
    }
}

/// Reads `2018-03-10T14:30` (UTC where no zone stands), or a date as [`parse`] does, but no range.
pub fn moment(written: &str) -> Option<Moment> {
    if let Some(range) = single(written) {
        return Some(Moment::MiddleOf(range));
    }
    let folded = isnad_text::fold(written).to_uppercase();
    if let Ok(stamp) = folded.parse::<jiff::Timestamp>() {
        return Some(Moment::At(stamp.as_second()));
    }
    let civil: jiff::civil::DateTime = folded.parse().ok()?;
    let stamp = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    Some(Moment::At(stamp.as_second()))
}

/// What is wrong with a date, and at which character of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFault {
    /// Character within the value.
    pub position: usize,
    /// What is wrong.
    pub fault: QueryFault,
}

/// Reads `2018-03-10`, `2018-03`, `2018`, a name, or a range of these.
pub fn parse(written: &str) -> Result<DateRange, DateFault> {
    let Some(dots) = written.find("..") else {
        return single(written).ok_or(DateFault {
            position: 0,
            fault: QueryFault::NoDate,
        });
    };
    let (first, last) = (&written[..dots], written[dots..].trim_start_matches('.'));
    let last_position = written[..written.len() - last.len()].chars().count();
    let mut range = DateRange::default();
    if !first.is_empty() {
        range.from = single(first)
            .ok_or(DateFault {
                position: 0,
                fault: QueryFault::NoDate,
            })?
            .from;
    }
    if !last.is_empty() {
        range.until = single(last)
            .ok_or(DateFault {
                position: last_position,
                fault: QueryFault::NoDate,
            })?
            .until;
    }
    if range == DateRange::default() {
        return Err(DateFault {
            position: 0,
            fault: QueryFault::EmptyRange,
        });
    }
    if let (Some(DateBound::Day(from)), Some(DateBound::Day(until))) = (range.from, range.until)
        && from >= until
    {
        return Err(DateFault {
            position: last_position,
            fault: QueryFault::ReversedRange,
        });
    }
    Ok(range)
}

fn single(written: &str) -> Option<DateRange> {
    let folded = isnad_text::fold(written);
    if let Some((first_ago, last_ago)) = named(&folded) {
        return Some(DateRange {
            from: Some(DateBound::DaysAgo(first_ago)),
            until: Some(DateBound::DaysAgo(last_ago - 1)),
        });
    }
    let parts: Vec<&str> = folded.split(['-', '/', '.']).collect();
    let all_digits = parts
        .iter()
        .all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    if !all_digits || parts[0].len() != 4 {
        return None;
    }
    let year: i16 = parts[0].parse().ok()?;
    let (from, until) = match parts[1..] {
        [] => (Date::new(year, 1, 1).ok()?, Date::new(year.checked_add(1)?, 1, 1).ok()?),
        [month] => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            (first, first.last_of_month().tomorrow().ok()?)
        }
        [month, day] => {
            let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
            (date, date.tomorrow().ok()?)
        }
        _ => return None,
    };
    Some(DateRange {
        from: Some(DateBound::Day(day_number(from)?)),
        until: Some(DateBound::Day(day_number(until)?)),
    })
}

fn day_number(date: Date) -> Option<i64> {
    let start = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(start.timestamp().as_second().div_euclid(DAY_SECONDS))
}

/// First and last day of a name, in days before today.
fn named(folded: &str) -> Option<(i64, i64)> {
    for row in rows(include_str!("../../data/relative_days.tsv")) {
        let [first, last, names] = row[..] else { continue };
        if names.split(' ').any(|name| isnad_text::fold(name) == folded) {
            return Some((first.parse().ok()?, last.parse().ok()?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(written: &str) -> (Option<i64>, Option<i64>) {
        // now: 1970-01-11 in the afternoon
        parse(written).unwrap().seconds(10 * DAY_SECONDS + 50_000)
    }

    fn days(from: i64, until: i64) -> (Option<i64>, Option<i64>) {
        (Some(from * DAY_SECONDS), Some(until * DAY_SECONDS))
    }

    #[test]
    fn dates_mean_whole_days_months_years() {
        assert_eq!(span("1970-01-02"), days(1, 2));
        assert_eq!(span("1970/1/2"), days(1, 2));
        assert_eq!(span("١٩٧٠/٠١/٠٢"), days(1, 2));
        assert_eq!(span("1970-01"), days(0, 31));
        assert_eq!(span("1970"), days(0, 365));
        assert_eq!(span("1970-01-02..1970-01-04"), days(1, 4));
        assert_eq!(span("1970-01-02.."), (Some(DAY_SECONDS), None));
        assert_eq!(span("..1970-01-02"), (None, Some(2 * DAY_SECONDS)));
    }

    #[test]
    fn names_are_relative_to_now() {
        assert_eq!(span("today"), days(10, 11));
        assert_eq!(span("أمس"), days(9, 10));
        assert_eq!(span("week"), days(4, 11));
        assert_eq!(span("الاسبوع..امس"), days(4, 10));
    }

    #[test]
    fn a_wrong_date_is_pointed_at() {
        assert_eq!(parse("2018-13-01").unwrap_err().position, 0);
        assert_eq!(parse("2018-03-01..2018-02-30").unwrap_err().position, 12);
        assert_eq!(parse("2018-03-05..2018-03-01").unwrap_err().position, 12);
        for wrong in ["", "..", "soon", "18-3-1", "2018-03-01-05", "9999"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
