//! The page inside a WARC or ARC record.

use isnad_warc::{Record, RecordKind, http_payload};

/// A page as an archive holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarcPage {
    /// The record's id; where it has none, its address.
    pub id: String,
    /// Address of the page.
    pub url: Option<String>,
    /// When the archive saw it, RFC 3339.
    pub captured: Option<String>,
    /// Value of the Content-Type header.
    pub content_type: Option<String>,
    /// The page, codings of HTTP removed.
    pub bytes: Vec<u8>,
}

/// A decoded body above this is refused.
const MAX_PAGE_BYTES: u64 = 64 << 20;

/// The page in `record`; `None` where the record is of another kind, of another media type than HTML,
/// or an answer other than 2xx. An error where it should hold a page that cannot be read.
pub fn page_of_warc(record: &Record) -> Result<Option<WarcPage>, String> {
    let (content_type, bytes) = match record.kind {
        RecordKind::Response if is_http(record) => {
            let payload = http_payload(record, MAX_PAGE_BYTES).map_err(|error| error.to_string())?;
            if !(200..300).contains(&payload.status) {
                return Ok(None);
            }
            (payload.content_type, payload.body)
        }
        RecordKind::Response | RecordKind::Resource | RecordKind::Conversion => {
            (record.content_type.clone(), record.body.clone())
        }
        _ => return Ok(None),
    };
    let media_type = content_type
        .as_deref()
        .unwrap_or("")
        .split(';')
        .next()
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    let is_html = match media_type.as_str() {
        "text/html" | "application/xhtml+xml" => true,
        "" | "application/octet-stream" | "text/plain" => super::sniff(&bytes) == super::InputKind::Html,
        _ => false,
    };
    if !is_html {
        return Ok(None);
    }
    if bytes.is_empty() {
        return Err("holds an empty page".to_owned());
    }
    Ok(Some(WarcPage {
        id: record
            .id
            .clone()
            .or_else(|| record.target_uri.clone())
            .unwrap_or_default(),
        url: record.target_uri.clone(),
        captured: record.date.clone(),
        content_type,
        bytes,
    }))
}

fn is_http(record: &Record) -> bool {
    record
        .content_type
        .as_deref()
        .is_some_and(|value| value.starts_with("application/http"))
        || record.body.starts_with(b"HTTP/")
}
