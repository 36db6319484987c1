//! Spellings of names.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The spelling that stands for all, by folded spelling without the article.
static CANONICAL: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
    let mut canonical = FxHashMap::default();
    for row in super::rows(include_str!("../../data/name_variants.txt")) {
        let Some(first) = row.first() else { continue };
        let name = canonical.get(first).unwrap_or(first).clone();
        for spelling in row {
            canonical.entry(spelling).or_insert_with(|| name.clone());
        }
    }
    canonical
});

/// The spelling that stands for all spellings of a name.
pub(super) fn canonical(folded: &str) -> Option<&'static str> {
    CANONICAL.get(folded).map(String::as_str)
}

/// عبد, as the first part of a name.
const SERVANT: &str = "عبد";
/// One letter may be written onto a name.
const PROCLITICS: [char; 4] = ['و', 'ل', 'ب', 'ف'];

/// Names written in one word or in two, folded: the whole, and the first part.
static JOINED: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../data/joined_words.txt"));
    rows.map(|row| (row.concat(), row.first().cloned().unwrap_or_default()))
        .collect()
});

/// Where a word falls into two that are as often written apart.
pub(super) fn seam(word: &str) -> Option<usize> {
    let folded = super::fold(word);
    // folding keeps every letter its length, or the offset would mean nothing
    if folded.len() != word.len() {
        return None;
    }
    let of_whole = |name: &str| -> Option<usize> {
        let family = name.strip_prefix(SERVANT)?;
        let is_name = family.starts_with("ال") && family.chars().nth(3).is_some();
        is_name.then_some(SERVANT.len())
    };
    let find = |name: &str| of_whole(name).or_else(|| JOINED.get(name).map(String::len));
    find(&folded).or_else(|| {
        let name = folded.strip_prefix(PROCLITICS)?;
        Some(folded.len() - name.len() + find(name)?)
    })
}
