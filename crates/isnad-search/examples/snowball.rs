//! A baseline: the engine with the Arabic stemmer of Snowball, nothing of this project.
//!
//! `snowball ARTICLES.jsonl QUERIES.jsonl HITS.jsonl [DEPTH]`. ARTICLES: `{"id", "title", "text", "source"}` a line; QUERIES:
//! `{"query", "text", "without"}`, of which any word is asked for; HITS: `{"query", "hits"}`, the ids of the best, those of the
//! outlet `without` left out. Words are cut at what is no letter or digit, put in small letters and stemmed; one field
//! has the title twice and the text.

use rust_stemmers::{Algorithm, Stemmer};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, TantivyDocument, Term, doc};

type Failure = Box<dyn std::error::Error>;

const HEAP_BYTES: usize = 200_000_000;
/// Hits looked at for each that is wanted: those of the query's own outlet are left out.
const LOOKED_AT_EACH: usize = 4;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [articles, queries, hits, rest @ ..] = &arguments[..] else {
        return Err("usage: snowball ARTICLES QUERIES HITS [DEPTH]".into());
    };
    let depth: usize = rest.first().map_or(Ok(100), |depth| depth.parse())?;
    let mut builder = Schema::builder();
    let id = builder.add_text_field("id", STRING | STORED);
    let source = builder.add_text_field("source", STRING | STORED);
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("snowball")
        .set_index_option(IndexRecordOption::WithFreqs);
    let text = builder.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let index = Index::create_in_ram(builder.build());
    let stemmer = Stemmer::create(Algorithm::Arabic);
    let stems = |written: &str| stems(&stemmer, written);
    index
        .tokenizers()
        .register("snowball", TextAnalyzer::from(WhitespaceTokenizer::default()));
    let mut writer = index.writer_with_num_threads(1, HEAP_BYTES)?;
    for line in BufReader::new(File::open(articles)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default();
        let title = stems(field("title")).join(" ");
        writer.add_document(doc!(
            id => field("id"),
            source => field("source"),
            text => format!("{title} {title} {}", stems(field("text")).join(" ")),
        ))?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let mut out = BufWriter::new(File::create(hits)?);
    for line in BufReader::new(File::open(queries)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for stem in stems(row["text"].as_str().unwrap_or_default()) {
            let term = Term::from_field_text(text, &stem);
            clauses.push((
                Occur::Should,
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            ));
        }
        let top = TopDocs::with_limit(LOOKED_AT_EACH * depth).order_by_score();
        let mut ids = Vec::with_capacity(depth);
        for (_, address) in searcher.search(&BooleanQuery::new(clauses), &top)? {
            let found: TantivyDocument = searcher.doc(address)?;
            let stored = |field| {
                found
                    .get_first(field)
                    .and_then(|value| value.as_str())
                    .unwrap_or_default()
            };
            if ids.len() < depth && Some(stored(source)) != row["without"].as_str() {
                ids.push(stored(id).to_owned());
            }
        }
        writeln!(out, "{}", json!({ "query": row["query"], "hits": ids }))?;
    }
    Ok(())
}

fn stems(stemmer: &Stemmer, written: &str) -> Vec<String> {
    let words = written.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words
        .map(|word| stemmer.stem(&word.to_lowercase()).into_owned())
        .collect()
}
