//! The file's bytes with gzip removed, as one stream that knows where members begin and where it broke.
//!
//! A *mark* is the position where a member begins: a record that runs over it is cut if a new record
//! begins there. A *break* is a position where bytes are missing: no record runs over it.

use crate::arc_header;
use crate::raw::Raw;
use crate::record::{Damage, DamagedRecord};
use flate2::bufread::GzDecoder;
use std::collections::VecDeque;
use std::io::{BufRead, Read};

const STEP_BYTES: usize = 32 * 1024;
/// Compressed bytes looked at to tell a gzip member from bytes that look like its first three.
const TRIAL_BYTES: usize = 4096;

enum State<R> {
    Start(Raw<R>),
    Plain(Raw<R>),
    Gzip(Box<GzDecoder<Raw<R>>>),
    End,
}

pub(crate) struct Decoded<R> {
    state: State<R>,
    buffer: Vec<u8>,
    at: usize,
    /// Position in the decoded stream of `buffer[0]`.
    base: u64,
    plain: bool,
    /// (position, offset in the file) of member starts; the first is at or before the next byte.
    marks: VecDeque<(u64, u64)>,
    breaks: VecDeque<(u64, DamagedRecord)>,
}

impl<R: BufRead> Decoded<R> {
    pub(crate) fn new(input: R) -> Decoded<R> {
        Decoded {
            state: State::Start(Raw::new(input)),
            buffer: Vec::new(),
            at: 0,
            base: 0,
            plain: true,
            marks: VecDeque::new(),
            breaks: VecDeque::new(),
        }
    }

    fn position(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Offset in the file of the next byte (plain) or of the member it stands in.
    pub(crate) fn offset(&self) -> u64 {
        if self.plain {
            return self.position();
        }
        let position = self.position();
        let mark = self.marks.iter().take_while(|mark| mark.0 <= position).last();
        mark.map_or(0, |mark| mark.1)
    }

    /// The break that stands at the next byte, once.
    pub(crate) fn take_break(&mut self) -> Option<DamagedRecord> {
        let (position, _) = self.breaks.front()?;
        if *position > self.position() {
            return None;
        }
        self.breaks.pop_front().map(|(_, damaged)| damaged)
    }

    /// The next bytes as far as they are in memory and no break stands between.
    pub(crate) fn bytes(&self) -> &[u8] {
        let in_memory = &self.buffer[self.at..];
        match self.breaks.front() {
            Some((position, _)) => {
                let before_break = position.saturating_sub(self.position()) as usize;
                &in_memory[..before_break.min(in_memory.len())]
            }
            None => in_memory,
        }
    }

    /// Brings `count` bytes to memory; fewer only before a break or the end. How many there are.
    pub(crate) fn ensure(&mut self, count: usize) -> usize {
        while self.bytes().len() < count && self.breaks.is_empty() && self.fill_more() {}
        self.bytes().len()
    }

    /// Distances from the next byte to the member starts that lie before `count`, the next byte's own excluded.
    pub(crate) fn marks_within(&self, count: usize) -> impl Iterator<Item = usize> + '_ {
        let position = self.position();
        self.marks
            .iter()
            .filter(move |mark| mark.0 > position)
            .map(move |mark| (mark.0 - position) as usize)
            .take_while(move |distance| *distance <= count)
    }

    pub(crate) fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.buffer.len());
        let position = self.position();
        while self.marks.len() > 1 && self.marks[1].0 <= position {
            self.marks.pop_front();
        }
        if self.at >= STEP_BYTES * 2 && self.at * 2 >= self.buffer.len() {
            self.buffer.drain(..self.at);
            self.base += self.at as u64;
            self.at = 0;
            if self.buffer.capacity() > (1 << 20) {
                self.buffer.shrink_to(STEP_BYTES * 4);
            }
        }
    }

    fn end_position(&self) -> u64 {
        self.base + self.buffer.len() as u64
    }

    fn break_here(&mut self, offset: u64, reason: Damage) {
        let damaged = DamagedRecord { offset, reason };
        self.breaks.push_back((self.end_position(), damaged));
    }

    /// False at the end of the file.
    fn fill_more(&mut self) -> bool {
        self.state = match std::mem::replace(&mut self.state, State::End) {
            State::Start(mut raw) => {
                self.plain = !raw.lookahead(2).starts_with(&[0x1f, 0x8b]);
                if self.plain {
                    State::Plain(raw)
                } else {
                    self.open_member(raw)
                }
            }
            State::Plain(mut raw) => {
                let bytes = raw.lookahead(1);
                if bytes.is_empty() {
                    return self.finish(raw);
                }
                let count = bytes.len().min(STEP_BYTES);
                self.buffer.extend_from_slice(&bytes[..count]);
                raw.consume(count);
                State::Plain(raw)
            }
            State::Gzip(decoder) => return self.inflate(decoder),
            State::End => return false,
        };
        true
    }

    fn finish(&mut self, raw: Raw<R>) -> bool {
        if let Some(failure) = raw.failure.clone() {
            self.break_here(raw.offset(), Damage::Input(failure));
            return true;
        }
        false
    }

    fn open_member(&mut self, mut raw: Raw<R>) -> State<R> {
        raw.mark();
        self.marks.push_back((self.end_position(), raw.offset()));
        State::Gzip(Box::new(GzDecoder::new(raw)))
    }

    fn inflate(&mut self, mut decoder: Box<GzDecoder<Raw<R>>>) -> bool {
        let before = self.buffer.len();
        self.buffer.resize(before + STEP_BYTES, 0);
        let outcome = decoder.read(&mut self.buffer[before..]);
        self.buffer.truncate(before + *outcome.as_ref().unwrap_or(&0));
        match outcome {
            Ok(0) => {
                let mut raw = decoder.into_inner();
                raw.mark();
                let next_bytes = raw.lookahead(2);
                if next_bytes.is_empty() {
                    return self.finish(raw);
                }
                if next_bytes.starts_with(&[0x1f, 0x8b]) {
                    self.state = self.open_member(raw);
                    return true;
                }
                let reason = Damage::Gzip("bytes that are no gzip member".to_owned());
                self.break_here(raw.offset(), reason);
                self.resume(raw)
            }
            Ok(_) => {
                self.state = State::Gzip(decoder);
                true
            }
            Err(error) => {
                let mut raw = decoder.into_inner();
                if raw.failure.is_some() {
                    return self.finish(raw);
                }
                let member_offset = self.marks.back().map_or(0, |mark| mark.1);
                self.break_here(member_offset, Damage::Gzip(error.to_string()));
                raw.rewind_behind_mark();
                self.resume(raw)
            }
        }
    }

    /// Goes on at the next member that holds the beginning of a record.
    fn resume(&mut self, mut raw: Raw<R>) -> bool {
        loop {
            let ahead = raw.lookahead(TRIAL_BYTES);
            if ahead.is_empty() {
                self.finish(raw);
                return true;
            }
            let candidate = memchr::memchr(0x1f, ahead).unwrap_or(ahead.len());
            if candidate > 0 {
                raw.consume(candidate);
                continue;
            }
            if begins_a_record(ahead) {
                self.state = self.open_member(raw);
                return true;
            }
            raw.consume(1);
        }
    }
}

/// Whether `compressed` is the start of a gzip member whose content begins as a record does.
fn begins_a_record(compressed: &[u8]) -> bool {
    if !compressed.starts_with(&[0x1f, 0x8b, 0x08]) || compressed.get(3).is_none_or(|flags| flags & 0xe0 != 0) {
        return false;
    }
    let mut start = Vec::new();
    let trial = &compressed[..compressed.len().min(TRIAL_BYTES)];
    // An error is expected: the member is cut. What came before it is what counts.
    let _ = GzDecoder::new(trial).take(256).read_to_end(&mut start);
    start.starts_with(b"WARC/") || arc_header::is_start(&start)
}
