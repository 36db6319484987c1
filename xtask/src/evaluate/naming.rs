//! Names of persons, places and organizations.

use anyhow::{Context, Result};
use isnad_text::fold;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

use super::score::{Score, line_with, number_after};
use super::workshop::Workshop;

/// ANERcorp's test half (CAMeL split), which nothing was learned from.
pub fn names(workshop: &Workshop) -> Result<Vec<Score>> {
    let folder = workshop.unpacked("small-sets.tar.xz", "data/small-sets", 0)?;
    let gold = folder.join("anercorp/camel_split/Data/ANERCorp_CamelLab_test.txt");
    let mut make = workshop.script("names.py");
    let input = workshop.input("names.input.jsonl", make.arg("input").arg(&gold))?;
    let readings = workshop.filtered("analyse", "names", &input)?;
    let mut scorer = workshop.script("names.py");
    let printed = workshop.printed(scorer.arg("score").arg(&gold).arg(readings).arg("--kinds"))?;
    let mut scores = Vec::new();
    for kind in ["person", "place", "organization", "all"] {
        let line = line_with(&printed, kind)?;
        for metric in ["P", "R", "F1"] {
            scores.push(Score::new(
                "names",
                format!("{kind} {metric}"),
                number_after(line, metric)?,
            ));
        }
    }
    Ok(scores)
}

/// Names of the seed's main article against those that were read by hand: kind and any of the listed spellings have to be the same.
pub fn seed_names(workshop: &Workshop) -> Result<Vec<Score>> {
    let article = workshop.filtered("repair", "seed", &workshop.shared("gold/pages/seed.txt"))?;
    let readings = workshop.filtered("analyse", "seed", &article)?;
    let text = fs::read_to_string(&readings).with_context(|| format!("reading {}", readings.display()))?;
    let reading: Value = serde_json::from_str(text.lines().next().context("the seed has no reading")?)?;
    let gold: Value = serde_json::from_str(&fs::read_to_string(workshop.shared("gold/pages/seed_gold.json"))?)?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let folded = |value: &Value| fold(value.as_str().unwrap_or_default());
    let mut wanted: Vec<(&str, BTreeSet<String>)> = Vec::new();
    for (field, kind) in [
        ("people", "person"),
        ("places", "place"),
        ("organizations", "organization"),
    ] {
        let names = list(&gold[field]);
        let own = names.iter().filter(|name| name["in_embedded"] != true);
        wanted.extend(own.map(|name| {
            let spellings = list(&name["variants"]);
            (kind, spellings.iter().chain([&name["name"]]).map(folded).collect())
        }));
    }
    let found: Vec<(String, BTreeSet<String>)> = list(&reading["names"])
        .iter()
        .map(|name| {
            let mentions = list(&name["mentions"]);
            let spellings = mentions.iter().map(|mention| &mention["text"]).chain([&name["text"]]);
            (
                name["kind"].as_str().unwrap_or_default().to_owned(),
                spellings.map(folded).collect(),
            )
        })
        .collect();
    let is_same = |one: &(&str, BTreeSet<String>), other: &(String, BTreeSet<String>)| {
        one.0 == other.0 && !one.1.is_disjoint(&other.1)
    };
    let hit = wanted
        .iter()
        .filter(|one| found.iter().any(|other| is_same(one, other)))
        .count();
    let right = found
        .iter()
        .filter(|other| wanted.iter().any(|one| is_same(one, other)))
        .count();
    let recall = hit as f64 / wanted.len().max(1) as f64;
    let precision = right as f64 / found.len().max(1) as f64;
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    let scores = [("P", precision), ("R", recall), ("F1", f1)];
    Ok(scores
        .map(|(metric, value)| Score::new("seed-names", metric, value))
        .into())
}
