//! Whom an article credits: the agency or outlet named in its byline, dateline, tail or text.
//!
//! What: one name per article, the byline first, then a credit found by extraction, the head, the tail,
//! and last an agency or outlet that the running text relays («نقلت رويترز عن»). Why: a credit is the
//! only proof of where a text comes from. Limits: an outlet's own name is no credit, an agency's is;
//! «وكالات» names nobody; an agency that is only spoken of («مقر رويترز») is not credited.
//! Source: bylines and datelines as the read pairs have them; lists in `data/`.

use crate::outlets::{Outlet, named, outlet_name};
use isnad_model::Article;
use isnad_text::{Word, fold, words};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const HEAD_CHARS: usize = 110;
const TAIL_CHARS: usize = 70;
/// Words of a dateline before the agency's name, at most: «الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م».
const DATELINE_WORDS: usize = 12;
/// Words between a relay word and the name it relays, at most.
const RELAY_GAP_WORDS: usize = 3;
const NAME_WORDS: usize = 5;

/// How a word leads to the name of a source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relay {
    /// The name follows.
    Named,
    /// The name follows with ل.
    Told,
}

static RELAYS: LazyLock<FxHashMap<String, Relay>> = LazyLock::new(|| {
    include_str!("../data/relay_words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, word)| (fold(word), if kind == "told" { Relay::Told } else { Relay::Named }))
        .collect()
});

/// A credit found in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Agency or outlet as the chain names it: `واس`, `أ ف ب`.
    pub name: String,
    /// Where it was found and how it was written, for people.
    pub evidence: String,
    /// True where the running text quotes it («نقلت رويترز عن»), while nothing signs the article: what is quoted is
    /// its word, the text around may be anybody's.
    pub is_relayed: bool,
}

/// Whom an `article` of the outlet `source` credits.
pub fn origin(article: &Article, source: &str) -> Option<Origin> {
    let own = outlet_name(source);
    in_bylines(article, &own)
        .or_else(|| in_credits(article, &own))
        .or_else(|| in_text(&article.text(), &own))
        .or_else(|| own_agency(source, &own))
}

/// An agency's own report is signed by where it stands.
fn own_agency(source: &str, own: &str) -> Option<Origin> {
    let outlet = named(own).filter(|outlet| outlet.is_agency)?;
    Some(found(outlet, "source", source))
}

fn in_bylines(article: &Article, own: &str) -> Option<Origin> {
    article.authors.iter().find_map(|byline| {
        let outlet = in_parts(byline, own).or_else(|| in_words(byline, own))?;
        Some(found(outlet, "byline", byline))
    })
}

fn in_credits(article: &Article, own: &str) -> Option<Origin> {
    article.credit.iter().find_map(|credit| {
        let outlet = named(&credit.name);
        if outlet.is_some_and(|outlet| !is_credit(outlet, own)) || outlet_name(&credit.name) == own {
            return None;
        }
        Some(Origin {
            name: outlet.map_or_else(|| credit.name.trim().to_owned(), |outlet| outlet.name.to_owned()),
            evidence: format!("credit: {}", one_line(&credit.text)),
            is_relayed: false,
        })
    })
}

fn in_text(text: &str, own: &str) -> Option<Origin> {
    let trimmed = text.trim();
    let head = head_of(trimmed);
    if let Some(outlet) = in_dateline(head, own) {
        return Some(found(outlet, "dateline", head));
    }
    let tail = tail_of(trimmed);
    if let Some(outlet) = in_tail(tail, own) {
        return Some(found(outlet, "end of text", tail));
    }
    relayed(trimmed, own)
}

fn found(outlet: Outlet, place: &str, written: &str) -> Origin {
    Origin {
        name: outlet.name.to_owned(),
        evidence: format!("{place}: {}", one_line(written)),
        is_relayed: false,
    }
}

/// A name that fills a part between separators: `الجزيرة - واس:`, `عمان: واس`, `رويترز (واشنطن)`.
fn in_parts(written: &str, own: &str) -> Option<Outlet> {
    written
        .split(is_separator)
        .filter_map(named)
        .find(|outlet| is_credit(*outlet, own))
}

/// A name of an agency anywhere in a byline: `وكالة الأنباء السعودية الرياض`.
fn in_words(byline: &str, own: &str) -> Option<Outlet> {
    let cut: Vec<Word> = words(byline).collect();
    (0..cut.len()).find_map(|at| name_at(byline, &cut[at..], own).filter(|outlet| outlet.is_agency))
}

/// An agency as a part of its own, or as the last word of one, before the running text begins.
fn in_dateline(head: &str, own: &str) -> Option<Outlet> {
    let mut words_before = 0;
    let mut parts = head.split(is_separator).peekable();
    while let Some(part) = parts.next() {
        // what follows the last separator is the running text
        parts.peek()?;
        words_before += part.split_whitespace().count();
        if words_before > DATELINE_WORDS {
            return None;
        }
        let outlet = named(part).or_else(|| named(part.split_whitespace().next_back()?));
        if let Some(agency) = outlet.filter(|outlet| outlet.is_agency && is_credit(*outlet, own)) {
            return Some(agency);
        }
    }
    None
}

/// In brackets or alone at the end: `(رويترز)`, `المصدر: وام`, a last line `أ ف ب`.
fn in_tail(tail: &str, own: &str) -> Option<Outlet> {
    let mut parts: Vec<&str> = tail.split(is_separator).map(str::trim).collect();
    // what precedes the first separator may be the end of a long sentence
    parts.rotate_left(1);
    parts.pop();
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .rev()
        .take(2)
        .filter_map(|part| named(part.trim_end_matches('.')))
        .find(|outlet| outlet.is_agency && is_credit(*outlet, own))
}

/// An agency or outlet that the running text relays.
fn relayed(text: &str, own: &str) -> Option<Origin> {
    let cut: Vec<Word> = words(text).collect();
    let mut folded = String::new();
    for (index, word) in cut.iter().enumerate() {
        folded.clear();
        isnad_text::fold_into(word.of(text), &mut folded);
        let bare = folded.strip_prefix(['و', 'ف']).unwrap_or(&folded);
        let Some(relay) = RELAYS.get(folded.as_str()).or_else(|| RELAYS.get(bare)) else {
            continue;
        };
        for gap in 1..=RELAY_GAP_WORDS + 1 {
            let Some(rest) = cut.get(index + gap..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            let Some(outlet) = name_at(text, rest, own) else {
                continue;
            };
            let is_told = rest[0].of(text).starts_with('ل');
            if *relay == Relay::Named && (outlet.is_agency || gap <= 2) || is_told {
                let last = (index + gap + 2).min(cut.len() - 1);
                let quoted = found(outlet, "text", &text[word.start..cut[last].end]);
                return Some(Origin {
                    is_relayed: !is_told,
                    ..quoted
                });
            }
        }
    }
    None
}

/// The longest name at the start of `rest`. A single word counts only where it means nothing else.
fn name_at(text: &str, rest: &[Word], own: &str) -> Option<Outlet> {
    (1..=NAME_WORDS.min(rest.len())).rev().find_map(|length| {
        let written = &text[rest[0].start..rest[length - 1].end];
        let is_certain = length > 1
            || isnad_text::agencies::mentions(written)
                .first()
                .is_none_or(|name| name.certain);
        named(written).filter(|outlet| is_certain && is_credit(*outlet, own))
    })
}

/// An outlet does not credit itself; an agency signs its own text.
fn is_credit(outlet: Outlet, own: &str) -> bool {
    outlet.is_agency || outlet.name != own
}

fn is_separator(c: char) -> bool {
    "-–—ـ:()[]«»\"،,;؛/|\n\u{200f}".contains(c)
}

fn head_of(text: &str) -> &str {
    let end = text.char_indices().nth(HEAD_CHARS).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn tail_of(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .nth(TAIL_CHARS)
        .map_or(0, |(at, c)| at + c.len_utf8());
    &text[start..]
}

/// White space folded, the first sixty characters.
fn one_line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match joined.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &joined[..at]),
        None => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(author: &str, text: &str) -> Article {
        Article {
            authors: if author.is_empty() {
                Vec::new()
            } else {
                vec![author.to_owned()]
            },
            blocks: Article::blocks_of_text(text),
            ..Article::default()
        }
    }

    fn name(source: &str, author: &str, text: &str) -> Option<String> {
        origin(&article(author, text), source).map(|found| found.name)
    }

    #[test]
    fn a_byline_names_its_agency() {
        for (byline, expected) in [
            ("الميناء - واس:", "واس"),
            ("\u{a0}رويترز (القلعة)", "رويترز"),
            ("القلعة ـ الفرنسية:", "أ ف ب"),
            ("ا ف ب - القلعة", "أ ف ب"),
            ("القلعة - د ب أ", "د ب أ"),
        ] {
            assert_eq!(
                name("x.example", byline, "وصل الوفد").as_deref(),
                Some(expected),
                "{byline}"
            );
        }
    }

    #[test]
    fn a_person_and_unnamed_agencies_are_no_credit() {
        assert_eq!(name("x.example", "القلعة - سعاد الفارس", "وصل الوفد"), None);
        assert_eq!(name("x.example", "القلعة - وكالات", "وصل الوفد"), None);
    }

    #[test]
    fn an_outlet_does_not_credit_itself() {
        assert_eq!(name("skynewsarabia.com", "القلعة - سكاي نيوز عربية", "وصل الوفد"), None);
        assert_eq!(
            name("x.example", "سكاي نيوز عربية", "وصل الوفد").as_deref(),
            Some("سكاي نيوز عربية")
        );
    }

    #[test]
    fn an_agency_signs_its_own_report() {
        assert_eq!(name("spa.gov.sa", "", "وصل الوفد").as_deref(), Some("واس"));
        assert_eq!(name("okaz", "", "وصل الوفد"), None);
    }

    #[test]
    fn a_dateline_a_tail_and_a_relay_are_read() {
        let long = "وصل الوفد إلى القلعة صباح اليوم وبحث مع عمدتها سبل التعاون في مجال النقل النهري وغادر مساء";
        for text in [
            format!("القلعة 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس \n {long}"),
            format!("واس – القلعة: {long}"),
            format!("{long}. (واس)"),
            format!("{long}.\nالمصدر: واس"),
            format!("{long}، ونقلت وكالة الأنباء السعودية عن العمدة قوله"),
        ] {
            assert_eq!(name("x.example", "", &text).as_deref(), Some("واس"), "{text}");
        }
    }

    #[test]
    fn an_agency_that_is_only_spoken_of_is_not_credited() {
        assert_eq!(
            name(
                "x.example",
                "",
                "تظاهر العشرات أمام مقر رويترز في القلعة صباح اليوم وهتفوا طويلا"
            ),
            None
        );
    }
}
