//! What is acknowledged in one go: captures, the pages to fetch for them, the fetches and polls they came from.
//!
//! All of a batch is durable when [`Store::append`] returns, or none of it is. So a feed entry is never
//! stored without the fetch of its page, nor a poll recorded as done without its entries.

use crate::captures::Prepared;
use crate::error::Result;
use crate::fetches::{self, FetchEnd, FetchId, PlannedFetch};
use crate::log::{Lane, LogKind, LogWriter};
use crate::sources::{self, Poll, SourceId};
use crate::store::Store;
use crate::{captures, outlets, warc_file};
use isnad_model::{Capture, CaptureId, CaptureKind};
use rusqlite::Transaction;
use std::collections::{HashMap, HashSet};

/// One batch to acknowledge.
#[derive(Clone, Copy, Debug, Default)]
pub struct Batch<'a> {
    /// Captures, in order of arrival.
    pub captures: &'a [Capture],
    /// Pages to fetch.
    pub fetches: &'a [PlannedFetch],
    /// Fetches that ended.
    pub ended: &'a [(FetchId, FetchEnd)],
    /// Polls that ended.
    pub polls: &'a [(SourceId, Poll)],
}

/// What became of the captures of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// In the order of the batch; `None` where the capture was already known or refused.
    pub ids: Vec<Option<CaptureId>>,
    /// Captures that cannot be stored, by their index in the batch, with the reason.
    pub refused: Vec<(usize, String)>,
}

impl Appended {
    /// How many were new.
    pub fn new_captures(&self) -> usize {
        self.ids.iter().flatten().count()
    }
}

impl Store {
    /// Acknowledges captures: durable when this returns. One is known, and not stored again, where the latest
    /// capture with the same source, kind and address (else external id) has the same bytes, or any earlier one
    /// has them and the same time of capture. A record of input names its time itself, so its bytes are enough:
    /// importing a file again adds nothing, however often an address stands in it.
    pub fn append_captures(&self, lane: Lane, captures: &[Capture]) -> Result<Appended> {
        let batch = Batch {
            captures,
            ..Batch::default()
        };
        self.append(lane, &batch)
    }

    /// Acknowledges a whole batch.
    pub fn append(&self, lane: Lane, batch: &Batch<'_>) -> Result<Appended> {
        let (prepared, refused) = captures::prepare(batch.captures)?;
        let now = jiff::Timestamp::now();
        let file_name = format!("{}.warc.gz", now.strftime("%Y-%m"));
        let dir = self.captures_dir();
        let doing = "storing captures";
        let file_id = match captures::file_id(self, &file_name)? {
            Some(id) => id,
            None if prepared.is_empty() => 0,
            None => self.write(doing, |transaction| warc_file::current(transaction, &dir, &file_name))?,
        };
        self.write(doing, |transaction| {
            let mut ids = vec![None; batch.captures.len()];
            let fresh = only_fresh(transaction, batch.captures, &prepared)?;
            if !fresh.is_empty() {
                let mut log = LogWriter::begin(transaction, lane)?;
                let date = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                let mut file = warc_file::Append::begin(transaction, &dir, file_id, &date)?;
                let members: usize = fresh.iter().map(|(one, _)| one.member.len()).sum();
                let mut bytes = Vec::with_capacity(members);
                for (one, _) in &fresh {
                    bytes.extend_from_slice(&one.member);
                }
                let mut offset = file.write(&bytes)?;
                for (one, outlet) in &fresh {
                    let capture = &batch.captures[one.index];
                    let place = captures::Place { file_id, offset };
                    let id = captures::insert(transaction, lane, capture, one, *outlet, place)?;
                    log.append(transaction, LogKind::Capture, id.0)?;
                    ids[one.index] = Some(id);
                    offset += one.member.len() as u64;
                }
                file.finish(transaction)?;
                log.finish(transaction)?;
            }
            for fetch in batch.fetches {
                let wanted = match fetch.for_capture {
                    Some(index) => ids.get(index).is_some_and(Option::is_some),
                    None => true,
                };
                if wanted {
                    fetches::plan(transaction, fetch)?;
                }
            }
            for (id, end) in batch.ended {
                fetches::end(transaction, *id, end)?;
            }
            for (id, poll) in batch.polls {
                sources::record_poll(transaction, *id, poll)?;
            }
            Ok(Appended {
                ids,
                refused: refused.clone(),
            })
        })
    }
}

/// The captures that are not known yet, each with its outlet's id.
fn only_fresh<'a>(
    transaction: &Transaction<'_>,
    captures: &[Capture],
    prepared: &'a [Prepared],
) -> Result<Vec<(&'a Prepared, i64)>> {
    let mut interner = outlets::Interner::default();
    let mut fresh = Vec::with_capacity(prepared.len());
    // The latest bytes of each key, as the batch changes them.
    let mut latest: HashMap<captures::CaptureKey, [u8; 32]> = HashMap::new();
    let mut seen: HashSet<(captures::CaptureKey, [u8; 32], Option<&str>)> = HashSet::new();
    for one in prepared {
        let capture = &captures[one.index];
        let outlet = interner.intern(transaction, &capture.source)?;
        let key = (one.key, outlet, captures::kind_code(capture.kind));
        let time = (capture.kind != CaptureKind::Record).then_some(capture.captured.as_str());
        let stored = captures::latest_digest(transaction, &key)?;
        let is_latest = latest.get(&key).copied().or(stored) == Some(one.body_sha256);
        let known = is_latest
            || seen.contains(&(key, one.body_sha256, time))
            || (stored.is_some() && captures::holds(transaction, &key, &one.body_sha256, time)?);
        if !known {
            latest.insert(key, one.body_sha256);
            seen.insert((key, one.body_sha256, time));
            fresh.push((one, outlet));
        }
    }
    Ok(fresh)
}
