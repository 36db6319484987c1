//! The search index alone: how fast it is filled on one core, how large it is, and how long queries take.
//!
//! The queries are made of headlines: words, phrases, choices, negations, with a source and a date, any word of the
//! headline, and related articles. A million articles are made of the sentences of ANT.

use std::fs;

use anyhow::{Context, Result};

use super::measure::{Bench, Goal, Measure, on_one_core, printed};
use crate::child;

/// Articles that are made of the sentences of ANT.
const GROWN_ARTICLES: usize = 1_000_000;

/// Measures the index over ANT.
pub fn run(bench: &Bench) -> Result<Vec<Measure>> {
    measured(bench, None, 5.0)
}

/// Measures it over a million articles. It takes about a quarter of an hour.
pub fn grown(bench: &Bench) -> Result<Vec<Measure>> {
    measured(bench, Some(GROWN_ARTICLES), 20.0)
}

fn measured(bench: &Bench, recombined: Option<usize>, most_ms: f64) -> Result<Vec<Measure>> {
    let (news, _) = bench.news()?;
    let folder = bench.folder.join("search-index");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut command = on_one_core(&child::example("isnad-search", "measure")?);
    command.arg(&folder).arg(&news);
    if let Some(number) = recombined {
        command.arg("recombined").arg(number.to_string());
    }
    let printed = printed(&mut command)?;
    fs::remove_dir_all(&folder)?;
    let values = |name: &str| -> Result<Vec<f64>> {
        let mut rows = printed.lines().filter_map(|row| row.split_once('\t'));
        let (_, values) = rows
            .find(|(found, _)| *found == name)
            .with_context(|| format!("the index was not measured: no {name}"))?;
        values
            .split('\t')
            .map(|value| value.parse().with_context(|| format!("no number: {value}")))
            .collect()
    };
    let value = |name: &str| -> Result<f64> { values(name)?.first().copied().context("no value") };
    let what = format!("search index of {} articles", value("articles")?);
    let share = value("index_bytes")? / value("text_bytes")?;
    let [queries, median_ms, p95_ms, _] = values("ms all")?[..] else {
        anyhow::bail!("the queries were not measured: {printed}");
    };
    let asked = format!("{queries} queries, {} articles", value("articles")?);
    Ok(vec![
        Measure::new(what.clone(), "articles a CPU second", value("articles_a_cpu_second")?)
            .goal(Goal::AtLeast(3000.0)),
        Measure::new(what, "size against the text", share).goal(Goal::AtMost(1.0)),
        Measure::new(asked.clone(), "median ms", median_ms),
        Measure::new(asked, "p95 ms", p95_ms).goal(Goal::AtMost(most_ms)),
    ])
}
