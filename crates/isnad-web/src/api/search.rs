//! `GET /api/v1/search`.

use super::time::written;
use crate::app::App;
use crate::error::{ApiError, ErrorBody};
use crate::extract::Parameters;
use axum::Json;
use axum::extract::State;
use isnad_engine::find::{FindOptions, Found, FoundArticle};
use isnad_model::{Basis, ClaimedTime};
use isnad_search::{Cursor, FacetCount, Order, Query};
use isnad_store::ArticleView;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST_HITS: usize = 200;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchParameters {
    /// The query: words, "phrases", OR, -without, source:, title:, lang:, date:2018-03-01..2018-03-05; each operator also in Arabic.
    q: String,
    /// Number of hits, at most 200.
    limit: Option<usize>,
    /// `next` of the page before.
    after: Option<String>,
    /// Order of hits: `relevance`, `newest` or `oldest`.
    order: Option<HitOrder>,
    /// Whether copies are folded: `fold` (the default) or `all`.
    copies: Option<Copies>,
    /// Whether to count hits by source, language and day.
    #[serde(default)]
    facets: bool,
}

#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HitOrder {
    #[default]
    Relevance,
    Newest,
    Oldest,
}

#[derive(Clone, Copy, Default, PartialEq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Copies {
    #[default]
    Fold,
    All,
}

/// What was found.
#[derive(Serialize, ToSchema)]
pub(super) struct SearchResult {
    /// Articles that match, copies included.
    total: u64,
    /// This page.
    hits: Vec<SearchHit>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Counts by source, language and day, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<Facets>,
    /// Where nothing matches: a query that may find something.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
}

/// Counts of hits.
#[derive(Serialize, ToSchema)]
struct Facets {
    /// By source.
    source: Vec<Count>,
    /// By language.
    language: Vec<Count>,
    /// By day (UTC), earliest first; days without hits are left out.
    day: Vec<Count>,
}

/// One count.
#[derive(Serialize, ToSchema)]
struct Count {
    /// The value.
    value: String,
    /// How many hits have it.
    count: u64,
}

/// One article in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct ArticleLine {
    /// Its id for life.
    id: i32,
    /// The id it came with.
    external_id: String,
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Outlet.
    source: String,
    /// Language.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// When it claims to have been published.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<ClaimedTime>,
    /// When it was captured.
    captured: String,
    /// What its text rests on.
    basis: Basis,
    /// Its story.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<i32>,
    /// Agency or outlet it credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

/// One hit.
#[derive(Serialize, ToSchema)]
struct SearchHit {
    #[serde(flatten)]
    article: ArticleLine,
    /// The place of the text that shows why.
    snippet: String,
    /// Ranges of bytes of `snippet` that match.
    highlights: Vec<[usize; 2]>,
    /// Copies folded under it.
    copies: u32,
    /// Its weight.
    score: f32,
}

/// Searches articles.
#[utoipa::path(get, path = "/api/v1/search", tag = "reading", params(SearchParameters), responses(
    (status = 200, body = SearchResult),
    (status = 400, body = ErrorBody, description = "The query does not parse; `position` says where."),
))]
pub(super) async fn search(
    State(app): State<App>,
    Parameters(asked): Parameters<SearchParameters>,
) -> Result<Json<SearchResult>, ApiError> {
    let query = Query::parse(&asked.q)?;
    let options = FindOptions {
        limit: asked.limit.unwrap_or(20).clamp(1, MOST_HITS),
        after: asked
            .after
            .map(|after| after.parse::<Cursor>())
            .transpose()
            .map_err(ApiError::bad_request)?,
        order: match asked.order.unwrap_or_default() {
            HitOrder::Relevance => Order::Relevance,
            HitOrder::Newest => Order::Newest,
            HitOrder::Oldest => Order::Oldest,
        },
        fold_copies: asked.copies.unwrap_or_default() == Copies::Fold,
        now_seconds: app.now_seconds(),
        facets: asked.facets,
    };
    let written = asked.q;
    let (found, suggestion) = app
        .read(move |finder| Ok(finder.find_or_suggest(&written, &query, &options)?))
        .await?;
    Ok(Json(result_of(found, suggestion, asked.facets)))
}

fn result_of(found: Found, suggestion: Option<String>, with_facets: bool) -> SearchResult {
    let counts = |counts: Vec<FacetCount>| -> Vec<Count> {
        counts
            .into_iter()
            .map(|count| Count {
                value: count.value,
                count: count.count,
            })
            .collect()
    };
    SearchResult {
        total: found.total,
        hits: found.hits.into_iter().map(hit_of).collect(),
        next: found.next.map(|next| next.to_string()),
        facets: with_facets.then(|| Facets {
            source: counts(found.sources),
            language: counts(found.languages),
            day: found.days.into_iter().map(of_day).collect(),
        }),
        suggestion,
    }
}

fn of_day((day, count): (i64, u64)) -> Count {
    let written = written(day * 86_400);
    Count {
        value: written.split('T').next().unwrap_or_default().to_owned(),
        count,
    }
}

fn hit_of(hit: FoundArticle) -> SearchHit {
    SearchHit {
        article: line_of(hit.article),
        snippet: hit.snippet,
        highlights: hit
            .highlights
            .into_iter()
            .map(|range| [range.start, range.end])
            .collect(),
        copies: hit.copies,
        score: hit.score,
    }
}

/// The line of an article in a list.
pub(super) fn line_of(article: ArticleView) -> ArticleLine {
    ArticleLine {
        id: article.id.0,
        external_id: article.external_id,
        title: article.title,
        url: article.url,
        source: article.source,
        language: article.language,
        published: article.published,
        captured: article.captured,
        basis: article.basis,
        story: article.story.map(|story| story.0),
        origin: article.origin,
    }
}
