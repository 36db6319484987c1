//! What is asked of a search beside the query, and what comes back.

use isnad_model::ArticleId;
use serde::{Deserialize, Serialize};

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Best first.
    #[default]
    Relevance,
    /// Latest first.
    Newest,
    /// Earliest first.
    Oldest,
}

/// A wish for hits near a moment, for the order by relevance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The moment, unix seconds.
    pub seconds: i64,
    /// The distance at which half of the bonus is left.
    pub half_life_seconds: i64,
    /// The bonus at the moment itself, as a multiple of the score.
    pub strength: f32,
}

impl Near {
    /// Nearness as related reading wants it: most reports of an event appear within a day.
    pub fn new(seconds: i64) -> Near {
        Near {
            seconds,
            half_life_seconds: 12 * 3600,
            strength: 4.0,
        }
    }
}

/// Where a page of hits ended; the next begins after it. Written as text in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub(crate) key: i64,
    pub(crate) tie: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}", self.key, self.tie)
    }
}

/// A text that is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor; take it from the page before")]
pub struct NoCursor;

impl std::str::FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(written: &str) -> Result<Cursor, NoCursor> {
        let (key, tie) = written.split_once('_').ok_or(NoCursor)?;
        Ok(Cursor {
            key: key.parse().map_err(|_| NoCursor)?,
            tie: tie.parse().map_err(|_| NoCursor)?,
        })
    }
}

/// How to search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchOptions {
    /// Most hits on this page.
    pub limit: usize,
    /// Hits to pass over, counted after the cursor.
    pub offset: usize,
    /// Only hits after this place, in the same order.
    pub after: Option<Cursor>,
    /// The order.
    pub order: Order,
    /// The present, for `today` and its like.
    pub now_seconds: i64,
    /// Prefer hits near a moment (order by relevance only).
    pub near: Option<Near>,
    /// Count hits by source, language and day.
    pub facets: bool,
}

impl SearchOptions {
    /// The best 20, without facets.
    pub fn new(now_seconds: i64) -> SearchOptions {
        SearchOptions {
            limit: 20,
            offset: 0,
            after: None,
            order: Order::Relevance,
            now_seconds,
            near: None,
            facets: false,
        }
    }
}

/// One article found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The article.
    pub id: ArticleId,
    /// How well it fits; 0 in orders by time.
    pub score: f32,
}

/// How many hits have one value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// The number of hits.
    pub count: u64,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Number of all hits, on any page.
    pub total: u64,
    /// This page.
    pub hits: Vec<Hit>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// Hits by source, most first; empty unless asked for.
    pub sources: Vec<FacetCount>,
    /// Hits by language, most first; empty unless asked for.
    pub languages: Vec<FacetCount>,
    /// Hits by day of their time (days since 1970 in UTC), earliest first, days without hits left out; empty unless
    /// asked for.
    pub days: Vec<(i64, u64)>,
}
