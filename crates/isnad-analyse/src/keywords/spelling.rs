//! Spellings of one name joined: «قره باخ» where the article elsewhere writes «قره باغ».
//!
//! Two stems are one if a single letter tells them apart and both are rare: long ones anywhere, short
//! ones only after the same rare word. The one less used takes the other's number.
//! Limits: the first letter must agree, so كاراباخ and قراباغ stay two.

use super::tokens::Tokens;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Words of more documents than this are words of their own, not spellings.
const MOST_DOCUMENTS: u32 = 200;
/// Long enough that one letter is a spelling wherever it stands.
const LONG_LETTERS: usize = 6;
const SHORT_LETTERS: usize = 3;
/// A group larger than this is no group of spellings.
const LARGEST_GROUP: usize = 24;

/// Joins the spellings among `found`.
pub(super) fn join(found: &mut Tokens<'_>) {
    let mut uses: FxHashMap<u32, u32> = FxHashMap::default();
    // stems that could be spellings of each other, by what they must share
    let mut groups: BTreeMap<Shared, Vec<(u32, &str)>> = BTreeMap::new();
    let mut previous: Option<u32> = None;
    for token in &found.tokens {
        let form = &found.forms[token.form];
        *uses.entry(form.stem).or_insert(0) += 1;
        if token.is_cut_off {
            previous = None;
        }
        let is_rare = !form.is_barrier && form.document_frequency <= MOST_DOCUMENTS;
        let letters = form.folded.chars().count();
        let shared = match (previous, form.folded.chars().next()) {
            (_, Some(first)) if letters >= LONG_LETTERS => Some(Shared::FirstLetter(first)),
            (Some(before), _) if letters >= SHORT_LETTERS => Some(Shared::WordBefore(before)),
            _ => None,
        };
        if let Some(shared) = shared.filter(|_| is_rare) {
            let group = groups.entry(shared).or_default();
            if group.len() < LARGEST_GROUP && !group.iter().any(|(stem, _)| *stem == form.stem) {
                group.push((form.stem, &form.folded));
            }
        }
        previous = is_rare.then_some(form.stem);
    }
    let mut kept_for: FxHashMap<u32, u32> = FxHashMap::default();
    for group in groups.values() {
        for (index, (one, one_folded)) in group.iter().enumerate() {
            for (other, other_folded) in &group[index + 1..] {
                if !differ_by_a_letter(one_folded, other_folded) {
                    continue;
                }
                let (kept, given_up) = if uses[one] >= uses[other] {
                    (one, other)
                } else {
                    (other, one)
                };
                kept_for.entry(*given_up).or_insert(*kept);
            }
        }
    }
    for form in &mut found.forms {
        if let Some(kept) = kept_for.get(&form.stem) {
            form.stem = *kept;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    FirstLetter(char),
    WordBefore(u32),
}

/// One letter replaced (not the first), or one long vowel more inside the word.
fn differ_by_a_letter(one: &str, other: &str) -> bool {
    let (shorter, longer) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let same_start = shorter.chars().zip(longer.chars()).take_while(|(a, b)| a == b);
    let common_bytes: usize = same_start.map(|(a, _)| a.len_utf8()).sum();
    let (short_rest, long_rest) = (&shorter[common_bytes..], &longer[common_bytes..]);
    if common_bytes == 0 {
        return false;
    }
    let mut long_letters = long_rest.chars();
    let Some(odd) = long_letters.next() else {
        return false;
    };
    let after_odd = long_letters.as_str();
    if after_odd == short_rest {
        return matches!(odd, 'ا' | 'و' | 'ي') && !short_rest.is_empty();
    }
    let mut short_letters = short_rest.chars();
    short_letters.next().is_some() && short_letters.as_str() == after_odd
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_makes_a_spelling() {
        for (one, other, wanted) in [
            ("باغ", "باخ", true),
            ("ناغورنو", "ناغورني", true),
            ("اردوغان", "اردغان", true),
            ("انفصالي", "انفصال", false),
            ("باغ", "باغ", false),
            ("تعلنون", "يعلنون", false),
            ("قره", "كره", false),
            ("", "ا", false),
        ] {
            assert_eq!(differ_by_a_letter(one, other), wanted, "{one} {other}");
        }
    }
}
