//! Lemmas: the forms of a word that no cutting of affixes joins.
//!
//! What: broken plurals with their singular (مدارس, مدرسة), verbs in past and present (قال, يقولون), spellings
//! of foreign names (نتنياهو, نتانياهو). A word has one or more *keys*; two words are forms of one another where
//! they share a key. Most words have one, their light stem; كتب has three (itself, the plural of كتاب, the
//! verb), so that كتاب and يكتب both meet it and do not meet each other.
//! Why: search; what is joined by rules that overreach is worse than what is not joined.
//! Limits: what is not listed is not joined; homographs are not told apart by their neighbours.
//! Source: the lists in `data/` were written for this project from knowledge of the language.

mod feminine;
mod kept;
pub(crate) mod lists;
mod names;
mod number;
mod plurals;
mod verbs;
mod written;

use crate::clitics::Clitics;
use crate::{stem, vocabulary};
use written::Written;

/// Stands before the past of a verb in its key; no folded word contains it.
pub(crate) const VERB_MARK: char = '/';

/// The article.
const ARTICLE: &str = "ال";

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
    Written::new(word).keys()
}

/// Reads the tables of this module and of those below it, which the first word would otherwise wait for: 50 to
/// 100 ms. For programs that answer somebody.
pub fn load() {
    // a verb that may be a noun, with clitics, asks every table
    keys("وتقدمها");
}

/// What search knows of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    /// Its keys, then that of its other reading where it may have a pronoun: صديقه is "his friend" or, in a careless
    /// spelling, صديقة. Texts are found by all of them.
    pub keys: Vec<String>,
    /// How many of them a search for the word asks for, from the first: every spelling of a word finds the same.
    pub asked: usize,
    /// Its loose form, [`loose`].
    pub loose: String,
}

/// All forms of a word at once.
///
/// ```
/// let forms = isnad_text::lemma::forms("والمدارس");
/// assert_eq!((forms.keys[0].as_str(), forms.asked), ("مدرسه", 1));
/// assert_eq!(forms.loose, "والمدارس");
/// ```
pub fn forms(word: &str) -> Forms {
    let written = Written::new(word);
    let mut keys = written.keys();
    let asked = keys.len();
    keys.extend(other_reading(&written).filter(|reading| !keys.contains(reading)));
    Forms {
        keys,
        asked,
        loose: loose_of(written),
    }
}

fn other_reading(written: &Written) -> Option<String> {
    if !written.is_heh() {
        return None;
    }
    let (cut, folded) = stem::parts(&written.folded)?;
    if cut.ending(folded) != "ه" || cut.has_article() {
        return None;
    }
    let noun = cut.stem(folded);
    let is_as_common =
        vocabulary::document_frequency(noun) >= vocabulary::document_frequency(&folded[cut.stem_start()..]);
    is_as_common.then(|| noun.to_owned())
}

/// The loose form of a word: folded, the letters for foreign sounds too, with its stem as written where that
/// tells it from another word (على, علي).
///
/// ```
/// use isnad_text::lemma::loose;
/// assert_eq!(loose("مستشفى"), loose("مستشفي"));
/// assert_eq!(loose("پوتين"), loose("بوتين"));
/// assert_ne!(loose("على"), loose("علي"));
/// ```
pub fn loose(word: &str) -> String {
    loose_of(Written::new(word))
}

fn loose_of(written: Written) -> String {
    let start = stem::parts(&written.folded).map_or(0, |(cut, _)| cut.stem_start());
    match kept::spelling(&written.folded[start..], written.letters_from(start)) {
        Some(spelling) => format!("{}{spelling}", &written.folded[..start]),
        None => written.folded,
    }
}

/// [`crate::fold`], and the letters of foreign sounds as their Arabic neighbours. (Fingerprints rest on folding,
/// so it cannot learn them.) A hamza behind a ى without dots is that of ئ (طوارىء).
fn fold(word: &str) -> String {
    let mended = word.contains("ىء").then(|| word.replace("ىء", "ئ"));
    let folded = crate::fold(mended.as_deref().unwrap_or(word));
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

/// One letter as [`crate::fold`] gives it.
fn fold_letter(letter: char) -> char {
    let folded = crate::fold(letter.encode_utf8(&mut [0; 4]));
    folded.chars().next().unwrap_or(letter)
}

/// The key of a cut word that is a noun: its light stem, that of a feminine adjective without ة.
fn noun_key(cut: &Clitics, word: &str) -> String {
    let stem = cut.stem(word);
    let light = stem::of_cut(cut, word);
    if cut.ending(word) == "ات" && light == stem && feminine::is_verbal_noun(stem) {
        return format!("{stem}ه");
    }
    if let Some(one) = number::singular(cut, word) {
        return match one.strip_suffix('ه') {
            Some(masculine) if feminine::is_of_masculine(masculine) => masculine.to_owned(),
            _ => one,
        };
    }
    match light.strip_suffix('ه') {
        Some(masculine) if masculine == stem && feminine::is_of_masculine(stem) => stem.to_owned(),
        _ => light.into_owned(),
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
        .map(|line| {
            line.split(' ')
                .map(|word| crate::fold(word.trim_start_matches(plurals::OWN_MARK)))
                .collect()
        })
}

#[cfg(test)]
mod tests;
