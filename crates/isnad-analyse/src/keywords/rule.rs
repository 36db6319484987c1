//! The weight of a phrase by a rule: uses times rarity, more for what stands early or in the title.
//!
//! Limits: its few weights were set by hand with an eye on the training part of AKEC, as in KP-Miner; what is learned is in
//! [`super::odds`].

use super::candidates::{Candidate, form};
use super::measure;
use super::tokens::Tokens;

mod weight {
    /// A phrase of one, two, three, four words.
    pub const LENGTH: [f32; 4] = [0.5, 1.4, 1.2, 1.2];
    /// A phrase of several words that stands once.
    pub const ONCE: f32 = 0.5;
    /// A word that is surely a verb.
    pub const VERB: f32 = 0.3;
    /// How much standing early adds, and after how many words that has fallen to 1/e.
    pub const EARLY: f32 = 6.0;
    pub const EARLY_WORDS: f32 = 40.0;
    /// A word with the article before one without: «الوزير مدينة» is no phrase, though «الرئيس علييف» is.
    pub const DISAGREEING: f32 = 0.6;
    /// A phrase that ends in a noun that wants the article: «وزير خارجية».
    pub const UNFINISHED: f32 = 0.5;
    /// One such noun alone.
    pub const INDEFINITE: f32 = 0.3;
    pub const TITLE: f32 = 1.5;
}

/// The weight of a phrase by the rule.
pub(super) fn weigh(candidate: &Candidate, found: &Tokens<'_>) -> f32 {
    let length = candidate.stems.len();
    let words = || (candidate.first..candidate.first + length).map(|at| form(found, at));
    let rarity = words().map(|word| word.rarity).sum::<f32>();
    let nominal = measure::nominal(candidate, found);
    let early = 1.0 + weight::EARLY * (-(candidate.first as f32) / weight::EARLY_WORDS).exp();
    let once = if length > 1 && candidate.occurrences == 1 {
        weight::ONCE
    } else {
        1.0
    };
    let title = if candidate.is_in_title { weight::TITLE } else { 1.0 };
    candidate.occurrences as f32
        * rarity
        * agreement(candidate, found)
        * (weight::VERB + (1.0 - weight::VERB) * nominal)
        * weight::LENGTH[length - 1]
        * early
        * once
        * title
}

/// How well the words go together, by their articles.
fn agreement(candidate: &Candidate, found: &Tokens<'_>) -> f32 {
    let length = candidate.stems.len();
    let last = form(found, candidate.first + length - 1);
    if length == 1 {
        return if last.wants_article { weight::INDEFINITE } else { 1.0 };
    }
    let disagreeing = if measure::disagrees(candidate, found) {
        weight::DISAGREEING
    } else {
        1.0
    };
    let unfinished = if last.wants_article { weight::UNFINISHED } else { 1.0 };
    disagreeing * unfinished
}
