//! Kinship: whether two stories, weeks or years apart, belong to one affair.
//!
//! An affair is what an editor would list as the background of the later story: the same case, dispute, negotiation,
//! campaign or disaster goes on. A person, a place or a kind of event in common is no affair. A story is known by the words
//! and names that stand in many of its reports ([`Profile`]); nine measures between two of them are weighed by a logistic
//! regression whose weights (`data/kinship_weights.tsv`) `cargo xtask train kinship` learned from pairs that were read.
//! Why beside the window of stories: there an article is compared with articles of some days; here a story with all years.
//! Limits: one language; stories of fewer than [`LEAST_KIN_REPORTS`] reports are too little known.

use crate::Weights;
use crate::profile::{Names, Profile, Words};
use std::sync::LazyLock;

/// Reports that a story must have to be an episode of an affair.
pub const LEAST_KIN_REPORTS: u32 = 3;
/// From these log odds on two stories belong to one affair.
pub const KIN_ODDS: f32 = 1.0;
/// Names of the measures, in the order of [`KinFeatures`].
pub const KIN_FEATURES: [&str; 9] = [
    "words", "titles", "people", "places", "series", "attacks", "rarity", "gap", "size",
];

const RARITY_STEPS: f32 = 16.0;
/// Shared words whose rarity is measured, the weightiest.
const RARITY_WORDS: usize = 3;
const SECONDS_PER_DAY: f32 = 86_400.0;

/// Cosines of the words, of the words of headlines, of persons and organizations, and of places (that of the words where one
/// of both names none); how much both are told in words of series (games, prices) and of attacks; mean rarity of the
/// weightiest shared words; natural logarithms of one more than the days between, and of the reports of the smaller.
pub type KinFeatures = [f32; KIN_FEATURES.len()];

static SHIPPED: LazyLock<Weights<{ KIN_FEATURES.len() }>> = LazyLock::new(|| {
    Weights::read(include_str!("../data/kinship_weights.tsv"), &KIN_FEATURES)
        .expect("the shipped table names every measure")
});

/// How near two stories are.
#[derive(Clone, Debug, PartialEq)]
pub struct Kinship {
    /// What was measured.
    pub measured: KinFeatures,
    /// Keys of the words they share, the weightiest first.
    pub keys: Vec<u32>,
}

impl Profile {
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
    use crate::KnownReport;
    use crate::profile::tests::report;
    use isnad_model::{EventWord, Name, NameKind};

    const DAY: i64 = 86_400;

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
        let known = [KnownReport {
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
}
