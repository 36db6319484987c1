//! Who copied whom.

use crate::error::{Result, StoreError};
use crate::links::copy_kind_code;
use crate::store::Store;
use isnad_model::{ArticleId, Copy, CopyKind, StoryId};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::HashMap;

/// The copies around one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CopiesOf {
    /// What it shares with articles that arrived earlier.
    pub of_earlier: Vec<(ArticleId, Copy)>,
    /// What articles that arrived later share with it; the `Copy` is the later article's.
    pub by_later: Vec<(ArticleId, Copy)>,
}

/// Chains of copies are followed this far.
const LONGEST_CHAIN: usize = 64;

impl Store {
    /// Copies in both directions, by article.
    pub fn copies_of(&self, article: ArticleId) -> Result<CopiesOf> {
        self.read(|transaction| {
            Ok(CopiesOf {
                of_earlier: of_earlier(transaction, article)?,
                by_later: select(
                    transaction,
                    "SELECT article, copy FROM copies WHERE of_article = ? ORDER BY article",
                    article,
                )?,
            })
        })
    }

    /// For each of `ids` the article that it is folded under in a list: the earliest one of the same story that
    /// it copies (whole or edited, itself or over others); `None` where it stands for itself.
    pub fn folded_copies(&self, ids: &[ArticleId]) -> Result<Vec<Option<ArticleId>>> {
        self.read(|transaction| {
            let mut folded = Vec::with_capacity(ids.len());
            for id in ids {
                let mut at = *id;
                for _ in 0..LONGEST_CHAIN {
                    match nearest_original(transaction, at)? {
                        Some(next) if next != *id => at = next,
                        _ => break,
                    }
                }
                folded.push((at != *id).then_some(at));
            }
            Ok(folded)
        })
    }
}

fn of_earlier(transaction: &Transaction<'_>, article: ArticleId) -> Result<Vec<(ArticleId, Copy)>> {
    let sql = "SELECT of_article, copy FROM copies WHERE article = ? ORDER BY of_article";
    select(transaction, sql, article)
}

/// For each article of a story what it shares with earlier arrivals.
pub(crate) fn of_story(
    transaction: &Transaction<'_>,
    story: StoryId,
) -> Result<HashMap<ArticleId, Vec<(ArticleId, Copy)>>> {
    let mut statement = transaction.prepare_cached(
        "SELECT c.article, c.of_article, c.copy FROM links l JOIN copies c ON c.article = l.article \
         WHERE l.story = ? ORDER BY c.article, c.of_article",
    )?;
    let mut rows = statement.query([story.0])?;
    let mut copies: HashMap<ArticleId, Vec<(ArticleId, Copy)>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (article, other, json): (_, _, String) = (ArticleId(row.get(0)?), ArticleId(row.get(1)?), row.get(2)?);
        copies
            .entry(article)
            .or_default()
            .push((other, decoded(&json, article, other)?));
    }
    Ok(copies)
}

fn decoded(json: &str, article: ArticleId, other: ArticleId) -> Result<Copy> {
    let what = || format!("copy of {other} by {article}");
    serde_json::from_str(json).map_err(|error| StoreError::corrupt(what(), error))
}

fn select(transaction: &Transaction<'_>, sql: &str, article: ArticleId) -> Result<Vec<(ArticleId, Copy)>> {
    let mut statement = transaction.prepare_cached(sql)?;
    let rows = statement.query_map([article.0], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?;
    let mut copies = Vec::new();
    for row in rows {
        let (other, json): (ArticleId, String) = row?;
        copies.push((other, decoded(&json, article, other)?));
    }
    Ok(copies)
}

fn nearest_original(transaction: &Transaction<'_>, article: ArticleId) -> Result<Option<ArticleId>> {
    let mut statement = transaction.prepare_cached(
        "SELECT c.of_article FROM copies c JOIN links mine ON mine.article = c.article \
         JOIN links other ON other.article = c.of_article AND other.story = mine.story \
         WHERE c.article = ? AND c.kind < ? ORDER BY other.linking_time, c.of_article LIMIT 1",
    )?;
    let partial = copy_kind_code(CopyKind::Partial);
    let found = statement.query_row(params![article.0, partial], |row| row.get(0));
    Ok(found.optional()?.map(ArticleId))
}
