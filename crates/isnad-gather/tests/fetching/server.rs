//! A real HTTP server on a loopback port that keeps what it was asked.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::response::Response;
use isnad_gather::{FetchSettings, Fetcher};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub path: String,
    pub headers: HeaderMap,
    pub at: Instant,
}

/// The server's address and what it has seen.
pub struct Server {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Starts a server that answers with `answer`.
    pub async fn start<F, R>(answer: F) -> Server
    where
        F: Fn(Seen) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Response> + Send,
    {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let log = seen.clone();
        let app = Router::new().fallback(move |request: Request| {
            let one = Seen {
                path: request.uri().to_string(),
                headers: request.headers().clone(),
                at: Instant::now(),
            };
            log.lock().unwrap().push(one.clone());
            answer(one)
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Server { port, seen }
    }

    /// The address of `path` on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// All requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The paths of all requests so far, robots.txt left out.
    pub fn paths(&self) -> Vec<String> {
        let paths = self.seen().into_iter().map(|seen| seen.path);
        paths.filter(|path| path != "/robots.txt").collect()
    }
}

/// Settings for tests: the loopback server may be reached, without waiting and without robots.txt.
pub fn settings() -> FetchSettings {
    FetchSettings {
        private_hosts: vec!["127.0.0.1".into()],
        host_interval: Duration::ZERO,
        obey_robots: false,
        ..FetchSettings::default()
    }
}

/// A fetcher with [`settings`].
pub fn fetcher() -> Fetcher {
    Fetcher::new(settings()).unwrap()
}

/// An answer with `status`, headers and body.
pub fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Body>) -> Response {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body.into()).unwrap()
}
