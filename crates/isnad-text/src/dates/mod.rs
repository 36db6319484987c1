//! Dates as news pages write them, in Arabic, Persian, English, French and some forty languages more.
//!
//! What is read: ISO 8601 and RFC 2822 forms; day, month name and year in any order, with the month
//! names of Egypt and the Gulf, the Levant, the Maghreb (also side by side: «نيسان/أبريل»); numeric
//! d/m/y, y/m/d and, where day first is impossible, m/d/y; Persian solar and Islamic lunar dates
//! (converted; a Gregorian date beside one counts before it); clock times with «ص/م», am/pm,
//! «الساعة»; zones that do not change with summer (GMT, +03:00, «بتوقيت مكة»); relative forms
//! («قبل ساعتين», «أمس 14:30») against the time of capture. Words are data: `data/dates.tsv`.
//!
//! Limits: an Islamic date is that of Umm al-Qura, a day off where the moon is sighted; relative
//! forms are Arabic, Persian, English and French. «بتوقيت القاهرة» and other zones with summer time
//! count as not stated. A date more than a day after the capture is no date. Years 1900 to 2100.
//! Source: ISO 8601, RFC 2822, RFC 9110; forms seen on pages of Arabic and Persian outlets.

mod clock;
mod day;
mod grammar;
mod hijri;
mod jalali;
mod lexicon;
mod relative;
mod token;

use token::tokens;

/// Text after this many bytes is not searched: a page's date stands early in its block.
const SEARCHED_BYTES: usize = 16 * 1024;

/// What is known around a written date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateContext {
    /// When the text was captured, unix seconds: relative forms count from it, and nothing lies after it.
    pub captured_seconds: Option<i64>,
    /// The habit of the source: the offset from UTC of times written without a zone.
    pub source_offset_seconds: Option<i32>,
}

/// How exactly a date was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DatePrecision {
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

/// Where the zone of a found date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateZone {
    /// Written with the date, or implied by a count back from the capture.
    Stated,
    /// [`DateContext::source_offset_seconds`].
    Source,
    /// Not known.
    Unknown,
}

/// A date found in text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// RFC 3339 with a zone where one is known, else as much as is known:
    /// `2023-09-21T10:00:00+03:00`, `2023-09-21T10:00`, `2023-09-21`, `2023-09`.
    pub time: String,
    /// How exactly it was written.
    pub precision: DatePrecision,
    /// Where its zone comes from. A day may have a stated zone that `time` has no room for.
    pub zone: DateZone,
    /// First byte of the date in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// The date that the whole of `text` is, but for labels and punctuation («تاريخ النشر:»).
///
/// ```
/// use isnad_text::dates::{self, DateContext, DatePrecision, DateZone};
/// let found = dates::parse("الخميس 21 أيلول/سبتمبر 2023 - 10:35 ص بتوقيت غرينتش", &DateContext::default()).unwrap();
/// assert_eq!(found.time, "2023-09-21T10:35Z");
/// assert_eq!((found.precision, found.zone), (DatePrecision::Minute, DateZone::Stated));
/// assert!(dates::parse("اجتمع الوفدان في 21 سبتمبر 2023", &DateContext::default()).is_none());
/// ```
pub fn parse(text: &str, context: &DateContext) -> Option<FoundDate> {
    if text.len() > SEARCHED_BYTES {
        return None;
    }
    let all = tokens(text);
    grammar::whole(&all, context)
}

/// The first date inside `text` that states its day fully; relative forms only in a short line.
///
/// ```
/// use isnad_text::dates::{self, DateContext};
/// let found = dates::find_first("تاريخ النشر: 21st, September 2023 GMT", &DateContext::default()).unwrap();
/// assert_eq!(found.time, "2023-09-21");
/// ```
pub fn find_first(text: &str, context: &DateContext) -> Option<FoundDate> {
    let mut cut = text.len().min(SEARCHED_BYTES);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let all = tokens(&text[..cut]);
    grammar::first(&all, context)
}

#[cfg(test)]
mod tests;
