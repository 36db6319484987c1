//! The story in short: sentences of its texts, each with its source, and its days with a headline for each.
//!
//! Both are the engine's, the same that the API gives. Limits: on the page the latest days, all on request.

use super::front::headline;
use super::markup::{Markup, foreign, time};
use super::story::Told;
use super::when;
use super::words::Language;
use isnad_engine::gist::{Passage, StoryGist};
use isnad_model::ArticleId;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Days that are shown unless all are asked for.
const DAYS: usize = 14;

/// A sentence of a text.
pub(super) struct Sentence {
    pub(super) text: Markup,
    pub(super) article: i32,
    pub(super) outlet: Markup,
    pub(super) time: Markup,
    /// Copies of its text, in words, where there are some.
    pub(super) copies: Option<String>,
    pub(super) is_new: bool,
}

/// A day of the story.
pub(super) struct Day {
    pub(super) day: Markup,
    pub(super) article: i32,
    pub(super) title: Markup,
    pub(super) outlet: Markup,
    /// Texts of the day, in words.
    pub(super) texts: String,
    pub(super) is_new: bool,
}

/// The days that are shown.
pub(super) struct Days {
    pub(super) days: Vec<Day>,
    /// How many earlier ones are left out, in words.
    pub(super) left_out: Option<String>,
}

/// The sentences with what is known of their texts; `under` is which text each is a copy of.
pub(super) fn sentences(
    gist: &StoryGist,
    told: &Told<'_>,
    under: &[Option<usize>],
    near: Option<Date>,
    language: Language,
) -> Vec<Sentence> {
    let sentence = |passage: &Passage| {
        let place = place_of(told, passage.article)?;
        let view = &told.members[place].article;
        let copies = under.iter().filter(|original| **original == Some(place)).count() as u64;
        Some(Sentence {
            text: foreign(&passage.text, view.language.as_deref()),
            article: view.id.0,
            outlet: foreign(&view.source, None),
            time: time(language, told.moments[place], near),
            copies: (copies > 0).then(|| language.count("copies_of_text", copies)),
            is_new: told.new.contains(&view.id),
        })
    };
    gist.sentences.iter().filter_map(sentence).collect()
}

/// The days; none where the story has only one.
pub(super) fn days(gist: &StoryGist, told: &Told<'_>, all: bool, language: Language) -> Option<Days> {
    if gist.days.len() < 2 {
        return None;
    }
    let date_of = |place: usize| told.moments[place].map(|moment| when::civil(moment.seconds).date());
    let mut texts: BTreeMap<Option<Date>, u64> = BTreeMap::new();
    let mut with_new: BTreeSet<Option<Date>> = BTreeSet::new();
    for (place, member) in told.members.iter().enumerate() {
        *texts.entry(date_of(place)).or_default() += 1;
        if told.new.contains(&member.article.id) {
            with_new.insert(date_of(place));
        }
    }
    let day = |passage: &Passage| {
        let place = place_of(told, passage.article)?;
        let view = &told.members[place].article;
        let moment = told.moments[place].map(when::Moment::day_only);
        Some(Day {
            day: time(language, moment, None),
            article: view.id.0,
            title: headline(view, language),
            outlet: foreign(&view.source, None),
            texts: language.count("articles", texts[&date_of(place)]),
            is_new: with_new.contains(&date_of(place)),
        })
    };
    let earlier = match all {
        true => 0,
        false => gist.days.len().saturating_sub(DAYS),
    };
    Some(Days {
        days: gist.days[earlier..].iter().filter_map(day).collect(),
        left_out: (earlier > 0).then(|| language.count("earlier_days", earlier as u64)),
    })
}

fn place_of(told: &Told<'_>, article: ArticleId) -> Option<usize> {
    told.members.iter().position(|member| member.article.id == article)
}
