//! What a search can be narrowed down to: sources, languages, days; each a link that writes it into the query,
//! or takes it out again.

use super::markup::{Markup, escaped, foreign};
use super::picture::{Bar, bars};
use super::when::{self, DAY_SECONDS};
use super::words::Language;
use isnad_search::FacetCount;
use jiff::ToSpan;
use jiff::civil::Date;

const MOST_VALUES: usize = 12;
/// A picture of more bars would have bars too thin to see.
const MOST_BARS: usize = 48;
/// Spans up to so many days are told by day, up to so many months by month.
const MOST_DAYS: i32 = 21;
const MOST_MONTHS: i32 = 36;

/// One way to narrow down.
pub(super) struct Facet {
    pub(super) heading: &'static str,
    pub(super) picture: Option<Markup>,
    pub(super) values: Vec<FacetValue>,
}

/// One value of it.
pub(super) struct FacetValue {
    pub(super) name: Markup,
    pub(super) count: u64,
    pub(super) href: String,
    pub(super) is_current: bool,
    /// Where the bar starts and how wide it is, of 100.
    pub(super) start: u64,
    pub(super) width: u64,
}

/// A query that facets are written into.
pub(super) struct Narrowing<'q> {
    /// The query as it is.
    pub(super) query: &'q str,
    /// Whether it asks for either of several things, so that a part behind it would bind to the last only.
    pub(super) is_either: bool,
    /// The address of the page for another query.
    pub(super) address: &'q dyn Fn(&str) -> String,
}

impl Narrowing<'_> {
    /// The address of the query with `part` in it, or without where it has it; and whether it has it.
    pub(super) fn with(&self, part: &str) -> (String, bool) {
        let has_it = self.query.ends_with(part) || self.query.contains(&format!("{part} "));
        let query = match (has_it, self.is_either) {
            (true, _) => self.query.replacen(part, "", 1),
            (false, true) => format!("({}) {part}", self.query),
            (false, false) => format!("{} {part}", self.query),
        };
        let words: Vec<&str> = query.split_whitespace().collect();
        ((self.address)(&words.join(" ")), has_it)
    }
}

/// Hits by outlet.
pub(super) fn sources(counts: &[FacetCount], narrowing: &Narrowing<'_>, language: Language) -> Facet {
    let operator = if language.is_rtl() { "مصدر" } else { "source" };
    by_value(counts, narrowing, language.find("source"), operator, |value| {
        foreign(value, None)
    })
}

/// Hits by language.
pub(super) fn languages(counts: &[FacetCount], narrowing: &Narrowing<'_>, language: Language) -> Facet {
    let operator = if language.is_rtl() { "لغة" } else { "lang" };
    by_value(counts, narrowing, language.find("language"), operator, |value| {
        foreign(&language.language_name(value), Some(language.code()))
    })
}

fn by_value(
    counts: &[FacetCount],
    narrowing: &Narrowing<'_>,
    heading: Option<&'static str>,
    operator: &str,
    name: impl Fn(&str) -> Markup,
) -> Facet {
    // a name with the quote in it cannot stand in a quoted value
    let named = counts
        .iter()
        .filter(|count| !count.value.contains('"') && !count.value.is_empty());
    let parts: Vec<(Markup, u64, String)> = named
        .take(MOST_VALUES)
        .map(|count| {
            let part = format!("{operator}:\"{}\"", count.value);
            (name(&count.value), count.count, part)
        })
        .collect();
    Facet {
        heading: heading.unwrap_or_default(),
        picture: None,
        values: values(parts, narrowing),
    }
}

fn values(parts: Vec<(Markup, u64, String)>, narrowing: &Narrowing<'_>) -> Vec<FacetValue> {
    let most = parts.iter().map(|(_, count, _)| *count).max().unwrap_or(1).max(1);
    parts
        .into_iter()
        .map(|(name, count, part)| {
            let (href, is_current) = narrowing.with(&part);
            let width = (count * 100 / most).max(1);
            FacetValue {
                name,
                count,
                href,
                is_current,
                start: 100 - width,
                width,
            }
        })
        .collect()
}

/// The unit in which a span of days is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
}

impl Unit {
    fn of(first: Date, last: Date) -> Unit {
        let months = (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month())
            - i32::from(first.month());
        let days = (last - first).get_days();
        match (days < MOST_DAYS, months < MOST_MONTHS) {
            (true, _) => Unit::Day,
            (false, true) => Unit::Month,
            (false, false) => Unit::Year,
        }
    }

    fn start(self, day: Date) -> Date {
        match self {
            Unit::Day => day,
            Unit::Month => day.first_of_month(),
            Unit::Year => day.first_of_year(),
        }
    }

    fn next(self, start: Date) -> Option<Date> {
        let span = match self {
            Unit::Day => 1.day(),
            Unit::Month => 1.month(),
            Unit::Year => 1.year(),
        };
        start.checked_add(span).ok()
    }

    /// As the query language writes it: with strokes, which keep their order after Arabic letters.
    fn written(self, start: Date) -> String {
        let format = match self {
            Unit::Day => "%Y/%m/%d",
            Unit::Month => "%Y/%m",
            Unit::Year => "%Y",
        };
        start.strftime(format).to_string()
    }

    fn words(self, language: Language, start: Date) -> String {
        let month = language.word(&format!("month.{}", start.month())).to_owned();
        match self {
            Unit::Day => when::day_words(language, start),
            Unit::Month => format!("{month} {}", start.year()),
            Unit::Year => start.year().to_string(),
        }
    }
}

/// Hits by day, month or year, whichever tells the span best; as a picture over the whole span and as links to
/// the latest that have any.
pub(super) fn dates(days: &[(i64, u64)], narrowing: &Narrowing<'_>, language: Language) -> Facet {
    let mut facet = Facet {
        heading: language.find("date").unwrap_or_default(),
        picture: None,
        values: Vec::new(),
    };
    let date_of = |day: i64| when::civil(day * DAY_SECONDS).date();
    let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) else {
        return facet;
    };
    let unit = Unit::of(date_of(*first), date_of(*last));
    let mut spans: Vec<(Date, u64)> = vec![(unit.start(date_of(*first)), 0)];
    for (day, count) in days {
        let start = unit.start(date_of(*day));
        while let Some((open, _)) = spans.last().filter(|(open, _)| *open < start)
            && let Some(next) = unit.next(*open)
        {
            spans.push((next, 0));
        }
        if let Some((_, sum)) = spans.last_mut() {
            *sum += count;
        }
    }
    let operator = if language.is_rtl() { "تاريخ" } else { "date" };
    let told = spans.iter().rev().filter(|(_, count)| *count > 0);
    let parts: Vec<(Markup, u64, String)> = told
        .take(MOST_VALUES)
        .map(|(start, count)| {
            let name = Markup::of_escaped(format!("<span>{}</span>", escaped(&unit.words(language, *start))));
            (name, *count, format!("{operator}:{}", unit.written(*start)))
        })
        .collect();
    facet.values = values(parts, narrowing);
    let shown = &spans[spans.len().saturating_sub(MOST_BARS)..];
    if shown.len() > 2 {
        facet.picture = Some(picture(shown, unit, language));
    }
    facet
}

fn picture(spans: &[(Date, u64)], unit: Unit, language: Language) -> Markup {
    let drawn: Vec<Bar> = spans
        .iter()
        .map(|(_, count)| Bar {
            class: if *count > 0 { "on" } else { "" },
            count: *count,
        })
        .collect();
    let name = |at: usize| {
        spans
            .get(at)
            .map_or(String::new(), |(start, _)| unit.words(language, *start))
    };
    let places = [("from", name(0)), ("to", name(spans.len() - 1))];
    let places = places.each_ref().map(|(key, words)| (*key, words.as_str()));
    let label = language.fill("days_label", &places);
    bars("bars", &drawn, 216.0, 48.0, language.is_rtl(), &label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrowed(query: &str, part: &str) -> (String, bool) {
        let address = |query: &str| query.to_owned();
        Narrowing {
            query,
            is_either: query.contains("OR"),
            address: &address,
        }
        .with(part)
    }

    #[test]
    fn a_facet_is_written_in_and_taken_out() {
        assert_eq!(narrowed("سوق", "lang:\"ar\""), ("سوق lang:\"ar\"".to_owned(), false));
        assert_eq!(narrowed("lang:\"ar\" سوق", "lang:\"ar\""), ("سوق".to_owned(), true));
        assert_eq!(narrowed("a OR b", "lang:\"ar\"").0, "(a OR b) lang:\"ar\"");
        assert_eq!(
            narrowed("سوق date:2030/03/10", "date:2030/03"),
            ("سوق date:2030/03/10 date:2030/03".to_owned(), false)
        );
    }

    #[test]
    fn the_unit_follows_the_span() {
        let address = |query: &str| query.to_owned();
        let narrowing = Narrowing {
            query: "x",
            is_either: false,
            address: &address,
        };
        let hrefs = |days: &[(i64, u64)]| -> Vec<(String, u64)> {
            let facet = dates(days, &narrowing, Language::English);
            facet
                .values
                .into_iter()
                .map(|value| (value.href, value.count))
                .collect()
        };
        // 2031-03-02 is day 22340
        let day = 22_340;
        assert_eq!(
            hrefs(&[(day, 3), (day + 2, 1)]),
            [("x date:2031/03/04".to_owned(), 1), ("x date:2031/03/02".to_owned(), 3)]
        );
        assert_eq!(
            hrefs(&[(day, 3), (day + 1, 4), (day + 60, 1)]),
            [("x date:2031/05".to_owned(), 1), ("x date:2031/03".to_owned(), 7)]
        );
        assert_eq!(hrefs(&[(day - 4000, 3), (day, 1)])[1], ("x date:2020".to_owned(), 3));
        assert!(hrefs(&[]).is_empty());
    }

    #[test]
    fn days_between_are_drawn_though_they_have_no_hits() {
        let address = |query: &str| query.to_owned();
        let narrowing = Narrowing {
            query: "x",
            is_either: false,
            address: &address,
        };
        let facet = dates(&[(22_340, 3), (22_349, 1)], &narrowing, Language::Arabic);
        assert_eq!(facet.values.len(), 2);
        assert_eq!(facet.picture.unwrap().to_string().matches("<rect").count(), 10);
    }
}
