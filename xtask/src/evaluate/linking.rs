//! Stories and copies.

use std::path::PathBuf;

use anyhow::Result;

use super::score::{Score, line_with, number_after, share_after};
use super::workshop::Workshop;

const ANT: &str = "ant-multisource.jsonl.gz";
const SAUDI: &str = "saudinewsnet.jsonl.gz";

/// One week in stories.
pub fn stories(workshop: &Workshop) -> Result<Vec<Score>> {
    let mut make = workshop.script("inputs.py");
    make.arg("ant")
        .arg(workshop.shared("data").join(ANT))
        .args(["--from", "2018-03-18", "--to", "2018-03-25"]);
    let input = workshop.input("week.input.jsonl", &mut make)?;
    let linked = workshop.filtered("link", "week", &input)?;
    let mut scorer = workshop.script("stories.py");
    let printed = workshop.printed(scorer.arg(workshop.shared("gold/stories/gold.jsonl")).arg(linked))?;
    let mut scores = Vec::new();
    if let Ok(arrival) = line_with(&printed, "on arrival") {
        scores.push(Score::new("stories", "B3 F1 on arrival", number_after(arrival, "F1")?));
        scores.push(Score::new(
            "stories",
            "moved afterwards",
            number_after(arrival, "moved afterwards")?,
        ));
    }
    let last = line_with(&printed, "B3")?;
    for metric in ["P", "R", "F1"] {
        scores.push(Score::new(
            "stories",
            format!("B3 {metric}"),
            number_after(last, metric)?,
        ));
    }
    let pairwise = line_with(&printed, "pairwise")?;
    scores.push(Score::new("stories", "pairwise F1", number_after(pairwise, "F1")?));
    // without scipy the scorer prints no number
    let aligned = number_after(pairwise, "CEAF-e F1")?;
    if aligned.is_finite() {
        scores.push(Score::new("stories", "CEAF-e F1", aligned));
    }
    Ok(scores)
}

/// Hand-read pairs of the Saudi outlets.
pub fn copies(workshop: &Workshop) -> Result<Vec<Score>> {
    let linked = saudi(workshop)?;
    read_pairs(workshop, "copies", "gold/facts/copies_gold.jsonl", linked)
}

/// Hand-read pairs of the five outlets.
pub fn syndication(workshop: &Workshop) -> Result<Vec<Score>> {
    let linked = ant(workshop)?;
    read_pairs(workshop, "syndication", "gold/facts/syndication_gold.jsonl", linked)
}

fn read_pairs(workshop: &Workshop, set: &'static str, gold: &str, linked: PathBuf) -> Result<Vec<Score>> {
    let mut scorer = workshop.script("copies.py");
    let printed = workshop.printed(scorer.arg(workshop.shared(gold)).arg(linked))?;
    let line = line_with(&printed, "same text")?;
    Ok(vec![
        Score::new(set, "same text P", number_after(line, "P")?),
        Score::new(set, "same text R", number_after(line, "R")?),
        Score::new(set, "same text F1", number_after(line, "F1")?),
        Score::new(set, "kind accuracy", number_after(&printed, "kind accuracy")?),
        Score::new(set, "origin", share_after(&printed, "origin")?),
    ])
}

/// Recall of the incremental index against brute force.
pub fn pairs(workshop: &Workshop) -> Result<Vec<Score>> {
    let mut scores = Vec::new();
    for (name, pairs, linked) in [
        ("ANT", "gold/pairs/ant_pairs.tsv.gz", ant(workshop)?),
        ("SaudiNewsNet", "gold/pairs/snn_pairs.tsv.gz", saudi(workshop)?),
    ] {
        let mut scorer = workshop.script("pairs.py");
        let printed = workshop.printed(scorer.arg(workshop.shared(pairs)).arg(linked))?;
        for least in ["0.9", "0.7", "0.5", "0.3"] {
            if let Ok(line) = line_with(&printed, &format!("containment >= {least}")) {
                scores.push(Score::new(
                    "pairs",
                    format!("{name} recall, {least}+"),
                    number_after(line, "recall")?,
                ));
            }
        }
        let all = line_with(&printed, "pairs reported")?;
        scores.push(Score::new(
            "pairs",
            format!("{name} recall"),
            number_after(all, "recall")?,
        ));
    }
    Ok(scores)
}

fn ant(workshop: &Workshop) -> Result<PathBuf> {
    workshop.filtered("link", "ant", &workshop.news("ant", ANT)?)
}

fn saudi(workshop: &Workshop) -> Result<PathBuf> {
    workshop.filtered("link", "saudinewsnet", &workshop.news("saudinewsnet", SAUDI)?)
}
