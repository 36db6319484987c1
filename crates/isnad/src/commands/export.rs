//! `isnad export`: what a search finds, as JSON Lines, CSV or Parquet.

mod parquet;

use crate::cli::{ExportArguments, ExportFormat};
use crate::filter::write_line;
use crate::outcome::Outcome;
use anyhow::{Context, bail};
use isnad_engine::export::export;
use isnad_engine::find::Finder;
use isnad_engine::{DataPaths, now_seconds};
use isnad_model::Article;
use isnad_search::Query;
use isnad_store::ArticleView;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

const COLUMNS: [&str; 12] = [
    "id",
    "external_id",
    "source",
    "url",
    "title",
    "language",
    "published",
    "captured",
    "story",
    "origin",
    "basis",
    "text",
];

/// Runs the command.
pub fn run(arguments: &ExportArguments) -> anyhow::Result<Outcome> {
    let query = match arguments.query.trim() {
        "*" => None,
        written => Some(Query::parse(written)?),
    };
    let finder = Finder::open(&DataPaths::new(&arguments.data.data))?;
    let format = arguments
        .format
        .unwrap_or_else(|| format_of(arguments.output.as_deref()));
    let inner: Box<dyn Write + Send> = match &arguments.output {
        Some(path) => Box::new(File::create(path).with_context(|| format!("{} cannot be written", path.display()))?),
        None if format == ExportFormat::Parquet && io::stdout().is_terminal() => {
            bail!("parquet is no text for a terminal\nhint: name a file with -o FILE")
        }
        None => Box::new(io::stdout()),
    };
    let mut output = BufWriter::new(inner);
    let given = match format {
        ExportFormat::Jsonl => export(&finder, query.as_ref(), now_seconds(), |view, article| {
            write_line(&line_of(&view, article)?, &mut output)
        })?,
        ExportFormat::Csv => {
            let mut table = csv::Writer::from_writer(&mut output);
            table.write_record(COLUMNS)?;
            let given = export(&finder, query.as_ref(), now_seconds(), |view, article| {
                table.write_record(row_of(&view, &article)).map_err(anyhow::Error::from)
            })?;
            table.flush()?;
            given
        }
        ExportFormat::Parquet => {
            let mut table = parquet::Table::new(&mut output)?;
            let given = export(&finder, query.as_ref(), now_seconds(), |view, article| {
                let copies = finder.store().copies_of(view.id)?;
                table.push(&parquet::Row {
                    view: &view,
                    article: &article,
                    copies: &copies,
                })
            })?;
            table.finish()?;
            given
        }
    };
    output.flush().context("output cannot be written")?;
    Ok(Outcome {
        done: given.max(1),
        skipped: 0,
    })
}

/// The format that a file's ending names.
fn format_of(output: Option<&Path>) -> ExportFormat {
    let ending = output.and_then(Path::extension).unwrap_or_default();
    match ending.to_ascii_lowercase().to_str() {
        Some("csv") => ExportFormat::Csv,
        Some("parquet") => ExportFormat::Parquet,
        _ => ExportFormat::Jsonl,
    }
}

/// The article with what the store knows of it beside: `article_id`, `story`, `origin`.
fn line_of(view: &ArticleView, article: Article) -> anyhow::Result<serde_json::Value> {
    let mut line = serde_json::to_value(article)?;
    if let Some(fields) = line.as_object_mut() {
        fields.insert("article_id".to_owned(), view.id.0.into());
        if let Some(story) = view.story {
            fields.insert("story".to_owned(), story.0.into());
        }
        if let Some(origin) = &view.origin {
            fields.insert("origin".to_owned(), origin.as_str().into());
        }
    }
    Ok(line)
}

fn row_of(view: &ArticleView, article: &Article) -> [String; 12] {
    let text_of = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        view.id.to_string(),
        view.external_id.clone(),
        view.source.clone(),
        text_of(&view.url),
        text_of(&view.title),
        text_of(&view.language),
        view.published
            .as_ref()
            .map(|published| published.time.clone())
            .unwrap_or_default(),
        view.captured.clone(),
        view.story.map(|story| story.to_string()).unwrap_or_default(),
        text_of(&view.origin),
        serde_json::to_value(view.basis)
            .ok()
            .and_then(|name| name.as_str().map(str::to_owned))
            .unwrap_or_default(),
        article.text(),
    ]
}
