//! Search in a store: Arabic spellings, known reports, questions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::score::{Score, number_after};
use super::searched::Searched;
use super::workshop::Workshop;
use crate::{child, place};

/// How many hits the scorer of known items looks at.
const DEPTH: usize = 100;

/// A pair of a probe: the query has to find the document, or must not.
struct Pair {
    class: String,
    query: String,
    document: String,
    is_wanted: bool,
}

/// One-word documents, one query each: which spellings are joined and which are kept apart.
pub fn probe(workshop: &Workshop) -> Result<Vec<Score>> {
    let pairs = read_pairs(&workshop.shared("research/search-probe.tsv"))?;
    probed(workshop, "probe", &pairs)
}

/// The same with sentences, by class; written for this project.
pub fn wider_probe(workshop: &Workshop) -> Result<Vec<Score>> {
    let pairs = read_pairs(&place::root().join("evaluation/search_probe.tsv"))?;
    probed(workshop, "wider-probe", &pairs)
}

/// The same with pairs that nothing was tuned on.
pub fn unseen_probe(workshop: &Workshop) -> Result<Vec<Score>> {
    let pairs = read_pairs(&place::root().join("evaluation/search_probe_unseen.tsv"))?;
    probed(workshop, "unseen-probe", &pairs)
}

fn probed(workshop: &Workshop, set: &'static str, pairs: &[Pair]) -> Result<Vec<Score>> {
    let mut documents = String::new();
    for (number, pair) in pairs.iter().enumerate() {
        let record = json!({
            "id": number.to_string(),
            "url": format!("https://probe.example/{number}"),
            "source": "probe",
            "captured": "2024-01-01T00:00:00Z",
            "text": pair.document,
        });
        documents.push_str(&format!("{record}\n"));
    }
    let input = workshop.path(&format!("{set}.input.jsonl"));
    fs::write(&input, documents)?;
    let searched = Searched::over(workshop, set, &input)?;

    let mut right = [0.0; 2];
    let mut all = [0.0; 2];
    let mut wrong_by_class: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, pair) in pairs.iter().enumerate() {
        let own_id = number.to_string();
        let hits = searched.hits(&pair.query, 2 * DEPTH)?;
        let is_found = hits.iter().any(|hit| hit["external_id"] == own_id.as_str());
        let kind = usize::from(pair.is_wanted);
        all[kind] += 1.0;
        if is_found == pair.is_wanted {
            right[kind] += 1.0;
        } else {
            *wrong_by_class.entry(&pair.class).or_default() += 1;
        }
    }
    for (class, wrong) in wrong_by_class {
        eprintln!("{set}: {wrong} wrong of class {class}");
    }
    Ok(vec![
        Score::new(set, "joined", right[1] / all[1]),
        Score::new(set, "kept apart", right[0] / all[0]),
    ])
}

/// Classes of the probe that are spellings of one word.
const SPELLINGS: [&str; 18] = [
    "alef-hamza-above",
    "alef-hamza-below",
    "alef-madda",
    "alef-wasla",
    "farsi-yeh",
    "farsi-kaf",
    "alef-maqsura",
    "teh-marbuta",
    "tashkeel",
    "tatweel",
    "dagger-alef",
    "presentation-forms",
    "lam-alef-ligature",
    "bidi-mark-RLM",
    "decomposed-NFD",
    "arabic-indic-digits",
    "persian-digits",
    "hamza-seat-waw-yeh",
];

/// All spellings of a word find the same number of articles of ANT.
pub fn spellings(workshop: &Workshop) -> Result<Vec<Score>> {
    let pairs = read_pairs(&workshop.shared("research/search-probe.tsv"))?;
    let news = workshop.news("ant", "ant-multisource.jsonl.gz")?;
    let searched = Searched::over(workshop, "spellings", &news)?;
    let (mut same, mut all) = (0.0, 0.0);
    for pair in pairs.iter().filter(|pair| SPELLINGS.contains(&pair.class.as_str())) {
        let found = [searched.total(&pair.query)?, searched.total(&pair.document)?];
        all += 1.0;
        if found[0] == found[1] && found[0] > 0 {
            same += 1.0;
        } else {
            eprintln!(
                "spellings: {} finds {}, {} {}",
                pair.query, found[0], pair.document, found[1]
            );
        }
    }
    Ok(vec![Score::new("spellings", "same number of hits", same / all)])
}

/// The headline of one outlet has to find another outlet's report of the same text; the half that nothing is tuned on.
pub fn known_item(workshop: &Workshop) -> Result<Vec<Score>> {
    let corpus = workshop.shared("data/ant-multisource.jsonl.gz");
    let mut make = workshop.script("known_item.py");
    make.arg("queries")
        .arg(workshop.shared("gold/pairs/ant_pairs.tsv.gz"))
        .arg(corpus);
    let queries = workshop.input("known-item.queries.jsonl", &mut make)?;
    let news = workshop.news("ant", "ant-multisource.jsonl.gz")?;
    let searched = Searched::over(workshop, "known-item", &news)?;

    let mut scores = Vec::new();
    for (set, is_date_known) in [("known-item", false), ("known-item, dated", true)] {
        let mut lines = String::new();
        for line in fs::read_to_string(&queries)?.lines() {
            let query: Value = serde_json::from_str(line)?;
            let own_outlet = &query["without"];
            let mut words = any_of_the_words(query["text"].as_str().unwrap_or_default());
            if is_date_known {
                words.push_str(&format!(
                    " near:{}",
                    query["date"].as_str().context("a query without a date")?
                ));
            }
            let hits = searched.hits(&words, 2 * DEPTH)?;
            let others = hits.iter().filter(|hit| hit["source"] != *own_outlet).take(DEPTH);
            let ids: Vec<&Value> = others.map(|hit| &hit["external_id"]).collect();
            lines.push_str(&format!("{}\n", json!({"query": query["query"], "hits": ids})));
        }
        let hits = workshop.path(&format!("{set}.hits.jsonl"));
        fs::write(&hits, lines)?;
        scores.extend(known_item_scores(workshop, set, &queries, &hits)?);
    }
    let set = "known-item, Snowball";
    let hits = workshop.path("known-item, Snowball.hits.jsonl");
    ask_snowball(&news, &queries, &hits)?;
    scores.extend(known_item_scores(workshop, set, &queries, &hits)?);
    Ok(scores)
}

fn known_item_scores(workshop: &Workshop, set: &'static str, queries: &Path, hits: &Path) -> Result<Vec<Score>> {
    let mut scorer = workshop.script("known_item.py");
    scorer.arg("score").arg(queries).arg(hits).args(["--half", "report"]);
    let printed = workshop.printed(&mut scorer)?;
    let metrics = ["MRR", "success@1", "success@10"].into_iter();
    metrics
        .map(|metric| Ok(Score::new(set, metric, number_after(&printed, metric)?)))
        .collect()
}

/// What the baseline finds for each query, any of whose words is asked for.
fn ask_snowball(articles: &Path, queries: &Path, hits: &Path) -> Result<()> {
    let mut baseline = Command::new(child::example("isnad-search", "snowball")?);
    child::run(baseline.arg(articles).arg(queries).arg(hits).arg(DEPTH.to_string()))
}

/// ARCD: a question has to find the paragraph of an encyclopedia that answers it, of all 465.
pub fn arcd(workshop: &Workshop) -> Result<Vec<Score>> {
    let folder = workshop.unpacked("small-sets.tar.xz", "data/small-sets", 0)?;
    let path = folder.join("arcd/data/arcd.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let data: Value = serde_json::from_str(&text)?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut documents = String::new();
    let mut questions: Vec<(String, String)> = Vec::new();
    let paragraphs = list(&data["data"])
        .into_iter()
        .flat_map(|article| list(&article["paragraphs"]));
    for (number, paragraph) in paragraphs.enumerate() {
        let record = json!({
            "id": number.to_string(),
            "url": format!("https://arcd.example/{number}"),
            "source": "arcd",
            "captured": "2024-01-01T00:00:00Z",
            "text": paragraph["context"],
        });
        documents.push_str(&format!("{record}\n"));
        let asked = list(&paragraph["qas"]);
        let asked = asked.iter().filter_map(|question| question["question"].as_str());
        questions.extend(asked.map(|question| (question.to_owned(), number.to_string())));
    }
    let input = workshop.path("arcd.input.jsonl");
    fs::write(&input, documents)?;
    let searched = Searched::over(workshop, "arcd", &input)?;
    let mut asked = String::new();
    let mut ours = Vec::with_capacity(questions.len());
    for (number, (question, _)) in questions.iter().enumerate() {
        asked.push_str(&format!(
            "{}\n",
            json!({"query": number, "text": question, "without": null})
        ));
        let hits = searched.hits(&any_of_the_words(question), DEPTH)?;
        ours.push(hits.into_iter().map(|hit| hit["external_id"].clone()).collect());
    }
    let queries = workshop.path("arcd.queries.jsonl");
    fs::write(&queries, asked)?;
    let hits = workshop.path("arcd, Snowball.hits.jsonl");
    ask_snowball(&input, &queries, &hits)?;
    let mut theirs = Vec::with_capacity(questions.len());
    for line in fs::read_to_string(&hits)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        theirs.push(list(&row["hits"]));
    }
    let mut scores = Vec::new();
    for (set, found) in [("arcd", ours), ("arcd, Snowball", theirs)] {
        scores.extend(ranks(set, &questions, &found));
    }
    Ok(scores)
}

/// How often the wanted one is first, and the mean of the reciprocals of its places.
fn ranks(set: &'static str, questions: &[(String, String)], found: &[Vec<Value>]) -> [Score; 2] {
    let (mut first, mut reciprocal) = (0.0, 0.0);
    for ((_, wanted), hits) in questions.iter().zip(found) {
        let place = hits.iter().position(|hit| *hit == wanted.as_str());
        first += f64::from(u8::from(place == Some(0)));
        reciprocal += place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
    }
    let asked = questions.len() as f64;
    [
        Score::new(set, "R@1", first / asked),
        Score::new(set, "MRR", reciprocal / asked),
    ]
}

fn read_pairs(path: &Path) -> Result<Vec<Pair>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [sign @ ("+" | "-"), class, query, document] => Ok(Pair {
                class: class.to_owned(),
                query: query.to_owned(),
                document: document.to_owned(),
                is_wanted: sign == "+",
            }),
            _ => bail!("{}: `{line}` is no pair", path.display()),
        })
        .collect()
}

/// A headline or question as a query that any of its words answers; quoted, so that none means something to the query
/// language.
fn any_of_the_words(text: &str) -> String {
    let words = text.split(|character: char| !character.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ")
}

#[cfg(test)]
mod tests {
    use super::any_of_the_words;

    #[test]
    fn a_headline_becomes_a_query_without_operators() {
        assert_eq!(
            any_of_the_words("وزير: \"لا\" أو نعم-date:2018"),
            "\"وزير\" OR \"لا\" OR \"أو\" OR \"نعم\" OR \"date\" OR \"2018\""
        );
    }
}
