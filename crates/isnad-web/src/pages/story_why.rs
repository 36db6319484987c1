//! Why a text is in its story: the words and the day that decided when it arrived, as the store keeps them.

use super::markup::{Markup, foreign};
use super::when;
use super::words::Language;
use isnad_model::StoryId;
use isnad_store::StoryMember;
use jiff::civil::Date;

/// Odds above this are not told more exactly: no decision is certain.
const SUREST: f32 = 0.99;

/// Why a text joined.
pub(super) struct Why {
    pub(super) outlet: Markup,
    /// Words and names that it shares with the nearest text.
    pub(super) words: Vec<Markup>,
    /// What is said besides: the day of the nearest text, the odds, where else the text was.
    pub(super) notes: String,
}

/// Why `member` is in `story`.
pub(super) fn why(member: &StoryMember, story: StoryId, language: Language) -> Why {
    let founder = member.first_story.0 == member.article.id.0;
    // a founder that its outlet changed was compared with its own story again: that is not why it is here
    let because = match founder {
        true => &[],
        false => member.joined.because.as_slice(),
    };
    // the day stands last
    let day = because.last().and_then(|last| last.parse::<Date>().ok());
    let words = &because[..because.len() - usize::from(day.is_some())];
    let mut notes = Vec::new();
    if let Some(day) = day {
        notes.push(language.fill("why_day", &[("day", &when::day_words(language, day))]));
    }
    if !because.is_empty() {
        notes.push(language.fill("why_odds", &[("p", &odds_words(member.joined.score, language))]));
    }
    let came_from = match (member.first_story == story, founder, because.is_empty()) {
        (true, true, _) => Some("why_founder"),
        (true, false, true) => Some("why_unknown"),
        (true, false, false) => None,
        (false, true, _) => Some("why_other_founder"),
        (false, false, _) => Some("why_other_story"),
    };
    notes.extend(came_from.map(|key| language.word(key).to_owned()));
    Why {
        outlet: foreign(&member.article.source, None),
        words: words
            .iter()
            .map(|word| foreign(word, member.article.language.as_deref()))
            .collect(),
        notes: notes.join(" "),
    }
}

/// Odds in percent.
pub(super) fn odds_words(score: f32, language: Language) -> String {
    match score > SUREST {
        true => language.fill("more_than", &[("p", &language.percent(SUREST))]),
        false => language.percent(score),
    }
}
