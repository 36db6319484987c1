//! What is new on a story's page since its reader was there before.
//!
//! The store keeps which articles of a story were shown, and when first. An article is new where others of its story were
//! shown in an earlier visit and it was not; so the first visit marks nothing, and an article that an import, a merge
//! or a late link brings is new whatever its times say. Openings within half an hour of the one that showed an article
//! are one visit: who comes back from an article still finds the marks.
//!
//! Writing: once a visit, and only where something was not shown before; after the answer, never before it. An answer
//! that was only prefetched counts as no visit. Limits: one user.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::Path;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use isnad_model::{ArticleId, StoryId};
use std::collections::{BTreeMap, BTreeSet};

const VISIT_SECONDS: i64 = 1800;

/// Those of `articles` that were not shown before this visit, where others were.
pub(super) fn arrived(
    articles: impl Iterator<Item = ArticleId>,
    shown: &BTreeMap<ArticleId, i64>,
    now: i64,
) -> BTreeSet<ArticleId> {
    let is_earlier = |at: &i64| now - *at > VISIT_SECONDS;
    if !shown.values().any(is_earlier) {
        return BTreeSet::new();
    }
    articles
        .filter(|article| !shown.get(article).is_some_and(is_earlier))
        .collect()
}

/// The layer of the story's page: keeps what was shown once the answer is made.
pub(super) async fn remember(State(app): State<App>, Path(id): Path<i32>, request: Request, next: Next) -> Response {
    let is_visit = request.method() == Method::GET && !is_prefetch(request.headers());
    let response = next.run(request).await;
    if is_visit && response.status() == StatusCode::OK && app.is_writing() {
        tokio::spawn(async move {
            if let Err(error) = keep(&app, StoryId(id)).await {
                tracing::warn!(?error, story = id, "what was shown is not kept");
            }
        });
    }
    response
}

async fn keep(app: &App, story: StoryId) -> Result<(), ApiError> {
    let now = app.now_seconds();
    let articles = app.read(move |finder| Ok(finder.store().not_shown(story)?)).await?;
    if articles.is_empty() {
        return Ok(());
    }
    app.write(move |store| Ok(store.show(&articles, now)?)).await
}

/// Whether the browser only looks ahead (Fetch, `Sec-Purpose`; older browsers send `Purpose`).
fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose"].iter().any(|name| {
        let value = headers.get(*name).and_then(|value| value.to_str().ok());
        value.is_some_and(|purpose| purpose.contains("prefetch"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_since_the_visit_before_is_new() {
        let articles = || [1, 2, 3].map(ArticleId).into_iter();
        let new = |shown: &[(i32, i64)], now: i64| -> Vec<i32> {
            let shown = shown.iter().map(|(id, at)| (ArticleId(*id), *at)).collect();
            arrived(articles(), &shown, now).into_iter().map(|id| id.0).collect()
        };
        assert!(new(&[], 50_000).is_empty(), "the first visit marks nothing");
        assert!(new(&[(1, 50_000), (2, 50_000)], 50_060).is_empty(), "still the first");
        assert_eq!(new(&[(1, 10_000), (2, 10_000)], 50_000), [3]);
        let kept = [(1, 10_000), (2, 10_000), (3, 50_000)];
        assert_eq!(new(&kept, 50_000 + VISIT_SECONDS), [3], "the visit goes on");
        assert!(new(&kept, 50_001 + VISIT_SECONDS).is_empty(), "the next visit");
    }

    #[test]
    fn looking_ahead_is_no_visit() {
        let mut headers = HeaderMap::new();
        assert!(!is_prefetch(&headers));
        headers.insert("sec-purpose", "prefetch;prerender".parse().unwrap());
        assert!(is_prefetch(&headers));
    }
}
