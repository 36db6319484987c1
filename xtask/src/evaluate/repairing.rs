//! Scraped text: inline links that stand in a body, and words glued together.

use anyhow::Result;

use super::score::{Score, line_with, number_after};
use super::workshop::Workshop;

/// The stored sets that the gold speaks of.
const CORPORA: [&str; 3] = [
    "data/ant-multisource.jsonl.gz",
    "data/ant-jawhara.jsonl.gz",
    "data/saudinewsnet.jsonl.gz",
];

/// Inline links and glue.
pub fn repair(workshop: &Workshop) -> Result<Vec<Score>> {
    let mut scores = Vec::new();
    for (kind, gold) in [
        ("links", "gold/pages/inline_links_gold.jsonl"),
        ("glue", "gold/pages/glue_gold.jsonl"),
    ] {
        let gold = workshop.shared(gold);
        let mut make = workshop.script("repair.py");
        make.arg("input")
            .arg(&gold)
            .args(CORPORA.map(|corpus| workshop.shared(corpus)));
        let input = workshop.input(&format!("{kind}.input.jsonl"), &mut make)?;
        let articles = workshop.filtered("repair", kind, &input)?;
        let mut scorer = workshop.script("repair.py");
        let printed = workshop.printed(scorer.arg(kind).arg(&gold).arg(articles))?;
        let line = line_with(&printed, kind)?;
        for metric in ["P", "R", "F1"] {
            scores.push(Score::new(
                "repair",
                format!("{kind} {metric}"),
                number_after(line, metric)?,
            ));
        }
    }
    Ok(scores)
}
