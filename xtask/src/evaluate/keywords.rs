//! Keywords of single documents.

use anyhow::Result;

use super::score::{Score, number_after};
use super::workshop::Workshop;

/// AKEC (Helmy et al. 2016): the test part, against the ten phrases that most annotators gave.
pub fn keywords(workshop: &Workshop) -> Result<Vec<Score>> {
    let folder = workshop
        .unpacked("small-sets.tar.xz", "data/small-sets", 0)?
        .join("akec");
    let mut make = workshop.script("keywords.py");
    let input = workshop.input("keywords.input.jsonl", make.arg("input").arg(&folder))?;
    let readings = workshop.filtered("analyse", "keywords", &input)?;
    let mut scorer = workshop.script("keywords.py");
    let printed = workshop.printed(scorer.arg("score").arg(&folder).arg(readings))?;
    ["F1@5", "F1@10", "F1@15"]
        .into_iter()
        .map(|metric| Ok(Score::new("keywords", metric, number_after(&printed, metric)?)))
        .collect()
}
