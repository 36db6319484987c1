//! Searching: the index finds, the store tells, copies are folded.
//!
//! Limits: copies are folded within a page of hits; a copy on a later page stands for itself.

use crate::{DataPaths, EngineError};
use isnad_model::{Article, ArticleId, StoryId};
use isnad_search::{Cursor, FacetCount, Hit, Index, Near, Order, Query, SearchOptions, snippet};
use isnad_store::{Access, ArticleView, Mark, Store};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Characters of a snippet.
const SNIPPET_CHARS: usize = 220;
/// Rounds of looking further for folded copies before a page is given with fewer hits than wanted.
const MAX_ROUNDS: usize = 8;

/// How to search.
#[derive(Clone, Debug)]
pub struct FindOptions {
    /// Hits wanted.
    pub limit: usize,
    /// Where the page before this one ended.
    pub after: Option<Cursor>,
    /// Their order.
    pub order: Order,
    /// One hit for each report, its copies counted; else every article.
    pub fold_copies: bool,
    /// Now, in unix seconds, for relative dates.
    pub now_seconds: i64,
    /// Whether to count hits by source, language and day.
    pub facets: bool,
}

/// One hit.
#[derive(Clone, Debug)]
pub struct FoundArticle {
    /// The article.
    pub article: ArticleView,
    /// The place of the text that shows why.
    pub snippet: String,
    /// Byte ranges of the snippet that match.
    pub highlights: Vec<Range<usize>>,
    /// Copies of it among the hits that are folded under it.
    pub copies: u32,
    /// The article that stands for its report: the first text that it copies, or itself.
    pub report: ArticleId,
    /// Its weight.
    pub score: f32,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Articles that match, copies included.
    pub total: u64,
    /// Hits, in order.
    pub hits: Vec<FoundArticle>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Counts by source.
    pub sources: Vec<FacetCount>,
    /// Counts by language.
    pub languages: Vec<FacetCount>,
    /// Counts by day since 1970 (UTC), earliest first.
    pub days: Vec<(i64, u64)>,
}

/// A hit of the page being made.
struct Kept {
    hit: Hit,
    report: ArticleId,
    copies: u32,
}

/// A reader of store and index, for one thread at a time.
pub struct Finder {
    store: Store,
    index: Index,
}

impl Finder {
    /// Opens store and index for reading.
    pub fn open(paths: &DataPaths) -> Result<Finder, EngineError> {
        // the store first: without one, its error says what to do
        let store = Store::open(paths.root(), Access::Read)?;
        Ok(Finder {
            store,
            index: Index::open_for_reading(&paths.index())?,
        })
    }

    /// Opens the store for reading beside an index that is open already.
    pub fn new(paths: &DataPaths, index: Index) -> Result<Finder, EngineError> {
        Ok(Finder {
            store: Store::open(paths.root(), Access::Read)?,
            index,
        })
    }

    /// The store it reads.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The index it reads.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The query as the index understands it: marks of the reader and articles of stories are looked up in the
    /// store.
    pub(crate) fn bound<'q>(&self, query: &'q Query) -> Result<Cow<'q, Query>, EngineError> {
        let stories = query.stories();
        if !query.asks_for_marks() && stories.is_empty() {
            return Ok(Cow::Borrowed(query));
        }
        let mut articles: HashMap<i32, Vec<ArticleId>> = HashMap::new();
        for story in stories {
            let members = self
                .store
                .story(StoryId(story))?
                .map(|view| view.members)
                .unwrap_or_default();
            articles.insert(story, members.into_iter().map(|member| member.article.id).collect());
        }
        let known = query
            .clone()
            .with_stories(|story| articles.get(&story).cloned().unwrap_or_default());
        if !known.asks_for_marks() {
            return Ok(Cow::Owned(known));
        }
        let (read, starred) = (self.store.marked(Mark::Read)?, self.store.marked(Mark::Star)?);
        Ok(Cow::Owned(known.with_marks(&read, &starred)))
    }

    /// Searches with `query`, which was read of `written`. Where nothing is found, a query that may find something comes
    /// with it: unknown words replaced by the nearest that articles have, or any of the words.
    pub fn find_or_suggest(
        &self,
        written: &str,
        query: &Query,
        options: &FindOptions,
    ) -> Result<(Found, Option<String>), EngineError> {
        let found = self.find(query, options)?;
        let suggestion = match found.total {
            0 => self.index.suggestion(written, query)?,
            _ => None,
        };
        Ok((found, suggestion))
    }

    /// Searches.
    pub fn find(&self, query: &Query, options: &FindOptions) -> Result<Found, EngineError> {
        let bound = self.bound(query)?;
        let mut search = SearchOptions {
            limit: options.limit,
            after: options.after,
            order: options.order,
            facets: options.facets,
            near: query.near_seconds(options.now_seconds).map(Near::new),
            ..SearchOptions::new(options.now_seconds)
        };
        let first = self.index.search(&bound, &search)?;
        let (total, sources, languages, days) = (first.total, first.sources, first.languages, first.days);
        let mut kept: Vec<Kept> = Vec::new();
        let mut shown_at: HashMap<ArticleId, usize> = HashMap::new();
        let (mut hits, mut next) = (first.hits, first.next);
        for _ in 0..MAX_ROUNDS {
            self.keep(&hits, options.fold_copies, &mut kept, &mut shown_at)?;
            if next.is_none() || kept.len() >= options.limit {
                break;
            }
            search.limit = options.limit - kept.len();
            search.after = next;
            search.facets = false;
            let further = self.index.search(&bound, &search)?;
            (hits, next) = (further.hits, further.next);
        }
        Ok(Found {
            total,
            hits: self.tell(query, &kept)?,
            next,
            sources,
            languages,
            days,
        })
    }

    /// Keeps the hits that stand for themselves and counts the others under the one that is shown.
    fn keep(
        &self,
        hits: &[Hit],
        fold_copies: bool,
        kept: &mut Vec<Kept>,
        shown_at: &mut HashMap<ArticleId, usize>,
    ) -> Result<(), EngineError> {
        let ids: Vec<ArticleId> = hits.iter().map(|hit| hit.id).collect();
        for (hit, original) in hits.iter().zip(self.store.folded_copies(&ids)?) {
            let report = original.unwrap_or(hit.id);
            match shown_at.get(&report) {
                Some(&at) if fold_copies => kept[at].copies += 1,
                _ => {
                    shown_at.insert(report, kept.len());
                    kept.push(Kept {
                        hit: *hit,
                        report,
                        copies: 0,
                    });
                }
            }
        }
        Ok(())
    }

    fn tell(&self, query: &Query, kept: &[Kept]) -> Result<Vec<FoundArticle>, EngineError> {
        let ids: Vec<ArticleId> = kept.iter().map(|kept| kept.hit.id).collect();
        let mut told: HashMap<ArticleId, (ArticleView, Article)> = self
            .store
            .full_articles(&ids)?
            .into_iter()
            .map(|(view, article)| (view.id, (view, article)))
            .collect();
        let tell_one = |kept: &Kept| {
            let (article, full) = told.remove(&kept.hit.id)?;
            let part = snippet(&full.text(), query, SNIPPET_CHARS);
            Some(FoundArticle {
                article,
                snippet: part.text,
                highlights: part.highlights,
                copies: kept.copies,
                report: kept.report,
                score: kept.hit.score,
            })
        };
        Ok(kept.iter().filter_map(tell_one).collect())
    }
}
