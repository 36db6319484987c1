//! The learned weights and the words they were learned from.
//!
//! `data/clitics_model.tsv` holds two kinds of lines: `cut <tab> its parts joined by +, a pronoun by ~`, the cut
//! words of the training text; and `weight <tab> kind of feature <tab> number <tab> number <tab> weight`.
//! The lexicon made of the words is itself a feature, so training has to leave a text's own words out of it
//! (jack-knife); see `xtask`.

use super::Clitics;
use super::candidates::{candidates, grown};
use super::features::{Feature, KINDS, Subject, packed, unpacked};
use crate::lemma::lists::is_listed;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// What is known of words that were cut by hand.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: HashMap<u64, Clitics, BuildHasherDefault<Ready>>,
    rests: HashMap<u64, (u8, u8), BuildHasherDefault<Ready>>,
    stems: HashMap<u64, u32, BuildHasherDefault<Ready>>,
}

impl Lexicon {
    /// Notes that `word` was cut so.
    pub fn add(&mut self, word: &str, cut: &Clitics) {
        // folded, so that the lexicon knows them in any spelling; offsets stay, for Arabic letters fold to letters
        let folded = crate::fold(word);
        let end = cut.stem_start() + cut.stem(word).len();
        let part = |range: std::ops::Range<usize>| key(folded.get(range).unwrap_or_default());
        self.words.insert(key(&folded), *cut);
        self.rests
            .insert(part(cut.stem_start()..folded.len()), (cut.ending, cut.pronoun));
        *self.stems.entry(part(cut.stem_start()..end)).or_default() += 1;
    }

    /// How well a stem is known: 0 not, 1 once, 2 from several words.
    pub(super) fn stem(&self, stem: &str) -> u64 {
        u64::from((*self.stems.get(&key(stem)).unwrap_or(&0)).min(2))
    }

    /// Whether the rest behind the proclitics is not known, known with this back, or with another.
    pub(super) fn rest(&self, rest: &str, cut: &Clitics) -> u64 {
        known(self.rests.get(&key(rest)), &(cut.ending, cut.pronoun))
    }

    /// Whether the word is not known, known with this cut, or with another.
    pub(super) fn word(&self, word: &str, cut: &Clitics) -> u64 {
        known(self.words.get(&key(word)), cut)
    }
}

/// Takes away the cuts through a word of the lists: its front stays whole, and its back but for ة and ه, where a
/// listed word and another with a pronoun look the same.
fn leave_listed_words_whole(word: &str, all: &mut Vec<Clitics>) {
    if all.len() == 1 {
        return;
    }
    let folded = crate::fold(word);
    if is_listed(&folded) {
        all.retain(|cut| cut.stem_start() == 0);
    }
    if folded.ends_with('ه') {
        return;
    }
    all.retain(|cut| {
        let is_cut_behind = cut.ending > 0 || cut.pronoun > 0;
        !is_cut_behind || !is_listed(folded.get(cut.stem_start()..).unwrap_or_default())
    });
}

fn known<T: PartialEq>(found: Option<&T>, wanted: &T) -> u64 {
    match found {
        None => 0,
        Some(same) if same == wanted => 1,
        Some(_) => 2,
    }
}

fn key(folded: &str) -> u64 {
    xxh3_64(folded.as_bytes())
}

/// Hashes what is a hash already.
#[derive(Clone, Copy, Debug, Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }
    fn write_u64(&mut self, value: u64) {
        // spread kinds and numbers over the table
        self.0 = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Weights and lexicon.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Weights of the features; 0 where absent.
    weights: HashMap<Feature, f32, BuildHasherDefault<Ready>>,
    /// The words they were learned from.
    pub lexicon: Lexicon,
}

static SHIPPED: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("../../data/clitics_model.tsv")));

impl Model {
    /// The model that comes with this crate.
    pub fn shipped() -> &'static Model {
        &SHIPPED
    }

    /// A model with these weights.
    pub fn new(weights: impl IntoIterator<Item = (Feature, f32)>, lexicon: Lexicon) -> Model {
        Model {
            weights: weights.into_iter().filter(|(_, weight)| *weight != 0.0).collect(),
            lexicon,
        }
    }

    /// The best cut of `word`.
    pub fn best(&self, word: &str) -> Clitics {
        grown(word).unwrap_or_else(|| self.best_of(word, candidates(word)))
    }

    /// The best cut that leaves the words of the lists whole, for those who look them up there: سنوات is the plural of
    /// سنة, whatever it ends in.
    pub fn best_but_listed(&self, word: &str) -> Clitics {
        if let Some(cut) = grown(word) {
            return cut;
        }
        let mut all = candidates(word);
        leave_listed_words_whole(word, &mut all);
        self.best_of(word, all)
    }

    /// The best of `all` cuts of a word, of which there is one at least.
    fn best_of(&self, word: &str, all: Vec<Clitics>) -> Clitics {
        let mut best = all[0];
        if all.len() == 1 {
            return best;
        }
        let mut subject = Subject::new(word);
        let mut pushed = Vec::with_capacity(KINDS.len());
        let mut best_score = f32::NEG_INFINITY;
        for cut in all {
            pushed.clear();
            subject.features(&cut, &self.lexicon, &mut pushed);
            let score: f32 = pushed.iter().filter_map(|feature| self.weights.get(feature)).sum();
            if score > best_score {
                (best, best_score) = (cut, score);
            }
        }
        best
    }

    fn read(file: &str) -> Model {
        let mut model = Model::default();
        for line in file.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["cut", parts] => {
                    if let Some((word, cut)) = Clitics::of_parts(parts) {
                        model.lexicon.add(&word, &cut);
                    }
                }
                ["weight", kind, first, second, weight] => {
                    let known = KINDS.iter().position(|name| *name == kind);
                    let numbers = (first.parse::<u64>(), second.parse::<u64>(), weight.parse::<f32>());
                    if let (Some(kind), (Ok(first), Ok(second), Ok(weight))) = (known, numbers) {
                        model.weights.insert(packed(kind as u64, first, second), weight);
                    }
                }
                _ => {}
            }
        }
        model
    }

    /// The lines of a model file: the words as parts joined by `+`, and the weights.
    pub fn written<'w>(&self, words: impl Iterator<Item = &'w str>) -> String {
        let mut out = String::new();
        for parts in words {
            out.push_str(&format!("cut\t{parts}\n"));
        }
        let mut weights: Vec<(Feature, f32)> = self
            .weights
            .iter()
            .map(|(feature, weight)| (*feature, *weight))
            .collect();
        weights.sort_unstable_by_key(|(feature, _)| *feature);
        for (feature, weight) in weights {
            let (kind, first, second) = unpacked(feature);
            out.push_str(&format!("weight\t{}\t{first}\t{second}\t{weight}\n", KINDS[kind]));
        }
        out
    }
}
