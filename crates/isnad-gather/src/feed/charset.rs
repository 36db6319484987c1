//! The characters of an XML or JSON document whatever its declarations say.
//!
//! RFC 7303 would have the HTTP header go before the XML declaration. Servers of real feeds say
//! `charset=utf-8` by default and mean nothing by it, so the bytes themselves go first: a byte order
//! mark; valid UTF-8; UTF-8 with a few broken characters (titles cut in the middle of one); then the
//! header and the declaration, where they name something else; then a guess (chardetng).
//! Limits: a declared Latin-1 is overruled only where the bytes read as Arabic letters in windows-1256.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// The text of `bytes`, without byte order mark, and the name of the encoding used.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> (String, &'static str) {
    let encoding = encoding_of(bytes, content_type);
    let (text, used, _) = encoding.decode(bytes);
    (text.into_owned(), used.name())
}

fn encoding_of(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked;
    }
    // UTF-16 without a mark: the `<` or `{` it begins with shows the order.
    match bytes {
        [b'<' | b'{', 0, ..] => return UTF_16LE,
        [0, b'<' | b'{', ..] => return UTF_16BE,
        _ => {}
    }
    if is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let declared = [content_type.and_then(charset_parameter), xml_declaration(bytes)]
        .into_iter()
        .flatten()
        .filter_map(|label| Encoding::for_label(label.as_bytes()))
        .find(|encoding| *encoding != UTF_8 && *encoding != UTF_16LE && *encoding != UTF_16BE);
    match declared {
        Some(encoding) if encoding == WINDOWS_1252 && reads_as_arabic(bytes) => WINDOWS_1256,
        Some(encoding) => encoding,
        None if reads_as_arabic(bytes) => WINDOWS_1256,
        None => guess(bytes),
    }
}

/// The `charset` of a Content-Type value.
pub(crate) fn charset_parameter(content_type: &str) -> Option<&str> {
    let value = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Some(value.trim().trim_matches(['"', '\'']))
}

/// The `encoding` of an XML declaration within the first bytes.
fn xml_declaration(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(1024)];
    let start = find(head, b"<?xml")?;
    let end = start + find(&head[start..], b"?>")?;
    let declaration = std::str::from_utf8(&head[start..end]).ok()?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// True where at most one in eight of the characters above ASCII is broken.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || broken * 8 <= whole
}

/// True where the bytes above ASCII are Arabic letters in windows-1256 more often than not by far, and
/// stand in runs, as words do; single accented letters of Latin-1 words do not.
fn reads_as_arabic(bytes: &[u8]) -> bool {
    let arabic_letters = arabic_letters_of_windows_1256();
    let (mut high, mut arabic, mut in_runs) = (0_usize, 0_usize, 0_usize);
    let mut previous_was_arabic = false;
    for &byte in bytes {
        let is_arabic = arabic_letters[usize::from(byte)];
        high += usize::from(byte >= 0x80);
        arabic += usize::from(is_arabic);
        in_runs += usize::from(is_arabic && previous_was_arabic);
        previous_was_arabic = is_arabic;
    }
    high >= 8 && arabic * 10 >= high * 8 && in_runs * 2 >= arabic
}

fn arabic_letters_of_windows_1256() -> [bool; 256] {
    std::array::from_fn(|code| {
        let byte = [u8::try_from(code).unwrap_or(0)];
        let (letter, _) = WINDOWS_1256.decode_without_bom_handling(&byte);
        letter.chars().all(|c| ('\u{0621}'..='\u{06d2}').contains(&c))
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = "<?xml version='1.0' encoding='ENC'?><title>وصل الوفد إلى العاصمة صباح اليوم</title>";

    fn windows_1256(declared: &str) -> Vec<u8> {
        let xml = XML.replace("ENC", declared);
        WINDOWS_1256.encode(&xml).0.into_owned()
    }

    #[test]
    fn windows_1256_is_read_whatever_is_declared() {
        for declared in ["windows-1256", "utf-8", "iso-8859-1", "nonsense", ""] {
            for header in [None, Some("text/xml; charset=utf-8"), Some("text/xml")] {
                let (text, name) = decode(&windows_1256(declared), header);
                assert!(text.contains("وصل الوفد"), "{declared} {header:?} {name}");
            }
        }
    }

    #[test]
    fn utf8_is_read_whatever_is_declared() {
        let xml = XML.replace("ENC", "windows-1256");
        let (text, name) = decode(xml.as_bytes(), Some("text/xml; charset=iso-8859-1"));
        assert!(text.contains("وصل الوفد"));
        assert_eq!(name, "UTF-8");
    }

    #[test]
    fn a_title_cut_inside_a_character_leaves_the_rest_utf8() {
        let mut bytes = XML.replace("ENC", "utf-8").into_bytes();
        bytes.truncate(bytes.len() - "</title>".len() - 1);
        let (text, name) = decode(&bytes, None);
        assert_eq!(name, "UTF-8");
        assert!(text.contains("العاصمة"));
    }

    #[test]
    fn latin_1_stays_latin_1() {
        let (bytes, _, _) =
            WINDOWS_1252.encode("<?xml version='1.0' encoding='iso-8859-1'?><t>déjà vu à l'été, forêt</t>");
        assert!(decode(&bytes, None).0.contains("déjà vu à l'été"));
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let little: Vec<u8> = "<t>خبر</t>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&little, None).0, "<t>خبر</t>");
        let marked: Vec<u8> = "\u{feff}<t>خبر</t>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&marked, None).0, "<t>خبر</t>");
    }
}
