//! Days: the written order of day, month and year, without the clock.

use super::lexicon::Meaning;
use super::token::Token;
use super::{hijri, jalali};
use jiff::civil::Date;

const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;
/// Years of the Persian solar calendar that news may carry; later ones are Hijri, and those of news
/// lie above: 1380 solar is 2001, 1411 Hijri is 1990.
const SOLAR_YEARS: std::ops::RangeInclusive<i64> = 1300..=1410;
const SEPARATORS: [char; 4] = ['-', '/', '.', '\\'];

/// A day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Fully stated.
    Full(Date),
    /// Day first as is the habit here; the other if that one cannot be.
    Either(Date, Date),
    /// Day and month; the year is to be taken from the capture.
    NoYear { month: i8, day: i8 },
    /// A month of a year.
    Month(Date),
    /// A Hijri date, converted: where a Gregorian one stands beside it, that one counts.
    Lunar(Date),
}

/// What may be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// In running text: only what states day, month and a year of four digits.
    Running,
    /// The text is the date: also a year of two digits, no year, or no day.
    Whole,
}

/// The day at the start of `tokens` and how many tokens it took.
pub(super) fn at_start(tokens: &[Token], care: Care) -> Option<(Day, usize)> {
    numeric(tokens, care)
        .or_else(|| compact(tokens, care))
        .or_else(|| day_first(tokens, care))
        .or_else(|| month_first(tokens, care))
        .or_else(|| year_first(tokens))
        .or_else(|| marked(tokens, care))
        .or_else(|| year_and_month(tokens, care))
}

fn gregorian(year: i64, month: i64, day: i64) -> Option<Date> {
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    Date::new(year as i16, month as i8, day as i8).ok()
}

/// A year of two digits: 70 to 99 is the last century.
fn full_year(written: i64, digits: usize) -> i64 {
    match digits {
        2 if written >= 70 => 1900 + written,
        2 => 2000 + written,
        _ => written,
    }
}

/// `2023-09-21`, `21/9/2023`, `9/21/2023`, `1402/06/30`.
fn numeric(tokens: &[Token], care: Care) -> Option<(Day, usize)> {
    let [first, one, second, other, third, ..] = tokens else {
        return None;
    };
    if one.kind != other.kind || !one.is_one_of(&SEPARATORS) {
        return None;
    }
    let second = second.number(1..=2)?;
    if let Some(year) = first.number(4..=4) {
        let day = third.number(1..=2)?;
        return numeric_day(year, second, day, tokens.get(5)).map(|found| (found, 5));
    }
    let first = first.number(1..=2)?;
    let digits = if care == Care::Whole && third.number(2..=2).is_some() {
        2
    } else {
        4
    };
    let year = full_year(third.number(digits..=digits)?, digits);
    // a number goes on: a version, an address
    if tokens.get(5).is_some_and(|t| t.kind == one.kind) && tokens.get(6).is_some_and(Token::is_number) {
        return None;
    }
    if let Some(date) = gregorian(year, second, first) {
        let found = match gregorian(year, first, second) {
            Some(swapped) if swapped != date => Day::Either(date, swapped),
            _ => Day::Full(date),
        };
        return Some((found, 5));
    }
    if let Some(date) = gregorian(year, first, second) {
        return Some((Day::Full(date), 5));
    }
    numeric_day(year, second, first, tokens.get(5)).map(|found| (found, 5))
}

fn numeric_day(year: i64, month: i64, day: i64, next: Option<&Token>) -> Option<Day> {
    if let Some(date) = gregorian(year, month, day) {
        return Some(Day::Full(date));
    }
    let marked_hijri = next.is_some_and(|t| t.means(Meaning::HijriEra));
    if SOLAR_YEARS.contains(&year) && !marked_hijri {
        return jalali::to_gregorian(year, month, day).map(Day::Full);
    }
    lunar(year, month, day)
}

/// A Hijri day of the years that news may carry.
fn lunar(year: i64, month: i64, day: i64) -> Option<Day> {
    let is_year = (1300..1500).contains(&year);
    is_year
        .then(|| hijri::to_gregorian(year, month, day))
        .flatten()
        .map(Day::Lunar)
}

/// `2023年9月21日`, `2023년 9월 21일`.
fn marked(tokens: &[Token], care: Care) -> Option<(Day, usize)> {
    let is_mark = |at: usize, part: u8| tokens.get(at).is_some_and(|t| t.means(Meaning::Mark(part)));
    let year = tokens.first()?.number(4..=4)?;
    let month = tokens.get(2)?.number(1..=2)?;
    if !is_mark(1, 1) || !is_mark(3, 2) {
        return None;
    }
    match tokens.get(4).and_then(|t| t.number(1..=2)) {
        Some(day) if is_mark(5, 3) => gregorian(year, month, day).map(|date| (Day::Full(date), 6)),
        _ if care == Care::Whole => gregorian(year, month, 1).map(|date| (Day::Month(date), 4)),
        _ => None,
    }
}

/// `20230921`, alone or before a `T`.
fn compact(tokens: &[Token], care: Care) -> Option<(Day, usize)> {
    let written = tokens.first()?.number(8..=8)?;
    if care == Care::Running && !tokens.get(1).is_some_and(|t| t.means(Meaning::Clock)) {
        return None;
    }
    let date = gregorian(written / 10_000, written / 100 % 100, written % 100)?;
    Some((Day::Full(date), 1))
}

/// `21 September 2023`, `21st, September 2023`, `21 من أيلول/سبتمبر عام 2023م`.
fn day_first(tokens: &[Token], care: Care) -> Option<(Day, usize)> {
    let day = tokens.first()?.number(1..=2)?;
    let mut used = 1;
    used += usize::from(tokens.get(used).is_some_and(|t| t.means(Meaning::Ordinal)));
    used += skip_joints(&tokens[used..], 2);
    let (named, count) = month(&tokens[used..])?;
    used += count;
    match year(&tokens[used..], &named, care) {
        Some((year, count)) => named.day(year, day).map(|found| (found, used + count)),
        None => named.without_year(day, care).map(|found| (found, used)),
    }
}

/// `September 21, 2023`, `سبتمبر 21, 2023`, and in whole texts `September 2023`.
fn month_first(tokens: &[Token], care: Care) -> Option<(Day, usize)> {
    let (named, mut used) = month(tokens)?;
    let after_month = used;
    used += usize::from(tokens.get(used).is_some_and(|t| t.is_one_of(&['.', '-', '/', ','])));
    if let Some(day) = tokens.get(used).and_then(|t| t.number(1..=2)) {
        used += 1;
        used += usize::from(tokens.get(used).is_some_and(|t| t.means(Meaning::Ordinal)));
        if let Some((year, count)) = year(&tokens[used..], &named, care) {
            return named.day(year, day).map(|found| (found, used + count));
        }
        return named.without_year(day, care).map(|found| (found, used));
    }
    let (year, count) = year(&tokens[after_month..], &named, Care::Running)?;
    match named {
        Month::Gregorian(month) if care == Care::Whole => {
            gregorian(year, month, 1).map(|date| (Day::Month(date), after_month + count))
        }
        _ => None,
    }
}

/// `2023 September 21`, `2023-Sep-21`.
fn year_first(tokens: &[Token]) -> Option<(Day, usize)> {
    let year = tokens.first()?.number(4..=4)?;
    let mut used = 1 + skip_joints(&tokens[1..], 1);
    let (named, count) = month(&tokens[used..])?;
    used += count;
    used += skip_joints(&tokens[used..], 1);
    let day = tokens.get(used)?.number(1..=2)?;
    // the number may be the hour of a clock, or the day of another date
    if tokens.get(used + 1).is_some_and(|t| t.is_one_of(&[':'])) {
        return None;
    }
    named.day(year, day).map(|found| (found, used + 1))
}

/// `2023-09`, in whole texts.
fn year_and_month(tokens: &[Token], care: Care) -> Option<(Day, usize)> {
    let year = tokens.first()?.number(4..=4)?;
    if care == Care::Running || !tokens.get(1)?.is_one_of(&['-', '/']) {
        return None;
    }
    let month = tokens.get(2)?.number(2..=2)?;
    gregorian(year, month, 1).map(|date| (Day::Month(date), 3))
}

/// A month by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Month {
    Gregorian(i64),
    Solar(i64),
    Hijri(i64),
}

impl Month {
    fn day(self, year: i64, day: i64) -> Option<Day> {
        match self {
            Month::Gregorian(month) => gregorian(year, month, day).map(Day::Full),
            Month::Solar(month) if SOLAR_YEARS.contains(&year) => jalali::to_gregorian(year, month, day).map(Day::Full),
            Month::Solar(_) => None,
            Month::Hijri(month) => lunar(year, month, day),
        }
    }

    fn without_year(self, day: i64, care: Care) -> Option<Day> {
        match self {
            Month::Gregorian(month) if care == Care::Whole && (1..=31).contains(&day) => Some(Day::NoYear {
                month: month as i8,
                day: day as i8,
            }),
            _ => None,
        }
    }
}

/// A month name, or the names of one month in two systems side by side.
fn month(tokens: &[Token]) -> Option<(Month, usize)> {
    let first = tokens.first()?;
    let gregorian_number = first.meaning(|m| match m {
        Meaning::Month(number) => Some(i64::from(*number)),
        _ => None,
    });
    let Some(number) = gregorian_number else {
        let other = first.meaning(|m| match m {
            Meaning::Jalali(number) => Some(Month::Solar(i64::from(*number))),
            Meaning::Hijri(number) => Some(Month::Hijri(i64::from(*number))),
            _ => None,
        })?;
        return Some((other, 1));
    };
    let mut used = 1;
    let joint = usize::from(
        tokens
            .get(used)
            .is_some_and(|t| t.is_one_of(&['/', '(', '-', '\\', '،', '['])),
    );
    if tokens
        .get(used + joint)
        .is_some_and(|t| t.means(Meaning::Month(number as u8)))
    {
        used += joint + 1;
        used += usize::from(tokens.get(used).is_some_and(|t| t.is_one_of(&[')', ']'])));
    }
    Some((Month::Gregorian(number), used))
}

/// The year after a month or a day: commas, a link word, the number, an era.
fn year(tokens: &[Token], month: &Month, care: Care) -> Option<(i64, usize)> {
    let mut used = skip_joints(tokens, 2);
    let token = tokens.get(used)?;
    let written = match token.number(4..=4) {
        Some(written) => written,
        None if care == Care::Whole && !matches!(month, Month::Hijri(_)) => {
            let touches_colon = tokens.get(used + 1).is_some_and(|t| t.is_one_of(&[':']));
            let short = token.number(2..=2)?;
            if touches_colon {
                return None;
            }
            full_year(short, 2)
        }
        None => return None,
    };
    used += 1;
    let era = [Meaning::Era, Meaning::HijriEra, Meaning::SolarEra];
    let has_era = tokens.get(used).is_some_and(|t| era.iter().any(|e| t.means(*e)));
    used += usize::from(has_era);
    Some((written, used))
}

/// How many of at most `most` commas, hyphens and link words stand here.
fn skip_joints(tokens: &[Token], most: usize) -> usize {
    tokens
        .iter()
        .take(most)
        .take_while(|t| t.is_one_of(&[',', '،', '-', '/', '.', '–']) || t.means(Meaning::Link))
        .count()
}
