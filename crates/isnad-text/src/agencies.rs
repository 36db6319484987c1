//! News agencies under their many names, found in running text.
//!
//! Why: who is credited decides where a copied text comes from, and an agency is not an author.
//! Limits: only what `data/agencies.tsv` lists; names that are also common words are told apart by
//! [`Mention::certain`], not by reading the sentence.

use crate::{fold, words};
use std::collections::HashMap;
use std::sync::OnceLock;

const AGENCIES: &str = include_str!("../data/agencies.tsv");

/// What Arabic writes together with a name: first a conjunction, then a preposition (ل with the article is لل).
const CONJUNCTIONS: [char; 2] = ['و', 'ف'];
const PREPOSITIONS: [char; 3] = ['ل', 'ب', 'ك'];

/// An agency's name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The agency's usual name.
    pub name: &'static str,
    /// False where the words also mean something else, so that only a byline or credit makes them a name.
    pub certain: bool,
}

struct Entry {
    words: Vec<String>,
    name: &'static str,
    certain: bool,
}

/// Entries by their first folded word, longest first.
fn entries() -> &'static HashMap<String, Vec<Entry>> {
    static ENTRIES: OnceLock<HashMap<String, Vec<Entry>>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut by_first: HashMap<String, Vec<Entry>> = HashMap::new();
        for line in AGENCIES.lines().filter(|line| !line.starts_with('#')) {
            let Some((usual, others)) = line.split_once('\t') else {
                continue;
            };
            let name = usual.trim_start_matches('~');
            for listed in std::iter::once(usual).chain(others.split(" | ")) {
                let written = listed.trim().trim_start_matches('~');
                let certain = !listed.trim().starts_with('~');
                let folded: Vec<String> = words(written).map(|word| fold(word.of(written))).collect();
                if let Some(first) = folded.first() {
                    by_first.entry(first.clone()).or_default().push(Entry {
                        words: folded,
                        name,
                        certain,
                    });
                }
            }
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        }
        by_first
    })
}

/// All agencies named in `text`, in order, the longest name at each place.
///
/// ```
/// use isnad_text::agencies;
/// let text = "نقلت وكالة فرانس برس عن مصدر قوله";
/// let found = agencies::mentions(text);
/// assert_eq!((found.len(), found[0].name, found[0].certain), (1, "فرانس برس", true));
/// assert_eq!(&text[found[0].start..found[0].end], "وكالة فرانس برس");
/// ```
pub fn mentions(text: &str) -> Vec<Mention> {
    let cut: Vec<crate::Word> = words(text).collect();
    let folded: Vec<String> = cut.iter().map(|word| fold(word.of(text))).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < cut.len() {
        match longest_at(&folded[at..]) {
            Some((entry, length)) => {
                found.push(Mention {
                    start: cut[at].start,
                    end: cut[at + length - 1].end,
                    name: entry.name,
                    certain: entry.certain,
                });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The usual name of the agency if `written` names one and nothing else.
///
/// ```
/// assert_eq!(isnad_text::agencies::named("(أ.ف.ب)"), Some("فرانس برس"));
/// assert_eq!(isnad_text::agencies::named("سعاد الفارس"), None);
/// ```
pub fn named(written: &str) -> Option<&'static str> {
    let folded: Vec<String> = words(written).map(|word| fold(word.of(written))).collect();
    let (entry, length) = longest_at(&folded)?;
    (length == folded.len()).then_some(entry.name)
}

fn longest_at(folded: &[String]) -> Option<(&'static Entry, usize)> {
    let first = folded.first()?;
    let exact = matching(first, &folded[1..]);
    if exact.is_some() {
        return exact;
    }
    let bare = first.strip_prefix(CONJUNCTIONS).unwrap_or(first);
    let with_article = bare.strip_prefix("لل").map(|rest| format!("ال{rest}"));
    let without_preposition = bare.strip_prefix(PREPOSITIONS).map(str::to_owned);
    [Some(bare.to_owned()), with_article, without_preposition]
        .into_iter()
        .flatten()
        .find_map(|form| matching(&form, &folded[1..]))
        .filter(|(entry, _)| entry.certain)
}

fn matching(first: &str, rest: &[String]) -> Option<(&'static Entry, usize)> {
    let entry = entries().get(first)?.iter().find(|entry| {
        let tail = &entry.words[1..];
        rest.len() >= tail.len() && rest[..tail.len()] == *tail
    })?;
    Some((entry, entry.words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_all_its_spellings() {
        for (written, name) in [
            ("أ ف ب", "فرانس برس"),
            ("ا.ف.ب", "فرانس برس"),
            ("REUTERS", "رويترز"),
            ("د ب أ", "الألمانية"),
            ("وكالة الانباء السعوديه", "واس"),
            ("بترا", "بترا"),
            ("خبرگزاری مهر", "مهر"),
        ] {
            assert_eq!(named(written), Some(name), "{written}");
        }
    }

    #[test]
    fn prefixes_are_taken_off() {
        let found = mentions("وقال لرويترز إن الأمر انتهى، وللأناضول أيضا");
        let names: Vec<&str> = found.iter().map(|mention| mention.name).collect();
        assert_eq!(names, ["رويترز", "الأناضول"]);
    }

    #[test]
    fn words_that_mean_something_else_are_not_certain() {
        assert!(mentions("كنا معا في سبأ").iter().all(|mention| !mention.certain));
    }
}
