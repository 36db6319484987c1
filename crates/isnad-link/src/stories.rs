//! Stories: what is compared between an article and the stories of its window.
//!
//! Members that share rare terms are found by an inverted index and compared exactly, by the cosine of their
//! whole texts, in which title and lead weigh more. A story is as near as its nearest members.
//! Limits: one language at a time; a story goes on only while its last members are in the window.
//! Source: online clustering after Miranda et al. 2018 and Saravanakumar et al. 2021, sparse part.

use crate::held::Held;
use crate::join::JoinFeatures;
use crate::member::{MemberTerm, Order};
use crate::postings::Postings;
use crate::{Member, Settings};
use isnad_model::ArticleId;
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

pub(crate) const SECONDS_PER_DAY: f32 = 86_400.0;
const SQUARED_STEPS: f32 = 255.0 * 255.0;

/// A story that an arrival could join.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) story: ArticleId,
    /// Slot of the nearest member, and its place among members: it decides between equals.
    pub(crate) nearest: u32,
    pub(crate) order: Order,
    /// Similarity with it.
    pub(crate) nearest_similarity: f32,
    /// Mean similarity with the two nearest members.
    pub(crate) two_nearest: f32,
    /// What was measured, and the log odds of it; 0 before.
    pub(crate) measured: JoinFeatures,
    pub(crate) odds: f32,
}

/// Keys by which a member can be found: its heaviest terms, heaviest first.
pub(crate) fn index_keys(terms: &[MemberTerm], limit: usize) -> Vec<(u32, u8)> {
    let mut keys: Vec<(u32, u8)> = terms.iter().map(|term| (term.key, term.whole)).collect();
    keys.sort_unstable_by_key(|(key, weight)| (std::cmp::Reverse(*weight), *key));
    keys.truncate(limit);
    keys
}

/// Slots of members that share indexed terms with `arrival`, the most promising first.
pub(crate) fn candidates(
    arrival: &Member,
    terms: &Postings,
    window: &RangeInclusive<i32>,
    days: &[i32],
    settings: &Settings,
    order_of: impl Fn(u32) -> Order,
) -> Vec<u32> {
    let mut promise: FxHashMap<u32, u32> = FxHashMap::default();
    for (key, weight) in index_keys(&arrival.terms, settings.indexed_terms) {
        let slots = terms.within(key, window, days);
        if slots.len() > settings.common_term_articles {
            continue;
        }
        for slot in slots {
            *promise.entry(slot).or_default() += u32::from(weight) * u32::from(weight);
        }
    }
    let mut ranked: Vec<(u32, u32)> = promise.into_iter().collect();
    if ranked.len() > settings.story_candidates {
        let at = settings.story_candidates - 1;
        ranked.select_nth_unstable_by_key(at, |(slot, sum)| (std::cmp::Reverse(*sum), order_of(*slot)));
        ranked.truncate(settings.story_candidates);
    }
    ranked.into_iter().map(|(slot, _)| slot).collect()
}

/// Similarity of two members, 0..=1.
pub(crate) fn similarity(one: &Member, other: &Held) -> f32 {
    let mut sum = 0_u32;
    let mut own = one.terms.iter().peekable();
    for (key, whole) in other.terms() {
        while own.next_if(|term| term.key < key).is_some() {}
        if let Some(term) = own.next_if(|term| term.key == key) {
            sum += u32::from(term.whole) * u32::from(whole);
        }
    }
    (sum as f32 / SQUARED_STEPS).min(1.0)
}

/// A member and how near it is to the arrival.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    pub(crate) slot: u32,
    pub(crate) order: Order,
    pub(crate) story: ArticleId,
    pub(crate) similarity: f32,
}

/// Stories of the scored members, those with the nearest members first; not yet measured.
pub(crate) fn nearest(scored: &[Scored]) -> Vec<Candidate> {
    let mut by_story: FxHashMap<ArticleId, Candidate> = FxHashMap::default();
    let mut ordered: Vec<&Scored> = scored.iter().collect();
    ordered.sort_unstable_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.order.cmp(&b.order)));
    let mut counts: FxHashMap<ArticleId, u32> = FxHashMap::default();
    for member in ordered {
        let count = counts.entry(member.story).or_default();
        *count += 1;
        match *count {
            1 => {
                let candidate = Candidate {
                    story: member.story,
                    nearest: member.slot,
                    order: member.order,
                    nearest_similarity: member.similarity,
                    two_nearest: member.similarity,
                    measured: JoinFeatures::default(),
                    odds: 0.0,
                };
                by_story.insert(member.story, candidate);
            }
            2 => {
                if let Some(candidate) = by_story.get_mut(&member.story) {
                    candidate.two_nearest = (candidate.nearest_similarity + member.similarity) / 2.0;
                }
            }
            _ => {}
        }
    }
    let mut found: Vec<Candidate> = by_story.into_values().collect();
    found.sort_unstable_by(|a, b| {
        let nearness = b.nearest_similarity.total_cmp(&a.nearest_similarity);
        nearness.then(a.order.cmp(&b.order))
    });
    found
}

/// How near the best story is that does not stand at one of the places `without`.
pub(crate) fn elsewhere(candidates: &[Candidate], without: &[usize]) -> f32 {
    candidates
        .iter()
        .enumerate()
        .filter(|(at, _)| !without.contains(at))
        .map(|(_, candidate)| candidate.two_nearest)
        .fold(0.0, f32::max)
}

/// Best first.
pub(crate) fn sort(ranked: &mut [Candidate]) {
    ranked.sort_unstable_by(|a, b| b.odds.total_cmp(&a.odds).then(a.order.cmp(&b.order)));
}

/// Weights of a member's terms by key.
pub(crate) type Weights = FxHashMap<u32, u32>;

/// The terms of a member made ready for [`centre_similarity`].
pub(crate) fn weights_of(member: &Member) -> Weights {
    let weights = member.terms.iter().map(|term| (term.key, u32::from(term.whole)));
    weights.collect()
}

/// Cosine of a member with the sum of others, on the vectors of the whole.
pub(crate) fn centre_similarity(own: &Weights, others: &[&Held]) -> f32 {
    let mut centre = Weights::default();
    centre.reserve(others.iter().map(|other| other.terms().size_hint().0).sum());
    for (key, whole) in others.iter().flat_map(|other| other.terms()) {
        *centre.entry(key).or_default() += u32::from(whole);
    }
    let (mut product, mut squares) = (0_u64, 0_u64);
    for (key, weight) in &centre {
        product += u64::from(*weight) * u64::from(own.get(key).copied().unwrap_or(0));
        squares += u64::from(*weight) * u64::from(*weight);
    }
    let own_squares: u64 = own.values().map(|weight| u64::from(*weight) * u64::from(*weight)).sum();
    let norm = ((squares as f64) * (own_squares as f64)).sqrt();
    if norm > 0.0 {
        (product as f64 / norm) as f32
    } else {
        0.0
    }
}

/// Keys that brought two members together, the weightiest first.
pub(crate) fn deciding_keys(one: &Member, other: &Member, limit: usize) -> Vec<u32> {
    let mut shares: Vec<(u32, u32)> = Vec::new();
    shared_terms(&one.terms, &other.terms, |first, second| {
        let weight = u32::from(first.title) * u32::from(second.title)
            + u32::from(first.lead) * u32::from(second.lead)
            + u32::from(first.whole) * u32::from(second.whole);
        shares.push((weight, first.key));
    });
    shares.sort_unstable_by_key(|(weight, key)| (std::cmp::Reverse(*weight), *key));
    shares.into_iter().take(limit).map(|(_, key)| key).collect()
}

fn shared_terms(one: &[MemberTerm], other: &[MemberTerm], mut visit: impl FnMut(&MemberTerm, &MemberTerm)) {
    let (mut at, mut other_at) = (0, 0);
    while let (Some(first), Some(second)) = (one.get(at), other.get(other_at)) {
        match first.key.cmp(&second.key) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other_at += 1,
            std::cmp::Ordering::Equal => {
                visit(first, second);
                at += 1;
                other_at += 1;
            }
        }
    }
}
