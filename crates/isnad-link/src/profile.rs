//! What a story is known by: the words and names that stand in many of its reports.
//!
//! Why: two stories of hundreds of reports each are compared ([`Profile::kinship`]) without comparing their reports.
//! Limits: made of a sample ([`sampled_reports`]) of the reports; what few of them say is not known.

use isnad_model::{EventWord, Features, Name, NameKind, Term};
use std::collections::BTreeMap;

/// Reports that a profile is made of at most.
const PROFILE_REPORTS: usize = 16;
/// A word or name belongs to a story if it stands in this share of its reports.
const LEAST_SHARE: f32 = 0.3;
/// What every word has of a share by chance.
const CHANCE_SHARE: f32 = 0.15;
/// Words less rare than this say nothing of an affair, in sixteenths of a natural logarithm (one document in twelve).
const LEAST_RARITY: u8 = 40;

/// What is known of a report.
#[derive(Clone, Copy, Debug)]
pub struct KnownReport<'a> {
    /// Its words.
    pub features: &'a Features,
    /// Its persons, places and organizations.
    pub names: &'a [Name],
}

/// What a story is known by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Linking times of its first and last report, unix seconds.
    pub(crate) span: (i64, i64),
    /// Number of its reports.
    pub(crate) reports: u32,
    pub(crate) words: Words,
    /// Those of its headlines.
    pub(crate) titles: Words,
    /// Its persons and organizations, and in which share of its reports each stands.
    pub(crate) people: Names,
    /// Its places.
    pub(crate) places: Names,
    /// Share of the words (by squared weight) that series are told in, and attacks.
    pub(crate) events: [f32; 2],
}

/// Key, weight (the squares sum to 1) and rarity, ascending by key.
pub(crate) type Words = Vec<(u32, f32, u8)>;
pub(crate) type Names = BTreeMap<(NameKind, String), f32>;

/// Places of the reports that a profile is made of, evenly spread over a story: reading all of a long one would cost
/// more than they tell.
///
/// ```
/// assert_eq!(isnad_link::sampled_reports(3), [0, 1, 2]);
/// let of_many = isnad_link::sampled_reports(100);
/// assert_eq!((of_many.len(), of_many[0], of_many[15]), (16, 0, 99));
/// ```
pub fn sampled_reports(reports: usize) -> Vec<usize> {
    match reports <= PROFILE_REPORTS {
        true => (0..reports).collect(),
        false => (0..PROFILE_REPORTS)
            .map(|at| at * (reports - 1) / (PROFILE_REPORTS - 1))
            .collect(),
    }
}

impl Profile {
    /// What a story is known by of whose `count` reports these are a sample ([`sampled_reports`]); `event_word` tells the words that kinds of
    /// events are told in.
    pub fn of(
        reports: &[KnownReport<'_>],
        count: u32,
        span: (i64, i64),
        event_word: impl Fn(u32) -> Option<EventWord>,
    ) -> Profile {
        let words = words_of(reports, |term| term.title > 0 || term.lead > 0);
        let share_of = |kind: EventWord| -> f32 {
            let told = words.iter().filter(|(key, ..)| event_word(*key) == Some(kind));
            told.map(|(_, weight, _)| weight * weight).sum()
        };
        Profile {
            span,
            reports: count,
            titles: words_of(reports, |term| term.title > 0),
            people: names_of(reports, |kind| kind != NameKind::Place),
            places: names_of(reports, |kind| kind == NameKind::Place),
            events: [share_of(EventWord::Series), share_of(EventWord::Attack)],
            words,
        }
    }
}

/// The words that many of the reports have at a place.
fn words_of(reports: &[KnownReport<'_>], is_there: impl Fn(&Term) -> bool) -> Words {
    let mut counts: BTreeMap<u32, (f32, u8)> = BTreeMap::new();
    for report in reports {
        for term in report.features.terms.iter().filter(|term| is_there(term)) {
            counts.entry(term.key).or_insert((0.0, term.rarity)).0 += 1.0;
        }
    }
    let total = reports.len().max(1) as f32;
    let mut words: Words = counts
        .into_iter()
        .map(|(key, (count, rarity))| (key, count / total, rarity))
        .filter(|(_, share, rarity)| *share >= LEAST_SHARE && *rarity >= LEAST_RARITY)
        .map(|(key, share, rarity)| (key, (share - CHANCE_SHARE) * f32::from(rarity), rarity))
        .collect();
    let length = words.iter().map(|(_, weight, _)| weight * weight).sum::<f32>().sqrt();
    words.iter_mut().for_each(|(_, weight, _)| *weight /= length);
    words
}

/// The names of some kinds that many of the reports have.
fn names_of(reports: &[KnownReport<'_>], is_wanted: impl Fn(NameKind) -> bool) -> Names {
    let mut names = Names::new();
    for name in reports.iter().flat_map(|report| report.names) {
        if is_wanted(name.kind) {
            *names.entry((name.kind, name.key.clone())).or_default() += 1.0;
        }
    }
    let total = reports.len().max(1) as f32;
    names.values_mut().for_each(|count| *count /= total);
    names.retain(|_, share| *share >= LEAST_SHARE);
    names
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A report whose first words these are.
    pub(crate) fn report(words: &[u32]) -> Features {
        let term = |key: &u32| Term {
            key: *key,
            rarity: 96,
            lead: 1,
            ..Term::default()
        };
        Features {
            terms: words.iter().map(term).collect(),
            ..Features::default()
        }
    }

    #[test]
    fn what_few_reports_have_is_not_what_a_story_is_known_by() {
        let often = report(&[1, 2]);
        let once = report(&[1, 9]);
        let reports: Vec<KnownReport<'_>> = [&often, &often, &often, &once]
            .map(|features| KnownReport { features, names: &[] })
            .to_vec();
        let found = Profile::of(&reports, 4, (0, 0), |_| None);
        let keys: Vec<u32> = found.words.iter().map(|(key, ..)| *key).collect();
        assert_eq!(keys, [1, 2]);
        assert_eq!(Profile::of(&[], 0, (0, 0), |_| None), Profile::default());
    }
}
