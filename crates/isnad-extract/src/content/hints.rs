//! What an element's class, id, role and itemprop say of its content, by the words of `data/class_hints.tsv`.
//!
//! All words are found in one pass of one automaton. Limits: words of English web design, which sites in every
//! language use; a class says what its author meant, so every use of a hint weighs it against the text inside.

use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

const CLASS_HINTS: &str = include_str!("../../data/class_hints.tsv");

/// A set of hints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints(u8);

impl Hints {
    pub(crate) const BODY: Hints = Hints(1);
    pub(crate) const ASIDE: Hints = Hints(2);
    pub(crate) const RELATED: Hints = Hints(4);
    pub(crate) const META: Hints = Hints(8);
    pub(crate) const CAPTION: Hints = Hints(16);
    pub(crate) const HIDDEN: Hints = Hints(32);
    pub(crate) const TITLE: Hints = Hints(64);
    pub(crate) const COMMENT: Hints = Hints(128);

    pub(crate) fn has(self, other: Hints) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    pub(crate) fn with(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }

    fn named(name: &str) -> Option<Hints> {
        Some(match name {
            "body" => Hints::BODY,
            "aside" => Hints::ASIDE,
            "related" => Hints::RELATED,
            "meta" => Hints::META,
            "caption" => Hints::CAPTION,
            "hidden" => Hints::HIDDEN,
            "title" => Hints::TITLE,
            "comment" => Hints::COMMENT,
            _ => return None,
        })
    }
}

struct Automaton {
    words: AhoCorasick,
    meanings: Vec<Hints>,
}

static AUTOMATON: LazyLock<Automaton> = LazyLock::new(|| {
    let (mut patterns, mut meanings) = (Vec::new(), Vec::new());
    for line in CLASS_HINTS.lines().filter(|line| !line.starts_with('#')) {
        let Some((pattern, meaning)) = line.split_once('\t') else {
            continue;
        };
        let Some(hint) = Hints::named(meaning) else {
            continue;
        };
        patterns.push(match pattern.strip_suffix('*') {
            Some(beginning) => format!("-{beginning}"),
            None => format!("-{pattern}-"),
        });
        meanings.push(hint);
    }
    Automaton {
        words: AhoCorasick::new(patterns).unwrap_or_else(|error| unreachable!("the shipped patterns build: {error}")),
        meanings,
    }
});

/// The hints of values seen before: the elements of a page share few classes.
pub(crate) struct HintMemory<'t> {
    known: Vec<(&'t str, Hints)>,
    scratch: String,
}

/// So many values are remembered, a later one in the place of an earlier.
const REMEMBERED: usize = 256;

impl Default for HintMemory<'_> {
    fn default() -> Self {
        HintMemory {
            known: vec![("", Hints::default()); REMEMBERED],
            scratch: String::new(),
        }
    }
}

impl<'t> HintMemory<'t> {
    /// The hints in the words of `value`; `hash` is any hash of it.
    pub(crate) fn hints(&mut self, value: &'t str, hash: u32) -> Hints {
        let place = (hash ^ (hash >> 16)) as usize % REMEMBERED;
        let (known, found) = self.known[place];
        if known == value {
            return found;
        }
        let found = hints(value, &mut self.scratch);
        self.known[place] = (value, found);
        found
    }
}

/// The hints in the words of `value`. `scratch` is memory that is used again.
fn hints(value: &str, scratch: &mut String) -> Hints {
    cut_into_words(value, scratch);
    let automaton = &*AUTOMATON;
    automaton
        .words
        .find_overlapping_iter(scratch.as_str())
        .fold(Hints::default(), |found, hit| {
            found.with(automaton.meanings[hit.pattern().as_usize()])
        })
}

/// `articleBody share_bar` becomes `-article-body--share-bar-`.
fn cut_into_words(value: &str, out: &mut String) {
    out.clear();
    out.push('-');
    let mut last_is_lower = false;
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' => {
                if last_is_lower {
                    out.push('-');
                }
                out.push(char::from(byte.to_ascii_lowercase()));
            }
            b'a'..=b'z' => out.push(char::from(byte)),
            b'0'..=b'9' => {}
            b' ' | b'\t' | b'\n' => out.push_str("--"),
            _ if out.ends_with('-') => {}
            _ => out.push('-'),
        }
        last_is_lower = byte.is_ascii_lowercase();
    }
    out.push('-');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_has_a_known_meaning() {
        for line in CLASS_HINTS.lines().filter(|line| !line.starts_with('#')) {
            let (pattern, meaning) = line.split_once('\t').unwrap();
            assert!(!pattern.is_empty() && Hints::named(meaning).is_some(), "{line}");
        }
    }

    #[test]
    fn what_is_remembered_of_one_value_is_not_said_of_another() {
        let mut memory = HintMemory::default();
        for _ in 0..2 {
            assert!(memory.hints("related", 7).has(Hints::RELATED));
            assert!(!memory.hints("story", 7).has(Hints::RELATED));
        }
    }

    #[test]
    fn words_are_found_in_every_spelling_and_only_as_words() {
        let mut scratch = String::new();
        for (value, hint, expected) in [
            ("articleBody", Hints::BODY, true),
            ("article__body", Hints::BODY, true),
            ("article-body js", Hints::BODY, true),
            ("RelatedPosts", Hints::RELATED, true),
            ("header", Hints::ASIDE, false),
            ("shareholder-news", Hints::ASIDE, false),
            ("td-ad-box", Hints::ASIDE, true),
            ("read-also", Hints::RELATED, true),
        ] {
            assert_eq!(hints(value, &mut scratch).has(hint), expected, "{value}");
        }
    }
}
