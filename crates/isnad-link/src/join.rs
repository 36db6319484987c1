//! What tells that an article belongs to a story: a few measures, weighed by logistic regression.
//!
//! Why learned: a nearest article, the middle of a story and the next best story say different things, and
//! how much each counts is read from a week of stories that people sorted. The weights are
//! `data/join_weights.tsv`, remade by `cargo xtask train join`.
//! Limits: learned on Arabic news of five outlets; measures of other languages are taken to weigh the same.

use crate::Weights;
use std::sync::LazyLock;

/// What is measured between an article and a story, in the order of [`JoinFeatures`].
pub const JOIN_FEATURES: [&str; 6] = ["nearest", "centre", "elsewhere", "gap_days", "log_size", "same_outlet"];

/// Place of `elsewhere` among them.
pub(crate) const ELSEWHERE: usize = 2;

/// Cosine with the nearest article of the story; cosine with the middle of its articles; mean of the two
/// nearest articles of the best other story; days to the article nearest in time; natural logarithm of the
/// number of articles in the window; share of them by the same outlet.
pub type JoinFeatures = [f32; JOIN_FEATURES.len()];

/// How much each of them counts.
pub type JoinWeights = Weights<{ JOIN_FEATURES.len() }>;

static SHIPPED: LazyLock<JoinWeights> = LazyLock::new(|| {
    Weights::read(include_str!("../data/join_weights.tsv"), &JOIN_FEATURES)
        .expect("the shipped table names every measure")
});

/// The weights of the join that are part of the program.
pub(crate) fn shipped_join() -> JoinWeights {
    *SHIPPED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_names_every_measure() {
        assert_eq!(JOIN_FEATURES[ELSEWHERE], "elsewhere");
        assert!(shipped_join().weights.iter().all(|weight| weight.is_finite()));
    }
}
