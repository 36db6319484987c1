//! Revisions: their rows, and the article as the newest extractor read each.

use crate::compress::JsonDecompressor;
use crate::error::{Result, StoreError};
use crate::extracted::basis_from_code;
use crate::store::Store;
use isnad_model::{Article, ArticleId, Basis, CaptureId, RevisionId};
use rusqlite::{OptionalExtension, Row, Transaction};

/// A revision without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionRow {
    /// Its id.
    pub id: RevisionId,
    /// Whose text it is.
    pub article: ArticleId,
    /// The article's external id.
    pub external_id: String,
    /// The article's outlet.
    pub source: String,
    /// The capture it was read from.
    pub capture: CaptureId,
    /// 0 where it rests on a feed's summary; pages and texts count from 1.
    pub number: u32,
    /// What it rests on.
    pub basis: Basis,
    /// Whether it is what the article says now.
    pub is_latest: bool,
    /// When it was captured, as the capture says.
    pub captured: String,
    /// The same in unix seconds.
    pub captured_at: i64,
    /// Headline.
    pub title: Option<String>,
    /// Version of the extractor that read it last.
    pub extractor_version: u32,
}

const SELECT: &str = "SELECT r.id, r.article, a.external_id, o.name, r.capture, r.number, r.basis, \
    a.latest_revision = r.id, r.captured, r.captured_at, r.title, t.extractor_version, t.article \
    FROM revisions r JOIN articles a ON a.id = r.article JOIN outlets o ON o.id = a.outlet \
    JOIN texts t ON t.revision = r.id";

impl Store {
    /// Revisions with their articles, in the order of `ids`.
    pub fn revisions(&self, ids: &[RevisionId]) -> Result<Vec<(RevisionRow, Article)>> {
        let mut decompressor = JsonDecompressor::new()?;
        let rows = self.read(|transaction| rows_of(transaction, ids))?;
        rows.into_iter()
            .map(|(row, blob)| {
                let article = decompressor.decompress(&blob, || format!("revision {}", row.id))?;
                Ok((row, article))
            })
            .collect()
    }

    /// All revisions of an article: the summary's first, then by number.
    pub fn revisions_of(&self, article: ArticleId) -> Result<Vec<RevisionRow>> {
        self.read(|transaction| {
            let sql = format!("{SELECT} WHERE r.article = ? ORDER BY r.number, r.id");
            let mut statement = transaction.prepare_cached(&sql)?;
            let mut rows = statement.query([article.0])?;
            let mut revisions = Vec::new();
            while let Some(row) = rows.next()? {
                revisions.push(revision_row(row)?);
            }
            Ok(revisions)
        })
    }

    /// Two revisions as the newest extractor read them that read both, and its version; `None` where none did.
    pub fn read_by_one_extractor(&self, one: RevisionId, other: RevisionId) -> Result<Option<(u32, [Article; 2])>> {
        let found = self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "WITH both AS (SELECT revision, extractor_version, article FROM texts WHERE revision IN (?1, ?2) \
                 UNION ALL SELECT revision, extractor_version, article FROM older_texts WHERE revision IN (?1, ?2)) \
                 SELECT a.extractor_version, a.article, b.article FROM both a JOIN both b \
                 ON b.extractor_version = a.extractor_version WHERE a.revision = ?1 AND b.revision = ?2 \
                 ORDER BY a.extractor_version DESC LIMIT 1",
            )?;
            let row = statement.query_row([one.0, other.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
            Ok(row.optional()?)
        })?;
        let Some((version, one_json, other_json)): Option<(u32, Vec<u8>, Vec<u8>)> = found else {
            return Ok(None);
        };
        let mut decompressor = JsonDecompressor::new()?;
        let first = decompressor.decompress(&one_json, || format!("revision {one}"))?;
        let second = decompressor.decompress(&other_json, || format!("revision {other}"))?;
        Ok(Some((version, [first, second])))
    }

    /// For each article of `ids` when its outlet was seen to have changed its text, in unix seconds, ascending. A
    /// text that reads otherwise only because another version of the extractor read it is no change.
    pub fn changes_of(&self, ids: &[ArticleId]) -> Result<Vec<Vec<i64>>> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT r.captured_at, t.extractor_version FROM revisions r JOIN texts t ON t.revision = r.id \
                 WHERE r.article = ? AND r.number > 0 ORDER BY r.captured_at, r.number",
            )?;
            let mut changes = Vec::with_capacity(ids.len());
            for id in ids {
                let rows = statement.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let versions: Vec<(i64, u32)> = rows.collect::<rusqlite::Result<_>>()?;
                let is_change = |pair: &&[(i64, u32)]| pair[0].1 == pair[1].1;
                changes.push(versions.windows(2).filter(is_change).map(|pair| pair[1].0).collect());
            }
            Ok(changes)
        })
    }

    /// All captures that an article was read from, also those that brought nothing new, in order of arrival.
    pub fn captures_of(&self, article: ArticleId) -> Result<Vec<CaptureId>> {
        self.read(|transaction| {
            let sql = "SELECT capture FROM article_captures WHERE article = ? ORDER BY capture";
            let mut statement = transaction.prepare_cached(sql)?;
            let rows = statement.query_map([article.0], |row| Ok(CaptureId(row.get(0)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

pub(crate) fn rows_of(transaction: &Transaction<'_>, ids: &[RevisionId]) -> Result<Vec<(RevisionRow, Vec<u8>)>> {
    let sql = format!("{SELECT} WHERE r.id = ?");
    let mut statement = transaction.prepare_cached(&sql)?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let found = statement
            .query_row([id.0], |row| Ok((revision_row(row), row.get(12)?)))
            .optional()?;
        let (row, blob) = found.ok_or_else(|| StoreError::Refused(format!("there is no revision {id}")))?;
        rows.push((row?, blob));
    }
    Ok(rows)
}

fn revision_row(row: &Row<'_>) -> Result<RevisionRow> {
    Ok(RevisionRow {
        id: RevisionId(row.get(0)?),
        article: ArticleId(row.get(1)?),
        external_id: row.get(2)?,
        source: row.get(3)?,
        capture: CaptureId(row.get(4)?),
        number: row.get(5)?,
        basis: basis_from_code(row.get(6)?)?,
        is_latest: row.get(7)?,
        captured: row.get(8)?,
        captured_at: row.get(9)?,
        title: row.get(10)?,
        extractor_version: row.get(11)?,
    })
}
