//! What a story's reports say, in few sentences and by day: read from the store, chosen by isnad-link.

use crate::EngineError;
use isnad_link::{Told, day_of, gist, timeline};
use isnad_model::{ArticleId, CopyKind};
use isnad_store::{Store, StoryView};

/// Reports that are read for it: a page has a tenth of a second, and reading one takes a tenth of a millisecond and
/// comparing its sentences as much again. Of a longer story some of each day are read ([`chosen`]).
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
    let own: Vec<(ArticleId, i32)> = story
        .members
        .iter()
        .filter(|member| member.copies.iter().all(|(_, copy)| copy.kind == CopyKind::Partial))
        .map(|member| {
            (
                member.article.id,
                day_of(member.article.linking_time.unwrap_or_default()),
            )
        })
        .collect();
    let days: Vec<i32> = own.iter().map(|(_, day)| *day).collect();
    let places = chosen(&days, MOST_REPORTS);
    let ids: Vec<ArticleId> = places.into_iter().map(|place| own[place].0).collect();
    let read = store.full_articles(&ids)?;
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

/// Places of at most `limit` reports, in order, of which `days` has the days in order: of each day first its first
/// report, then its last, then the others from its beginning on. Where there are more than fit, those of days evenly
/// spread, the first and the last day among them.
fn chosen(days: &[i32], limit: usize) -> Vec<usize> {
    let mut turns: Vec<Vec<usize>> = Vec::new();
    let mut start = 0;
    for of_day in days.chunk_by(|one, next| one == next) {
        let last = start + of_day.len() - 1;
        let others = start + 1..last;
        let own = [start].into_iter().chain((last > start).then_some(last)).chain(others);
        for (turn, place) in own.enumerate() {
            if turns.len() == turn {
                turns.push(Vec::new());
            }
            turns[turn].push(place);
        }
        start = last + 1;
    }
    let mut places = Vec::with_capacity(limit.min(days.len()));
    for turn in turns {
        let room = limit - places.len();
        if turn.len() <= room {
            places.extend(turn);
            continue;
        }
        let gaps = room.saturating_sub(1).max(1);
        places.extend((0..room).map(|at| turn[at * (turn.len() - 1) / gaps]));
        break;
    }
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_long_story_is_read() {
        assert_eq!(chosen(&[1, 1, 2], 60), [0, 1, 2]);
        // three days of five, two and one reports
        let days = [1, 1, 1, 1, 1, 2, 2, 3];
        assert_eq!(chosen(&days, 3), [0, 5, 7], "the first of each day");
        assert_eq!(chosen(&days, 5), [0, 4, 5, 6, 7], "then the last of each");
        assert_eq!(chosen(&days, 7), [0, 1, 2, 4, 5, 6, 7]);
        let months: Vec<i32> = (0..200).collect();
        let found = chosen(&months, 60);
        assert_eq!((found.len(), found[0], found[59]), (60, 0, 199));
        assert!(found.windows(2).all(|pair| (3..=4).contains(&(pair[1] - pair[0]))));
        assert_eq!((chosen(&days, 1), chosen(&[], 60)), (vec![0], Vec::new()));
    }
}
