//! Stop words: words that carry grammar and no topic.
//!
//! Lists for Arabic, English, French and Persian, written for Isnad (`data/stop_words/`), compared
//! folded. Limits: numbers in digits are not in them; a few content words (عام "year" or "general")
//! are lost with their homographs.

use crate::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

static ARABIC: LazyLock<HashSet<String>> = LazyLock::new(|| read(include_str!("../data/stop_words/ar.txt")));
static ENGLISH: LazyLock<HashSet<String>> = LazyLock::new(|| read(include_str!("../data/stop_words/en.txt")));
static FRENCH: LazyLock<HashSet<String>> = LazyLock::new(|| read(include_str!("../data/stop_words/fr.txt")));
static PERSIAN: LazyLock<HashSet<String>> = LazyLock::new(|| read(include_str!("../data/stop_words/fa.txt")));

/// The languages that have a list.
pub const LANGUAGES: [&str; 4] = ["ar", "en", "fr", "fa"];

/// True if the folded `word` is a stop word of `language` (BCP 47); a language without a list has none.
/// In Arabic also with a leading و or ف.
///
/// ```
/// use isnad_text::stop_words;
/// assert!(stop_words::contains("ar", "التي") && stop_words::contains("ar", "وفي"));
/// assert!(!stop_words::contains("ar", "حكومه") && !stop_words::contains("fa", "التي"));
/// ```
pub fn contains(language: &str, word: &str) -> bool {
    match language.split('-').next() {
        Some("ar") => {
            ARABIC.contains(word)
                || ['و', 'ف']
                    .iter()
                    .filter_map(|clitic| word.strip_prefix(*clitic))
                    .any(|rest| ARABIC.contains(rest))
        }
        Some("en") => ENGLISH.contains(word),
        Some("fr") => FRENCH.contains(word),
        Some("fa") => PERSIAN.contains(word),
        _ => false,
    }
}

/// True if the folded `word` is a stop word of any language that has a list.
pub fn contains_any(word: &str) -> bool {
    LANGUAGES.iter().any(|language| contains(language, word))
}

fn read(list: &'static str) -> HashSet<String> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(fold)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_folded() {
        for word in ["إلى", "الى", "هذه", "أيضًا", "وأن", "فإن"] {
            assert!(contains("ar", &fold(word)), "{word}");
        }
        assert!(contains("fa", &fold("می‌شود")) && contains("fa", &fold("که")));
        assert!(contains("fr", "à") && contains("en", "the"));
    }

    #[test]
    fn content_words_are_kept() {
        for word in ["حكومه", "فرنسا", "وزير", "فيضان", "وليد", "وزاره"] {
            assert!(!contains("ar", word), "{word}");
        }
    }
}
