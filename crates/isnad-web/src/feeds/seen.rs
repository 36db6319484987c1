//! What was answered lately, so that a feed reader is told when nothing has changed.
//!
//! The validator is a hash of the answer. The date of the last change is when this process first gave that
//! answer: what a feed holds may change without any newer time in it (an import of older texts), so no time
//! in it can serve. Limits: the dates of 512 addresses; after more, and after a restart, each counts as new once.

use super::channel::rfc822;
use axum::http::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

const MOST_ADDRESSES: usize = 512;

/// The last answer of each address.
#[derive(Default)]
pub(crate) struct Seen(Mutex<HashMap<String, Validity>>);

/// The validators of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Validity {
    etag: String,
    since: i64,
}

impl Seen {
    /// The validators of `body`, given at `address` now.
    pub(super) fn validity(&self, address: &str, body: &[u8], now: i64) -> Validity {
        let digest = Sha256::digest(body);
        let hash = digest.iter().take(16).map(|byte| format!("{byte:02x}"));
        let etag = format!("\"{}\"", hash.collect::<String>());
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = seen.get(address).filter(|known| known.etag == etag) {
            return known.clone();
        }
        if seen.len() >= MOST_ADDRESSES {
            seen.clear();
        }
        let validity = Validity { etag, since: now };
        seen.insert(address.to_owned(), validity.clone());
        validity
    }
}

impl Validity {
    /// Whether the one who asks has this answer already.
    pub(super) fn is_known(&self, headers: &HeaderMap) -> bool {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        // where a tag is sent, the date does not count (RFC 9110, 13.1.3)
        match (text(&IF_NONE_MATCH), text(&IF_MODIFIED_SINCE)) {
            (Some(tags), _) => tags
                .split(',')
                .map(|tag| tag.trim().trim_start_matches("W/"))
                .any(|tag| tag == "*" || tag == self.etag),
            (None, Some(date)) => date == rfc822(self.since),
            (None, None) => false,
        }
    }

    /// Writes the validators into the headers of an answer.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        for (name, value) in [(ETAG, &self.etag), (LAST_MODIFIED, &rfc822(self.since))] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_new_until_it_is_given_again() {
        let seen = Seen::default();
        let first = seen.validity("/feed/a", b"one", 100);
        assert_eq!(seen.validity("/feed/a", b"one", 200), first);
        let changed = seen.validity("/feed/a", b"two", 300);
        assert_eq!(changed.since, 300);
        let mut sent = HeaderMap::new();
        assert!(!changed.is_known(&sent));
        first.write(&mut sent);
        sent.insert(IF_MODIFIED_SINCE, sent[LAST_MODIFIED].clone());
        assert!(first.is_known(&sent) && !changed.is_known(&sent));
        sent.insert(IF_NONE_MATCH, format!("\"x\", W/{}", changed.etag).parse().unwrap());
        assert!(
            !first.is_known(&sent) && changed.is_known(&sent),
            "the tag outweighs the date"
        );
    }

    #[test]
    fn addresses_do_not_pile_up() {
        let seen = Seen::default();
        for n in 0..2 * MOST_ADDRESSES {
            seen.validity(&format!("/feed/{n}"), b"x", 1);
        }
        assert!(seen.0.lock().unwrap().len() <= MOST_ADDRESSES);
    }
}
