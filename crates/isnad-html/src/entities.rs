//! Character references: `&amp;`, `&#1593;`, `&nbsp` without its semicolon.
//!
//! Source: the HTML standard, 13.2.5.72 ff., and its table in `data/entities.tsv`.

use memchr::memchr;
use std::borrow::Cow;
use std::sync::OnceLock;

const ENTITIES: &str = include_str!("../data/entities.tsv");

/// The longest name of the table has fewer bytes.
const LONGEST_NAME_BYTES: usize = 34;

/// What a browser makes of numbers 128 to 159: the characters of windows-1252.
const WINDOWS_1252: [u32; 32] = [
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d,
    0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
    0x17e, 0x178,
];

/// Names and what they stand for, in order of their bytes.
fn table() -> &'static [(&'static str, String)] {
    static TABLE: OnceLock<Vec<(&'static str, String)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        ENTITIES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .map(|(name, points)| {
                let points = points
                    .split(' ')
                    .filter_map(|point| u32::from_str_radix(point, 16).ok());
                (name, points.filter_map(char::from_u32).collect())
            })
            .collect()
    })
}

/// Text with its character references replaced; NUL is dropped as a browser does.
///
/// ```
/// assert_eq!(isnad_html::decode_text("a &lt;b&gt; &amp &#x639; &unknown;"), "a <b> & ع &unknown;");
/// ```
pub fn decode_text(raw: &str) -> Cow<'_, str> {
    decode(raw, false)
}

/// The same for the value of an attribute, where `&copy=1` in an address stays as it is.
///
/// ```
/// assert_eq!(isnad_html::decode_attribute("?a=1&copy=2&amp;b"), "?a=1&copy=2&b");
/// ```
pub fn decode_attribute(raw: &str) -> Cow<'_, str> {
    decode(raw, true)
}

fn decode(raw: &str, in_attribute: bool) -> Cow<'_, str> {
    let bytes = raw.as_bytes();
    let plain = memchr::memchr2(b'&', 0, bytes).is_none();
    if plain {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(found) = memchr(b'&', &bytes[at..]) {
        let ampersand = at + found;
        push_without_nul(&raw[at..ampersand], &mut out);
        at = ampersand + reference(&raw[ampersand..], in_attribute, &mut out);
    }
    push_without_nul(&raw[at..], &mut out);
    Cow::Owned(out)
}

fn push_without_nul(text: &str, out: &mut String) {
    text.split('\0').for_each(|part| out.push_str(part));
}

/// Appends what the reference at the start of `raw` stands for; returns how many bytes it took.
fn reference(raw: &str, in_attribute: bool, out: &mut String) -> usize {
    let bytes = raw.as_bytes();
    let taken = match bytes.get(1) {
        Some(b'#') => numeric(bytes, out),
        Some(byte) if byte.is_ascii_alphabetic() => named(raw, in_attribute, out),
        _ => None,
    };
    taken.unwrap_or_else(|| {
        out.push('&');
        1
    })
}

fn numeric(bytes: &[u8], out: &mut String) -> Option<usize> {
    let hexadecimal = matches!(bytes.get(2), Some(b'x' | b'X'));
    let (radix, start) = if hexadecimal { (16, 3) } else { (10, 2) };
    let mut end = start;
    let mut number = 0u32;
    while let Some(digit) = bytes.get(end).and_then(|byte| char::from(*byte).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit).min(0x11_0000);
        end += 1;
    }
    if end == start {
        return None;
    }
    let point = match number {
        0 => 0xfffd,
        0x80..=0x9f => WINDOWS_1252[number as usize - 0x80],
        other => other,
    };
    out.push(char::from_u32(point).unwrap_or('\u{fffd}'));
    Some(end + usize::from(bytes.get(end) == Some(&b';')))
}

fn named(raw: &str, in_attribute: bool, out: &mut String) -> Option<usize> {
    let bytes = raw.as_bytes();
    let letters = bytes[1..]
        .iter()
        .take(LONGEST_NAME_BYTES)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let with_semicolon = bytes.get(1 + letters) == Some(&b';');
    if with_semicolon && let Some(text) = lookup(&raw[1..letters + 2]) {
        out.push_str(text);
        return Some(letters + 2);
    }
    // Names of old that need no semicolon are short: the longest that fits counts.
    for length in (2..=letters.min(6)).rev() {
        let Some(text) = lookup(&raw[1..1 + length]) else {
            continue;
        };
        let next = bytes.get(1 + length);
        if in_attribute && next.is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric()) {
            return None;
        }
        out.push_str(text);
        return Some(1 + length);
    }
    None
}

fn lookup(name: &str) -> Option<&'static str> {
    let place = table().binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    Some(&table()[place].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert_eq!(table().len(), 2231);
        assert!(table().windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(
            table()
                .iter()
                .all(|(name, text)| name.len() < LONGEST_NAME_BYTES && !text.is_empty())
        );
        let longest = table()
            .iter()
            .filter(|(name, _)| !name.ends_with(';'))
            .map(|(name, _)| name.len());
        assert_eq!(longest.max(), Some(6));
    }

    #[test]
    fn references_are_read_as_browsers_read_them() {
        for (raw, text) in [
            ("&laquo;خبر&raquo;", "«خبر»"),
            ("&#150;&#x92;", "–’"),
            ("&notit;", "¬it;"),
            ("&notin;", "∉"),
            ("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("& &; &# &#x &1", "& &; &# &#x &1"),
            ("&NotEqualTilde;", "≂\u{338}"),
            ("a\0b&amp;", "ab&"),
        ] {
            assert_eq!(decode_text(raw), text, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn text_without_ampersand_is_not_copied(raw in "[^&\\x00]{0,40}") {
            prop_assert!(matches!(decode_text(&raw), Cow::Borrowed(_)));
        }
    }
}
