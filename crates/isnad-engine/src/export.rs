//! Writing out what a search finds, all of it, in order of time.

use crate::EngineError;
use crate::find::Finder;
use isnad_model::{Article, ArticleId};
use isnad_search::{Order, Query, SearchOptions};
use isnad_store::ArticleView;

const PAGE: usize = 500;

/// Gives every article that matches `query`, oldest first, to `each`; all articles in order of id without a
/// query. Ends early with the error of `each`.
pub fn export<E: From<EngineError>>(
    finder: &Finder,
    query: Option<&Query>,
    now_seconds: i64,
    mut each: impl FnMut(ArticleView, Article) -> Result<(), E>,
) -> Result<u64, E> {
    let mut given = 0;
    let bound = query.map(|query| finder.bound(query)).transpose()?;
    let mut page = Pages::new(bound.as_deref(), now_seconds);
    loop {
        let ids = page.next(finder)?;
        if ids.is_empty() {
            return Ok(given);
        }
        let articles = finder.store().full_articles(&ids).map_err(EngineError::from)?;
        for (view, article) in articles {
            each(view, article)?;
            given += 1;
        }
    }
}

/// Walks the ids of a search or of the whole store.
struct Pages<'a> {
    query: Option<&'a Query>,
    search: SearchOptions,
    after: ArticleId,
    is_over: bool,
}

impl<'a> Pages<'a> {
    fn new(query: Option<&'a Query>, now_seconds: i64) -> Pages<'a> {
        let search = SearchOptions {
            limit: PAGE,
            order: Order::Oldest,
            ..SearchOptions::new(now_seconds)
        };
        Pages {
            query,
            search,
            after: ArticleId(0),
            is_over: false,
        }
    }

    /// The next ids; none at the end.
    fn next(&mut self, finder: &Finder) -> Result<Vec<ArticleId>, EngineError> {
        if self.is_over {
            return Ok(Vec::new());
        }
        let Some(query) = self.query else {
            let ids = finder.store().article_ids_after(self.after, PAGE)?;
            self.after = ids.last().copied().unwrap_or(self.after);
            return Ok(ids);
        };
        let hits = finder.index().search(query, &self.search)?;
        self.search.after = hits.next;
        self.is_over = hits.next.is_none();
        Ok(hits.hits.iter().map(|hit| hit.id).collect())
    }
}
