//! Dates in the data that scripts of the page carry, where nothing that readers see says when.
//!
//! Limits: a key counts only if all its values on the page name one day, so that lists of other articles do not.

use super::claim::claimed;
use isnad_model::ClaimedTime;
use isnad_text::dates::DateContext;

/// Names of the time of publication in the data of common systems, the most telling first.
const KEYS: [&str; 10] = [
    "datePublished",
    "publishedAt",
    "published_at",
    "datePublication",
    "publication_date",
    "publicationDate",
    "publishDate",
    "date_published",
    "pubDate",
    "uploadDate",
];

/// A value is a string of at most so many bytes.
const LONGEST_VALUE_BYTES: usize = 40;

/// More values are a list.
const MOST_VALUES: usize = 8;

/// The day that a key of [`KEYS`] states.
pub(super) fn script_date(source: &str, context: &DateContext) -> Option<ClaimedTime> {
    KEYS.iter().find_map(|key| {
        let mut claims = values(source, key)
            .take(MOST_VALUES)
            .filter_map(|value| claimed(value, &format!("script {key}"), context));
        let first = claims.next()?;
        let day = first.time.get(..10).map(str::to_owned);
        claims
            .all(|claim| claim.time.get(..10).map(str::to_owned) == day)
            .then_some(first)
    })
}

/// The strings that follow `"key":`, quotes escaped or not.
fn values<'s>(source: &'s str, key: &'static str) -> impl Iterator<Item = &'s str> {
    source.match_indices(key).filter_map(move |(at, _)| {
        let before = source[..at].chars().next_back();
        if !matches!(before, Some('"' | '\'')) {
            return None;
        }
        let after = &source[at + key.len()..];
        let value = after.trim_start_matches(['\\', '"', '\'']);
        let value = value.trim_start().strip_prefix(':')?.trim_start();
        let value = value.trim_start_matches('\\').strip_prefix(['"', '\''])?;
        let end = value.find(['\\', '"', '\''])?;
        (end <= LONGEST_VALUE_BYTES).then(|| &value[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Option<String> {
        script_date(source, &DateContext::default()).map(|claim| claim.time)
    }

    #[test]
    fn one_day_is_believed_and_several_are_not() {
        assert_eq!(
            read(r#"<script>x = {\"published_at\":\"2024-05-01T10:00:00Z\"}"#).as_deref(),
            Some("2024-05-01T10:00:00Z")
        );
        assert_eq!(
            read(r#"{"datePublished" : "2024-05-01", b: {"datePublished":"2024-05-01T00:00:00Z"}}"#).as_deref(),
            Some("2024-05-01")
        );
        assert_eq!(
            read(r#"[{"publishDate":"2024-05-01"},{"publishDate":"2024-04-30"}]"#),
            None
        );
        assert_eq!(read("datePublished: 2024-05-01"), None);
    }
}
