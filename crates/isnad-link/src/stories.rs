//! Stories: which event of the window an arrival belongs to.
//!
//! Members that share rare terms are scored exactly: a weighted sum of the cosines of titles, leads and
//! whole texts, halved every few days of distance. A story's score is the mean of its nearest members; the
//! best story above the threshold is joined, a second one far above it becomes one with it.
//! Limits: one language at a time; a story goes on only while its last members are in the window.
//! Source: online clustering after Miranda et al. 2018 and Saravanakumar et al. 2021, sparse part.

use crate::member::MemberTerm;
use crate::postings::Postings;
use crate::{Member, Settings};
use isnad_model::ArticleId;
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

const SECONDS_PER_DAY: f32 = 86_400.0;
const SQUARED_STEPS: f32 = 255.0 * 255.0;

/// A story that an arrival could join.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) story: ArticleId,
    pub(crate) score: f32,
    /// Slot of the nearest member.
    pub(crate) nearest: u32,
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
    id_of: impl Fn(u32) -> ArticleId,
) -> Vec<u32> {
    let mut promise: FxHashMap<u32, u32> = FxHashMap::default();
    for (key, weight) in index_keys(&arrival.terms, settings.indexed_terms) {
        let slots = terms.within(key, window, days);
        if slots.len() > settings.common_term_articles {
            continue;
        }
        for slot in slots {
            *promise.entry(*slot).or_default() += u32::from(weight) * u32::from(weight);
        }
    }
    let mut ranked: Vec<(u32, u32)> = promise.into_iter().collect();
    if ranked.len() > settings.story_candidates {
        let at = settings.story_candidates - 1;
        ranked.select_nth_unstable_by_key(at, |(slot, sum)| (std::cmp::Reverse(*sum), id_of(*slot)));
        ranked.truncate(settings.story_candidates);
    }
    ranked.into_iter().map(|(slot, _)| slot).collect()
}

/// Similarity of two members before time is considered, 0..=1.
pub(crate) fn similarity(one: &Member, other: &Member, settings: &Settings) -> f32 {
    let mut sums = [0_u32; 3];
    shared_terms(&one.terms, &other.terms, |first, second| {
        sums[0] += u32::from(first.title) * u32::from(second.title);
        sums[1] += u32::from(first.lead) * u32::from(second.lead);
        sums[2] += u32::from(first.whole) * u32::from(second.whole);
    });
    let weights = [settings.title_weight, settings.lead_weight, settings.whole_weight];
    let weighted: f32 = sums
        .iter()
        .zip(weights)
        .map(|(sum, weight)| *sum as f32 / SQUARED_STEPS * weight)
        .sum();
    weighted.min(1.0)
}

/// The share of similarity that is left at this distance in time.
pub(crate) fn nearness(one: &Member, other: &Member, settings: &Settings) -> f32 {
    let distance_days = one.linking_time.abs_diff(other.linking_time) as f32 / SECONDS_PER_DAY;
    (-distance_days / settings.half_life_days).exp2()
}

/// A member and how near it is to the arrival.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    pub(crate) slot: u32,
    pub(crate) article: ArticleId,
    pub(crate) story: ArticleId,
    pub(crate) score: f32,
}

/// Stories of the scored members, best first.
pub(crate) fn rank(scored: &[Scored], nearest_members: usize) -> Vec<Candidate> {
    let mut by_story: FxHashMap<ArticleId, Vec<(f32, u32, ArticleId)>> = FxHashMap::default();
    for member in scored {
        let entry = (member.score, member.slot, member.article);
        by_story.entry(member.story).or_default().push(entry);
    }
    let mut ranked: Vec<Candidate> = by_story
        .into_iter()
        .map(|(story, mut members)| {
            members.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
            members.truncate(nearest_members.max(1));
            let mean = members.iter().map(|member| member.0).sum::<f32>() / members.len() as f32;
            Candidate {
                story,
                score: mean,
                nearest: members[0].1,
            }
        })
        .collect();
    sort(&mut ranked);
    ranked
}

/// Best first.
pub(crate) fn sort(ranked: &mut [Candidate]) {
    ranked.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.story.cmp(&b.story)));
}

/// Cosine of a member with the sum of others, on the vectors of the whole.
pub(crate) fn centre_similarity(member: &Member, others: &[&Member]) -> f32 {
    let own: FxHashMap<u32, u32> = member
        .terms
        .iter()
        .map(|term| (term.key, u32::from(term.whole)))
        .collect();
    let mut centre: FxHashMap<u32, u32> = FxHashMap::default();
    for term in others.iter().flat_map(|other| &other.terms) {
        *centre.entry(term.key).or_default() += u32::from(term.whole);
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
