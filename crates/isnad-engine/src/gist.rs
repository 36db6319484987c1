//! What a story's reports say, in few sentences and by day: read from the store, chosen by isnad-link.

use crate::EngineError;
use isnad_link::{Told, gist, timeline};
use isnad_model::{ArticleId, CopyKind};
use isnad_store::{Store, StoryView};

/// Reports that are read for it; of a longer story the first and the last ones.
const MOST_REPORTS: usize = 60;
const SENTENCES: usize = 4;

/// A sentence, or a headline, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Whose it is.
    pub article: ArticleId,
    /// Its outlet.
    pub source: String,
    /// Linking time of the article, unix seconds.
    pub time: i64,
    /// As written.
    pub text: String,
}

/// A story in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryGist {
    /// Sentences of different outlets, earliest report first.
    pub sentences: Vec<Passage>,
    /// One headline a day.
    pub days: Vec<Passage>,
}

/// The gist of a story; copies of earlier reports are left out.
pub fn story_gist(store: &Store, story: &StoryView) -> Result<StoryGist, EngineError> {
    let mut own: Vec<ArticleId> = story
        .members
        .iter()
        .filter(|member| member.copies.iter().all(|(_, copy)| copy.kind == CopyKind::Partial))
        .map(|member| member.article.id)
        .collect();
    if own.len() > MOST_REPORTS {
        own.drain(MOST_REPORTS / 2..own.len() - MOST_REPORTS / 2);
    }
    let read = store.full_articles(&own)?;
    let texts: Vec<String> = read.iter().map(|(_, article)| article.text()).collect();
    let told: Vec<Told<'_>> = read
        .iter()
        .zip(&texts)
        .map(|((view, article), text)| Told {
            source: &view.source,
            time: view.linking_time.unwrap_or_default(),
            title: article.title.as_deref().unwrap_or(""),
            text,
        })
        .collect();
    let passage = |report: usize, text: &str| Passage {
        article: read[report].0.id,
        source: told[report].source.to_owned(),
        time: told[report].time,
        text: text.trim().to_owned(),
    };
    Ok(StoryGist {
        sentences: gist(&told, SENTENCES)
            .into_iter()
            .map(|said| passage(said.report, &texts[said.report][said.start..said.end]))
            .collect(),
        days: timeline(&told)
            .into_iter()
            .map(|report| passage(report, told[report].title))
            .collect(),
    })
}
