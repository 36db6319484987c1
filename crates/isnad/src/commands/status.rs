//! `isnad status`: what the store holds and how far the stages are.

use crate::cli::StatusArguments;
use crate::outcome::Outcome;
use isnad_engine::DataPaths;
use isnad_engine::status::{EngineStatus, status};

/// Runs the command.
pub fn run(arguments: &StatusArguments) -> anyhow::Result<Outcome> {
    let state = status(&DataPaths::new(&arguments.data.data))?;
    if arguments.json {
        crate::filter::write_line(&state, &mut std::io::stdout().lock())?;
    } else {
        print(&state);
    }
    Ok(Outcome { done: 1, skipped: 0 })
}

fn print(state: &EngineStatus) {
    for (what, count) in [
        ("captures", state.captures),
        ("articles", state.articles),
        ("revisions", state.revisions),
        ("stories", state.stories),
        ("outlets", state.outlets),
        ("feeds followed", state.sources),
        ("pages to fetch", state.pending_fetches),
        ("database bytes", state.database_bytes),
        ("capture bytes", state.capture_bytes),
    ] {
        println!("{what:16} {count}");
    }
    for stage in &state.stages {
        let lags = format!("{} live, {} backfill behind", stage.lag_live, stage.lag_backfill);
        let failures = if stage.failures > 0 {
            format!(", {} failures", stage.failures)
        } else {
            String::new()
        };
        println!("{:16} {lags}{failures}", stage.stage);
    }
}
