//! Broken plurals and their singulars.
//!
//! A plural and another word may share their folded letters: أعداد and إعداد, مطالب "demands" and "demanding". Where the
//! first letter is written with its hamza, that decides; where it cannot, the word has both keys.

use super::noun_key;
use super::written::noun_spelling;
use crate::stem;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Stands before a plural that is a noun of its own too.
pub(super) const OWN_MARK: char = '~';

/// What is known of a folded plural.
#[derive(Default)]
struct Plural {
    /// The keys of its singulars.
    singulars: Vec<String>,
    /// As written.
    written: &'static str,
    /// Whether its letters are those of another noun too.
    is_noun_itself: bool,
}

static PLURALS: LazyLock<FxHashMap<String, Plural>> = LazyLock::new(|| {
    let mut plurals: FxHashMap<String, Plural> = FxHashMap::default();
    let lines = include_str!("../../data/broken_plurals.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(singular) = words.next() else { continue };
        let key = key_of(singular);
        for listed in words {
            let written = listed.trim_start_matches(OWN_MARK);
            let plural = plurals.entry(crate::fold(written)).or_default();
            plural.written = written;
            plural.is_noun_itself |= written.len() < listed.len();
            if !plural.singulars.contains(&key) {
                plural.singulars.push(key.clone());
            }
        }
    }
    plurals
});

/// The key of a singular as written: مكتبة is no مكتب with a pronoun.
fn key_of(singular: &str) -> String {
    let folded = crate::fold(singular);
    let key = match stem::parts(&folded) {
        Some((cut, word)) if singular.ends_with('ة') => noun_key(&cut.with_teh_marbuta(word), word),
        Some((cut, word)) => noun_key(&cut, word),
        None => folded,
    };
    let letters: Vec<char> = singular.chars().collect();
    noun_spelling(&key, &letters)
}

/// Pushes the keys of the singulars of a folded plural; whether it is one.
/// `spelling` tells the word from others of its letters, `first_letter` is its first as written, where these are known.
pub(super) fn push_keys(
    folded: &str,
    spelling: Option<&str>,
    first_letter: Option<char>,
    keys: &mut Vec<String>,
) -> bool {
    let Some(plural) = PLURALS.get(folded) else {
        return false;
    };
    let hamza_of = |letter: Option<char>| letter.filter(|letter| matches!(letter, 'أ' | 'إ' | 'آ'));
    let is_other = match (
        spelling,
        hamza_of(first_letter),
        hamza_of(plural.written.chars().next()),
    ) {
        (Some(spelling), ..) => spelling != plural.written,
        (None, Some(written), Some(listed)) => written != listed,
        _ => false,
    };
    if is_other {
        return false;
    }
    keys.extend(plural.singulars.iter().cloned());
    true
}

/// Whether a folded plural is a noun of its own too.
pub(super) fn is_noun_itself(folded: &str) -> bool {
    PLURALS.get(folded).is_some_and(|plural| plural.is_noun_itself)
}
