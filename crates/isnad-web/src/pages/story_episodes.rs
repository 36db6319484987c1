//! The episodes of a story's affair: its own parts, each with the report in its middle, and other stories with why.
//!
//! They are the engine's, the same that the API gives.

use super::front::headline;
use super::markup::{Markup, foreign, time};
use super::story_why::odds_words;
use super::when::{self, Moment};
use super::words::Language;
use isnad_engine::episodes::Episode;

/// An episode as the page shows it.
pub(super) struct EpisodeItem {
    /// The day of its first report.
    pub(super) first: Markup,
    /// That of its last, where it is another.
    pub(super) last: Option<Markup>,
    /// Where it is read.
    pub(super) href: String,
    pub(super) title: Markup,
    /// How many texts of how many outlets.
    pub(super) counts: String,
    /// What another story shares with this one, and how likely both are one affair.
    pub(super) kin: Option<(Vec<Markup>, String)>,
}

/// The episodes, in order.
pub(super) fn episode_items(episodes: &[Episode], language: Language) -> Vec<EpisodeItem> {
    episodes.iter().map(|episode| item(episode, language)).collect()
}

fn item(episode: &Episode, language: Language) -> EpisodeItem {
    let day = |seconds: i64| Moment {
        seconds,
        is_exact: false,
        is_claimed: true,
    };
    let date = |seconds: i64| when::civil(seconds).date();
    let articles = language.count("articles", u64::from(episode.articles));
    let outlets = language.count("of_outlets", u64::from(episode.outlets));
    EpisodeItem {
        first: time(language, Some(day(episode.first_at)), None),
        last: (date(episode.first_at) != date(episode.last_at))
            .then(|| time(language, Some(day(episode.last_at)), None)),
        href: match episode.kin {
            Some(_) => format!("/story/{}", episode.story),
            None => format!("/article/{}", episode.lead.id),
        },
        title: headline(&episode.lead, language),
        counts: language.fill("episode_counts", &[("articles", &articles), ("outlets", &outlets)]),
        kin: episode.kin.as_ref().map(|kin| {
            let words = kin.because.iter();
            let shared = words
                .map(|word| foreign(word, episode.lead.language.as_deref()))
                .collect();
            (
                shared,
                language.fill("episode_odds", &[("p", &odds_words(kin.score, language))]),
            )
        }),
    }
}
