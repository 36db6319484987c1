//! `cargo xtask train [WHAT]`: remakes every learned file from the corpora beside the repository.
//!
//! Every trainer is deterministic: the same corpora give the same bytes. The corpora are found in
//! `../shared` beside the repository, or where ISNAD_SHARED says.

mod blocks;
mod boosting;
mod corpus;
mod glue;
mod gold;
mod join;
mod vocabulary;

use anyhow::Context;
use std::path::{Path, PathBuf};

/// Arguments of `cargo xtask train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// What to remake; everything where nothing is named.
    #[arg(value_enum)]
    what: Option<What>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Word and document counts: crates/isnad-text/data/vocabulary.fst.
    Vocabulary,
    /// The glue model, which rests on the vocabulary: crates/isnad-extract/data/glue_weights.tsv.
    Glue,
    /// The scorer of blocks: crates/isnad-extract/data/block_scorer.tsv.
    Blocks,
    /// The join of articles and stories: crates/isnad-link/data/join_weights.tsv.
    Join,
}

/// Runs it.
pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    let shared = shared_folder()?;
    if arguments.what.is_none_or(|what| what == What::Vocabulary) {
        vocabulary::train(&shared, &repository().join("crates/isnad-text/data/vocabulary.fst"))?;
    }
    if arguments.what.is_none_or(|what| what == What::Glue) {
        glue::train(
            &shared,
            &repository().join("crates/isnad-extract/data/glue_weights.tsv"),
        )?;
    }
    if arguments.what.is_none_or(|what| what == What::Blocks) {
        blocks::train(
            &shared,
            &repository().join("crates/isnad-extract/data/block_scorer.tsv"),
        )?;
    }
    if arguments.what.is_none_or(|what| what == What::Join) {
        join::train(&shared, &repository().join("crates/isnad-link/data/join_weights.tsv"))?;
    }
    Ok(())
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn shared_folder() -> anyhow::Result<PathBuf> {
    let folder = match std::env::var_os("ISNAD_SHARED") {
        Some(given) => PathBuf::from(given),
        None => repository().join("../shared"),
    };
    folder
        .canonicalize()
        .with_context(|| format!("no corpora at {}; set ISNAD_SHARED to their folder", folder.display()))
}
