//! What an input is, told from its first bytes.
//!
//! Source: ISO 28500 (WARC), the Internet Archive's ARC format, and the WHATWG's rules for sniffing
//! feeds (MIME Sniffing Standard, 5.3), loosened for what stands before the root: the first tag decides,
//! so that a feed whose entries quote pages is no page.

use crate::feed::charset;

/// How many bytes [`sniff`] looks at.
pub const SNIFF_BYTES: usize = 4096;

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

/// The kind of an input by its first [`SNIFF_BYTES`] bytes (gzip already removed). An input shorter than
/// that must be given whole.
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
    if is_binary(head) {
        return InputKind::Binary;
    }
    let (decoded, _) = charset::decode(head, None);
    let text = decoded.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return InputKind::Empty;
    }
    if text.starts_with('{') {
        return of_json(text);
    }
    let lower = text.to_ascii_lowercase();
    match root_name(&lower) {
        Some("rss" | "rdf:rdf" | "rdf" | "feed" | "atom:feed" | "channel") => return InputKind::Feed,
        Some("opml") => return InputKind::Opml,
        Some(_) => return InputKind::Html,
        None => {}
    }
    // Some archives begin with blank lines or the end of a record.
    if lower.contains("warc/1.") && lower.contains("warc-type:") {
        return InputKind::Warc;
    }
    match ["<html", "<!doctype html", "<body", "</p>", "</div>", "<br"]
        .iter()
        .any(|tag| lower.contains(tag))
    {
        true => InputKind::Html,
        false => InputKind::Text,
    }
}

/// NUL bytes outside UTF-16, or many control characters.
fn is_binary(head: &[u8]) -> bool {
    let is_utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let starts_like_utf16 = matches!(head, [b'<' | b'{', 0, ..] | [0, b'<' | b'{', ..]);
    if is_utf16 || starts_like_utf16 {
        return false;
    }
    let control = head
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f))
        .count();
    control * 100 > head.len()
}

/// The name of the first tag after declarations, comments and what stands before them, within reason.
fn root_name(lower: &str) -> Option<&str> {
    let mut rest = lower;
    if !rest.starts_with('<') {
        // A server's message before the declaration; a tag deep inside text says nothing.
        rest = &rest[rest.find("<?xml").filter(|at| *at < 1024)?..];
    }
    loop {
        let at = rest.find('<')?;
        let after = &rest[at + 1..];
        let skip_to = match after {
            _ if after.starts_with("!--") => after.find("-->")? + 3,
            _ if after.starts_with("!doctype html") => return Some("html"),
            _ if after.starts_with(['!', '?']) => after.find('>')? + 1,
            _ => {
                let end = after.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
                return Some(&after[..end]);
            }
        };
        rest = &after[skip_to..];
    }
}

fn of_json(text: &str) -> InputKind {
    let first_line = text.lines().next().unwrap_or_default();
    let whole_line_is_an_object = serde_json::from_str::<serde_json::Value>(first_line).is_ok();
    let names_version = text.contains("jsonfeed.org/version/");
    match names_version && (!whole_line_is_an_object || !text.trim_end().contains('\n')) {
        true => InputKind::Feed,
        false => InputKind::JsonLines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kinds_are_told_apart() {
        let cases: [(&[u8], InputKind); 26] = [
            (b"", InputKind::Empty),
            (b" \r\n\t ", InputKind::Empty),
            (b"\xef\xbb\xbf", InputKind::Empty),
            (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", InputKind::Warc),
            (b"\r\n\r\nWARC/1.0\r\nWARC-Type: warcinfo\r\n", InputKind::Warc),
            (b"filedesc://a.arc 0.0.0.0 20180301 text/plain 70\n", InputKind::Warc),
            (b"<!DOCTYPE html><html>", InputKind::Html),
            (b"\n<!-- saved --><HTML dir=rtl>", InputKind::Html),
            (
                b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html>",
                InputKind::Html,
            ),
            (b"<p>text</p>", InputKind::Html),
            (b"<?xml version='1.0'?><rss version='2.0'>", InputKind::Feed),
            (
                b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- made --><feed xmlns='x'>",
                InputKind::Feed,
            ),
            (b"<rdf:RDF xmlns:rdf='x'>", InputKind::Feed),
            (b"Warning: no cache<?xml version='1.0'?><rss>", InputKind::Feed),
            (b"<\0r\0s\0s\0>\0", InputKind::Feed),
            (
                b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}",
                InputKind::Feed,
            ),
            (
                b"{\n \"version\": \"https://jsonfeed.org/version/1\",\n \"items\": []\n}",
                InputKind::Feed,
            ),
            (b"<opml version='2.0'><body>", InputKind::Opml),
            (
                b"{\"id\": \"1\", \"text\": \"a\"}\n{\"id\": \"2\", \"text\": \"b\"}\n",
                InputKind::JsonLines,
            ),
            (
                b"{\"id\": \"1\", \"text\": \"of jsonfeed.org/version/1\"}\n{\"id\": \"2\"}\n",
                InputKind::JsonLines,
            ),
            ("نص عادي بلا وسوم، 3 < 5".as_bytes(), InputKind::Text),
            ("نص <br> سطر".as_bytes(), InputKind::Html),
            (b"<rss><item><description><![CDATA[<html><p>]]>", InputKind::Feed),
            (b"\x7fELF\x02\x01\x00", InputKind::Binary),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", InputKind::Binary),
            (b"PK\x03\x04\x14\0\0\0\x08\0", InputKind::Binary),
        ];
        for (bytes, kind) in cases {
            assert_eq!(sniff(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn windows_1256_text_is_text() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode("وصل الوفد إلى العاصمة صباح اليوم في زيارة رسمية");
        assert_eq!(sniff(&bytes), InputKind::Text);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            sniff(&bytes);
        }

        #[test]
        fn markup_does_not_panic(text in "(<|>|!|-|\\?|\\{|\\[|rss|html|xml|س|WARC/| |\n){0,40}") {
            sniff(text.as_bytes());
        }
    }
}
