//! What differs between two texts, in order: which words were added, cut or changed.
//!
//! What: the longest shared run, then the same on both sides of it, until no run of [`LEAST_RUN`] words is
//! left; what lies between the runs are the differences. Why: a copy is told from an edited copy by how many
//! phrases differ, and readers are shown them. Limits: a paragraph that was moved is cut in one place and
//! added in another; texts are compared by 16-bit marks, so two words in 65,536 meet by chance.
//! Source: Ratcliff and Metzener 1988, over words.

use isnad_model::Difference;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Shorter runs are grammar, not shared text.
const LEAST_RUN: usize = 3;
/// A word that stands more often than this in a text starts no run.
const MOST_PLACES: usize = 64;

/// Differences between the texts with these word marks, in order.
pub(crate) fn differences(this: &[u16], other: &[u16]) -> Vec<Difference> {
    let mut places: FxHashMap<u16, Vec<u32>> = FxHashMap::default();
    for (at, mark) in other.iter().enumerate() {
        places.entry(*mark).or_default().push(at as u32);
    }
    places.retain(|_, found| found.len() <= MOST_PLACES);
    let mut runs = Vec::new();
    let mut open = vec![(0..this.len(), 0..other.len())];
    let mut scratch = Scratch::default();
    while let Some((this_part, other_part)) = open.pop() {
        let Some(run) = scratch.longest_run(this, &this_part, &other_part, &places) else {
            continue;
        };
        open.push((this_part.start..run.this, other_part.start..run.other));
        open.push((
            run.this + run.words..this_part.end,
            run.other + run.words..other_part.end,
        ));
        runs.push(run);
    }
    runs.sort_unstable_by_key(|run| run.this);
    between(&runs, this.len(), other.len())
}

#[derive(Clone, Copy, Debug)]
struct Run {
    this: usize,
    other: usize,
    words: usize,
}

/// Lengths of the runs that end at each place of the other text, for this word and the one before.
#[derive(Default)]
struct Scratch {
    now: FxHashMap<u32, usize>,
    before: FxHashMap<u32, usize>,
}

impl Scratch {
    fn longest_run(
        &mut self,
        this: &[u16],
        this_part: &Range<usize>,
        other_part: &Range<usize>,
        places: &FxHashMap<u16, Vec<u32>>,
    ) -> Option<Run> {
        if this_part.len() < LEAST_RUN || other_part.len() < LEAST_RUN {
            return None;
        }
        self.before.clear();
        let mut best: Option<Run> = None;
        for at in this_part.clone() {
            self.now.clear();
            let found = places.get(&this[at]).map(Vec::as_slice).unwrap_or_default();
            let from = found.partition_point(|place| (*place as usize) < other_part.start);
            for place in &found[from..] {
                if *place as usize >= other_part.end {
                    break;
                }
                let words = 1 + place
                    .checked_sub(1)
                    .and_then(|previous| self.before.get(&previous).copied())
                    .unwrap_or(0);
                self.now.insert(*place, words);
                if words >= LEAST_RUN && best.is_none_or(|run| words > run.words) {
                    best = Some(Run {
                        this: at + 1 - words,
                        other: *place as usize + 1 - words,
                        words,
                    });
                }
            }
            std::mem::swap(&mut self.now, &mut self.before);
        }
        best
    }
}

fn between(runs: &[Run], this_words: usize, other_words: usize) -> Vec<Difference> {
    let end = Run {
        this: this_words,
        other: other_words,
        words: 0,
    };
    let mut found = Vec::new();
    let (mut this_at, mut other_at) = (0, 0);
    for run in runs.iter().chain(std::iter::once(&end)) {
        if run.this > this_at || run.other > other_at {
            found.push(Difference {
                this: [this_at as u32, run.this as u32],
                other: [other_at as u32, run.other as u32],
            });
        }
        (this_at, other_at) = (run.this + run.words, run.other + run.words);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(this: &[u16], other: &[u16]) -> Vec<([u32; 2], [u32; 2])> {
        let found = differences(this, other);
        found.into_iter().map(|one| (one.this, one.other)).collect()
    }

    #[test]
    fn equal_texts_do_not_differ() {
        assert_eq!(spans(&[1, 2, 3, 4], &[1, 2, 3, 4]), []);
    }

    #[test]
    fn what_was_added_cut_and_changed_is_told_apart() {
        let other: Vec<u16> = (0..30).collect();
        let mut this: Vec<u16> = vec![90, 91];
        this.extend(0..10);
        this.extend([92, 93]);
        this.extend(12..20);
        this.extend(25..30);
        assert_eq!(
            spans(&this, &other),
            [([0, 2], [0, 0]), ([12, 14], [10, 12]), ([22, 22], [20, 25])]
        );
    }

    proptest! {
        #[test]
        fn what_lies_between_differences_is_the_same_in_both(
            this in proptest::collection::vec(0..9_u16, 0..60),
            other in proptest::collection::vec(0..9_u16, 0..60),
        ) {
            let found = differences(&this, &other);
            let (mut this_at, mut other_at) = (0, 0);
            let end = Difference { this: [this.len() as u32; 2], other: [other.len() as u32; 2] };
            for one in found.iter().chain(std::iter::once(&end)) {
                let shared = &this[this_at..one.this[0] as usize];
                prop_assert_eq!(shared, &other[other_at..one.other[0] as usize]);
                this_at = one.this[1] as usize;
                other_at = one.other[1] as usize;
            }
        }
    }
}
