//! Words that only their last letter, as written, tells from another: على and علي, كرة and كره.
//!
//! Folding makes ى and ي, ة and ه one, since so many write one for the other. For the words of a list the written
//! letter decides all the same.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static KEPT: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    super::rows(include_str!("../../data/kept_apart.txt"))
        .flatten()
        .collect()
});

/// The letter that has to stand at the end of `key`, a key of `word`, where the folded one would not tell.
pub(super) fn ending(word: &str, folded: &str, key: &str) -> Option<char> {
    if !key.ends_with(['ه', 'ي']) || !KEPT.contains(key) {
        return None;
    }
    // كرات, كرتها: the ة was not written but is that of the singular
    let is_restored = key.ends_with('ه') && !folded.contains(key);
    match word.chars().next_back() {
        Some('ة') => Some('ة'),
        Some('ى') if key.ends_with('ي') => Some('ى'),
        _ if is_restored => Some('ة'),
        _ => None,
    }
}
