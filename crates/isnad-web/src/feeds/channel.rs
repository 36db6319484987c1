//! A feed before it takes its form.

use jiff::Timestamp;

/// A feed. Texts are plain, addresses absolute, times unix seconds.
pub(super) struct Channel {
    /// Its id for life, a `urn:uuid:`.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// What it holds, in a sentence.
    pub(super) about: String,
    /// The page that shows the same.
    pub(super) page_url: String,
    /// Its own address.
    pub(super) feed_url: String,
    /// The language of title and description.
    pub(super) language: &'static str,
    /// Its entries, newest first.
    pub(super) entries: Vec<Entry>,
}

/// One entry.
pub(super) struct Entry {
    /// Its id for life, a `urn:uuid:`.
    pub(super) id: String,
    /// Its page on this server.
    pub(super) page_url: String,
    /// The text on its outlet's own site.
    pub(super) outlet_url: Option<String>,
    /// Headline; never empty.
    pub(super) title: String,
    /// Some of its text.
    pub(super) summary: String,
    /// The outlet.
    pub(super) outlet: String,
    /// BCP 47 language of headline and text.
    pub(super) language: Option<String>,
    /// What it claims, never later than seen; else when it was seen.
    pub(super) published_at: i64,
    /// When its text was seen in its latest version.
    pub(super) updated_at: i64,
}

impl Channel {
    /// The latest change of any entry; the epoch where there is none.
    pub(super) fn updated_at(&self) -> i64 {
        self.entries.iter().map(|entry| entry.updated_at).max().unwrap_or(0)
    }
}

/// RFC 3339, as Atom and JSON Feed write times.
pub(super) fn rfc3339(unix_seconds: i64) -> String {
    instant(unix_seconds).to_string()
}

/// RFC 9110 and RFC 822, as HTTP and RSS write times.
pub(super) fn rfc822(unix_seconds: i64) -> String {
    instant(unix_seconds).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn instant(unix_seconds: i64) -> Timestamp {
    Timestamp::from_second(unix_seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// An address that a feed reader may open.
pub(super) fn web_address(url: Option<&str>) -> Option<String> {
    let parsed = url::Url::parse(url?).ok()?;
    matches!(parsed.scheme(), "http" | "https").then(|| parsed.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_each_form_wants() {
        assert_eq!(rfc822(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(rfc3339(784_111_777), "1994-11-06T08:49:37Z");
    }

    #[test]
    fn only_web_addresses_are_linked() {
        assert_eq!(web_address(Some("javascript:alert(1)")), None);
        assert_eq!(
            web_address(Some("https://a.example/خبر")).as_deref(),
            Some("https://a.example/%D8%AE%D8%A8%D8%B1")
        );
    }
}
