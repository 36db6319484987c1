//! Episodes: a long story cut into parts at the days where what it is about turns.
//!
//! Reports of a part point the same way, so the sum of their vectors is long; the cut into days is sought whose parts
//! have the longest sums, where each part must gain [`PART_COST`] over no cut (exact, by dynamic programming). The cost is
//! what leaves 98 of 100 stories whole whose reports are dealt to their days by chance (`cargo xtask evaluate episodes`).
//! Why: a siege or a trial is told over months in hundreds of reports; its turns are what a reader looks for.
//! Limits: parts follow one another in whole days (UTC) and last at most [`LONGEST_PART_DAYS`] days with reports; two
//! threads told side by side stay in one part.
//! Source: the objective of spherical k-means (Dhillon and Modha 2001) over contiguous parts, as text segmentation by
//! dynamic programming does it (Utiyama and Isahara 2001).

use crate::{MemberTerm, day_of};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What a part must gain, in lengths of one report's vector.
const PART_COST: f64 = 1.25;
/// Days with reports that a part may have.
const LONGEST_PART_DAYS: usize = 90;
/// Length of one report's vector, in steps of its weights.
const STEPS: f64 = 255.0;

/// A report of a story, for its episodes.
#[derive(Clone, Copy, Debug)]
pub struct DatedReport<'a> {
    /// Its linking time, unix seconds.
    pub time: i64,
    /// Its terms, as the linker keeps them.
    pub terms: &'a [MemberTerm],
}

/// A part of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Its reports.
    pub reports: Range<usize>,
    /// The report nearest to the middle of them: the one to tell it by.
    pub middle: usize,
}

/// The episodes of a story, in order; `reports` are in order of time. A story that is about one thing has one.
pub fn episodes(reports: &[DatedReport<'_>]) -> Vec<Episode> {
    let days: Vec<Range<usize>> = days_of(reports);
    let vectors = dense(reports);
    let keys = vectors.iter().flatten().map(|(key, _)| key + 1).max().unwrap_or(0);
    // best[d]: the most that the first d days are worth, and where the last part of that begins
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    best.resize(days.len() + 1, (f64::NEG_INFINITY, 0));
    for first in 0..days.len() {
        let mut sum = Sum::new(keys);
        for (last, day) in days.iter().enumerate().skip(first).take(LONGEST_PART_DAYS) {
            vectors[day.clone()].iter().for_each(|vector| sum.add(vector));
            let worth = best[first].0 + sum.length() - PART_COST;
            if worth > best[last + 1].0 {
                best[last + 1] = (worth, first);
            }
        }
    }
    let mut found = Vec::new();
    let mut end = days.len();
    while end > 0 {
        let first = best[end].1;
        let part = days[first].start..days[end - 1].end;
        found.push(Episode {
            middle: middle_of(&vectors, part.clone(), keys),
            reports: part,
        });
        end = first;
    }
    found.reverse();
    found
}

/// The reports of each day.
fn days_of(reports: &[DatedReport<'_>]) -> Vec<Range<usize>> {
    let mut days = Vec::new();
    let mut start = 0;
    for of_day in reports.chunk_by(|one, next| day_of(one.time) == day_of(next.time)) {
        days.push(start..start + of_day.len());
        start += of_day.len();
    }
    days
}

/// The words of the whole reports under small numbers, with their weights.
fn dense(reports: &[DatedReport<'_>]) -> Vec<Vec<(usize, u64)>> {
    let mut number_of: FxHashMap<u32, usize> = FxHashMap::default();
    let mut number = |term: &MemberTerm| {
        let next = number_of.len();
        (*number_of.entry(term.key).or_insert(next), u64::from(term.whole))
    };
    reports
        .iter()
        .map(|report| report.terms.iter().map(&mut number).collect())
        .collect()
}

/// A sum of vectors that knows its length.
struct Sum {
    weights: Vec<u64>,
    squares: u64,
}

impl Sum {
    fn new(keys: usize) -> Sum {
        Sum {
            weights: vec![0; keys],
            squares: 0,
        }
    }

    fn add(&mut self, vector: &[(usize, u64)]) {
        for (key, weight) in vector {
            let before = self.weights[*key];
            self.squares += weight * (2 * before + weight);
            self.weights[*key] = before + weight;
        }
    }

    /// In lengths of one report's vector.
    fn length(&self) -> f64 {
        (self.squares as f64).sqrt() / STEPS
    }
}

/// The report that points most where the sum of all points; the earliest of equals.
fn middle_of(vectors: &[Vec<(usize, u64)>], part: Range<usize>, keys: usize) -> usize {
    let mut sum = Sum::new(keys);
    vectors[part.clone()].iter().for_each(|vector| sum.add(vector));
    let nearness = |report: &usize| -> u64 {
        let vector = vectors[*report].iter();
        vector.map(|(key, weight)| weight * sum.weights[*key]).sum()
    };
    let start = part.start;
    part.max_by_key(|report| (nearness(report), std::cmp::Reverse(*report)))
        .unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 86_400;

    /// A vector of length 255 over equal words.
    fn vector(words: &[u32]) -> Vec<MemberTerm> {
        let weight = (STEPS / (words.len() as f64).sqrt()).round() as u8;
        let term = |key: &u32| MemberTerm {
            key: *key,
            title: weight,
            lead: weight,
            whole: weight,
        };
        words.iter().map(term).collect()
    }

    fn dated<'a>(days: &[i64], vectors: &'a [Vec<MemberTerm>]) -> Vec<DatedReport<'a>> {
        let report = |(day, terms): (&i64, &'a Vec<MemberTerm>)| DatedReport { time: day * DAY, terms };
        days.iter().zip(vectors).map(report).collect()
    }

    #[test]
    fn a_story_is_cut_where_its_words_turn() {
        let days: Vec<i64> = (0..24).map(|report| report / 4).collect();
        let vectors: Vec<Vec<MemberTerm>> = (0..24)
            .map(|report| match report {
                0..12 => vector(&[1, 2, 3, 100 + report]),
                _ => vector(&[1, 7, 8, 100 + report]),
            })
            .collect();
        let found = episodes(&dated(&days, &vectors));
        let parts: Vec<Range<usize>> = found.iter().map(|episode| episode.reports.clone()).collect();
        assert_eq!(parts, [0..12, 12..24]);
    }

    #[test]
    fn a_story_about_one_thing_stays_whole_and_is_told_by_its_middle() {
        let days = [0, 1, 2, 3, 4, 5];
        let mut vectors: Vec<Vec<MemberTerm>> =
            (0..6).map(|report| vector(&[1, 2, 50 + report, 60 + report])).collect();
        vectors[3] = vector(&[1, 2]);
        let found = episodes(&dated(&days, &vectors));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].reports.clone(), found[0].middle), (0..6, 3));
        assert!(episodes(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn every_report_is_in_one_part_and_no_day_is_parted(
            reports in proptest::collection::vec((0_i64..30, proptest::collection::btree_set(0_u32..12, 0..5)), 0..60),
        ) {
            let mut days: Vec<i64> = reports.iter().map(|(day, _)| *day).collect();
            days.sort_unstable();
            let vectors: Vec<Vec<MemberTerm>> = reports
                .iter()
                .map(|(_, words)| vector(&words.iter().copied().collect::<Vec<_>>()))
                .collect();
            let given = dated(&days, &vectors);
            let found = episodes(&given);
            let mut next = 0;
            for episode in &found {
                prop_assert_eq!(episode.reports.start, next);
                prop_assert!(episode.reports.contains(&episode.middle));
                next = episode.reports.end;
                prop_assert!(next == days.len() || days[next - 1] != days[next]);
            }
            prop_assert_eq!(next, days.len());
            prop_assert_eq!(episodes(&given), found);
        }
    }
}
