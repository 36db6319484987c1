//! The file's own bytes, counted, with the recent ones kept so that a search for the next gzip member
//! can begin again right behind the start of a broken one.

use std::io::{BufRead, Read};

/// Bytes kept behind the mark. A broken member whose start is further back is searched from there on.
const KEPT_BYTES: usize = 1 << 20;

pub(crate) struct Raw<R> {
    inner: R,
    buffer: Vec<u8>,
    /// Index in `buffer` of the next byte to give.
    at: usize,
    /// Index in `buffer` of the marked byte, if it is still kept.
    mark: Option<usize>,
    /// Offset in the file of `buffer[0]`.
    base: u64,
    /// The error that ended the input.
    pub(crate) failure: Option<String>,
}

impl<R: BufRead> Raw<R> {
    pub(crate) fn new(inner: R) -> Raw<R> {
        Raw {
            inner,
            buffer: Vec::new(),
            at: 0,
            mark: None,
            base: 0,
            failure: None,
        }
    }

    /// Offset in the file of the next byte.
    pub(crate) fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Marks the next byte: [`Raw::rewind_behind_mark`] returns to the byte after it.
    pub(crate) fn mark(&mut self) {
        if self.at > 64 * 1024 {
            self.forget(self.at);
        }
        self.mark = Some(self.at);
    }

    /// Returns to the byte behind the mark, or stays where the mark is too far back.
    pub(crate) fn rewind_behind_mark(&mut self) {
        if let Some(mark) = self.mark.take() {
            self.at = (mark + 1).min(self.at.max(mark));
        }
    }

    fn forget(&mut self, count: usize) {
        self.buffer.drain(..count);
        self.base += count as u64;
        self.at -= count;
        self.mark = self.mark.and_then(|mark| mark.checked_sub(count));
    }

    /// At least `count` of the next bytes, fewer only at the end.
    pub(crate) fn lookahead(&mut self, count: usize) -> &[u8] {
        while self.buffer.len() - self.at < count && self.read_more() {}
        &self.buffer[self.at..]
    }

    fn read_more(&mut self) -> bool {
        if self.failure.is_some() {
            return false;
        }
        let kept_from = self.mark.unwrap_or(self.at);
        if self.at - kept_from > KEPT_BYTES {
            self.mark = None;
            self.forget(self.at);
        } else if kept_from > KEPT_BYTES {
            self.forget(kept_from);
        }
        loop {
            match self.inner.fill_buf() {
                Ok([]) => return false,
                Ok(bytes) => {
                    let count = bytes.len();
                    self.buffer.extend_from_slice(bytes);
                    self.inner.consume(count);
                    return true;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failure = Some(error.to_string());
                    return false;
                }
            }
        }
    }
}

impl<R: BufRead> Read for Raw<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let available = self.lookahead(1);
        let count = available.len().min(out.len());
        out[..count].copy_from_slice(&available[..count]);
        self.at += count;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Raw<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        Ok(self.lookahead(1))
    }

    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.buffer.len());
    }
}
