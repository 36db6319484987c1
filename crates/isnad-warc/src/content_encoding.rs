//! Content encodings of HTTP: gzip and deflate.

use crate::HttpError;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// Removes the encodings that a `Content-Encoding` names, last first.
pub(crate) fn decode(body: Vec<u8>, encodings: &str, limit_bytes: u64) -> Result<Vec<u8>, HttpError> {
    let mut decoded = body;
    for name in encodings.rsplit(',').map(str::trim) {
        decoded = match name.to_ascii_lowercase().as_str() {
            "" | "identity" | "none" | "utf-8" => decoded,
            "gzip" | "x-gzip" if !decoded.starts_with(&[0x1f, 0x8b]) => decoded,
            "gzip" | "x-gzip" => read_all(MultiGzDecoder::new(&decoded[..]), "gzip", limit_bytes)?,
            "deflate" if is_zlib(&decoded) => read_all(ZlibDecoder::new(&decoded[..]), "deflate", limit_bytes)?,
            "deflate" if decoded.is_empty() || decoded.starts_with(b"<") => decoded,
            "deflate" => read_all(DeflateDecoder::new(&decoded[..]), "deflate", limit_bytes)?,
            _ => return Err(HttpError::Encoding(name.to_owned())),
        };
    }
    Ok(decoded)
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

fn read_all(decoder: impl Read, encoding: &str, limit_bytes: u64) -> Result<Vec<u8>, HttpError> {
    let mut decoded = Vec::new();
    let outcome = decoder.take(limit_bytes.saturating_add(1)).read_to_end(&mut decoded);
    if decoded.len() as u64 > limit_bytes {
        return Err(HttpError::TooLarge(limit_bytes));
    }
    match outcome {
        Ok(_) => Ok(decoded),
        Err(error) => Err(HttpError::Broken {
            encoding: encoding.to_owned(),
            reason: error.to_string(),
        }),
    }
}
