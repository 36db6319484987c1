//! Results of the extract stage: articles, their revisions, failures.
//!
//! An article is (outlet, normalised URL; else the id it came with) and keeps its id for life. Text that
//! differs from what its outlet showed before is a new revision; the same capture read again by a newer
//! extractor is not. A feed's summary is revision 0 and never takes the place of a page or text.

use crate::compress::JsonCompressor;
use crate::error::{Result, StoreError};
use crate::failures;
use crate::key::{self, Key};
use crate::log::{Lane, LogKind, LogWriter, Stage, advance_cursor};
use crate::store::Store;
use isnad_model::{Article, ArticleId, Basis, CaptureId, RevisionId};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

/// What a commit of extracted articles did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extracted {
    /// Articles seen for the first time, embedded ones included.
    pub new_articles: usize,
    /// Revisions made.
    pub new_revisions: usize,
    /// Revisions read again by a newer extractor.
    pub read_again: usize,
}

/// An article ready to be written; embedded ones behind their parent.
struct Prepared<'a> {
    article: &'a Article,
    /// Index of the parent in the same list.
    parent: Option<usize>,
    /// `#1`, `#2` behind the parent's key.
    suffix: String,
    text_hash: Key,
    json: Vec<u8>,
    published: Option<String>,
}

struct CaptureRow {
    outlet: i64,
    url: Option<String>,
    external_id: Option<String>,
    captured: String,
    captured_at: i64,
}

/// A revision that an article has already.
struct Known {
    id: i64,
    capture: i64,
    number: u32,
    captured_at: i64,
    text_hash: Key,
}

pub(crate) fn basis_code(basis: Basis) -> i64 {
    match basis {
        Basis::Page => 0,
        Basis::FeedSummary => 1,
        Basis::Text => 2,
    }
}

pub(crate) fn basis_from_code(code: i64) -> Result<Basis> {
    match code {
        0 => Ok(Basis::Page),
        1 => Ok(Basis::FeedSummary),
        2 => Ok(Basis::Text),
        _ => Err(StoreError::corrupt(format!("basis {code}"), "no such basis")),
    }
}

impl Store {
    /// Writes what the extract stage made of captures, and its cursor, in one transaction.
    pub fn commit_extracted(
        &self,
        lane: Lane,
        cursor_to: i64,
        extractor_version: u32,
        results: &[(CaptureId, std::result::Result<Article, String>)],
    ) -> Result<Extracted> {
        let mut compressor = JsonCompressor::new()?;
        let mut prepared = Vec::with_capacity(results.len());
        for (capture, outcome) in results {
            let articles = match outcome {
                Ok(article) => {
                    let mut list = Vec::with_capacity(1);
                    prepare(&mut compressor, article, None, String::new(), &mut list)?;
                    Ok(list)
                }
                Err(reason) => Err(reason),
            };
            prepared.push((*capture, articles));
        }
        self.write("storing articles", |transaction| {
            let mut done = Extracted::default();
            let mut log = LogWriter::begin(transaction, lane)?;
            let mut clearing = failures::Clearing::begin(transaction, Stage::Extract)?;
            for (capture, articles) in &prepared {
                match articles {
                    Ok(list) => {
                        clearing.clear(transaction, capture.0)?;
                        let row = capture_row(transaction, *capture)?;
                        let writer = Writer {
                            transaction,
                            capture: *capture,
                            row: &row,
                            extractor_version,
                        };
                        writer.write(list, &mut log, &mut done)?;
                    }
                    Err(reason) => {
                        failures::record(transaction, Stage::Extract, capture.0, lane, extractor_version, reason)?;
                    }
                }
            }
            log.finish(transaction)?;
            advance_cursor(transaction, Stage::Extract, lane, cursor_to)?;
            Ok(done)
        })
    }
}

fn prepare<'a>(
    compressor: &mut JsonCompressor,
    article: &'a Article,
    parent: Option<usize>,
    suffix: String,
    list: &mut Vec<Prepared<'a>>,
) -> Result<()> {
    let mut hasher = Sha256::new();
    hasher.update(article.title.as_deref().unwrap_or(""));
    for block in &article.blocks {
        hasher.update([0]);
        hasher.update(&block.text);
    }
    let mut text_hash: Key = [0; 16];
    text_hash.copy_from_slice(&hasher.finalize()[..16]);
    let published = article.published.as_ref().map(serde_json::to_string).transpose();
    let index = list.len();
    list.push(Prepared {
        article,
        parent,
        suffix,
        text_hash,
        json: compressor.compress(article)?,
        published: published.map_err(|error| StoreError::corrupt("a claimed time", error))?,
    });
    for (place, embedded) in article.embedded.iter().enumerate() {
        prepare(compressor, embedded, Some(index), format!("#{}", place + 1), list)?;
    }
    Ok(())
}

fn capture_row(transaction: &Transaction<'_>, id: CaptureId) -> Result<CaptureRow> {
    let mut statement = transaction
        .prepare_cached("SELECT outlet, url, external_id, captured, captured_at FROM captures WHERE id = ?")?;
    let row = statement.query_row([id.0], |row| {
        Ok(CaptureRow {
            outlet: row.get(0)?,
            url: row.get(1)?,
            external_id: row.get(2)?,
            captured: row.get(3)?,
            captured_at: row.get(4)?,
        })
    });
    row.optional()?
        .ok_or_else(|| StoreError::Refused(format!("there is no capture {id}")))
}

/// Writes the articles of one capture.
struct Writer<'a> {
    transaction: &'a Transaction<'a>,
    capture: CaptureId,
    row: &'a CaptureRow,
    extractor_version: u32,
}

impl Writer<'_> {
    fn write(&self, list: &[Prepared<'_>], log: &mut LogWriter, done: &mut Extracted) -> Result<()> {
        let mut ids: Vec<ArticleId> = Vec::with_capacity(list.len());
        let mut keys: Vec<String> = Vec::with_capacity(list.len());
        for one in list {
            let parent = one.parent.map(|index| (ids[index], keys[index].as_str()));
            let key_text = match parent {
                Some((_, parent_key)) => format!("{parent_key}{}", one.suffix),
                None => self.key_text(one.article),
            };
            let key = key::hash(key_text.as_bytes());
            let (id, is_new) = self.article(one, key, parent.map(|(id, _)| id))?;
            done.new_articles += usize::from(is_new);
            self.transaction
                .prepare_cached("INSERT OR IGNORE INTO article_captures VALUES (?, ?)")?
                .execute(params![id.0, self.capture.0])?;
            self.revision(one, id, is_new, log, done)?;
            ids.push(id);
            keys.push(key_text);
        }
        Ok(())
    }

    /// The capture's own address and id come before what the page says of itself, so that a feed's entry and
    /// the page fetched for it are one article.
    fn key_text(&self, article: &Article) -> String {
        let url = self.row.url.as_deref().or(article.url.as_deref());
        let external_id = self.row.external_id.as_deref().unwrap_or(&article.id);
        key::key_text(url, Some(external_id)).unwrap_or_default()
    }

    fn article(&self, one: &Prepared<'_>, key: Key, parent: Option<ArticleId>) -> Result<(ArticleId, bool)> {
        let mut find = self
            .transaction
            .prepare_cached("SELECT id FROM articles WHERE key = ? AND outlet = ?")?;
        let known = find.query_row(params![key, self.row.outlet], |row| row.get(0));
        if let Some(id) = known.optional()? {
            return Ok((ArticleId(id), false));
        }
        let own_id = one.article.id.as_str();
        let (external_id, url) = match parent {
            Some(_) => (own_id, one.article.url.as_deref()),
            None => (
                self.row.external_id.as_deref().unwrap_or(own_id),
                self.row.url.as_deref().or(one.article.url.as_deref()),
            ),
        };
        let mut insert = self
            .transaction
            .prepare_cached("INSERT INTO articles (outlet, key, external_id, url, parent) VALUES (?, ?, ?, ?, ?)")?;
        insert.execute(params![self.row.outlet, key, external_id, url, parent.map(|id| id.0)])?;
        let id = i32::try_from(self.transaction.last_insert_rowid())
            .map_err(|_| StoreError::Refused("the store is full: it has 2147483647 articles".to_owned()))?;
        Ok((ArticleId(id), true))
    }

    fn revision(
        &self,
        one: &Prepared<'_>,
        id: ArticleId,
        is_new: bool,
        log: &mut LogWriter,
        done: &mut Extracted,
    ) -> Result<()> {
        let known = if is_new { Vec::new() } else { self.known(id)? };
        if let Some(same) = known.iter().find(|revision| revision.capture == self.capture.0) {
            self.read_again(one, same.id)?;
            log.append(self.transaction, LogKind::Revision, same.id)?;
            done.read_again += 1;
            return Ok(());
        }
        let is_summary = one.article.basis == Basis::FeedSummary;
        let has_page = known.iter().any(|revision| revision.number > 0);
        if is_summary && has_page {
            return Ok(());
        }
        // The revisions of the same rank, oldest first.
        let peers: Vec<&Known> = known
            .iter()
            .filter(|revision| (revision.number == 0) == is_summary)
            .collect();
        let later = peers
            .iter()
            .position(|revision| revision.captured_at > self.row.captured_at)
            .unwrap_or(peers.len());
        let in_force = later.checked_sub(1).or(if peers.is_empty() { None } else { Some(0) });
        if in_force.is_some_and(|index| peers[index].text_hash == one.text_hash) {
            return Ok(());
        }
        let number = match is_summary {
            true => 0,
            false => known.iter().map(|revision| revision.number).max().unwrap_or(0) + 1,
        };
        let revision = self.insert(one, id, number)?;
        if later == peers.len() {
            self.transaction
                .prepare_cached("UPDATE articles SET latest_revision = ? WHERE id = ?")?
                .execute(params![revision.0, id.0])?;
        }
        log.append(self.transaction, LogKind::Revision, revision.0)?;
        done.new_revisions += 1;
        Ok(())
    }

    fn known(&self, id: ArticleId) -> Result<Vec<Known>> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, capture, number, captured_at, text_hash FROM revisions WHERE article = ? \
             ORDER BY captured_at, id",
        )?;
        let rows = statement.query_map([id.0], |row| {
            Ok(Known {
                id: row.get(0)?,
                capture: row.get(1)?,
                number: row.get(2)?,
                captured_at: row.get(3)?,
                text_hash: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn insert(&self, one: &Prepared<'_>, id: ArticleId, number: u32) -> Result<RevisionId> {
        let mut revision = self.transaction.prepare_cached(
            "INSERT INTO revisions (article, capture, number, basis, captured, captured_at, text_hash, title, \
             language, published) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        revision.execute(params![
            id.0,
            self.capture.0,
            number,
            basis_code(one.article.basis),
            self.row.captured,
            self.row.captured_at,
            one.text_hash,
            one.article.title,
            one.article.language,
            one.published,
        ])?;
        let revision_id = self.transaction.last_insert_rowid();
        let mut text = self
            .transaction
            .prepare_cached("INSERT INTO texts (revision, extractor_version, article) VALUES (?, ?, ?)")?;
        text.execute(params![revision_id, self.extractor_version, one.json])?;
        Ok(RevisionId(revision_id))
    }

    /// The same revision as a newer extractor reads it; the older text is kept.
    fn read_again(&self, one: &Prepared<'_>, revision: i64) -> Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO older_texts SELECT revision, extractor_version, article FROM texts \
                 WHERE revision = ? AND extractor_version <> ?",
            )?
            .execute(params![revision, self.extractor_version])?;
        self.transaction
            .prepare_cached("UPDATE texts SET extractor_version = ?, article = ? WHERE revision = ?")?
            .execute(params![self.extractor_version, one.json, revision])?;
        self.transaction
            .prepare_cached(
                "UPDATE revisions SET text_hash = ?, title = ?, language = ?, published = ?, basis = ? WHERE id = ?",
            )?
            .execute(params![
                one.text_hash,
                one.article.title,
                one.article.language,
                one.published,
                basis_code(one.article.basis),
                revision
            ])?;
        Ok(())
    }
}
