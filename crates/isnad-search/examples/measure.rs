//! Measures the index over a file of articles: speed, size, latency, known items, spellings.
//!
//! `measure FOLDER ARTICLES.jsonl [known QUERIES.jsonl HITS.jsonl [near] | probe PROBE.tsv | recombined NUMBER]`
//! ARTICLES: `{"id", "title", "text", "source", "published"}` a line. QUERIES and HITS: known-item queries
//! `{"query", "text", "date", "without"}` in and `{"query", "hits"}` out. PROBE: `+|-`, class, word,
//! word a line. `recombined` fills the index with that many articles, the sentences of each drawn from all articles, before it
//! measures latency. The folder is made where missing and used as it is where not.

use isnad_model::{ArticleId, parse_instant};
use isnad_search::{Index, IndexDocument, Near, Position, Query, SearchOptions, Similar};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, articles_path, rest @ ..] = &arguments[..] else {
        return Err(
            "usage: measure FOLDER ARTICLES.jsonl [known QUERIES HITS [near] | probe PROBE | recombined NUMBER]".into(),
        );
    };
    let (documents, names) = read_articles(articles_path)?;
    if let [what, number] = rest
        && what == "recombined"
    {
        let articles = Recombined::new(&documents).take(number.parse()?);
        return latency(&build(Path::new(folder), articles)?, &documents);
    }
    let index = build(Path::new(folder), documents.iter().cloned())?;
    match rest {
        [] => latency(&index, &documents)?,
        [what, queries, hits, near @ ..] if what == "known" => {
            known_items(&index, &names, &documents, queries, hits, !near.is_empty())?;
        }
        [what, probe] if what == "probe" => spellings(&index, probe)?,
        other => return Err(format!("cannot do {other:?}").into()),
    }
    Ok(())
}

fn field<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}

fn read_articles(path: &str) -> Result<(Vec<IndexDocument>, Vec<String>), Failure> {
    let mut documents = Vec::new();
    let mut names = Vec::new();
    for (number, line) in BufReader::new(std::fs::File::open(path)?).lines().enumerate() {
        let row: Value = serde_json::from_str(&line?)?;
        let seconds = parse_instant(field(&row, "published")).unwrap_or_default();
        let mut document = IndexDocument::new(ArticleId(number as i32 + 1), seconds);
        document.title = field(&row, "title").to_owned();
        document.text = field(&row, "text").to_owned();
        document.source = Some(field(&row, "source").to_owned());
        document.language = Some("ar".to_owned());
        document.published_seconds = Some(seconds);
        documents.push(document);
        names.push(field(&row, "id").to_owned());
    }
    Ok((documents, names))
}

/// Articles without end, each with the title of one and sentences of others; always the same.
struct Recombined<'d> {
    documents: &'d [IndexDocument],
    sentences: Vec<&'d str>,
    made: usize,
    state: u64,
}

impl<'d> Recombined<'d> {
    fn new(documents: &'d [IndexDocument]) -> Recombined<'d> {
        let sentences_of = |document: &'d IndexDocument| {
            let text = &document.text;
            isnad_text::sentences(text).map(move |sentence| sentence.of(text))
        };
        Recombined {
            documents,
            sentences: documents.iter().flat_map(sentences_of).collect(),
            made: 0,
            state: 1,
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % bound.max(1)
    }
}

impl Iterator for Recombined<'_> {
    type Item = IndexDocument;

    fn next(&mut self) -> Option<IndexDocument> {
        let pattern = self.documents.get(self.made % self.documents.len().max(1))?;
        self.made += 1;
        let mut text = String::with_capacity(pattern.text.len());
        while text.len() < pattern.text.len() && !self.sentences.is_empty() {
            let drawn = self.below(self.sentences.len());
            text.push_str(self.sentences[drawn]);
            text.push('\n');
        }
        let mut document = pattern.clone();
        document.id = ArticleId(self.made as i32);
        document.text = text;
        Some(document)
    }
}

/// Articles applied at a time.
const BATCH: usize = 1000;

fn build(folder: &Path, mut documents: impl Iterator<Item = IndexDocument>) -> Result<Index, Failure> {
    if folder.exists() {
        return Ok(Index::open_for_reading(folder)?);
    }
    let (mut count, mut text_bytes) = (0, 0);
    let (mut seconds, mut cpu) = (0.0, 0.0);
    let index = Index::open_for_writing(folder, 128_000_000, 1)?;
    loop {
        let batch: Vec<IndexDocument> = documents.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        count += batch.len();
        text_bytes += batch.iter().map(|one| one.title.len() + one.text.len()).sum::<usize>();
        let (started, cpu_started) = (Instant::now(), cpu_seconds());
        index.apply(&batch)?;
        seconds += started.elapsed().as_secs_f64();
        cpu += cpu_seconds() - cpu_started;
    }
    let (started, cpu_started) = (Instant::now(), cpu_seconds());
    index.commit(Position {
        live: count as u64,
        backfill: 0,
    })?;
    seconds += started.elapsed().as_secs_f64();
    index.finish_merges()?;
    let index = Index::open_for_reading(folder)?;
    cpu += cpu_seconds() - cpu_started;
    let count = count as f64;
    let index_bytes = folder_bytes(folder)?;
    println!("articles\t{count}");
    println!("articles_a_second\t{:.0}", count / seconds);
    println!("articles_a_cpu_second\t{:.0}", count / cpu);
    println!("index_bytes\t{index_bytes}");
    println!("text_bytes\t{text_bytes}");
    Ok(index)
}

/// CPU time of this process so far, where the system tells it (Linux counts in hundredths).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|n| n.parse().ok())
        .collect();
    ticks.iter().sum::<f64>() / 100.0
}

fn folder_bytes(folder: &Path) -> std::io::Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        total += if metadata.is_dir() {
            folder_bytes(&entry.path())?
        } else {
            metadata.len()
        };
    }
    Ok(total)
}

/// Mixed queries made of titles: one word, two, four, a phrase, a choice, a negation, with a source and
/// a date, any word of the title, related reading.
fn latency(index: &Index, documents: &[IndexDocument]) -> Result<(), Failure> {
    let mut by_kind: Vec<(&str, Vec<f64>)> = Vec::new();
    let mut all = Vec::new();
    for (number, document) in documents.iter().step_by(documents.len() / 60).enumerate() {
        let words: Vec<&str> = isnad_text::words(&document.title)
            .map(|w| w.of(&document.title))
            .filter(|w| w.chars().count() > 2)
            .collect();
        let [one, two, three, four, ..] = words[..] else {
            continue;
        };
        let source = document.source.as_deref().unwrap_or_default();
        let queries = [
            ("word", one.to_owned()),
            ("two words", format!("{one} {two}")),
            ("four words", format!("{one} {two} {three} {four}")),
            ("phrase", format!("\"{two} {three}\"")),
            ("or, not", format!("({one} OR {two}) -{three}")),
            (
                "source, date",
                format!("{one} source:\"{source}\" date:2018-03-01..2018-05-31"),
            ),
            ("prefix", format!("{one}*")),
            ("exact", format!("={one} {two}")),
        ];
        for (kind, written) in queries {
            let Ok(query) = Query::parse(&written) else { continue };
            let options = SearchOptions {
                facets: number % 4 == 0,
                ..SearchOptions::new(1_600_000_000)
            };
            timed(&mut by_kind, &mut all, kind, || {
                index.search(&query, &options).map(|_| ())
            })?;
        }
        if let Some(query) = any_word(&document.title) {
            let options = SearchOptions::new(1_600_000_000);
            timed(&mut by_kind, &mut all, "any word", || {
                index.search(&query, &options).map(|_| ())
            })?;
        }
        let wanted = Similar {
            title: &document.title,
            text: &document.text,
            ..Similar::default()
        };
        timed(&mut by_kind, &mut all, "related", || {
            index.similar(&wanted, &[document.id], 10).map(|_| ())
        })?;
    }
    for (kind, times) in &mut by_kind {
        print_times(kind, times);
    }
    print_times("all", &mut all);
    Ok(())
}

/// The query for any of the telling words of a headline.
fn any_word(headline: &str) -> Option<Query> {
    let words: Vec<String> = isnad_text::words(headline)
        .map(|word| format!("\"{}\"", word.of(headline)))
        .collect();
    Query::parse(&Query::parse(&words.join(" ")).ok()?.any_of_its_words()?).ok()
}

fn timed<'k>(
    by_kind: &mut Vec<(&'k str, Vec<f64>)>,
    all: &mut Vec<f64>,
    kind: &'k str,
    work: impl FnOnce() -> Result<(), isnad_search::SearchError>,
) -> Result<(), Failure> {
    let started = Instant::now();
    work()?;
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    all.push(milliseconds);
    match by_kind.iter_mut().find(|(name, _)| *name == kind) {
        Some((_, times)) => times.push(milliseconds),
        None => by_kind.push((kind, vec![milliseconds])),
    }
    Ok(())
}

/// Kind, number, and milliseconds: median, 95th percentile, worst.
fn print_times(kind: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "ms {kind}\t{}\t{:.3}\t{:.3}\t{:.3}",
        times.len(),
        at(0.5),
        at(0.95),
        at(1.0)
    );
}

fn known_items(
    index: &Index,
    names: &[String],
    documents: &[IndexDocument],
    queries: &str,
    hits: &str,
    with_date: bool,
) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(hits)?);
    for line in BufReader::new(std::fs::File::open(queries)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let Some(query) = any_word(field(&row, "text")) else {
            continue;
        };
        let near = parse_instant(field(&row, "date")).filter(|_| with_date).map(Near::new);
        let options = SearchOptions {
            limit: 300,
            near,
            ..SearchOptions::new(1_600_000_000)
        };
        let without = field(&row, "without");
        let found = index.search(&query, &options)?;
        let named: Vec<&str> = found
            .hits
            .iter()
            .map(|hit| hit.id.0 as usize - 1)
            .filter(|number| documents[*number].source.as_deref() != Some(without))
            .map(|number| names[number].as_str())
            .take(100)
            .collect();
        writeln!(out, "{}", serde_json::json!({ "query": row["query"], "hits": named }))?;
    }
    Ok(())
}

/// For each pair of the probe, whether a search for one word finds a text with the other, and how
/// many articles of the index each word finds.
fn spellings(index: &Index, probe: &str) -> Result<(), Failure> {
    let (mut found, mut wanted, mut false_found, mut traps) = (0, 0, 0, 0);
    let folder = std::env::temp_dir().join(format!("isnad-probe-{}", std::process::id()));
    for line in std::fs::read_to_string(probe)?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [sign, class, one, other] = columns[..] else {
            continue;
        };
        let small = Index::open_for_writing(&folder, 16_000_000, 1)?;
        let mut document = IndexDocument::new(ArticleId(1), 0);
        document.text = other.to_owned();
        small.apply(&[document])?;
        small.commit(Position::default())?;
        let options = SearchOptions::new(0);
        let total = |index: &Index, word: &str| -> Result<u64, Failure> {
            Ok(index.search(&Query::parse(word)?, &options)?.total)
        };
        let matched = total(&small, one)? > 0;
        println!(
            "{sign} {class:22} {} hits {} {}",
            if matched { "found" } else { "-    " },
            total(index, one)?,
            total(index, other)?
        );
        match sign {
            "+" => (wanted, found) = (wanted + 1, found + usize::from(matched)),
            _ => (traps, false_found) = (traps + 1, false_found + usize::from(matched)),
        }
    }
    std::fs::remove_dir_all(&folder)?;
    println!("found {found} of {wanted}, false {false_found} of {traps}");
    Ok(())
}
