//! Choosing among phrases that overlap.

use super::KEYWORD_LIMIT;
use super::candidates::{Candidate, form};
use super::phrase;
use super::rank::Ranked;
use super::tokens::Tokens;
use isnad_model::{Keyword, NameKind};
use std::collections::BTreeMap;

/// A phrase that shares two words with a better one stands at least so often.
const LEAST_OVERLAPPING: u32 = 2;
/// All words of a name are at least so rare.
const NAME_DOCUMENTS: u32 = 600;
/// A fuller name stands in at least this share of the places of the shorter.
const NAME_SHARE: f32 = 0.3;
/// Spellings listed with a keyword.
const MOST_VARIANTS: usize = 8;

/// The keywords among `ranked`, best first.
pub(super) fn select(ranked: &[Ranked], found: &Tokens<'_>) -> Vec<Keyword> {
    let mut chosen: Vec<Chosen<'_>> = Vec::with_capacity(KEYWORD_LIMIT);
    for Ranked { score, candidate } in ranked {
        let name = name_of(candidate, found);
        if let Some(entry) = chosen.iter_mut().find(|entry| name.is_some() && entry.name == name) {
            entry.others.push(candidate);
            continue;
        }
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
            entry.others.push(candidate);
            continue;
        }
        chosen.push(Chosen {
            score: *score,
            phrase: candidate,
            name,
            others: Vec::new(),
        });
    }
    chosen.iter().map(|entry| entry.keyword(found)).collect()
}

/// One keyword to be: a phrase, and other forms of the same name.
struct Chosen<'c> {
    score: f32,
    phrase: &'c Candidate,
    /// The name that the phrase is, by number, and its kind.
    name: Option<(usize, NameKind)>,
    others: Vec<&'c Candidate>,
}

impl Chosen<'_> {
    fn covers(&self, candidate: &Candidate) -> bool {
        is_covered(candidate, self.phrase)
            || self.others.iter().any(|name| {
                is_covered(candidate, name) || is_part(&name.stems, &candidate.stems) && candidate.stems.len() > 1
            })
    }

    /// Under the best form, a name that is no place's or organization's under the fullest; every other spelling is a variant.
    fn keyword(&self, found: &Tokens<'_>) -> Keyword {
        let mut forms: Vec<&Candidate> = std::iter::once(self.phrase)
            .chain(self.others.iter().copied())
            .collect();
        if !matches!(self.name, Some((_, NameKind::Place | NameKind::Organization))) {
            // stable, so that of equals the best comes first
            forms.sort_by_key(|form| std::cmp::Reverse(form.stems.len()));
        }
        let mut written: Vec<String> = Vec::new();
        for spelling in forms.into_iter().flat_map(|form| spellings(form, found)) {
            if !written.contains(&spelling) {
                written.push(spelling);
            }
        }
        let mut written = written.into_iter();
        Keyword {
            text: written.next().unwrap_or_default(),
            score: self.score,
            variants: written.take(MOST_VARIANTS).collect(),
        }
    }
}

/// The name that a phrase is, as a whole.
fn name_of(candidate: &Candidate, found: &Tokens<'_>) -> Option<(usize, NameKind)> {
    candidate.places.iter().find_map(|place| {
        let named = &found.mentions[found.tokens[*place].mention?];
        let is_all = (named.first, named.end) == (*place, *place + candidate.stems.len());
        is_all.then_some((named.name, named.kind))
    })
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

/// Is `candidate` said already by `taken`? What is longer than `taken` says more, and its rank says whether that matters.
fn is_covered(candidate: &Candidate, taken: &Candidate) -> bool {
    let shares_a_pair = candidate.stems.windows(2).any(|pair| is_part(&taken.stems, pair));
    if shares_a_pair && candidate.occurrences < LEAST_OVERLAPPING {
        return true;
    }
    let alone = candidate.occurrences.saturating_sub(taken.occurrences);
    is_part(&taken.stems, &candidate.stems) && alone < taken.occurrences + 1
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
