//! The header line of ARC records.
//!
//! Version 1: `URL IP-address Archive-date Content-type Archive-length`; version 2 puts
//! `Result-code Checksum Location Offset Filename` before the length. URLs with unescaped spaces occur,
//! so fields are counted from the right.

/// The fields that matter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ArcHeader {
    pub(crate) url: String,
    pub(crate) date: Option<String>,
    pub(crate) content_type: String,
    /// As written; not always a number.
    pub(crate) length: String,
}

/// Reads a header line; `None` if it is none.
pub(crate) fn parse(line: &[u8]) -> Option<ArcHeader> {
    let text = String::from_utf8_lossy(line);
    let fields: Vec<&str> = text.trim_end_matches(['\r', '\n']).split(' ').collect();
    let count = fields.len();
    if !has_scheme(fields[0].as_bytes()) {
        return None;
    }
    let date_index = [5, 10]
        .into_iter()
        .filter(|fields_in_all| count >= *fields_in_all)
        .map(|fields_in_all| count - fields_in_all + 2)
        .find(|index| is_date(fields[*index]))?;
    Some(ArcHeader {
        url: fields[..date_index - 1].join(" "),
        date: rfc3339(fields[date_index]),
        content_type: fields[date_index + 1].to_owned(),
        length: fields[count - 1].to_owned(),
    })
}

/// Whether `bytes` begin with an ARC header line.
pub(crate) fn is_start(bytes: &[u8]) -> bool {
    let line_end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    has_scheme(bytes) && parse(&bytes[..line_end]).is_some()
}

fn has_scheme(bytes: &[u8]) -> bool {
    let colon = bytes.iter().take(16).position(|byte| *byte == b':');
    colon.is_some_and(|end| end > 1 && bytes[..end].iter().all(u8::is_ascii_alphanumeric))
}

fn is_date(field: &str) -> bool {
    (8..=20).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit())
}

/// `20140216050221` as `2014-02-16T05:02:21Z`; more digits are cut, fewer give no time.
fn rfc3339(digits: &str) -> Option<String> {
    if digits.len() < 14 {
        return None;
    }
    let part = |from: usize, to: usize| &digits[from..to];
    Some(format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_with_spaces_is_one_field() {
        let line = b"http://a.example/x?t=Examples From The Web&p=0 127.0.0.1 20140216050221 text/html 1591\n";
        let header = parse(line).unwrap();
        assert_eq!(header.url, "http://a.example/x?t=Examples From The Web&p=0");
        assert_eq!(header.date.as_deref(), Some("2014-02-16T05:02:21Z"));
        assert_eq!(
            (header.content_type.as_str(), header.length.as_str()),
            ("text/html", "1591")
        );
    }

    #[test]
    fn version_2_has_ten_fields() {
        let line = b"http://a.example/ 127.0.0.1 20140216050221 text/html 200 abc - 512 x.arc.gz 77";
        let header = parse(line).unwrap();
        assert_eq!(
            (header.url.as_str(), header.length.as_str()),
            ("http://a.example/", "77")
        );
    }

    #[test]
    fn a_line_of_text_is_no_header() {
        for line in [
            "URL IP-address Archive-date Content-type Archive-length",
            "",
            "http://a.example/ b",
        ] {
            assert_eq!(parse(line.as_bytes()), None, "{line}");
        }
    }
}
