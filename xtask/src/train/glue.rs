//! Learns the weights of the glue model: what tells two words that lost their space from one rare word.
//!
//! Positives are neighbouring words of the corpora joined by us, half of them across the end of a sentence
//! or line, where scrapers lose spaces. Negatives are rare words as they stand, at the seam the model
//! believes in most. Some of these are truly glued: after each round those the model is sure of are left
//! out. Logistic regression by gradient descent, same order every time.

use super::corpus::Documents;
use anyhow::Context;
use isnad_extract::glue::{FEATURES, Features, Letters};
use std::path::Path;

const POSITIVES: usize = 60_000;
const ROUNDS: usize = 4;
const STEPS: usize = 400;
const RATE: f32 = 0.3;
const REGULARISATION: f32 = 1e-4;
/// Odds above which a rare word of the corpora is taken for truly glued and left out.
const SURELY_GLUED: f32 = 1.0;

/// Writes the weights to `to`.
pub fn train(shared: &Path, to: &Path) -> anyhow::Result<()> {
    let mut positives: Vec<Features> = Vec::new();
    let mut rare: Vec<Letters> = Vec::new();
    let mut tick = 0_u64;
    Documents::new(shared)?.each(|text| {
        let mut previous: Option<isnad_text::Word> = None;
        for word in isnad_text::words(text) {
            let written = word.of(text);
            if let Some(letters) = Letters::of(written) {
                rare.push(letters);
            }
            if let Some(before) = previous {
                let across = text[before.end..word.start].contains(['.', '\n']);
                tick = tick
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let chosen = (tick >> 33).is_multiple_of(if across { 20 } else { 300 });
                if chosen && positives.len() < POSITIVES {
                    let joined = format!("{}{written}", before.of(text));
                    if let Some(features) = features_at(&joined, before.of(text).len()) {
                        positives.push(features);
                    }
                }
            }
            previous = Some(word);
        }
    })?;
    println!("glue: {} joined words, {} rare words", positives.len(), rare.len());
    let mut weights = start();
    for round in 0..ROUNDS {
        let negatives: Vec<Features> = rare
            .iter()
            .filter_map(|letters| hardest(letters, &weights))
            .filter(|(_, odds)| round == 0 || *odds < SURELY_GLUED)
            .map(|(features, _)| features)
            .collect();
        weights = fit(&positives, &negatives, weights);
        let recalled = positives
            .iter()
            .filter(|features| dot(features, &weights) > 0.0)
            .count();
        let wrong = negatives
            .iter()
            .filter(|features| dot(features, &weights) > 0.0)
            .count();
        println!(
            "glue round {round}: {recalled} of {} joined found, {wrong} of {} rare words split",
            positives.len(),
            negatives.len()
        );
    }
    let mut file =
        String::from("# Weights of the glue model, natural logarithm of odds; learned by `cargo xtask train glue`.\n");
    for (name, weight) in FEATURES.iter().zip(weights) {
        file.push_str(&format!("{name}\t{weight:.4}\n"));
    }
    std::fs::write(to, file).with_context(|| format!("writing {}", to.display()))
}

fn start() -> Features {
    let mut weights = [0.0; FEATURES.len()];
    weights[3] = 0.3;
    weights[7] = -0.3;
    weights
}

fn features_at(joined: &str, offset: usize) -> Option<Features> {
    let letters = Letters::of(joined)?;
    let seam = letters.seams().find(|seam| letters.offset(*seam) == offset)?;
    Some(letters.features(seam)?.0)
}

fn hardest(letters: &Letters, weights: &Features) -> Option<(Features, f32)> {
    letters
        .seams()
        .filter_map(|seam| letters.features(seam))
        .map(|(features, _)| (features, dot(&features, weights)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn dot(features: &Features, weights: &Features) -> f32 {
    features.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

fn fit(positives: &[Features], negatives: &[Features], mut weights: Features) -> Features {
    let scale = |features: &Features| -> Features { std::array::from_fn(|i| features[i] / SCALES[i]) };
    let rows: Vec<(Features, f32)> = positives
        .iter()
        .map(|features| (scale(features), 1.0))
        .chain(negatives.iter().map(|features| (scale(features), 0.0)))
        .collect();
    for (weight, scale) in weights.iter_mut().zip(SCALES) {
        *weight *= scale;
    }
    let mut velocity = [0.0_f32; FEATURES.len()];
    for _ in 0..STEPS {
        let mut gradient = [0.0_f64; FEATURES.len()];
        for (features, label) in &rows {
            let error = f64::from(1.0 / (1.0 + (-dot(features, &weights)).exp()) - label);
            for (sum, value) in gradient.iter_mut().zip(features) {
                *sum += error * f64::from(*value);
            }
        }
        for index in 0..FEATURES.len() {
            let slope = (gradient[index] / rows.len() as f64) as f32 + REGULARISATION * weights[index];
            velocity[index] = 0.9 * velocity[index] - RATE * slope;
            weights[index] += velocity[index];
        }
    }
    for (weight, scale) in weights.iter_mut().zip(SCALES) {
        *weight /= scale;
    }
    weights
}

/// Rough size of each feature, so that one learning rate fits all.
const SCALES: Features = [
    1.0, 8.0, 8.0, 8.0, 1.0, 1.0, 4.0, 8.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 4.0, 4.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
];
