//! Weighing phrases and choosing among those that overlap.

use super::KEYWORD_LIMIT;
use super::candidates::{Candidate, form};
use super::phrase;
use super::tokens::Tokens;
use isnad_model::Keyword;
use std::collections::BTreeMap;

/// Weights, fitted on the training part of AKEC (100 documents), checked on its test part.
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

/// Phrases looked at, best first.
const MOST_LOOKED_AT: usize = 120;
/// A longer phrase replaces nothing unless it stands in this share of the places of the shorter.
const LONGER_SHARE: f32 = 0.2;
/// A longer phrase that stands fewer times adds nothing to the shorter.
const LEAST_LONGER: u32 = 2;
/// All words of a name are at least so rare.
const NAME_DOCUMENTS: u32 = 600;
/// A fuller name stands in at least this share of the places of the shorter.
const NAME_SHARE: f32 = 0.3;
/// A word of more documents than this is hardly a name.
const COMMON_DOCUMENTS: u32 = 30;
/// Spellings listed with a keyword.
const MOST_VARIANTS: usize = 8;

/// The keywords among `candidates`, best first.
pub(super) fn select(candidates: Vec<Candidate>, found: &Tokens<'_>) -> Vec<Keyword> {
    let mut weighed: Vec<(f32, Candidate)> = candidates
        .into_iter()
        .map(|candidate| (weigh(&candidate, found), candidate))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    weighed.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.first.cmp(&second.first)));
    weighed.truncate(MOST_LOOKED_AT);
    let mut chosen: Vec<Chosen<'_>> = Vec::with_capacity(KEYWORD_LIMIT);
    for (score, candidate) in &weighed {
        if chosen.len() == KEYWORD_LIMIT {
            break;
        }
        if chosen.iter().any(|entry| entry.covers(candidate)) {
            continue;
        }
        if let Some(entry) = chosen
            .iter_mut()
            .find(|entry| is_fuller_name(candidate, entry.phrase, found))
        {
            entry.fuller.push(candidate);
            continue;
        }
        chosen.push(Chosen {
            score: *score,
            phrase: candidate,
            fuller: Vec::new(),
        });
    }
    chosen.iter().map(|entry| entry.keyword(found)).collect()
}

/// One keyword to be: a phrase and the fuller forms of the same name.
struct Chosen<'c> {
    score: f32,
    phrase: &'c Candidate,
    fuller: Vec<&'c Candidate>,
}

impl Chosen<'_> {
    fn covers(&self, candidate: &Candidate) -> bool {
        is_covered(candidate, self.phrase)
            || self.fuller.iter().any(|name| {
                is_covered(candidate, name) || is_part(&name.stems, &candidate.stems) && candidate.stems.len() > 1
            })
    }

    /// The fuller name where there is one; every other spelling is a variant.
    fn keyword(&self, found: &Tokens<'_>) -> Keyword {
        let mut written: Vec<String> = Vec::new();
        for candidate in self.fuller.iter().chain(std::iter::once(&self.phrase)) {
            written.extend(spellings(candidate, found));
        }
        let mut written = written.into_iter();
        Keyword {
            text: written.next().unwrap_or_default(),
            score: self.score,
            variants: written.take(MOST_VARIANTS).collect(),
        }
    }
}

/// Is `candidate` the name `taken` with more rare words, and used nearly as often?
fn is_fuller_name(candidate: &Candidate, taken: &Candidate, found: &Tokens<'_>) -> bool {
    candidate.stems.len() > taken.stems.len()
        && is_part(&candidate.stems, &taken.stems)
        && candidate.occurrences as f32 >= NAME_SHARE * taken.occurrences as f32
        && (candidate.first..candidate.first + candidate.stems.len())
            .all(|at| form(found, at).document_frequency <= NAME_DOCUMENTS)
}

fn is_part(long: &[u32], short: &[u32]) -> bool {
    long.windows(short.len()).any(|part| part == short)
}

fn weigh(candidate: &Candidate, found: &Tokens<'_>) -> f32 {
    let length = candidate.stems.len();
    let words = || (candidate.first..candidate.first + length).map(|at| form(found, at));
    let rarity = words().map(|word| word.rarity).sum::<f32>();
    let nominal = candidate
        .places
        .iter()
        .map(|first| {
            (*first..first + length)
                .map(|at| form(found, at).nominal)
                .fold(1.0, f32::min)
        })
        .fold(0.0, f32::max);
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
    let word = |offset: usize| form(found, candidate.first + offset);
    let last = word(length - 1);
    if length == 1 {
        return if last.wants_article { weight::INDEFINITE } else { 1.0 };
    }
    let disagrees = (1..length).any(|offset| {
        let (before, this) = (word(offset - 1), word(offset));
        before.is_definite && !this.is_definite && this.own_documents > COMMON_DOCUMENTS
    });
    let disagreeing = if disagrees { weight::DISAGREEING } else { 1.0 };
    let unfinished = if last.wants_article { weight::UNFINISHED } else { 1.0 };
    disagreeing * unfinished
}

/// Is `candidate` said already by `taken`?
fn is_covered(candidate: &Candidate, taken: &Candidate) -> bool {
    let shares_a_pair = candidate.stems.windows(2).any(|pair| is_part(&taken.stems, pair));
    if shares_a_pair && candidate.occurrences < LEAST_LONGER {
        return true;
    }
    if candidate.stems.len() <= taken.stems.len() {
        let alone = candidate.occurrences.saturating_sub(taken.occurrences);
        return is_part(&taken.stems, &candidate.stems) && alone < taken.occurrences + 1;
    }
    is_part(&candidate.stems, &taken.stems)
        && (candidate.occurrences < LEAST_LONGER
            || (candidate.occurrences as f32) < LONGER_SHARE * taken.occurrences as f32)
}

/// The written forms of a phrase, most used first.
fn spellings(candidate: &Candidate, found: &Tokens<'_>) -> impl Iterator<Item = String> {
    let mut uses: BTreeMap<String, (u32, usize)> = BTreeMap::new();
    for (order, first) in candidate.places.iter().enumerate() {
        let spelling = phrase::shown(found, *first, candidate.stems.len());
        uses.entry(spelling).or_insert((0, order)).0 += 1;
    }
    let mut by_use: Vec<(String, (u32, usize))> = uses.into_iter().collect();
    by_use.sort_by_key(|(_, (count, order))| (std::cmp::Reverse(*count), *order));
    by_use.into_iter().map(|(spelling, _)| spelling)
}
