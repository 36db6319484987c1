//! `cargo xtask bench [NAME...]`: speed and memory of the release binary, beside a peer where one can be installed.
//!
//! Whole commands are measured from outside (wall time, processor time, peak resident set), on the same input and in the
//! same run as the peer. Numbers of a busy machine are low: compare ratios, and look at the processor time.

mod desk;
mod extraction;
mod linking;
mod measure;
mod peers;
mod search;
mod store;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::place;
use crate::table::Table;
use measure::{Bench, Measure};

/// Arguments of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Arguments {
    /// What to measure; everything but what takes long where nothing is named.
    names: Vec<Name>,
    /// Measure this binary instead of building one.
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
}

/// Something to measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Name {
    /// HTML pages to articles on one core, beside resiliparse and dom_smoothie.
    Extraction,
    /// Articles to readings, and to copies and stories, on one core.
    Linking,
    /// Linking of a million articles made of sentences of others, by tenths; only where it is named.
    LinkingGrown,
    /// The search index alone: how fast it is filled, how large it is, how long queries take.
    Search,
    /// The same with a million articles made of sentences of others; only where it is named.
    SearchGrown,
    /// Import of 31,525 articles through every stage; then the server over them.
    Store,
    /// Pages of the reader over the same articles, one reader and then 200 at once.
    Desk,
}

impl Name {
    const ALL: [Name; 5] = [Name::Extraction, Name::Linking, Name::Search, Name::Store, Name::Desk];
}

/// Measures, prints one table and writes it to `bench/report.md` in the target folder.
pub fn run(arguments: Arguments) -> Result<()> {
    let Some(shared) = place::shared() else {
        println!(
            "nothing to measure: the data sets are absent (neither ISNAD_SHARED nor ../shared names their folder)"
        );
        return Ok(());
    };
    let bench = Bench::open(shared, place::binary(arguments.binary)?)?;
    let names = if arguments.names.is_empty() {
        Name::ALL.to_vec()
    } else {
        arguments.names
    };
    let mut measures = Vec::new();
    let mut failed = Vec::new();
    for name in names {
        eprintln!("{name:?} ...");
        let result = match name {
            Name::Extraction => extraction::run(&bench),
            Name::Linking => linking::run(&bench),
            Name::LinkingGrown => linking::grown(&bench),
            Name::Search => search::run(&bench),
            Name::SearchGrown => search::grown(&bench),
            Name::Store => store::run(&bench),
            Name::Desk => desk::run(&bench),
        };
        match result {
            Ok(found) => measures.extend(found),
            Err(error) => failed.push(format!("{name:?}: {error:#}")),
        }
    }

    let table = tabulate(&measures);
    println!("{table}");
    let path = place::output(&["bench", "report.md"])?;
    let text = format!(
        "# Speed\n\n{}, commit {}, {}\n\n{table}",
        place::today(),
        place::commit(),
        place::machine()
    );
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    for reason in &failed {
        eprintln!("not measured: {reason}");
    }
    if !failed.is_empty() {
        bail!("{} benches failed", failed.len());
    }
    Ok(())
}

fn tabulate(measures: &[Measure]) -> String {
    let mut table = Table::new(&["what", "measure", "value", "goal", ""]);
    for measure in measures {
        table.push(vec![
            measure.what.clone(),
            measure.measure.to_owned(),
            measure.shown(),
            measure.goal.map(|goal| goal.to_string()).unwrap_or_default(),
            measure.verdict().to_owned(),
        ]);
    }
    table.markdown()
}
