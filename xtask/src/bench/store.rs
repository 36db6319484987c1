//! Import through every stage into a new store; then the server over that store.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};

use super::measure::{Bench, Goal, Measure, mebibytes};
use crate::child::{self, Usage};
use crate::http;
use crate::server::Server;

/// Queries of several kinds, one a line.
const QUERIES: &str = include_str!("../../data/bench_queries.txt");

/// How often every query is asked.
const ROUNDS: usize = 10;

/// Measures import, the start of the server, its searches and its memory.
pub fn run(bench: &Bench) -> Result<Vec<Measure>> {
    let (news, articles) = bench.news()?;
    let store = bench.folder.join("store");
    if store.exists() {
        fs::remove_dir_all(&store)?;
    }
    let mut import = bench.isnad(&["import"]);
    let usage = child::measured(import.arg(&news).arg("--data").arg(&store))?;
    let what = format!("import {articles} articles");
    let mut measures = vec![
        Measure::new(what.clone(), "wall s", usage.wall_seconds),
        Measure::new(what.clone(), "articles/s", articles as f64 / usage.wall_seconds).goal(Goal::AtLeast(600.0)),
        Measure::new(
            what.clone(),
            "CPU ms an article",
            usage.cpu_seconds * 1000.0 / articles as f64,
        ),
        Measure::new(what.clone(), "peak MiB", mebibytes(usage.peak_bytes)).goal(Goal::AtMost(2048.0)),
        Measure::new(what, "store MiB", mebibytes(size_bytes(&store)?)),
    ];
    measures.extend(serve(bench, &store)?);
    fs::remove_dir_all(&store)?;
    Ok(measures)
}

fn serve(bench: &Bench, store: &Path) -> Result<Vec<Measure>> {
    let start = Instant::now();
    let server = Server::start(bench.isnad(&["serve"]), store)?;
    let first_answer_seconds = start.elapsed().as_secs_f64();

    let queries: Vec<&str> = QUERIES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let mut milliseconds = Vec::new();
    for query in queries.iter().cycle().take(ROUNDS * queries.len()) {
        let asked = Instant::now();
        http::get(
            server.address,
            &format!("/api/v1/search?q={}", http::percent_encoded(query)),
        )?;
        milliseconds.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    let first_search = milliseconds.first().copied().context("there are no queries")?;
    milliseconds.sort_by(f64::total_cmp);
    let quantile = |share: f64| milliseconds[((milliseconds.len() - 1) as f64 * share).round() as usize];

    let resident = child::resident_bytes(&server.child).context("cannot read the server's memory")?;
    let usage = child::current(&server.child, Usage::default());
    let searches = format!("search over HTTP, {} requests", milliseconds.len());
    Ok(vec![
        Measure::new("serve", "start to first answer s", first_answer_seconds).goal(Goal::AtMost(1.0)),
        Measure::new(searches.clone(), "first ms", first_search),
        Measure::new(searches.clone(), "median ms", quantile(0.5)).goal(Goal::AtMost(20.0)),
        Measure::new(searches, "95 % ms", quantile(0.95)).goal(Goal::AtMost(20.0)),
        Measure::new("serve", "resident MiB after the searches", mebibytes(resident)).goal(Goal::AtMost(400.0)),
        Measure::new("serve", "peak MiB", mebibytes(usage.peak_bytes)),
    ])
}

fn size_bytes(folder: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        total += if entry.file_type()?.is_dir() {
            size_bytes(&entry.path())?
        } else {
            entry.metadata()?.len()
        };
    }
    Ok(total)
}
