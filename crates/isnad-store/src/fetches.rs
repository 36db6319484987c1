//! Pages to fetch: one pending fetch a page, with its turn (0 for the first visit, then the later ones).

use crate::error::Result;
use crate::store::Store;
use crate::{key, outlets};
use rusqlite::{Row, Transaction, params};

/// The id of a pending fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FetchId(pub i64);

/// A fetch to plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFetch {
    /// The outlet that the page's capture will bear.
    pub source: String,
    /// Address of the page.
    pub url: String,
    /// External id that the page's capture will bear.
    pub external_id: Option<String>,
    /// When, unix seconds.
    pub due_at: i64,
    /// Which visit it is: 0 for the first.
    pub attempt: u32,
    /// Planned only if the capture with this index in the same batch is new.
    pub for_capture: Option<usize>,
}

/// A pending fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// Its id.
    pub id: FetchId,
    /// Outlet.
    pub source: String,
    /// Address.
    pub url: String,
    /// External id for the capture.
    pub external_id: Option<String>,
    /// When, unix seconds.
    pub due_at: i64,
    /// Which visit it is.
    pub attempt: u32,
    /// Failed tries in a row, over all visits.
    pub errors: u32,
    /// What the last failed try said.
    pub last_error: Option<String>,
}

/// How a fetch ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchEnd {
    /// No further visit.
    Done,
    /// The next visit.
    Again {
        /// When, unix seconds.
        due_at: i64,
        /// Which visit.
        attempt: u32,
    },
    /// It failed in all its tries: the next visit. The failures go on being counted.
    Missed {
        /// When, unix seconds.
        due_at: i64,
        /// Which visit.
        attempt: u32,
        /// What went wrong.
        error: String,
    },
    /// It failed; the same visit is tried again.
    Failed {
        /// When to try again, unix seconds.
        due_at: i64,
        /// What went wrong.
        error: String,
    },
    /// Nothing was asked; the same visit waits.
    Later {
        /// Until when, unix seconds.
        due_at: i64,
    },
}

impl Store {
    /// Plans a fetch. Where one is pending for the page, the earlier of both dates holds.
    pub fn schedule_fetch(&self, fetch: &PlannedFetch) -> Result<()> {
        self.write("planning a fetch", |transaction| plan(transaction, fetch))
    }

    /// Fetches due at `now`, those due longest first.
    pub fn due_fetches(&self, now: i64, limit: usize) -> Result<Vec<Fetch>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT f.id, o.name, f.url, f.external_id, f.due_at, f.attempt, f.errors, f.last_error \
                 FROM fetches f JOIN outlets o ON o.id = f.outlet WHERE f.due_at <= ? \
                 ORDER BY f.due_at, f.id LIMIT ?",
            )?;
            let rows = statement.query_map(params![now, limit as i64], fetch)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Ends a fetch that brought no capture; else see [`Batch`](crate::Batch).
    pub fn finish_fetch(&self, id: FetchId, how: &FetchEnd) -> Result<()> {
        self.write("ending a fetch", |transaction| end(transaction, id, how))
    }
}

pub(crate) fn plan(transaction: &Transaction<'_>, fetch: &PlannedFetch) -> Result<()> {
    let outlet = outlets::intern(transaction, &fetch.source)?;
    let key_text = key::key_text(Some(&fetch.url), None).unwrap_or_default();
    let mut statement = transaction.prepare_cached(
        "INSERT INTO fetches (outlet, key, url, external_id, due_at, attempt) VALUES (?, ?, ?, ?, ?, ?) \
         ON CONFLICT (key, outlet) DO UPDATE SET due_at = excluded.due_at, attempt = excluded.attempt \
         WHERE excluded.due_at < due_at",
    )?;
    statement.execute(params![
        outlet,
        key::hash(key_text.as_bytes()),
        fetch.url,
        fetch.external_id,
        fetch.due_at,
        fetch.attempt
    ])?;
    Ok(())
}

/// Ending a fetch that is not pending any more changes nothing: a kill may have come between.
pub(crate) fn end(transaction: &Transaction<'_>, id: FetchId, how: &FetchEnd) -> Result<()> {
    match how {
        FetchEnd::Done => transaction
            .prepare_cached("DELETE FROM fetches WHERE id = ?")?
            .execute([id.0])?,
        FetchEnd::Again { due_at, attempt } => transaction
            .prepare_cached("UPDATE fetches SET due_at = ?, attempt = ?, errors = 0, last_error = NULL WHERE id = ?")?
            .execute(params![due_at, attempt, id.0])?,
        FetchEnd::Missed { due_at, attempt, error } => transaction
            .prepare_cached(
                "UPDATE fetches SET due_at = ?, attempt = ?, errors = errors + 1, last_error = ? WHERE id = ?",
            )?
            .execute(params![due_at, attempt, error, id.0])?,
        FetchEnd::Failed { due_at, error } => transaction
            .prepare_cached("UPDATE fetches SET due_at = ?, errors = errors + 1, last_error = ? WHERE id = ?")?
            .execute(params![due_at, error, id.0])?,
        FetchEnd::Later { due_at } => transaction
            .prepare_cached("UPDATE fetches SET due_at = ? WHERE id = ?")?
            .execute(params![due_at, id.0])?,
    };
    Ok(())
}

fn fetch(row: &Row<'_>) -> rusqlite::Result<Fetch> {
    Ok(Fetch {
        id: FetchId(row.get(0)?),
        source: row.get(1)?,
        url: row.get(2)?,
        external_id: row.get(3)?,
        due_at: row.get(4)?,
        attempt: row.get(5)?,
        errors: row.get(6)?,
        last_error: row.get(7)?,
    })
}
