//! How a source is, in a word and a sentence.

use super::when;
use super::words::Language;
use isnad_engine::Failure;
use isnad_store::Source;

/// Failures in a row from which a source counts as broken.
const BROKEN_ERRORS: u32 = 3;
/// A source that is due for longer is late: nobody polls, or its host is slow.
const LATE_SECONDS: i64 = 3600;

/// The health of a source, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Health {
    /// Its last poll was good.
    Healthy,
    /// It was never polled.
    New,
    /// The user paused it.
    Paused,
    /// Its poll is overdue.
    Late,
    /// Its last polls failed.
    Troubled,
    /// It fails time and again.
    Broken,
}

impl Health {
    /// All kinds.
    pub(super) const ALL: [Health; 6] = [
        Health::Healthy,
        Health::New,
        Health::Paused,
        Health::Late,
        Health::Troubled,
        Health::Broken,
    ];

    /// The health of `source` now.
    pub(super) fn of(source: &Source, now: i64) -> Health {
        match (source.polled_at, source.errors) {
            _ if source.paused => Health::Paused,
            (_, BROKEN_ERRORS..) => Health::Broken,
            (_, 1..) => Health::Troubled,
            _ if source.next_due_at < now - LATE_SECONDS => Health::Late,
            (None, 0) => Health::New,
            (Some(_), 0) => Health::Healthy,
        }
    }

    /// Its name in addresses.
    pub(super) fn key(self) -> &'static str {
        match self {
            Health::Healthy => "healthy",
            Health::New => "new",
            Health::Paused => "paused",
            Health::Late => "late",
            Health::Troubled => "troubled",
            Health::Broken => "broken",
        }
    }

    /// Its name on pages.
    pub(super) fn word(self, language: Language) -> &'static str {
        language.find(&format!("health.{}", self.key())).unwrap_or(self.key())
    }

    /// The class of its mark.
    pub(super) fn class(self) -> &'static str {
        match self {
            Health::Healthy => "good",
            Health::New | Health::Paused => "",
            Health::Late | Health::Troubled => "late",
            Health::Broken => "bad",
        }
    }

    /// What more there is to say.
    pub(super) fn sentence(self, source: &Source, language: Language, now: i64) -> Option<String> {
        match self {
            Health::Healthy | Health::New | Health::Paused => None,
            Health::Late => {
                let overdue = when::span(language, now - source.next_due_at);
                Some(language.fill("overdue", &[("t", &overdue)]))
            }
            Health::Troubled | Health::Broken => {
                let failures = language.count("failures", u64::from(source.errors));
                let again = due(source, language, now);
                Some(language.fill("again", &[("failures", &failures), ("t", &again)]))
            }
        }
    }
}

/// Why a poll failed, in the interface's language; `None` where its sentence is not known.
pub(super) fn reason(sentence: &str, language: Language) -> Option<String> {
    let failure = Failure::told_by(sentence)?;
    let (kind, x) = match failure {
        Failure::Address => ("address", 0),
        Failure::PrivateAddress => ("private_address", 0),
        Failure::Robots => ("robots", 0),
        Failure::RobotsUnread => ("robots_unread", 0),
        Failure::Redirect => ("redirect", 0),
        Failure::TooLarge(bytes) => ("too_large", bytes),
        Failure::TimedOut => ("timed_out", 0),
        Failure::UnknownHost => ("unknown_host", 0),
        Failure::Refused => ("refused", 0),
        Failure::Tls => ("tls", 0),
        Failure::Network => ("network", 0),
        Failure::Status(404) => ("not_found", 404),
        Failure::Status(410) => ("gone", 410),
        Failure::Status(429) => ("too_many", 429),
        Failure::Status(status @ (401 | 403 | 407 | 451)) => ("forbidden", status.into()),
        Failure::Status(status @ 500..=599) => ("server", status.into()),
        Failure::Status(status) => ("status", status.into()),
        Failure::Resting => ("resting", 0),
        Failure::Setup => ("setup", 0),
        Failure::EmptyFeed => ("empty_feed", 0),
        Failure::WebPage => ("web_page", 0),
        Failure::NotAFeed => ("not_a_feed", 0),
        Failure::BrokenJson => ("broken_json", 0),
    };
    Some(language.fill(&format!("failure.{kind}"), &[("x", &x.to_string())]))
}

/// When a source is polled next, in words.
pub(super) fn due(source: &Source, language: Language, now: i64) -> String {
    match source.next_due_at - now {
        ..=0 => language.word("due_now").to_owned(),
        seconds => language.fill("due_in", &[("t", &when::span(language, seconds))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_store::SourceId;

    #[test]
    fn health_is_told_by_polls() {
        let now = 1_900_000_000;
        let source = |polled_at: Option<i64>, errors: u32, next_due_at: i64, paused: bool| Source {
            id: SourceId(1),
            name: "x".into(),
            feed_url: "https://x.example/".into(),
            added_at: 0,
            deleted_at: None,
            paused,
            etag: None,
            last_modified: None,
            polled_at,
            next_due_at,
            errors,
            last_error: None,
            feed: None,
        };
        for (polled_at, errors, due_in, paused, wanted) in [
            (Some(now - 60), 0, 600, false, Health::Healthy),
            (Some(now - 60), 0, -3600, false, Health::Healthy),
            (Some(now - 60), 0, -3601, false, Health::Late),
            (None, 0, 0, false, Health::New),
            (None, 1, 600, false, Health::Troubled),
            (Some(0), 3, 600, false, Health::Broken),
            (Some(0), 3, 600, true, Health::Paused),
        ] {
            let one = source(polled_at, errors, now + due_in, paused);
            assert_eq!(Health::of(&one, now), wanted, "{one:?}");
            assert_eq!(
                wanted.sentence(&one, Language::Arabic, now).is_some(),
                wanted > Health::Paused
            );
        }
        for health in Health::ALL {
            assert_ne!(health.word(Language::Arabic), health.key(), "no word");
        }
    }

    #[test]
    fn every_kind_of_failure_has_its_reason_in_both_languages() {
        let url = "https://x.example/rss";
        let told = [
            "«x» is no address that can be fetched (it has no host): give an absolute http or https address".to_owned(),
            "x.example is in a private network: allow private addresses if it is meant".to_owned(),
            format!("robots.txt does not allow {url} (disallowed): ask the site's owner"),
            format!("robots.txt does not allow {url} (it answered 429): ask the site's owner"),
            format!("{url} redirects badly (too many): give the address it should end at"),
            format!("{url} is larger than 10000000 bytes: raise the limit if it is meant"),
            format!("{url} did not answer within 30 s: it is asked again later"),
            format!("{url} could not be reached (dns error): check the address and the network"),
            format!("{url} could not be reached (Connection refused): check the address and the network"),
            format!("{url} could not be reached (invalid peer certificate): check the address and the network"),
            format!("{url} could not be reached (connection reset): check the address and the network"),
            format!("{url} answered 404: check the address"),
            format!("{url} answered 410: it is gone for good"),
            format!("{url} answered 429: it asks for fewer requests"),
            format!("{url} answered 403: the site does not let this program in"),
            format!("{url} answered 503: the server failed"),
            format!("{url} answered 418: open the address in a browser"),
            "x.example asked to be left alone for another 90 s: it is asked again then".to_owned(),
            "the HTTP client could not be set up (x): check the user agent".to_owned(),
            "the feed is empty: ask for it again later".to_owned(),
            "this is a web page, not a feed: look for the feed it names".to_owned(),
            "this is no feed (<opml>): give the address of an RSS, Atom or JSON feed".to_owned(),
            "this JSON feed is broken (EOF): tell the site's owner".to_owned(),
        ];
        let mut seen = std::collections::BTreeSet::new();
        for sentence in &told {
            for language in [Language::Arabic, Language::English] {
                let words = reason(sentence, language).unwrap();
                assert!(
                    !words.starts_with("failure.") && !words.contains('{'),
                    "{sentence}: {words}"
                );
                assert!(seen.insert(words.clone()), "told of another failure too: {words}");
            }
        }
        assert_eq!(reason("time-out", Language::Arabic), None);
    }
}
