//! Why a fetch gave nothing, in words that say what to do.

use thiserror::Error;

/// What a status other than 2xx and 304 means for the one who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 410: gone for good; stop asking.
    Gone,
    /// 404: not there now.
    NotFound,
    /// 401, 403, 407, 451: not for us.
    Forbidden,
    /// 429: slow down.
    TooManyRequests,
    /// 5xx: the server's fault; ask again later.
    ServerError,
    /// Any other status.
    Other,
}

impl Refusal {
    /// The class of `status`.
    pub fn of(status: u16) -> Refusal {
        match status {
            410 => Refusal::Gone,
            404 => Refusal::NotFound,
            401 | 403 | 407 | 451 => Refusal::Forbidden,
            429 => Refusal::TooManyRequests,
            500..=599 => Refusal::ServerError,
            _ => Refusal::Other,
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Refusal::Gone => "it is gone for good: remove the source or give its new address",
            Refusal::NotFound => "check the address",
            Refusal::Forbidden => "the site does not let this program in: ask its owner or remove the source",
            Refusal::TooManyRequests => "it asks for fewer requests and is left alone for a while",
            Refusal::ServerError => "the server failed: it is asked again later",
            Refusal::Other => "open the address in a browser to see what it wants",
        }
    }
}

/// Why a fetch gave nothing.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The address is no http(s) URL.
    #[error("«{url}» is no address that can be fetched ({reason}): give an absolute http or https address")]
    Address {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The host is, or resolves to, an address inside private networks.
    #[error("{host} is in a private network: allow private addresses if it is meant")]
    PrivateAddress {
        /// The host.
        host: String,
    },
    /// robots.txt does not allow it.
    #[error(
        "robots.txt does not allow {url} ({reason}): ask the site's owner, or turn robots.txt off for a site of your own"
    )]
    Robots {
        /// The address refused.
        url: String,
        /// `disallowed`, or why robots.txt could not be read.
        reason: String,
    },
    /// Too many redirects, or one that leads nowhere.
    #[error("{url} redirects badly ({reason}): give the address it should end at")]
    Redirect {
        /// The address asked for.
        url: String,
        /// What is wrong.
        reason: String,
    },
    /// The body is larger than allowed.
    #[error("{url} is larger than {limit_bytes} bytes: raise the limit if it is meant")]
    TooLarge {
        /// The address.
        url: String,
        /// The limit, in bytes after decompression.
        limit_bytes: usize,
    },
    /// No complete answer in time.
    #[error("{url} did not answer within {seconds} s: it is asked again later")]
    TimedOut {
        /// The address.
        url: String,
        /// The time allowed.
        seconds: f32,
    },
    /// Name resolution, connection, TLS or protocol failed.
    #[error("{url} could not be reached ({reason}): check the address and the network")]
    Network {
        /// The address.
        url: String,
        /// What the network said.
        reason: String,
    },
    /// The server answered with a status other than 2xx or 304.
    #[error("{url} answered {status}: {}", refusal.advice())]
    Status {
        /// The address that answered.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What it means.
        refusal: Refusal,
        /// Retry-After, in seconds from now.
        retry_after_seconds: Option<u64>,
    },
    /// The host asked to be left alone and the time is not over; nothing was sent.
    #[error("{host} asked to be left alone for another {seconds} s: it is asked again then")]
    Resting {
        /// The host.
        host: String,
        /// Seconds left.
        seconds: u64,
    },
    /// The fetcher could not be set up.
    #[error("the HTTP client could not be set up ({reason}): check the user agent")]
    Setup {
        /// What was wrong.
        reason: String,
    },
}

impl FetchError {
    /// Seconds after which the server wants to be asked again, where it said so.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            FetchError::Status {
                retry_after_seconds, ..
            } => *retry_after_seconds,
            FetchError::Resting { seconds, .. } => Some(*seconds),
            _ => None,
        }
    }

    /// The status the server answered with, where it answered.
    pub fn status(&self) -> Option<u16> {
        match self {
            FetchError::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// True where asking again is useless: gone for good, or an address that can never be fetched.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            FetchError::Address { .. }
                | FetchError::Status {
                    refusal: Refusal::Gone,
                    ..
                }
        )
    }
}
