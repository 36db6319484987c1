//! What an input is, told from its first bytes; names only break ties.

/// Kinds of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// Nothing in it.
    Empty,
    /// An HTML page.
    Html,
    /// RSS, RDF, Atom or JSON Feed.
    Feed,
    /// A list of feeds.
    Opml,
    /// One JSON object a line.
    JsonLines,
    /// WARC or ARC.
    Warc,
    /// Plain text.
    Text,
    /// None of these.
    Binary,
}

/// How many bytes [`sniff`] looks at.
pub const SNIFF_BYTES: usize = 4096;

/// The kind of an input by its first [`SNIFF_BYTES`] bytes (gzip already removed).
///
/// ```
/// use isnad_gather::input::{InputKind, sniff};
/// assert_eq!(sniff(b"{\"id\": 1}\n"), InputKind::JsonLines);
/// assert_eq!(sniff(b"\xef\xbb\xbf<?xml version='1.0'?><rss>"), InputKind::Feed);
/// ```
pub fn sniff(start: &[u8]) -> InputKind {
    let head = &start[..start.len().min(SNIFF_BYTES)];
    if head.starts_with(b"WARC/") || head.starts_with(b"filedesc:") {
        return InputKind::Warc;
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return InputKind::Html;
    }
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if bare.is_empty() {
        return if head.is_empty() || head.iter().all(u8::is_ascii_whitespace) {
            InputKind::Empty
        } else {
            InputKind::Text
        };
    }
    if head.contains(&0) {
        return InputKind::Binary;
    }
    let lower = bare.to_ascii_lowercase();
    let has = |needle: &[u8]| memchr::memmem::find(&lower, needle).is_some();
    match bare[0] {
        b'{' if has(b"jsonfeed.org/version") => InputKind::Feed,
        b'{' => InputKind::JsonLines,
        b'<' if has(b"<opml") => InputKind::Opml,
        b'<' if has(b"<html") || has(b"<!doctype html") => InputKind::Html,
        b'<' if has(b"<rss") || has(b"<feed") || has(b"<rdf:rdf") || has(b"<channel") => InputKind::Feed,
        b'<' => InputKind::Html,
        _ if has(b"warc/1.") && has(b"warc-type:") => InputKind::Warc,
        _ if has(b"<html") || has(b"<!doctype html") => InputKind::Html,
        _ if looks_binary(head) => InputKind::Binary,
        _ => InputKind::Text,
    }
}

/// Control characters that no text in any single-byte or UTF-8 encoding has many of.
fn looks_binary(head: &[u8]) -> bool {
    let controls = head
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    controls * 50 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        for (bytes, kind) in [
            (&b""[..], InputKind::Empty),
            (b" \n\t", InputKind::Empty),
            (b"<!doctype html><p>", InputKind::Html),
            (b"<p>bare", InputKind::Html),
            (
                b"<?xml version=\"1.0\"?><feed xmlns='http://www.w3.org/2005/Atom'>",
                InputKind::Feed,
            ),
            (b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", InputKind::Feed),
            (b"{\"version\": \"https://jsonfeed.org/version/1.1\"}", InputKind::Feed),
            (b"<?xml version=\"1.0\"?><opml version=\"2.0\">", InputKind::Opml),
            (b"{\"id\":\"1\"}", InputKind::JsonLines),
            (b"WARC/1.0\r\n", InputKind::Warc),
            (b"filedesc://a.arc 0.0.0.0", InputKind::Warc),
            ("وصل الوفد".as_bytes(), InputKind::Text),
            (b"\x7fELF\x02\x01\x00", InputKind::Binary),
            (b"\x01\x02\x03\x04\x05\x06", InputKind::Binary),
        ] {
            assert_eq!(sniff(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
