//! `isnad extract`: pages in, articles out.

use crate::cli::FilterArguments;
use crate::filter::{self, Processed};
use crate::outcome::Outcome;
use isnad_extract::{Hint, Record, extract};
use isnad_gather::input::{InputContent, InputItem, InputKind, page_of_warc};
use isnad_model::Article;

/// Runs the filter.
pub fn run(arguments: &FilterArguments) -> anyhow::Result<Outcome> {
    filter::run_lines(arguments, article_of)
}

fn article_of(item: InputItem) -> Processed<Article> {
    let content = match item.content {
        Ok(content) => content,
        Err(reason) => return Processed::Skipped(reason),
    };
    match content {
        InputContent::JsonLine(line) => match Record::parse(&line) {
            Ok(Record::Html { hint, html }) => Processed::Done(extract(html.as_bytes(), &hint)),
            Ok(Record::Text { .. }) => Processed::Skipped("has text, not html; use isnad repair".to_owned()),
            Ok(Record::Article(_)) => Processed::Skipped("is an article already; use isnad analyse".to_owned()),
            Err(error) => Processed::Skipped(error.to_string()),
        },
        InputContent::Warc(record) => match page_of_warc(&record) {
            Ok(Some(page)) => {
                let hint = Hint {
                    id: page.id,
                    url: page.url,
                    captured: page.captured,
                    content_type: page.content_type,
                    ..Hint::default()
                };
                Processed::Done(extract(&page.bytes, &hint))
            }
            Ok(None) => Processed::NotMeant,
            Err(reason) => Processed::Skipped(reason),
        },
        InputContent::File {
            kind: InputKind::Html,
            bytes,
        } => Processed::Done(extract(
            &bytes,
            &Hint {
                id: item.name,
                ..Hint::default()
            },
        )),
        InputContent::File {
            kind: InputKind::Text, ..
        } => Processed::Skipped("is plain text, not HTML; use isnad repair".to_owned()),
        InputContent::File { .. } => Processed::Skipped("is a feed, not a page; use isnad import".to_owned()),
    }
}
