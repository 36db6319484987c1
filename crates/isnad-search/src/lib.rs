//! Full-text search over the store's log.
//!
//! What: an index of articles that follows the log, a query language in Latin and Arabic, hits with
//! counts, snippets, related reading. Why: the store is the truth and the index is disposable: it keeps
//! its own position in the log inside its own commit, so that the two agree after any kill.
//! Limits: words are compared in their folded spelling; nothing but ids is stored.
//! Source: BM25 as in tantivy; the operators are a superset of those of common feed readers.
//!
//! ```
//! use isnad_model::ArticleId;
//! use isnad_search::{Index, IndexDocument, Position, Query, SearchOptions};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let index = Index::open_for_writing(folder.path(), 32_000_000, 1)?;
//! let mut document = IndexDocument::new(ArticleId(7), 1_900_000_000);
//! document.title = "غرق عبّارة قبالة أذربيجان".to_owned();
//! index.apply(&[document])?;
//! index.commit(Position { live: 1, backfill: 0 })?;
//! let hits = index.search(&Query::parse("اذربيجان")?, &SearchOptions::new(1_900_000_000))?;
//! assert_eq!(hits.hits[0].id, ArticleId(7));
//! # Ok(())
//! # }
//! ```

mod collect;
mod compile;
mod document;
mod error;
mod evidence;
mod folder;
mod form;
mod hits;
mod index;
mod position;
mod query;
mod rerank;
mod schema;
mod search;
mod similar;
mod snippet;
mod suggest;
mod tokenizer;

pub use document::{IndexDocument, IndexName};
pub use error::SearchError;
pub use hits::{Cursor, FacetCount, Hit, Hits, Near, NoCursor, Order, SearchOptions};
pub use index::Index;
pub use position::Position;
pub use query::{Query, QueryError, QueryFault};
pub use similar::Similar;
pub use snippet::{Snippet, highlights, snippet};
