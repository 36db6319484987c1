//! The header of WARC records: a version line and named fields.

use crate::record::Damage;

/// Fields in order; the version line is left out.
pub(crate) type Fields = Vec<(String, String)>;

/// Reads the header without its final blank line. Continuation lines are joined by a space; lines without a colon are
/// passed over, as they carry nothing.
pub(crate) fn parse(header: &[u8]) -> Fields {
    let text = String::from_utf8_lossy(header);
    let mut fields = Fields::new();
    for line in text.split('\n').skip(1) {
        let line_text = line.trim_end_matches('\r');
        if line_text.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line_text.trim());
            }
        } else if let Some((name, value)) = line_text.split_once(':') {
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}

/// The stated length of the content block.
pub(crate) fn content_length(fields: &Fields) -> Result<u64, Damage> {
    let field = fields
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
    let Some((_, value)) = field else {
        return Err(Damage::Header("no Content-Length".to_owned()));
    };
    value
        .parse()
        .map_err(|_| Damage::Header(format!("Content-Length «{}» is no number", value.escape_debug())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continuation_lines_are_joined() {
        let fields = parse(b"WARC/1.0\r\nA: one\r\n  two\r\nno field\r\nB:three");
        let expected = [("A", "one two"), ("B", "three")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(fields, expected);
    }

    #[test]
    fn a_length_that_is_no_number_is_said() {
        let damage = content_length(&parse(b"WARC/1.0\r\ncontent-length: abc")).unwrap_err();
        assert_eq!(damage.to_string(), "header: Content-Length «abc» is no number");
    }
}
