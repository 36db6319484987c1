//! What a kept failure was, told from its sentence.
//!
//! What: the store keeps of a failed poll the sentence of its [`FetchError`] or [`FeedError`], which is English and
//! stays so for API and log. This tells its kind from it, so that a reader can say it in another language. Why from
//! the sentence: it is all that stores hold, old ones too, and a second record of the same thing could disagree
//! with it. The tests take the sentences from the errors themselves, so that neither changes without the other.
//! Limits: what a connection died of is told by the words of the system and of rustls, where they are known.
//!
//! [`FetchError`]: crate::FetchError
//! [`FeedError`]: crate::FeedError

/// The kind of a failure, and its numbers where it has any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No address that can be fetched.
    Address,
    /// The host is in a private network.
    PrivateAddress,
    /// robots.txt does not allow it.
    Robots,
    /// robots.txt could not be had, so that nothing is allowed.
    RobotsUnread,
    /// The address redirects badly.
    Redirect,
    /// More than this many bytes.
    TooLarge(u64),
    /// No answer within the time.
    TimedOut,
    /// The name of the host is not known.
    UnknownHost,
    /// The host takes no connection.
    Refused,
    /// TLS failed: a certificate, or no TLS at all.
    Tls,
    /// The connection failed otherwise.
    Network,
    /// The server answered with this status.
    Status(u16),
    /// The host asked to be left alone.
    Resting,
    /// The HTTP client could not be set up.
    Setup,
    /// Nothing where a feed should be.
    EmptyFeed,
    /// A web page where a feed should be.
    WebPage,
    /// Something else where a feed should be.
    NotAFeed,
    /// A JSON feed that cannot be read.
    BrokenJson,
}

impl Failure {
    /// The kind of the failure that `sentence` tells of; `None` where it is no sentence of ours.
    pub fn told_by(sentence: &str) -> Option<Failure> {
        let beginnings = [
            ("«", Failure::Address),
            ("the HTTP client could not be set up", Failure::Setup),
            ("the feed is empty", Failure::EmptyFeed),
            ("this is a web page", Failure::WebPage),
            ("this is no feed", Failure::NotAFeed),
            ("this JSON feed is broken", Failure::BrokenJson),
        ];
        if let Some((_, failure)) = beginnings.iter().find(|(start, _)| sentence.starts_with(start)) {
            return Some(*failure);
        }
        if let Some(rest) = sentence.strip_prefix("robots.txt does not allow ") {
            return Some(match rest.split_once(' ')?.1.starts_with("(disallowed)") {
                true => Failure::Robots,
                false => Failure::RobotsUnread,
            });
        }
        // the first word is an address or a host, which has no space
        let (_, said) = sentence.split_once(' ')?;
        let number = |start: &str| said.strip_prefix(start)?.split([' ', ':']).next();
        if let Some(bytes) = number("is larger than ") {
            return bytes.parse().ok().map(Failure::TooLarge);
        }
        if let Some(status) = number("answered ") {
            return status.parse().ok().map(Failure::Status);
        }
        if let Some(reason) = said.strip_prefix("could not be reached ") {
            return Some(of_network(reason));
        }
        let others = [
            ("is in a private network", Failure::PrivateAddress),
            ("redirects badly", Failure::Redirect),
            ("did not answer within", Failure::TimedOut),
            ("asked to be left alone", Failure::Resting),
        ];
        others
            .iter()
            .find(|(start, _)| said.starts_with(start))
            .map(|(_, failure)| *failure)
    }
}

/// What a connection died of.
fn of_network(reason: &str) -> Failure {
    let causes = [
        ("dns error", Failure::UnknownHost),
        ("failed to lookup address", Failure::UnknownHost),
        ("onnection refused", Failure::Refused),
        // rustls: a bad certificate, an alert of the other side, an answer that is no TLS
        ("certificate", Failure::Tls),
        ("fatal alert", Failure::Tls),
        ("corrupt message", Failure::Tls),
        ("tls handshake", Failure::Tls),
    ];
    let cause = causes.iter().find(|(words, _)| reason.contains(words));
    cause.map_or(Failure::Network, |(_, failure)| *failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FeedError, FetchError, Refusal, parse_feed};

    // an address that says what others say
    const URL: &str = "https://paper.example/answered%20404:?(disallowed)-dns-error";

    fn told(error: impl ToString) -> Option<Failure> {
        Failure::told_by(&error.to_string())
    }

    #[test]
    fn every_sentence_of_the_fetcher_tells_its_kind() {
        let (url, reason) = (|| URL.to_owned(), || "answered 404: x".to_owned());
        let host = || "paper.example".to_owned();
        let errors = [
            FetchError::Address {
                url: "not an address".into(),
                reason: reason(),
            },
            FetchError::PrivateAddress { host: host() },
            FetchError::Robots {
                url: url(),
                reason: "disallowed".into(),
            },
            FetchError::Robots {
                url: url(),
                reason: "it answered 429".into(),
            },
            FetchError::Redirect {
                url: url(),
                reason: reason(),
            },
            FetchError::TooLarge {
                url: url(),
                limit_bytes: 10_000_000,
            },
            FetchError::TimedOut {
                url: url(),
                seconds: 2.5,
            },
            FetchError::Network {
                url: url(),
                reason: "connection closed before message completed".into(),
            },
            FetchError::Resting {
                host: host(),
                seconds: 90,
            },
            FetchError::Setup { reason: reason() },
        ];
        let kinds = errors.iter().map(|error| {
            // a new kind of error has to be told too
            match error {
                FetchError::Address { .. } => Failure::Address,
                FetchError::PrivateAddress { .. } => Failure::PrivateAddress,
                FetchError::Robots { reason, .. } if reason == "disallowed" => Failure::Robots,
                FetchError::Robots { .. } => Failure::RobotsUnread,
                FetchError::Redirect { .. } => Failure::Redirect,
                FetchError::TooLarge { .. } => Failure::TooLarge(10_000_000),
                FetchError::TimedOut { .. } => Failure::TimedOut,
                FetchError::Network { .. } => Failure::Network,
                FetchError::Status { .. } => unreachable!(),
                FetchError::Resting { .. } => Failure::Resting,
                FetchError::Setup { .. } => Failure::Setup,
            }
        });
        for (error, kind) in errors.iter().zip(kinds) {
            assert_eq!(told(error), Some(kind), "{error}");
        }
        for status in [401, 404, 410, 429, 500, 503] {
            let error = FetchError::Status {
                url: url(),
                status,
                refusal: Refusal::of(status),
                retry_after_seconds: None,
            };
            assert_eq!(told(&error), Some(Failure::Status(status)), "{error}");
        }
    }

    #[test]
    fn every_sentence_of_the_feed_reader_tells_its_kind() {
        let read = |bytes: &[u8]| parse_feed(bytes, None, "https://paper.example/rss").unwrap_err();
        for (bytes, kind) in [
            (&b""[..], Failure::EmptyFeed),
            (b"<!doctype html><html><body><p>x</p></body></html>", Failure::WebPage),
            (b"<opml version='2.0'><body></body></opml>", Failure::NotAFeed),
            (
                b"{\"version\": \"https://jsonfeed.org/version/1.1\", ",
                Failure::BrokenJson,
            ),
        ] {
            let error = read(bytes);
            let wanted = match error {
                FeedError::Empty => Failure::EmptyFeed,
                FeedError::WebPage => Failure::WebPage,
                FeedError::NotAFeed { .. } => Failure::NotAFeed,
                FeedError::BrokenJson { .. } => Failure::BrokenJson,
            };
            assert_eq!((told(&error), wanted), (Some(kind), kind), "{error}");
        }
    }

    #[test]
    fn other_sentences_tell_nothing() {
        for sentence in [
            "",
            "503",
            "time-out",
            "somebody answered late",
            "x is larger than y bytes",
        ] {
            assert_eq!(told(sentence), None, "{sentence}");
        }
    }
}
