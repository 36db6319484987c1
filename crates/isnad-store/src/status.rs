//! Counts, lags and sizes.

use crate::error::Result;
use crate::log::{Lane, Stage, cursor};
use crate::store::Store;
use rusqlite::{Transaction, params};

/// The state of a store in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Captures stored.
    pub captures: u64,
    /// Articles, embedded ones included.
    pub articles: u64,
    /// Revisions of all articles.
    pub revisions: u64,
    /// Readings.
    pub readings: u64,
    /// Articles linked.
    pub linked: u64,
    /// Stories.
    pub stories: u64,
    /// Outlets named.
    pub outlets: u64,
    /// Sources that are not deleted.
    pub sources: u64,
    /// Fetches pending.
    pub pending_fetches: u64,
    /// Failures by stage.
    pub failures: Vec<(Stage, u64)>,
    /// Log entries that each stage has not served yet, by lane.
    pub lag: Vec<(Stage, Lane, u64)>,
    /// Size of the database, its write-ahead log included.
    pub database_bytes: u64,
    /// Acknowledged size of the WARC files.
    pub capture_bytes: u64,
}

impl Store {
    /// Which store this is: 16 bytes drawn when it was made, and kept by its backups.
    pub fn identity(&self) -> Result<[u8; 16]> {
        self.read(|transaction| Ok(transaction.query_row("SELECT id FROM identity", [], |row| row.get(0))?))
    }

    /// A number that is another after every commit by another connection, of this process or not. Of use to one caller
    /// at a time: each connection of the pool counts for itself.
    pub fn data_version(&self) -> Result<i64> {
        self.read(|transaction| Ok(transaction.pragma_query_value(None, "data_version", |row| row.get(0))?))
    }

    /// The state of the store now.
    pub fn status(&self) -> Result<Status> {
        let sizes =
            ["isnad.db", "isnad.db-wal"].map(|name| self.dir().join(name).metadata().map_or(0, |file| file.len()));
        self.read(|transaction| {
            let mut status = Status {
                captures: count(transaction, "captures")?,
                articles: count(transaction, "articles")?,
                revisions: count(transaction, "revisions")?,
                readings: count(transaction, "readings")?,
                linked: count(transaction, "links")?,
                stories: count(transaction, "stories")?,
                outlets: count(transaction, "outlets")?,
                sources: count(transaction, "sources WHERE deleted_at IS NULL")?,
                pending_fetches: count(transaction, "fetches")?,
                database_bytes: sizes.iter().sum(),
                ..Status::default()
            };
            let sum = "SELECT coalesce(sum(committed_bytes), 0) FROM files";
            status.capture_bytes = u64::try_from(transaction.query_row(sum, [], |row| row.get::<_, i64>(0))?)?;
            let mut lag =
                transaction.prepare_cached("SELECT count(*) FROM log WHERE lane = ? AND kind = ? AND seq > ?")?;
            for stage in Stage::ALL {
                let failures = format!("failures WHERE stage = {}", stage.code());
                status.failures.push((stage, count(transaction, &failures)?));
                for lane in Lane::ALL {
                    let served = cursor(transaction, stage, lane)?;
                    let mut entries = 0_i64;
                    for kind in stage.reads() {
                        let behind = params![lane.code(), kind.code(), served];
                        entries += lag.query_row(behind, |row| row.get::<_, i64>(0))?;
                    }
                    status.lag.push((stage, lane, u64::try_from(entries)?));
                }
            }
            Ok(status)
        })
    }
}

fn count(transaction: &Transaction<'_>, from: &str) -> Result<u64> {
    let rows: i64 = transaction.query_row(&format!("SELECT count(*) FROM {from}"), [], |row| row.get(0))?;
    Ok(u64::try_from(rows)?)
}
