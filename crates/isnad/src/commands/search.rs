//! `isnad search`: hits on the terminal or as one JSON object.

use crate::cli::{Copies, SearchArguments};
use crate::outcome::Outcome;
use isnad_engine::find::{FindOptions, Finder, Found};
use isnad_engine::{DataPaths, now_seconds};
use isnad_search::{Order, Query};
use serde::Serialize;
use std::io::Write;

/// The JSON of a search: the contract of docs/FORMATS.md.
#[derive(Serialize)]
struct SearchResult<'a> {
    total: u64,
    hits: Vec<SearchHit<'a>>,
    /// Where nothing matches: a query that may find something.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
}

#[derive(Serialize)]
struct SearchHit<'a> {
    id: i32,
    external_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a isnad_model::ClaimedTime>,
    captured: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<i32>,
    snippet: &'a str,
    copies: u32,
    basis: isnad_model::Basis,
}

/// Runs the command.
pub fn run(arguments: &SearchArguments) -> anyhow::Result<Outcome> {
    let query = Query::parse(&arguments.query)?;
    let finder = Finder::open(&DataPaths::new(&arguments.data.data))?;
    let (found, suggestion) = finder.find_or_suggest(
        &arguments.query,
        &query,
        &FindOptions {
            limit: arguments.limit,
            after: None,
            order: Order::Relevance,
            fold_copies: arguments.copies == Copies::Fold,
            now_seconds: now_seconds(),
            facets: false,
        },
    )?;
    let mut output = std::io::stdout().lock();
    if arguments.json {
        crate::filter::write_line(&result_of(&found, suggestion), &mut output)?;
    } else {
        print_hits(&found, &mut output)?;
        if let Some(better) = suggestion {
            writeln!(output, "hint: nothing has these words; try «{better}»")?;
        }
    }
    Ok(Outcome { done: 1, skipped: 0 })
}

fn result_of(found: &Found, suggestion: Option<String>) -> SearchResult<'_> {
    let hits = found.hits.iter().map(|hit| SearchHit {
        id: hit.article.id.0,
        external_id: &hit.article.external_id,
        title: hit.article.title.as_deref(),
        url: hit.article.url.as_deref(),
        source: &hit.article.source,
        published: hit.article.published.as_ref(),
        captured: &hit.article.captured,
        story: hit.article.story.map(|story| story.0),
        snippet: &hit.snippet,
        copies: hit.copies,
        basis: hit.article.basis,
    });
    SearchResult {
        total: found.total,
        hits: hits.collect(),
        suggestion,
    }
}

fn print_hits(found: &Found, output: &mut impl Write) -> std::io::Result<()> {
    writeln!(output, "{} found", found.total)?;
    for hit in &found.hits {
        let article = &hit.article;
        let time = article
            .published
            .as_ref()
            .map_or(article.captured.as_str(), |published| published.time.as_str());
        writeln!(output, "\n{}", article.title.as_deref().unwrap_or("(no title)"))?;
        let copies = if hit.copies > 0 {
            format!("  copies: {}", hit.copies)
        } else {
            String::new()
        };
        writeln!(output, "  {}  {time}  id {}{copies}", article.source, article.id)?;
        writeln!(output, "  {}", hit.snippet)?;
    }
    Ok(())
}
