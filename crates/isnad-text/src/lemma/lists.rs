//! What the lists of this module tell about a word without cutting it: the segmenter asks.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// All words of the lists, folded: whole words, singulars, plurals, names.
static LISTED: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    [
        include_str!("../../data/whole_words.txt"),
        include_str!("../../data/broken_plurals.txt"),
        include_str!("../../data/name_variants.txt"),
    ]
    .into_iter()
    .flat_map(super::rows)
    .flatten()
    .collect()
});

/// Whether a folded word stands in one of the lists.
pub(crate) fn is_listed(folded: &str) -> bool {
    LISTED.contains(folded)
}

/// Whether a folded word is a form of a listed verb.
pub(crate) fn is_verb_form(folded: &str) -> bool {
    super::verbs::is_form(folded)
}
