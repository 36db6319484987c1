//! What a user may decide about a story: that articles do not belong to it, that another story is the same, and that
//! an earlier decision is taken back. Each gives the number of the decision that is kept.

use crate::error::ApiError;
use isnad_model::{ArticleId, StoryId};
use isnad_store::{Correction, Store};

/// Keeps that `articles` are not of the story; they may be of one story with each other.
pub(crate) fn part(store: &Store, story: StoryId, articles: &[ArticleId], now: i64) -> Result<i64, ApiError> {
    let members = members(store, story)?;
    if let Some(stranger) = articles.iter().find(|article| !members.contains(article)) {
        let refusal = ApiError::bad_request(format!("article {stranger} is not in story {story}"));
        return Err(refusal.told("reason.stranger", stranger));
    }
    let (leaving, staying): (Vec<ArticleId>, Vec<ArticleId>) =
        members.into_iter().partition(|member| articles.contains(member));
    if leaving.is_empty() || staying.is_empty() {
        let refusal = ApiError::bad_request("name some of the articles of the story, not none and not all");
        return Err(refusal.told("reason.some_texts", ""));
    }
    keep(store, false, leaving, staying, now)
}

/// Keeps that both stories are one.
pub(crate) fn join(store: &Store, story: StoryId, other: StoryId, now: i64) -> Result<i64, ApiError> {
    let (articles, others) = (members(store, story)?, members(store, other)?);
    if articles == others {
        return Err(ApiError::bad_request("both are one story already").told("reason.same_story", ""));
    }
    keep(store, true, articles, others, now)
}

/// Takes a decision back: the same articles are decided the other way.
pub(crate) fn undo(store: &Store, decision: i64, now: i64) -> Result<i64, ApiError> {
    let not_found = || {
        let refusal = ApiError::not_found(format!("no decision {decision}, or it was taken back already"));
        refusal.told("reason.no_decision", "")
    };
    let taken_back = store.decision(decision)?.ok_or_else(not_found)?.correction;
    Ok(store.correct(&Correction {
        at: now,
        together: !taken_back.together,
        undoes: Some(decision),
        ..taken_back
    })?)
}

fn keep(
    store: &Store,
    together: bool,
    articles: Vec<ArticleId>,
    others: Vec<ArticleId>,
    now: i64,
) -> Result<i64, ApiError> {
    Ok(store.correct(&Correction {
        at: now,
        together,
        articles,
        others,
        undoes: None,
    })?)
}

/// The articles of a story, the oldest first.
fn members(store: &Store, story: StoryId) -> Result<Vec<ArticleId>, ApiError> {
    let articles = store.story_articles(story)?;
    if articles.is_empty() {
        return Err(ApiError::not_found(format!("no story {story}")).told("reason.no_story", story));
    }
    Ok(articles)
}
