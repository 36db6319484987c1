//! `cargo xtask train [WHAT]`: remakes every learned file from the corpora beside the repository.
//!
//! Every trainer is deterministic: the same corpora give the same bytes. The corpora are found in
//! `../shared` beside the repository, or where ISNAD_SHARED says.

mod blocks;
mod boosting;
mod clitics;
pub mod corpus;
mod glue;
mod gold;
mod join;
mod keywords;
mod kinship;
mod names;
mod trees;
mod vocabulary;

use anyhow::Context;
use std::path::{Path, PathBuf};

/// Arguments of `cargo xtask train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// What to remake; everything where nothing is named.
    #[arg(value_enum)]
    what: Option<What>,
    /// The unpacked small sets, for `names-report`.
    #[arg(long, value_name = "FOLDER")]
    sets: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Word and document counts: crates/isnad-text/data/vocabulary.fst.
    Vocabulary,
    /// The clitic segmenter, which rests on the vocabulary: crates/isnad-text/data/clitics_*.
    Clitics,
    /// The glue model, which rests on the vocabulary: crates/isnad-extract/data/glue_weights.tsv.
    Glue,
    /// The scorer of blocks: crates/isnad-extract/data/block_scorer.tsv.
    Blocks,
    /// The join of articles and stories: crates/isnad-link/data/join_weights.tsv.
    Join,
    /// The kinship of stories: crates/isnad-link/data/kinship_weights.tsv.
    Kinship,
    /// Classes of words for names: crates/isnad-analyse/data/names/words.fst, which `names` completes.
    NameClasses,
    /// The names tagger and its word table: crates/isnad-analyse/data/names.
    Names,
    /// The odds of keywords: crates/isnad-analyse/data/keywords.tsv, which rest on the names.
    Keywords,
    /// Says how good the names tagger would be; writes nothing.
    NamesReport,
}

/// Runs it.
pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    let shared = shared_folder()?;
    if arguments.what.is_none_or(|what| what == What::Vocabulary) {
        vocabulary::train(&shared, &repository().join("crates/isnad-text/data/vocabulary.fst"))?;
    }
    if arguments.what.is_none_or(|what| what == What::Clitics) {
        let data = repository().join("crates/isnad-text/data");
        clitics::train(
            &shared,
            &data.join("clitics_model.tsv"),
            &data.join("clitics_known.fst"),
        )?;
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
    if arguments.what.is_none_or(|what| what == What::Kinship) {
        kinship::train(
            &shared,
            &repository().join("crates/isnad-link/data/kinship_weights.tsv"),
        )?;
    }
    let names_folder = repository().join("crates/isnad-analyse/data/names");
    if arguments.what.is_none_or(|what| what == What::NameClasses) {
        names::train_classes(&shared, &names_folder.join("words.fst"))?;
    }
    if arguments.what.is_none_or(|what| what == What::Names) {
        names::train(&shared, &names_folder)?;
    }
    if arguments.what.is_none_or(|what| what == What::Keywords) {
        keywords::train(&shared, &repository().join("crates/isnad-analyse/data/keywords.tsv"))?;
    }
    if arguments.what == Some(What::NamesReport) {
        let sets = arguments
            .sets
            .context("--sets names the folder of the unpacked small sets")?;
        names::examine(&shared, &names_folder, &sets)?;
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
