//! How a fetcher behaves: limits, politeness, what it may reach.

use std::time::Duration;

/// Settings of a [`Fetcher`](crate::Fetcher); `Default` is what `isnad serve` uses.
#[derive(Clone, Debug)]
pub struct FetchSettings {
    /// Value of the User-Agent header; its first word up to `/` is the name looked up in robots.txt.
    pub user_agent: String,
    /// Time allowed to connect, TLS included.
    pub connect_timeout: Duration,
    /// Time allowed for one request, from connecting to the last byte. Waiting for the host's turn is not counted.
    pub total_timeout: Duration,
    /// Largest body taken, counted after decompression.
    pub max_body_bytes: usize,
    /// Redirects followed before giving up.
    pub max_redirects: usize,
    /// Whether loopback, private and link-local addresses may be reached.
    pub allow_private_addresses: bool,
    /// Hosts, as written in addresses, that may be private all the same: a feed bridge on this machine.
    pub private_hosts: Vec<String>,
    /// Least time between the starts of two requests to one host.
    pub host_interval: Duration,
    /// Whether robots.txt is asked for and obeyed.
    pub obey_robots: bool,
}

impl Default for FetchSettings {
    fn default() -> FetchSettings {
        FetchSettings {
            user_agent: concat!(
                "Isnad/",
                env!("CARGO_PKG_VERSION"),
                " (+",
                env!("CARGO_PKG_REPOSITORY"),
                ")"
            )
            .to_owned(),
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_body_bytes: 10_000_000,
            max_redirects: 5,
            allow_private_addresses: false,
            private_hosts: Vec::new(),
            host_interval: Duration::from_secs(2),
            obey_robots: true,
        }
    }
}

impl FetchSettings {
    /// True where `host` may have a private address.
    pub fn may_be_private(&self, host: &str) -> bool {
        self.allow_private_addresses
            || self
                .private_hosts
                .iter()
                .any(|allowed| allowed.eq_ignore_ascii_case(host))
    }

    /// The name that robots.txt knows this fetcher by: the first word of the user agent up to `/`.
    pub fn robots_name(&self) -> &str {
        self.user_agent
            .split(|c: char| c == '/' || c.is_whitespace())
            .next()
            .unwrap_or_default()
    }
}
