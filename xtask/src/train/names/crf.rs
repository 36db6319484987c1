//! Learns the tagger: a linear-chain conditional random field by stochastic gradient descent with per-weight rates (AdaGrad).
//!
//! Features that name words are left out at random, so that the others learn to do without them: what is learned from little
//! text then holds for other text. Deterministic: the order of sentences and what is left out come from a fixed seed.
//! Source: Lafferty, McCallum, Pereira 2001; Duchi, Hazan, Singer 2011.

use isnad_analyse::names::feature::ROWS;
use isnad_analyse::names::kind::{LABELS, Label, may_follow};
use isnad_analyse::names::model::Model;

/// A sentence ready for training: rows of each token, those that name words first.
pub struct Example {
    /// Rows of the features of each token.
    pub rows: Vec<Vec<u32>>,
    /// How many of them name words.
    pub words: Vec<usize>,
    /// The right labels.
    pub labels: Vec<Label>,
    /// How much the sentence counts.
    pub weight: f32,
}

/// How training goes.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Passes over all sentences.
    pub rounds: usize,
    /// First rate.
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub decay: f32,
    /// Share of tokens whose word features are left out.
    pub dropped: f32,
    /// Models whose mean is taken; they differ in the order of sentences and in what is left out.
    pub models: u64,
}

/// What is used for the shipped model.
pub const SETTINGS: Settings = Settings {
    rounds: 8,
    rate: 0.12,
    decay: 1e-4,
    dropped: 0.45,
    models: 3,
};

type Row = [f32; LABELS];

struct Random(u64);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1_u64 << 24) as f32
    }
}

struct Learner {
    weights: Vec<Row>,
    squares: Vec<Row>,
    transitions: [Row; LABELS],
    transition_squares: [Row; LABELS],
    settings: Settings,
}

/// Learns a model.
pub fn learn(examples: &[Example], settings: Settings) -> Model {
    let mut weights: Vec<Row> = vec![[0.0; LABELS]; ROWS];
    let mut transitions = [[0.0; LABELS]; LABELS];
    for seed in 0..settings.models {
        let learner = learn_one(examples, settings, seed);
        let learned = learner.weights.iter().chain(&learner.transitions);
        for (mean, row) in weights.iter_mut().chain(&mut transitions).zip(learned) {
            for (mean, weight) in mean.iter_mut().zip(row) {
                *mean += weight / settings.models as f32;
            }
        }
    }
    Model::quantised(transitions, &weights)
}

fn learn_one(examples: &[Example], settings: Settings, seed: u64) -> Learner {
    let mut learner = Learner {
        weights: vec![[0.0; LABELS]; ROWS],
        squares: vec![[1e-3; LABELS]; ROWS],
        transitions: [[0.0; LABELS]; LABELS],
        transition_squares: [[1e-3; LABELS]; LABELS],
        settings,
    };
    let mut random = Random(0x6e61_6d65 + seed * 7919);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..settings.rounds {
        for at in (1..order.len()).rev() {
            order.swap(at, (random.next() * (at + 1) as f32) as usize % (at + 1));
        }
        for index in &order {
            learner.step(&examples[*index], &mut random);
        }
    }
    learner
}

impl Learner {
    fn step(&mut self, example: &Example, random: &mut Random) {
        let length = example.rows.len();
        let rows: Vec<&[u32]> = (0..length)
            .map(|at| {
                let is_dropped = random.next() < self.settings.dropped;
                let from = if is_dropped { example.words[at] } else { 0 };
                &example.rows[at][from..]
            })
            .collect();
        let scores: Vec<Row> = rows
            .iter()
            .map(|rows| {
                let mut sums = [0.0; LABELS];
                for row in *rows {
                    for (sum, weight) in sums.iter_mut().zip(&self.weights[*row as usize]) {
                        *sum += weight;
                    }
                }
                sums
            })
            .collect();
        let (forward, backward, total) = self.forward_backward(&scores);
        let mut transition_gradient = [[0.0_f32; LABELS]; LABELS];
        for at in 0..length {
            let right = example.labels[at] as usize;
            let mut gradient: Row =
                std::array::from_fn(|label| -(forward[at][label] + backward[at][label] - total).exp());
            gradient[right] += 1.0;
            let weight = example.weight;
            for row in rows[at] {
                let (weights, squares) = (&mut self.weights[*row as usize], &mut self.squares[*row as usize]);
                for label in 0..LABELS {
                    let slope = gradient[label] * weight - self.settings.decay * weights[label];
                    squares[label] += slope * slope;
                    weights[label] += self.settings.rate * slope / squares[label].sqrt();
                }
            }
            if at + 1 == length {
                continue;
            }
            let next_right = example.labels[at + 1] as usize;
            transition_gradient[right][next_right] += weight;
            for from in 0..LABELS {
                for to in 0..LABELS {
                    if may_follow(from as Label, to as Label) {
                        let sum = forward[at][from] + self.transitions[from][to] + scores[at + 1][to];
                        transition_gradient[from][to] -= weight * (sum + backward[at + 1][to] - total).exp();
                    }
                }
            }
        }
        for (from, gradients) in transition_gradient.iter().enumerate() {
            for (to, gradient) in gradients.iter().enumerate() {
                let slope = gradient - self.settings.decay * self.transitions[from][to];
                let square = &mut self.transition_squares[from][to];
                *square += slope * slope;
                self.transitions[from][to] += self.settings.rate * slope / square.sqrt();
            }
        }
    }

    fn forward_backward(&self, scores: &[Row]) -> (Vec<Row>, Vec<Row>, f32) {
        let length = scores.len();
        let mut forward = vec![[f32::NEG_INFINITY; LABELS]; length];
        let mut backward = vec![[0.0_f32; LABELS]; length];
        for label in (0..LABELS).filter(|label| may_follow(0, *label as Label)) {
            forward[0][label] = scores[0][label];
        }
        for at in 1..length {
            for to in 0..LABELS {
                let sums = (0..LABELS)
                    .filter(|from| may_follow(*from as Label, to as Label))
                    .map(|from| forward[at - 1][from] + self.transitions[from][to]);
                forward[at][to] = log_sum(sums) + scores[at][to];
            }
        }
        for at in (0..length.saturating_sub(1)).rev() {
            for from in 0..LABELS {
                let sums = (0..LABELS)
                    .filter(|to| may_follow(from as Label, *to as Label))
                    .map(|to| self.transitions[from][to] + scores[at + 1][to] + backward[at + 1][to]);
                backward[at][from] = log_sum(sums);
            }
        }
        let total = log_sum(forward[length - 1].iter().copied());
        (forward, backward, total)
    }
}

fn log_sum(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = values.clone().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY {
        return most;
    }
    most + values.map(|value| (value - most).exp()).sum::<f32>().ln()
}
