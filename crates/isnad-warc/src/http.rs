//! The HTTP response inside a record: status, header and the body with its codings removed.
//!
//! Archives often keep a header that no longer fits the body: a body already decoded under
//! `Content-Encoding: gzip`, or never chunked under `Transfer-Encoding: chunked`. Such claims are
//! checked against the bytes and passed over where they do not hold.

use crate::content_encoding;
use crate::{Record, RecordKind, chunked, warc_header};

/// A response as a client would see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpPayload {
    /// Status code.
    pub status: u16,
    /// Header fields in order.
    pub headers: Vec<(String, String)>,
    /// Value of `Content-Type`.
    pub content_type: Option<String>,
    /// The body, decoded.
    pub body: Vec<u8>,
}

/// Why the payload of a record cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The record holds no HTTP response.
    #[error("record of kind {0} holds no http response")]
    NoResponse(String),
    /// It should, but does not begin with a status line.
    #[error("the http status line is missing")]
    NoStatus,
    /// An encoding that is not read here.
    #[error("content encoding «{0}» is not supported (gzip and deflate are)")]
    Encoding(String),
    /// Broken gzip or deflate.
    #[error("content encoding {encoding}: {reason}")]
    Broken {
        /// The encoding.
        encoding: String,
        /// What is wrong.
        reason: String,
    },
    /// Larger than allowed when decoded.
    #[error("decoded body is larger than the limit of {0} bytes")]
    TooLarge(u64),
}

/// Reads the HTTP response that `record` holds; its decoded body may have `limit_bytes`.
pub fn http_payload(record: &Record, limit_bytes: u64) -> Result<HttpPayload, HttpError> {
    if record.kind != RecordKind::Response {
        return Err(HttpError::NoResponse(record.kind.name().to_owned()));
    }
    let status = status_code(&record.body).ok_or(HttpError::NoStatus)?;
    let header_bytes = header_length(&record.body);
    let headers = warc_header::parse(&record.body[..header_bytes]);
    let value_of = |name: &str| {
        let field = headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value.clone())
    };
    let raw_body = &record.body[header_bytes..];
    let is_chunked = value_of("Transfer-Encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let whole_body = match is_chunked {
        true => chunked::decode(raw_body),
        false => raw_body.to_vec(),
    };
    let encodings = value_of("Content-Encoding").unwrap_or_default();
    let body = content_encoding::decode(whole_body, &encodings, limit_bytes)?;
    Ok(HttpPayload {
        status,
        content_type: value_of("Content-Type"),
        headers,
        body,
    })
}

fn status_code(body: &[u8]) -> Option<u16> {
    if !body.starts_with(b"HTTP/") {
        return None;
    }
    let line = body.split(|byte| *byte == b'\n').next()?;
    let text = String::from_utf8_lossy(line);
    text.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// Length of the header with its blank line; all of it where there is none.
fn header_length(body: &[u8]) -> usize {
    let end = memchr::memchr_iter(b'\n', body).find_map(|line_end| match body[line_end + 1..] {
        [b'\n', ..] => Some(line_end + 2),
        [b'\r', b'\n', ..] => Some(line_end + 3),
        _ => None,
    });
    end.unwrap_or(body.len())
}
