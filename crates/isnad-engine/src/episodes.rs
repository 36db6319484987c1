//! The episodes of an affair: the parts of a long story, and the stories of other weeks and years that belong to it.
//!
//! The parts are the linker's cut of the story's own reports ([`isnad_link::episodes`]). Other stories come from the index,
//! which reaches across all years, and are kept where their kinship is likely ([`isnad_link::Profile`]); each with the words
//! that both are told by. Nothing of this is stored: it follows from the stories as they are, so a story that a user splits
//! or joins has other episodes at once.
//! Limits: stories of one language; of the candidates the [`CANDIDATES`] that the index finds first are compared; an affair is
//! what the story asked for is kin to, not a chain of kin of kin, which would drift.

use crate::EngineError;
use crate::find::Finder;
use crate::member::member_of;
use isnad_analyse::features::event_word;
use isnad_link::{
    DatedReport, KIN_ODDS, KnownReport, LEAST_KIN_REPORTS, Profile, Reason, episodes, probability, sampled_reports,
};
use isnad_model::{ArticleId, Joined, Reading, RevisionId, StoryId};
use isnad_search::Similar;
use isnad_store::{ArticleView, Store, StorySummary, StoryView};
use std::collections::BTreeSet;

/// Articles that the index is asked for, and stories of them that are compared.
const HITS: usize = 240;
const CANDIDATES: usize = 16;
/// Reports of the story whose words are asked for.
const ASKED_REPORTS: usize = 4;
/// Characters of each that are looked at.
const ASKED_CHARS: usize = 400;
/// Other stories that are told, the likeliest.
const MOST_KIN: usize = 12;
/// Words that tell why.
const BECAUSE_WORDS: usize = 5;

/// A part of a story, or a story of the same affair.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// The story: of a part the one asked for.
    pub story: StoryId,
    /// Linking time of its first report, unix seconds.
    pub first_at: i64,
    /// Linking time of its last report, unix seconds.
    pub last_at: i64,
    /// Number of its reports.
    pub articles: u32,
    /// Number of their outlets.
    pub outlets: u32,
    /// The report it is told by: of a part the one in the middle, of another story its first.
    pub lead: ArticleView,
    /// Why another story is of the affair; nothing for a part of the story itself.
    pub kin: Option<Joined>,
}

impl Finder {
    /// The episodes of a story's affair by their first report; none where the story is one and stands alone.
    pub fn episodes(&self, story: &StoryView) -> Result<Vec<Episode>, EngineError> {
        let mut found = parts(self.store(), story)?;
        found.extend(self.kin(story)?);
        if found.len() < 2 {
            return Ok(Vec::new());
        }
        found.sort_by_key(|episode| (episode.first_at, episode.story.0));
        Ok(found)
    }

    /// Other stories of the affair, the likeliest first.
    fn kin(&self, story: &StoryView) -> Result<Vec<Episode>, EngineError> {
        let store = self.store();
        if (story.members.len() as u32) < LEAST_KIN_REPORTS {
            return Ok(Vec::new());
        }
        let own = Read::of(store, &articles_of(story))?.profile(span_of(story));
        let mut kin: Vec<(f32, StorySummary, Joined)> = Vec::new();
        for summary in self.candidates(story)? {
            let other = Read::of(store, &store.story_articles(summary.id)?)?;
            let mut kinship = own.kinship(&other.profile((summary.first_at, summary.last_at)));
            let odds = kinship.odds();
            if odds >= KIN_ODDS {
                kinship.keys.truncate(BECAUSE_WORDS);
                kin.push((odds, summary, other.because(store, kinship.keys, odds)?));
            }
        }
        kin.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.id.0.cmp(&other.1.id.0)));
        kin.truncate(MOST_KIN);
        let episode = |(_, summary, because): (f32, StorySummary, Joined)| Episode {
            kin: Some(because),
            story: summary.id,
            first_at: summary.first_at,
            last_at: summary.last_at,
            articles: summary.articles,
            outlets: summary.outlets,
            lead: summary.lead,
        };
        Ok(kin.into_iter().map(episode).collect())
    }

    /// Other stories with enough reports whose articles the index finds first.
    fn candidates(&self, story: &StoryView) -> Result<Vec<StorySummary>, EngineError> {
        let store = self.store();
        let own = articles_of(story);
        let places = sampled_reports(own.len());
        let asked: Vec<ArticleId> = places
            .iter()
            .step_by(places.len().div_ceil(ASKED_REPORTS).max(1))
            .map(|place| own[*place])
            .collect();
        let (mut titles, mut texts) = (String::new(), String::new());
        for (_, article) in store.full_articles(&asked)? {
            titles.push_str(article.title.as_deref().unwrap_or(""));
            titles.push('\n');
            texts.extend(article.text().chars().take(ASKED_CHARS));
            texts.push('\n');
        }
        let wanted = Similar {
            title: &titles,
            text: &texts,
            ..Similar::default()
        };
        let hits = self.index().similar(&wanted, &own, HITS)?;
        let ids: Vec<ArticleId> = hits.iter().map(|hit| hit.id).collect();
        let mut seen: BTreeSet<StoryId> = BTreeSet::from([story.id]);
        let mut found = Vec::new();
        for view in store.articles(&ids)? {
            let Some(other) = view.story.filter(|other| seen.insert(*other)) else {
                continue;
            };
            let summary = store.story_summary(other)?;
            found.extend(summary.filter(|summary| summary.articles >= LEAST_KIN_REPORTS));
            if found.len() == CANDIDATES {
                break;
            }
        }
        Ok(found)
    }
}

/// The parts of a story, in order.
fn parts(store: &Store, story: &StoryView) -> Result<Vec<Episode>, EngineError> {
    let stored = store.members_of_story(story.id)?;
    let members = stored.iter().map(member_of).collect::<Result<Vec<_>, _>>()?;
    let reports: Vec<DatedReport<'_>> = members
        .iter()
        .map(|member| DatedReport {
            time: member.linking_time,
            terms: &member.terms,
        })
        .collect();
    let part = |cut: isnad_link::Episode| -> Option<Episode> {
        let own = &members[cut.reports];
        let outlets: BTreeSet<&str> = own.iter().map(|member| &*member.source).collect();
        let middle = members[cut.middle].article;
        let lead = story.members.iter().find(|member| member.article.id == middle)?;
        Some(Episode {
            story: story.id,
            first_at: own.first()?.linking_time,
            last_at: own.last()?.linking_time,
            articles: own.len() as u32,
            outlets: outlets.len() as u32,
            lead: lead.article.clone(),
            kin: None,
        })
    };
    Ok(episodes(&reports).into_iter().filter_map(part).collect())
}

fn articles_of(story: &StoryView) -> Vec<ArticleId> {
    story.members.iter().map(|member| member.article.id).collect()
}

fn span_of(story: &StoryView) -> (i64, i64) {
    let times = story.members.iter().filter_map(|member| member.article.linking_time);
    (times.clone().min().unwrap_or_default(), times.max().unwrap_or_default())
}

/// A sample of a story's reports, as they were read.
struct Read {
    reports: Vec<(RevisionId, Reading)>,
    /// Number of all.
    count: u32,
}

impl Read {
    /// A sample of these articles.
    fn of(store: &Store, ids: &[ArticleId]) -> Result<Read, EngineError> {
        let some: Vec<ArticleId> = sampled_reports(ids.len()).into_iter().map(|place| ids[place]).collect();
        let revisions: Vec<RevisionId> = store.articles(&some)?.iter().map(|view| view.revision).collect();
        let readings = store.bare_readings(&revisions)?;
        let read = revisions.into_iter().zip(readings);
        Ok(Read {
            reports: read
                .filter_map(|(revision, reading)| Some((revision, reading?)))
                .collect(),
            count: ids.len() as u32,
        })
    }

    /// What the story is known by.
    fn profile(&self, span: (i64, i64)) -> Profile {
        let known: Vec<KnownReport<'_>> = self
            .reports
            .iter()
            .map(|(_, reading)| KnownReport {
                features: &reading.features,
                names: &reading.names,
            })
            .collect();
        Profile::of(&known, self.count, span, event_word)
    }

    /// The words under `keys` as the first of the reports has them that has most of them.
    fn because(&self, store: &Store, keys: Vec<u32>, odds: f32) -> Result<Joined, EngineError> {
        let reason = Reason {
            keys,
            day: None,
            score: (probability(odds) * 1000.0).round() / 1000.0,
        };
        let count = |reading: &Reading| {
            let terms = &reading.features.terms;
            let has = |key: &&u32| terms.binary_search_by_key(*key, |term| term.key).is_ok();
            reason.keys.iter().filter(has).count()
        };
        let best = self.reports.iter().rev().max_by_key(|(_, reading)| count(reading));
        let revision: Vec<RevisionId> = best.map(|(revision, _)| *revision).into_iter().collect();
        let told = store.readings(&revision)?;
        Ok(told.first().map_or_else(Joined::default, |read| {
            reason.told(&read.article, &read.reading.features)
        }))
    }
}
