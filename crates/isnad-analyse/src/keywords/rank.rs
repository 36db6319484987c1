//! Ranking candidate phrases: the rule finds those worth a look, learned odds put them in order.

use super::candidates::Candidate;
use super::measure::{Measures, Yardstick};
use super::odds;
use super::rule;
use super::tokens::Tokens;
use isnad_model::NameKind;

/// Phrases that the rule has looked at, its best first; names are looked at besides.
const MOST_LOOKED_AT: usize = 150;
/// What the logarithm of the rule's weight counts beside the learned odds.
const RULE_WEIGHT: f32 = 0.8;
/// Scores grow by this power of the odds, so that the first does not drown the others.
const SCORE_POWER: f32 = 0.5;

/// A candidate with its score.
pub(super) struct Ranked {
    pub score: f32,
    pub candidate: Candidate,
}

/// The candidates worth a look, best first; odds are asked for where they were learned, in Arabic.
pub(super) fn rank(candidates: Vec<Candidate>, found: &Tokens<'_>, is_arabic: bool) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = if is_arabic {
        let looked_at = measured(&candidates, found);
        let mut scores = vec![None; candidates.len()];
        for (at, weight, measures) in looked_at {
            let odds = odds::odds(&measures) + RULE_WEIGHT * weight.ln();
            scores[at] = Some((odds * SCORE_POWER).exp());
        }
        let scored = candidates.into_iter().zip(scores);
        scored
            .filter_map(|(candidate, score)| {
                Some(Ranked {
                    score: score?,
                    candidate,
                })
            })
            .collect()
    } else {
        let weighed = candidates.into_iter().map(|candidate| Ranked {
            score: rule::weigh(&candidate, found).powf(SCORE_POWER),
            candidate,
        });
        weighed.filter(|ranked| ranked.score > 0.0).collect()
    };
    ranked.sort_by(|one, other| {
        let by_place = one.candidate.first.cmp(&other.candidate.first);
        other.score.total_cmp(&one.score).then(by_place)
    });
    ranked.truncate(MOST_LOOKED_AT);
    ranked
}

/// The candidates worth a look, none that always cuts a name in two: which, their weight by the rule, and their measures.
pub(super) fn measured(candidates: &[Candidate], found: &Tokens<'_>) -> Vec<(usize, f32, Measures)> {
    let yardstick = Yardstick::new(candidates, found);
    let cuts_names = |candidate: &Candidate| {
        let mut places = candidate.places.iter();
        places.all(|place| yardstick.cuts_name(*place, candidate.stems.len()))
    };
    let mut weighed: Vec<(usize, f32)> = candidates
        .iter()
        .map(|candidate| rule::weigh(candidate, found))
        .enumerate()
        .filter(|(at, weight)| *weight > 0.0 && !cuts_names(&candidates[*at]))
        .collect();
    weighed.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let is_name = |candidate: &Candidate| {
        let kinds = [NameKind::Person, NameKind::Place, NameKind::Organization];
        let length = candidate.stems.len();
        let is_here = |place: &usize| kinds.iter().any(|kind| yardstick.is_name(*place, length, *kind));
        candidate.places.iter().any(is_here)
    };
    weighed
        .into_iter()
        .enumerate()
        .filter(|(order, (at, _))| *order < MOST_LOOKED_AT || is_name(&candidates[*at]))
        .map(|(_, (at, weight))| (at, weight, yardstick.measure(at, &candidates[at])))
        .collect()
}
