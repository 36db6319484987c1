//! What the tests of polling share: a web site on this machine, and an engine with a clock of its own.

#![allow(dead_code)] // each test binary uses its own part of this module

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, header};
use isnad_engine::live::Live;
use isnad_engine::{Bell, DataPaths, FetchSettings, Fetcher, Runner};
use isnad_model::ArticleId;
use isnad_store::{Access, ArticleView, Source, SourceId, Store};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What a path answers.
#[derive(Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub content_type: &'static str,
    pub etag: Option<String>,
    pub retry_after_seconds: Option<u64>,
    pub body: String,
}

impl Answer {
    pub fn feed(body: impl Into<String>) -> Answer {
        Answer {
            status: 200,
            content_type: "application/rss+xml; charset=utf-8",
            body: body.into(),
            ..Answer::default()
        }
    }

    pub fn page(body: impl Into<String>) -> Answer {
        Answer {
            status: 200,
            content_type: "text/html; charset=utf-8",
            body: body.into(),
            ..Answer::default()
        }
    }

    pub fn status(status: u16) -> Answer {
        Answer {
            status,
            content_type: "text/plain",
            ..Answer::default()
        }
    }
}

#[derive(Default)]
struct Pages {
    answers: BTreeMap<String, Answer>,
    statuses_sent: BTreeMap<String, Vec<u16>>,
}

/// A site whose pages the test changes while it is asked; other paths answer 404.
pub struct Site {
    pages: Arc<Mutex<Pages>>,
    pub port: u16,
}

impl Site {
    pub async fn start() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let pages = Arc::new(Mutex::new(Pages::default()));
        let router = Router::new().fallback(answer).with_state(pages.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Site { pages, port }
    }

    pub fn set(&self, path: &str, answer: Answer) {
        self.pages.lock().unwrap().answers.insert(path.to_owned(), answer);
    }

    /// The statuses sent for `path`, in order.
    pub fn sent(&self, path: &str) -> Vec<u16> {
        let pages = self.pages.lock().unwrap();
        pages.statuses_sent.get(path).cloned().unwrap_or_default()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

async fn answer(State(pages): State<Arc<Mutex<Pages>>>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let mut pages = pages.lock().unwrap();
    let mut found = pages.answers.get(&path).cloned().unwrap_or_else(|| Answer::status(404));
    let asked = request.headers().get(header::IF_NONE_MATCH).map(|etag| etag.as_bytes());
    if found.etag.is_some() && asked == found.etag.as_ref().map(String::as_bytes) {
        found.status = 304;
        found.body.clear();
    }
    pages.statuses_sent.entry(path).or_default().push(found.status);
    let mut response = Response::builder()
        .status(found.status)
        .header(header::CONTENT_TYPE, found.content_type);
    if let Some(etag) = found.etag {
        response = response.header(header::ETAG, etag);
    }
    if let Some(seconds) = found.retry_after_seconds {
        response = response.header(header::RETRY_AFTER, seconds);
    }
    response.body(Body::from(found.body)).unwrap()
}

/// Settings that reach this machine without waiting.
pub fn reaching_this_machine() -> FetchSettings {
    FetchSettings {
        allow_private_addresses: true,
        ..without_waiting()
    }
}

pub fn without_waiting() -> FetchSettings {
    FetchSettings {
        host_interval: Duration::from_millis(1),
        ..FetchSettings::default()
    }
}

/// A store that is polled and read, by a clock that the test moves.
pub struct Engine {
    folder: TempDir,
    settings: FetchSettings,
    clock: Arc<AtomicI64>,
    pub store: Store,
    running: Option<(JoinHandle<()>, Runner)>,
}

/// A moment in the year of the invented events.
pub const START: i64 = 1_930_000_000;
pub const HOUR: i64 = 3600;
const LONGEST_WAIT: Duration = Duration::from_secs(20);

impl Engine {
    pub fn start(settings: FetchSettings) -> Engine {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Access::Write).unwrap();
        let mut engine = Engine {
            folder,
            settings,
            clock: Arc::new(AtomicI64::new(START)),
            store,
            running: None,
        };
        engine.go_on();
        engine
    }

    /// A new loop and new stages on the same store.
    pub fn go_on(&mut self) {
        let paths = DataPaths::new(self.folder.path());
        let bell = Arc::new(Bell::default());
        let runner = Runner::start(&paths, bell.clone()).unwrap().expect("nobody else runs");
        let clock = self.clock.clone();
        let live = Live::new(
            Store::open(self.folder.path(), Access::Write).unwrap(),
            Fetcher::new(self.settings.clone()).unwrap(),
            bell,
            Arc::new(move || clock.load(Ordering::SeqCst)),
        );
        let polling = tokio::spawn(async move { live.run(Duration::from_millis(5)).await.unwrap() });
        self.running = Some((polling, runner));
    }

    /// Ends loop and stages, as the end of the process does.
    pub async fn halt(&mut self) {
        let (polling, runner) = self.running.take().expect("it runs");
        polling.abort();
        assert!(polling.await.unwrap_err().is_cancelled(), "polling ended by itself");
        tokio::task::spawn_blocking(move || runner.stop())
            .await
            .unwrap()
            .unwrap();
    }

    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    /// Moves the clock to `since_start_seconds` and waits until nothing is due any more and all is read.
    pub async fn at(&self, since_start_seconds: i64) {
        self.clock.store(START + since_start_seconds, Ordering::SeqCst);
        self.settle().await;
    }

    pub async fn settle(&self) {
        let (polling, runner) = self.running.as_ref().expect("it runs");
        let started = Instant::now();
        loop {
            let now = self.now();
            let is_idle = self.store.due_sources(now, 1).unwrap().is_empty()
                && self.store.due_fetches(now, 1).unwrap().is_empty();
            if is_idle && runner.is_caught_up().unwrap() {
                return;
            }
            assert!(!polling.is_finished(), "polling ended");
            assert!(started.elapsed() < LONGEST_WAIT, "still not idle");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub async fn follow(&self, name: &str, feed_url: &str) -> SourceId {
        let id = self.store.add_source(name, feed_url, self.now()).unwrap();
        self.settle().await;
        id
    }

    pub fn source(&self, id: SourceId) -> Source {
        self.store.source(id).unwrap().expect("the source is there")
    }

    pub fn articles(&self) -> Vec<ArticleView> {
        let ids: Vec<ArticleId> = self.store.article_ids_after(ArticleId(0), 100_000).unwrap();
        self.store.articles(&ids).unwrap()
    }

    /// The only article there is.
    pub fn article(&self) -> ArticleView {
        let mut articles = self.articles();
        assert_eq!(articles.len(), 1, "{articles:?}");
        articles.remove(0)
    }
}

/// One entry of a feed about an invented event.
pub fn item(id: &str, link: &str, title: &str, summary: &str) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">{id}</guid><title>{title}</title><link>{link}</link>\
         <description>{summary}</description></item>"
    )
}

pub fn rss(title: &str, items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>{title}</title>{}</channel></rss>",
        items.concat()
    )
}

pub fn html(title: &str, paragraphs: &[&str]) -> String {
    let text: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    format!(
        "<!doctype html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><main><article><h1>{title}</h1>{text}</article></main></body></html>"
    )
}
