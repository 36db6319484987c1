//! What tells that an article belongs to a story: a few measures, weighed by logistic regression.
//!
//! Why learned: a nearest article, the middle of a story and the next best story say different things, and
//! how much each counts is read from a week of stories that people sorted. The weights are
//! `data/join_weights.tsv`, remade by `cargo xtask train join`.
//! Limits: learned on Arabic news of five outlets; measures of other languages are taken to weigh the same.

use std::sync::LazyLock;

/// What is measured between an article and a story, in the order of [`JoinFeatures`].
pub const JOIN_FEATURES: [&str; 6] = ["nearest", "centre", "elsewhere", "gap_days", "log_size", "same_outlet"];

/// Place of `elsewhere` among them.
pub(crate) const ELSEWHERE: usize = 2;

/// Cosine with the nearest article of the story; cosine with the middle of its articles; mean of the two
/// nearest articles of the best other story; days to the article nearest in time; natural logarithm of the
/// number of articles in the window; share of them by the same outlet.
pub type JoinFeatures = [f32; JOIN_FEATURES.len()];

static SHIPPED: LazyLock<JoinWeights> = LazyLock::new(|| {
    JoinWeights::read(include_str!("../data/join_weights.tsv")).expect("the shipped table names every measure")
});

/// How much each measure counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct JoinWeights {
    /// Log odds where all measures are 0.
    pub bias: f32,
    /// Log odds for one more of each measure.
    pub weights: JoinFeatures,
}

impl JoinWeights {
    /// The weights that are part of the program.
    pub fn shipped() -> JoinWeights {
        *SHIPPED
    }

    /// Reads rows of name and weight, parted by a tab; `None` where one is missing or no number.
    pub fn read(table: &str) -> Option<JoinWeights> {
        let value_of = |name: &str| -> Option<f32> {
            table
                .lines()
                .filter_map(|row| row.split_once('\t'))
                .find(|(found, _)| *found == name)
                .and_then(|(_, value)| value.trim().parse().ok())
        };
        let mut weights = JoinFeatures::default();
        for (weight, name) in weights.iter_mut().zip(JOIN_FEATURES) {
            *weight = value_of(name)?;
        }
        Some(JoinWeights {
            bias: value_of("bias")?,
            weights,
        })
    }

    /// Natural logarithm of the odds that the article belongs to the story.
    pub fn odds(&self, measured: &JoinFeatures) -> f32 {
        let weighed: f32 = self
            .weights
            .iter()
            .zip(measured)
            .map(|(weight, value)| weight * value)
            .sum();
        self.bias + weighed
    }
}

/// The probability that has these log odds.
pub(crate) fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_names_every_measure() {
        assert_eq!(JOIN_FEATURES[ELSEWHERE], "elsewhere");
        assert!(JoinWeights::shipped().weights.iter().all(|weight| weight.is_finite()));
    }

    #[test]
    fn a_table_without_a_measure_is_not_read() {
        assert_eq!(JoinWeights::read("bias\t1\nnearest\t2"), None);
    }

    #[test]
    fn odds_are_the_weighed_sum() {
        let weights = JoinWeights {
            bias: -1.0,
            weights: [2.0, 0.0, 0.0, 0.0, 0.0, 1.0],
        };
        assert_eq!(weights.odds(&[0.5, 9.0, 9.0, 9.0, 9.0, 1.0]), 1.0);
        assert_eq!(probability(0.0), 0.5);
    }
}
