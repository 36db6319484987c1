//! Pages and scraped text: the body, the title, the date, the authors.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::halves::{is_reporting, site};
use super::score::{Score, number_after, share_after};
use super::workshop::Workshop;

/// The seed: blocks in order, and the other checks of its gold.
pub fn seed(workshop: &Workshop) -> Result<Vec<Score>> {
    let article = workshop.filtered("repair", "seed", &workshop.shared("gold/pages/seed.txt"))?;
    let mut scorer = workshop.script("pages.py");
    scorer
        .arg("--seed")
        .arg(workshop.shared("gold/pages/seed_gold.json"))
        .arg(article);
    let printed = workshop.printed(&mut scorer)?;
    let checks = printed
        .lines()
        .find(|line| line.starts_with("title "))
        .context("pages.py printed no checks")?;
    let results: Vec<&str> = checks
        .split_whitespace()
        .filter(|word| matches!(*word, "ok" | "NO"))
        .collect();
    let passed = results.iter().filter(|word| **word == "ok").count();
    Ok(vec![
        Score::new("seed", "blocks", share_after(&printed, "seed blocks")?),
        Score::new("seed", "checks", passed as f64 / results.len() as f64),
    ])
}

/// The hand-read pages.
pub fn pages(workshop: &Workshop) -> Result<Vec<Score>> {
    let mut make = workshop.script("inputs.py");
    let input = workshop.input(
        "pages.input.jsonl",
        make.arg("pages").arg(workshop.shared("gold/pages/html")),
    )?;
    let articles = workshop.filtered("extract", "pages", &input)?;
    let mut scorer = workshop.script("pages.py");
    scorer.arg(workshop.shared("gold/pages/pages_gold.json")).arg(articles);
    let printed = workshop.printed(&mut scorer)?;
    Ok(vec![
        Score::new("pages", "body F1", number_after(&printed, "pages body F1")?),
        Score::new("pages", "titles", share_after(&printed, "titles")?),
        Score::new("pages", "dates", share_after(&printed, "dates")?),
        Score::new("pages", "related found", share_after(&printed, "related found")?),
        Score::new(
            "pages",
            "related in a body (count)",
            number_after(&printed, "leaked into a body")?,
        ),
    ])
}

/// One of the published sets, with the metrics of its scorer that are worth a row; then those of the half that is for
/// reporting only.
pub fn published(workshop: &Workshop, set: &'static str, metrics: &[&str]) -> Result<Vec<Score>> {
    // An archive holds one folder named after the set; the scorer looks for data/<set> in SCORE_HOME.
    let folder = workshop.unpacked(&format!("extraction-{set}.tar.xz"), &format!("data/{set}"), 1)?;
    let mut make = workshop.script("inputs.py");
    make.arg("extraction").arg(folder.join("pages.jsonl"));
    let input = workshop.input(&format!("{set}.input.jsonl"), &mut make)?;
    let articles = workshop.filtered("extract", set, &input)?;
    let mut convert = workshop.script("pages.py");
    let predictions = workshop.input(&format!("{set}.json"), convert.arg("--predictions").arg(articles))?;
    let mut scores = scored(workshop, &workshop.folder, set, metrics, &predictions, "")?;
    let reporting = workshop.path("reporting");
    write_reporting_gold(&folder, &reporting.join("data").join(set))?;
    scores.extend(scored(
        workshop,
        &reporting,
        set,
        metrics,
        &predictions,
        ", reporting half",
    )?);
    Ok(scores)
}

/// Scores predictions against the gold under `home`.
fn scored(
    workshop: &Workshop,
    home: &Path,
    set: &'static str,
    metrics: &[&str],
    predictions: &Path,
    note: &str,
) -> Result<Vec<Score>> {
    let mut scorer = workshop.script("extraction.py");
    scorer
        .env("SCORE_HOME", home)
        .args(["--set", set, "--json"])
        .arg(predictions);
    let printed = workshop.printed(&mut scorer)?;
    let found: Value = serde_json::from_str(&printed).context("extraction.py printed no JSON")?;
    metrics
        .iter()
        .map(|metric| {
            let value = found[*metric]
                .as_f64()
                .with_context(|| format!("extraction.py gave no {metric}"))?;
            Ok(Score::new(set, format!("{metric}{note}"), value))
        })
        .collect()
}

/// Writes the part of a set's gold whose sites are for reporting only.
fn write_reporting_gold(folder: &Path, to: &Path) -> Result<()> {
    let pages = fs::read_to_string(folder.join("pages.jsonl"))?;
    let mut reporting = BTreeSet::new();
    for line in pages.lines() {
        let page: Value = serde_json::from_str(line)?;
        let id = page["id"].as_str().context("a page without id")?;
        if is_reporting(&site(page["url"].as_str().unwrap_or(id))) {
            reporting.insert(id.to_owned());
        }
    }
    let written = fs::read_to_string(folder.join("gold.json"))?;
    let mut gold: Map<String, Value> = serde_json::from_str(&without_nan(&written))?;
    gold.retain(|id, _| reporting.contains(id));
    fs::create_dir_all(to)?;
    fs::write(to.join("gold.json"), serde_json::to_string(&gold)?)?;
    Ok(())
}

/// Python writes a date that is missing as NaN, which is no JSON; the scorer takes a text that is no date the same way.
fn without_nan(gold: &str) -> String {
    gold.replace(": NaN", ": \"NaN\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_that_python_wrote_is_read() {
        let gold: Value = serde_json::from_str(&without_nan("{\"a\": {\"date\": NaN}}")).unwrap();
        assert_eq!(gold["a"]["date"], "NaN");
    }
}
