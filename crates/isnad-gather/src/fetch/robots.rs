//! robots.txt: what a site allows, remembered for a while.
//!
//! Source: RFC 9309. A site without robots.txt (4xx) allows everything; one whose robots.txt cannot be
//! had (5xx, 429, network) allows nothing until it is asked again, unless an earlier answer is still known.

use super::error::FetchError;
use super::hosts::lock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use texting_robots::Robot;
use tokio::time::Instant;

/// How long an answer is believed (RFC 9309, 2.4).
const FRESH: Duration = Duration::from_secs(24 * 3600);
/// How long a failure is believed before robots.txt is asked for again.
const AFTER_FAILURE: Duration = Duration::from_secs(30 * 60);
/// Largest robots.txt read (RFC 9309, 2.5).
pub(super) const MAX_ROBOTS_BYTES: usize = 512_000;
/// Longest Crawl-delay obeyed.
const LONGEST_DELAY_SECONDS: f32 = 60.0;
/// Sites remembered before expired ones are forgotten.
const REMEMBERED_SITES: usize = 4096;

/// What fetching robots.txt gave.
pub(super) enum Answer {
    /// Its bytes.
    Found(Vec<u8>),
    /// There is none.
    Absent,
    /// It could not be had.
    Failed(String),
}

/// What a site allows.
pub(super) enum Rules {
    All,
    Nothing(String),
    Listed(Robot),
}

impl Rules {
    /// Why `url` is refused, if it is.
    pub fn refusal(&self, url: &str) -> Option<String> {
        match self {
            Rules::All => None,
            Rules::Nothing(reason) => Some(reason.clone()),
            Rules::Listed(robot) => (!robot.allowed(url)).then(|| "disallowed".to_owned()),
        }
    }

    /// The Crawl-delay asked for.
    pub fn delay(&self) -> Duration {
        let seconds = match self {
            Rules::Listed(robot) => robot.delay.unwrap_or(0.0),
            Rules::All | Rules::Nothing(_) => 0.0,
        };
        if !seconds.is_finite() {
            return Duration::ZERO;
        }
        Duration::from_secs_f32(seconds.clamp(0.0, LONGEST_DELAY_SECONDS))
    }
}

#[derive(Clone)]
struct Known {
    rules: Arc<Rules>,
    until: Instant,
}

type Slot = Arc<tokio::sync::Mutex<Option<Known>>>;

/// The rules of all sites asked so far, by origin.
#[derive(Default)]
pub(super) struct RobotsCache {
    by_origin: Mutex<HashMap<String, Slot>>,
}

impl RobotsCache {
    /// The rules of `origin`; `ask` fetches robots.txt where they are not known. Concurrent callers ask once.
    /// An error of `ask` is handed on and not remembered.
    pub async fn rules<F>(&self, origin: &str, name: &str, ask: F) -> Result<Arc<Rules>, FetchError>
    where
        F: Future<Output = Result<Answer, FetchError>>,
    {
        let slot = self.slot(origin);
        let mut known = slot.lock().await;
        if let Some(fresh) = known.as_ref().filter(|k| k.until > Instant::now()) {
            return Ok(fresh.rules.clone());
        }
        let answer = ask.await?;
        let found = judge(answer, name, known.take());
        let rules = found.rules.clone();
        *known = Some(found);
        Ok(rules)
    }

    fn slot(&self, origin: &str) -> Slot {
        let mut by_origin = lock(&self.by_origin);
        if by_origin.len() >= REMEMBERED_SITES {
            let now = Instant::now();
            by_origin.retain(|_, slot| match slot.try_lock() {
                Ok(known) => known.as_ref().is_some_and(|k| k.until > now),
                Err(_) => true,
            });
        }
        by_origin.entry(origin.to_owned()).or_default().clone()
    }
}

fn judge(answer: Answer, name: &str, earlier: Option<Known>) -> Known {
    let now = Instant::now();
    match answer {
        Answer::Found(bytes) => Known {
            rules: Arc::new(read(&bytes, name)),
            until: now + FRESH,
        },
        Answer::Absent => Known {
            rules: Arc::new(Rules::All),
            until: now + FRESH,
        },
        Answer::Failed(reason) => {
            let still_known = earlier.filter(|k| !matches!(*k.rules, Rules::Nothing(_)));
            Known {
                rules: still_known.map_or_else(
                    || Arc::new(Rules::Nothing(format!("robots.txt could not be read: {reason}"))),
                    |k| k.rules,
                ),
                until: now + AFTER_FAILURE,
            }
        }
    }
}

fn read(bytes: &[u8], name: &str) -> Rules {
    let without_bom = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match Robot::new(name, without_bom) {
        Ok(robot) => Rules::Listed(robot),
        Err(error) => Rules::Nothing(format!("robots.txt could not be understood: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_of_our_own_goes_before_the_star() {
        let rules = read(
            b"User-agent: *\nDisallow: /\n\nUser-agent: isnad\nDisallow: /private\nCrawl-delay: 7\n",
            "Isnad",
        );
        assert_eq!(rules.refusal("https://a.example/news/1"), None);
        assert_eq!(
            rules.refusal("https://a.example/private/1").as_deref(),
            Some("disallowed")
        );
        assert_eq!(rules.delay(), Duration::from_secs(7));
    }

    #[test]
    fn a_byte_order_mark_does_not_hide_the_first_group() {
        let rules = read(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\n", "Isnad");
        assert!(rules.refusal("https://a.example/a/1").is_some());
    }

    #[test]
    fn a_failure_keeps_what_was_known_and_else_forbids_for_a_while() {
        let url = "https://a.example/";
        let failure = || Answer::Failed("503".into());
        let unknown = judge(failure(), "Isnad", None);
        assert!(unknown.rules.refusal(url).is_some());
        let again = judge(failure(), "Isnad", Some(unknown.clone()));
        assert!(again.rules.refusal(url).is_some());
        let absent = judge(Answer::Absent, "Isnad", Some(unknown.clone()));
        assert!(absent.rules.refusal(url).is_none());
        let lost = judge(failure(), "Isnad", Some(absent));
        assert!(lost.rules.refusal(url).is_none());
        assert!(lost.until < Instant::now() + FRESH && unknown.until < Instant::now() + FRESH);
    }

    #[test]
    fn an_empty_disallow_allows_everything() {
        let rules = read(b"User-agent: *\nDisallow:\n", "Isnad");
        assert!(rules.refusal("https://a.example/news").is_none());
    }
}
