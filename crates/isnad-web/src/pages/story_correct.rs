//! Correcting a story by forms: which texts are not of it, which other story is the same, and what was decided before,
//! each with its undoing.
//!
//! A decision is kept at once and applied by the link stage. Who sends a form is led back to the story that holds the
//! texts, after the stage came to it or two seconds; a decision that still waits is shown so.

use super::front::headline;
use super::markup::{Markup, foreign, time};
use super::story::Told;
use super::visitor::Visitor;
use super::when::Moment;
use super::words::Language;
use crate::app::App;
use crate::correcting;
use crate::error::ApiError;
use crate::extract::{Fields, Path};
use axum::extract::State;
use axum::response::Redirect;
use isnad_model::{ArticleId, StoryId};
use isnad_store::{Correction, Decision, Store};
use isnad_text::fold;
use serde::Deserialize;
use std::time::{Duration, Instant};

/// Decisions that are listed.
const MOST_DECISIONS: usize = 30;
/// How long a sender waits for the link stage, and how often it is looked at.
const PATIENCE: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(20);

/// What the page shows for correcting.
pub(super) struct CorrectPart {
    /// What is said beside it, with the story's number.
    pub(super) about: String,
    pub(super) decisions: Vec<DecisionRow>,
    /// The texts of this page; none where the story has one text only.
    pub(super) texts: Vec<Choosable>,
    pub(super) is_writing: bool,
}

/// A decision that was made.
pub(super) struct DecisionRow {
    pub(super) id: i64,
    pub(super) words: String,
    pub(super) time: Markup,
    /// A text of the other side, and where it is now.
    pub(super) about: Option<(String, Markup)>,
    pub(super) is_pending: bool,
    pub(super) undo_words: &'static str,
}

/// A text that may be split off.
pub(super) struct Choosable {
    pub(super) id: i32,
    pub(super) title: Markup,
    pub(super) outlet: Markup,
    pub(super) is_copy: bool,
}

/// The part of a story's page, with the texts of the groups that it shows.
pub(super) fn correct_part(
    store: &Store,
    story: StoryId,
    told: &Told<'_>,
    groups: &[(usize, Vec<usize>)],
    language: Language,
    is_writing: bool,
) -> Result<CorrectPart, ApiError> {
    let mut decisions = Vec::new();
    for decision in store.decisions(Some(story), None, MOST_DECISIONS)? {
        decisions.push(decision_row(store, story, decision, language)?);
    }
    let choosable = |place: usize, is_copy: bool| {
        let view = &told.members[place].article;
        Choosable {
            id: view.id.0,
            title: headline(view, language),
            outlet: foreign(&view.source, None),
            is_copy,
        }
    };
    let mut texts = Vec::new();
    if is_writing && told.members.len() > 1 {
        for (original, copies) in groups {
            texts.push(choosable(*original, false));
            texts.extend(copies.iter().map(|copy| choosable(*copy, true)));
        }
    }
    Ok(CorrectPart {
        about: language.fill("correct_about", &[("id", &story.to_string())]),
        decisions,
        texts,
        is_writing,
    })
}

fn decision_row(
    store: &Store,
    story: StoryId,
    decision: Decision,
    language: Language,
) -> Result<DecisionRow, ApiError> {
    let Correction {
        at,
        together,
        articles,
        others,
        undoes,
    } = &decision.correction;
    let (key, undo_words) = match (together, undoes.is_some()) {
        (false, false) => ("decided_split", "undo_split"),
        (true, false) => ("decided_merge", "undo_merge"),
        (true, true) => ("undone_split", "split_again"),
        (false, true) => ("undone_merge", "merge_again"),
    };
    let count = |plural: &str, side: &[ArticleId]| language.count(plural, side.len() as u64);
    let first_plural = if undoes.is_some() { "of_articles" } else { "articles" };
    let words = language.fill(
        key,
        &[
            ("articles", &count(first_plural, articles)),
            ("others", &count("of_articles", others)),
        ],
    );
    let firsts: Vec<ArticleId> = articles.first().into_iter().chain(others.first()).copied().collect();
    let views = store.articles(&firsts)?;
    let elsewhere = views.iter().find(|view| view.story != Some(story));
    let about = elsewhere.or(views.first()).map(|view| {
        let href = match (elsewhere, view.story) {
            (Some(_), Some(other)) => format!("/story/{other}"),
            _ => format!("/article/{}", view.id),
        };
        (href, headline(view, language))
    });
    let moment = Moment {
        seconds: *at,
        is_exact: true,
        is_claimed: false,
    };
    Ok(DecisionRow {
        id: decision.id,
        words,
        time: time(language, Some(moment), None),
        about,
        is_pending: decision.is_pending,
        undo_words: language.find(undo_words).unwrap_or(undo_words),
    })
}

#[derive(Deserialize)]
pub(super) struct OtherStory {
    form_token: String,
    other: String,
}

#[derive(Deserialize)]
pub(super) struct Token {
    form_token: String,
}

/// `POST /story/{id}/split`: the texts of the fields `article` are not of the story.
pub(super) async fn split(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i32>,
    Fields(sent): Fields<Vec<(String, String)>>,
) -> Result<Redirect, ApiError> {
    let values = |name: &'static str| sent.iter().filter(move |(field, _)| field == name);
    let token = values("form_token").next().map_or("", |(_, token)| token.as_str());
    visitor.check_form(token)?;
    let mut articles = Vec::new();
    for (_, value) in values("article") {
        let number = value.parse();
        let not_a_number = |_| ApiError::bad_request(format!("«{value}» is no article"));
        articles.push(ArticleId(number.map_err(not_a_number)?));
    }
    let now = app.now_seconds();
    let kept = app
        .write(move |store| correcting::part(store, StoryId(id), &articles, now))
        .await?;
    to_its_story(&app, kept).await
}

/// `POST /story/{id}/merge`: the story of the field `other`, a number or an address, is the same.
pub(super) async fn merge(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i32>,
    Fields(sent): Fields<OtherStory>,
) -> Result<Redirect, ApiError> {
    visitor.check_form(&sent.form_token)?;
    let other = story_of(&sent.other).ok_or_else(|| {
        let refusal = ApiError::bad_request(format!("«{}» is no number or address of a story", sent.other));
        refusal.told("reason.no_story_address", &sent.other)
    })?;
    let now = app.now_seconds();
    let kept = app
        .write(move |store| correcting::join(store, StoryId(id), other, now))
        .await?;
    to_its_story(&app, kept).await
}

/// `POST /decision/{id}/undo`: takes a decision back.
pub(super) async fn undo(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Fields(sent): Fields<Token>,
) -> Result<Redirect, ApiError> {
    visitor.check_form(&sent.form_token)?;
    let now = app.now_seconds();
    let kept = app.write(move |store| correcting::undo(store, id, now)).await?;
    to_its_story(&app, kept).await
}

/// Waits a little for the link stage, then leads to the story of the first text that was decided on.
async fn to_its_story(app: &App, decision: i64) -> Result<Redirect, ApiError> {
    let asked_at = Instant::now();
    let is_pending = || {
        app.read(move |finder| {
            let found = finder.store().decision(decision)?;
            Ok(found.is_some_and(|known| known.is_pending))
        })
    };
    while is_pending().await? && asked_at.elapsed() < PATIENCE {
        tokio::time::sleep(LOOK).await;
    }
    let story = app
        .read(move |finder| {
            let store = finder.store();
            let correction = store.correction(decision)?;
            let first = correction.and_then(|kept| kept.articles.first().copied());
            let view = first.map(|first| store.article(first)).transpose()?.flatten();
            Ok(view.and_then(|view| view.story))
        })
        .await?;
    Ok(Redirect::to(&match story {
        Some(story) => format!("/story/{story}#correct"),
        None => "/".to_owned(),
    }))
}

/// The story that is written as a number, in any digits, or as the address of its page.
fn story_of(written: &str) -> Option<StoryId> {
    let folded = fold(written.trim());
    let path = folded.split(['?', '#']).next()?.trim_end_matches('/');
    let number = path.rsplit_once("/story/").map_or(path, |(_, number)| number);
    number.parse().ok().map(StoryId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_named_by_number_or_address() {
        for written in [
            "859",
            " ٨٥٩ ",
            "/story/859",
            "http://127.0.0.1:8470/story/859?texts=2#texts",
            "https://news.example/story/859/",
        ] {
            assert_eq!(story_of(written), Some(StoryId(859)), "{written}");
        }
        for written in ["", "x", "/article/859", "/story/", "99999999999", "859 860"] {
            assert_eq!(story_of(written), None, "{written}");
        }
    }
}
