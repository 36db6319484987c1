//! Analysis and linking as filters on one core: what an article costs.

use anyhow::Result;

use super::measure::{Bench, Goal, Measure, mebibytes};
use crate::child;

/// Measures both filters over ANT. `link` reads articles, so its cost holds the fingerprints of `analyse` too.
pub fn run(bench: &Bench) -> Result<Vec<Measure>> {
    let (news, articles) = bench.news()?;
    let mut measures = Vec::new();
    for (filter, goal_ms) in [("analyse", 0.8), ("link", 1.3)] {
        let output = bench.folder.join(format!("ant.{filter}.jsonl"));
        let mut command = bench.isnad_on_one_core(&[filter, "--jobs", "1"]);
        let usage = child::measured(command.arg(&news).arg("-o").arg(&output))?;
        let what = format!("{filter} {articles} articles, one core");
        measures.push(Measure::new(what.clone(), "wall s", usage.wall_seconds));
        let each_ms = usage.cpu_seconds * 1000.0 / articles as f64;
        measures.push(Measure::new(what.clone(), "CPU ms an article", each_ms).goal(Goal::AtMost(goal_ms)));
        measures.push(Measure::new(what, "peak MiB", mebibytes(usage.peak_bytes)));
    }
    Ok(measures)
}
