//! Pages and scraped text: the body, the title, the date, the authors.

use anyhow::{Context, Result};
use serde_json::Value;

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

/// One of the published sets, with the metrics of its scorer that are worth a row.
pub fn published(workshop: &Workshop, set: &'static str, metrics: &[&str]) -> Result<Vec<Score>> {
    // An archive holds one folder named after the set; the scorer looks for data/<set> in SCORE_HOME.
    let folder = workshop.unpacked(&format!("extraction-{set}.tar.xz"), &format!("data/{set}"), 1)?;
    let mut make = workshop.script("inputs.py");
    make.arg("extraction").arg(folder.join("pages.jsonl"));
    let input = workshop.input(&format!("{set}.input.jsonl"), &mut make)?;
    let articles = workshop.filtered("extract", set, &input)?;
    let mut convert = workshop.script("pages.py");
    let predictions = workshop.input(&format!("{set}.json"), convert.arg("--predictions").arg(articles))?;
    let mut scorer = workshop.script("extraction.py");
    scorer.args(["--set", set, "--json"]).arg(predictions);
    let printed = workshop.printed(&mut scorer)?;
    let found: Value = serde_json::from_str(&printed).context("extraction.py printed no JSON")?;
    metrics
        .iter()
        .map(|metric| {
            let value = found[*metric]
                .as_f64()
                .with_context(|| format!("extraction.py gave no {metric}"))?;
            Ok(Score::new(set, *metric, value))
        })
        .collect()
}
