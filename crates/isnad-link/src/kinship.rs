//! Kinship: whether two stories, weeks or years apart, belong to one affair.
//!
//! An affair is what an editor would list as the background of the later story: the same case, dispute, negotiation,
//! campaign or disaster goes on. A person, a place or a kind of event in common is no affair. A story is known by the words
//! and names that stand in many of its reports ([`Profile`]); nine measures between two of them are weighed by a logistic
//! regression whose weights (`data/kinship_weights.tsv`) `cargo xtask train kinship` learned from pairs that were read.
//! Why beside the window of stories: there an article is compared with articles of some days; here a story with all years.
//! Limits: one language; stories of fewer than [`LEAST_REPORTS`] reports are too little known.

use crate::Weights;
use isnad_model::{EventWord, Features, Name, NameKind, Term};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Reports that a story must have to be an episode of an affair.
pub const LEAST_REPORTS: u32 = 3;
/// From these log odds on two stories belong to one affair.
pub const KIN_ODDS: f32 = 1.0;
/// Names of the measures, in the order of [`KinFeatures`].
pub const KIN_FEATURES: [&str; 9] = [
    "words", "titles", "people", "places", "series", "attacks", "rarity", "gap", "size",
];

/// Reports that a profile is made of at most.
const PROFILE_REPORTS: usize = 16;
/// A word or name belongs to a story if it stands in this share of its reports.
const LEAST_SHARE: f32 = 0.3;
/// What every word has of a share by chance.
const CHANCE_SHARE: f32 = 0.15;
/// Words less rare than this say nothing of an affair, in sixteenths of a natural logarithm (one document in twelve).
const LEAST_RARITY: u8 = 40;
const RARITY_STEPS: f32 = 16.0;
/// Shared words whose rarity is measured, the weightiest.
const RARITY_WORDS: usize = 3;
const SECONDS_PER_DAY: f32 = 86_400.0;

/// Cosines of the words, of the words of headlines, of persons and organizations, and of places (that of the words
/// where one of both names none); how much both are told in
/// words of series (games, prices) and of attacks; mean rarity of the weightiest shared words; natural logarithms of one more
/// than the days between, and of the reports of the smaller.
pub type KinFeatures = [f32; KIN_FEATURES.len()];

static SHIPPED: LazyLock<Weights<{ KIN_FEATURES.len() }>> = LazyLock::new(|| {
    Weights::read(include_str!("../data/kinship_weights.tsv"), &KIN_FEATURES)
        .expect("the shipped table names every measure")
});

/// What is known of a report.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its words.
    pub features: &'a Features,
    /// Its persons, places and organizations.
    pub names: &'a [Name],
}

/// What a story is known by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Linking times of its first and last report, unix seconds.
    span: (i64, i64),
    /// Number of its reports.
    reports: u32,
    words: Words,
    /// Those of its headlines.
    titles: Words,
    /// Its persons and organizations, and in which share of its reports each stands.
    people: Names,
    /// Its places.
    places: Names,
    /// Share of the words (by squared weight) that series are told in, and attacks.
    events: [f32; 2],
}

/// Key, weight (the squares sum to 1) and rarity, ascending by key.
type Words = Vec<(u32, f32, u8)>;
type Names = BTreeMap<(NameKind, String), f32>;

/// How near two stories are.
#[derive(Clone, Debug, PartialEq)]
pub struct Kinship {
    /// What was measured.
    pub measured: KinFeatures,
    /// Keys of the words they share, the weightiest first.
    pub keys: Vec<u32>,
}

/// Places of the reports that a profile is made of, evenly spread over a story: reading all of a long one would cost
/// more than they tell.
///
/// ```
/// assert_eq!(isnad_link::sample(3), [0, 1, 2]);
/// let of_many = isnad_link::sample(100);
/// assert_eq!((of_many.len(), of_many[0], of_many[15]), (16, 0, 99));
/// ```
pub fn sample(reports: usize) -> Vec<usize> {
    match reports <= PROFILE_REPORTS {
        true => (0..reports).collect(),
        false => (0..PROFILE_REPORTS)
            .map(|at| at * (reports - 1) / (PROFILE_REPORTS - 1))
            .collect(),
    }
}

impl Profile {
    /// What a story is known by of whose `count` reports these are a [`sample`]; `event_word` tells the words that kinds of
    /// events are told in.
    pub fn of(
        reports: &[Known<'_>],
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

    /// How near it is to another story.
    pub fn kinship(&self, other: &Profile) -> Kinship {
        let shared = shared_words(&self.words, &other.words);
        let words = cosine(&shared);
        let rarest = &shared[..shared.len().min(RARITY_WORDS)];
        let rarity: f32 = rarest.iter().map(|(.., rarity)| f32::from(*rarity)).sum();
        Kinship {
            measured: [
                words,
                cosine(&shared_words(&self.titles, &other.titles)),
                common_names(&self.people, &other.people).unwrap_or(words),
                common_names(&self.places, &other.places).unwrap_or(words),
                (self.events[0] * other.events[0]).sqrt(),
                (self.events[1] * other.events[1]).sqrt(),
                rarity / rarest.len().max(1) as f32 / RARITY_STEPS,
                self.days_to(other).ln_1p(),
                (self.reports.min(other.reports).max(1) as f32).ln(),
            ],
            keys: shared.into_iter().map(|(_, key, _)| key).collect(),
        }
    }

    /// Days from the end of the one to the beginning of the other; 0 where they overlap.
    fn days_to(&self, other: &Profile) -> f32 {
        let seconds = (other.span.0 - self.span.1).max(self.span.0 - other.span.1).max(0);
        seconds as f32 / SECONDS_PER_DAY
    }
}

/// The words that many of the reports have at a place.
fn words_of(reports: &[Known<'_>], is_there: impl Fn(&Term) -> bool) -> Words {
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
fn names_of(reports: &[Known<'_>], is_wanted: impl Fn(NameKind) -> bool) -> Names {
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

/// Product of weights, key and rarity of the words in both, the weightiest first.
fn shared_words(own: &Words, others: &Words) -> Vec<(f32, u32, u8)> {
    let mut shared: Vec<(f32, u32, u8)> = own
        .iter()
        .filter_map(|(key, weight, rarity)| {
            let at = others.binary_search_by_key(key, |(found, ..)| *found).ok()?;
            Some((weight * others[at].1, *key, *rarity))
        })
        .collect();
    shared.sort_unstable_by(|one, next| next.0.total_cmp(&one.0).then(one.1.cmp(&next.1)));
    shared
}

fn cosine(shared: &[(f32, u32, u8)]) -> f32 {
    shared.iter().map(|(product, ..)| product).sum()
}

/// Cosine of the shares of names; nothing where one of both has none, which tells nothing.
fn common_names(own: &Names, others: &Names) -> Option<f32> {
    let squares = |names: &Names| names.values().map(|share| share * share).sum::<f32>();
    let lengths = (squares(own) * squares(others)).sqrt();
    let products = own.iter().filter_map(|(name, share)| Some(share * others.get(name)?));
    (lengths > 0.0).then(|| products.sum::<f32>() / lengths)
}

impl Kinship {
    /// Natural logarithm of the odds that both belong to one affair.
    pub fn odds(&self) -> f32 {
        SHIPPED.odds(&self.measured)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn report(words: &[u32]) -> Features {
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

    fn named(key: &str) -> Name {
        Name {
            text: key.to_owned(),
            kind: NameKind::Person,
            key: key.to_owned(),
            mentions: Vec::new(),
        }
    }

    fn profile(words: &[u32], names: &[Name], days: (i64, i64)) -> Profile {
        let features = report(words);
        let known = [Known {
            features: &features,
            names,
        }; 3];
        Profile::of(&known, 3, (days.0 * DAY, days.1 * DAY), |key| {
            (key >= 100).then_some(EventWord::Series)
        })
    }

    #[test]
    fn measures_are_of_what_both_are_told_by() {
        let names = [named("سالم القاضي")];
        let one = profile(&[1, 2, 3, 4], &names, (0, 5));
        let same = one.kinship(&one);
        let wanted = [1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 6.0, 0.0, 3_f32.ln()];
        for (found, wanted) in same.measured.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-5, "{same:?}");
        }
        let other = profile(&[3, 4, 5, 6], &[named("هند المنصور")], (35, 40));
        let near = one.kinship(&other);
        assert!((near.measured[0] - 0.5).abs() < 1e-5, "{near:?}");
        assert_eq!((near.measured[2], near.keys.len()), (0.0, 2));
        assert!((near.measured[7] - 31_f32.ln()).abs() < 1e-5);
        assert_eq!(near.measured, other.kinship(&one).measured, "both ways the same");
    }

    #[test]
    fn a_series_is_less_of_an_affair_than_a_case() {
        let names = [named("سالم القاضي")];
        let case = profile(&[1, 2, 3, 4], &names, (0, 5));
        let series = profile(&[101, 102, 103, 104], &names, (0, 5));
        assert!(case.kinship(&case).odds() > 0.0);
        assert!(case.kinship(&case).odds() > series.kinship(&series).odds());
        let strange = profile(&[11, 12, 13], &[], (0, 5));
        assert!(case.kinship(&strange).odds() < 0.0);
    }

    #[test]
    fn what_few_reports_have_is_not_what_a_story_is_known_by() {
        let often = report(&[1, 2]);
        let once = report(&[1, 9]);
        let reports: Vec<Known<'_>> = [&often, &often, &often, &once]
            .map(|features| Known { features, names: &[] })
            .to_vec();
        let found = Profile::of(&reports, 4, (0, 0), |_| None);
        let keys: Vec<u32> = found.words.iter().map(|(key, ..)| *key).collect();
        assert_eq!(keys, [1, 2]);
        assert_eq!(Profile::of(&[], 0, (0, 0), |_| None), Profile::default());
    }
}
