//! What a stage could not do, as rows. The stage's cursor moves on; its next version tries again.

use crate::error::Result;
use crate::log::{Lane, Stage};
use crate::store::Store;
use rusqlite::{Transaction, params};

/// One failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The stage that failed.
    pub stage: Stage,
    /// The row it read, an id of the kind that [`Stage::reads`] names.
    pub row: i64,
    /// The lane of the row.
    pub lane: Lane,
    /// The stage's version.
    pub version: u32,
    /// Why.
    pub reason: String,
}

impl Store {
    /// Failures of a stage (or of all), by stage and row, from behind `after_row` on.
    pub fn failures(&self, stage: Option<Stage>, after_row: i64, limit: usize) -> Result<Vec<Failure>> {
        self.select_failures(stage, u32::MAX, after_row, limit)
    }

    /// Failures of older versions of a stage, for `version` to try again.
    pub fn failures_to_retry(&self, stage: Stage, version: u32, after_row: i64, limit: usize) -> Result<Vec<Failure>> {
        self.select_failures(Some(stage), version, after_row, limit)
    }

    /// How many failures each stage has.
    pub fn failure_counts(&self) -> Result<Vec<(Stage, usize)>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached("SELECT count(*) FROM failures WHERE stage = ?")?;
            let mut counts = Vec::new();
            for stage in Stage::ALL {
                let count: i64 = statement.query_row([stage.code()], |row| row.get(0))?;
                counts.push((stage, usize::try_from(count)?));
            }
            Ok(counts)
        })
    }

    fn select_failures(
        &self,
        stage: Option<Stage>,
        below_version: u32,
        after_row: i64,
        limit: usize,
    ) -> Result<Vec<Failure>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT stage, row, lane, version, reason FROM failures \
                 WHERE (?1 IS NULL OR stage = ?1) AND version < ?2 AND row > ?3 ORDER BY stage, row LIMIT ?4",
            )?;
            let code = stage.map(Stage::code);
            let rows = statement.query_map(params![code, below_version, after_row, limit as i64], |row| {
                let codes: (i64, i64) = (row.get(0)?, row.get(2)?);
                let failure = (row.get(1)?, row.get(3)?, row.get(4)?);
                Ok((codes, failure))
            })?;
            let mut failures = Vec::new();
            for row in rows {
                let ((stage_code, lane_code), (row, version, reason)) = row?;
                failures.push(Failure {
                    stage: Stage::from_code(stage_code)?,
                    row,
                    lane: Lane::from_code(lane_code)?,
                    version,
                    reason,
                });
            }
            Ok(failures)
        })
    }
}

pub(crate) fn record(
    transaction: &Transaction<'_>,
    stage: Stage,
    row: i64,
    lane: Lane,
    version: u32,
    reason: &str,
) -> Result<()> {
    let mut statement = transaction
        .prepare_cached("INSERT OR REPLACE INTO failures (stage, row, lane, version, reason) VALUES (?, ?, ?, ?, ?)")?;
    statement.execute(params![stage.code(), row, lane.code(), version, reason])?;
    Ok(())
}

/// Takes failures away that are failures no more; asks the database only where there are any.
pub(crate) struct Clearing {
    stage: Stage,
    any: bool,
}

impl Clearing {
    pub(crate) fn begin(transaction: &Transaction<'_>, stage: Stage) -> Result<Clearing> {
        let mut statement = transaction.prepare_cached("SELECT EXISTS (SELECT 1 FROM failures WHERE stage = ?)")?;
        let any = statement.query_row([stage.code()], |row| row.get(0))?;
        Ok(Clearing { stage, any })
    }

    pub(crate) fn clear(&mut self, transaction: &Transaction<'_>, row: i64) -> Result<()> {
        if self.any {
            transaction
                .prepare_cached("DELETE FROM failures WHERE stage = ? AND row = ?")?
                .execute(params![self.stage.code(), row])?;
        }
        Ok(())
    }
}
