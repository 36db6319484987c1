//! Times as the evidence allows to show them. All in UTC.

use super::words::Language;
use isnad_model::{Precision, Zone, linking_time, parse_instant};
use isnad_store::ArticleView;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

pub(crate) const DAY_SECONDS: i64 = 86_400;

/// A moment, and whether more than its day is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Unix seconds.
    pub(crate) seconds: i64,
    /// Whether the clock time is known, not only the day.
    pub(crate) is_exact: bool,
    /// Whether the outlet claims it; else it is when we saw the text.
    pub(crate) is_claimed: bool,
}

/// When an article appeared, by what it claims and when it was captured.
pub(crate) fn appeared(view: &ArticleView) -> Option<Moment> {
    let published = view.published.as_ref();
    let seconds = view
        .linking_time
        .or_else(|| linking_time(published, parse_instant(&view.captured)))?;
    Some(Moment {
        seconds,
        is_exact: published.is_none_or(|claimed| claimed.precision <= Precision::Hour && claimed.zone != Zone::Unknown),
        is_claimed: published.is_some_and(|claimed| claimed.point() == Some(seconds)),
    })
}

/// The calendar's view of unix seconds.
pub(crate) fn civil(seconds: i64) -> DateTime {
    Timestamp::from_second(seconds)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned(TimeZone::UTC)
        .datetime()
}

/// The first second of a day.
pub(crate) fn start_of(day: Date) -> i64 {
    let zoned = day.to_zoned(TimeZone::UTC);
    zoned.map_or(0, |start| start.timestamp().as_second())
}

/// The day `days` later, or the same at the calendar's end.
pub(crate) fn later(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

impl Moment {
    /// The same, told by its day.
    pub(crate) fn day_only(self) -> Moment {
        Moment {
            is_exact: false,
            ..self
        }
    }

    /// Whether one may say of the outlet that it published then.
    pub(crate) fn is_publication(&self) -> bool {
        self.is_exact && self.is_claimed
    }
}

/// `05:52`.
pub(crate) fn clock(seconds: i64) -> String {
    let at = civil(seconds);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `14 آذار/مارس 2030`.
pub(crate) fn day_words(language: Language, day: Date) -> String {
    format!(
        "{} {} {}",
        day.day(),
        language.word(&format!("month.{}", day.month())),
        day.year()
    )
}

/// `الخميس 14 آذار/مارس 2030`.
pub(crate) fn weekday_words(language: Language, day: Date) -> String {
    let weekday = day.weekday().to_monday_one_offset();
    format!(
        "{} {}",
        language.word(&format!("weekday.{weekday}")),
        day_words(language, day)
    )
}

/// A moment in words beside others of the day `near`: the clock on that day, else the day with it.
pub(crate) fn moment_words(language: Language, moment: Moment, near: Option<Date>) -> String {
    let day = civil(moment.seconds).date();
    match (moment.is_exact, near == Some(day)) {
        (true, true) => clock(moment.seconds),
        (true, false) => format!("{} {}", day_words(language, day), clock(moment.seconds)),
        (false, _) => day_words(language, day),
    }
}

/// `1 س 18 د`, from a day on in days.
pub(crate) fn short_span(language: Language, seconds: i64) -> String {
    let minutes = (seconds.max(0) + 30) / 60;
    let (hours, rest) = (minutes / 60, minutes % 60);
    let part = |key: &str, n: i64| language.fill(key, &[("n", &n.to_string())]);
    match (hours, rest) {
        (0, _) => part("short_minutes", minutes),
        (1..=23, 0) => part("short_hours", hours),
        (1..=23, _) => format!("{} {}", part("short_hours", hours), part("short_minutes", rest)),
        _ => language.count("days", ((hours + 12) / 24) as u64),
    }
}

/// A span in its largest unit: `5 دقائق`.
pub(crate) fn span(language: Language, seconds: i64) -> String {
    let minutes = (seconds.max(0) / 60) as u64;
    match minutes {
        0 => language.word("under_minute").to_owned(),
        1..=59 => language.count("minutes", minutes),
        60..=1439 => language.count("hours", minutes / 60),
        1440..=86_399 => language.count("days", minutes / 1440),
        86_400..=525_599 => language.count("months", minutes / 43_200),
        _ => language.count("years", minutes / 525_600),
    }
}

/// A span in words, to the minute up to a day: `ساعة و56 دقيقة`.
pub(crate) fn long_span(language: Language, seconds: i64) -> String {
    let minutes = (seconds.max(0) + 30) / 60;
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (1..=23, 1..) => {
            let (hours, rest) = (
                language.count("hours", hours as u64),
                language.count("minutes", rest as u64),
            );
            language.fill("span_and", &[("hours", &hours), ("minutes", &rest)])
        }
        (1..=23, 0) => language.count("hours", hours as u64),
        _ => span(language, minutes * 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_spans_name_hours_and_minutes() {
        assert_eq!(long_span(Language::Arabic, 116 * 60), "ساعة و56 دقيقة");
        assert_eq!(long_span(Language::Arabic, 2 * 3600), "ساعتين");
        assert_eq!(long_span(Language::English, 49 * 60), "49 minutes");
        assert_eq!(long_span(Language::Arabic, 20 * DAY_SECONDS), "20 يوما");
        assert_eq!(long_span(Language::Arabic, 800 * DAY_SECONDS), "سنتين");
    }

    #[test]
    fn spans_are_short_and_in_their_class() {
        assert_eq!(short_span(Language::Arabic, 78 * 60), "1 س 18 د");
        assert_eq!(short_span(Language::English, 41 * 60), "41 min");
        assert_eq!(short_span(Language::Arabic, 3 * DAY_SECONDS), "3 أيام");
        assert_eq!(span(Language::Arabic, 120), "دقيقتين");
        assert_eq!(span(Language::English, 5 * 3600), "5 hours");
        assert_eq!(span(Language::English, 20), "less than a minute");
    }

    #[test]
    fn a_day_is_named_in_both_languages() {
        let day = civil(1_899_676_800).date();
        assert_eq!(weekday_words(Language::Arabic, day), "الخميس 14 آذار/مارس 2030");
        assert_eq!(weekday_words(Language::English, day), "Thursday 14 March 2030");
    }
}
