//! The reader, the JSON API, health and metrics of `isnad serve`.
//!
//! What: [`router`] answers the reader's pages (server-rendered, no script), `/api/v1` (OpenAPI 3.1 at
//! `/api/v1/openapi.json`, made from the types), `/feed/` (searches and stories as feeds), `/healthz` and `/metrics`. Why one crate: pages and API
//! stand on the same readers. Limits: every request reads the store through a small pool of readers on threads for
//! blocking work, so a slow query holds up no other.
//! Safety: Host and Origin are checked against the names the server is reached by; a bind other than
//! loopback is refused without a token ([`Guard::new`]).

mod api;
mod app;
mod cookies;
mod correcting;
mod error;
mod extract;
mod feeds;
mod guard;
mod marking;
mod metrics;
mod pages;
mod readers;
mod secrets;

pub use api::{openapi, router};
pub use app::App;
pub use guard::{Guard, GuardError};
