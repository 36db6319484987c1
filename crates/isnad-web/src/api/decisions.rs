//! `/api/v1/decisions`: what users decided about stories, and taking it back.

use super::time::written;
use crate::app::App;
use crate::correcting;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Parameters, Path};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isnad_model::{ArticleId, StoryId};
use isnad_store::Decision;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST_DECISIONS: usize = 200;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DecisionsParameters {
    /// Only decisions that speak of an article of this story.
    story: Option<i32>,
    /// Number of decisions, at most 200.
    limit: Option<usize>,
    /// `next` of the page before.
    after: Option<i64>,
}

/// A page of decisions.
#[derive(Serialize, ToSchema)]
pub(super) struct DecisionsPage {
    decisions: Vec<DecisionLine>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

/// A decision that was kept.
#[derive(Serialize, ToSchema)]
pub(super) struct KeptDecision {
    /// Its number, by which it is taken back.
    decision: i64,
}

impl KeptDecision {
    /// The answer to who made it.
    pub(super) fn accepted(decision: i64) -> (StatusCode, Json<KeptDecision>) {
        (StatusCode::ACCEPTED, Json(KeptDecision { decision }))
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// `articles` are not of the story of `others`.
    Split,
    /// All are of one story.
    Merge,
}

/// A decision in force.
#[derive(Serialize, ToSchema)]
struct DecisionLine {
    /// Its number.
    id: i64,
    /// When it was made.
    at: String,
    /// What was decided.
    kind: Kind,
    /// Ids of some articles, the oldest first.
    articles: Vec<i32>,
    /// Ids of the articles that they are or are not one story with, the oldest first.
    others: Vec<i32>,
    /// The decision that it takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<i64>,
    /// Whether the link stage has yet to come to it.
    is_pending: bool,
}

/// Decisions in force, the latest first. Of one that was taken back, the one that takes it back is listed.
#[utoipa::path(get, path = "/api/v1/decisions", tag = "reading", params(DecisionsParameters), responses(
    (status = 200, body = DecisionsPage),
    (status = 404, body = ErrorBody),
))]
pub(super) async fn list(
    State(app): State<App>,
    Parameters(asked): Parameters<DecisionsParameters>,
) -> Result<Json<DecisionsPage>, ApiError> {
    let limit = asked.limit.unwrap_or(30).clamp(1, MOST_DECISIONS);
    let found = app
        .read(move |finder| {
            let story = asked.story.map(StoryId);
            if let Some(story) = story
                && finder.store().story_articles(story)?.is_empty()
            {
                return Err(ApiError::not_found(format!("no story {story}")));
            }
            Ok(finder.store().decisions(story, asked.after, limit)?)
        })
        .await?;
    let next = found.last().filter(|_| found.len() == limit).map(|last| last.id);
    Ok(Json(DecisionsPage {
        decisions: found.into_iter().map(line).collect(),
        next,
    }))
}

/// Takes a decision back: the same articles are decided the other way. It is kept for good, like the decision itself,
/// and done when the link stage comes to it. Undone like any other.
#[utoipa::path(post, path = "/api/v1/decisions/{id}/undo", tag = "reading", params(("id" = i64, Path)), responses(
    (status = 202, body = KeptDecision, description = "Kept; it will be done."),
    (status = 404, body = ErrorBody, description = "There is none, or it was taken back already."),
))]
pub(super) async fn undo(
    State(app): State<App>,
    Path(id): Path<i64>,
) -> Result<(StatusCode, Json<KeptDecision>), ApiError> {
    let now = app.now_seconds();
    let kept = app.write(move |store| correcting::undo(store, id, now)).await?;
    Ok(KeptDecision::accepted(kept))
}

fn line(decision: Decision) -> DecisionLine {
    let ids = |articles: Vec<ArticleId>| articles.into_iter().map(|article| article.0).collect();
    let made = decision.correction;
    DecisionLine {
        id: decision.id,
        at: written(made.at),
        kind: if made.together { Kind::Merge } else { Kind::Split },
        articles: ids(made.articles),
        others: ids(made.others),
        undoes: made.undoes,
        is_pending: decision.is_pending,
    }
}
