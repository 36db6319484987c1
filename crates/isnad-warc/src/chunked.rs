//! Chunked transfer coding, as far as it is there.

/// The data of the chunks; `body` as it is where it does not begin with a chunk. Where a chunk is cut or
/// malformed, the bytes from there on are kept as they are, since nothing better is known of them.
pub(crate) fn decode(body: &[u8]) -> Vec<u8> {
    let mut rest = body;
    let mut data = Vec::with_capacity(body.len());
    loop {
        let Some((size, header_bytes)) = chunk_header(rest) else {
            data.extend_from_slice(rest);
            return data;
        };
        if size == 0 {
            return data;
        }
        let chunk = &rest[header_bytes..];
        let taken = size.min(chunk.len());
        data.extend_from_slice(&chunk[..taken]);
        rest = &chunk[taken..];
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return data;
        }
    }
}

/// Size of the chunk and length of its header line.
fn chunk_header(bytes: &[u8]) -> Option<(usize, usize)> {
    let line_end = memchr::memchr(b'\n', &bytes[..bytes.len().min(1024)])?;
    let line = std::str::from_utf8(&bytes[..line_end]).ok()?;
    let digits = line.split(';').next().unwrap_or("").trim();
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let size = usize::from_str_radix(digits, 16).ok()?;
    Some((size, line_end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        assert_eq!(decode(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), b"abcde");
    }

    #[test]
    fn a_body_that_only_claims_chunks_stays_as_it_is() {
        assert_eq!(decode(b"<html>\nabc"), b"<html>\nabc");
    }

    #[test]
    fn a_cut_chunk_keeps_what_there_is() {
        assert_eq!(decode(b"3\r\nabc\r\nff\r\nde"), b"abcde");
        assert_eq!(decode(b""), b"");
    }
}
