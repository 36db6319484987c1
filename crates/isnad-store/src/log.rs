//! The change log and the cursors of the stages.
//!
//! One sequence numbers all entries. Transactions that write are one after another, so whoever sees an
//! entry has seen, or will never see, every smaller one: the log has no gaps that fill later.

use crate::error::{Result, StoreError};
use crate::store::Store;
use rusqlite::{OptionalExtension, Transaction, params};

/// Live rows are served first; backfill never alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// From polling.
    Live,
    /// From imports and re-reading.
    Backfill,
}

impl Lane {
    /// Both, live first.
    pub const ALL: [Lane; 2] = [Lane::Live, Lane::Backfill];

    pub(crate) fn code(self) -> i64 {
        match self {
            Lane::Live => 0,
            Lane::Backfill => 1,
        }
    }

    pub(crate) fn from_code(code: i64) -> Result<Lane> {
        match code {
            0 => Ok(Lane::Live),
            1 => Ok(Lane::Backfill),
            _ => Err(StoreError::corrupt(format!("lane {code}"), "no such lane")),
        }
    }

    /// `live` or `backfill`.
    pub fn name(self) -> &'static str {
        match self {
            Lane::Live => "live",
            Lane::Backfill => "backfill",
        }
    }
}

/// What a log entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogKind {
    /// A capture arrived; the row is a `CaptureId`.
    Capture,
    /// An article got a revision, or a revision was read again by a newer extractor; a `RevisionId`.
    Revision,
    /// A revision got a reading; a `RevisionId`.
    Reading,
    /// An article was linked or linked again; an `ArticleId`.
    Link,
    /// A user decided something about stories; the row is the id of a `Correction`.
    Correction,
}

impl LogKind {
    /// All kinds.
    pub const ALL: [LogKind; 5] = [
        LogKind::Capture,
        LogKind::Revision,
        LogKind::Reading,
        LogKind::Link,
        LogKind::Correction,
    ];

    pub(crate) fn code(self) -> i64 {
        match self {
            LogKind::Capture => 0,
            LogKind::Revision => 1,
            LogKind::Reading => 2,
            LogKind::Link => 3,
            LogKind::Correction => 4,
        }
    }
}

/// A stage that reads the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Captures to articles.
    Extract,
    /// Revisions to readings.
    Analyse,
    /// Readings, and what users decided, to copies and stories.
    Link,
}

impl Stage {
    /// All stages whose cursor the store keeps; the index keeps its own inside its commit.
    pub const ALL: [Stage; 3] = [Stage::Extract, Stage::Analyse, Stage::Link];

    /// The kinds of log entry it reads.
    pub fn reads(self) -> &'static [LogKind] {
        match self {
            Stage::Extract => &[LogKind::Capture],
            Stage::Analyse => &[LogKind::Revision],
            Stage::Link => &[LogKind::Reading, LogKind::Correction],
        }
    }

    /// `extract`, `analyse`, `link`.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Extract => "extract",
            Stage::Analyse => "analyse",
            Stage::Link => "link",
        }
    }

    pub(crate) fn code(self) -> i64 {
        match self {
            Stage::Extract => 0,
            Stage::Analyse => 1,
            Stage::Link => 2,
        }
    }

    pub(crate) fn from_code(code: i64) -> Result<Stage> {
        let stage = Stage::ALL.into_iter().find(|stage| stage.code() == code);
        stage.ok_or_else(|| StoreError::corrupt(format!("stage {code}"), "no such stage"))
    }
}

/// One entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its place in the one sequence over both lanes.
    pub seq: i64,
    /// Its lane.
    pub lane: Lane,
    /// What `row` is.
    pub kind: LogKind,
    /// The id of the row.
    pub row: i64,
}

impl Store {
    /// The first `limit` entries of `lane` behind `after_seq` that are of one of `kinds`, in order.
    pub fn log_after(&self, lane: Lane, kinds: &[LogKind], after_seq: i64, limit: usize) -> Result<Vec<LogEntry>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT seq, row FROM log WHERE lane = ? AND kind = ? AND seq > ? ORDER BY seq LIMIT ?",
            )?;
            let mut entries = Vec::new();
            for kind in kinds {
                let rows = statement.query_map(params![lane.code(), kind.code(), after_seq, limit as i64], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
                for row in rows {
                    let (seq, row) = row?;
                    entries.push(LogEntry {
                        seq,
                        lane,
                        kind: *kind,
                        row,
                    });
                }
            }
            entries.sort_by_key(|entry| entry.seq);
            entries.dedup();
            entries.truncate(limit);
            Ok(entries)
        })
    }

    /// How many entries of `lane` and `kind` lie behind `after_seq`.
    pub fn log_count_after(&self, lane: Lane, kind: LogKind, after_seq: i64) -> Result<u64> {
        self.read(|transaction| {
            let mut statement =
                transaction.prepare_cached("SELECT count(*) FROM log WHERE lane = ? AND kind = ? AND seq > ?")?;
            let count: i64 = statement.query_row(params![lane.code(), kind.code(), after_seq], |row| row.get(0))?;
            Ok(u64::try_from(count)?)
        })
    }

    /// The `seq` of the newest entry of `lane`, 0 where there is none.
    pub fn log_head(&self, lane: Lane) -> Result<i64> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached("SELECT max(seq) FROM log WHERE lane = ? AND kind = ?")?;
            let mut head = 0;
            for kind in LogKind::ALL {
                let newest: Option<i64> = statement.query_row(params![lane.code(), kind.code()], |row| row.get(0))?;
                head = head.max(newest.unwrap_or(0));
            }
            Ok(head)
        })
    }

    /// Up to which entry `stage` has served `lane`.
    pub fn cursor(&self, stage: Stage, lane: Lane) -> Result<i64> {
        self.read(|transaction| cursor(transaction, stage, lane))
    }

    /// Sets the cursor of `stage` back (or on) to `seq`: what lies behind it is served again. Re-reading with a
    /// newer extractor is `rewind(Stage::Extract, lane, 0)`.
    pub fn rewind(&self, stage: Stage, lane: Lane, seq: i64) -> Result<()> {
        self.write("setting a cursor", |transaction| {
            set_cursor(transaction, stage, lane, seq)
        })
    }
}

pub(crate) fn cursor(transaction: &Transaction<'_>, stage: Stage, lane: Lane) -> Result<i64> {
    let mut statement = transaction.prepare_cached("SELECT seq FROM cursors WHERE stage = ? AND lane = ?")?;
    let seq = statement.query_row(params![stage.code(), lane.code()], |row| row.get(0));
    Ok(seq.optional()?.unwrap_or(0))
}

fn set_cursor(transaction: &Transaction<'_>, stage: Stage, lane: Lane, seq: i64) -> Result<()> {
    let mut statement = transaction.prepare_cached("INSERT OR REPLACE INTO cursors VALUES (?, ?, ?)")?;
    statement.execute(params![stage.code(), lane.code(), seq])?;
    Ok(())
}

/// Moves a cursor on; never back, so that work done out of turn (a retried failure) moves nothing.
pub(crate) fn advance_cursor(transaction: &Transaction<'_>, stage: Stage, lane: Lane, seq: i64) -> Result<()> {
    if seq > cursor(transaction, stage, lane)? {
        set_cursor(transaction, stage, lane, seq)?;
    }
    Ok(())
}

/// Appends entries within one transaction.
pub(crate) struct LogWriter {
    lane: Lane,
    seq: i64,
}

impl LogWriter {
    pub(crate) fn begin(transaction: &Transaction<'_>, lane: Lane) -> Result<LogWriter> {
        let mut statement = transaction.prepare_cached("SELECT seq FROM log_head")?;
        let seq = statement.query_row([], |row| row.get(0))?;
        Ok(LogWriter { lane, seq })
    }

    pub(crate) fn append(&mut self, transaction: &Transaction<'_>, kind: LogKind, row: i64) -> Result<()> {
        self.seq += 1;
        let mut statement = transaction.prepare_cached("INSERT INTO log VALUES (?, ?, ?, ?)")?;
        statement.execute(params![self.lane.code(), kind.code(), self.seq, row])?;
        Ok(())
    }

    pub(crate) fn finish(self, transaction: &Transaction<'_>) -> Result<()> {
        let mut statement = transaction.prepare_cached("UPDATE log_head SET seq = ?")?;
        statement.execute([self.seq])?;
        Ok(())
    }
}
