//! The `isnad` command: every stage as a filter, and the store's commands.
//!
//! What: parses the command line, runs one command, turns its outcome into the exit code of
//! docs/FORMATS.md. Limits: no logic of its own; every command is one file in `commands`.

mod cli;
mod commands;
mod filter;
mod outcome;
mod progress;

use clap::Parser;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    outcome::exit_code(commands::run(arguments))
}
