//! `GET /api/v1/articles/{id}` and what is related to it.

use super::marks::{ArticleMarks, of_article};
use super::search::{ArticleLine, line_of};
use crate::app::App;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Parameters, Path};
use axum::Json;
use axum::extract::State;
use isnad_engine::find::Finder;
use isnad_engine::related::{Because, RelatedArticle, RelatedBy};
use isnad_model::{Article, ArticleId, Copy, Keyword, Name};
use isnad_store::RevisionRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST_RELATED: usize = 50;

/// An article with all that is known of it.
#[derive(Serialize, ToSchema)]
pub(super) struct ArticleDetail {
    #[serde(flatten)]
    line: ArticleLine,
    /// The article on whose page it stood, for an embedded one.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<i32>,
    /// What the user did with it.
    marks: ArticleMarks,
    /// As extraction read its latest revision.
    article: Article,
    /// Keywords, best first.
    keywords: Vec<Keyword>,
    /// Persons, places and organizations, most mentioned first.
    names: Vec<Name>,
    /// Its texts as the outlet changed them, oldest first.
    revisions: Vec<RevisionLine>,
    /// Captures it was read from; see `/api/v1/captures/{id}`.
    captures: Vec<i64>,
    /// Texts of earlier articles in it, and its text in later ones.
    copies: Copies,
}

/// One revision.
#[derive(Serialize, ToSchema)]
pub(super) struct RevisionLine {
    /// 0 rests on a feed's summary; pages and texts count from 1.
    number: u32,
    /// When it was captured.
    captured: String,
    /// Headline at that time.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The capture it was read from.
    capture: i64,
}

/// Copies in both directions.
#[derive(Serialize, ToSchema)]
struct Copies {
    /// What it has of earlier articles.
    of_earlier: Vec<CopyLine>,
    /// What later articles have of it.
    by_later: Vec<CopyLine>,
}

/// One copy.
#[derive(Serialize, ToSchema)]
pub(super) struct CopyLine {
    /// The other article.
    article: i32,
    /// The relation, as the later of the two has it.
    copy: Copy,
}

/// One article with its revisions, captures and copies.
#[utoipa::path(get, path = "/api/v1/articles/{id}", tag = "reading", params(("id" = i32, Path)), responses(
    (status = 200, body = ArticleDetail),
    (status = 404, body = ErrorBody),
))]
pub(super) async fn article(State(app): State<App>, Path(id): Path<i32>) -> Result<Json<ArticleDetail>, ApiError> {
    app.read(move |finder| detail(finder, ArticleId(id))).await.map(Json)
}

fn detail(finder: &Finder, id: ArticleId) -> Result<ArticleDetail, ApiError> {
    let store = finder.store();
    let (view, article) = store
        .full_articles(&[id])?
        .pop()
        .ok_or_else(|| ApiError::not_found(format!("no article {id}")))?;
    let reading = store
        .readings(&[view.revision])?
        .pop()
        .map(|read| read.reading)
        .unwrap_or_default();
    let copies = store.copies_of(id)?;
    let lines = |copies: Vec<(ArticleId, Copy)>| copies.into_iter().map(copy_line).collect();
    Ok(ArticleDetail {
        parent: view.parent.map(|parent| parent.0),
        line: line_of(view),
        marks: of_article(store.marks(&[id])?.pop().unwrap_or_default()),
        article,
        keywords: reading.keywords,
        names: reading.names,
        revisions: store.revisions_of(id)?.into_iter().map(revision_line).collect(),
        captures: store.captures_of(id)?.into_iter().map(|capture| capture.0).collect(),
        copies: Copies {
            of_earlier: lines(copies.of_earlier),
            by_later: lines(copies.by_later),
        },
    })
}

pub(super) fn copy_line((article, copy): (ArticleId, Copy)) -> CopyLine {
    CopyLine {
        article: article.0,
        copy,
    }
}

pub(super) fn revision_line(revision: RevisionRow) -> RevisionLine {
    RevisionLine {
        number: revision.number,
        captured: revision.captured,
        title: revision.title,
        capture: revision.capture.0,
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RelatedParameters {
    /// Order: `similarity` of words, `description` (shared keywords) or `date` (nearest in time of those that are similar).
    by: Option<By>,
    /// Number of articles, at most 50.
    limit: Option<usize>,
}

#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum By {
    #[default]
    Similarity,
    Description,
    Date,
}

/// A related article and why it is one.
#[derive(Serialize, ToSchema)]
pub(super) struct RelatedLine {
    #[serde(flatten)]
    line: ArticleLine,
    /// By similarity: the cosine of the weighed words, 0..=1.
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f32>,
    /// By description: the keywords of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    shared: Option<Vec<String>>,
    /// By date: its time minus the article's, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    apart_seconds: Option<i64>,
}

/// Articles of any year outside its story that are related to it; of a report and its copies, one.
#[utoipa::path(get, path = "/api/v1/articles/{id}/related", tag = "reading",
    params(("id" = i32, Path), RelatedParameters),
    responses((status = 200, body = Vec<RelatedLine>), (status = 404, body = ErrorBody)))]
pub(super) async fn related(
    State(app): State<App>,
    Path(id): Path<i32>,
    Parameters(asked): Parameters<RelatedParameters>,
) -> Result<Json<Vec<RelatedLine>>, ApiError> {
    let by = match asked.by.unwrap_or_default() {
        By::Similarity => RelatedBy::Similarity,
        By::Description => RelatedBy::Description,
        By::Date => RelatedBy::Date,
    };
    let limit = asked.limit.unwrap_or(10).clamp(1, MOST_RELATED);
    app.read(move |finder| {
        let related = finder
            .related(ArticleId(id), by, limit)?
            .ok_or_else(|| ApiError::not_found(format!("no article {id}")))?;
        Ok(Json(related.into_iter().map(related_line).collect()))
    })
    .await
}

fn related_line(related: RelatedArticle) -> RelatedLine {
    let mut line = RelatedLine {
        line: line_of(related.article),
        similarity: None,
        shared: None,
        apart_seconds: None,
    };
    match related.because {
        Because::Similar(similarity) => line.similarity = Some(similarity),
        Because::Shares(keywords) => line.shared = Some(keywords),
        Because::Apart(seconds) => line.apart_seconds = Some(seconds),
    }
    line
}
