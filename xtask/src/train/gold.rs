//! Which documents of the corpora stand in hand-made gold and must not be learned from.

use anyhow::Context;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Ids and URLs of all documents that a scorer may ask about.
///
/// SaudiNewsNet documents go by URL or, as `saudinewsnet:LINE`, by 0-based line number.
pub fn held_out(shared: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut held = BTreeSet::new();
    let sources = [
        ("gold/stories/gold.jsonl", &["id"][..]),
        ("gold/facts/figures_gold.jsonl", &["doc"]),
        ("gold/facts/statements_gold.jsonl", &["doc"]),
        ("gold/facts/copies_gold.jsonl", &["a", "b"]),
        ("gold/facts/syndication_gold.jsonl", &["a", "b"]),
        ("gold/pages/inline_links_gold.jsonl", &["id"]),
        ("gold/pages/glue_gold.jsonl", &["id"]),
    ];
    for (name, fields) in sources {
        let path = shared.join(name);
        let content = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        for (index, line) in content.lines().enumerate() {
            let row: Value = serde_json::from_str(line).with_context(|| format!("{name} line {}", index + 1))?;
            let by_line_number = row["corpus"] == "saudinewsnet";
            for field in fields {
                let id = row[*field]
                    .as_str()
                    .with_context(|| format!("{name} line {}: no string in «{field}»", index + 1))?;
                held.insert(if by_line_number {
                    format!("saudinewsnet:{id}")
                } else {
                    id.to_owned()
                });
            }
        }
    }
    Ok(held)
}

/// The week that people sorted: ids of articles and the names of their stories.
pub fn stories(shared: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let path = shared.join("gold/stories/gold.jsonl");
    let content = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    content
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(line)?;
            let field = |name: &str| row[name].as_str().map(str::to_owned);
            Ok((field("id").context("no id")?, field("story").context("no story")?))
        })
        .collect()
}
