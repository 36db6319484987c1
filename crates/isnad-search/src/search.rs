//! Searching: a query in, a page of hits out.

use crate::collect::{Best, most_first};
use crate::compile;
use crate::error::SearchError;
use crate::hits::{Hits, SearchOptions};
use crate::index::Index;
use crate::query::Query;

/// Deepest place in a list that can be reached by offset.
const DEEPEST: usize = 100_000;

impl Index {
    /// One page of the articles that match `query`, as of the last commit this handle has seen.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<Hits, SearchError> {
        let engine_query = compile::compile(query, &self.fields, options.now_seconds);
        self.run(engine_query.as_ref(), options)
    }

    pub(crate) fn run(
        &self,
        engine_query: &dyn tantivy::query::Query,
        options: &SearchOptions,
    ) -> Result<Hits, SearchError> {
        let offset = options.offset.min(DEEPEST);
        let limit = options.limit.min(DEEPEST);
        let collector = Best {
            // one more, to know whether there is a next page
            keep: offset + limit + 1,
            order: options.order,
            after: options.after,
            near: options.near,
            facets: options.facets,
        };
        let collected = self.searcher().search(engine_query, &collector)?;
        let has_more = collected.ranked.len() > offset + limit;
        let page = || collected.ranked.iter().skip(offset).take(limit);
        Ok(Hits {
            total: collected.total,
            hits: page().map(|ranked| ranked.hit).collect(),
            next: page().next_back().filter(|_| has_more).map(|ranked| ranked.place),
            sources: most_first(collected.sources),
            languages: most_first(collected.languages),
            days: collected.days.into_iter().collect(),
        })
    }
}
