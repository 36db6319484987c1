//! From bytes to text: which encoding a page is really in.
//!
//! In order: a byte order mark; text that is valid (or all but valid) UTF-8, whatever it is declared as; the
//! encoding declared in the Content-Type header, then in the first bytes (`<meta charset>`, XML prolog); else
//! detection. A declaration of a Latin encoding over bytes that are mostly not ASCII is not believed: much Arabic
//! text of old sites is windows-1256 under the name of iso-8859-1.
//! Limits: UTF-16 only with its mark or with every second byte NUL; pages that change encoding half-way get one.
//! Source: <https://encoding.spec.whatwg.org/>, chardetng for detection.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;
use std::borrow::Cow;

/// A declaration further down is not looked for.
const PROLOGUE_BYTES: usize = 4096;

/// Detection reads so many bytes from the first that is not ASCII: more does not change its mind.
const DETECTION_BYTES: usize = 64 * 1024;

/// Text and the encoding it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark; borrowed where the bytes were valid UTF-8.
    pub text: Cow<'a, str>,
    /// Name of the encoding as the Encoding Standard spells it: `UTF-8`, `windows-1256`.
    pub encoding: &'static str,
}

/// Decodes `bytes`; `content_type` is the value of the header, where there was one.
///
/// ```
/// let page = b"<meta charset=windows-1256><p>\xcf\xe3\xd4\xde</p>";
/// let decoded = isnad_html::decode(page, None);
/// assert_eq!(decoded.encoding, "windows-1256");
/// assert!(decoded.text.contains("دمشق"));
/// ```
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark_bytes..]);
    }
    let declared = content_type
        .and_then(|value| charset_parameter(value.as_bytes()))
        .or_else(|| declared_in(&bytes[..bytes.len().min(PROLOGUE_BYTES)]));
    if let Ok(text) = std::str::from_utf8(bytes) {
        return match sixteen_bit(bytes) {
            Some(encoding) => decode_as(encoding, bytes),
            None if declared == Some(ISO_2022_JP) => decode_as(ISO_2022_JP, bytes),
            None => Decoded {
                text: Cow::Borrowed(text),
                encoding: UTF_8.name(),
            },
        };
    }
    if let Some(encoding) = sixteen_bit(bytes) {
        return decode_as(encoding, bytes);
    }
    if is_damaged_utf8(bytes) {
        return decode_as(UTF_8, bytes);
    }
    let believed = declared.filter(|encoding| {
        let sixteen = *encoding == UTF_16LE || *encoding == UTF_16BE;
        let is_latin = *encoding == WINDOWS_1252;
        *encoding != UTF_8 && !sixteen && !(is_latin && is_mostly_not_ascii(bytes))
    });
    decode_as(believed.unwrap_or_else(|| detect(bytes)), bytes)
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text,
        encoding: encoding.name(),
    }
}

/// UTF-16 without its mark: among the first bytes every second one is NUL.
fn sixteen_bit(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(64)];
    if head.len() < 8 {
        return None;
    }
    let nul_at = |parity: usize| head.iter().skip(parity).step_by(2).all(|byte| *byte == 0);
    match (nul_at(0), nul_at(1)) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-8 with a few bytes broken: far more good sequences of several bytes than bad ones.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

/// More than a tenth of the bytes that are not markup-like ASCII: no Latin text is so.
fn is_mostly_not_ascii(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let letters = letters_outside_tags(bytes);
    high * 3 > letters
}

/// ASCII letters outside tags, counted no more exactly than the question needs.
fn letters_outside_tags(bytes: &[u8]) -> usize {
    let mut in_tag = false;
    let mut letters = 0;
    for byte in bytes {
        match byte {
            b'<' => in_tag = true,
            b'>' => in_tag = false,
            _ if !in_tag && byte.is_ascii_alphabetic() => letters += 1,
            _ => {}
        }
    }
    letters
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| *byte >= 0x80).unwrap_or(0);
    let part = &bytes[first..bytes.len().min(first + DETECTION_BYTES)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(part, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The encoding that the first bytes of a page or an XML file name.
fn declared_in(prologue: &[u8]) -> Option<&'static Encoding> {
    let lower = prologue.to_ascii_lowercase();
    if lower.trim_ascii_start().starts_with(b"<?xml") {
        let end = memmem::find(&lower, b"?>").unwrap_or(lower.len());
        let named = memmem::find(&lower[..end], b"encoding").and_then(|at| label_after(&lower[at + 8..end]));
        if named.is_some() {
            return named;
        }
    }
    memmem::find_iter(&lower, b"<meta").find_map(|at| {
        let end = memchr::memchr(b'>', &lower[at..]).map_or(lower.len(), |gt| at + gt);
        charset_parameter(&lower[at..end])
    })
}

/// The encoding after `charset=` in a header's value or a meta tag.
fn charset_parameter(value: &[u8]) -> Option<&'static Encoding> {
    let lower = value.to_ascii_lowercase();
    memmem::find_iter(&lower, b"charset").find_map(|at| label_after(&lower[at + 7..]))
}

/// The label after `=`, with or without quotes.
fn label_after(rest: &[u8]) -> Option<&'static Encoding> {
    let value = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let bare = match value.first() {
        Some(b'"' | b'\'') => &value[1..],
        _ => value,
    };
    let end = bare
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\'' | b';' | b'>' | b'/' | b'?') || byte.is_ascii_whitespace());
    Encoding::for_label(&bare[..end.unwrap_or(bare.len())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SENTENCE: &str =
        "أعلنت الوزارة اليوم عن افتتاح الجسر الجديد فوق النهر، وقال المدير إن العمل استمر ثلاثة أعوام.";

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn arabic_encodings_are_told_apart_without_a_declaration() {
        let page = format!("<html><title>خبر</title><p>{}</p></html>", SENTENCE.repeat(3));
        for encoding in [encoding_rs::WINDOWS_1256, encoding_rs::ISO_8859_6] {
            let written = page.replace('،', " ");
            let bytes = encoded(encoding, &written);
            let decoded = decode(&bytes, None);
            assert_eq!((decoded.encoding, &*decoded.text), (encoding.name(), written.as_str()));
        }
    }

    #[test]
    fn utf8_under_a_wrong_name_is_utf8() {
        let page = format!("<meta http-equiv=content-type content='text/html; charset=windows-1256'><p>{SENTENCE}");
        let decoded = decode(page.as_bytes(), Some("text/html; charset=ISO-8859-6"));
        assert_eq!((decoded.encoding, &*decoded.text), ("UTF-8", page.as_str()));
    }

    #[test]
    fn windows_1256_under_a_wrong_name_is_detected() {
        let text = format!("<html><body><p>{}</p>", SENTENCE.repeat(2));
        let bytes = encoded(encoding_rs::WINDOWS_1256, &text);
        for declared in ["text/html; charset=utf-8", "text/html; charset=iso-8859-1"] {
            assert_eq!(decode(&bytes, Some(declared)).encoding, "windows-1256", "{declared}");
        }
    }

    #[test]
    fn a_declared_encoding_is_believed() {
        let bytes = encoded(encoding_rs::WINDOWS_1251, "<p>Москва");
        let declared = [&b"<?xml version='1.0' encoding='windows-1251'?>"[..], &bytes].concat();
        assert!(decode(&declared, None).text.ends_with("Москва"));
        assert!(
            decode(&bytes, Some("text/html;charset=\"windows-1251\""))
                .text
                .ends_with("Москва")
        );
    }

    #[test]
    fn one_broken_byte_does_not_unmake_utf8() {
        let mut bytes = format!("<p>{SENTENCE}").into_bytes();
        bytes.push(0xd8);
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.contains(SENTENCE));
    }

    #[test]
    fn marks_and_sixteen_bits_are_seen() {
        let sixteen: Vec<u8> = "<p>text</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&sixteen, None).text, "<p>text</p>");
        let marked = [&[0xff, 0xfe][..], &sixteen].concat();
        assert_eq!(decode(&marked, None).text, "<p>text</p>");
        assert_eq!(decode(b"\xef\xbb\xbf<p>", None).text, "<p>");
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded(bytes in proptest::collection::vec(any::<u8>(), 0..300), header in "\\PC{0,30}") {
            decode(&bytes, Some(&header));
        }
    }
}
