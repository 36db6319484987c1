//! HTML pages to articles on one core, beside resiliparse (C++ on Lexbor, the fastest extractor known) and dom_smoothie
//! (the fastest in Rust) in the same run.
//!
//! Each is measured alone, with the pages in memory, and Isnad and resiliparse also as programs with JSON Lines in and
//! out. Isnad reads whole articles with their metadata, resiliparse the text only. Then the memory that one page takes,
//! and whether pages made to hurt are read in time linear in their length.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::measure::{Bench, Goal, Measure, lines, mebibytes, on_one_core, printed};
use super::peers;
use crate::child::{self, Usage};

/// How often the set is repeated in the input, so that starting a program weighs little.
const REPEATS: usize = 5;

/// How often the set is read where only reading it is measured.
const ROUNDS: usize = 10;

const PEER_SCRIPT: &str = include_str!("../../data/resiliparse_extract.py");

/// What a linear reading of four times the bytes takes, with room for caches that no longer hold the page.
const LONGEST_AT_FOUR_TIMES: f64 = 6.0;

/// Measures all on the scrapinghub pages.
pub fn run(bench: &Bench) -> Result<Vec<Measure>> {
    let set = unpacked(bench)?.join("pages.jsonl");
    let mut measures = alone(bench, &set)?;
    measures.extend(as_programs(bench, &set)?);
    measures.extend(memory(&set)?);
    measures.extend(odd_pages()?);
    Ok(measures)
}

/// Reading the pages and nothing else.
fn alone(bench: &Bench, set: &Path) -> Result<Vec<Measure>> {
    const RATE: &str = "MB/s of HTML (CPU)";
    let rounds = ROUNDS.to_string();
    let mut ours = on_one_core(&child::example("isnad-extract", "measure_speed")?);
    let ours = rate(ours.arg(set).arg(&rounds))?;
    let mut measures =
        vec![Measure::new("library alone, whole articles, one core", RATE, ours).goal(Goal::AtLeast(250.0))];
    let mut beside = |name: &'static str, theirs: f64| {
        measures.push(Measure::new(format!("{name}, one core"), RATE, theirs));
        let what = format!("library alone beside {name}");
        measures.push(Measure::new(what, "times as fast (CPU)", ours / theirs));
    };
    match peers::resiliparse(bench) {
        Err(reason) => eprintln!("resiliparse is left out: {reason:#}"),
        Ok(python) => {
            let mut command = on_one_core(&python);
            command.arg(script(bench)?).arg("--alone").arg(set).arg(&rounds);
            beside("resiliparse alone (text only)", rate(&mut command)?);
        }
    }
    match peers::dom_smoothie(bench) {
        Err(reason) => eprintln!("dom_smoothie is left out: {reason:#}"),
        Ok(program) => {
            let mut command = on_one_core(&program);
            beside("dom_smoothie alone", rate(command.arg(set).arg(&rounds))?);
        }
    }
    Ok(measures)
}

/// The rate in MB/s of what prints pages, bytes and seconds.
fn rate(command: &mut Command) -> Result<f64> {
    let printed = printed(command)?;
    let fields = numbers(printed.trim())?;
    match fields[..] {
        [_, bytes, seconds] if seconds > 0.0 => Ok(bytes / 1e6 / seconds),
        _ => bail!("{} printed no rate: {printed}", child::describe(command)),
    }
}

/// JSON Lines in and out.
fn as_programs(bench: &Bench, set: &Path) -> Result<Vec<Measure>> {
    let input = repeated(bench, set)?;
    let count = lines(&input)?;
    let bytes = fs::metadata(&input)?.len();
    let output = bench.folder.join("pages.articles.jsonl");
    let mut extract = bench.isnad_on_one_core(&["extract", "--jobs", "1"]);
    let ours = child::measured(extract.arg(&input).arg("-o").arg(&output))?;
    let mut measures = describe("isnad extract", count, bytes, ours);
    if let Ok(python) = peers::resiliparse(bench) {
        let mut command = on_one_core(&python);
        command
            .arg(script(bench)?)
            .arg(&input)
            .arg(bench.folder.join("pages.resiliparse.jsonl"));
        let theirs = child::measured(&mut command)?;
        measures.extend(describe("resiliparse (text only)", count, bytes, theirs));
        let ratio = theirs.cpu_seconds / ours.cpu_seconds;
        measures.push(Measure::new(
            "isnad extract beside resiliparse",
            "times as fast (CPU)",
            ratio,
        ));
    }
    Ok(measures)
}

fn describe(program: &str, pages: usize, bytes: u64, usage: Usage) -> Vec<Measure> {
    let what = format!("{program}, JSON in and out, {pages} pages, one core");
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

/// The most bytes allocated at once while a page is read, as a multiple of the page.
fn memory(set: &Path) -> Result<Vec<Measure>> {
    let mut command = Command::new(child::example("isnad-extract", "measure_memory")?);
    let printed = printed(command.arg(set))?;
    let (mut pages, mut odd) = (Vec::new(), Vec::new());
    for line in printed.lines() {
        let (name, rest) = line.split_once('\t').context("a line without a name")?;
        let &[bytes, most] = &numbers(rest)?[..] else {
            bail!("not the bytes of a page and what it took: {line}");
        };
        let list = if name.starts_with("odd: ") {
            &mut odd
        } else {
            &mut pages
        };
        list.push((most / bytes, name.to_owned()));
    }
    for list in [&mut pages, &mut odd] {
        list.sort_by(|one, other| one.0.total_cmp(&other.0));
    }
    let (Some(median), Some(worst), Some(worst_odd)) = (pages.get(pages.len() / 2), pages.last(), odd.last()) else {
        bail!("measure_memory printed nothing");
    };
    let measure = |what: String, value| Measure::new(what, "most memory, times the page", value);
    Ok(vec![
        measure("library alone, the page in the middle".to_owned(), median.0),
        measure(format!("library alone, the worst of {} pages", pages.len()), worst.0).goal(Goal::AtMost(4.0)),
        measure(
            format!("library alone, the worst odd page ({})", worst_odd.1),
            worst_odd.0,
        ),
    ])
}

/// How much longer pages made to hurt take when they are two and four times as large.
fn odd_pages() -> Result<Vec<Measure>> {
    let mut command = on_one_core(&child::example("isnad-extract", "measure_speed")?);
    let printed = printed(command.arg("odd"))?;
    let mut measures = Vec::new();
    for line in printed.lines() {
        let (name, rest) = line.split_once('\t').context("a line without a name")?;
        let &[bytes, once, twice, four_times] = &numbers(rest)?[..] else {
            bail!("not the bytes of a page and three times: {line}");
        };
        let what = format!("odd page, {name}, {:.1} MB in {four_times:.0} ms", bytes / 1e6);
        measures.push(Measure::new(
            what.clone(),
            "times as long as for half of it",
            four_times / twice,
        ));
        let ratio = Measure::new(what, "times as long as for a quarter of it", four_times / once);
        measures.push(ratio.goal(Goal::AtMost(LONGEST_AT_FOUR_TIMES)));
    }
    Ok(measures)
}

fn numbers(line: &str) -> Result<Vec<f64>> {
    let parsed = line.split('\t').map(str::parse);
    parsed
        .collect::<Result<_, _>>()
        .with_context(|| format!("no numbers: {line}"))
}

fn script(bench: &Bench) -> Result<PathBuf> {
    let path = bench.folder.join("resiliparse_extract.py");
    fs::write(&path, PEER_SCRIPT)?;
    Ok(path)
}

fn unpacked(bench: &Bench) -> Result<PathBuf> {
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
    Ok(folder)
}

/// The scrapinghub pages, several times over, with ids of their own.
fn repeated(bench: &Bench, set: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(set).context("the scrapinghub set has no pages")?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_from_what_a_program_prints() {
        let printed = |text: &str| rate(Command::new("printf").arg(text));
        assert_eq!(printed("10\\t5000000\\t0.5\\n").unwrap(), 10.0);
        assert!(printed("10\\t5000000\\n").is_err() && printed("nothing").is_err());
    }
}
