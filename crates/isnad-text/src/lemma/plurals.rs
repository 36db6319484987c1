//! Broken plurals and their singulars.

use crate::stem;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The keys of a plural, by its folded form. A plural that is a word of its own too (كتب is one, of the verb) is
/// known by both.
static SINGULARS: LazyLock<FxHashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut singulars: FxHashMap<String, Vec<String>> = FxHashMap::default();
    let lines = include_str!("../../data/broken_plurals.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(singular) = words.next() else { continue };
        let key = key_of(singular);
        for plural in words {
            let keys = singulars.entry(crate::fold(plural)).or_default();
            if !keys.contains(&key) {
                keys.push(key.clone());
            }
        }
    }
    singulars
});

/// The key of a singular as written: مكتبة is no مكتب with a pronoun.
fn key_of(singular: &str) -> String {
    let folded = crate::fold(singular);
    match stem::parts(&folded) {
        Some((cut, word)) if singular.ends_with('ة') => stem::of_cut(&cut.with_teh_marbuta(word), word).into_owned(),
        Some((cut, word)) => stem::of_cut(&cut, word).into_owned(),
        None => folded,
    }
}

/// Pushes the keys of the singulars of a folded plural; whether there are any.
pub(super) fn push_keys(plural: &str, keys: &mut Vec<String>) -> bool {
    let Some(singulars) = SINGULARS.get(plural) else {
        return false;
    };
    keys.extend(singulars.iter().cloned());
    true
}
