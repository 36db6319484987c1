//! Name resolution that leaves out private addresses.
//!
//! reqwest connects to exactly the addresses given here, so a name cannot show a public address when
//! checked and a private one when connected to (DNS rebinding).

use super::address::is_public;
use super::settings::FetchSettings;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::SocketAddr;
use thiserror::Error;

/// A name all of whose addresses are private.
#[derive(Debug, Error)]
#[error("{0} resolves to private addresses only")]
pub(super) struct OnlyPrivate(pub String);

/// The system's resolver, filtered.
pub(super) struct FilteringResolver {
    pub settings: FetchSettings,
}

impl Resolve for FilteringResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let allow_private = self.settings.may_be_private(&host);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let had_any = !found.is_empty();
            let allowed: Vec<SocketAddr> = found
                .into_iter()
                .filter(|socket| allow_private || is_public(socket.ip()))
                .collect();
            if allowed.is_empty() && had_any {
                return Err(Box::new(OnlyPrivate(host)) as Box<dyn std::error::Error + Send + Sync>);
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}
