//! What users decided about stories: kept for good, named by the log, applied by the link stage.
//!
//! A decision names articles, not stories, so that it outlives merges. Why the stage applies it and not the
//! request: links are written in the order of the log by one writer, and a replay comes to the same end.

use crate::error::{Result, StoreError};
use crate::links::merge;
use crate::log::{Lane, LogKind, LogWriter, Stage, advance_cursor};
use crate::store::Store;
use crate::stories;
use isnad_model::{ArticleId, StoryId};
use rusqlite::{OptionalExtension, Transaction, params};

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// When it was made, unix seconds.
    pub at: i64,
    /// True where all articles are one story; false where `articles` do not belong to the story of `others`.
    pub together: bool,
    /// Some articles, the oldest first.
    pub articles: Vec<ArticleId>,
    /// The articles they are, or are not, one story with, the oldest first.
    pub others: Vec<ArticleId>,
    /// The decision that it takes back: the same articles, decided the other way.
    pub undoes: Option<i64>,
}

/// What applying a decision changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Nothing: the stories were so already.
    Nothing,
    /// Articles left for a story of their own.
    Moved {
        /// Who left.
        articles: Vec<ArticleId>,
        /// Their story now.
        story: StoryId,
    },
    /// Two stories became one.
    Merged {
        /// What was.
        from: StoryId,
        /// What it is now.
        into: StoryId,
    },
}

impl Store {
    /// Keeps a decision; the link stage applies it when it comes to its entry of the log.
    pub fn correct(&self, correction: &Correction) -> Result<i64> {
        if correction.articles.is_empty() || correction.others.is_empty() {
            return Err(StoreError::Refused(
                "a correction names articles on both sides".to_owned(),
            ));
        }
        self.write("correcting a story", |transaction| {
            transaction.execute(
                "INSERT INTO corrections (at, together, articles, others, undoes) VALUES (?, ?, ?, ?, ?)",
                params![
                    correction.at,
                    correction.together,
                    written(&correction.articles)?,
                    written(&correction.others)?,
                    correction.undoes
                ],
            )?;
            let id = transaction.last_insert_rowid();
            let mut named = transaction
                .prepare_cached("INSERT OR IGNORE INTO correction_articles (article, correction) VALUES (?, ?)")?;
            for article in correction.articles.iter().chain(&correction.others) {
                named.execute(params![article.0, id])?;
            }
            let mut log = LogWriter::begin(transaction, Lane::Live)?;
            log.append(transaction, LogKind::Correction, id)?;
            log.finish(transaction)?;
            Ok(id)
        })
    }

    /// A decision.
    pub fn correction(&self, id: i64) -> Result<Option<Correction>> {
        self.read(|transaction| by_id(transaction, id))
    }

    /// Changes stories as decided and moves the cursor of the link stage, in one transaction.
    pub fn apply_correction(&self, cursor_to: i64, correction: &Correction) -> Result<Applied> {
        self.write("correcting a story", |transaction| {
            let applied = if correction.together {
                join(transaction, correction)?
            } else {
                part(transaction, correction)?
            };
            if applied != Applied::Nothing {
                let mut log = LogWriter::begin(transaction, Lane::Live)?;
                for article in correction.articles.iter().chain(&correction.others) {
                    log.append(transaction, LogKind::Link, i64::from(article.0))?;
                }
                log.finish(transaction)?;
            }
            advance_cursor(transaction, Stage::Link, Lane::Live, cursor_to)?;
            Ok(applied)
        })
    }
}

pub(crate) fn by_id(transaction: &Transaction<'_>, id: i64) -> Result<Option<Correction>> {
    let mut statement =
        transaction.prepare_cached("SELECT at, together, articles, others, undoes FROM corrections WHERE id = ?")?;
    let row = statement.query_row([id], |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, String>(3)?,
            row.get(4)?,
        ))
    });
    let Some((at, together, articles, others, undoes)) = row.optional()? else {
        return Ok(None);
    };
    Ok(Some(Correction {
        at,
        together,
        articles: read(&articles)?,
        others: read(&others)?,
        undoes,
    }))
}

fn join(transaction: &Transaction<'_>, correction: &Correction) -> Result<Applied> {
    let one = first_story(transaction, &correction.articles)?;
    let other = first_story(transaction, &correction.others)?;
    let (Some(one), Some(other)) = (one, other) else {
        return Ok(Applied::Nothing);
    };
    if one == other {
        return Ok(Applied::Nothing);
    }
    let (from, into) = (one.max(other), one.min(other));
    merge(transaction, from, into)?;
    stories::recount(transaction, from)?;
    stories::recount(transaction, into)?;
    Ok(Applied::Merged { from, into })
}

fn part(transaction: &Transaction<'_>, correction: &Correction) -> Result<Applied> {
    let Some(story) = first_story(transaction, &correction.others)? else {
        return Ok(Applied::Nothing);
    };
    // the founder keeps the story's id, so where it is among those that leave, the others leave
    let founder = ArticleId(story.0);
    let leaving = if correction.articles.contains(&founder) {
        &correction.others
    } else {
        &correction.articles
    };
    let mut articles = Vec::new();
    for article in leaving {
        if story_of(transaction, *article)? == Some(story) {
            articles.push(*article);
        }
    }
    let Some(first) = articles.iter().min() else {
        return Ok(Applied::Nothing);
    };
    let own = StoryId(first.0);
    if own == story {
        return Ok(Applied::Nothing);
    }
    let mut statement = transaction.prepare_cached("UPDATE links SET story = ? WHERE article = ?")?;
    for article in &articles {
        statement.execute([own.0, article.0])?;
    }
    transaction
        .prepare_cached("DELETE FROM redirects WHERE story = ?")?
        .execute([own.0])?;
    stories::recount(transaction, story)?;
    stories::recount(transaction, own)?;
    Ok(Applied::Moved { articles, story: own })
}

fn first_story(transaction: &Transaction<'_>, articles: &[ArticleId]) -> Result<Option<StoryId>> {
    for article in articles {
        if let Some(story) = story_of(transaction, *article)? {
            return Ok(Some(story));
        }
    }
    Ok(None)
}

fn story_of(transaction: &Transaction<'_>, article: ArticleId) -> Result<Option<StoryId>> {
    let mut statement = transaction.prepare_cached("SELECT story FROM links WHERE article = ?")?;
    let story = statement.query_row([article.0], |row| row.get(0)).optional()?;
    Ok(story.map(StoryId))
}

fn written(articles: &[ArticleId]) -> Result<String> {
    let ids: Vec<i32> = articles.iter().map(|article| article.0).collect();
    serde_json::to_string(&ids).map_err(|error| StoreError::corrupt("correction", error))
}

fn read(ids: &str) -> Result<Vec<ArticleId>> {
    let read: Vec<i32> = serde_json::from_str(ids).map_err(|error| StoreError::corrupt("correction", error))?;
    Ok(read.into_iter().map(ArticleId).collect())
}
