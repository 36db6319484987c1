//! Learns the weights of the kinship of two stories from pairs that were read.
//!
//! What to expect of other pairs, `cargo xtask evaluate episodes` says in folds.

use crate::affairs::Stories;
use crate::logistic;
use isnad_link::{KIN_FEATURES, KinFeatures};
use std::path::Path;

/// Makes the file `to` from the corpora in `shared`.
pub fn train(shared: &Path, to: &Path) -> anyhow::Result<()> {
    let rows: Vec<(KinFeatures, bool)> = Stories::read(shared)?
        .pairs()?
        .iter()
        .map(|pair| (pair.measured, pair.is_kin))
        .collect();
    println!(
        "kinship: {} pairs, {} of one affair",
        rows.len(),
        rows.iter().filter(|(_, is_kin)| *is_kin).count()
    );
    let comment =
        "Weights of the kinship of two stories, natural logarithm of odds; learned by `cargo xtask train kinship`.";
    logistic::write(to, comment, &KIN_FEATURES, &logistic::fit(&rows))
}
