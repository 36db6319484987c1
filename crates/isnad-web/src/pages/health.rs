//! How a source is, in a word and a sentence.

use super::when;
use super::words::Language;
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
}
