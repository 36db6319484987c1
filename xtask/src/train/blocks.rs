//! Learns the scorer of blocks: which blocks of a page belong to its article.
//!
//! From the published sets whose text is known, the pages of sites whose hash is even; those of the others are for
//! reporting only. A block is a yes where at least half of its runs of four words stand in the known text (a shorter
//! one where it is a line of it); of trafilatura's pages only the blocks count that hold a segment to be kept or to be
//! kept out. Before the trees are written they are checked by site: learned on four fifths, asked about the rest.

use super::boosting::{Growth, Node, Row, fit};
use super::trees::{odds, written};
use crate::evaluate::halves::is_reporting;
use crate::place;
use anyhow::{Context, Result};
use isnad_extract::samples::{Sample, names, samples};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;
use std::process::Command;

const SETS: [&str; 4] = ["scrapinghub", "fundus", "wcxb", "trafilatura"];

const PURPOSE: &str =
    "# Which blocks of a page belong to its article: boosted trees, learned by `cargo xtask train blocks`.\n";

const GROWTH: Growth = Growth {
    trees: 60,
    leaves: 16,
    depth: 6,
    least_rows: 150,
    rate: 0.12,
    regularisation: 20.0,
};

const FOLDS: u64 = 5;

/// Words in a run that is looked for in the known text.
const RUN: usize = 4;

/// A short block counts so little where its words occur within a line of the known text.
const DOUBTFUL: f64 = 0.1;

/// A block with a segment of trafilatura's counts so much.
const SEGMENT: f64 = 3.0;

struct Page {
    set: &'static str,
    site: String,
    samples: Vec<Sample>,
    labels: Vec<(bool, f64)>,
}

/// Writes the trees to `to`.
pub fn train(shared: &Path, to: &Path) -> Result<()> {
    let mut pages = Vec::new();
    for set in SETS {
        let read = pages_of(shared, set)?;
        println!("blocks: {} pages of {set}", read.len());
        pages.extend(read);
    }
    let all: Vec<&Page> = pages.iter().collect();
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for fold in 0..FOLDS {
        let (asked, learned): (Vec<&Page>, Vec<&Page>) = all
            .iter()
            .partition(|page| crate::evaluate::halves::hash(&page.site) / 2 % FOLDS == fold);
        let (start, trees) = fit(&rows(&learned), GROWTH);
        for page in asked {
            counts.entry(page.set).or_default().add(page, start, &trees);
        }
    }
    for (set, counts) in counts {
        println!("blocks: sites not learned from, {set}: {}", counts.described());
    }
    let (start, trees) = fit(&rows(&all), GROWTH);
    fs::write(to, written(PURPOSE, names(), start, &trees)).with_context(|| format!("writing {}", to.display()))
}

/// What was kept and what should have been, on pages not learned from.
#[derive(Default)]
struct Counts {
    pages: f64,
    precision: f64,
    recall: f64,
    exact: f64,
}

impl Counts {
    fn add(&mut self, page: &Page, start: f64, trees: &[Vec<Node>]) {
        let (mut hit, mut kept, mut wanted) = (0.0, 0.0, 0.0);
        let mut exact = true;
        for (sample, (label, weight)) in page.samples.iter().zip(&page.labels) {
            if *weight == 0.0 {
                continue;
            }
            let keeps = odds(start, trees, &sample.features) > 0.0;
            let size = weight * weight;
            hit += if keeps && *label { size } else { 0.0 };
            kept += if keeps { size } else { 0.0 };
            wanted += if *label { size } else { 0.0 };
            exact &= keeps == *label;
        }
        self.pages += 1.0;
        self.precision += if kept > 0.0 {
            hit / kept
        } else {
            f64::from(u8::from(wanted == 0.0))
        };
        self.recall += if wanted > 0.0 { hit / wanted } else { 1.0 };
        self.exact += f64::from(u8::from(exact));
    }

    fn described(&self) -> String {
        let (precision, recall) = (self.precision / self.pages, self.recall / self.pages);
        let f1 = 2.0 * precision * recall / (precision + recall);
        format!(
            "F1 {f1:.4} P {precision:.4} R {recall:.4}, {:.3} of the pages exact",
            self.exact / self.pages
        )
    }
}

/// The pages of a set that may be learned from.
fn pages_of(shared: &Path, set: &'static str) -> Result<Vec<Page>> {
    let folder = place::output(&["train", set])?;
    if !folder.join("pages.jsonl").exists() {
        fs::create_dir_all(&folder)?;
        let mut tar = Command::new("tar");
        tar.args(["--extract", "--xz", "--strip-components=1", "--file"])
            .arg(shared.join(format!("data/extraction-{set}.tar.xz")))
            .arg("--directory")
            .arg(&folder);
        crate::child::run(&mut tar)?;
    }
    let gold: BTreeMap<String, Value> = serde_json::from_str(&fs::read_to_string(folder.join("gold.json"))?)?;
    let text = fs::read_to_string(folder.join("pages.jsonl"))?;
    let mut pages = Vec::new();
    for line in text.lines() {
        let page: Value = serde_json::from_str(line)?;
        let id = page["id"].as_str().context("a page without id")?;
        let site = crate::evaluate::halves::site(page["url"].as_str().unwrap_or(id));
        let Some(known) = gold.get(id).filter(|_| !is_reporting(&site)) else {
            continue;
        };
        let samples = samples(page["html"].as_str().unwrap_or("").as_bytes());
        let labels = match set {
            "trafilatura" => labels_by_segment(&samples, known),
            _ => labels_by_text(&samples, known),
        };
        pages.push(Page {
            set,
            site,
            samples,
            labels,
        });
    }
    Ok(pages)
}

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn labels_by_text(samples: &[Sample], known: &Value) -> Vec<(bool, f64)> {
    let mut text = known["text"].as_str().unwrap_or("").to_owned();
    for extra in strings(&known["summary"]).into_iter().chain(strings(&known["body"])) {
        text.push('\n');
        text.push_str(&extra);
    }
    let all = words(&text);
    let runs: HashSet<&[String]> = all.windows(RUN).collect();
    let lines: HashSet<Vec<String>> = text.lines().map(words).collect();
    let flat = format!(" {} ", all.join(" "));
    samples
        .iter()
        .map(|sample| {
            let own = words(&sample.text);
            let weight = (own.len() as f64).sqrt();
            if own.len() > RUN {
                let found = own.windows(RUN).filter(|run| runs.contains(run)).count();
                return (2 * found >= own.len() + 1 - RUN, weight);
            }
            if lines.contains(&own) {
                return (true, weight);
            }
            let occurs = flat.contains(&format!(" {} ", own.join(" ")));
            (false, if occurs { DOUBTFUL } else { weight })
        })
        .collect()
}

fn labels_by_segment(samples: &[Sample], known: &Value) -> Vec<(bool, f64)> {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let segments = |name: &str| -> Vec<String> { strings(&known[name]).iter().map(|text| folded(text)).collect() };
    let (with, without) = (segments("with"), segments("without"));
    samples
        .iter()
        .map(|sample| {
            let text = folded(&sample.text);
            let long = text.chars().count();
            let holds = |segment: &String, least: usize| {
                text.contains(segment.as_str()) || long > least && segment.contains(&text)
            };
            if text.is_empty() {
                (false, 0.0)
            } else if with.iter().any(|segment| holds(segment, 15)) {
                (true, SEGMENT)
            } else if without.iter().any(|segment| holds(segment, 8)) {
                (false, SEGMENT)
            } else {
                (false, 0.0)
            }
        })
        .collect()
}

/// The rows of pages; a long page counts for more than a short one, but less than its length.
fn rows<'p>(pages: &[&'p Page]) -> Vec<Row<'p>> {
    let mut rows = Vec::new();
    for page in pages {
        let whole: f64 = page.labels.iter().map(|(_, weight)| weight).sum();
        let scale = 10.0 / whole.sqrt().max(1.0);
        let labelled = page.samples.iter().zip(&page.labels);
        rows.extend(
            labelled
                .filter(|(_, (_, weight))| *weight > 0.0)
                .map(|(sample, (label, weight))| Row {
                    features: &sample.features,
                    label: *label,
                    weight: weight * scale,
                }),
        );
    }
    rows
}
