//! `isnad link`: articles in order of arrival in, copies and stories out.
//!
//! Fingerprints are made on all cores; linking itself is one stream in input order.

use super::analyse::article_of;
use crate::cli::LinkArguments;
use crate::filter::{self, Processed};
use crate::outcome::Outcome;
use isnad_analyse::{Statistics, features};
use isnad_link::{LinkStream, Settings};
use isnad_model::{Article, Features, Linked};
use std::io::Write;

/// Runs the filter.
pub fn run(arguments: &LinkArguments) -> anyhow::Result<Outcome> {
    let statistics = Statistics::shipped();
    let each = |item| match article_of(item) {
        Processed::Done(article) => {
            let found = features::features(&article, &statistics);
            Processed::Done((article, found))
        }
        Processed::Skipped(reason) => Processed::Skipped(reason),
        Processed::NotMeant => Processed::NotMeant,
    };
    if arguments.follow {
        let mut following = Some(LinkStream::new(Settings::default()));
        return filter::run(
            &arguments.filter,
            each,
            move |arrival: Option<(Article, Features)>, output: &mut dyn Write| {
                let mut events = Vec::new();
                match (arrival, &mut following) {
                    (Some((article, found)), Some(stream)) => {
                        stream.follow(&article, &found, |event| events.push(event));
                    }
                    (_, ended) => {
                        if let Some(stream) = ended.take() {
                            stream.finish_following(|event| events.push(event));
                        }
                    }
                }
                events.iter().try_for_each(|event| filter::write_line(event, output))
            },
        );
    }
    let mut stream = Some(LinkStream::new(Settings::default()));
    let mut lines: Vec<Linked> = Vec::new();
    filter::run(
        &arguments.filter,
        each,
        move |arrival: Option<(Article, Features)>, output: &mut dyn Write| {
            match (arrival, &mut stream) {
                (Some((article, found)), Some(stream)) => stream.push(&article, &found, |line| lines.push(line)),
                (_, ended) => {
                    if let Some(stream) = ended.take() {
                        stream.finish(|line| lines.push(line));
                    }
                }
            }
            lines.drain(..).try_for_each(|line| filter::write_line(&line, output))
        },
    )
}
