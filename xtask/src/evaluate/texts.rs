//! What isnad-text reads by itself: numbers, and the language of short texts.

use anyhow::{Context, Result};
use isnad_text::language;
use isnad_text::numbers::{NumberKind, numbers};
use serde_json::Value;
use std::fs;

use super::score::Score;
use super::workshop::Workshop;
use crate::place;

/// Values differ by less than this share where they are the same.
const SAME: f64 = 1e-6;

/// Arabic cases of the Microsoft Recognizers: share of inputs of which all numbers are found with their value, and none besides.
///
/// Ordinals that name no number (last, next) are left out.
pub fn of_numbers(workshop: &Workshop) -> Result<Vec<Score>> {
    let folder = workshop
        .unpacked("small-sets.tar.xz", "data/small-sets", 0)?
        .join("ms_recognizers_ar/Specs/Number/Arabic");
    let models = [
        ("NumberModel", NumberKind::Cardinal),
        ("OrdinalModel", NumberKind::Ordinal),
        ("PercentModel", NumberKind::Percent),
    ];
    let mut counts = [
        ("digits", 0, 0),
        ("words", 0, 0),
        ("mixed", 0, 0),
        ("none", 0, 0),
        ("ordinals", 0, 0),
        ("percents", 0, 0),
    ];
    for (model, kind) in models {
        let path = folder.join(format!("{model}.json"));
        let content = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let cases: Vec<Value> = serde_json::from_str(content.trim_start_matches('\u{feff}'))?;
        for case in &cases {
            let input = case["Input"].as_str().context("a case without input")?;
            let wanted = case["Results"].as_array().context("a case without results")?;
            let values: Option<Vec<f64>> = wanted.iter().map(value).collect();
            let Some(values) = values else { continue };
            let found: Vec<f64> = numbers(input)
                .iter()
                .filter(|number| number.kind == kind)
                .map(|number| number.value)
                .collect();
            let is_right = found.len() == values.len()
                && found
                    .iter()
                    .zip(&values)
                    .all(|(one, other)| (one - other).abs() <= SAME * other.abs().max(1.0));
            let class = match kind {
                NumberKind::Ordinal => 4,
                NumberKind::Percent => 5,
                NumberKind::Cardinal => written_in(wanted),
            };
            counts[class].1 += i32::from(is_right);
            counts[class].2 += 1;
        }
    }
    Ok(counts
        .into_iter()
        .map(|(class, right, all)| Score::new("numbers", class, f64::from(right) / f64::from(all.max(1))))
        .collect())
}

fn value(result: &Value) -> Option<f64> {
    result["Resolution"]["value"]
        .as_str()?
        .trim_end_matches('%')
        .parse()
        .ok()
}

/// Digits, words, both, or no number at all.
fn written_in(wanted: &[Value]) -> usize {
    let texts: Vec<&str> = wanted.iter().filter_map(|result| result["Text"].as_str()).collect();
    let have = |is: fn(char) -> bool| texts.iter().any(|text| text.contains(is));
    match (have(char::is_numeric), have(char::is_alphabetic)) {
        (true, false) => 0,
        (false, true) => 1,
        (true, true) => 2,
        (false, false) => 3,
    }
}

/// Headlines of five languages in Arabic letters, written for this project: share told right, and share taken for another.
pub fn of_languages() -> Result<Vec<Score>> {
    let path = place::root().join("crates/isnad-text/corpus/short_texts.tsv");
    let content = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut scores = Vec::new();
    let (mut all, mut wrong) = (0, 0);
    for code in ["ar", "fa", "ur", "ckb", "ps"] {
        let texts = content
            .lines()
            .filter_map(|line| line.strip_prefix(code)?.strip_prefix('\t'));
        let told: Vec<Option<&str>> = texts.map(language::identify).collect();
        let right = told.iter().filter(|got| **got == Some(code)).count();
        wrong += told.iter().filter(|got| got.is_some_and(|got| got != code)).count();
        all += told.len();
        scores.push(Score::new("languages", code, right as f64 / told.len().max(1) as f64));
    }
    scores.push(Score::new(
        "languages",
        "taken for another",
        wrong as f64 / all.max(1) as f64,
    ));
    Ok(scores)
}
