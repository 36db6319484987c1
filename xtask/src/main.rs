//! Development tasks: `cargo xtask test | evaluate | bench | train | screenshots`.
//!
//! `test` is all that a change has to pass; `evaluate` says how good the results are, `bench` how fast; `train` remakes
//! the learned files, `screenshots` the pictures of the reader. Only `test` and `screenshots` work
//! without data from outside the repository.

mod affairs;
mod bench;
mod browser;
mod child;
mod clitics;
mod evaluate;
mod http;
mod logistic;
mod place;
mod screenshots;
mod server;
mod table;
mod test;
mod train;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Development tasks of Isnad")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the tests need and run all of them.
    Test(test::Arguments),
    /// Print quality against data sets.
    Evaluate(evaluate::Arguments),
    /// Print speed beside peers.
    Bench(bench::Arguments),
    /// Remake every learned file.
    Train(train::Arguments),
    /// Remake the pictures of the reader in docs/screenshots.
    Screenshots(screenshots::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Test(arguments) => test::run(arguments),
        Task::Evaluate(arguments) => evaluate::run(arguments),
        Task::Bench(arguments) => bench::run(arguments),
        Task::Train(arguments) => train::run(arguments),
        Task::Screenshots(arguments) => screenshots::run(arguments),
    }
}
