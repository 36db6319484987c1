//! Duals and plurals that the segmenter leaves whole or cuts short: الطرفان "the two parties", لاعبيه "his players".

use super::ARTICLE;
use super::lists::is_listed;
use crate::clitics::Clitics;
use crate::stop_words;
use crate::vocabulary::document_frequency;

/// A word is a dual or plural of what stands before its ending where that is so many times as common,
const MORE_COMMON: u32 = 8;
/// or at least so common against it and known with the other ending too.
const LEAST_SHARE: u32 = 4;
/// Letters of a word that may have a dual.
const SHORTEST: usize = 3;
/// Another form is known where so many documents have it.
const FEWEST: u32 = 10;

/// The singular of a dual or a plural; `None` if the word is neither.
pub(super) fn singular(cut: &Clitics, word: &str) -> Option<String> {
    if !cut.ending(word).is_empty() {
        return None;
    }
    let stem = cut.stem(word);
    if !cut.pronoun(word).is_empty() {
        let one = stem.strip_suffix('ي')?;
        let is_plural = is_long(one) && document_frequency(&format!("{one}ين")) >= FEWEST;
        return is_plural.then(|| one.to_owned());
    }
    if is_listed(stem) {
        return None;
    }
    // the construct state drops the ن: مراقبو, لجنتا; روايتي "my novel"
    if let Some(one) = stem.strip_suffix('و') {
        return (is_long(one) && known(&format!("{one}ون")) >= FEWEST).then(|| one.to_owned());
    }
    if let Some(root) = stem.strip_suffix("تا").or(stem.strip_suffix("تي")) {
        let one = format!("{root}ه");
        return (is_long(&one) && known(&one) >= MORE_COMMON * known(stem).max(1)).then_some(one);
    }
    if let Some(before) = stem.strip_suffix("ات") {
        return [format!("{before}ه"), before.to_owned()]
            .into_iter()
            .find(|one| is_long(one) && known(one) * LEAST_SHARE >= known(stem));
    }
    let relative = stem.strip_suffix("ين").or(stem.strip_suffix("ون"));
    if let Some(one) = relative.filter(|one| one.ends_with('ي') && is_long(one)) {
        return (known(one) * LEAST_SHARE >= known(stem)).then(|| one.to_owned());
    }
    let before = stem.strip_suffix("ان")?;
    let feminine = before.strip_suffix('ت').map(|root| format!("{root}ه"));
    feminine
        .into_iter()
        .chain([before.to_owned()])
        .find(|one| is_dual_of(stem, before, one))
}

/// Whether `stem`, `before` and ان, is the dual of `one`.
fn is_dual_of(stem: &str, before: &str, one: &str) -> bool {
    let of_stem = known(stem).max(1);
    let with_other_ending = known(&format!("{before}ين"));
    let has_both = with_other_ending >= FEWEST && with_other_ending * LEAST_SHARE >= of_stem;
    is_long(one) && (known(one) >= MORE_COMMON * of_stem || has_both && known(one) * LEAST_SHARE >= of_stem)
}

fn is_long(word: &str) -> bool {
    word.chars().nth(SHORTEST - 1).is_some()
}

/// The nominative of a word of three letters that is an accusative: زيا is of زي.
pub(super) fn short_nominative(folded: &str) -> Option<&str> {
    let nominative = folded.strip_suffix('ا')?;
    let is_short = nominative.chars().count() + 1 == SHORTEST;
    let is_word = is_short && !stop_words::contains_any(nominative) && !stop_words::contains_any(folded);
    (is_word && known(nominative) >= MORE_COMMON * known(folded).max(1)).then_some(nominative)
}

/// In how many documents a word stands, alone or with the article.
pub(super) fn known(word: &str) -> u32 {
    document_frequency(word) + document_frequency(&format!("{ARTICLE}{word}"))
}
