//! Learns the clitic segmenter from the WikiNews set of Farasa, which may be copied and distributed; counts
//! of words come from the vocabulary. How good it is: `cargo xtask evaluate clitics`.

use crate::clitics::{gold, learner};
use anyhow::Context;
use isnad_text::clitics::pack;
use isnad_text::vocabulary;
use std::collections::BTreeSet;
use std::path::Path;

const HEADER: &str = "\
# How words are cut: `cut` lines are words of Arabic WikiNews as Farasa's annotators cut them (parts joined by +,
# an attached pronoun by ~), `weight` lines the features of cuts and what they weigh (kind, two numbers that
# crates/isnad-text/src/clitics/features.rs explains, weight). Learned by `cargo xtask train clitics`.
";

/// Writes the model to `to`, and the cuts that it gives for the words of the vocabulary to `known`.
pub fn train(shared: &Path, to: &Path, known: &Path) -> anyhow::Result<()> {
    let words = gold::wikinews(shared)?;
    let model = learner::train(&words.iter().collect::<Vec<_>>());
    let cuts: BTreeSet<&str> = words
        .iter()
        .filter(|gold| gold.cut.is_some())
        .map(|gold| gold.parts.as_str())
        .collect();
    let file = format!("{HEADER}{}", model.written(cuts.iter().copied()));
    std::fs::write(to, &file).with_context(|| format!("writing {}", to.display()))?;
    let mut map = fst::MapBuilder::memory();
    let mut failure = None;
    vocabulary::each(|word| {
        let Some(packed) = pack(word, &model.best_but_listed(word)) else {
            return;
        };
        if let Err(error) = map.insert(word, packed) {
            failure.get_or_insert(error);
        }
    });
    if let Some(error) = failure {
        return Err(error.into());
    }
    let map = map.into_inner()?;
    std::fs::write(known, &map).with_context(|| format!("writing {}", known.display()))?;
    println!("known words: {} bytes", map.len());
    println!(
        "clitics: {} words, {} cuts, {} bytes",
        words.len(),
        cuts.len(),
        file.len()
    );
    Ok(())
}
