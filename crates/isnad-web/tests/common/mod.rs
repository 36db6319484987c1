//! A server's router over a store of invented news, and requests to it.

#![allow(dead_code)] // each test binary uses its own part of this module

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, Method, Request, Response, StatusCode, header};
use axum::response::Html;
use axum::routing::get;
use isnad_engine::import::Importer;
use isnad_engine::{Bell, DataPaths, FetchSettings, Fetcher, Runner};
use isnad_gather::input::{InputContent, InputItem, sniff};
use isnad_search::Index;
use isnad_store::{Access, Store};
use isnad_web::{App, Guard};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt;

/// The host under which the server is asked.
pub const HOST: &str = "127.0.0.1:8470";
/// The token of a server with one.
pub const TOKEN: &str = "0123456789abcdefgh";
/// The server's clock: a day in the year of the invented events.
const NOW: i64 = 1_930_000_000;

/// Invented events, each told by one to three outlets, later ones copying the first; a day between events.
pub fn news() -> Vec<String> {
    const OUTLETS: [&str; 3] = ["صحيفة الضفة", "موقع السارية", "قناة المدار"];
    let events = include_str!("events.txt").lines().filter(|line| !line.starts_with('#'));
    let mut records = Vec::new();
    for (number, event) in events.enumerate() {
        let (title, sentences) = event.split_once('|').expect("a headline and sentences");
        for (telling, outlet) in OUTLETS.iter().enumerate().take(3 - number % 3) {
            let mut text = sentences.replace('|', "\n");
            if telling > 0 {
                text.push_str("\nونقلت الصحيفة الخبر عن مراسلها في المكان.");
            }
            let time = format!("2031-03-{:02}T{:02}:00:00Z", 1 + number, 6 + telling);
            let record = json!({
                "id": format!("event-{number}-{telling}"),
                "url": format!("https://outlet{telling}.example/{number}"),
                "source": outlet,
                "title": title,
                "text": text,
                "published": time,
                "captured": time,
            });
            records.push(record.to_string());
        }
    }
    records
}

/// A feed with one entry.
pub fn rss_bytes() -> Vec<u8> {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>مرصد الساحل</title>\
     <item><guid>lamp-1</guid><title>ترميم المنارة القديمة</title>\
     <description>بدأ ترميم المنارة القديمة في مرسى النور.</description></item></channel></rss>"
        .into()
}

/// A site with a feed and a page that names it; gives its address.
pub async fn feed_site() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let page = "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss\"></head><body>مرصد</body></html>";
    let router = Router::new()
        .route("/", get(move || std::future::ready(Html(page))))
        .route(
            "/plain",
            get(|| std::future::ready(Html("<html><body>لا خلاصة هنا</body></html>"))),
        )
        .route(
            "/rss",
            get(|| std::future::ready(([(header::CONTENT_TYPE, "application/rss+xml")], rss_bytes()))),
        );
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    async fn of(response: Response<Body>) -> Answer {
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }
}

/// The router over a store in a folder of its own.
pub struct Server {
    router: Router,
    index: Index,
    folder: TempDir,
}

impl Server {
    pub fn with_news(records: Vec<String>) -> Server {
        Server::build(json_lines(records), None, true)
    }

    pub fn only_reading(records: Vec<String>) -> Server {
        Server::build(json_lines(records), None, false)
    }

    pub fn with_token() -> Server {
        Server::build(Vec::new(), Some(TOKEN.to_owned()), true)
    }

    pub fn with_file(name: &str, bytes: Vec<u8>) -> Server {
        let kind = sniff(&bytes);
        let item = item(name, InputContent::File { kind, bytes });
        Server::build(vec![item], None, true)
    }

    fn build(items: Vec<InputItem>, token: Option<String>, is_writing: bool) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let paths = DataPaths::new(folder.path());
        let bell = Arc::new(Bell::default());
        import(&paths, &bell, items);
        let index = Index::open_for_reading(&paths.index()).unwrap();
        let settings = FetchSettings {
            allow_private_addresses: true,
            host_interval: Duration::from_millis(1),
            ..FetchSettings::default()
        };
        let app = App::new(
            &paths,
            index.clone(),
            Guard::new(HOST.parse().unwrap(), token, &[]).unwrap(),
            Fetcher::new(settings).unwrap(),
            bell,
            Arc::new(|| NOW),
            is_writing,
        );
        Server {
            router: isnad_web::router(app.unwrap()),
            index,
            folder,
        }
    }

    /// More news arrives.
    pub fn receive(&self, records: Vec<String>) {
        let paths = DataPaths::new(self.folder.path());
        import(&paths, &Arc::new(Bell::default()), json_lines(records));
        self.index.reload().unwrap();
    }

    pub async fn ask(&self, method: Method, address: &str, headers: &[(HeaderName, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        Answer::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[(header::HOST, HOST)], "").await
    }

    pub async fn get_json(&self, address: &str) -> (StatusCode, Value) {
        let answer = self.get(address).await;
        (answer.status, answer.json())
    }

    /// The body of an answer that must be a success.
    pub async fn json(&self, address: &str) -> Value {
        let (status, body) = self.get_json(address).await;
        assert_eq!(status, StatusCode::OK, "{address}: {body}");
        body
    }

    /// Sends JSON; an answer without a body is null.
    pub async fn send(&self, method: Method, address: &str, body: &str) -> (StatusCode, Value) {
        let headers = [(header::HOST, HOST), (header::CONTENT_TYPE, "application/json")];
        let answer = self.ask(method, address, &headers, body).await;
        let read = match answer.body.is_empty() {
            true => Value::Null,
            false => answer.json(),
        };
        (answer.status, read)
    }

    pub fn search_address(query: &str, further: &str) -> String {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("/api/v1/search?q={encoded}{further}")
    }

    pub async fn search(&self, query: &str, further: &str) -> Value {
        self.json(&Server::search_address(query, further)).await
    }
}

/// Puts items into a store and reads them through all stages.
fn import(paths: &DataPaths, bell: &Arc<Bell>, items: Vec<InputItem>) {
    let store = Store::open(paths.root(), Access::Write).unwrap();
    let mut importer = Importer::new(&store, bell, None, NOW);
    let mut skip = |place: &str, reason: &str| panic!("{place}: {reason}");
    for item in items {
        importer.take(item, &mut skip).unwrap();
    }
    importer.flush(&mut skip).unwrap();
    let runner = Runner::start(paths, bell.clone()).unwrap().unwrap();
    runner.wait_until_caught_up(|| {}).unwrap();
    runner.stop().unwrap();
}

fn json_lines(records: Vec<String>) -> Vec<InputItem> {
    records
        .into_iter()
        .map(|record| item("news.jsonl", InputContent::JsonLine(record)))
        .collect()
}

fn item(name: &str, content: InputContent) -> InputItem {
    InputItem {
        place: name.to_owned(),
        name: name.to_owned(),
        content: Ok(content),
    }
}

/// The ids of a list of an answer.
pub fn ids(page: &Value, list: &str) -> Vec<i64> {
    let rows = page[list].as_array().expect("a list");
    rows.iter().map(|row| row["id"].as_i64().expect("an id")).collect()
}

/// All ids of a paged list, page after page.
pub async fn walk(server: &Server, address: &str, list: &str) -> Vec<i64> {
    let mut seen = Vec::new();
    let mut next: Option<String> = None;
    for _ in 0..200 {
        let after = next.as_deref().map_or(String::new(), |next| format!("&after={next}"));
        let page = server.json(&format!("{address}{after}")).await;
        seen.extend(ids(&page, list));
        match page["next"].as_str() {
            Some(cursor) => next = Some(cursor.to_owned()),
            None => return seen,
        }
    }
    panic!("{address} has no end");
}
