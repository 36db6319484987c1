//! Marks of the one local user: which articles were read, which are starred.
//!
//! Marks belong to articles, whose numbers are for life: a new reading and a merge of stories change nothing. A
//! story is read when all its articles are, and starred when one of them is.

use crate::error::Result;
use crate::store::Store;
use isnad_model::{ArticleId, StoryId};
use rusqlite::{Transaction, params};

/// A kind of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The article was read.
    Read,
    /// The article is kept.
    Star,
}

/// The marks of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// When it was read, unix seconds.
    pub read_at: Option<i64>,
    /// When it was starred, unix seconds.
    pub starred_at: Option<i64>,
}

/// The marks of a story.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoryMarks {
    /// Its articles that were not read.
    pub unread: u32,
    /// Its articles that are starred.
    pub starred: u32,
}

/// A place in the list of starred articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StarCursor {
    /// When the article was starred, unix seconds.
    pub starred_at: i64,
    /// The article.
    pub article: ArticleId,
}

impl Mark {
    fn column(self) -> &'static str {
        match self {
            Mark::Read => "read_at",
            Mark::Star => "starred_at",
        }
    }
}

impl Store {
    /// Sets a mark on articles, at a time in unix seconds, or takes it away with `None`. One that is set keeps its
    /// time; ids without an article are passed over. Gives the number of articles that changed.
    pub fn mark(&self, articles: &[ArticleId], mark: Mark, at: Option<i64>) -> Result<u64> {
        self.write("marking articles", |transaction| {
            articles.iter().try_fold(0, |changed, article| {
                Ok(changed + mark_one(transaction, *article, mark, at)?)
            })
        })
    }

    /// Marks a story, at a time in unix seconds, or takes the mark away with `None`: it is read as a whole, and its star
    /// is set on its first article and taken from all. Gives the number of articles that changed.
    pub fn mark_story(&self, story: StoryId, mark: Mark, at: Option<i64>) -> Result<u64> {
        self.write("marking a story", |transaction| {
            let current = crate::stories::follow(transaction, story)?;
            let mut statement = transaction
                .prepare_cached("SELECT article FROM links WHERE story = ? ORDER BY linking_time, article")?;
            let mut articles: Vec<i32> = statement
                .query_map([current.0], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            if mark == Mark::Star && at.is_some() {
                articles.truncate(1);
            }
            articles.into_iter().try_fold(0, |changed, article| {
                Ok(changed + mark_one(transaction, ArticleId(article), mark, at)?)
            })
        })
    }

    /// The marks of articles, in the order of `ids`.
    pub fn marks(&self, ids: &[ArticleId]) -> Result<Vec<Marks>> {
        self.read(|transaction| {
            let mut statement =
                transaction.prepare_cached("SELECT read_at, starred_at FROM marks WHERE article = ?")?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let mut rows = statement.query([id.0])?;
                found.push(match rows.next()? {
                    Some(row) => Marks {
                        read_at: row.get(0)?,
                        starred_at: row.get(1)?,
                    },
                    None => Marks::default(),
                });
            }
            Ok(found)
        })
    }

    /// The marks of stories, in the order of `ids`, each also under the id of one that was merged into it.
    pub fn story_marks(&self, ids: &[StoryId]) -> Result<Vec<StoryMarks>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT coalesce(sum(m.read_at IS NULL), 0), coalesce(sum(m.starred_at IS NOT NULL), 0) \
                 FROM links l LEFT JOIN marks m ON m.article = l.article WHERE l.story = ?",
            )?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let current = crate::stories::follow(transaction, *id)?;
                found.push(statement.query_row([current.0], |row| {
                    Ok(StoryMarks {
                        unread: row.get(0)?,
                        starred: row.get(1)?,
                    })
                })?);
            }
            Ok(found)
        })
    }

    /// Starred articles behind `after`, the latest star first.
    pub fn starred(&self, after: Option<StarCursor>, limit: usize) -> Result<Vec<StarCursor>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT starred_at, article FROM marks WHERE starred_at IS NOT NULL AND (starred_at, article) < (?, ?) \
                 ORDER BY starred_at DESC, article DESC LIMIT ?",
            )?;
            let (starred_at, article) = after.map_or((i64::MAX, i64::MAX), |cursor| {
                (cursor.starred_at, i64::from(cursor.article.0))
            });
            let rows = statement.query_map(params![starred_at, article, limit as i64], |row| {
                Ok(StarCursor {
                    starred_at: row.get(0)?,
                    article: ArticleId(row.get(1)?),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The ids of all articles that bear a mark, ascending.
    pub fn marked(&self, mark: Mark) -> Result<Vec<ArticleId>> {
        self.read(|transaction| {
            let column = mark.column();
            let sql = format!("SELECT article FROM marks WHERE {column} IS NOT NULL ORDER BY article");
            let mut statement = transaction.prepare_cached(&sql)?;
            let rows = statement.query_map([], |row| Ok(ArticleId(row.get(0)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn mark_one(transaction: &Transaction<'_>, article: ArticleId, mark: Mark, at: Option<i64>) -> Result<u64> {
    let column = mark.column();
    let changed = match at {
        Some(at) => {
            let sql = format!(
                "INSERT INTO marks (article, {column}) SELECT id, ?2 FROM articles WHERE id = ?1 \
                 ON CONFLICT (article) DO UPDATE SET {column} = excluded.{column} WHERE {column} IS NULL"
            );
            transaction.prepare_cached(&sql)?.execute(params![article.0, at])?
        }
        None => {
            let sql = format!("UPDATE marks SET {column} = NULL WHERE article = ? AND {column} IS NOT NULL");
            let cleared = transaction.prepare_cached(&sql)?.execute([article.0])?;
            transaction
                .prepare_cached("DELETE FROM marks WHERE article = ? AND read_at IS NULL AND starred_at IS NULL")?
                .execute([article.0])?;
            cleared
        }
    };
    Ok(changed as u64)
}
