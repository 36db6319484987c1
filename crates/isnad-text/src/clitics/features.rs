//! What speaks for a cut: its features.
//!
//! A feature is a kind and two numbers, packed into one; all are binary. Counts come from the vocabulary,
//! as whole powers of two; letters are taken as written.

use super::affixes::AFFIXES;
use super::{Clitics, Lexicon};
use crate::lemma::lists;
use crate::vocabulary;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A feature: kind, then two numbers of 28 bits.
pub type Feature = u64;

/// The kinds, in the order of their numbers; the names stand in the model file.
pub(super) const KINDS: [&str; 44] = [
    "front",
    "back",
    "front back",
    "front, letters of stem",
    "back, letters of stem",
    "front, count of rest",
    "front, rest against word",
    "front, article before rest",
    "front, article before rest against rest",
    "front, rest with b and l",
    "front, rest with w",
    "back, count of stem",
    "back, stem against whole",
    "back, stem with h",
    "back, article before body",
    "back, stem as present with y",
    "back, stem as present with t",
    "back, stem with ha",
    "back, stem with at",
    "back, stem with in and un",
    "front, first letter",
    "front, first two letters",
    "back, last letter",
    "back, last two letters",
    "back, last three letters",
    "back, first letter",
    "stem learned",
    "rest learned",
    "word learned",
    "front, count of word",
    "back, count of word",
    "h as teh marbuta",
    "front, body against word",
    "back, body with w",
    "front, first three letters",
    "back, whole with w",
    "back, article before stem",
    "stem, rest, body listed",
    "front and back, letters of word",
    "back, past with t",
    "front, rest listed",
    "back, stem, body, rest a form of a verb",
    "front, beginnings of rest",
    "front, beginnings of rest against word",
];

const FIELD_BITS: u32 = 28;

/// The feature of this kind and these numbers.
pub(super) fn packed(kind: u64, first: u64, second: u64) -> Feature {
    debug_assert!((kind as usize) < KINDS.len() && first >> FIELD_BITS == 0 && second >> FIELD_BITS == 0);
    kind << (2 * FIELD_BITS) | first << FIELD_BITS | second
}

/// Kind and numbers of a feature.
pub(super) fn unpacked(feature: Feature) -> (usize, u64, u64) {
    let field = (1 << FIELD_BITS) - 1;
    (
        (feature >> (2 * FIELD_BITS)) as usize,
        feature >> FIELD_BITS & field,
        feature & field,
    )
}

/// A word whose cuts are weighed: folded once for all of them.
pub struct Subject<'w> {
    word: &'w str,
    folded: String,
    letters: u64,
    count: u64,
    beginnings: u64,
    buffer: String,
}

impl<'w> Subject<'w> {
    /// `word`, of which there are several cuts; then it is Arabic, and every letter as long folded as written.
    pub fn new(word: &'w str) -> Subject<'w> {
        let folded = crate::fold(word);
        Subject {
            word,
            letters: folded.chars().count().min(12) as u64,
            count: log(&folded),
            beginnings: beginnings(&folded),
            folded,
            buffer: String::new(),
        }
    }

    /// Pushes the features of `cut`; what the lexicon knows of the word is part of them.
    pub fn features(&mut self, cut: &Clitics, lexicon: &Lexicon, out: &mut Vec<Feature>) {
        let word = self.word;
        let front = u64::from(cut.front_number());
        let back = u64::from(cut.ending) * 16 + u64::from(cut.pronoun);
        let stem_end = cut.stem_start() + cut.stem(word).len();
        let part = |range: std::ops::Range<usize>| self.folded.get(range).unwrap_or_default();
        let (rest, stem) = (
            part(cut.stem_start()..self.folded.len()),
            part(cut.stem_start()..stem_end),
        );
        let until_pronoun = part(cut.stem_start()..self.folded.len() - AFFIXES.pronoun(cut.pronoun).len());
        // ت before a pronoun is the ه that stands without one
        let body_with_h = (AFFIXES.ending(cut.ending) == "ت" && cut.pronoun > 0).then(|| format!("{stem}ه"));
        let body = body_with_h.as_deref().unwrap_or(until_pronoun);
        let buffer = &mut self.buffer;
        let mut with = |before: &str, part: &str, after: &str| {
            buffer.clear();
            buffer.push_str(before);
            buffer.push_str(part);
            buffer.push_str(after);
            log(buffer)
        };
        let written: Vec<char> = cut.stem(word).chars().collect();
        let from_front = |count: usize| pack(written.iter().take(count));
        let from_back = |count: usize| pack(written.iter().rev().take(count));
        let stem_letters = written.len().min(8) as u64;
        let word_count = self.count;
        let rest_count = log(rest);
        let stem_count = log(stem);
        let body_count = log(body);
        let article_rest = with("ال", rest, "");
        let rest_beginnings = beginnings(rest);
        let affixed = u64::from(front > 0) * 2 + u64::from(back > 0);
        let listed = |part: &str| u64::from(lists::is_listed(part));
        let rest_listed = listed(rest);
        let verb = |part: &str| u64::from(lists::is_verb_form(part));
        let as_teh_marbuta = cut.ending == 1 && word.ends_with('ه');

        let mut push = |kind: u64, first: u64, second: u64| out.push(packed(kind, first, second));
        push(0, front, 0);
        push(1, back, 0);
        push(2, front, back);
        push(3, front, stem_letters);
        push(4, back, stem_letters);
        push(5, front, rest_count);
        push(6, front, against(rest_count, word_count));
        push(7, front, article_rest);
        push(8, front, against(article_rest, rest_count));
        push(9, front, with("ب", rest, "").max(with("ل", rest, "")));
        let and_rest = with("و", rest, "");
        push(10, front, and_rest);
        push(11, back, stem_count);
        push(12, back, against(stem_count, body_count.max(rest_count)));
        push(13, back, with("", stem, "ه"));
        push(14, back, with("ال", body, ""));
        push(15, back, with("ي", stem, ""));
        push(16, back, with("ت", stem, ""));
        push(17, back, with("", stem, "ها"));
        push(18, back, with("", stem, "ات"));
        push(19, back, with("", stem, "ين").max(with("", stem, "ون")));
        push(20, front, from_front(1));
        push(21, front, from_front(2));
        push(22, back, from_back(1));
        push(23, back, from_back(2));
        push(24, back, from_back(3));
        push(25, back, from_front(1));
        push(26, affixed, lexicon.stem(stem));
        push(27, affixed, lexicon.rest(rest, cut));
        push(28, affixed, lexicon.word(&self.folded, cut));
        push(29, front, word_count);
        push(30, back, word_count);
        push(31, u64::from(as_teh_marbuta), stem_letters);
        push(32, front, against(body_count, word_count));
        push(33, back, with("و", body, ""));
        push(34, front, from_front(3));
        push(35, back, and_rest);
        push(36, back, with("ال", stem, ""));
        push(37, affixed, listed(stem) * 4 + rest_listed * 2 + listed(body));
        push(38, front * 1024 + back, self.letters);
        push(39, back, with("", stem, "ت"));
        push(40, front, rest_listed);
        push(41, back, verb(stem) * 4 + verb(body) * 2 + verb(rest));
        push(42, front, rest_beginnings);
        push(43, front, against(rest_beginnings, self.beginnings));
    }
}

/// The whole binary logarithm of a count, from 1 for one; 0 for none.
fn log(folded: &str) -> u64 {
    u64::from(u32::BITS - vocabulary::count(folded).leading_zeros())
}

/// How many words of the vocabulary are known with the article and begin with the same three letters.
fn beginnings(folded: &str) -> u64 {
    static BEGINNINGS: LazyLock<FxHashMap<u64, u32>> = LazyLock::new(|| {
        let mut counts = FxHashMap::default();
        vocabulary::each(|word| {
            if let Some(rest) = word.strip_prefix("ال") {
                let letters: Vec<char> = rest.chars().take(3).collect();
                *counts.entry(pack(letters.iter())).or_default() += 1;
            }
        });
        counts
    });
    let letters: Vec<char> = folded.chars().take(3).collect();
    let count = BEGINNINGS.get(&pack(letters.iter())).copied().unwrap_or(0);
    u64::from(u32::BITS - count.leading_zeros())
}

/// One logarithm against another, from -9 to 9, as 0 to 18.
fn against(one: u64, other: u64) -> u64 {
    (9 + one.min(31)).saturating_sub(other).min(18)
}

/// Up to three letters in one number.
fn pack<'c>(letters: impl Iterator<Item = &'c char>) -> u64 {
    letters.fold(0, |packed, letter| packed << 8 | u64::from(*letter as u32 & 0xff))
}
