//! Episodes: whether stories of one affair are told, and whether a long story is cut where it turns.
//!
//! *Kinship* of the pairs that were read, each fifth told by weights learned from the other four. *Whole*: long stories
//! whose reports are dealt to their days by chance have no turns and should not be cut. *Seams*: two stories of one affair
//! put one behind the other should be cut where the second begins.

use anyhow::Result;
use isnad_link::{DatedReport, KIN_ODDS, KinFeatures, day_of, episodes};

use super::score::Score;
use super::workshop::Workshop;
use crate::affairs::{Pair, Report, Stories};
use crate::logistic;

const FOLDS: usize = 5;
/// A story is long from so many reports and days on.
const LONG_REPORTS: usize = 12;
const LONG_DAYS: i32 = 7;
/// Reports that each side of a seam has at least.
const SEAM_REPORTS: usize = 6;
/// How often the reports of a story are dealt anew.
const DEALS: u64 = 5;

/// The scores.
pub fn of_affairs(workshop: &Workshop) -> Result<Vec<Score>> {
    let stories = Stories::read(&workshop.shared)?;
    let pairs = stories.pairs()?;
    let mut scores = kinship(&pairs);
    scores.push(Score::new("episodes", "whole, days by chance", whole(&stories)));
    scores.push(Score::new("episodes", "seams found", seams(&stories, &pairs)));
    Ok(scores)
}

fn kinship(pairs: &[Pair]) -> Vec<Score> {
    let mut told: Vec<(f32, bool)> = Vec::with_capacity(pairs.len());
    for fold in 0..FOLDS {
        let rows = |in_fold: bool| -> Vec<(KinFeatures, bool)> {
            let of_fold = pairs
                .iter()
                .filter(|pair| (pair.later.0 as usize % FOLDS == fold) == in_fold);
            of_fold.map(|pair| (pair.measured, pair.is_kin)).collect()
        };
        let learned = logistic::fit(&rows(false));
        told.extend(
            rows(true)
                .iter()
                .map(|(measured, is_kin)| (learned.odds(measured), *is_kin)),
        );
    }
    let count = |wanted: fn(&(f32, bool)) -> bool| told.iter().filter(|row| wanted(row)).count() as f64;
    let right = count(|(odds, is_kin)| *odds >= KIN_ODDS && *is_kin);
    let precision = right / count(|(odds, _)| *odds >= KIN_ODDS);
    let recall = right / count(|(_, is_kin)| *is_kin);
    vec![
        Score::new("episodes", "kin P", precision),
        Score::new("episodes", "kin R", recall),
        Score::new("episodes", "kin F1", 2.0 * precision * recall / (precision + recall)),
        Score::new("episodes", "kin ranked right", ranked_right(&told)),
    ]
}

/// The share of pairs of a kin and a strange example of which the kin one has the better odds.
fn ranked_right(told: &[(f32, bool)]) -> f64 {
    let of = |wanted: bool| told.iter().filter(move |(_, is_kin)| *is_kin == wanted);
    let better: f64 = of(true)
        .flat_map(|(kin, _)| of(false).map(move |(strange, _)| f64::from(u8::from(kin > strange))))
        .sum();
    better / (of(true).count() * of(false).count()) as f64
}

fn dated(reports: &[Report]) -> impl Iterator<Item = DatedReport<'_>> {
    reports.iter().map(|report| DatedReport {
        time: report.time,
        terms: &report.terms,
    })
}

fn whole(stories: &Stories) -> f64 {
    let long = stories.stories.values().filter(|reports| {
        let days = reports
            .last()
            .map_or(0, |last| day_of(last.time) - day_of(reports[0].time));
        reports.len() >= LONG_REPORTS && days >= LONG_DAYS
    });
    let (mut dealt, mut left_whole) = (0.0, 0.0);
    for reports in long {
        for deal in 0..DEALS {
            let mut random = Random(deal * 7919 + reports.len() as u64);
            let mut shuffled: Vec<DatedReport<'_>> = dated(reports).collect();
            for at in (1..shuffled.len()).rev() {
                let other = random.below(at + 1);
                let terms = shuffled[at].terms;
                shuffled[at].terms = shuffled[other].terms;
                shuffled[other].terms = terms;
            }
            dealt += 1.0;
            left_whole += f64::from(u8::from(episodes(&shuffled).len() == 1));
        }
    }
    left_whole / dealt
}

fn seams(stories: &Stories, pairs: &[Pair]) -> f64 {
    let (mut seams, mut found) = (0.0, 0.0);
    for pair in pairs.iter().filter(|pair| pair.is_kin) {
        let (earlier, later) = (&stories.stories[&pair.earlier], &stories.stories[&pair.later]);
        let is_apart = earlier.last().map(|last| day_of(last.time)) < later.first().map(|first| day_of(first.time));
        if !is_apart || earlier.len().min(later.len()) < SEAM_REPORTS {
            continue;
        }
        let both: Vec<DatedReport<'_>> = dated(earlier).chain(dated(later)).collect();
        let cut = episodes(&both).iter().any(|part| part.reports.start == earlier.len());
        seams += 1.0;
        found += f64::from(u8::from(cut));
    }
    found / seams
}

/// Numbers by a linear congruence (Knuth, MMIX), the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}
