//! Fetching over HTTP, politely and safely.
//!
//! What: one GET with conditional headers, redirects followed by hand so that every hop is checked
//! (scheme, private address, robots.txt, the host's turn), the body capped after decompression.
//! Why by hand: a redirect may lead into the own network, to a host that wants fewer requests or to a
//! path its robots.txt forbids. Limits: environment proxies are not used, since behind one nobody
//! could tell which address is reached; cookies and scripts do not exist.
//! Source: RFC 9110 (HTTP), RFC 9111 (caching), RFC 9309 (robots.txt).

mod address;
mod error;
mod headers;
mod hosts;
mod resolver;
mod robots;
mod settings;

pub use address::is_public;
pub use error::{FetchError, Refusal};
pub use settings::FetchSettings;

use hosts::Hosts;
use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use resolver::{FilteringResolver, OnlyPrivate};
use robots::{Answer, MAX_ROBOTS_BYTES, RobotsCache};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use url::{Host, Url};

/// What is asked for, best first.
const ACCEPTED: &str = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, \
                        application/xhtml+xml;q=0.9, application/xml;q=0.9, */*;q=0.8";

/// What is known of an earlier answer, so that an unchanged one need not be sent again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditional {
    /// ETag of the earlier answer.
    pub etag: Option<String>,
    /// Last-Modified of the earlier answer, as it was written.
    pub last_modified: Option<String>,
}

/// A complete answer: 2xx, or 304 where a condition was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// HTTP status.
    pub status: u16,
    /// The address asked for.
    pub requested_url: String,
    /// The address that answered.
    pub final_url: String,
    /// The address to ask from now on, where the way there was by permanent redirects only (301, 308).
    pub moved_to: Option<String>,
    /// ETag.
    pub etag: Option<String>,
    /// Last-Modified, as written.
    pub last_modified: Option<String>,
    /// Content-Type, as written.
    pub content_type: Option<String>,
    /// The body, content encoding removed; empty where not modified.
    pub body: Vec<u8>,
    /// True for 304: nothing has changed since the condition's answer.
    pub not_modified: bool,
    /// Retry-After in seconds, where a server sends it with a good answer.
    pub retry_after_seconds: Option<u64>,
    /// `max-age` of Cache-Control.
    pub max_age_seconds: Option<u64>,
}

/// Fetches; shared by all callers, since it keeps the hosts' queues and the sites' robots.txt.
pub struct Fetcher {
    client: reqwest::Client,
    settings: FetchSettings,
    hosts: Hosts,
    robots: RobotsCache,
}

/// What of a request differs between pages and robots.txt.
struct Ask<'a> {
    condition: &'a Conditional,
    obey_robots: bool,
    max_body_bytes: usize,
}

impl Fetcher {
    /// A fetcher with `settings`. TLS is rustls with ring and Mozilla's roots; nothing of the system is read.
    pub fn new(settings: FetchSettings) -> Result<Fetcher, FetchError> {
        let setup = |reason: String| FetchError::Setup { reason };
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls().map_err(|error| setup(error.to_string()))?)
            .user_agent(settings.user_agent.as_str())
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.total_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .dns_resolver(Arc::new(FilteringResolver {
                settings: settings.clone(),
            }))
            .build()
            .map_err(|error| setup(with_causes(&error)))?;
        Ok(Fetcher {
            client,
            settings,
            hosts: Hosts::default(),
            robots: RobotsCache::default(),
        })
    }

    /// The settings it was made with.
    pub fn settings(&self) -> &FetchSettings {
        &self.settings
    }

    /// Gets `address`, waiting for the host's turn.
    pub async fn get(&self, address: &str, condition: &Conditional) -> Result<Fetched, FetchError> {
        let ask = Ask {
            condition,
            obey_robots: self.settings.obey_robots,
            max_body_bytes: self.settings.max_body_bytes,
        };
        self.follow(address, &ask).await
    }

    async fn follow(&self, address: &str, ask: &Ask<'_>) -> Result<Fetched, FetchError> {
        let mut url = parse(address)?;
        let mut only_permanent = true;
        let mut hops = 0;
        loop {
            let delay = match ask.obey_robots {
                true => self.check_robots(&url).await?,
                false => Duration::ZERO,
            };
            let response = self.send(&url, ask, delay).await?;
            let status = response.status().as_u16();
            let next = match status {
                301 | 302 | 303 | 307 | 308 => redirect_target(&url, response.headers(), address)?,
                _ => {
                    let mut fetched = self.take(response, &url, address, ask).await?;
                    fetched.moved_to = (hops > 0 && only_permanent).then(|| fetched.final_url.clone());
                    return Ok(fetched);
                }
            };
            hops += 1;
            if hops > self.settings.max_redirects {
                return Err(FetchError::Redirect {
                    url: address.to_owned(),
                    reason: format!("more than {} redirects", self.settings.max_redirects),
                });
            }
            if next == url {
                return Err(FetchError::Redirect {
                    url: address.to_owned(),
                    reason: "to itself".into(),
                });
            }
            only_permanent &= matches!(status, 301 | 308);
            url = next;
        }
    }

    /// Sends one request when it is the host's turn.
    async fn send(&self, url: &Url, ask: &Ask<'_>, delay: Duration) -> Result<reqwest::Response, FetchError> {
        let host = self.check_host(url)?;
        let interval = self.settings.host_interval.max(delay);
        self.hosts
            .wait(&host, interval)
            .await
            .map_err(|left| FetchError::Resting {
                host: host.clone(),
                seconds: left.as_secs() + 1,
            })?;
        let mut request = self.client.get(url.clone()).header(ACCEPT, ACCEPTED);
        if let Some(etag) = ask.condition.etag.as_deref().and_then(header_value) {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(since) = ask.condition.last_modified.as_deref().and_then(header_value) {
            request = request.header(IF_MODIFIED_SINCE, since);
        }
        tracing::debug!(url = url.as_str(), "fetching");
        let response = request.send().await.map_err(|error| self.explain(error, url))?;
        if let 429 | 503 = response.status().as_u16()
            && let Some(seconds) = headers::retry_after_seconds(response.headers(), unix_seconds())
        {
            self.hosts.rest(&host, seconds);
        }
        Ok(response)
    }

    /// The host of `url`, refused where it is written as a private address. Names are checked when resolved.
    fn check_host(&self, url: &Url) -> Result<String, FetchError> {
        let written_address = match url.host() {
            Some(Host::Ipv4(v4)) => Some(v4.into()),
            Some(Host::Ipv6(v6)) => Some(v6.into()),
            _ => None,
        };
        let host = url.host_str().unwrap_or_default().to_owned();
        let is_private = written_address.is_some_and(|address| !is_public(address));
        if is_private && !self.settings.may_be_private(&host) {
            return Err(FetchError::PrivateAddress { host });
        }
        Ok(host)
    }

    /// Reads the answer at the end of all redirects.
    async fn take(
        &self,
        mut response: reqwest::Response,
        url: &Url,
        address: &str,
        ask: &Ask<'_>,
    ) -> Result<Fetched, FetchError> {
        let status = response.status().as_u16();
        let not_modified = status == 304;
        let retry_after_seconds = headers::retry_after_seconds(response.headers(), unix_seconds());
        if !response.status().is_success() && !not_modified {
            return Err(FetchError::Status {
                url: url.to_string(),
                status,
                refusal: Refusal::of(status),
                retry_after_seconds,
            });
        }
        let mut fetched = Fetched {
            status,
            requested_url: address.to_owned(),
            final_url: url.to_string(),
            moved_to: None,
            etag: headers::text(response.headers(), ETAG),
            last_modified: headers::text(response.headers(), LAST_MODIFIED),
            content_type: headers::text(response.headers(), CONTENT_TYPE),
            body: Vec::new(),
            not_modified,
            retry_after_seconds,
            max_age_seconds: headers::max_age_seconds(response.headers()),
        };
        if not_modified {
            return Ok(fetched);
        }
        let too_large = || FetchError::TooLarge {
            url: url.to_string(),
            limit_bytes: ask.max_body_bytes,
        };
        let announced = response.content_length().unwrap_or(0);
        if announced > ask.max_body_bytes as u64 {
            return Err(too_large());
        }
        while let Some(chunk) = response.chunk().await.map_err(|error| self.explain(error, url))? {
            if fetched.body.len() + chunk.len() > ask.max_body_bytes {
                return Err(too_large());
            }
            fetched.body.extend_from_slice(&chunk);
        }
        Ok(fetched)
    }

    /// Refuses what robots.txt forbids; else the Crawl-delay it asks for.
    async fn check_robots(&self, url: &Url) -> Result<Duration, FetchError> {
        let origin = url.origin().ascii_serialization();
        let ask = self.ask_robots(format!("{origin}/robots.txt"));
        let rules = self.robots.rules(&origin, self.settings.robots_name(), ask).await?;
        match rules.refusal(url.as_str()) {
            Some(reason) => Err(FetchError::Robots {
                url: url.to_string(),
                reason,
            }),
            None => Ok(rules.delay()),
        }
    }

    async fn ask_robots(&self, robots_url: String) -> Result<Answer, FetchError> {
        let ask = Ask {
            condition: &Conditional::default(),
            obey_robots: false,
            max_body_bytes: MAX_ROBOTS_BYTES,
        };
        // Boxed, since following redirects asks for robots.txt and robots.txt follows redirects.
        let fetched: Result<Fetched, FetchError> = Box::pin(self.follow(&robots_url, &ask)).await;
        match fetched {
            Ok(found) => Ok(Answer::Found(found.body)),
            // A private host is refused as such, not as a site whose robots.txt cannot be read.
            Err(error @ (FetchError::PrivateAddress { .. } | FetchError::Resting { .. })) => Err(error),
            Err(FetchError::Status { status: 429, .. }) => Ok(Answer::Failed("it answered 429".into())),
            Err(FetchError::Status { status, .. }) if (400..500).contains(&status) => Ok(Answer::Absent),
            Err(FetchError::Redirect { .. }) => Ok(Answer::Absent),
            Err(error) => Ok(Answer::Failed(error.to_string())),
        }
    }

    /// What reqwest's error means to the one who asked.
    fn explain(&self, error: reqwest::Error, url: &Url) -> FetchError {
        if is_caused_by::<OnlyPrivate>(&error) {
            return FetchError::PrivateAddress {
                host: url.host_str().unwrap_or_default().to_owned(),
            };
        }
        if error.is_timeout() {
            let allowed = match error.is_connect() {
                true => self.settings.connect_timeout,
                false => self.settings.total_timeout,
            };
            return FetchError::TimedOut {
                url: url.to_string(),
                seconds: allowed.as_secs_f32(),
            };
        }
        FetchError::Network {
            url: url.to_string(),
            reason: with_causes(&error.without_url()),
        }
    }
}

fn tls() -> Result<rustls::ClientConfig, rustls::Error> {
    let roots = rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn parse(address: &str) -> Result<Url, FetchError> {
    let refused = |reason: &str| FetchError::Address {
        url: address.to_owned(),
        reason: reason.to_owned(),
    };
    let mut url = Url::parse(address.trim()).map_err(|error| refused(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused("its scheme is neither http nor https"));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(refused("it has no host"));
    }
    url.set_fragment(None);
    Ok(url)
}

fn redirect_target(from: &Url, headers: &HeaderMap, address: &str) -> Result<Url, FetchError> {
    let bad = |reason: String| FetchError::Redirect {
        url: address.to_owned(),
        reason,
    };
    let location = headers::location(headers).ok_or_else(|| bad("without a Location".into()))?;
    let target = from
        .join(location.trim())
        .map_err(|error| bad(format!("to «{location}»: {error}")))?;
    parse(target.as_str()).map_err(|_| bad(format!("to «{location}», which is no http address")))
}

fn header_value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_bytes(text.as_bytes()).ok()
}

fn unix_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// An error and what caused it, in one line.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let words = inner.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = inner.source();
    }
    text
}

fn is_caused_by<E: std::error::Error + 'static>(error: &reqwest::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(inner) = cause {
        if inner.is::<E>() {
            return true;
        }
        cause = inner.source();
    }
    false
}
