//! Articles as the examples of this crate read them.

use isnad_model::{Article, ClaimedTime};

/// A line `{"id", "source", "published" | "captured", "authors"?, "title", "text"}`.
pub fn parse(line: &str) -> Result<Article, Box<dyn std::error::Error>> {
    let record: serde_json::Value = serde_json::from_str(line)?;
    let text_of = |key: &str| record[key].as_str().map(str::to_owned);
    let authors = record["authors"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(Article {
        id: text_of("id").ok_or("a record without id")?,
        source: text_of("source"),
        captured: text_of("captured"),
        published: text_of("published").and_then(|time| ClaimedTime::from_written(&time, "input")),
        title: text_of("title"),
        authors: authors
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        blocks: Article::blocks_of_text(record["text"].as_str().unwrap_or("")),
        ..Article::default()
    })
}
