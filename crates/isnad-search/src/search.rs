//! Searching: a query in, a page of hits out.

use crate::collect::{Best, Collected, most_first};
use crate::compile;
use crate::error::SearchError;
use crate::hits::{Cursor, Hits, Order, SearchOptions};
use crate::index::Index;
use crate::query::Query;
use crate::rerank::{LOOKED_AT, rerank};
use std::ops::Range;

/// Deepest place in a list that can be reached by offset.
const DEEPEST: usize = 100_000;

impl Index {
    /// One page of the articles that match `query`, as of the last commit this handle has seen.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<Hits, SearchError> {
        let engine_query = compile::compile(query, &self.fields, options.now_seconds);
        let looks_closely = options.order == Order::Relevance && options.after.is_none_or(|after| after.is_looked_at());
        if !looks_closely {
            return self.run(engine_query.as_ref(), options);
        }
        // The best are looked at together, whatever page is asked for, so that pages join without a gap.
        let page = page_of(options);
        let mut collected = self.collected(engine_query.as_ref(), options, LOOKED_AT + page.end + 1, None)?;
        let looked_at = collected.ranked.len().min(LOOKED_AT);
        rerank(self, query, &mut collected.ranked[..looked_at])?;
        if let Some(after) = options.after {
            collected.ranked.retain(|ranked| ranked.place < after);
        }
        Ok(hits(collected, page))
    }

    /// One page of what `engine_query` finds, in the order of the first ranking.
    pub(crate) fn run(
        &self,
        engine_query: &dyn tantivy::query::Query,
        options: &SearchOptions,
    ) -> Result<Hits, SearchError> {
        let page = page_of(options);
        // one more, to know whether there is a next page
        let collected = self.collected(engine_query, options, page.end + 1, options.after)?;
        Ok(hits(collected, page))
    }

    fn collected(
        &self,
        engine_query: &dyn tantivy::query::Query,
        options: &SearchOptions,
        keep: usize,
        after: Option<Cursor>,
    ) -> Result<Collected, SearchError> {
        let collector = Best {
            keep,
            order: options.order,
            after,
            near: options.near,
            facets: options.facets,
        };
        Ok(self.searcher().search(engine_query, &collector)?)
    }
}

/// Which of the matches after the cursor are on the page.
fn page_of(options: &SearchOptions) -> Range<usize> {
    let offset = options.offset.min(DEEPEST);
    offset..offset + options.limit.min(DEEPEST)
}

fn hits(collected: Collected, page: Range<usize>) -> Hits {
    let has_more = collected.ranked.len() > page.end;
    let on_page = || collected.ranked.iter().skip(page.start).take(page.len());
    Hits {
        total: collected.total,
        hits: on_page().map(|ranked| ranked.hit).collect(),
        next: on_page().next_back().filter(|_| has_more).map(|ranked| ranked.place),
        sources: most_first(collected.sources),
        languages: most_first(collected.languages),
        days: collected.days.into_iter().collect(),
    }
}
