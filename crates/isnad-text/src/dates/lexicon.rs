//! The words of dates, read from `data/dates.tsv`.

use crate::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word may mean in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Month(u8),
    Jalali(u8),
    Hijri(u8),
    /// Behind the number of a year (1), a month (2), a day (3).
    Mark(u8),
    Weekday,
    Meridiem(Meridiem),
    ZoneMinutes(i32),
    UnitSeconds(i64),
    UnitMonth,
    DualSeconds(i64),
    Number(i64),
    Day(i64),
    Now,
    Before,
    Ago,
    Ordinal,
    Link,
    Clock,
    Era,
    HijriEra,
    SolarEra,
    Label,
}

/// Half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meridiem {
    Am,
    Pm,
    Night,
}

/// The most words one spelling has.
pub(super) const LONGEST_SPELLING: usize = 4;

static LEXICON: LazyLock<HashMap<String, Vec<Meaning>>> = LazyLock::new(|| {
    let mut lexicon: HashMap<String, Vec<Meaning>> = HashMap::new();
    for (meaning, spellings) in lines().filter_map(read_line) {
        for spelling in spellings.split('|') {
            let meanings = lexicon.entry(key(spelling)).or_default();
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
    }
    lexicon
});

/// What the folded words `spelling`, joined by one space, may mean; empty if they are no words of dates.
pub(super) fn meanings(spelling: &str) -> &'static [Meaning] {
    LEXICON.get(spelling).map_or(&[], Vec::as_slice)
}

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/dates.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A spelling as the tokens give it: folded, split between letters and digits, one space between.
fn key(spelling: &str) -> String {
    let folded = fold(spelling);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

fn read_line(line: &'static str) -> Option<(Meaning, &'static str)> {
    let mut fields = line.split('\t');
    let (kind, value, spellings) = (fields.next()?, fields.next()?, fields.next()?);
    let small = || value.parse::<u8>().ok();
    let seconds = || value.parse::<i64>().ok();
    let meaning = match kind {
        "month" => Meaning::Month(small()?),
        "jalali" => Meaning::Jalali(small()?),
        "hijri" => Meaning::Hijri(small()?),
        "mark" => Meaning::Mark(small()?),
        "weekday" => Meaning::Weekday,
        "meridiem" => Meaning::Meridiem(match value {
            "am" => Meridiem::Am,
            "pm" => Meridiem::Pm,
            "night" => Meridiem::Night,
            _ => return None,
        }),
        "zone" => Meaning::ZoneMinutes(value.parse().ok()?),
        "unit" if value == "month" => Meaning::UnitMonth,
        "unit" => Meaning::UnitSeconds(seconds()?),
        "dual" => Meaning::DualSeconds(seconds()?),
        "number" => Meaning::Number(seconds()?),
        "day" => Meaning::Day(seconds()?),
        "now" => Meaning::Now,
        "before" => Meaning::Before,
        "ago" => Meaning::Ago,
        "ordinal" => Meaning::Ordinal,
        "link" => Meaning::Link,
        "clock" => Meaning::Clock,
        "era" => Meaning::Era,
        "hijri_era" => Meaning::HijriEra,
        "solar_era" => Meaning::SolarEra,
        "label" => Meaning::Label,
        _ => return None,
    };
    Some((meaning, spellings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        for line in lines() {
            let (_, spellings) = read_line(line).unwrap_or_else(|| panic!("not understood: {line}"));
            for spelling in spellings.split('|') {
                let words = key(spelling).split(' ').count();
                assert!((1..=LONGEST_SPELLING).contains(&words), "{spelling}");
            }
        }
    }

    #[test]
    fn every_month_of_the_three_systems_is_known() {
        for (spelling, month) in [
            ("يناير", 1),
            ("كانون الثاني", 1),
            ("جانفي", 1),
            ("غشت", 8),
            ("آب", 8),
            ("أوت", 8),
            ("دجنبر", 12),
        ] {
            assert!(meanings(&key(spelling)).contains(&Meaning::Month(month)), "{spelling}");
        }
    }
}
