//! Words that folding makes one, told apart by their letters as written: على and علي, إعلام and أعلام, كرة and كره.
//!
//! Folding has to make ى and ي, ة and ه, أ and ا one, since so many write one for the other. For the words of two
//! lists the written letters decide all the same: `kept_apart.txt` has the spellings of different words,
//! `heh_is_pronoun.txt` words whose ه is a pronoun and no careless ة.
//! Limits: what is written without its hamza is taken for the more frequent word.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Spellings by the folded word, the most frequent first.
static KEPT: LazyLock<FxHashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../../data/kept_apart.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .map(|spellings| (crate::fold(spellings[0]), spellings))
        .collect()
});

static HEH_IS_PRONOUN: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    super::rows(include_str!("../../data/heh_is_pronoun.txt"))
        .flatten()
        .collect()
});

/// Whether a folded word in ه that was written with ه, without clitics before it, is a word and its pronoun.
pub(super) fn is_with_pronoun(folded: &str) -> bool {
    HEH_IS_PRONOUN.contains(folded)
}

/// Whether `bare` is one of the spellings that are kept apart.
pub(super) fn is_spelling(folded: &str, bare: &str) -> bool {
    KEPT.get(folded).is_some_and(|spellings| spellings.contains(&bare))
}

/// The spelling of a folded word or key that is one of several words; `None` if it is but one. `written` are its
/// letters as far as they were written: those of a key that differ from the text (ة before a plural) are not.
pub(super) fn spelling(folded: &str, written: &[char]) -> Option<&'static str> {
    let spellings = KEPT.get(folded)?;
    let is_written = |spelling: &str| {
        let letters = spelling.chars().zip(folded.chars());
        letters
            .enumerate()
            .all(|(at, (letter, folded_letter))| match written.get(at) {
                Some(visible) if super::fold_letter(*visible) == folded_letter => *visible == letter,
                // a letter that was not written is the ة of a singular, or ى before a pronoun
                _ => !matches!(folded_letter, 'ه' | 'ي') || matches!(letter, 'ة' | 'ى'),
            })
    };
    let found = spellings.iter().find(|spelling| is_written(spelling));
    Some(found.unwrap_or(&spellings[0]))
}
