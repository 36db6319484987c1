//! Logistic regression over a few measures, and the table that its weights ship in.
//!
//! By Newton's method on measures scaled to mean 0 and deviation 1, with a pull of the weights towards 0 of one example.
//! Limits: dense, for tens of measures at most. Source: Hastie, Tibshirani and Friedman, The Elements of Statistical
//! Learning, 4.4.

use anyhow::Context;
use isnad_link::Weights;
use std::path::Path;

const NEWTON_STEPS: usize = 12;
const RIDGE: f64 = 1.0;

/// The weights that tell the right examples from the wrong ones.
pub fn fit<const N: usize>(rows: &[([f32; N], bool)]) -> Weights<N> {
    let count = rows.len().max(1) as f64;
    let mean: [f64; N] = std::array::from_fn(|at| rows.iter().map(|(row, _)| f64::from(row[at])).sum::<f64>() / count);
    let deviation: [f64; N] = std::array::from_fn(|at| {
        let squares: f64 = rows
            .iter()
            .map(|(row, _)| (f64::from(row[at]) - mean[at]).powi(2))
            .sum();
        (squares / count).sqrt().max(1e-9)
    });
    // the last value is that of the bias
    let scaled = |row: &[f32; N]| -> Vec<f64> {
        let values = (0..N).map(|at| (f64::from(row[at]) - mean[at]) / deviation[at]);
        values.chain([1.0]).collect()
    };
    let mut weights = vec![0.0; N + 1];
    for _ in 0..NEWTON_STEPS {
        let mut slope = vec![0.0; N + 1];
        let mut bend = vec![vec![0.0; N + 1]; N + 1];
        for (row, is_right) in rows {
            let values = scaled(row);
            let odds: f64 = values.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let chance = 1.0 / (1.0 + (-odds).exp());
            for one in 0..=N {
                slope[one] += (f64::from(u8::from(*is_right)) - chance) * values[one];
                for other in 0..=N {
                    bend[one][other] += chance * (1.0 - chance) * values[one] * values[other];
                }
            }
        }
        for at in 0..N {
            slope[at] -= RIDGE * weights[at];
            bend[at][at] += RIDGE;
        }
        let step = solve(bend, slope);
        weights.iter_mut().zip(step).for_each(|(weight, more)| *weight += more);
    }
    let shift: f64 = (0..N).map(|at| weights[at] * mean[at] / deviation[at]).sum();
    Weights {
        bias: (weights[N] - shift) as f32,
        weights: std::array::from_fn(|at| (weights[at] / deviation[at]) as f32),
    }
}

/// Writes the table that [`Weights::read`] reads, with a comment.
pub fn write<const N: usize>(to: &Path, comment: &str, names: &[&str; N], weights: &Weights<N>) -> anyhow::Result<()> {
    let mut file = format!("# {comment}\nbias\t{:.4}\n", weights.bias);
    for (name, weight) in names.iter().zip(weights.weights) {
        file.push_str(&format!("{name}\t{weight:.4}\n"));
    }
    std::fs::write(to, file).with_context(|| format!("writing {}", to.display()))
}

/// Solves a positive definite system by elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for pivot in 0..size {
        for below in pivot + 1..size {
            let factor = matrix[below][pivot] / matrix[pivot][pivot];
            let row = matrix[pivot].clone();
            for (value, above) in matrix[below].iter_mut().zip(row).skip(pivot) {
                *value -= factor * above;
            }
            right[below] -= factor * right[pivot];
        }
    }
    let mut solved = vec![0.0; size];
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size).map(|later| matrix[at][later] * solved[later]).sum();
        solved[at] = (right[at] - known) / matrix[at][at];
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        assert_eq!(solve(vec![vec![2.0, 1.0], vec![1.0, 3.0]], vec![4.0, 7.0]), [1.0, 2.0]);
    }

    #[test]
    fn what_parts_the_examples_gets_the_weight() {
        let rows: Vec<([f32; 3], bool)> = (0..40)
            .map(|number| {
                let is_right = number % 2 == 0;
                ([if is_right { 0.8 } else { 0.2 }, (number % 5) as f32, 0.0], is_right)
            })
            .collect();
        let learned = fit(&rows);
        assert!(learned.weights[0] > 1.0 && learned.weights[1].abs() < 0.1);
        assert!(learned.odds(&rows[0].0) > 0.0 && learned.odds(&rows[1].0) < 0.0);
    }
}
