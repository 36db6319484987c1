//! Lemmas: the forms of a word that no cutting of affixes joins.
//!
//! What: broken plurals with their singular (مدارس, مدرسة), verbs in past and present (قال, يقولون), spellings
//! of foreign names (نتنياهو, نتانياهو). A word has one or more *keys*; two words are forms of one another where
//! they share a key. Most words have one, their light stem; كتب has three (itself, the plural of كتاب, the
//! verb), so that كتاب and يكتب both meet it and do not meet each other.
//! Why: search; what is joined by rules that overreach is worse than what is not joined.
//! Limits: what is not listed is not joined; homographs are not told apart by their neighbours.
//! Source: the lists in `data/` were written for this project from knowledge of the language.

mod kept;
pub(crate) mod lists;
mod names;
mod plurals;
mod verbs;

use crate::{stem, vocabulary};

/// Stands before the past of a verb in its key; no folded word contains it.
pub(crate) const VERB_MARK: char = '/';

/// The keys of a word in any spelling, without marks and tatweel; at least one.
///
/// ```
/// use isnad_text::lemma::keys;
/// assert_eq!(keys("المدارس"), keys("مدرسة"));
/// assert_eq!(keys("يقولون"), keys("قالت"));
/// assert_eq!(keys("نتانياهو"), keys("نتنياهو"));
/// assert!(keys("كتب").contains(&keys("الكتاب")[0]));
/// ```
pub fn keys(word: &str) -> Vec<String> {
    let folded = fold(word);
    let mut keys = folded_keys(&folded, word.chars().next_back());
    for key in &mut keys {
        if let Some(letter) = kept::ending(word, &folded, key) {
            key.pop();
            key.push(letter);
        }
    }
    keys
}

/// Reads the tables of this module and of those below it, which the first word would otherwise wait for: 50 to
/// 100 ms. For programs that answer somebody.
pub fn load() {
    // a verb that may be a noun, with clitics, asks every table
    keys("وتقدمها");
}

/// The keys of a word that stands in a text: those of [`keys`], and of its other reading where it may have a
/// pronoun: صديقه is "his friend" or, in a careless spelling, صديقة. A search takes the first only, so that every
/// spelling of a word finds the same.
pub fn readings(word: &str) -> Vec<String> {
    let mut readings = keys(word);
    if !word.ends_with('ه') {
        return readings;
    }
    let folded = fold(word);
    if let Some((cut, written)) = stem::parts(&folded)
        && cut.ending(written) == "ه"
        && !cut.has_article()
    {
        let noun = cut.stem(written);
        if vocabulary::document_frequency(noun) > vocabulary::document_frequency(&written[cut.stem_start()..]) {
            readings.push(noun.to_owned());
        }
    }
    readings
}

/// The loose form of a word: folded, the letters for foreign sounds too, with its last letter as written where
/// that tells it from another word (على, علي).
///
/// ```
/// use isnad_text::lemma::loose;
/// assert_eq!(loose("مستشفى"), loose("مستشفي"));
/// assert_eq!(loose("پوتين"), loose("بوتين"));
/// assert_ne!(loose("على"), loose("علي"));
/// ```
pub fn loose(word: &str) -> String {
    let mut folded = fold(word);
    if let Some(letter) = kept::ending(word, &folded, &folded) {
        folded.pop();
        folded.push(letter);
    }
    folded
}

/// [`crate::fold`], and the letters of foreign sounds as their Arabic neighbours. (Fingerprints rest on folding,
/// so it cannot learn them.)
fn fold(word: &str) -> String {
    let folded = crate::fold(word);
    if !folded.contains(['پ', 'چ', 'ژ', 'ڤ', 'گ']) {
        return folded;
    }
    let letter = |c| match c {
        'پ' => 'ب',
        'چ' => 'ج',
        'ژ' => 'ز',
        'ڤ' => 'ف',
        'گ' => 'ك',
        other => other,
    };
    folded.chars().map(letter).collect()
}

fn folded_keys(folded: &str, last_written: Option<char>) -> Vec<String> {
    let is_feminine = last_written == Some('ة');
    let mut keys = Vec::with_capacity(2);
    let Some((cut, word)) = stem::parts(folded) else {
        match names::canonical(folded) {
            Some(name) => keys.push(name.to_owned()),
            None => push_keys(folded, folded, folded, !is_feminine, &mut keys),
        }
        return keys;
    };
    let cut = match last_written {
        Some('ة') => cut.with_teh_marbuta(word),
        _ => cut,
    };
    let rest = &word[cut.stem_start()..];
    let light = stem::of_cut(&cut, word);
    let name = [word, rest, &light].into_iter().find_map(names::canonical);
    if let Some(name) = name {
        keys.push(name.to_owned());
        return keys;
    }
    let body = &rest[..rest.len() - cut.pronoun(word).len()];
    let may_be_verb = !cut.has_article() && !is_feminine;
    push_keys(body, &light, cut.stem(word), may_be_verb, &mut keys);
    keys
}

/// The keys of a word that is no name, from its body (stem and ending), its light stem and its stem.
fn push_keys(body: &str, light: &str, stem: &str, may_be_verb: bool, keys: &mut Vec<String>) {
    if may_be_verb {
        verbs::push_keys(body, keys);
    }
    let is_plural = [light, body, stem]
        .into_iter()
        .any(|part| plurals::push_keys(part, keys));
    // the past of a verb is often a noun as well; other forms are not
    if keys.is_empty() || (may_be_verb && !is_plural && verbs::is_past(body)) {
        keys.push(light.to_owned());
    }
}

/// Where a word consists of two that are as often written apart (عبدالله, أبوظبي), in bytes.
///
/// ```
/// assert_eq!(isnad_text::lemma::seam("عبدالله"), Some("عبد".len()));
/// assert_eq!(isnad_text::lemma::seam("عبدة"), None);
/// ```
pub fn seam(word: &str) -> Option<usize> {
    names::seam(word)
}

/// Lines of a data file: words separated by spaces, folded.
fn rows(data: &'static str) -> impl Iterator<Item = Vec<String>> {
    data.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split(' ').map(crate::fold).collect())
}

#[cfg(test)]
mod tests;
