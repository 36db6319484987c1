//! How much two texts share, measured exactly on their word marks.
//!
//! Every run of five words that stands in both counts as shared, wherever it stands; what is measured
//! is the share of words covered by such runs, both ways. Why five: the shingle of the fingerprints;
//! shorter runs are grammar, not copying. Limits: order is not compared, so a text with its paragraphs
//! moved is still wholly shared.

use rustc_hash::FxHashMap;

const SHINGLE_WORDS: usize = 5;
const NONE: u32 = u32::MAX;

/// What two texts share, in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Words of this text.
    pub this_words: u32,
    /// Words of this text that stand in a shared run.
    pub this_shared: u32,
    /// Words of the other text.
    pub other_words: u32,
    /// Words of the other text that stand in a shared run.
    pub other_shared: u32,
    /// The longest unbroken shared stretch of the other text.
    pub longest_run: u32,
}

impl Overlap {
    /// Share of this text that stands in the other.
    pub fn contained(&self) -> f32 {
        share(self.this_shared, self.this_words)
    }

    /// Share of the other text that stands in this.
    pub fn containing(&self) -> f32 {
        share(self.other_shared, self.other_words)
    }
}

fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// A text made ready to be compared with many others.
pub struct Comparison<'m> {
    marks: &'m [u16],
    first_at: FxHashMap<u64, u32>,
    /// Next place with the same shingle.
    next_at: Vec<u32>,
    /// Places whose list of same shingles was already followed in this comparison.
    followed: Vec<bool>,
    covered: Vec<bool>,
    other_covered: Vec<bool>,
}

impl<'m> Comparison<'m> {
    /// Makes the text with these word marks ready.
    pub fn new(marks: &'m [u16]) -> Comparison<'m> {
        let places = marks.len().saturating_sub(SHINGLE_WORDS - 1);
        let mut first_at = FxHashMap::with_capacity_and_hasher(places, Default::default());
        let mut next_at = vec![NONE; places];
        for (at, shingle) in marks.windows(SHINGLE_WORDS).enumerate().rev() {
            if let Some(later) = first_at.insert(pack(shingle), at as u32) {
                next_at[at] = later;
            }
        }
        Comparison {
            marks,
            first_at,
            next_at,
            followed: vec![false; places],
            covered: vec![false; marks.len()],
            other_covered: Vec::new(),
        }
    }

    /// What it shares with the text of `other` marks.
    pub fn with(&mut self, other: &[u16]) -> Overlap {
        self.covered.fill(false);
        self.followed.fill(false);
        self.other_covered.clear();
        self.other_covered.resize(other.len(), false);
        for (other_at, shingle) in other.windows(SHINGLE_WORDS).enumerate() {
            let Some(first) = self.first_at.get(&pack(shingle)) else {
                continue;
            };
            self.other_covered[other_at..other_at + SHINGLE_WORDS].fill(true);
            let is_known = std::mem::replace(&mut self.followed[*first as usize], true);
            let mut at = if is_known { NONE } else { *first };
            while at != NONE {
                self.covered[at as usize..at as usize + SHINGLE_WORDS].fill(true);
                at = self.next_at[at as usize];
            }
        }
        Overlap {
            this_words: self.marks.len() as u32,
            this_shared: count(&self.covered),
            other_words: other.len() as u32,
            other_shared: count(&self.other_covered),
            longest_run: longest(&self.other_covered),
        }
    }
}

/// Five marks as one number; two shingles may meet by chance once in about 2⁶⁴.
fn pack(shingle: &[u16]) -> u64 {
    shingle.iter().fold(0, |packed: u64, mark| {
        (packed.rotate_left(13) ^ u64::from(*mark)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

fn count(words: &[bool]) -> u32 {
    words.iter().filter(|word| **word).count() as u32
}

fn longest(words: &[bool]) -> u32 {
    words.split(|word| !*word).map(<[bool]>::len).max().unwrap_or(0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_inserted_lead_leaves_the_rest_shared() {
        let other: Vec<u16> = (0..40).collect();
        let this: Vec<u16> = (100..110).chain(0..40).collect();
        let overlap = Comparison::new(&this).with(&other);
        assert_eq!((overlap.this_shared, overlap.other_shared), (40, 40));
        assert_eq!(overlap.longest_run, 40);
    }

    #[test]
    fn four_words_in_common_are_nothing() {
        assert_eq!(Comparison::new(&[1, 2, 3, 4, 9]).with(&[1, 2, 3, 4, 8]).this_shared, 0);
    }

    proptest! {
        #[test]
        fn overlap_is_symmetric(
            this in proptest::collection::vec(0..4_u16, 0..60),
            other in proptest::collection::vec(0..4_u16, 0..60),
        ) {
            let forth = Comparison::new(&this).with(&other);
            let back = Comparison::new(&other).with(&this);
            prop_assert_eq!(
                (forth.this_shared, forth.other_shared, forth.this_words),
                (back.other_shared, back.this_shared, back.other_words)
            );
        }

        #[test]
        fn a_text_wholly_stands_in_itself(this in proptest::collection::vec(any::<u16>(), 5..60)) {
            let overlap = Comparison::new(&this).with(&this);
            prop_assert_eq!((overlap.contained(), overlap.containing()), (1.0, 1.0));
        }
    }
}
