//! The reader: records and damaged stretches in the order of the file.

use crate::decoded::Decoded;
use crate::record::{Damage, DamagedRecord, Record, RecordKind};
use crate::{arc_header, warc_header};
use std::io::BufRead;

/// Longest header taken for one.
const HEADER_BYTES: usize = 64 * 1024;
/// Longest ARC header line taken for one.
const ARC_LINE_BYTES: usize = 16 * 1024;

/// What one record may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest body in bytes; a larger one is skipped and reported.
    pub body_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { body_bytes: 64 << 20 }
    }
}

/// An iterator over the records of a WARC or ARC file. It never ends early: behind a damaged record it
/// looks for the next one.
pub struct Reader<R> {
    input: Decoded<R>,
    limits: Limits,
    warc_seen: bool,
    failed: bool,
}

enum Start {
    Warc,
    Arc(usize, arc_header::ArcHeader),
    Nothing,
}

impl<R: BufRead> Reader<R> {
    /// Reads `input` with the default limits.
    pub fn new(input: R) -> Reader<R> {
        Reader::with_limits(input, Limits::default())
    }

    /// Reads `input` with own limits.
    pub fn with_limits(input: R, limits: Limits) -> Reader<R> {
        Reader {
            input: Decoded::new(input),
            limits,
            warc_seen: false,
            failed: false,
        }
    }

    fn start(&mut self) -> Start {
        let available = self.input.ensure(6);
        if is_warc_start(self.input.bytes()) {
            return Start::Warc;
        }
        if self.warc_seen || available == 0 {
            return Start::Nothing;
        }
        let mut window = 1024;
        let line_bytes = loop {
            let in_memory = self.input.ensure(window).min(window);
            match memchr::memchr(b'\n', &self.input.bytes()[..in_memory]) {
                Some(end) => break end + 1,
                None if in_memory < window || window >= ARC_LINE_BYTES => break in_memory,
                None => window *= 4,
            }
        };
        match arc_header::parse(&self.input.bytes()[..line_bytes]) {
            Some(header) => Start::Arc(line_bytes, header),
            None => Start::Nothing,
        }
    }

    /// Skips at least one byte, up to where a record begins or bytes are missing.
    fn skip_to_start(&mut self) -> u64 {
        let mut skipped = 0;
        loop {
            let window = self.input.ensure(ARC_LINE_BYTES).min(ARC_LINE_BYTES);
            if window == 0 {
                return skipped;
            }
            let mark = self.input.marks_within(window).next().unwrap_or(window);
            let line = memchr::memchr(b'\n', &self.input.bytes()[..window]).map_or(window, |end| end + 1);
            let step = line.min(mark);
            self.input.consume(step);
            skipped += step as u64;
            if !matches!(self.start(), Start::Nothing) {
                return skipped;
            }
        }
    }

    fn read_warc(&mut self, offset: u64) -> Result<Record, DamagedRecord> {
        self.warc_seen = true;
        let header_bytes = match self.find_header_end() {
            Ok(bytes) => bytes,
            Err(damage) => return Err(self.give_up(offset, damage)),
        };
        let headers = warc_header::parse(&self.input.bytes()[..header_bytes]);
        let stated = match warc_header::content_length(&headers) {
            Ok(stated) => stated,
            Err(damage) => return Err(self.give_up(offset, damage)),
        };
        self.input.consume(header_bytes);
        let body = self.read_body(offset, stated)?;
        let mut record = Record {
            offset,
            kind: RecordKind::Other(String::new()),
            id: None,
            target_uri: None,
            date: None,
            content_type: None,
            headers,
            body,
        };
        record.kind = RecordKind::from_name(record.header("WARC-Type").unwrap_or(""));
        record.id = record.header("WARC-Record-ID").map(str::to_owned);
        record.target_uri = record.header("WARC-Target-URI").map(without_brackets);
        record.date = record.header("WARC-Date").map(str::to_owned);
        record.content_type = record.header("Content-Type").map(str::to_owned);
        Ok(record)
    }

    fn read_arc(
        &mut self,
        offset: u64,
        line_bytes: usize,
        header: arc_header::ArcHeader,
    ) -> Result<Record, DamagedRecord> {
        let Ok(stated) = header.length.parse() else {
            let damage = Damage::Header(format!("length «{}» is no number", header.length.escape_debug()));
            return Err(self.give_up(offset, damage));
        };
        self.input.consume(line_bytes);
        let body = self.read_body(offset, stated)?;
        let is_http = header.url.starts_with("http:") || header.url.starts_with("https:");
        let kind = match (header.url.starts_with("filedesc:"), is_http) {
            (true, _) => RecordKind::Warcinfo,
            (false, true) => RecordKind::Response,
            (false, false) => RecordKind::Resource,
        };
        let content_type = match kind {
            RecordKind::Response => "application/http; msgtype=response".to_owned(),
            _ => header.content_type,
        };
        Ok(Record {
            offset,
            kind,
            id: None,
            target_uri: Some(header.url),
            date: header.date,
            content_type: Some(content_type),
            headers: Vec::new(),
            body,
        })
    }

    /// Length of the header with its blank line.
    fn find_header_end(&mut self) -> Result<usize, Damage> {
        let mut window = 1024;
        loop {
            let in_memory = self.input.ensure(window).min(window);
            if let Some(end) = header_end(&self.input.bytes()[..in_memory]) {
                return Ok(end);
            }
            if in_memory < window {
                return Err(Damage::Header(format!("cut after {in_memory} bytes")));
            }
            if window >= HEADER_BYTES {
                return Err(Damage::Header(format!("longer than {HEADER_BYTES} bytes")));
            }
            window *= 4;
        }
    }

    /// Leaves a record whose header is no use, to the next one.
    fn give_up(&mut self, offset: u64, damage: Damage) -> DamagedRecord {
        self.skip_to_start();
        self.damaged(offset, damage)
    }

    /// A break right here is the cause of `damage`, and is not reported again.
    fn damaged(&mut self, offset: u64, damage: Damage) -> DamagedRecord {
        let reason = match self.input.take_break() {
            Some(broken) => {
                self.failed |= matches!(broken.reason, Damage::Input(_));
                broken.reason
            }
            None => damage,
        };
        DamagedRecord { offset, reason }
    }

    fn read_body(&mut self, offset: u64, stated: u64) -> Result<Vec<u8>, DamagedRecord> {
        if stated > self.limits.body_bytes {
            self.skip_body(stated);
            let damage = Damage::TooLarge {
                body_bytes: stated,
                limit_bytes: self.limits.body_bytes,
            };
            return Err(DamagedRecord { offset, reason: damage });
        }
        let length = stated as usize;
        let found = self.input.ensure(length).min(length);
        if let Some(cut) = self.record_start_at_mark(found.min(length.saturating_sub(1))) {
            self.input.consume(cut);
            let found = cut as u64;
            return Err(DamagedRecord {
                offset,
                reason: Damage::Truncated { found, stated },
            });
        }
        if found < length {
            let damage = Damage::Truncated {
                found: found as u64,
                stated,
            };
            return Err(self.leave_at_inner_start(offset, found, damage));
        }
        if !self.ends_well(length) {
            return Err(self.leave_at_inner_start(offset, length, Damage::WrongLength { stated }));
        }
        let body = self.input.bytes()[..length].to_vec();
        self.input.consume(length);
        Ok(body)
    }

    /// A member start before `count` at which a new record begins.
    fn record_start_at_mark(&self, count: usize) -> Option<usize> {
        let bytes = self.input.bytes();
        self.input
            .marks_within(count)
            .find(|mark| is_warc_start(&bytes[*mark..]) || (!self.warc_seen && arc_header::is_start(&bytes[*mark..])))
    }

    /// Whether behind a body of `length` bytes stands what may stand there: a line end and then, unless
    /// another record begins within the body, anything; a record; the end.
    fn ends_well(&mut self, length: usize) -> bool {
        let window = self.input.ensure(length + 1024).min(length + 1024);
        let at_mark = self.input.marks_within(length).any(|mark| mark == length);
        let bytes = &self.input.bytes()[..window];
        let behind = &bytes[length..];
        let breaks = behind.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let rest = &behind[breaks..];
        let record_follows = rest.is_empty()
            || at_mark
            || is_warc_start(rest)
            || self.input.marks_within(length + breaks).any(|mark| mark > length)
            || (!self.warc_seen && arc_header::is_start(rest));
        record_follows || (breaks > 0 && inner_start(&bytes[..length]).is_none())
    }

    /// Leaves a damaged record of `length` bytes at the record that begins within it, else behind it.
    fn leave_at_inner_start(&mut self, offset: u64, length: usize, damage: Damage) -> DamagedRecord {
        if let Some(start) = inner_start(&self.input.bytes()[..length]) {
            self.input.consume(start);
            return DamagedRecord { offset, reason: damage };
        }
        self.input.consume(length);
        let damaged = self.damaged(offset, damage);
        if matches!(damaged.reason, Damage::WrongLength { .. }) {
            self.skip_to_start();
        }
        damaged
    }

    fn skip_body(&mut self, stated: u64) {
        let mut left = stated;
        while left > 0 {
            let wanted = left.min(64 * 1024) as usize;
            let window = self.input.ensure(wanted).min(wanted);
            if window == 0 {
                return;
            }
            if let Some(cut) = self.record_start_at_mark(window - 1) {
                self.input.consume(cut);
                return;
            }
            self.input.consume(window);
            left -= window as u64;
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, DamagedRecord>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        loop {
            if let Some(broken) = self.input.take_break() {
                self.failed = matches!(broken.reason, Damage::Input(_));
                return Some(Err(broken));
            }
            let available = self.input.ensure(4096);
            let blank = self
                .input
                .bytes()
                .iter()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'));
            let blank_bytes = blank.count();
            self.input.consume(blank_bytes);
            if blank_bytes < available {
                break;
            }
            if available == 0 && self.input.ensure(1) == 0 {
                match self.input.take_break() {
                    Some(broken) => {
                        self.failed = matches!(broken.reason, Damage::Input(_));
                        return Some(Err(broken));
                    }
                    None => return None,
                }
            }
        }
        let offset = self.input.offset();
        Some(match self.start() {
            Start::Warc => self.read_warc(offset),
            Start::Arc(line_bytes, header) => self.read_arc(offset, line_bytes, header),
            Start::Nothing => {
                let skipped = self.skip_to_start();
                Err(DamagedRecord {
                    offset,
                    reason: Damage::Junk(skipped),
                })
            }
        })
    }
}

fn is_warc_start(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/") && bytes.get(5).is_some_and(u8::is_ascii_digit)
}

/// Where in a body the header of another WARC record begins.
fn inner_start(body: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(body, b"\nWARC/")
        .map(|line_end| line_end + 1)
        .find(|start| is_warc_start(&body[*start..]))
}

/// Length of a header with its blank line, if all of it is there.
fn header_end(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|line_end| match bytes[line_end + 1..] {
        [b'\n', ..] => Some(line_end + 2),
        [b'\r', b'\n', ..] => Some(line_end + 3),
        _ => None,
    })
}

fn without_brackets(uri: &str) -> String {
    let bare = uri.strip_prefix('<').and_then(|inner| inner.strip_suffix('>'));
    bare.unwrap_or(uri).to_owned()
}
