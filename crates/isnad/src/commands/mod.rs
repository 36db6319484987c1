//! One command a file.

mod add;
mod analyse;
mod backup;
mod demo;
mod export;
mod extract;
mod import;
mod link;
mod listening;
mod repair;
mod search;
mod serve;
mod sources;
mod status;
mod stopping;

use crate::cli::{Arguments, Command};
use crate::outcome::Outcome;

/// Runs the command.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    match arguments.command {
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Repair(arguments) => repair::run(&arguments),
        Command::Analyse(arguments) => analyse::run(&arguments),
        Command::Link(arguments) => link::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Add(arguments) => add::run(&arguments),
        Command::Sources(arguments) => sources::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Backup(arguments) => backup::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Serve(arguments) => serve::run(arguments),
    }
}
