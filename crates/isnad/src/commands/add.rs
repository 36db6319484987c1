//! `isnad add`: follow a feed.

use crate::cli::AddArguments;
use crate::outcome::Outcome;
use anyhow::Context;
use isnad_engine::add::{add_source, find_feed};
use isnad_engine::{DataPaths, now_seconds};
use isnad_gather::{FetchSettings, Fetcher};
use isnad_store::{Access, Store};

/// Runs the command.
pub fn run(arguments: &AddArguments) -> anyhow::Result<Outcome> {
    let paths = DataPaths::new(&arguments.data.data);
    let fetcher = Fetcher::new(FetchSettings {
        allow_private_addresses: arguments.allow_private,
        ..FetchSettings::default()
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop")?;
    let found = runtime.block_on(find_feed(&fetcher, &arguments.url))?;
    let store = Store::open(paths.root(), Access::Write)?;
    let added = add_source(&store, found, arguments.name.as_deref(), now_seconds())?;
    println!("{} ({})", added.name, added.feed_url);
    for other in &added.others {
        println!("the page also names {other}");
    }
    eprintln!("hint: isnad serve polls it");
    Ok(Outcome { done: 1, skipped: 0 })
}
