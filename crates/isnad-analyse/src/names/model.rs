//! The tagger: a linear-chain conditional random field over hashed features, read from its file and decoded by Viterbi.
//!
//! Source: Lafferty, McCallum, Pereira 2001. Weights are learned by `cargo xtask train names` and kept as bytes.

use super::feature::{Features, Joint, ROWS};
use super::kind::{LABELS, Label, OUTSIDE, is_later, kind_of, may_follow};
use isnad_model::NameKind;
use std::sync::LazyLock;

static DATA: &[u8] = include_bytes!("../../data/names/model.bin");

/// Bytes before the weights: scale, then the transitions, as little-endian floats.
const HEADER_BYTES: usize = 4 * (1 + LABELS * LABELS);

/// The label of a person's later words.
const LATER_PERSON: usize = 2;

/// Weights of the tagger.
#[derive(Clone, Debug)]
pub struct Model {
    /// Of label after label.
    pub transitions: [[f32; LABELS]; LABELS],
    /// Of each row of features for each label, times `scale`.
    rows: Vec<[i8; LABELS]>,
    scale: f32,
}

impl Model {
    /// The shipped model.
    pub fn shipped() -> &'static Model {
        static MODEL: LazyLock<Model> = LazyLock::new(|| Model::from_bytes(DATA));
        &MODEL
    }

    /// A model of learned weights, made coarse as in its file.
    pub fn quantised(transitions: [[f32; LABELS]; LABELS], weights: &[[f32; LABELS]]) -> Model {
        let largest = weights
            .iter()
            .flatten()
            .fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = (largest / f32::from(i8::MAX)).max(f32::MIN_POSITIVE);
        Model {
            transitions,
            rows: weights
                .iter()
                .map(|row| row.map(|weight| (weight / scale).round() as i8))
                .collect(),
            scale,
        }
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES + self.rows.len() * LABELS);
        bytes.extend(self.scale.to_le_bytes());
        bytes.extend(
            self.transitions
                .iter()
                .flatten()
                .flat_map(|weight| weight.to_le_bytes()),
        );
        bytes.extend(self.rows.iter().flatten().map(|weight| *weight as u8));
        bytes
    }

    /// Reads [`Model::to_bytes`] back; bytes that are missing count as zero.
    pub fn from_bytes(bytes: &[u8]) -> Model {
        let float = |at: usize| {
            let four = bytes.get(at * 4..at * 4 + 4).and_then(|four| four.try_into().ok());
            f32::from_le_bytes(four.unwrap_or_default())
        };
        let mut rows = vec![[0_i8; LABELS]; ROWS];
        let weights = bytes.get(HEADER_BYTES..).unwrap_or_default();
        for (row, stored) in rows.iter_mut().zip(weights.chunks_exact(LABELS)) {
            for (weight, byte) in row.iter_mut().zip(stored) {
                *weight = *byte as i8;
            }
        }
        Model {
            transitions: std::array::from_fn(|from| std::array::from_fn(|to| float(1 + from * LABELS + to))),
            rows,
            scale: float(0),
        }
    }

    /// Weight of each label for each token, the features' part.
    pub fn scores(&self, features: &Features, tokens: usize) -> Vec<[f32; LABELS]> {
        (0..tokens)
            .map(|at| {
                let mut sums = [0_i32; LABELS];
                for row in features.of(at) {
                    for (sum, weight) in sums.iter_mut().zip(&self.rows[*row as usize]) {
                        *sum += i32::from(*weight);
                    }
                }
                sums.map(|sum| sum as f32 * self.scale)
            })
            .collect()
    }

    /// The best labels. After a conjunction a person's name does not go on («صبري وعنان» are two), after a bracket no name
    /// does; and where a person's name would end with a word that none ends with, the next belongs to it («علي بن أبي طالب»).
    pub fn decode(&self, features: &Features, tokens: usize) -> Vec<Label> {
        let mut scores = self.scores(features, tokens);
        for (at, score) in scores.iter_mut().enumerate() {
            match features.joint(at) {
                Joint::Conjunction => score[LATER_PERSON] = f32::NEG_INFINITY,
                Joint::Bracket => {
                    let later = (0..LABELS).filter(|label| is_later(*label as Label));
                    later.for_each(|label| score[label] = f32::NEG_INFINITY);
                }
                Joint::Bound | Joint::Free => {}
            }
        }
        let mut labels = viterbi(&scores, &self.transitions);
        for at in 1..labels.len() {
            let is_person = kind_of(labels[at - 1]) == Some(NameKind::Person);
            if is_person && labels[at] == OUTSIDE && features.joint(at) == Joint::Bound {
                labels[at] = LATER_PERSON as Label;
            }
        }
        labels
    }
}

/// The best way through the scores of the labels.
pub fn viterbi(scores: &[[f32; LABELS]], transitions: &[[f32; LABELS]; LABELS]) -> Vec<Label> {
    let Some(first) = scores.first() else { return Vec::new() };
    let mut best: [f32; LABELS] = std::array::from_fn(|label| {
        if may_follow(0, label as Label) {
            first[label]
        } else {
            f32::NEG_INFINITY
        }
    });
    let mut came_from: Vec<[Label; LABELS]> = Vec::with_capacity(scores.len());
    for score in &scores[1..] {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from = [0; LABELS];
        for to in 0..LABELS {
            for label in 0..LABELS {
                if !may_follow(label as Label, to as Label) {
                    continue;
                }
                let sum = best[label] + transitions[label][to] + score[to];
                if sum > next[to] {
                    next[to] = sum;
                    from[to] = label as Label;
                }
            }
        }
        best = next;
        came_from.push(from);
    }
    let mut label = (0..LABELS)
        .max_by(|one, other| best[*one].total_cmp(&best[*other]))
        .unwrap_or(0) as Label;
    let mut labels = vec![label];
    for from in came_from.iter().rev() {
        label = from[label as usize];
        labels.push(label);
    }
    labels.reverse();
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_comes_back_from_its_bytes() {
        let mut weights = vec![[0.0; LABELS]; ROWS];
        weights[5] = [1.0, -2.0, 0.5, 0.0, 0.25, 0.0, 0.0];
        let model = Model::quantised([[0.5; LABELS]; LABELS], &weights);
        let back = Model::from_bytes(&model.to_bytes());
        assert_eq!((back.rows == model.rows, back.scale), (true, model.scale));
        assert_eq!(back.transitions, model.transitions);
    }

    #[test]
    fn a_name_goes_on_only_in_its_kind() {
        let scores = [[0.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0, 2.5, 0.0, 0.0]];
        assert_eq!(viterbi(&scores, &[[0.0; LABELS]; LABELS]), [1, 2]);
        assert_eq!(viterbi(&[], &[[0.0; LABELS]; LABELS]), [] as [Label; 0]);
    }
}
