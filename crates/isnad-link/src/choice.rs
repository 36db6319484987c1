//! The choice of a story: how an article stands to each story of its window, and which stories become one.
//!
//! Members that share rare terms are compared one by one; the stories of the nearest are measured
//! ([`crate::join`]) and weighed. After an article joined, the story is compared with the next best ones: where
//! the articles of the smaller would on average rather be in the larger, both become one.
//! Limits: a story is measured by its members in the window; at most [`MEASURED_STORIES`] are.

use crate::held::Held;
use crate::join::{ELSEWHERE, JoinFeatures};
use crate::linker::{Linker, Window};
use crate::member::Order;
use crate::stories::{self, Candidate, Scored};
use crate::{FoundCopy, Member};
use isnad_model::{ArticleId, CopyKind};

/// Stories that are measured, those with the nearest members first.
const MEASURED_STORIES: usize = 8;
/// Members that make the middle of a story, those nearest in time.
const CENTRE_MEMBERS: usize = 16;
/// Stories that may become one with the joined one through one arrival, and members that speak for a story.
const MERGE_CANDIDATES: usize = 4;
const MERGE_SPEAKERS: usize = 8;
/// The arrival itself must not speak more than this against a merge, in log odds.
const MERGE_GATE_ODDS: f32 = -2.0;
/// Log odds of an article whose text is the same as a member's.
const TWIN_ODDS: f32 = 20.0;

impl Linker {
    /// Stories of the window that `member` could join, best first; `own_slot` is where it stands already.
    pub(crate) fn rank_stories(
        &self,
        member: &Member,
        own_slot: Option<u32>,
        window: &Window,
        found: &[(u32, ArticleId, FoundCopy)],
    ) -> Vec<Candidate> {
        let mut nearest = stories::nearest(&self.scored(member, own_slot, window, found));
        nearest.truncate(MEASURED_STORIES);
        let own_terms = stories::weights_of(member);
        let mut ranked: Vec<Candidate> = (0..nearest.len())
            .map(|at| {
                let elsewhere = stories::elsewhere(&nearest, &[at]);
                let measured = self.measure(member, own_slot, &own_terms, &nearest[at], elsewhere, window);
                let odds = self.settings.join.odds(&measured);
                Candidate {
                    measured,
                    odds,
                    ..nearest[at].clone()
                }
            })
            .collect();
        for (slot, _, copy) in found {
            let story = self.at(*slot).map(|other| other.story);
            let twin = ranked.iter_mut().find(|candidate| Some(candidate.story) == story);
            if let Some(candidate) = twin.filter(|_| copy.kind == CopyKind::Copy) {
                candidate.odds = candidate.odds.max(TWIN_ODDS * copy.contained.min(copy.containing));
            }
        }
        stories::sort(&mut ranked);
        ranked
    }

    fn scored(
        &self,
        member: &Member,
        own_slot: Option<u32>,
        window: &Window,
        found: &[(u32, ArticleId, FoundCopy)],
    ) -> Vec<Scored> {
        let mut slots = stories::candidates(member, &self.terms, window, &self.days, &self.settings, |slot| {
            self.order_of(slot)
        });
        slots.extend(found.iter().map(|(slot, ..)| *slot));
        slots.sort_unstable();
        slots.dedup();
        slots
            .into_iter()
            .filter(|slot| Some(*slot) != own_slot)
            .filter_map(|slot| {
                // texts of unknown language are compared with each other only
                let other = self.at(slot).filter(|other| other.is_in(&member.language))?;
                Some(Scored {
                    slot,
                    order: other.order(),
                    story: other.story,
                    similarity: stories::similarity(member, other),
                })
            })
            .collect()
    }

    fn measure(
        &self,
        member: &Member,
        own_slot: Option<u32>,
        own_terms: &stories::Weights,
        candidate: &Candidate,
        elsewhere: f32,
        window: &Window,
    ) -> JoinFeatures {
        let mut nearby: Vec<(u32, &Held)> = self
            .story_within(candidate.story, window)
            .filter(|(slot, _)| Some(*slot) != own_slot)
            .collect();
        nearby.sort_unstable_by_key(|(_, other)| (other.linking_time().abs_diff(member.linking_time), other.order()));
        let mut others: Vec<&Held> = nearby.into_iter().map(|(_, other)| other).collect();
        let size = others.len().max(1) as f32;
        let gap_seconds = others
            .first()
            .map_or(0, |other| other.linking_time().abs_diff(member.linking_time));
        let of_same_outlet = others.iter().filter(|other| other.is_by(&member.source)).count();
        others.truncate(CENTRE_MEMBERS);
        [
            candidate.nearest_similarity,
            stories::centre_similarity(own_terms, &others),
            elsewhere,
            gap_seconds as f32 / stories::SECONDS_PER_DAY,
            size.ln(),
            of_same_outlet as f32 / size,
        ]
    }

    /// Stories that an arrival, which joined the first of `ranked`, shows to be one with it: (from, into).
    /// Only a story whose founder is in the window may go, so that what left the window keeps its story.
    pub(crate) fn merges(
        &self,
        best: &Candidate,
        ranked: &[Candidate],
        window: &Window,
    ) -> Vec<(ArticleId, ArticleId)> {
        let mut into = best.story;
        let mut merges = Vec::new();
        for at in self.merge_candidates(ranked) {
            let other = ranked[at].story;
            let may_go = (self.founder_within(into, window), self.founder_within(other, window));
            let sizes = (self.size_within(into, window), self.size_within(other, window));
            let into_goes = match may_go {
                (false, false) => continue,
                (true, false) => true,
                (false, true) => false,
                (true, true) if sizes.0 == sizes.1 => self.first_of(other, window) < self.first_of(into, window),
                (true, true) => sizes.1 > sizes.0,
            };
            let (from, kept) = if into_goes { (into, other) } else { (other, into) };
            let is_from_smaller = if into_goes {
                sizes.0 <= sizes.1
            } else {
                sizes.1 <= sizes.0
            };
            let (small, large) = if is_from_smaller { (from, kept) } else { (kept, from) };
            if self
                .constraints
                .keep_apart(&self.ids_within(small, window), &self.ids_within(large, window))
            {
                continue;
            }
            if self.would_rather(small, large, window) >= self.settings.merge_odds {
                merges.push((from, kept));
                into = kept;
            }
        }
        merges
    }

    /// The first member of a story in the window.
    fn first_of(&self, story: ArticleId, window: &Window) -> Option<Order> {
        let members = self.story_within(story, window);
        members.map(|(_, member)| member.order()).min()
    }

    fn ids_within(&self, story: ArticleId, window: &Window) -> Vec<ArticleId> {
        self.story_within(story, window)
            .map(|(_, member)| member.article)
            .collect()
    }

    /// Places in `ranked` of stories that the arrival itself speaks for, were it not for the best one.
    fn merge_candidates(&self, ranked: &[Candidate]) -> Vec<usize> {
        let elsewhere_slope = self.settings.join.weights[ELSEWHERE];
        (1..ranked.len())
            .filter(|at| {
                let without_best = stories::elsewhere(ranked, &[0, *at]);
                let more = (without_best - ranked[*at].measured[ELSEWHERE]) * elsewhere_slope;
                ranked[*at].odds + more >= MERGE_GATE_ODDS
            })
            .take(MERGE_CANDIDATES)
            .collect()
    }

    /// Mean log odds of the last members of `small` for `large`, as if `small` were not there.
    fn would_rather(&self, small: ArticleId, large: ArticleId, window: &Window) -> f32 {
        let mut speakers: Vec<(u32, &Held)> = self.story_within(small, window).collect();
        speakers.sort_unstable_by_key(|(_, member)| (std::cmp::Reverse(member.linking_time()), member.order()));
        speakers.truncate(MERGE_SPEAKERS);
        let odds: f32 = speakers
            .iter()
            .map(|(slot, member)| self.odds_for(*slot, &member.member(), small, large, window))
            .sum();
        odds / speakers.len().max(1) as f32
    }

    fn odds_for(&self, slot: u32, member: &Member, own: ArticleId, large: ArticleId, window: &Window) -> f32 {
        let mut scored = self.scored(member, Some(slot), window, &[]);
        scored.retain(|other| other.story != own);
        let known = |slot: &u32| scored.iter().any(|other| other.slot == *slot);
        let more: Vec<Scored> = self
            .story_within(large, window)
            .filter(|(other_slot, other)| !known(other_slot) && other.is_in(&member.language))
            .map(|(other_slot, other)| Scored {
                slot: other_slot,
                order: other.order(),
                story: large,
                similarity: stories::similarity(member, other),
            })
            .collect();
        scored.extend(more);
        let nearest = stories::nearest(&scored);
        let Some(at) = nearest.iter().position(|candidate| candidate.story == large) else {
            return f32::NEG_INFINITY;
        };
        let elsewhere = stories::elsewhere(&nearest, &[at]);
        let own_terms = stories::weights_of(member);
        let measured = self.measure(member, Some(slot), &own_terms, &nearest[at], elsewhere, window);
        self.settings.join.odds(&measured)
    }
}
