//! One measured value, and how values are read out of what the scorers print.

use anyhow::{Context, Result};

/// One value of one metric on one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The set's name in the tables of `evaluation/`.
    pub set: &'static str,
    /// What was measured.
    pub metric: String,
    /// A share between 0 and 1, or a count where the metric says so.
    pub value: f64,
}

impl Score {
    /// A score.
    pub fn new(set: &'static str, metric: impl Into<String>, value: f64) -> Self {
        Score {
            set,
            metric: metric.into(),
            value,
        }
    }

    /// The value as the tables print it: three decimals, counts whole.
    pub fn shown(&self) -> String {
        if self.value > 1.0 && self.value.fract() == 0.0 {
            format!("{}", self.value)
        } else {
            format!("{:.3}", self.value)
        }
    }
}

/// The number that follows `label` (a whole word) in what a scorer printed.
pub fn number_after(text: &str, label: &str) -> Result<f64> {
    let word = word_after(text, label)?;
    word.parse()
        .with_context(|| format!("`{word}` after `{label}` is no number in:\n{text}"))
}

/// The share that follows `label` as `hit/all`; 1 where there is nothing to hit.
pub fn share_after(text: &str, label: &str) -> Result<f64> {
    let word = word_after(text, label)?;
    let parse = || -> Option<f64> {
        let (hit, all) = word.split_once('/')?;
        let (hit, all): (f64, f64) = (hit.parse().ok()?, all.parse().ok()?);
        Some(if all == 0.0 { 1.0 } else { hit / all })
    };
    parse().with_context(|| format!("`{word}` after `{label}` is no share in:\n{text}"))
}

fn word_after<'t>(text: &'t str, label: &str) -> Result<&'t str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let labels: Vec<&str> = label.split_whitespace().collect();
    let at = words.windows(labels.len()).position(|window| window == labels);
    let word = at.and_then(|at| words.get(at + labels.len()));
    let word = word.with_context(|| format!("the scorer printed no `{label}`:\n{text}"))?;
    Ok(word.trim_end_matches([';', ',']))
}

/// The line that starts with `start`.
pub fn line_with<'t>(text: &'t str, start: &str) -> Result<&'t str> {
    let line = text.lines().find(|line| line.starts_with(start));
    line.with_context(|| format!("the scorer printed no line `{start}`:\n{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str =
        "dates 12/14 titles 16/17 related found 3/0 leaked into a body 2\nB3 P 0.910 R 0.800 F1 0.851; moved 0.1\n";

    #[test]
    fn values_are_read_by_their_label() {
        assert_eq!(share_after(PRINTED, "titles").unwrap(), 16.0 / 17.0);
        assert_eq!(number_after(PRINTED, "leaked into a body").unwrap(), 2.0);
        assert_eq!(number_after(line_with(PRINTED, "B3").unwrap(), "F1").unwrap(), 0.851);
    }

    #[test]
    fn nothing_to_find_counts_as_all_found() {
        assert_eq!(share_after(PRINTED, "related found").unwrap(), 1.0);
    }

    #[test]
    fn a_missing_label_shows_what_was_printed() {
        let error = number_after(PRINTED, "recall").unwrap_err().to_string();
        assert!(error.contains("no `recall`") && error.contains("dates 12/14"));
    }

    #[test]
    fn counts_are_shown_whole() {
        assert_eq!(Score::new("pages", "leaks", 12.0).shown(), "12");
        assert_eq!(Score::new("pages", "f1", 0.95).shown(), "0.950");
    }
}
