//! Light stems: one form for the forms of an Arabic word, so that وليد does not become ليد nor ألعاب, عاب.
//!
//! What: clitics and article are cut as [`crate::clitics`] says, then pronoun, number, gender and case; what is
//! left is a word again (ة comes back before a pronoun, a dual and a plural in ات). Why: a loose index field
//! and keyword variants, beside the exact folded form, never instead of it.
//! Limits: Arabic only, other scripts stay as they are; broken plurals, verbs and spellings of names are the
//! matter of [`crate::lemma`]; homographs (والدين "parents" or "and religion") are decided without their
//! neighbours. Source: the light stemming of Larkey, Ballesteros, Connell 2007, after segmentation.

use crate::clitics::{self, Clitics};
use crate::vocabulary::document_frequency;
use std::borrow::Cow;

/// Words of fewer letters are not cut.
const SHORTEST_CUT: usize = 4;
/// A stem with ة is taken for the singular of ات where it is at least so common against the stem alone.
const FEMININE_SHARE: f64 = 0.5;
/// A relative adjective drops its ة where it is at least so common without.
const RELATIVE_SHARE: f64 = 0.3;
/// The same for one of no more than [`SHORT_RELATIVE`] letters without ة, which may be another word (قضية).
const SHORT_RELATIVE_SHARE: f64 = 0.5;
const SHORT_RELATIVE: usize = 4;
const SHORTEST_RELATIVE: usize = 4;

/// The light stem of a folded word.
///
/// ```
/// use isnad_text::stem;
/// for form in ["رءيس", "الرءيس", "والرءيس", "للرءيس", "رءيسا", "رءيسها"] {
///     assert_eq!(stem::light(form), "رءيس");
/// }
/// assert_eq!(stem::light("وليد"), "وليد");
/// ```
pub fn light(folded: &str) -> Cow<'_, str> {
    match parts(folded) {
        Some((cut, word)) => of_cut(&cut, word),
        None => Cow::Borrowed(folded),
    }
}

/// How a folded word that is long enough is cut.
pub(crate) fn parts(folded: &str) -> Option<(Clitics, &str)> {
    let is_arabic = folded.chars().all(|c| ('ء'..='ي').contains(&c));
    (is_arabic && folded.chars().nth(SHORTEST_CUT - 1).is_some()).then(|| (clitics::cut(folded), folded))
}

/// The stem of a cut word.
pub(crate) fn of_cut<'w>(cut: &Clitics, word: &'w str) -> Cow<'w, str> {
    let stem = cut.stem(word);
    let pronoun = cut.pronoun(word);
    let feminine = || Cow::Owned(format!("{stem}ه"));
    match cut.ending(word) {
        "" if !pronoun.is_empty() => without_pronoun(stem),
        "" => Cow::Borrowed(stem),
        "ه" => {
            let letters = stem.chars().count();
            let share = if letters > SHORT_RELATIVE {
                RELATIVE_SHARE
            } else {
                SHORT_RELATIVE_SHARE
            };
            let feminine_count = f64::from(document_frequency(&word[cut.stem_start()..]));
            let is_relative = stem.ends_with('ي') && letters >= SHORTEST_RELATIVE;
            if is_relative && f64::from(document_frequency(stem)) >= share * feminine_count {
                Cow::Borrowed(stem)
            } else {
                feminine()
            }
        }
        "ات" => singular_of_at(stem),
        "ت" if pronoun.is_empty() => Cow::Borrowed(stem),
        // مدينتها is a noun with ة, أعلنتها a verb and its subject
        "ت" if document_frequency(&format!("{stem}ت")) > document_frequency(&format!("{stem}ه")) => {
            Cow::Borrowed(stem)
        }
        "ت" | "تين" | "تان" | "تا" | "تي" => feminine(),
        _ => Cow::Borrowed(stem),
    }
}

/// The singular of a plural in ات: with ة where such a word is common (سيارات), else without (قرارات); one in
/// يات may have lost an alef (مباريات).
fn singular_of_at(stem: &str) -> Cow<'_, str> {
    let bare = document_frequency(stem);
    let feminine = format!("{stem}ه");
    if let Some(before) = stem.strip_suffix('ي') {
        let with_alef = format!("{before}اه");
        if document_frequency(&with_alef) > document_frequency(&feminine).max(bare) {
            return Cow::Owned(with_alef);
        }
    }
    if f64::from(document_frequency(&feminine)) > FEMININE_SHARE * f64::from(bare) {
        Cow::Owned(feminine)
    } else {
        Cow::Borrowed(stem)
    }
}

/// ى is written ا before a pronoun (مستواه) and comes back.
fn without_pronoun(stem: &str) -> Cow<'_, str> {
    if let Some(before) = stem.strip_suffix('ا') {
        let with_ya = format!("{before}ي");
        if document_frequency(&with_ya) > document_frequency(stem) {
            return Cow::Owned(with_ya);
        }
    }
    Cow::Borrowed(stem)
}

/// The folded word without proclitics, its article and ending kept: the form a keyword is shown in.
///
/// ```
/// assert_eq!(isnad_text::stem::without_clitics("والمحادثات"), "المحادثات");
/// assert_eq!(isnad_text::stem::without_clitics("للمحادثات"), "المحادثات");
/// ```
pub fn without_clitics(folded: &str) -> Cow<'_, str> {
    let Some((cut, word)) = parts(folded) else {
        return Cow::Borrowed(folded);
    };
    let rest = &word[cut.stem_start()..];
    if cut.stem_start() == 0 || !cut.has_article() {
        return Cow::Borrowed(rest);
    }
    Cow::Owned(format!("ال{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_word_meet() {
        let mut wrong = Vec::new();
        for line in include_str!("../corpus/stems.txt").lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (stem, forms) = line.split_once(": ").expect("stem and forms");
            for form in forms.split(' ') {
                let found = light(&crate::fold(form)).into_owned();
                if found != crate::fold(stem) {
                    wrong.push(format!("{form} gives {found}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    proptest! {
        #[test]
        fn any_word_has_a_stem(word in "\\PC{0,20}|[ء-ي]{1,12}") {
            prop_assert_eq!(light(&word).is_empty(), word.is_empty());
        }
    }
}
