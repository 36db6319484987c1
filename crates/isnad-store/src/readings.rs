//! Results of the analyse stage: one reading a revision, a newer one in the place of the older.

use crate::compress::{JsonCompressor, JsonDecompressor};
use crate::error::{Result, StoreError};
use crate::failures;
use crate::log::{Lane, LogKind, LogWriter, Stage, advance_cursor};
use crate::revisions::{self, RevisionRow};
use crate::store::Store;
use isnad_model::{Article, Features, Reading, RevisionId};
use rusqlite::{OptionalExtension, params};

/// A reading with what it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingRow {
    /// The revision.
    pub revision: RevisionRow,
    /// The article as it was read.
    pub article: Article,
    /// What analysis found, features included.
    pub reading: Reading,
    /// Version of the analyser.
    pub analyser_version: u32,
}

/// What the analyse stage has counted of a lane, up to an entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordCounts {
    /// Number of the last entry that is counted.
    pub seq: i64,
    /// The counts, as the analyser writes them.
    pub counts: Vec<u8>,
}

impl Store {
    /// Writes what the analyse stage found, what it counted where that is due, and its cursor, in one transaction.
    pub fn commit_readings(
        &self,
        lane: Lane,
        cursor_to: i64,
        analyser_version: u32,
        results: &[(RevisionId, std::result::Result<Reading, String>)],
        counted: Option<&WordCounts>,
    ) -> Result<()> {
        let mut compressor = JsonCompressor::new()?;
        let mut prepared = Vec::with_capacity(results.len());
        for (revision, outcome) in results {
            let blobs = match outcome {
                Ok(reading) => Ok((compressor.compress(reading)?, reading.features.to_bytes())),
                Err(reason) => Err(reason),
            };
            prepared.push((*revision, blobs));
        }
        self.write("storing readings", |transaction| {
            let mut log = LogWriter::begin(transaction, lane)?;
            let mut clearing = failures::Clearing::begin(transaction, Stage::Analyse)?;
            let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)")?;
            for (revision, blobs) in &prepared {
                match blobs {
                    Ok((reading, features)) => {
                        insert.execute(params![revision.0, analyser_version, reading, features])?;
                        clearing.clear(transaction, revision.0)?;
                        log.append(transaction, LogKind::Reading, revision.0)?;
                    }
                    Err(reason) => {
                        failures::record(transaction, Stage::Analyse, revision.0, lane, analyser_version, reason)?;
                    }
                }
            }
            log.finish(transaction)?;
            if let Some(counted) = counted {
                let mut keep = transaction.prepare_cached("INSERT OR REPLACE INTO word_counts VALUES (?, ?, ?)")?;
                keep.execute(params![lane.code(), counted.seq, counted.counts])?;
            }
            advance_cursor(transaction, Stage::Analyse, lane, cursor_to)
        })
    }

    /// What was last counted of a lane; `None` where nothing was yet.
    pub fn word_counts(&self, lane: Lane) -> Result<Option<WordCounts>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached("SELECT seq, counts FROM word_counts WHERE lane = ?")?;
            let found = statement.query_row([lane.code()], |row| {
                Ok(WordCounts {
                    seq: row.get(0)?,
                    counts: row.get(1)?,
                })
            });
            Ok(found.optional()?)
        })
    }

    /// Readings without their articles, in the order of `ids`; `None` where a revision has none yet.
    pub fn bare_readings(&self, ids: &[RevisionId]) -> Result<Vec<Option<Reading>>> {
        let mut decompressor = JsonDecompressor::new()?;
        self.read(|transaction| {
            let mut statement =
                transaction.prepare_cached("SELECT reading, features FROM readings WHERE revision = ?")?;
            let mut readings = Vec::with_capacity(ids.len());
            for id in ids {
                let blobs: Option<(Vec<u8>, Vec<u8>)> = statement
                    .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                readings.push(match blobs {
                    Some((json, features)) => Some(decoded(&mut decompressor, *id, &json, &features)?),
                    None => None,
                });
            }
            Ok(readings)
        })
    }

    /// Readings in the order of `ids`. A revision that has none is an error.
    pub fn readings(&self, ids: &[RevisionId]) -> Result<Vec<ReadingRow>> {
        let mut decompressor = JsonDecompressor::new()?;
        let rows = self.read(|transaction| {
            let revisions = revisions::rows_of(transaction, ids)?;
            let mut statement = transaction
                .prepare_cached("SELECT analyser_version, reading, features FROM readings WHERE revision = ?")?;
            let mut rows = Vec::with_capacity(ids.len());
            for (revision, text) in revisions {
                let blobs: Option<(u32, Vec<u8>, Vec<u8>)> = statement
                    .query_row([revision.id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .optional()?;
                let Some(blobs) = blobs else {
                    return Err(StoreError::Refused(format!("revision {} has no reading", revision.id)));
                };
                rows.push((revision, text, blobs));
            }
            Ok(rows)
        })?;
        rows.into_iter()
            .map(|(revision, text, (analyser_version, json, features))| {
                let what = || format!("reading of revision {}", revision.id);
                let article = decompressor.decompress(&text, what)?;
                let reading = decoded(&mut decompressor, revision.id, &json, &features)?;
                Ok(ReadingRow {
                    revision,
                    article,
                    reading,
                    analyser_version,
                })
            })
            .collect()
    }
}

fn decoded(decompressor: &mut JsonDecompressor, revision: RevisionId, json: &[u8], features: &[u8]) -> Result<Reading> {
    let what = || format!("reading of revision {revision}");
    let mut reading: Reading = decompressor.decompress(json, what)?;
    reading.features = Features::from_bytes(features).map_err(|error| StoreError::corrupt(what(), error))?;
    Ok(reading)
}
