//! HTML pages to articles on one core, beside resiliparse (C++ on Lexbor, the fastest extractor known) in the same run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::measure::{Bench, Measure, lines, mebibytes, on_one_core};
use crate::child::{self, Usage};

/// How often the set is repeated in the input, so that starting a program weighs little.
const REPEATS: usize = 5;

const PEER: &str = "resiliparse==2.0.0";
const PEER_SCRIPT: &str = include_str!("../../data/resiliparse_extract.py");

/// Measures both on the scrapinghub pages.
pub fn run(bench: &Bench) -> Result<Vec<Measure>> {
    let input = pages(bench)?;
    let count = lines(&input)?;
    let bytes = fs::metadata(&input)?.len();

    let output = bench.folder.join("pages.articles.jsonl");
    let mut extract = bench.isnad_on_one_core(&["extract", "--jobs", "1"]);
    let ours = child::measured(extract.arg(&input).arg("-o").arg(&output))?;
    let mut measures = describe("isnad extract", count, bytes, ours);

    match peer(bench) {
        Err(reason) => eprintln!("resiliparse is left out: {reason:#}"),
        Ok(python) => {
            let script = bench.folder.join("resiliparse_extract.py");
            fs::write(&script, PEER_SCRIPT)?;
            let mut command = on_one_core(&python);
            command
                .arg(&script)
                .arg(&input)
                .arg(bench.folder.join("pages.resiliparse.jsonl"));
            let theirs = child::measured(&mut command)?;
            measures.extend(describe("resiliparse (body only)", count, bytes, theirs));
            let ratio = theirs.cpu_seconds / ours.cpu_seconds;
            measures.push(Measure::new(
                "isnad extract",
                "times as fast as resiliparse (CPU)",
                ratio,
            ));
        }
    }
    Ok(measures)
}

fn describe(program: &str, pages: usize, bytes: u64, usage: Usage) -> Vec<Measure> {
    let what = format!("{program}, {pages} pages, one core");
    vec![
        Measure::new(
            what.clone(),
            "MB/s of JSON Lines (CPU)",
            bytes as f64 / 1e6 / usage.cpu_seconds,
        ),
        Measure::new(what.clone(), "CPU ms a page", usage.cpu_seconds * 1000.0 / pages as f64),
        Measure::new(what, "peak MiB", mebibytes(usage.peak_bytes)),
    ]
}

/// The scrapinghub pages, several times over, with ids of their own.
fn pages(bench: &Bench) -> Result<PathBuf> {
    let folder = bench.folder.join("scrapinghub");
    if !folder.is_dir() {
        fs::create_dir_all(&folder)?;
        let mut tar = Command::new("tar");
        tar.args(["--extract", "--xz", "--strip-components=1", "--file"]);
        tar.arg(bench.shared.join("data/extraction-scrapinghub.tar.xz"))
            .arg("--directory")
            .arg(&folder);
        child::run(&mut tar)?;
    }
    let text = fs::read_to_string(folder.join("pages.jsonl")).context("the scrapinghub set has no pages")?;
    let mut repeated = String::with_capacity(text.len() * REPEATS);
    for round in 0..REPEATS {
        for line in text.lines() {
            let mut page: serde_json::Value = serde_json::from_str(line)?;
            page["id"] = format!("{}#{round}", page["id"].as_str().unwrap_or_default()).into();
            repeated.push_str(&page.to_string());
            repeated.push('\n');
        }
    }
    let path = bench.folder.join("pages.jsonl");
    fs::write(&path, repeated)?;
    Ok(path)
}

/// A Python that has resiliparse, in a virtual environment of its own.
fn peer(bench: &Bench) -> Result<PathBuf> {
    let environment = bench.folder.join("venv");
    let python = environment.join("bin/python");
    let has_peer = |python: &Path| {
        let check = Command::new(python)
            .args(["-c", "import resiliparse.extract.html2text"])
            .output();
        check.is_ok_and(|output| output.status.success())
    };
    if !has_peer(&python) {
        child::run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
        child::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", PEER]))?;
    }
    Ok(python)
}
