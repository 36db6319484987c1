//! Putting days, clocks and zones together, and judging them against the capture.

use super::clock::{self, Clock};
use super::day::{self, Care, Day};
use super::lexicon::Meaning;
use super::relative::{self, Relative};
use super::token::Token;
use super::{DateContext, DatePrecision, DateZone, FoundDate};
use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, Timestamp, ToSpan, tz};

/// A date may lie this much after the capture: clocks and zones err.
const TOLERANCE_SECONDS: i64 = 86_400;
/// Relative forms are looked for in lines of at most this many tokens.
const SHORT_LINE_TOKENS: usize = 16;

/// The first date in `tokens`.
pub(super) fn first(tokens: &[Token], context: &DateContext) -> Option<FoundDate> {
    let mut lunar = None;
    let absolute = (0..tokens.len()).find_map(|at| match absolute(tokens, at, Care::Running, context)? {
        Candidate::Date(found, _) => Some(found),
        Candidate::Lunar(found, _) => {
            lunar.get_or_insert(found);
            None
        }
    });
    let absolute = absolute.or(lunar);
    if absolute.is_some() || tokens.len() > SHORT_LINE_TOKENS {
        return absolute;
    }
    (0..tokens.len()).find_map(|at| {
        let (written, used) = relative::at_start(&tokens[at..])?;
        // in a sentence "today" says nothing of when it was written
        if matches!(written, Relative::Day { clock: None, .. }) {
            return None;
        }
        resolve_relative(written, context)?.found(tokens, at, used)
    })
}

/// The date that all of `tokens` are, labels apart.
pub(super) fn whole(tokens: &[Token], context: &DateContext) -> Option<FoundDate> {
    let mut found: Option<FoundDate> = None;
    let mut lunar: Option<FoundDate> = None;
    let mut at = 0;
    while at < tokens.len() {
        let candidate = match &found {
            None => absolute(tokens, at, Care::Whole, context).or_else(|| {
                let (written, used) = relative::at_start(&tokens[at..])?;
                let date = resolve_relative(written, context)?.found(tokens, at, used)?;
                Some(Candidate::Date(date, used))
            }),
            Some(_) => absolute(tokens, at, Care::Running, context),
        };
        match candidate {
            Some(Candidate::Date(date, used)) => {
                found.get_or_insert(date);
                at += used;
            }
            Some(Candidate::Lunar(date, used)) => {
                lunar.get_or_insert(date);
                at += used;
            }
            None if may_surround(&tokens[at]) => at += 1,
            None if (found.is_some() || lunar.is_some()) && closes_in_parentheses(tokens, at) => break,
            None => return None,
        }
    }
    found.or(lunar)
}

fn may_surround(token: &Token) -> bool {
    clock::is_filler(token)
        || token
            .meanings()
            .iter()
            .any(|m| matches!(m, Meaning::Weekday | Meaning::HijriEra | Meaning::ZoneMinutes(_)))
}

/// A zone spelled out after the date: `(Arabian Standard Time)`.
fn closes_in_parentheses(tokens: &[Token], at: usize) -> bool {
    let opened = tokens[..at].last().is_some_and(|t| t.is_one_of(&['(']));
    let closed = tokens.last().is_some_and(|t| t.is_one_of(&[')']));
    opened && closed && !tokens[at..].iter().any(Token::is_number)
}

enum Candidate {
    Date(FoundDate, usize),
    Lunar(FoundDate, usize),
}

/// The date that begins at token `at`, with its weekday and clock.
fn absolute(tokens: &[Token], at: usize, care: Care, context: &DateContext) -> Option<Candidate> {
    // the end of a longer number: 1.21.9.2023, 10:21/9/2023
    if at >= 2 && tokens[at].is_number() && tokens[at - 1].is_one_of(&['.']) && tokens[at - 2].is_number() {
        return None;
    }
    let (leading, skipped) = leading(tokens, at);
    let start = at + skipped;
    let (written, used) = day::at_start(tokens.get(start..)?, care)?;
    let mut end = start + used;
    let mut stated_clock = leading;
    let mut day_zone = None;
    if let Some((minutes, count)) = clock::zone(&tokens[end..], usize::MAX) {
        day_zone = Some(minutes);
        end += count;
    }
    if stated_clock.is_none()
        && let Some((clock, count)) = clock::after_date(&tokens[end..])
        && !begins_another_date(&tokens[end..], count)
    {
        stated_clock = Some(clock);
        end += count;
    }
    if let Some(clock) = stated_clock.as_mut() {
        clock.offset_minutes = clock.offset_minutes.or(day_zone);
    }
    let resolved = resolve_day(written, stated_clock, day_zone, context)?;
    let found = resolved.found(tokens, at, end - at)?;
    Some(match written {
        Day::Lunar(_) => Candidate::Lunar(found, end - at),
        _ => Candidate::Date(found, end - at),
    })
}

/// A weekday or a clock time before the date: «الخميس، », «10:35 ص - ».
fn leading(tokens: &[Token], at: usize) -> (Option<Clock>, usize) {
    let rest = &tokens[at..];
    let (clock, mut skipped) = match rest.first() {
        Some(token) if token.means(Meaning::Clock) => match clock::at_start(&rest[1..], true) {
            Some((clock, used)) => (Some(clock), used + 1),
            None => return (None, 0),
        },
        _ => match clock::at_start(rest, false) {
            Some((clock, used)) => (Some(clock), used),
            None => (None, 0),
        },
    };
    let joints = |from: usize| {
        rest[from..]
            .iter()
            .take(3)
            .take_while(|t| t.is_punctuation() || t.means(Meaning::Link))
            .count()
    };
    if clock.is_some() {
        skipped += joints(skipped);
    }
    if rest.get(skipped).is_some_and(|t| t.means(Meaning::Weekday)) {
        skipped += 1;
        skipped += joints(skipped);
    }
    (clock, skipped)
}

/// `21-09-2023 10:35`: is what looks like a clock the start of another date?
fn begins_another_date(tokens: &[Token], clock_tokens: usize) -> bool {
    tokens.get(clock_tokens).is_some_and(|t| t.is_one_of(&['/']))
        && tokens.get(clock_tokens + 1).is_some_and(Token::is_number)
}

/// A date with everything decided.
struct Resolved {
    at: DateTime,
    precision: DatePrecision,
    zone: DateZone,
    offset_seconds: Option<i32>,
}

impl Resolved {
    fn found(&self, tokens: &[Token], at: usize, used: usize) -> Option<FoundDate> {
        let last = tokens.get(at + used - 1)?;
        Some(FoundDate {
            time: self.written(),
            precision: self.precision,
            zone: self.zone,
            start: tokens.get(at)?.start,
            end: last.end,
        })
    }

    fn written(&self) -> String {
        let date = self.at.date();
        let time = self.at.time();
        let zone = match self.offset_seconds {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(seconds) => {
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        };
        match self.precision {
            DatePrecision::Month => format!("{:04}-{:02}", date.year(), date.month()),
            DatePrecision::Day => date.to_string(),
            DatePrecision::Hour | DatePrecision::Minute => {
                format!("{date}T{:02}:{:02}{zone}", time.hour(), time.minute())
            }
            DatePrecision::Second => {
                format!(
                    "{date}T{:02}:{:02}:{:02}{zone}",
                    time.hour(),
                    time.minute(),
                    time.second()
                )
            }
        }
    }
}

fn resolve_day(day: Day, clock: Option<Clock>, day_zone: Option<i32>, context: &DateContext) -> Option<Resolved> {
    let (date, precision) = match day {
        Day::Full(date) | Day::Lunar(date) => (believed(date, context)?, DatePrecision::Day),
        Day::Either(date, swapped) => {
            let chosen = believed(date, context).or_else(|| believed(swapped, context))?;
            (chosen, DatePrecision::Day)
        }
        Day::NoYear { month, day } => (last_such_day(month, day, context)?, DatePrecision::Day),
        Day::Month(date) => (believed(date, context)?, DatePrecision::Month),
    };
    let Some(clock) = clock.filter(|_| precision == DatePrecision::Day) else {
        return Some(Resolved {
            at: date.at(0, 0, 0, 0),
            precision,
            zone: if day_zone.is_some() {
                DateZone::Stated
            } else {
                DateZone::Unknown
            },
            offset_seconds: None,
        });
    };
    resolve_clock(date, clock, context)
}

fn resolve_clock(date: Date, clock: Clock, context: &DateContext) -> Option<Resolved> {
    let time = Time::new(clock.hour, clock.minute.unwrap_or(0), clock.second.unwrap_or(0), 0).ok()?;
    let (zone, offset_seconds) = match (clock.offset_minutes, context.source_offset_seconds) {
        (Some(minutes), _) => (DateZone::Stated, Some(minutes * 60)),
        (None, Some(seconds)) => (DateZone::Source, Some(seconds)),
        (None, None) => (DateZone::Unknown, None),
    };
    let at = date.to_datetime(time);
    if let Some(captured) = context.captured_seconds
        && unix_seconds(at)? - i64::from(offset_seconds.unwrap_or(0)) > captured.saturating_add(TOLERANCE_SECONDS)
    {
        return None;
    }
    let precision = match (clock.minute, clock.second) {
        (_, Some(_)) => DatePrecision::Second,
        (Some(_), None) => DatePrecision::Minute,
        (None, None) => DatePrecision::Hour,
    };
    Some(Resolved {
        at,
        precision,
        zone,
        offset_seconds,
    })
}

fn resolve_relative(written: Relative, context: &DateContext) -> Option<Resolved> {
    let captured = context.captured_seconds?;
    let offset_seconds = context.source_offset_seconds.unwrap_or(0);
    let zone = match context.source_offset_seconds {
        Some(_) => DateZone::Source,
        None => DateZone::Stated,
    };
    match written {
        Relative::Seconds { ago, unit_seconds } => {
            let at = local_time(captured.checked_sub(ago)?, offset_seconds)?;
            let precision = match unit_seconds {
                0..60 => DatePrecision::Second,
                60..3600 => DatePrecision::Minute,
                3600..86_400 => DatePrecision::Hour,
                _ => DatePrecision::Day,
            };
            Some(Resolved {
                at,
                precision,
                zone: if precision == DatePrecision::Day {
                    day_zone(context)
                } else {
                    zone
                },
                offset_seconds: (precision != DatePrecision::Day).then_some(offset_seconds),
            })
        }
        Relative::Months(months) => Some(Resolved {
            at: local_time(captured, offset_seconds)?
                .checked_sub(months.months())
                .ok()?,
            precision: DatePrecision::Month,
            zone: day_zone(context),
            offset_seconds: None,
        }),
        Relative::Day { days, clock } => {
            let today = local_time(captured, offset_seconds)?.date();
            let date = today.checked_add(Span::new().try_days(days).ok()?).ok()?;
            match clock {
                Some(clock) => resolve_clock(date, clock, context),
                None => Some(Resolved {
                    at: date.at(0, 0, 0, 0),
                    precision: DatePrecision::Day,
                    zone: day_zone(context),
                    offset_seconds: None,
                }),
            }
        }
    }
}

fn day_zone(context: &DateContext) -> DateZone {
    match context.source_offset_seconds {
        Some(_) => DateZone::Source,
        None => DateZone::Unknown,
    }
}

/// `date`, if it does not lie after the capture.
fn believed(date: Date, context: &DateContext) -> Option<Date> {
    let Some(captured) = context.captured_seconds else {
        return Some(date);
    };
    let start = unix_seconds(date.at(0, 0, 0, 0))?;
    (start <= captured.saturating_add(TOLERANCE_SECONDS)).then_some(date)
}

/// The last such day of a year that does not lie after the capture.
fn last_such_day(month: i8, day: i8, context: &DateContext) -> Option<Date> {
    let year = local_time(context.captured_seconds?, 0)?.year();
    [year + 1, year, year - 1]
        .into_iter()
        .filter_map(|candidate| Date::new(candidate, month, day).ok())
        .find(|date| believed(*date, context).is_some())
}

fn local_time(seconds: i64, offset_seconds: i32) -> Option<DateTime> {
    let instant = Timestamp::from_second(seconds.checked_add(i64::from(offset_seconds))?).ok()?;
    Some(instant.to_zoned(tz::TimeZone::UTC).datetime())
}

fn unix_seconds(at: DateTime) -> Option<i64> {
    let utc = at.to_zoned(tz::TimeZone::UTC).ok()?;
    Some(utc.timestamp().as_second())
}
