//! `isnad backup`: a consistent copy of the store.

use crate::cli::BackupArguments;
use crate::outcome::Outcome;
use isnad_engine::DataPaths;
use isnad_store::{Access, Store};

/// Runs the command.
pub fn run(arguments: &BackupArguments) -> anyhow::Result<Outcome> {
    let paths = DataPaths::new(&arguments.data.data);
    let store = Store::open(paths.root(), Access::Read)?;
    store.backup(&arguments.to)?;
    eprintln!(
        "{} holds a copy; its search index is built by the first isnad import or serve on it",
        arguments.to.display()
    );
    Ok(Outcome { done: 1, skipped: 0 })
}
