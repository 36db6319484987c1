//! The clitic segmenter: cross-validated on the set it is learned from, and as shipped on another.

use std::collections::HashSet;

use anyhow::Result;
use isnad_text::clitics::{Model, segmented};

use super::score::Score;
use super::workshop::Workshop;
use crate::clitics::gold::{self, GoldWord};
use crate::clitics::learner;

const FOLDS: usize = 4;

/// What was right among the words looked at.
#[derive(Default)]
struct Tally {
    words: f64,
    right: f64,
    unseen: f64,
    unseen_right: f64,
    folded_right: f64,
    given: f64,
    wanted: f64,
    common: f64,
}

/// WikiNews in four stretches, each cut by a model of the other three; then UD PUD by the shipped model, where only what is
/// written onto a word is compared.
pub fn clitics(workshop: &Workshop) -> Result<Vec<Score>> {
    let words = gold::wikinews(&workshop.shared)?;
    let mut tally = Tally::default();
    let size = words.len().div_ceil(FOLDS);
    for fold in 0..FOLDS {
        let range = fold * size..words.len().min((fold + 1) * size);
        let others: Vec<&GoldWord> = words[..range.start].iter().chain(&words[range.end..]).collect();
        let model = learner::train(&others);
        let seen: HashSet<&str> = others.iter().map(|gold| gold.word.as_str()).collect();
        for gold in &words[range] {
            tally.add(gold, &model, !seen.contains(gold.word.as_str()));
        }
    }
    let (precision, recall) = (tally.common / tally.given, tally.common / tally.wanted);

    let pud = gold::pud(&workshop.shared)?;
    let mut right = 0.0;
    for (word, cuts) in &pud {
        let found = segmented(word).outer_cuts();
        right += f64::from(u8::from(found == *cuts));
    }
    Ok(vec![
        Score::new("clitics", "words right, WikiNews", tally.right / tally.words),
        Score::new(
            "clitics",
            "unseen words right, WikiNews",
            tally.unseen_right / tally.unseen,
        ),
        Score::new(
            "clitics",
            "folded words right, WikiNews",
            tally.folded_right / tally.words,
        ),
        Score::new(
            "clitics",
            "boundary F1, WikiNews",
            2.0 * precision * recall / (precision + recall),
        ),
        Score::new("clitics", "words right, UD PUD", right / pud.len() as f64),
    ])
}

impl Tally {
    fn add(&mut self, gold: &GoldWord, model: &Model, is_unseen: bool) {
        let found = model.best(&gold.word).cuts();
        let is_right = found == gold.cuts;
        self.words += 1.0;
        self.right += f64::from(u8::from(is_right));
        self.unseen += f64::from(u8::from(is_unseen));
        self.unseen_right += f64::from(u8::from(is_unseen && is_right));
        self.folded_right += f64::from(u8::from(model.best(&isnad_text::fold(&gold.word)).cuts() == gold.cuts));
        self.given += found.len() as f64;
        self.wanted += gold.cuts.len() as f64;
        self.common += found.iter().filter(|cut| gold.cuts.contains(cut)).count() as f64;
    }
}
