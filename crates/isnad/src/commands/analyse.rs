//! `isnad analyse`: articles in, readings out.

use crate::cli::FilterArguments;
use crate::filter::{self, Processed};
use crate::outcome::Outcome;
use isnad_analyse::{Statistics, analyse};
use isnad_extract::{Hint, Record};
use isnad_gather::input::{InputContent, InputItem};
use isnad_model::Article;

/// Runs the filter.
pub fn run(arguments: &FilterArguments) -> anyhow::Result<Outcome> {
    let statistics = Statistics::shipped();
    let each = |item| match article_of(item) {
        Processed::Done(article) => Processed::Done(analyse(&article, &statistics)),
        Processed::Skipped(reason) => Processed::Skipped(reason),
        Processed::NotMeant => Processed::NotMeant,
    };
    filter::run_lines(arguments, each)
}

/// The article of one line of input; its text as given, so that offsets are those of the input.
pub fn article_of(item: InputItem) -> Processed<Article> {
    match item.content {
        Err(reason) => Processed::Skipped(reason),
        Ok(InputContent::JsonLine(line)) => match Record::parse(&line) {
            Ok(Record::Html { .. }) => Processed::Skipped("has html; use isnad extract first".to_owned()),
            Ok(record) => Processed::Done(record.into_article(&Hint::default())),
            Err(error) => Processed::Skipped(error.to_string()),
        },
        Ok(_) => Processed::Skipped("is not JSON Lines; use isnad extract or isnad repair first".to_owned()),
    }
}
