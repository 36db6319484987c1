//! When the article says it was published and changed.
//!
//! In order of trust: JSON-LD, meta elements, microdata and time elements, dates written near the headline, the
//! address. A date beside a word of updating is a change, never the publication; nothing is later than the capture.

use super::head::{Field, Head};
use crate::content::survey::Survey;
use crate::content::text::text_between;
use crate::lines;
use isnad_html::{Tag, Tree};
use isnad_model::{ClaimedTime, Precision, Zone, parse_instant};
use isnad_text::dates::{self, DateContext, DatePrecision, DateZone, FoundDate};
use isnad_text::markers::{MarkerClass, opening};
use isnad_text::words;

/// A longer block is no line with a date.
const LONGEST_LINE_CHARS: u32 = 110;

/// A label and the weekday after it have so many words at most.
const LABEL_WORDS: usize = 5;

/// Nothing on the web is older.
const FIRST_YEAR: &str = "1994";

/// The two times.
#[derive(Debug, Default)]
pub(crate) struct When {
    pub published: Option<ClaimedTime>,
    pub modified: Option<ClaimedTime>,
}

/// What is known beside the tree.
pub(crate) struct Around<'a> {
    pub head: &'a Head,
    pub url: Option<&'a str>,
    pub captured: Option<&'a str>,
    /// The headline without marks.
    pub bare_title: &'a str,
    /// Weights of the nodes: near 0 beside the article.
    pub weights: &'a [f32],
    /// The element that holds the article.
    pub root: Option<usize>,
}

/// Reads both times.
pub(crate) fn when(tree: &Tree, survey: &Survey, around: &Around) -> When {
    let context = DateContext {
        captured_seconds: around.captured.and_then(parse_instant),
        source_offset_seconds: None,
    };
    let head = around.head;
    let claim = |written: &str, evidence: &str| claimed(written, evidence, &context);
    let meta = |field: Field| {
        head.all(field)
            .find_map(|meta| claim(&meta.value, &format!("meta {}", meta.name)))
    };
    let linked = |written: &Option<String>, name: &str| claim(written.as_deref()?, &format!("json-ld {name}"));
    let mut published = match (linked(&head.linked.published, "datePublished"), meta(Field::Published)) {
        // The same instant written twice: as the meta element writes it.
        (Some(linked), Some(meta)) if linked.interval() == meta.interval() => Some(meta),
        (linked, meta) => linked.or(meta),
    };
    let mut modified = linked(&head.linked.modified, "dateModified").or_else(|| meta(Field::Modified));
    if published.is_none() || modified.is_none() {
        published = published.or_else(|| microdata(tree, &["datePublished", "dateCreated"], &context));
        modified = modified.or_else(|| microdata(tree, &["dateModified"], &context));
    }
    if published.is_none() {
        let visible = visible(tree, survey, around, &context);
        modified = modified.or(visible.modified);
        let by_url = around.url.and_then(|url| url_date(url, &context));
        published = match (visible.published, by_url) {
            (Some(text), _) if visible.is_sure => Some(text),
            (Some(text), Some(url)) => Some(if text.time.starts_with(&url.time) { text } else { url }),
            (text, url) => text.or(url),
        };
    }
    When { published, modified }
}

/// What a written date claims, if it is one that can be.
fn claimed(written: &str, evidence: &str, context: &DateContext) -> Option<ClaimedTime> {
    let trimmed = written.trim();
    if let Some(time) = unix_time(trimmed, evidence) {
        return Some(time);
    }
    let found = dates::parse(trimmed, context).or_else(|| dates::find_first(trimmed, context))?;
    claim_of(found, evidence)
}

fn claim_of(found: FoundDate, evidence: &str) -> Option<ClaimedTime> {
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

/// Times marked with itemprop or pubdate.
fn microdata(tree: &Tree, names: &[&str], context: &DateContext) -> Option<ClaimedTime> {
    if !names
        .iter()
        .chain(&["pubdate"])
        .any(|name| tree.source().contains(name))
    {
        return None;
    }
    (0..tree.nodes().len())
        .filter(|index| {
            matches!(
                tree.tag(*index),
                Tag::Time | Tag::Span | Tag::Div | Tag::P | Tag::Li | Tag::Abbr
            )
        })
        .find_map(|index| {
            let property = tree.attribute(index, "itemprop");
            let name = match property {
                Some(value) => names
                    .iter()
                    .find(|name| value.split(' ').any(|word| word.eq_ignore_ascii_case(name)))?,
                None if names[0] == "datePublished" && tree.attribute(index, "pubdate").is_some() => &"pubdate",
                None => return None,
            };
            let written = tree
                .attribute(index, "datetime")
                .or_else(|| tree.attribute(index, "content"));
            let evidence = format!("microdata {name}");
            match written {
                Some(value) => claimed(&value, &evidence, context),
                None => claimed(&tree.text(index), &evidence, context),
            }
        })
}

struct Visible {
    published: Option<ClaimedTime>,
    modified: Option<ClaimedTime>,
    /// A label or the place right under the headline says that it is the publication.
    is_sure: bool,
}

/// Dates written on the page, judged by the words beside them and by how near to the headline they stand.
fn visible(tree: &Tree, survey: &Survey, around: &Around, context: &DateContext) -> Visible {
    let headline = survey
        .blocks
        .iter()
        .position(|block| tree.tag(block.container) == Tag::H1 && is_title(tree, survey, block, around.bare_title))
        .or_else(|| {
            survey
                .blocks
                .iter()
                .position(|block| is_title(tree, survey, block, around.bare_title))
        });
    let root_blocks = around.root.map(|root| {
        let first = survey.blocks.partition_point(|block| block.first < root);
        (
            first,
            survey.blocks.partition_point(|block| block.first < tree.end(root)),
        )
    });
    let mut best: Option<(i32, ClaimedTime)> = None;
    let mut modified = None;
    for (at, block) in survey.blocks.iter().enumerate() {
        if block.chars > LONGEST_LINE_CHARS || block.chars < 4 || around.weights[block.container] < 0.04 {
            continue;
        }
        let text = text_between(tree, survey, block.first, block.last);
        let element = time_element(tree, block.first);
        let attribute = element
            .and_then(|time| tree.attribute(time, "datetime"))
            .filter(|value| !value.is_empty());
        if attribute.is_none() && !text.chars().any(char::is_numeric) {
            continue;
        }
        let written = dates::find_first(&text, context);
        let label = written.as_ref().and_then(|found| label_before(&text, found.start));
        let found = match (&attribute, written) {
            (Some(value), _) => claimed(value, "time datetime", context),
            (None, Some(date)) => {
                let shown = label.unwrap_or(&text[date.start..date.end]);
                let evidence = format!("text: {shown}");
                claim_of(date, &evidence)
            }
            (None, None) => None,
        };
        let Some(claim) = found else {
            continue;
        };
        if lines::speaks_of_update(&text) {
            modified = modified.or(Some(claim));
            continue;
        }
        let mut points = 0;
        if label.is_some() {
            points += 4;
        }
        if element.is_some() {
            points += 2;
        }
        let beside_article = around.weights[block.container] < 0.5;
        points -= if beside_article { 3 } else { 0 };
        if let Some(headline) = headline {
            points += match at as i32 - headline as i32 {
                1..=4 => 4,
                -3..=-1 => 3,
                5..=12 => 2,
                _ => 0,
            };
        }
        match root_blocks {
            Some((first, end)) if at >= first && at < end => points += 1,
            Some((_, end)) if at >= end => points -= 2,
            _ => {}
        }
        if claim.precision == Precision::Month {
            points -= 2;
        }
        if best.as_ref().is_none_or(|(most, _)| points > *most) {
            best = Some((points, claim));
        }
    }
    let best = best.filter(|(points, _)| *points >= 0);
    Visible {
        is_sure: best.as_ref().is_some_and(|(points, _)| *points >= 4),
        published: best.map(|(_, claim)| claim),
        modified,
    }
}

fn is_title(tree: &Tree, survey: &Survey, block: &crate::content::survey::Block, bare_title: &str) -> bool {
    !bare_title.is_empty()
        && block.chars < 400
        && lines::bare(&text_between(tree, survey, block.first, block.last)) == bare_title
}

fn time_element(tree: &Tree, index: usize) -> Option<usize> {
    tree.ancestors(index).take(3).find(|at| tree.tag(*at) == Tag::Time)
}

/// The label («تاريخ النشر») in the few words before the date that begins at `date_start`.
fn label_before(text: &str, date_start: usize) -> Option<&str> {
    let starts: Vec<usize> = words(&text[..date_start]).map(|word| word.start).collect();
    let nearest = starts.len().saturating_sub(LABEL_WORDS);
    starts[nearest..].iter().find_map(|start| {
        let label = opening(&text[*start..], MarkerClass::Date)?;
        let end = start + label.end;
        (end <= date_start).then(|| text[*start..end].trim())
    })
}

/// A day in an address: `/2020/06/03/`, `2020-06-03`, `20200603`.
fn url_date(url: &str, context: &DateContext) -> Option<ClaimedTime> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let numbers: Vec<(usize, &str)> = number_runs(path);
    let separated = numbers.windows(3).find_map(|three| {
        let joined = three.windows(2).all(|two| {
            let between = path.get(two[0].0 + two[0].1.len()..two[1].0).unwrap_or("");
            matches!(between, "/" | "-" | "_" | ".")
        });
        let [year, month, day] = [three[0].1, three[1].1, three[2].1];
        (joined && year.len() == 4 && month.len() <= 2 && day.len() <= 2)
            .then(|| format!("{year}-{month:0>2}-{day:0>2}"))
    });
    // One folder may stand between the year and the month: /2013/world/8/3/.
    let parted = || {
        numbers.windows(3).find_map(|three| {
            let [(year_at, year), (month_at, month), (day_at, day)] = [three[0], three[1], three[2]];
            let folder = path.get(year_at + year.len()..month_at)?;
            let fits = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
            let is_folder = folder.starts_with('/') && folder.ends_with('/') && folder.matches('/').count() == 2;
            let joined = path.get(month_at + month.len()..day_at) == Some("/");
            (fits && is_folder && joined).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
        })
    };
    let compact = || {
        numbers
            .iter()
            .find(|(_, run)| matches!(run.len(), 8 | 12 | 14) || run.len() > 14 && run.len() < 20)
            .map(|(_, run)| format!("{}-{}-{}", &run[..4], &run[4..6], &run[6..8]))
    };
    let by_day = |written: String| claimed(&written, "url", context).filter(|claim| claim.time.as_str() < "2100");
    separated
        .or_else(parted)
        .and_then(by_day)
        .or_else(|| compact().and_then(by_day))
}

/// Runs of ASCII digits with where they begin.
fn number_runs(path: &str) -> Vec<(usize, &str)> {
    let bytes = path.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length > 0 {
            runs.push((at, &path[at..at + length]));
        }
        at += length.max(1);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_addresses() {
        let read = |url: &str| url_date(url, &DateContext::default()).map(|claim| claim.time);
        assert_eq!(read("https://a.example/2013/8/3/story").as_deref(), Some("2013-08-03"));
        assert_eq!(
            read("https://a.example/news/2020-06-03-1.38").as_deref(),
            Some("2020-06-03")
        );
        assert_eq!(
            read("https://a.example/x/20200317104489").as_deref(),
            Some("2020-03-17")
        );
        assert_eq!(read("https://a.example/news/287750").as_deref(), None);
        assert_eq!(read("https://a.example/99999999/1").as_deref(), None);
    }

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
