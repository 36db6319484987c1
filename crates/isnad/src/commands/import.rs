//! `isnad import`: captures into the store, stages after them.

use crate::cli::ImportArguments;
use crate::outcome::Outcome;
use crate::progress::Progress;
use isnad_engine::import::Importer;
use isnad_engine::{Bell, DataPaths, EngineError, Runner, now_seconds};
use isnad_gather::input::{InputOptions, read_paths, total_bytes};
use isnad_store::{Access, Store};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Runs the command.
pub fn run(arguments: &ImportArguments) -> anyhow::Result<Outcome> {
    let paths = DataPaths::new(&arguments.data.data);
    let store = Store::open(paths.root(), Access::Write)?;
    let bell = Arc::new(Bell::default());
    let runner = Runner::start(&paths, bell.clone())?;
    let options = InputOptions::default();
    let progress = Progress::new(total_bytes(&arguments.paths), options.bytes_read.clone());
    let mut importer = Importer::new(&store, &bell, arguments.source.clone(), now_seconds());
    let mut skip = |place: &str, reason: &str| progress.error(place, reason);

    let mut failed: Option<EngineError> = None;
    let _stopped_early = read_paths(&arguments.paths, &options, &mut |item| {
        if let Err(error) = importer.take(item, &mut skip) {
            failed = Some(error);
            return ControlFlow::Break(());
        }
        let so_far = importer.imported();
        progress.show(so_far.added + so_far.known, so_far.skipped);
        ControlFlow::Continue(())
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    let imported = importer.flush(&mut skip)?;
    progress.show(imported.added + imported.known, imported.skipped);
    match runner {
        Some(runner) => {
            runner.wait_until_caught_up(|| progress.wait_for("reading, linking, indexing".to_owned()))?;
            runner.stop()?;
            progress.finish();
        }
        None => {
            progress.finish();
            eprintln!("note: another isnad holds the store and will read, link and index what was added");
        }
    }
    eprintln!(
        "{} added, {} known already, {} feeds, {} skipped",
        imported.added, imported.known, imported.sources, imported.skipped
    );
    Ok(Outcome {
        done: imported.added + imported.known + imported.sources,
        skipped: imported.skipped,
    })
}
