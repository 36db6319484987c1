//! Names of persons, places and organizations.

use anyhow::Result;

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
