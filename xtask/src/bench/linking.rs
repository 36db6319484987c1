//! Analysis and linking on one core: what an article costs as a filter, what copies and stories cost of it, what is
//! held of an article in the window, and whether the cost stays the same as the store grows to a million articles.

use std::path::Path;

use anyhow::{Context, Result};

use super::measure::{Bench, Goal, Measure, mebibytes, on_one_core, printed};
use crate::child;

/// Articles that are made of the sentences of ANT.
const GROWN_ARTICLES: usize = 1_000_000;

/// A tenth may cost at most so many times what the second costs, which has a full window before it.
const MOST_GROWTH: f64 = 1.25;

/// Measures both filters over ANT, then linking alone. The filter `link` reads articles, so its cost holds the
/// fingerprints of `analyse` too.
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
    measures.extend(parts(&news)?);
    Ok(measures)
}

/// Copies and stories apart, and what is held of an article.
fn parts(news: &Path) -> Result<Vec<Measure>> {
    let mut command = on_one_core(&child::example("isnad-link", "measure_cost")?);
    let printed = printed(command.arg("cost").arg(news))?;
    let value = |name: &str| -> Result<f64> { values(&printed, name)?.first().copied().context("no value") };
    let ms = |what: &str, name: &str| -> Result<Measure> { Ok(Measure::new(what, "CPU ms an article", value(name)?)) };
    let held = format!("in the window, {} articles", value("window_articles")?);
    Ok(vec![
        ms("linking alone, one core", "whole_ms")?,
        ms("of it copies", "copies_ms")?.goal(Goal::AtMost(0.2)),
        ms("of it stories", "stories_ms")?.goal(Goal::AtMost(0.3)),
        Measure::new(held, "bytes an article", value("bytes_an_article")?).goal(Goal::AtMost(2048.0)),
    ])
}

/// Linking alone of a million articles, by tenths. It takes a quarter of an hour, most of it for making them.
pub fn grown(bench: &Bench) -> Result<Vec<Measure>> {
    let (news, _) = bench.news()?;
    let mut command = on_one_core(&child::example("isnad-link", "measure_cost")?);
    let printed = printed(command.arg("grown").arg(&news).arg(GROWN_ARTICLES.to_string()))?;
    let tenths = values(&printed, "grown_ms")?;
    let settled = tenths.get(1).copied().context("fewer than two tenths")?;
    let mut measures = Vec::new();
    for (at, each_ms) in tenths.iter().enumerate() {
        let what = format!("linking alone, up to article {}", GROWN_ARTICLES / 10 * (at + 1));
        measures.push(Measure::new(what, "CPU ms an article", *each_ms));
    }
    let last = tenths.last().copied().unwrap_or(settled);
    let what = "the last tenth of a million articles";
    measures.push(Measure::new(what, "times the second", last / settled).goal(Goal::AtMost(MOST_GROWTH)));
    for (name, measure) in [
        ("held", "members held at the end"),
        ("held_mib", "MiB held by linking at most"),
    ] {
        let value = values(&printed, name)?.first().copied().context("no value")?;
        measures.push(Measure::new("a million articles", measure, value));
    }
    Ok(measures)
}

/// The numbers of the lines that begin with a name.
fn values(printed: &str, name: &str) -> Result<Vec<f64>> {
    let rows = printed.lines().filter_map(|row| row.split_once('\t'));
    rows.filter(|(found, _)| *found == name)
        .map(|(_, value)| value.parse().with_context(|| format!("no number: {value}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_their_name() {
        let printed = "grown_ms\t0.5\nheld\t7\ngrown_ms\t0.25\n";
        assert_eq!(values(printed, "grown_ms").unwrap(), [0.5, 0.25]);
        assert_eq!(values(printed, "other").unwrap(), Vec::<f64>::new());
        assert!(values("held\tmany\n", "held").is_err());
    }
}
