//! Feminine adjectives and participles, which are forms of their masculine (مسلحة of مسلح, ليبية of ليبي), told from
//! feminine nouns, which are words of their own (محافظة beside محافظ, جريمة).
//!
//! What: the shape of the stem proposes, lists of nouns and of adjectives decide, and a masculine that news hardly
//! knows is no masculine. Limits: shapes are those of the written letters; a noun that no list names and whose
//! stem is a common adjective is taken for a feminine.

use super::number::known;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The masculine of a participle or adjective is at least so common against the feminine.
const ADJECTIVE_SHARE: f64 = 0.03;
/// The same for a relative adjective, whose feminine is often a noun too (داخلية).
const RELATIVE_SHARE: f64 = 0.15;

/// Feminine nouns, folded.
static NOUNS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let singulars = super::rows(include_str!("../../data/broken_plurals.txt")).filter_map(|row| row.into_iter().next());
    super::rows(include_str!("../../data/feminine_nouns.txt"))
        .flatten()
        .chain(singulars.filter(|singular| singular.ends_with('ه')))
        .collect()
});

/// Masculine adjectives whose shape does not tell, folded.
static ADJECTIVES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    super::rows(include_str!("../../data/feminine_adjectives.txt"))
        .flatten()
        .collect()
});

/// Whether `stem` with ة, all folded, is the feminine of `stem`.
pub(super) fn is_of_masculine(stem: &str) -> bool {
    let feminine = format!("{stem}ه");
    if NOUNS.contains(&feminine) {
        return false;
    }
    if ADJECTIVES.contains(stem) {
        return true;
    }
    let letters: Vec<char> = stem.chars().collect();
    let share = match letters[..] {
        [_, _, .., 'ي'] => RELATIVE_SHARE,
        ['م', _, 'ا', _, _] => return false,
        ['م', _, _, _, ..] | [_, 'ا', _, _] | [_, _, 'ي', _] => ADJECTIVE_SHARE,
        _ => return false,
    };
    f64::from(known(stem)) >= share * f64::from(known(&feminine))
}

/// Whether a plural in ات of `stem` is one of a verbal noun مفاعلة, which has ة (مظاهرات).
pub(super) fn is_verbal_noun(stem: &str) -> bool {
    let letters: Vec<char> = stem.chars().collect();
    matches!(letters[..], ['م', _, 'ا', _, _]) && !ADJECTIVES.contains(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjectives_are_forms_of_their_masculine_and_nouns_are_not() {
        let is_of = |stem: &str| is_of_masculine(&crate::fold(stem));
        for stem in ["مسلح", "كبير", "قادم", "ليبي", "صعب", "متعدد", "مشترك", "وزير", "مجاور"]
        {
            assert!(is_of(stem), "{stem}");
        }
        for stem in ["محافظ", "جريم", "عاصم", "مشارك", "عملي", "قضي", "منظم", "وزار", "مواطن"]
        {
            assert!(!is_of(stem), "{stem}");
        }
    }
}
