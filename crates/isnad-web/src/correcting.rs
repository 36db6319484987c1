//! What a user may decide about a story: that articles do not belong to it, that another story is the same.

use crate::error::ApiError;
use isnad_model::{ArticleId, StoryId};
use isnad_store::{Correction, Store};

/// Keeps that `articles` are not of the story; they may be of one story with each other.
pub(crate) fn part(store: &Store, story: StoryId, articles: &[ArticleId], now: i64) -> Result<(), ApiError> {
    let members = members(store, story)?;
    if let Some(stranger) = articles.iter().find(|article| !members.contains(article)) {
        return Err(ApiError::bad_request(format!(
            "article {stranger} is not in story {story}"
        )));
    }
    let (leaving, staying): (Vec<ArticleId>, Vec<ArticleId>) =
        members.into_iter().partition(|member| articles.contains(member));
    if leaving.is_empty() || staying.is_empty() {
        return Err(ApiError::bad_request(
            "name some of the articles of the story, not none and not all",
        ));
    }
    keep(store, false, leaving, staying, now)
}

/// Keeps that both stories are one.
pub(crate) fn join(store: &Store, story: StoryId, other: StoryId, now: i64) -> Result<(), ApiError> {
    let (articles, others) = (members(store, story)?, members(store, other)?);
    if articles == others {
        return Err(ApiError::bad_request("both are one story already"));
    }
    keep(store, true, articles, others, now)
}

fn keep(
    store: &Store,
    together: bool,
    articles: Vec<ArticleId>,
    others: Vec<ArticleId>,
    now: i64,
) -> Result<(), ApiError> {
    store.correct(&Correction {
        at: now,
        together,
        articles,
        others,
    })?;
    Ok(())
}

/// The articles of a story, the oldest first.
fn members(store: &Store, story: StoryId) -> Result<Vec<ArticleId>, ApiError> {
    let articles = store.story_articles(story)?;
    if articles.is_empty() {
        return Err(ApiError::not_found(format!("no story {story}")));
    }
    Ok(articles)
}
