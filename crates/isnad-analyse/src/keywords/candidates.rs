//! Candidate phrases: runs of up to four words that nothing cuts, counted by their stems.

use super::tokens::{Clitic, Form, Token, Tokens};
use rustc_hash::FxHashMap;

/// Words of the longest phrase.
pub(super) const MOST_WORDS: usize = 4;

/// A phrase, all its occurrences together.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Numbers of its stems.
    pub stems: Vec<u32>,
    pub occurrences: u32,
    /// Index of its first token where it first stood.
    pub first: usize,
    pub is_in_title: bool,
    /// First tokens of its occurrences.
    pub places: Vec<usize>,
}

/// The phrases of `found`, in the order in which they first stand.
pub(super) fn collect(found: &Tokens<'_>) -> Vec<Candidate> {
    let mut index_of: FxHashMap<[u32; MOST_WORDS], usize> = FxHashMap::default();
    let mut candidates: Vec<Candidate> = Vec::new();
    for first in 0..found.tokens.len() {
        if is_barrier(found, first) {
            continue;
        }
        let mut key = [u32::MAX; MOST_WORDS];
        for length in 1..=MOST_WORDS {
            let last = first + length - 1;
            if last >= found.tokens.len() || is_barrier(found, last) {
                break;
            }
            if length > 1 && opens_phrase(found, last) {
                break;
            }
            key[length - 1] = form(found, last).stem;
            let index = *index_of.entry(key).or_insert_with(|| {
                candidates.push(Candidate {
                    stems: key[..length].to_vec(),
                    occurrences: 0,
                    first,
                    is_in_title: false,
                    places: Vec::new(),
                });
                candidates.len() - 1
            });
            let candidate = &mut candidates[index];
            candidate.occurrences += 1;
            candidate.is_in_title |= found.tokens[first].is_in_title;
            candidate.places.push(first);
        }
    }
    candidates
}

pub(super) fn form<'f>(found: &'f Tokens<'_>, at: usize) -> &'f Form {
    &found.forms[found.tokens[at].form]
}

fn is_barrier(found: &Tokens<'_>, at: usize) -> bool {
    found.tokens[at].is_interface || form(found, at).is_barrier
}

/// Does a phrase end before this token: punctuation, or a conjunction written with it?
fn opens_phrase(found: &Tokens<'_>, at: usize) -> bool {
    let token: &Token<'_> = &found.tokens[at];
    let has_conjunction = matches!(
        form(found, at).clitic,
        Clitic::Letters {
            is_conjunction: true,
            ..
        }
    );
    token.is_cut_off || has_conjunction
}
