//! Lines of any length, read in bounded memory.

use std::io::{self, BufRead};

/// One line.
pub enum Line {
    /// A line without its line end.
    Whole(Vec<u8>),
    /// A line above the limit, skipped; its length in bytes.
    TooLong(u64),
}

/// The next line, or `None` at the end. A line above `max_bytes` is skipped without being held.
pub fn next_line(input: &mut impl BufRead, max_bytes: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let mut seen_bytes: u64 = 0;
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(match seen_bytes {
                0 => None,
                n if n > max_bytes as u64 => Some(Line::TooLong(n)),
                _ => Some(Line::Whole(line)),
            });
        }
        let newline = memchr::memchr(b'\n', available);
        let taken = newline.unwrap_or(available.len());
        seen_bytes += taken as u64;
        if seen_bytes <= max_bytes as u64 {
            line.extend_from_slice(&available[..taken]);
        } else {
            line = Vec::new();
        }
        let consumed = taken + usize::from(newline.is_some());
        input.consume(consumed);
        if newline.is_some() {
            if seen_bytes > max_bytes as u64 {
                return Ok(Some(Line::TooLong(seen_bytes)));
            }
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(Some(Line::Whole(line)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn a_line_above_the_limit_is_skipped_and_the_next_one_read() {
        let bytes = [vec![b'a'; 1000], b"\r\nb\n\nc".to_vec()].concat();
        let mut input = BufReader::with_capacity(7, &bytes[..]);
        assert!(matches!(next_line(&mut input, 100).unwrap(), Some(Line::TooLong(1001))));
        for expected in [&b"b"[..], b"", b"c"] {
            assert!(matches!(next_line(&mut input, 100).unwrap(), Some(Line::Whole(line)) if line == expected));
        }
        assert!(next_line(&mut input, 100).unwrap().is_none());
    }
}
