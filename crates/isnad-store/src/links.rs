//! Results of the link stage: each article's copies and story, merges of stories, and the linker's own
//! records by day, from which its memory is made again.

use crate::error::{Result, StoreError};
use crate::log::{Lane, LogKind, LogWriter, Stage, advance_cursor};
use crate::store::Store;
use crate::stories;
use isnad_model::{ArticleId, Copy, CopyKind, Joined, RevisionId, StoryId};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeSet;

/// What linking decided on one article.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRow {
    /// The article.
    pub article: ArticleId,
    /// The revision that was linked.
    pub revision: RevisionId,
    /// Day partition, days since 1970-01-01.
    pub linking_day: i32,
    /// Unix seconds.
    pub linking_time: i64,
    /// The linker's own record of the article, as bytes.
    pub member: Vec<u8>,
    /// Its story as decided when it arrived.
    pub story: StoryId,
    /// The hour it arrived in, where its story is decided once more when that one closes.
    pub open_hour: Option<i64>,
    /// Agency or outlet that the article credits.
    pub origin: Option<String>,
    /// Copies of earlier arrivals.
    pub copies: Vec<(ArticleId, Copy)>,
    /// Why it joined.
    pub joined: Joined,
    /// The hours that it closed, applied before the row itself.
    pub closed: ClosedHours,
}

/// What closing hours changed of earlier decisions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClosedHours {
    /// Changes, in order.
    pub moved: Vec<Moved>,
    /// Articles whose hours closed.
    pub articles: Vec<ArticleId>,
}

/// A change of an earlier decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Moved {
    /// One article belongs to another story.
    Article {
        /// Which.
        article: ArticleId,
        /// The story it left.
        from: StoryId,
        /// The story it is in now.
        into: StoryId,
        /// Why.
        joined: Joined,
    },
    /// Two stories became one; what was leads to what is.
    Story {
        /// What was.
        from: StoryId,
        /// What it is now.
        into: StoryId,
    },
}

/// A linker's record, as it is loaded again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The article.
    pub article: ArticleId,
    /// Its day partition.
    pub linking_day: i32,
    /// Its story, after all merges.
    pub story: StoryId,
    /// The hour it arrived in, while that one is open.
    pub open_hour: Option<i64>,
    /// The linker's own bytes.
    pub member: Vec<u8>,
}

pub(crate) fn copy_kind_code(kind: CopyKind) -> i64 {
    match kind {
        CopyKind::Copy => 0,
        CopyKind::EditedCopy => 1,
        CopyKind::Partial => 2,
    }
}

impl Store {
    /// Writes what the link stage decided, and its cursor, in one transaction. Linking an article again
    /// replaces its own rows; merges move all members and leave redirects.
    pub fn commit_links(&self, lane: Lane, cursor_to: i64, rows: &[LinkRow]) -> Result<()> {
        self.write("storing links", |transaction| {
            let mut log = LogWriter::begin(transaction, lane)?;
            let mut touched = BTreeSet::new();
            for row in rows {
                apply_closed(transaction, &row.closed, &mut touched, &mut log)?;
                put_link(transaction, row, &mut touched)?;
                log.append(transaction, LogKind::Link, i64::from(row.article.0))?;
            }
            for story in touched {
                stories::recount(transaction, story)?;
            }
            log.finish(transaction)?;
            advance_cursor(transaction, Stage::Link, lane, cursor_to)
        })
    }

    /// Applies what closing hours changed, as before a user's decision.
    pub fn close_hours(&self, closed: &ClosedHours) -> Result<()> {
        self.write("storing links", |transaction| {
            let mut log = LogWriter::begin(transaction, Lane::Live)?;
            let mut touched = BTreeSet::new();
            apply_closed(transaction, closed, &mut touched, &mut log)?;
            for story in touched {
                stories::recount(transaction, story)?;
            }
            log.finish(transaction)
        })
    }

    /// Days that have articles of open hours, ascending.
    pub fn open_days(&self) -> Result<Vec<i32>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT DISTINCT l.linking_day FROM open_links o JOIN links l ON l.article = o.article ORDER BY 1",
            )?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The linker's records of some days, by day, linking time and article.
    pub fn members_of_days(&self, days: &[i32]) -> Result<Vec<Member>> {
        let sorted: BTreeSet<i32> = days.iter().copied().collect();
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT l.article, l.story, m.member, o.hour FROM links l JOIN members m ON m.article = l.article \
                 LEFT JOIN open_links o ON o.article = l.article WHERE l.linking_day = ? ORDER BY l.linking_time, l.article",
            )?;
            let mut members = Vec::new();
            for day in sorted {
                let rows = statement.query_map([day], |row| {
                    Ok(Member {
                        article: ArticleId(row.get(0)?),
                        linking_day: day,
                        story: StoryId(row.get(1)?),
                        open_hour: row.get(3)?,
                        member: row.get(2)?,
                    })
                })?;
                for row in rows {
                    members.push(row?);
                }
            }
            Ok(members)
        })
    }

    /// The linker's records of a story's articles, by linking time and article, also under the id of a story that was merged
    /// into it.
    pub fn members_of_story(&self, id: StoryId) -> Result<Vec<Member>> {
        self.read(|transaction| {
            let story = stories::follow(transaction, id)?;
            let mut statement = transaction.prepare_cached(
                "SELECT l.article, l.linking_day, m.member, o.hour FROM links l JOIN members m ON m.article = l.article \
                 LEFT JOIN open_links o ON o.article = l.article WHERE l.story = ? ORDER BY l.linking_time, l.article",
            )?;
            let rows = statement.query_map([story.0], |row| {
                Ok(Member {
                    article: ArticleId(row.get(0)?),
                    linking_day: row.get(1)?,
                    story,
                    open_hour: row.get(3)?,
                    member: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The linker's record of one article, where it was linked.
    pub fn member(&self, article: ArticleId) -> Result<Option<Member>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT l.linking_day, l.story, m.member, o.hour FROM links l JOIN members m ON m.article = l.article \
                 LEFT JOIN open_links o ON o.article = l.article WHERE l.article = ?",
            )?;
            let row = statement.query_row([article.0], |row| {
                Ok(Member {
                    article,
                    linking_day: row.get(0)?,
                    story: StoryId(row.get(1)?),
                    open_hour: row.get(3)?,
                    member: row.get(2)?,
                })
            });
            Ok(row.optional()?)
        })
    }

    /// The revision of an article that was linked last.
    pub fn linked_revision(&self, article: ArticleId) -> Result<Option<RevisionId>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached("SELECT revision FROM links WHERE article = ?")?;
            let revision = statement.query_row([article.0], |row| row.get(0)).optional()?;
            Ok(revision.map(RevisionId))
        })
    }

    /// The days that have linked articles, ascending, from `from_day` to `to_day`.
    pub fn linked_days(&self, from_day: i32, to_day: i32) -> Result<Vec<i32>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT DISTINCT linking_day FROM links WHERE linking_day BETWEEN ? AND ? ORDER BY linking_day",
            )?;
            let rows = statement.query_map([from_day, to_day], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn put_link(transaction: &Transaction<'_>, row: &LinkRow, touched: &mut BTreeSet<StoryId>) -> Result<()> {
    let article = row.article.0;
    let before: Option<i32> = transaction
        .prepare_cached("SELECT story FROM links WHERE article = ?")?
        .query_row([article], |found| found.get(0))
        .optional()?;
    if let Some(story) = before {
        touched.insert(StoryId(story));
        transaction
            .prepare_cached("DELETE FROM copies WHERE article = ?")?
            .execute([article])?;
    }
    let joined = serde_json::to_string(&row.joined).map_err(|error| StoreError::corrupt("joined", error))?;
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO links (article, revision, outlet, linking_day, linking_time, first_story, story, \
             origin, joined) VALUES (?1, ?2, (SELECT outlet FROM articles WHERE id = ?1), ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            article,
            row.revision.0,
            row.linking_day,
            row.linking_time,
            row.story.0,
            row.story.0,
            row.origin,
            joined
        ])?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO members VALUES (?, ?)")?
        .execute(params![article, row.member])?;
    let mut insert_copy = transaction.prepare_cached("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?, ?)")?;
    for (of, copy) in &row.copies {
        let json = serde_json::to_string(copy).map_err(|error| StoreError::corrupt("copy", error))?;
        insert_copy.execute(params![article, of.0, copy_kind_code(copy.kind), copy.contained, json])?;
    }
    touched.insert(row.story);
    // A story that has a member is no redirect any more.
    transaction
        .prepare_cached("DELETE FROM redirects WHERE story = ?")?
        .execute([row.story.0])?;
    if let Some(hour) = row.open_hour {
        transaction
            .prepare_cached("INSERT OR REPLACE INTO open_links VALUES (?, ?)")?
            .execute([i64::from(article), hour])?;
    }
    Ok(())
}

fn apply_closed(
    transaction: &Transaction<'_>,
    closed: &ClosedHours,
    touched: &mut BTreeSet<StoryId>,
    log: &mut LogWriter,
) -> Result<()> {
    for change in &closed.moved {
        let (from, into) = match change {
            Moved::Article {
                article,
                from,
                into,
                joined,
            } => {
                let joined = serde_json::to_string(joined).map_err(|error| StoreError::corrupt("joined", error))?;
                transaction
                    .prepare_cached("UPDATE links SET story = ?, joined = ? WHERE article = ?")?
                    .execute(params![into.0, joined, article.0])?;
                transaction
                    .prepare_cached("DELETE FROM redirects WHERE story = ?")?
                    .execute([into.0])?;
                log.append(transaction, LogKind::Link, i64::from(article.0))?;
                (*from, *into)
            }
            Moved::Story { from, into } => {
                merge(transaction, *from, *into)?;
                (*from, *into)
            }
        };
        touched.extend([from, into]);
    }
    let mut close = transaction.prepare_cached("DELETE FROM open_links WHERE article = ?")?;
    for article in &closed.articles {
        close.execute([article.0])?;
    }
    Ok(())
}

pub(crate) fn merge(transaction: &Transaction<'_>, from: StoryId, into: StoryId) -> Result<()> {
    if from == into {
        return Ok(());
    }
    transaction
        .prepare_cached("UPDATE links SET story = ? WHERE story = ?")?
        .execute([into.0, from.0])?;
    transaction
        .prepare_cached("UPDATE redirects SET into_story = ? WHERE into_story = ?")?
        .execute([into.0, from.0])?;
    transaction
        .prepare_cached("DELETE FROM redirects WHERE story = ?")?
        .execute([into.0])?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO redirects VALUES (?, ?)")?
        .execute([from.0, into.0])?;
    Ok(())
}
