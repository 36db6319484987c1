//! `GET /api/v1/stories` and `/api/v1/stories/{id}`.

use super::articles::{CopyLine, copy_line};
use super::decisions::KeptDecision;
use super::search::{ArticleLine, line_of};
use super::time::written;
use crate::app::App;
use crate::correcting;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Body, Parameters, Path};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isnad_engine::gist::{Passage, story_gist};
use isnad_model::{ArticleId, Joined, StoryId, parse_instant};
use isnad_store::{StoryCursor, StoryFilter, StoryMember, StoryOrder, StoryQuery, StorySummary};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST_STORIES: usize = 200;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StoriesParameters {
    /// Only stories with an article at or after this time (RFC 3339 or a day), and before `until`.
    since: Option<String>,
    /// Only stories with an article before this time (RFC 3339 or a day), and not before `since`.
    until: Option<String>,
    /// Only stories with an article in this language (`ar`, `en` ...).
    language: Option<String>,
    /// Order: `newest`, `most_outlets`, `most_articles` or `first_seen`.
    order: Option<Order>,
    /// Only stories with such articles: `unread` or `starred`.
    only: Option<Only>,
    /// Number of stories, at most 200.
    limit: Option<usize>,
    /// `next` of the page before.
    after: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Order {
    #[default]
    Newest,
    MostOutlets,
    MostArticles,
    FirstSeen,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Only {
    Unread,
    Starred,
}

/// A page of stories.
#[derive(Serialize, ToSchema)]
pub(super) struct StoriesPage {
    stories: Vec<StoryLine>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// One story in a list.
#[derive(Serialize, ToSchema)]
struct StoryLine {
    /// Its id for life.
    id: i32,
    /// Number of articles.
    articles: u32,
    /// Number of outlets.
    outlets: u32,
    /// Linking time of the first article.
    first: String,
    /// Linking time of the last article.
    last: String,
    /// The first article.
    lead: ArticleLine,
}

/// One story.
#[derive(Serialize, ToSchema)]
pub(super) struct StoryDetail {
    /// Its id for life; another than asked for where the story was merged into it.
    id: i32,
    /// Its articles in order of linking time.
    articles: Vec<StoryArticle>,
}

/// One article of a story.
#[derive(Serialize, ToSchema)]
struct StoryArticle {
    #[serde(flatten)]
    line: ArticleLine,
    /// The story it joined when it arrived.
    first_story: i32,
    /// Why it joined.
    joined: Joined,
    /// What it has of earlier articles.
    copies: Vec<CopyLine>,
}

/// Stories, newest first unless asked otherwise.
#[utoipa::path(get, path = "/api/v1/stories", tag = "reading", params(StoriesParameters), responses(
    (status = 200, body = StoriesPage),
    (status = 400, body = ErrorBody),
))]
pub(super) async fn stories(
    State(app): State<App>,
    Parameters(asked): Parameters<StoriesParameters>,
) -> Result<Json<StoriesPage>, ApiError> {
    let query = StoryQuery {
        since: instant(asked.since.as_deref())?,
        until: instant(asked.until.as_deref())?,
        order: match asked.order.unwrap_or_default() {
            Order::Newest => StoryOrder::Newest,
            Order::MostOutlets => StoryOrder::MostOutlets,
            Order::MostArticles => StoryOrder::MostArticles,
            Order::FirstSeen => StoryOrder::FirstSeen,
        },
        only: asked.only.map(|only| match only {
            Only::Unread => StoryFilter::Unread,
            Only::Starred => StoryFilter::Starred,
        }),
        language: asked.language,
        limit: asked.limit.unwrap_or(30).clamp(1, MOST_STORIES),
        after: asked.after.as_deref().map(cursor).transpose()?,
    };
    let page = app.read(move |finder| Ok(finder.store().stories(&query)?)).await?;
    Ok(Json(StoriesPage {
        stories: page.stories.into_iter().map(story_line).collect(),
        next: page.next.map(|next| format!("{}_{}", next.value, next.id)),
    }))
}

/// One story with its articles and copies.
#[utoipa::path(get, path = "/api/v1/stories/{id}", tag = "reading", params(("id" = i32, Path)), responses(
    (status = 200, body = StoryDetail),
    (status = 404, body = ErrorBody),
))]
pub(super) async fn story(State(app): State<App>, Path(id): Path<i32>) -> Result<Json<StoryDetail>, ApiError> {
    let found = app.read(move |finder| Ok(finder.store().story(StoryId(id))?)).await?;
    let story = found.ok_or_else(|| ApiError::not_found(format!("no story {id}")))?;
    Ok(Json(StoryDetail {
        id: story.id.0,
        articles: story.members.into_iter().map(story_article).collect(),
    }))
}

/// A story in short: nothing in it is written anew.
#[derive(Serialize, ToSchema)]
pub(super) struct StoryInShort {
    /// Sentences of different outlets that say most of what is common, earliest report first.
    sentences: Vec<PassageLine>,
    /// For each day (UTC) the headline that brought most news.
    days: Vec<PassageLine>,
}

/// A sentence or headline of an article.
#[derive(Serialize, ToSchema)]
struct PassageLine {
    /// As written.
    text: String,
    /// The article's id.
    article: i32,
    /// Its outlet.
    source: String,
    /// Its linking time.
    time: String,
}

/// A story in few sentences, each with its source, and by day.
#[utoipa::path(get, path = "/api/v1/stories/{id}/gist", tag = "reading", params(("id" = i32, Path)), responses(
    (status = 200, body = StoryInShort),
    (status = 404, body = ErrorBody),
))]
pub(super) async fn gist(State(app): State<App>, Path(id): Path<i32>) -> Result<Json<StoryInShort>, ApiError> {
    let found = app
        .read(move |finder| {
            let story = finder.store().story(StoryId(id))?;
            let story = story.ok_or_else(|| ApiError::not_found(format!("no story {id}")))?;
            Ok(story_gist(finder.store(), &story)?)
        })
        .await?;
    Ok(Json(StoryInShort {
        sentences: found.sentences.into_iter().map(passage_line).collect(),
        days: found.days.into_iter().map(passage_line).collect(),
    }))
}

fn passage_line(passage: Passage) -> PassageLine {
    PassageLine {
        text: passage.text,
        article: passage.article.0,
        source: passage.source,
        time: written(passage.time),
    }
}

/// Articles that do not belong to a story.
#[derive(Deserialize, ToSchema)]
pub(super) struct StrangeArticles {
    /// Their ids; some of the story's articles, not all.
    articles: Vec<i32>,
}

/// A story that is the same.
#[derive(Deserialize, ToSchema)]
pub(super) struct SameStory {
    /// Its id.
    story: i32,
}

/// Takes articles out of a story. It is kept for good, and done when the link stage comes to it. Undone by its number.
#[utoipa::path(post, path = "/api/v1/stories/{id}/split", tag = "reading", params(("id" = i32, Path)),
    request_body = StrangeArticles,
    responses(
        (status = 202, body = KeptDecision, description = "Kept; it will be done."),
        (status = 400, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ))]
pub(super) async fn split(
    State(app): State<App>,
    Path(id): Path<i32>,
    Body(asked): Body<StrangeArticles>,
) -> Result<(StatusCode, Json<KeptDecision>), ApiError> {
    let now = app.now_seconds();
    let articles: Vec<ArticleId> = asked.articles.into_iter().map(ArticleId).collect();
    let kept = app
        .write(move |store| correcting::part(store, StoryId(id), &articles, now))
        .await?;
    Ok(KeptDecision::accepted(kept))
}

/// Makes two stories one. It is kept for good, and done when the link stage comes to it. Undone by its number.
#[utoipa::path(post, path = "/api/v1/stories/{id}/merge", tag = "reading", params(("id" = i32, Path)),
    request_body = SameStory,
    responses(
        (status = 202, body = KeptDecision, description = "Kept; it will be done."),
        (status = 400, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ))]
pub(super) async fn merge(
    State(app): State<App>,
    Path(id): Path<i32>,
    Body(asked): Body<SameStory>,
) -> Result<(StatusCode, Json<KeptDecision>), ApiError> {
    let now = app.now_seconds();
    let kept = app
        .write(move |store| correcting::join(store, StoryId(id), StoryId(asked.story), now))
        .await?;
    Ok(KeptDecision::accepted(kept))
}

fn story_line(story: StorySummary) -> StoryLine {
    StoryLine {
        id: story.id.0,
        articles: story.articles,
        outlets: story.outlets,
        first: written(story.first_at),
        last: written(story.last_at),
        lead: line_of(story.lead),
    }
}

fn story_article(member: StoryMember) -> StoryArticle {
    StoryArticle {
        line: line_of(member.article),
        first_story: member.first_story.0,
        joined: member.joined,
        copies: member.copies.into_iter().map(copy_line).collect(),
    }
}

fn instant(asked: Option<&str>) -> Result<Option<i64>, ApiError> {
    let read = |text: &str| {
        parse_instant(text)
            .ok_or_else(|| ApiError::bad_request(format!("«{text}» is not a time; write 2018-03-18 or RFC 3339")))
    };
    asked.map(read).transpose()
}

fn cursor(asked: &str) -> Result<StoryCursor, ApiError> {
    let parts = asked
        .split_once('_')
        .and_then(|(value, id)| Some((value.parse().ok()?, id.parse().ok()?)));
    let (value, id) = parts.ok_or_else(|| ApiError::bad_request("not a cursor; take `next` from the page before"))?;
    Ok(StoryCursor { value, id: StoryId(id) })
}
