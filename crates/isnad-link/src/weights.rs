//! Weights of a logistic regression over a few named measures, read from a table that ships with the program.
//!
//! Limits: a table holds a weight for every measure and a bias, else it is not read.

/// How much each of `N` measures counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights<const N: usize> {
    /// Log odds where all measures are 0.
    pub bias: f32,
    /// Log odds for one more of each measure.
    pub weights: [f32; N],
}

impl<const N: usize> Weights<N> {
    /// Reads rows of name and weight, parted by a tab, for the measures `names` and «bias»; `None` where one is missing
    /// or no number.
    ///
    /// ```
    /// use isnad_link::Weights;
    /// let read = Weights::read("bias\t-1\nnear\t2\nfar\t0.5\n", &["near", "far"]).unwrap();
    /// assert_eq!(read.odds(&[1.0, 2.0]), 2.0);
    /// assert_eq!(Weights::read("bias\t-1\nnear\t2\n", &["near", "far"]), None);
    /// ```
    pub fn read(table: &str, names: &[&str; N]) -> Option<Weights<N>> {
        let value_of = |name: &str| -> Option<f32> {
            table
                .lines()
                .filter_map(|row| row.split_once('\t'))
                .find(|(found, _)| *found == name)
                .and_then(|(_, value)| value.trim().parse().ok())
        };
        let mut weights = [0.0; N];
        for (weight, name) in weights.iter_mut().zip(names) {
            *weight = value_of(name)?;
        }
        Some(Weights {
            bias: value_of("bias")?,
            weights,
        })
    }

    /// Natural logarithm of the odds of what was measured.
    pub fn odds(&self, measured: &[f32; N]) -> f32 {
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
///
/// ```
/// assert_eq!(isnad_link::probability(0.0), 0.5);
/// ```
pub fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}
