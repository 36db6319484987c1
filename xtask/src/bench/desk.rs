//! The reader over all of ANT: how long the server takes for each page, how large pages are, and 200 readers at once.
//!
//! Readers are connections of oha (`cargo install --locked oha`); each asks for a page of one list as soon as it has the last one.
//! That is harder than 200 people reading, and the load of the generator comes from the same cores.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use super::measure::{Bench, Goal, Measure};
use crate::server::Server;
use crate::{child, http};

/// How often each page is asked for.
const ROUNDS: usize = 20;

/// Readers at once, and for how long.
const READERS: u32 = 200;
const SECONDS: u32 = 30;

/// A kind of page: its name, some of its addresses, and what it may take.
struct Kind {
    name: &'static str,
    paths: Vec<String>,
    most_ms: Option<f64>,
    most_kb: Option<f64>,
}

/// Measures the pages and then the crowd. The store is kept, since making it takes longer than measuring.
pub fn run(bench: &Bench) -> Result<Vec<Measure>> {
    let store = bench.folder.join("desk-store");
    fill(bench, &store)?;
    let start = Instant::now();
    let server = Server::start(bench.isnad(&["serve"]), &store)?;
    http::get(server.address, "/")?;
    let first_page_seconds = start.elapsed().as_secs_f64();
    let mut measures =
        vec![Measure::new("reader over ANT", "start to first page s", first_page_seconds).goal(Goal::AtMost(1.0))];
    let kinds = kinds(server.address)?;
    for kind in &kinds {
        measures.extend(pages(server.address, kind)?);
    }
    measures.extend(crowd(bench, server.address, &kinds)?);
    Ok(measures)
}

fn fill(bench: &Bench, store: &Path) -> Result<()> {
    if store.join("complete").exists() {
        return Ok(());
    }
    if store.exists() {
        fs::remove_dir_all(store)?;
    }
    let (news, _) = bench.news()?;
    child::measured(bench.isnad(&["import"]).arg(&news).arg("--data").arg(store))?;
    fs::write(store.join("complete"), "")?;
    Ok(())
}

/// The pages, from what the newest day and the best covered stories of the store hold.
fn kinds(address: SocketAddr) -> Result<Vec<Kind>> {
    let listed = |path: &str, field: &str| -> Result<Vec<i64>> {
        let answer: serde_json::Value = serde_json::from_str(&http::get(address, path)?)?;
        let list = answer[field].as_array().context("the server lists nothing")?;
        Ok(list.iter().filter_map(|item| item["id"].as_i64()).collect())
    };
    let stories = listed("/api/v1/stories?limit=20", "stories")?;
    let widest = listed("/api/v1/stories?limit=5&order=most_outlets", "stories")?;
    let mut articles = Vec::new();
    for story in stories.iter().take(5) {
        articles.extend(
            listed(&format!("/api/v1/stories/{story}"), "articles")?
                .into_iter()
                .take(3),
        );
    }
    let orders = ["most_outlets", "most_articles", "newest", "first_seen"];
    let addresses = |prefix: &str, ids: &[i64]| ids.iter().map(|id| format!("{prefix}/{id}")).collect();
    let searches = ["الحكومة", "تونس OR الجزائر", "\"مجلس النواب\"", "الوزير -رياضة"];
    Ok(vec![
        Kind {
            name: "front page",
            paths: orders.iter().map(|order| format!("/?order={order}")).collect(),
            most_ms: Some(50.0),
            most_kb: Some(100.0),
        },
        Kind {
            name: "front page, seven days",
            paths: orders.iter().map(|order| format!("/?days=7&order={order}")).collect(),
            most_ms: None,
            most_kb: Some(100.0),
        },
        Kind {
            name: "story page",
            paths: addresses("/story", &[stories, widest].concat()),
            most_ms: Some(100.0),
            most_kb: None,
        },
        Kind {
            name: "article page",
            paths: addresses("/article", &articles),
            most_ms: None,
            most_kb: None,
        },
        Kind {
            name: "search page",
            paths: searches
                .iter()
                .map(|query| format!("/search?q={}", http::percent_encoded(query)))
                .collect(),
            most_ms: None,
            most_kb: None,
        },
    ])
}

/// One reader, one page after the other. The time is that of whole requests on loopback. Pages are kept once they are
/// rendered, so the goal is one for the first requests.
fn pages(address: SocketAddr, kind: &Kind) -> Result<Vec<Measure>> {
    let mut milliseconds = Vec::new();
    let mut largest_bytes = 0;
    for path in kind.paths.iter().cycle().take(kind.paths.len() * ROUNDS) {
        let asked = Instant::now();
        let page = http::get(address, path)?;
        milliseconds.push(asked.elapsed().as_secs_f64() * 1000.0);
        largest_bytes = largest_bytes.max(page.len());
    }
    let first = milliseconds[..kind.paths.len()].iter().copied().fold(0.0, f64::max);
    milliseconds.sort_by(f64::total_cmp);
    let quantile = |share: f64| milliseconds[((milliseconds.len() - 1) as f64 * share).round() as usize];
    let goal = |measure: Measure, most: Option<f64>| match most {
        Some(most) => measure.goal(Goal::AtMost(most)),
        None => measure,
    };
    Ok(vec![
        goal(
            Measure::new(kind.name, "slowest first rendering ms", first),
            kind.most_ms,
        ),
        Measure::new(kind.name, "median of all ms", quantile(0.5)),
        Measure::new(kind.name, "95 % of all ms", quantile(0.95)),
        goal(
            Measure::new(kind.name, "largest KB", largest_bytes as f64 / 1000.0),
            kind.most_kb,
        ),
    ])
}

/// All kinds of pages to many readers at once.
fn crowd(bench: &Bench, address: SocketAddr, kinds: &[Kind]) -> Result<Vec<Measure>> {
    let urls: String = kinds
        .iter()
        .flat_map(|kind| kind.paths.iter().take(8))
        .map(|path| format!("http://{address}{path}\n"))
        .collect();
    let list = bench.folder.join("pages.txt");
    fs::write(&list, urls)?;
    let mut oha = Command::new("oha");
    oha.args(["--no-tui", "--output-format", "json", "--urls-from-file"])
        .args(["-c", &READERS.to_string(), "-z", &format!("{SECONDS}s")])
        .arg(&list);
    let output = child::output(&mut oha).context("hint: cargo install --locked oha")?;
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).context("oha told no result")?;
    let milliseconds = |percentile: &str| -> Result<f64> {
        let seconds = told["latencyPercentiles"][percentile].as_f64();
        Ok(1000.0 * seconds.with_context(|| format!("oha told no {percentile}"))?)
    };
    let requests_per_second = told["summary"]["requestsPerSec"].as_f64().context("oha told no rate")?;
    let what = format!("{READERS} readers for {SECONDS} s");
    Ok(vec![
        Measure::new(what.clone(), "pages/s", requests_per_second),
        Measure::new(what.clone(), "failed", failed(&told)?).goal(Goal::AtMost(0.0)),
        Measure::new(what.clone(), "median ms", milliseconds("p50")?),
        Measure::new(what.clone(), "95 % ms", milliseconds("p95")?).goal(Goal::AtMost(100.0)),
        Measure::new(what, "99 % ms", milliseconds("p99")?),
    ])
}

/// Answers with another status than 200 and requests without an answer, but for those that the end cut off.
fn failed(told: &serde_json::Value) -> Result<f64> {
    let counts = |field: &str, expected: &str| -> Result<f64> {
        let counts = told[field]
            .as_object()
            .with_context(|| format!("oha told no {field}"))?;
        let unexpected = counts.iter().filter(|(name, _)| *name != expected);
        Ok(unexpected
            .filter_map(|(_, count)| count.as_f64())
            .fold(0.0, |sum, count| sum + count))
    };
    Ok(counts("statusCodeDistribution", "200")? + counts("errorDistribution", "aborted due to deadline")?)
}
