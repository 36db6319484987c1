//! Captures: rows in the database, bytes in the WARC files.

use crate::error::{Result, StoreError};
use crate::key::{self, Key};
use crate::log::Lane;
use crate::store::Store;
use crate::warc_file::GZIP_LEVEL;
use isnad_model::{Capture, CaptureId, CaptureKind, parse_instant};
use isnad_warc::{MemberWriter, Reader, RecordKind, RecordToWrite};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// A capture as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCapture {
    /// Its id.
    pub id: CaptureId,
    /// The lane it came in.
    pub lane: Lane,
    /// The capture, bytes included.
    pub capture: Capture,
}

/// Index in the batch, and why it cannot be stored.
pub(crate) type Refusal = (usize, String);

/// (key, outlet, kind)
pub(crate) type CaptureKey = (Key, i64, i64);

/// A capture ready to be written.
pub(crate) struct Prepared {
    pub(crate) index: usize,
    pub(crate) key: Key,
    pub(crate) body_sha256: [u8; 32],
    pub(crate) captured_at: i64,
    pub(crate) member: Vec<u8>,
}

/// Where its member begins.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) file_id: i64,
    pub(crate) offset: u64,
}

pub(crate) fn kind_code(kind: CaptureKind) -> i64 {
    match kind {
        CaptureKind::Page => 0,
        CaptureKind::FeedEntry => 1,
        CaptureKind::Record => 2,
    }
}

fn kind_from_code(code: i64) -> Result<CaptureKind> {
    match code {
        0 => Ok(CaptureKind::Page),
        1 => Ok(CaptureKind::FeedEntry),
        2 => Ok(CaptureKind::Record),
        _ => Err(StoreError::corrupt(format!("capture kind {code}"), "no such kind")),
    }
}

fn kind_name(kind: CaptureKind) -> &'static str {
    match kind {
        CaptureKind::Page => "page",
        CaptureKind::FeedEntry => "feed_entry",
        CaptureKind::Record => "record",
    }
}

/// Hashes and compresses, outside of any lock. Captures whose time is no time are refused.
pub(crate) fn prepare(captures: &[Capture]) -> Result<(Vec<Prepared>, Vec<Refusal>)> {
    let mut writer = MemberWriter::new(GZIP_LEVEL);
    let mut prepared = Vec::with_capacity(captures.len());
    let mut refused = Vec::new();
    for (index, capture) in captures.iter().enumerate() {
        let Some(captured_at) = parse_instant(&capture.captured) else {
            refused.push((index, format!("captured «{}» is no RFC 3339 time", capture.captured)));
            continue;
        };
        let body_sha256: [u8; 32] = Sha256::digest(&capture.body).into();
        let key = match key::key_text(capture.url.as_deref(), capture.external_id.as_deref()) {
            Some(text) => key::hash(text.as_bytes()),
            None => key::hash(&body_sha256),
        };
        let member = member(&mut writer, capture, captured_at, &body_sha256)?;
        prepared.push(Prepared {
            index,
            key,
            body_sha256,
            captured_at,
            member,
        });
    }
    Ok((prepared, refused))
}

/// The WARC record says everything that the database says, so that a store can be made again from its captures.
fn member(writer: &mut MemberWriter, capture: &Capture, captured_at: i64, body_sha256: &[u8; 32]) -> Result<Vec<u8>> {
    let digest: String = body_sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    let record_key = format!(
        "{} {} {}",
        capture.source,
        capture.url.as_deref().unwrap_or(""),
        capture.captured
    );
    let record_hash: String = key::hash(record_key.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let date = jiff::Timestamp::from_second(captured_at).map_err(|error| StoreError::corrupt("captured", error))?;
    let block_digest = format!("sha256:{digest}");
    let mut headers = vec![
        ("WARC-Block-Digest", block_digest.as_str()),
        ("Isnad-Kind", kind_name(capture.kind)),
        ("Isnad-Source", capture.source.as_str()),
        ("Isnad-Captured", capture.captured.as_str()),
    ];
    if let Some(id) = &capture.external_id {
        headers.push(("Isnad-External-Id", id));
    }
    let record = RecordToWrite {
        kind: &RecordKind::Resource,
        id: &format!("<urn:isnad:{}:{}>", record_hash, &digest[..32]),
        target_uri: capture.url.as_deref(),
        date: &date.to_string(),
        content_type: capture.content_type.as_deref().or(match capture.kind {
            CaptureKind::Page => None,
            CaptureKind::FeedEntry | CaptureKind::Record => Some("application/json"),
        }),
        headers: &headers,
        body: &capture.body,
    };
    let mut member = Vec::with_capacity(capture.body.len() / 2 + 512);
    writer
        .write_record(&mut member, &record)
        .map_err(|error| StoreError::corrupt("compressing a capture", error))?;
    Ok(member)
}

pub(crate) fn file_id(store: &Store, name: &str) -> Result<Option<i64>> {
    store.read(|transaction| {
        let mut statement = transaction.prepare_cached("SELECT id FROM files WHERE name = ?")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    })
}

pub(crate) fn latest_digest(transaction: &Transaction<'_>, key: &CaptureKey) -> Result<Option<[u8; 32]>> {
    let mut statement = transaction.prepare_cached(
        "SELECT body_sha256 FROM captures WHERE key = ? AND outlet = ? AND kind = ? ORDER BY id DESC LIMIT 1",
    )?;
    let digest = statement.query_row(params![key.0, key.1, key.2], |row| row.get(0));
    Ok(digest.optional()?)
}

/// Whether any capture of `key` has these bytes, captured at `time` where that is asked.
pub(crate) fn holds(
    transaction: &Transaction<'_>,
    key: &CaptureKey,
    body_sha256: &[u8; 32],
    time: Option<&str>,
) -> Result<bool> {
    let mut statement = transaction.prepare_cached(
        "SELECT 1 FROM captures WHERE key = ?1 AND outlet = ?2 AND kind = ?3 AND body_sha256 = ?4 \
         AND (?5 IS NULL OR captured = ?5) LIMIT 1",
    )?;
    Ok(statement.exists(params![key.0, key.1, key.2, body_sha256, time])?)
}

pub(crate) fn insert(
    transaction: &Transaction<'_>,
    lane: Lane,
    capture: &Capture,
    prepared: &Prepared,
    outlet: i64,
    place: Place,
) -> Result<CaptureId> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO captures (lane, kind, outlet, key, url, external_id, captured, captured_at, content_type, \
         body_sha256, body_bytes, file, member_offset, member_bytes) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    )?;
    statement.execute(params![
        lane.code(),
        kind_code(capture.kind),
        outlet,
        prepared.key,
        capture.url,
        capture.external_id,
        capture.captured,
        prepared.captured_at,
        capture.content_type,
        prepared.body_sha256,
        capture.body.len() as i64,
        place.file_id,
        place.offset as i64,
        prepared.member.len() as i64,
    ])?;
    Ok(CaptureId(transaction.last_insert_rowid()))
}

struct Stored {
    capture: StoredCapture,
    file_name: String,
    member_offset: u64,
    member_bytes: u64,
    body_sha256: [u8; 32],
}

impl Store {
    /// One capture, its bytes checked against the hash that was acknowledged.
    pub fn read_capture(&self, id: CaptureId) -> Result<StoredCapture> {
        let mut captures = self.read_captures(&[id])?;
        captures
            .pop()
            .ok_or_else(|| StoreError::Refused(format!("there is no capture {id}")))
    }

    /// Captures in the order of `ids`. Several threads may read at once, each its own ids.
    pub fn read_captures(&self, ids: &[CaptureId]) -> Result<Vec<StoredCapture>> {
        let rows = self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT c.id, c.lane, c.kind, o.name, c.url, c.external_id, c.captured, c.content_type, \
                 f.name, c.member_offset, c.member_bytes, c.body_sha256 \
                 FROM captures c JOIN outlets o ON o.id = c.outlet JOIN files f ON f.id = c.file WHERE c.id = ?",
            )?;
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                let row = statement.query_row([id.0], |row| Ok(stored(row))).optional()?;
                let row = row.ok_or_else(|| StoreError::Refused(format!("there is no capture {id}")))?;
                rows.push(row?);
            }
            Ok(rows)
        })?;
        let mut files: HashMap<String, File> = HashMap::new();
        let mut captures = Vec::with_capacity(rows.len());
        for mut row in rows {
            row.capture.capture.body = self.read_body(&mut files, &row)?;
            captures.push(row.capture);
        }
        Ok(captures)
    }

    fn read_body(&self, files: &mut HashMap<String, File>, row: &Stored) -> Result<Vec<u8>> {
        let path = self.captures_dir().join(&row.file_name);
        let file = match files.entry(row.file_name.clone()) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(File::open(&path).map_err(|error| StoreError::file(&path, error))?)
            }
        };
        let what = || format!("capture {} in {}", row.capture.id, path.display());
        let mut member = vec![0; usize::try_from(row.member_bytes)?];
        file.seek(SeekFrom::Start(row.member_offset))
            .and_then(|_| file.read_exact(&mut member))
            .map_err(|error| StoreError::corrupt(what(), error))?;
        let limits = isnad_warc::Limits { body_bytes: u64::MAX };
        let record = match Reader::with_limits(&member[..], limits).next() {
            Some(Ok(record)) => record,
            Some(Err(damaged)) => return Err(StoreError::corrupt(what(), damaged.reason)),
            None => return Err(StoreError::corrupt(what(), "no record there")),
        };
        let digest: [u8; 32] = Sha256::digest(&record.body).into();
        if digest != row.body_sha256 {
            return Err(StoreError::corrupt(
                what(),
                "the bytes are not those that were acknowledged",
            ));
        }
        Ok(record.body)
    }
}

fn stored(row: &Row<'_>) -> Result<Stored> {
    Ok(Stored {
        capture: StoredCapture {
            id: CaptureId(row.get(0)?),
            lane: Lane::from_code(row.get(1)?)?,
            capture: Capture {
                kind: kind_from_code(row.get(2)?)?,
                source: row.get(3)?,
                url: row.get(4)?,
                external_id: row.get(5)?,
                captured: row.get(6)?,
                content_type: row.get(7)?,
                body: Vec::new(),
            },
        },
        file_name: row.get(8)?,
        member_offset: u64::try_from(row.get::<_, i64>(9)?)?,
        member_bytes: u64::try_from(row.get::<_, i64>(10)?)?,
        body_sha256: row.get(11)?,
    })
}
