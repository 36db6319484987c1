//! `isnad repair`: scraped text in, repaired articles out.

use crate::cli::FilterArguments;
use crate::filter::{self, Processed};
use crate::outcome::Outcome;
use isnad_extract::{Hint, Record, repair};
use isnad_gather::input::{InputContent, InputItem, InputKind, text_of_file};
use isnad_model::Article;

/// Runs the filter.
pub fn run(arguments: &FilterArguments) -> anyhow::Result<Outcome> {
    filter::run_lines(arguments, article_of)
}

fn article_of(item: InputItem) -> Processed<Article> {
    match item.content {
        Err(reason) => Processed::Skipped(reason),
        Ok(InputContent::JsonLine(line)) => match Record::parse(&line) {
            Ok(Record::Text { hint, text }) => Processed::Done(repair(&text, &hint)),
            Ok(Record::Html { .. }) => Processed::Skipped("has html, not text; use isnad extract".to_owned()),
            Ok(Record::Article(_)) => Processed::Skipped("is an article already; use isnad analyse".to_owned()),
            Err(error) => Processed::Skipped(error.to_string()),
        },
        Ok(InputContent::File {
            kind: InputKind::Text,
            bytes,
        }) => Processed::Done(repair(
            &text_of_file(&bytes),
            &Hint {
                id: item.name,
                ..Hint::default()
            },
        )),
        Ok(InputContent::File { .. } | InputContent::Warc(_)) => {
            Processed::Skipped("is no plain text; use isnad extract or isnad import".to_owned())
        }
    }
}
