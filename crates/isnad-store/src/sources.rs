//! Sources: feeds that are polled, with what the next poll needs to know.

use crate::error::{Result, StoreError};
use crate::outlets;
use crate::store::Store;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use std::collections::HashMap;

/// The id of a source, for life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub i64);

/// A polled feed. Times are unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// The outlet as the user calls it.
    pub name: String,
    /// Address of the feed.
    pub feed_url: String,
    /// When it was added.
    pub added_at: i64,
    /// When it was deleted: a tombstone, its articles stay.
    pub deleted_at: Option<i64>,
    /// Not polled while true.
    pub paused: bool,
    /// Validator of the last answer.
    pub etag: Option<String>,
    /// Validator of the last answer.
    pub last_modified: Option<String>,
    /// When it was last polled.
    pub polled_at: Option<i64>,
    /// When it is to be polled next.
    pub next_due_at: i64,
    /// Failed polls in a row.
    pub errors: u32,
    /// What the last failed poll said; none after a good one.
    pub last_error: Option<String>,
    /// What the last good poll said of the feed.
    pub feed: Option<FeedFacts>,
}

/// What a feed says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedFacts {
    /// Its dialect: `rss`, `rdf`, `atom`, `json`.
    pub kind: String,
    /// The page it belongs to.
    pub site_url: Option<String>,
}

/// How a poll ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// When.
    pub polled_at: i64,
    /// When to poll again.
    pub next_due_at: i64,
    /// Validators to send next time; `None` keeps those there are.
    pub validators: Option<Validators>,
    /// Where the feed has moved for good.
    pub moved_to: Option<String>,
    /// What the feed says of itself; `None` keeps what is known.
    pub feed: Option<FeedFacts>,
    /// Why it failed; `None` for a good poll.
    pub error: Option<String>,
}

/// What a server gave to ask with next time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

const COLUMNS: &str = "s.id, o.name, s.feed_url, s.added_at, s.deleted_at, s.paused, s.etag, s.last_modified, \
    s.polled_at, s.next_due_at, s.errors, s.last_error, s.feed_kind, s.site_url FROM sources s JOIN outlets o ON o.id = s.outlet";

impl Store {
    /// Adds a feed under an outlet's name, due at once. A feed that is there already keeps its id and name, and
    /// is polled again if it was deleted.
    pub fn add_source(&self, name: &str, feed_url: &str, now: i64) -> Result<SourceId> {
        self.write("adding a source", |transaction| {
            let mut statement = transaction.prepare_cached("SELECT id FROM sources WHERE feed_url = ?")?;
            let known: Option<i64> = statement.query_row([feed_url], |row| row.get(0)).optional()?;
            if let Some(id) = known {
                transaction.execute(
                    "UPDATE sources SET deleted_at = NULL, next_due_at = ? WHERE id = ? AND deleted_at IS NOT NULL",
                    params![now, id],
                )?;
                return Ok(SourceId(id));
            }
            let outlet = outlets::intern(transaction, name)?;
            transaction.execute(
                "INSERT INTO sources (outlet, feed_url, added_at, next_due_at) VALUES (?, ?, ?, ?)",
                params![outlet, feed_url, now, now],
            )?;
            Ok(SourceId(transaction.last_insert_rowid()))
        })
    }

    /// All sources that are not deleted, by id.
    pub fn sources(&self) -> Result<Vec<Source>> {
        self.read(|transaction| {
            let sql = format!("SELECT {COLUMNS} WHERE s.deleted_at IS NULL ORDER BY s.id");
            let mut statement = transaction.prepare_cached(&sql)?;
            let rows = statement.query_map([], source)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One source, also a deleted one.
    pub fn source(&self, id: SourceId) -> Result<Option<Source>> {
        self.read(|transaction| {
            let sql = format!("SELECT {COLUMNS} WHERE s.id = ?");
            let mut statement = transaction.prepare_cached(&sql)?;
            Ok(statement.query_row([id.0], source).optional()?)
        })
    }

    /// Renames the outlet of a source: all its articles bear the new name.
    pub fn rename_source(&self, id: SourceId, name: &str) -> Result<()> {
        self.write("renaming a source", |transaction| {
            if outlets::find(transaction, name)?.is_some() {
                let reason = format!("an outlet «{name}» exists already; choose another name");
                return Err(StoreError::Refused(reason));
            }
            let changed = transaction.execute(
                "UPDATE outlets SET name = ? WHERE id = (SELECT outlet FROM sources WHERE id = ?)",
                params![name, id.0],
            )?;
            must_exist(id, changed)
        })
    }

    /// Pauses a source or lets it go on.
    pub fn pause_source(&self, id: SourceId, paused: bool) -> Result<()> {
        self.write("pausing a source", |transaction| {
            let sql = "UPDATE sources SET paused = ? WHERE id = ? AND deleted_at IS NULL";
            must_exist(id, transaction.execute(sql, params![paused, id.0])?)
        })
    }

    /// Deletes a source: it is polled no more, its articles stay.
    pub fn delete_source(&self, id: SourceId, now: i64) -> Result<()> {
        self.write("deleting a source", |transaction| {
            let sql = "UPDATE sources SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL";
            must_exist(id, transaction.execute(sql, params![now, id.0])?)
        })
    }

    /// How many articles of each source's outlet have a linking time on each of the days from `first_day` to
    /// `last_day` (days since 1970, UTC): one row for each source that is not deleted, in the order of
    /// [`Store::sources`].
    pub fn pulse(&self, first_day: i64, last_day: i64) -> Result<Vec<Vec<u32>>> {
        self.read(|transaction| {
            let days = usize::try_from(last_day - first_day + 1).unwrap_or(0);
            let mut of_outlets: HashMap<i64, Vec<u32>> = HashMap::new();
            let mut statement = transaction.prepare_cached(
                "SELECT outlet, linking_day, count(*) FROM links WHERE linking_day BETWEEN ? AND ? \
                 GROUP BY outlet, linking_day",
            )?;
            let mut rows = statement.query(params![first_day, last_day])?;
            while let Some(row) = rows.next()? {
                let counts = of_outlets.entry(row.get(0)?).or_insert_with(|| vec![0; days]);
                let place = usize::try_from(row.get::<_, i64>(1)? - first_day)?;
                counts[place] = row.get(2)?;
            }
            let mut outlets =
                transaction.prepare_cached("SELECT outlet FROM sources WHERE deleted_at IS NULL ORDER BY id")?;
            let of_source = |outlet: i64| of_outlets.get(&outlet).cloned().unwrap_or_else(|| vec![0; days]);
            let rows = outlets.query_map([], |row| Ok(of_source(row.get(0)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Sources to poll at `now`, those due longest first.
    pub fn due_sources(&self, now: i64, limit: usize) -> Result<Vec<Source>> {
        self.read(|transaction| {
            let sql = format!(
                "SELECT {COLUMNS} WHERE s.deleted_at IS NULL AND s.paused = 0 AND s.next_due_at <= ? \
                 ORDER BY s.next_due_at, s.id LIMIT ?"
            );
            let mut statement = transaction.prepare_cached(&sql)?;
            let rows = statement.query_map(params![now, limit as i64], source)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Records how a poll ended, where it brought no captures; else see [`Batch`](crate::Batch).
    pub fn record_poll(&self, id: SourceId, poll: &Poll) -> Result<()> {
        self.write("recording a poll", |transaction| record_poll(transaction, id, poll))
    }

    /// Lets a source wait until `due_at` without a poll: neither a good one nor a failed one.
    pub fn postpone_poll(&self, id: SourceId, due_at: i64) -> Result<()> {
        self.write("postponing a poll", |transaction| {
            let sql = "UPDATE sources SET next_due_at = ? WHERE id = ?";
            must_exist(id, transaction.execute(sql, params![due_at, id.0])?)
        })
    }
}

pub(crate) fn record_poll(transaction: &Transaction<'_>, id: SourceId, poll: &Poll) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "UPDATE sources SET polled_at = ?, next_due_at = ?, last_error = ?, \
         errors = CASE WHEN ? IS NULL THEN 0 ELSE errors + 1 END WHERE id = ?",
    )?;
    let changed = statement.execute(params![poll.polled_at, poll.next_due_at, poll.error, poll.error, id.0])?;
    must_exist(id, changed)?;
    if let Some(validators) = &poll.validators {
        transaction
            .prepare_cached("UPDATE sources SET etag = ?, last_modified = ? WHERE id = ?")?
            .execute(params![validators.etag, validators.last_modified, id.0])?;
    }
    if let Some(feed) = &poll.feed {
        transaction
            .prepare_cached("UPDATE sources SET feed_kind = ?, site_url = ? WHERE id = ?")?
            .execute(params![feed.kind, feed.site_url, id.0])?;
    }
    if let Some(feed_url) = &poll.moved_to {
        // Another source may stand at the new address already; then this one stays where it is.
        transaction
            .prepare_cached("UPDATE OR IGNORE sources SET feed_url = ? WHERE id = ?")?
            .execute(params![feed_url, id.0])?;
    }
    Ok(())
}

fn must_exist(id: SourceId, changed: usize) -> Result<()> {
    match changed {
        0 => Err(StoreError::Refused(format!("there is no source {}", id.0))),
        _ => Ok(()),
    }
}

fn source(row: &Row<'_>) -> rusqlite::Result<Source> {
    let (feed_kind, site_url): (Option<String>, Option<String>) = (row.get(12)?, row.get(13)?);
    Ok(Source {
        id: SourceId(row.get(0)?),
        name: row.get(1)?,
        feed_url: row.get(2)?,
        added_at: row.get(3)?,
        deleted_at: row.get(4)?,
        paused: row.get(5)?,
        etag: row.get(6)?,
        last_modified: row.get(7)?,
        polled_at: row.get(8)?,
        next_due_at: row.get(9)?,
        errors: row.get(10)?,
        last_error: row.get(11)?,
        feed: feed_kind.map(|kind| FeedFacts { kind, site_url }),
    })
}
