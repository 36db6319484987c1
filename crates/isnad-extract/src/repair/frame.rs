//! The lines around a scraped text's body: title, date, credit, tags.

use isnad_model::{Article, ClaimedTime, Credit, Precision, Zone};
use isnad_text::dates::{self, DateContext, DatePrecision, DateZone};
use isnad_text::markers::{self, MarkerClass};
use isnad_text::{agencies, fold};

const LONGEST_TITLE_WORDS: usize = 30;
const LONGEST_CREDIT_WORDS: usize = 6;
const LONGEST_TAG_WORDS: usize = 4;

/// True if `line` may be a headline: not long, no stop at its end, no marker at its beginning.
pub fn is_title(line: &str) -> bool {
    line.split_whitespace().count() <= LONGEST_TITLE_WORDS
        && (!line.ends_with('.') || line.ends_with(".."))
        && !line.ends_with(['،', ':', '؛'])
        && !markers::is_read_also(line)
        && is_free_of_frame(line)
}

fn is_free_of_frame(line: &str) -> bool {
    [MarkerClass::Keywords, MarkerClass::Credit, MarkerClass::Date]
        .into_iter()
        .all(|class| markers::opening(line, class).is_none_or(|opening| !opening.separated))
}

/// The time that a line states, if that is all it does.
pub fn date(line: &str, captured: Option<&str>) -> Option<ClaimedTime> {
    let context = DateContext {
        captured_seconds: captured.and_then(isnad_model::parse_instant),
        ..DateContext::default()
    };
    let label = markers::opening(line, MarkerClass::Date);
    let found = match label {
        Some(opening) => dates::find_first(&line[opening.rest..], &context)?,
        None => dates::parse(line, &context)?,
    };
    let label_words = label.map_or("", |opening| line[..opening.end].trim());
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
        evidence: if label_words.is_empty() {
            "text".to_owned()
        } else {
            format!("text: {label_words}")
        },
    })
}

/// Whom a line credits, if that is all it does.
pub fn credit(line: &str) -> Option<Credit> {
    let opening = markers::opening(line, MarkerClass::Credit).filter(|opening| opening.separated)?;
    let name = line[opening.rest..].trim().trim_end_matches(['.', ')', ']']).trim();
    let words = name.split_whitespace().count();
    if words == 0 || words > LONGEST_CREDIT_WORDS {
        return None;
    }
    Some(Credit {
        name: agencies::named(name).map_or_else(|| name.to_owned(), str::to_owned),
        text: line.to_owned(),
    })
}

/// What a line of tags holds after its label.
pub fn keywords(line: &str) -> Option<&str> {
    let opening = markers::opening(line, MarkerClass::Keywords).filter(|opening| opening.separated)?;
    Some(line[opening.rest..].trim()).filter(|rest| !rest.is_empty())
}

/// The tags of a tags line. Without separators the phrases that the article itself uses are the tags, and
/// words between them stay together; the site's own buttons are left out.
pub fn tags(line: &str, article: &Article) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut add = |tag: &str| {
        let trimmed = tag.trim().trim_start_matches('#').trim();
        if !trimmed.is_empty() && !tags.iter().any(|known| known == trimmed) {
            tags.push(trimmed.to_owned());
        }
    };
    let separators = ['،', ',', '|', '؛', ';', '#', '/', '•'];
    if line.contains(separators) {
        line.split(separators).for_each(&mut add);
        return tags;
    }
    let used = format!(" {} {} ", article.title.as_deref().unwrap_or(""), article.text());
    let used: String = fold(&used)
        .split_whitespace()
        .flat_map(|word| [" ", word])
        .collect::<String>()
        + " ";
    let words: Vec<&str> = line.split_whitespace().filter(|word| !is_sort_label(word)).collect();
    let mut at = 0;
    let mut unknown: Vec<&str> = Vec::new();
    while at < words.len() {
        let longest = LONGEST_TAG_WORDS.min(words.len() - at);
        let length = (1..=longest).rev().find(|length| {
            let phrase = fold(&words[at..at + length].join(" "));
            used.contains(&format!(" {phrase} "))
        });
        match length {
            Some(length) => {
                add(&unknown.join(" "));
                unknown.clear();
                add(&words[at..at + length].join(" "));
                at += length;
            }
            None => {
                unknown.push(words[at]);
                at += 1;
            }
        }
    }
    add(&unknown.join(" "));
    tags
}

fn is_sort_label(word: &str) -> bool {
    markers::opening(word, MarkerClass::SortLabel).is_some_and(|opening| opening.end == word.len())
}
