//! Marks of the one local user on articles and stories, and the list of what is starred.

use super::search::{ArticleLine, line_of};
use super::time::written;
use crate::app::App;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Body, Parameters, Path};
use crate::marking;
use axum::Json;
use axum::extract::State;
use isnad_model::{ArticleId, StoryId};
use isnad_store::{Mark, Marks, StarCursor, StoryMarks};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST_STARRED: usize = 200;

/// What to mark; what is left out stays as it is.
#[derive(Clone, Copy, Deserialize, ToSchema)]
pub(super) struct MarksChange {
    /// Read or not.
    read: Option<bool>,
    /// Starred or not.
    starred: Option<bool>,
}

/// The marks of an article.
#[derive(Serialize, ToSchema)]
pub(super) struct ArticleMarks {
    /// When it was read; left out where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<String>,
    /// When it was starred; left out where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    starred: Option<String>,
}

/// The marks of a story.
#[derive(Serialize, ToSchema)]
pub(super) struct MarksOfStory {
    /// Its articles that were not read.
    unread: u32,
    /// Its articles that are starred.
    starred: u32,
}

impl MarksChange {
    fn wanted(self, now: i64) -> impl Iterator<Item = (Mark, Option<i64>)> {
        [(Mark::Read, self.read), (Mark::Star, self.starred)]
            .into_iter()
            .filter_map(move |(mark, is_on)| Some((mark, is_on?.then_some(now))))
    }
}

pub(super) fn of_article(marks: Marks) -> ArticleMarks {
    ArticleMarks {
        read: marks.read_at.map(written),
        starred: marks.starred_at.map(written),
    }
}

fn of_story(marks: StoryMarks) -> MarksOfStory {
    MarksOfStory {
        unread: marks.unread,
        starred: marks.starred,
    }
}

/// Marks an article as read or starred, or takes that back. Marks stay when the article is read anew or its story merged.
#[utoipa::path(patch, path = "/api/v1/articles/{id}/marks", tag = "marks", params(("id" = i32, Path)),
    request_body = MarksChange,
    responses((status = 200, body = ArticleMarks), (status = 404, body = ErrorBody)))]
pub(super) async fn mark_article(
    State(app): State<App>,
    Path(id): Path<i32>,
    Body(change): Body<MarksChange>,
) -> Result<Json<ArticleMarks>, ApiError> {
    let now = app.now_seconds();
    app.write(move |store| {
        let id = ArticleId(id);
        for (mark, at) in change.wanted(now) {
            marking::article(store, id, mark, at)?;
        }
        let known = store.article(id)?.is_some();
        let marks = store.marks(&[id])?.pop().filter(|_| known);
        let marks = marks.ok_or_else(|| ApiError::not_found(format!("no article {id}")))?;
        Ok(Json(of_article(marks)))
    })
    .await
}

/// Marks a story: it is read as a whole, its star is set on its first article and taken from all.
#[utoipa::path(patch, path = "/api/v1/stories/{id}/marks", tag = "marks", params(("id" = i32, Path)),
    request_body = MarksChange,
    responses((status = 200, body = MarksOfStory), (status = 404, body = ErrorBody)))]
pub(super) async fn mark_story(
    State(app): State<App>,
    Path(id): Path<i32>,
    Body(change): Body<MarksChange>,
) -> Result<Json<MarksOfStory>, ApiError> {
    let now = app.now_seconds();
    app.write(move |store| {
        let id = StoryId(id);
        for (mark, at) in change.wanted(now) {
            marking::story(store, id, mark, at)?;
        }
        if store.story_leads(&[id])?.iter().all(Option::is_none) {
            return Err(ApiError::not_found(format!("no story {id}")));
        }
        Ok(Json(of_story(store.story_marks(&[id])?.pop().unwrap_or_default())))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StarredParameters {
    /// Number of articles, at most 200.
    limit: Option<usize>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A page of starred articles.
#[derive(Serialize, ToSchema)]
pub(super) struct StarredPage {
    articles: Vec<ArticleLine>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Starred articles, the latest star first.
#[utoipa::path(get, path = "/api/v1/starred", tag = "marks", params(StarredParameters), responses(
    (status = 200, body = StarredPage),
    (status = 400, body = ErrorBody),
))]
pub(super) async fn starred(
    State(app): State<App>,
    Parameters(asked): Parameters<StarredParameters>,
) -> Result<Json<StarredPage>, ApiError> {
    let limit = asked.limit.unwrap_or(30).clamp(1, MOST_STARRED);
    let after = asked.after.as_deref().map(star_cursor).transpose()?;
    app.read(move |finder| {
        let stars = finder.store().starred(after, limit)?;
        let ids: Vec<ArticleId> = stars.iter().map(|star| star.article).collect();
        let next = stars.last().filter(|_| stars.len() == limit).map(star_place);
        Ok(Json(StarredPage {
            articles: finder.store().articles(&ids)?.into_iter().map(line_of).collect(),
            next,
        }))
    })
    .await
}

/// A place in the list of starred articles, as addresses write it.
pub(crate) fn star_place(star: &StarCursor) -> String {
    format!("{}_{}", star.starred_at, star.article)
}

/// The place that [`star_place`] wrote.
pub(crate) fn star_cursor(written: &str) -> Result<StarCursor, ApiError> {
    let parts = written.split_once('_');
    let read = parts.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    let (starred_at, id) =
        read.ok_or_else(|| ApiError::bad_request("not a cursor; take `next` from the page before"))?;
    Ok(StarCursor {
        starred_at,
        article: ArticleId(id),
    })
}
