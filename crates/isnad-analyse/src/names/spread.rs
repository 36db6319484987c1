//! Names carried over the article: where a name was recognised once, the same words elsewhere are that name too.
//!
//! What: a word sequence of a found name that stands untagged elsewhere is tagged; so is the family name of a person whose
//! full name was found. One sequence with several kinds gets the kind it has most often. Limits: single words that news
//! often uses as something else are not carried over.

use super::article::Tagged;
use super::kind::{self, OUTSIDE};
use super::lexicon::Forms;
use super::sentence::form;
use isnad_model::NameKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A single word is carried over if, where the news was tagged, it was part of such a name at least at this step.
const LEAST_STEP: u8 = 3;
/// A word in fewer documents than two to this power is rare enough to be carried over if nothing is known of it.
const RARE_OCTAVES: u8 = 7;
const LONGEST_NAME: usize = 8;

/// Carries names over all parts.
pub(super) fn spread(parts: &mut [Tagged<'_>], forms: &Forms<'_>) {
    let mut kinds: BTreeMap<Vec<u64>, [u32; 3]> = BTreeMap::new();
    for part in parts.iter() {
        for (first, length, kind) in runs(part) {
            let key = words(part, forms, first, length);
            kinds.entry(key).or_default()[kind as usize] += 1;
            if kind == NameKind::Person && length > 1 {
                // weighs nothing against what the word is tagged as itself
                kinds.entry(words(part, forms, first + length - 1, 1)).or_default();
            }
        }
    }
    let families: FxHashMap<u64, ()> = kinds
        .keys()
        .filter(|key| key.len() == 1 && kinds[*key] == [0; 3])
        .map(|key| (key[0], ()))
        .collect();
    let mut by_first: FxHashMap<u64, Vec<(&[u64], NameKind)>> = FxHashMap::default();
    for (key, counts) in &kinds {
        let kind = match key.as_slice() {
            [only] if families.contains_key(only) => NameKind::Person,
            _ => most(counts),
        };
        by_first.entry(key[0]).or_default().push((key, kind));
    }
    for same_first in by_first.values_mut() {
        same_first.sort_by_key(|(key, _)| std::cmp::Reverse(key.len()));
    }
    for part in parts.iter_mut() {
        carry(part, forms, &by_first);
    }
}

/// First token, length and kind of the names of a part.
fn runs(part: &Tagged<'_>) -> Vec<(usize, usize, NameKind)> {
    let mut found: Vec<(usize, usize, NameKind)> = Vec::new();
    for (at, label) in part.labels.iter().enumerate() {
        let Some(kind) = kind::kind_of(*label) else { continue };
        match found.last_mut() {
            Some((first, length, _)) if kind::is_later(*label) && *first + *length == at => *length += 1,
            _ => found.push((at, 1, kind)),
        }
    }
    found.retain(|(_, length, _)| *length <= LONGEST_NAME);
    found
}

fn words(part: &Tagged<'_>, forms: &Forms<'_>, first: usize, length: usize) -> Vec<u64> {
    part.tokens[first..first + length]
        .iter()
        .enumerate()
        .map(|(at, token)| {
            let form = form(forms, token);
            if at == 0 { form.bare_key } else { form.key }
        })
        .collect()
}

fn most(counts: &[u32; 3]) -> NameKind {
    let kinds = [NameKind::Person, NameKind::Place, NameKind::Organization];
    let mut best = kinds[0];
    for kind in kinds {
        if counts[kind as usize] > counts[best as usize] {
            best = kind;
        }
    }
    best
}

fn carry(part: &mut Tagged<'_>, forms: &Forms<'_>, by_first: &FxHashMap<u64, Vec<(&[u64], NameKind)>>) {
    let mut at = 0;
    while at < part.tokens.len() {
        let length = carried(part, forms, by_first, at);
        at += length.max(1);
    }
}

/// Labels the name that stands at `at` and returns its length; 0 if none does.
fn carried(
    part: &mut Tagged<'_>,
    forms: &Forms<'_>,
    by_first: &FxHashMap<u64, Vec<(&[u64], NameKind)>>,
    at: usize,
) -> usize {
    let first = form(forms, &part.tokens[at]);
    let Some(same_first) = by_first.get(&first.bare_key) else {
        return 0;
    };
    for (key, kind) in same_first {
        let end = at + key.len();
        let stands_here = end <= part.tokens.len()
            && part.tokens[at + 1..end]
                .iter()
                .zip(&key[1..])
                .all(|(token, word)| form(forms, token).key == *word);
        if !stands_here {
            continue;
        }
        let is_inside = part.labels[at..end].iter().any(|label| *label != OUTSIDE);
        if is_inside {
            return own_kind(part, at, end, *kind);
        }
        if key.len() == 1 {
            let learned = &first.learned;
            let is_name = if learned.is_counted {
                learned.kinds[*kind as usize] >= LEAST_STEP
            } else {
                first.rarity < RARE_OCTAVES
            };
            if !is_name {
                return 0;
            }
        }
        put(part, at, end, *kind);
        return key.len();
    }
    0
}

/// Where exactly this sequence is tagged, it gets the kind that it has most often.
fn own_kind(part: &mut Tagged<'_>, at: usize, end: usize, kind: NameKind) -> usize {
    let opens = part.labels[at] != OUTSIDE && !kind::is_later(part.labels[at]);
    let goes_on = part.labels[at + 1..end].iter().all(|label| kind::is_later(*label));
    let is_closed = part.labels.get(end).is_none_or(|label| !kind::is_later(*label));
    if opens && goes_on && is_closed {
        put(part, at, end, kind);
        return end - at;
    }
    0
}

fn put(part: &mut Tagged<'_>, at: usize, end: usize, kind: NameKind) {
    let first = kind::first_of(kind);
    part.labels[at] = first;
    part.labels[at + 1..end].fill(first + 1);
}
