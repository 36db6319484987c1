//! Search in a store: Arabic spellings, and known reports.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::score::{Score, number_after};
use super::workshop::Workshop;
use crate::child;

/// How many hits the scorer of known items looks at.
const DEPTH: usize = 100;

/// A pair of the probe: the query has to find the document, or must not.
struct Pair {
    name: String,
    query: String,
    document: String,
    is_wanted: bool,
}

/// One-word documents, one query each: which spellings are joined and which are kept apart.
pub fn probe(workshop: &Workshop) -> Result<Vec<Score>> {
    let pairs = read_pairs(&workshop.shared("research/search-probe.tsv"))?;
    let documents: String = pairs
        .iter()
        .map(|pair| {
            let text = &pair.document;
            let url = format!("https://probe.example/{}", pair.name);
            json!({"id": pair.name, "url": url, "source": "probe", "captured": "2024-01-01T00:00:00Z", "text": text})
                .to_string()
                + "\n"
        })
        .collect();
    let input = workshop.path("probe.input.jsonl");
    fs::write(&input, documents)?;
    let store = filled_store(workshop, "probe", &input)?;

    let mut right = [0.0; 2];
    let mut all = [0.0; 2];
    for pair in &pairs {
        let hits = search(workshop, &store, &pair.query, 100)?;
        let is_found = hits.iter().any(|hit| hit["external_id"] == pair.name.as_str());
        let kind = usize::from(pair.is_wanted);
        all[kind] += 1.0;
        if is_found == pair.is_wanted {
            right[kind] += 1.0;
        } else {
            eprintln!(
                "probe {}: {} {} {}",
                pair.name,
                pair.query,
                ["finds", "misses"][kind],
                pair.document
            );
        }
    }
    fs::remove_dir_all(&store)?;
    Ok(vec![
        Score::new("probe", "joined", right[1] / all[1]),
        Score::new("probe", "kept apart", right[0] / all[0]),
    ])
}

/// The headline of one outlet has to find another outlet's report of the same text; the half that nothing is tuned on.
pub fn known_item(workshop: &Workshop) -> Result<Vec<Score>> {
    let corpus = workshop.shared("data/ant-multisource.jsonl.gz");
    let mut make = workshop.script("known_item.py");
    make.arg("queries")
        .arg(workshop.shared("gold/pairs/ant_pairs.tsv.gz"))
        .arg(corpus);
    let queries = workshop.input("known-item.queries.jsonl", &mut make)?;
    let store = filled_store(
        workshop,
        "known-item",
        &workshop.news("ant", "ant-multisource.jsonl.gz")?,
    )?;

    let mut lines = String::new();
    for line in fs::read_to_string(&queries)?.lines() {
        let query: Value = serde_json::from_str(line)?;
        let own_outlet = &query["without"];
        let words = any_of_the_words(query["text"].as_str().unwrap_or_default());
        let hits = search(workshop, &store, &words, 2 * DEPTH)?;
        let others = hits.iter().filter(|hit| hit["source"] != *own_outlet).take(DEPTH);
        let ids: Vec<&Value> = others.map(|hit| &hit["external_id"]).collect();
        lines.push_str(&json!({"query": query["query"], "hits": ids}).to_string());
        lines.push('\n');
    }
    let hits = workshop.path("known-item.hits.jsonl");
    fs::write(&hits, lines)?;
    fs::remove_dir_all(&store)?;

    let mut scorer = workshop.script("known_item.py");
    scorer.arg("score").arg(&queries).arg(&hits).args(["--half", "report"]);
    let printed = workshop.printed(&mut scorer)?;
    ["MRR", "success@1", "success@10"]
        .into_iter()
        .map(|metric| Ok(Score::new("known-item", metric, number_after(&printed, metric)?)))
        .collect()
}

fn read_pairs(path: &Path) -> Result<Vec<Pair>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [sign @ ("+" | "-"), name, query, document] => Ok(Pair {
                name: name.to_owned(),
                query: query.to_owned(),
                document: document.to_owned(),
                is_wanted: sign == "+",
            }),
            _ => bail!("{}: `{line}` is no pair", path.display()),
        })
        .collect()
}

/// A new store with everything of one file in it.
fn filled_store(workshop: &Workshop, name: &str, input: &Path) -> Result<PathBuf> {
    let store = workshop.path(&format!("{name}.data"));
    if store.exists() {
        fs::remove_dir_all(&store)?;
    }
    let mut import = workshop.isnad(&["import"]);
    child::measured(import.arg(input).arg("--data").arg(&store))?;
    Ok(store)
}

fn search(workshop: &Workshop, store: &Path, query: &str, limit: usize) -> Result<Vec<Value>> {
    let mut command: Command = workshop.isnad(&["search", "--json", "--copies", "all"]);
    command
        .arg("--limit")
        .arg(limit.to_string())
        .arg("--data")
        .arg(store)
        .arg("--")
        .arg(query);
    let output = child::output(&mut command)?;
    if !output.status.success() {
        bail!("{} failed: {}", child::describe(&command), output.status);
    }
    let answer: Value = serde_json::from_slice(&output.stdout).context("isnad search printed no JSON")?;
    answer["hits"]
        .as_array()
        .cloned()
        .context("isnad search printed no hits")
}

/// A headline as a query that any of its words answers; what means something to the query language is left out.
fn any_of_the_words(headline: &str) -> String {
    let words = headline.split(|character: char| !character.is_alphanumeric());
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && !matches!(*word, "OR" | "AND" | "NOT" | "أو"))
        .collect();
    words.join(" OR ")
}

#[cfg(test)]
mod tests {
    use super::any_of_the_words;

    #[test]
    fn a_headline_becomes_a_query_without_operators() {
        assert_eq!(
            any_of_the_words("وزير: \"لا\" أو OR نعم-date:2018"),
            "وزير OR لا OR نعم OR date OR 2018"
        );
    }
}
