//! The reader over all of ANT: how long the server takes for each page, how large pages are, and 200 readers at once.
//!
//! Readers are wrk's connections (Debian: `wrk`); each asks for the next page of one list as soon as it has the last one.
//! That is harder than 200 people reading, and the load of the generator comes from the same cores.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

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
    let paths: Vec<String> = kinds
        .iter()
        .flat_map(|kind| kind.paths.iter().take(8))
        .map(|path| format!("\"{path}\""))
        .collect();
    let script = bench.folder.join("readers.lua");
    fs::write(&script, READER_SCRIPT.replace("PATHS", &paths.join(", ")))?;
    let mut wrk = Command::new("wrk");
    wrk.args(["--threads", "2", "--timeout", "10s", "--latency"])
        .args([
            "--connections",
            &READERS.to_string(),
            "--duration",
            &format!("{SECONDS}s"),
        ])
        .arg("--script")
        .arg(&script)
        .arg(format!("http://{address}/"));
    let output = child::output(&mut wrk).context("hint: apt-get install wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("RESULT "));
    let Some(values) = line.map(|line| line.split(' ').map(str::parse::<f64>).collect::<Result<Vec<f64>, _>>()) else {
        bail!("wrk told no result: {text}")
    };
    let [requests, failed, median_ms, high_ms, highest_ms] = values?[..] else {
        bail!("wrk told another result: {text}")
    };
    let what = format!("{READERS} readers for {SECONDS} s");
    Ok(vec![
        Measure::new(what.clone(), "pages/s", requests / f64::from(SECONDS)),
        Measure::new(what.clone(), "failed", failed).goal(Goal::AtMost(0.0)),
        Measure::new(what.clone(), "median ms", median_ms),
        Measure::new(what.clone(), "95 % ms", high_ms).goal(Goal::AtMost(100.0)),
        Measure::new(what, "slowest ms", highest_ms),
    ])
}

/// Asks for the pages in turn, each thread from a place of its own; tells the result in one line.
const READER_SCRIPT: &str = r#"
local paths = { PATHS }
local threads = 0
function setup(thread) thread:set("at", threads * 7) threads = threads + 1 end
function request() at = at + 1 return wrk.format("GET", paths[at % #paths + 1]) end
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %.2f %.2f %.2f\n", summary.requests, failed,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency.max / 1000))
end
"#;
