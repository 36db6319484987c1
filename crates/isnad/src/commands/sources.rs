//! `isnad sources`: the feeds that are followed, also as a list for other readers.

use crate::cli::SourcesArguments;
use crate::outcome::Outcome;
use anyhow::Context;
use isnad_engine::DataPaths;
use isnad_engine::list::write_list;
use isnad_store::{Access, Source, Store};
use std::io::Write;

/// Runs the command.
pub fn run(arguments: &SourcesArguments) -> anyhow::Result<Outcome> {
    let paths = DataPaths::new(&arguments.data.data);
    let store = Store::open(paths.root(), Access::Read)?;
    let sources = store.sources()?;
    let written = match arguments.opml {
        true => write_list(&store, "Isnad")?,
        false => sources.iter().map(line).collect::<String>().into_bytes(),
    };
    match &arguments.output {
        Some(path) => std::fs::write(path, written).with_context(|| format!("{} cannot be written", path.display()))?,
        None => std::io::stdout().write_all(&written).context("writing the list")?,
    }
    Ok(Outcome {
        done: sources.len() as u64,
        skipped: 0,
    })
}

/// Name, address and state, with tabs between.
fn line(source: &Source) -> String {
    let state = match (source.paused, source.errors, &source.last_error) {
        (true, ..) => "paused".to_owned(),
        (_, 0, _) if source.polled_at.is_none() => "not polled yet".to_owned(),
        (_, 0, _) => "healthy".to_owned(),
        (_, errors, reason) => format!("failed {errors} times: {}", reason.as_deref().unwrap_or("unknown")),
    };
    format!("{}\t{}\t{state}\n", source.name, source.feed_url)
}
