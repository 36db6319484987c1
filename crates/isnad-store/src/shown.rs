//! Which articles the one local user was shown on the page of their story.
//!
//! Why by article and not a time by story: an article that was imported, merged or linked late is new to the user
//! whatever its times say, and an article keeps its number when stories change.

use crate::error::Result;
use crate::store::Store;
use crate::stories::follow;
use isnad_model::{ArticleId, StoryId};
use rusqlite::params;
use std::collections::BTreeMap;

impl Store {
    /// The articles of a story that were shown, each with when first, in unix seconds; also under the id of a story
    /// that was merged into it.
    pub fn shown(&self, story: StoryId) -> Result<BTreeMap<ArticleId, i64>> {
        self.read(|transaction| {
            let current = follow(transaction, story)?;
            let mut statement = transaction.prepare_cached(
                "SELECT s.article, s.at FROM links l JOIN shown s ON s.article = l.article WHERE l.story = ?",
            )?;
            let rows = statement.query_map([current.0], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The articles of a story that were not shown yet, ascending.
    pub fn not_shown(&self, story: StoryId) -> Result<Vec<ArticleId>> {
        self.read(|transaction| {
            let current = follow(transaction, story)?;
            let mut statement = transaction.prepare_cached(
                "SELECT l.article FROM links l WHERE l.story = ? \
                 AND NOT EXISTS (SELECT 1 FROM shown s WHERE s.article = l.article) ORDER BY l.article",
            )?;
            let rows = statement.query_map([current.0], |row| Ok(ArticleId(row.get(0)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Keeps that articles were shown at a time in unix seconds; one that was shown before keeps its time, and ids
    /// without an article are passed over.
    pub fn show(&self, articles: &[ArticleId], at: i64) -> Result<()> {
        self.write("keeping what was shown", |transaction| {
            let mut statement = transaction.prepare_cached(
                "INSERT OR IGNORE INTO shown (article, at) SELECT id, ?2 FROM articles WHERE id = ?1",
            )?;
            for article in articles {
                statement.execute(params![article.0, at])?;
            }
            Ok(())
        })
    }
}
