//! A server over a store of invented news, and a browser without script that asks it.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use isnad_engine::import::Importer;
use isnad_engine::{Bell, DataPaths, FetchSettings, Fetcher, Runner};
use isnad_gather::input::{InputContent, InputItem};
use isnad_search::Index;
use isnad_store::{Access, Store};
use isnad_web::{App, Guard};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

pub const HOST: &str = "127.0.0.1:8470";
pub const TOKEN: &str = "0123456789abcdefgh";
/// Noon of the day of the invented events: 2031-03-02.
pub const NOW: i64 = 1_930_219_200;

/// One invented story told by four outlets, an English report of something else, and a hostile one.
pub fn news() -> Vec<String> {
    let bridge = [
        "انهار جزء من جسر الغدير عند مدخل بلدة تل السنديان صباح الأحد، ما أدى إلى سقوط حافلة في مجرى النهر.",
        "وقال مدير الدفاع المدني في البلدة إن فرقه انتشلت سبع جثث ونقلت أحد عشر جريحا إلى مستشفى عين الجبل.",
        "وأعلن محافظ المنطقة إغلاق الطريق القديم إلى أن تنتهي لجنة من المهندسين من فحص الركائز الثلاث الباقية.",
    ];
    let credited = [&bridge[..], &["وأوردت الخبر صحيفة الضفة."]].concat().join("\n");
    let rewritten = "وصل إلى مستشفى عين الجبل أحد عشر جريحا بعد انهيار جسر الغدير في تل السنديان، بحسب طبيبة في قسم الطوارئ.\n\
                     وقالت الطبيبة إن حالة ثلاثة منهم حرجة، وإن الحافلة كانت تقل عمالا من معمل السكر عند سقوطها في النهر.";
    let report = |id: &str, source: &str, hour: u8, title: &str, text: &str| {
        json!({
            "id": id, "source": source, "title": title, "text": text, "url": format!("https://{id}.example/1"),
            "published": format!("2031-03-02T{hour:02}:10:00Z"), "captured": format!("2031-03-02T{hour:02}:15:00Z"),
        })
        .to_string()
    };
    let hostile = json!({
        "id": "hostile", "source": "<img src=x onerror=alert(1)>", "title": "<script>alert('t')</script> \"سوق\" الحبوب",
        "text": "</p><script>alert('b')</script> فتح سوق الحبوب في مرسى النور أبوابه بعد إضراب طويل دام تسعة أسابيع.",
        "url": "javascript:alert(1)", "published": "2031-03-02", "captured": "2031-03-02T09:00:00Z",
    });
    vec![
        report(
            "diffa",
            "صحيفة الضفة",
            5,
            "انهيار جسر الغدير في تل السنديان ومقتل سبعة",
            &bridge.join("\n"),
        ),
        report(
            "sariya",
            "موقع السارية",
            6,
            "انهيار جسر الغدير في تل السنديان ومقتل سبعة",
            &bridge.join("\n"),
        ),
        report(
            "madar",
            "قناة المدار",
            7,
            "سبعة قتلى في انهيار جسر الغدير بتل السنديان",
            &credited,
        ),
        report(
            "marsad",
            "مرصد الساحل",
            8,
            "جرحى انهيار جسر الغدير في مستشفى عين الجبل",
            rewritten,
        ),
        report(
            "ledger",
            "The Sindar Ledger",
            8,
            "Harbour library opens after nine years of repairs",
            "The old harbour library in Marsa opened its doors on Sunday after nine years of repairs.\n\
             Its keeper said that forty thousand volumes had been saved from the flood by volunteers.",
        ),
        hostile.to_string(),
    ]
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A browser that keeps cookies.
pub struct Browser {
    router: Router,
    accept_language: String,
    cookies: BTreeMap<String, String>,
}

/// A server in a folder of its own.
pub struct Desk {
    router: Router,
    folder: TempDir,
    bell: Arc<Bell>,
    clock: Arc<AtomicI64>,
    /// The stages; none where they ended with the import.
    runner: Option<Runner>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.stop();
    }
}

fn import(store: &Store, bell: &Arc<Bell>, records: Vec<String>) {
    let mut importer = Importer::new(store, bell, None, NOW);
    let mut skip = |place: &str, reason: &str| panic!("{place}: {reason}");
    for record in records {
        let item = InputItem {
            place: "news.jsonl".to_owned(),
            name: "news.jsonl".to_owned(),
            content: Ok(InputContent::JsonLine(record)),
        };
        importer.take(item, &mut skip).unwrap();
    }
    importer.flush(&mut skip).unwrap();
}

impl Desk {
    pub fn new() -> Desk {
        Desk::with(news(), None)
    }

    pub fn with(records: Vec<String>, token: Option<&str>) -> Desk {
        let mut desk = Desk::running(records, token);
        desk.stop();
        desk
    }

    /// A server whose stages go on.
    pub fn running(records: Vec<String>, token: Option<&str>) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let paths = DataPaths::new(folder.path());
        let bell = Arc::new(Bell::default());
        let store = Store::open(paths.root(), Access::Write).unwrap();
        store
            .add_source("مرصد الساحل", "https://marsad.example/rss", NOW - 600)
            .unwrap();
        import(&store, &bell, records);
        let runner = Runner::start(&paths, bell.clone()).unwrap().unwrap();
        runner.wait_until_caught_up(|| {}).unwrap();
        let clock = Arc::new(AtomicI64::new(NOW));
        let told = clock.clone();
        let app = App::new(
            &paths,
            Index::open_for_reading(&paths.index()).unwrap(),
            Guard::new(HOST.parse().unwrap(), token.map(str::to_owned), &[]).unwrap(),
            Fetcher::new(FetchSettings::default()).unwrap(),
            bell.clone(),
            Arc::new(move || told.load(Ordering::Relaxed)),
            true,
        );
        Desk {
            router: isnad_web::router(app.unwrap()),
            folder,
            bell,
            clock,
            runner: Some(runner),
        }
    }

    /// Ends the stages.
    pub fn stop(&mut self) {
        if let Some(runner) = self.runner.take() {
            runner.stop().unwrap();
        }
    }

    /// More news arrives and is read.
    pub fn receive(&self, records: Vec<String>) {
        import(&self.store(), &self.bell, records);
        self.runner
            .as_ref()
            .expect("running stages")
            .wait_until_caught_up(|| {})
            .unwrap();
    }

    /// Time goes by, in seconds.
    pub fn wait(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub fn store(&self) -> Store {
        Store::open(self.folder.path(), Access::Write).unwrap()
    }

    pub fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            accept_language: "ar".to_owned(),
            cookies: BTreeMap::new(),
        }
    }
}

impl Browser {
    pub fn reading(mut self, accept_language: &str) -> Browser {
        self.accept_language = accept_language.to_owned();
        self
    }

    pub async fn get(&mut self, address: &str) -> Answer {
        self.ask(Method::GET, address, HOST, "").await
    }

    /// A page that must be there.
    pub async fn page(&mut self, address: &str) -> String {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        answer.body
    }

    /// Sends a form.
    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        self.ask(Method::POST, address, HOST, &pairs.join("&")).await
    }

    pub async fn ask(&mut self, method: Method, address: &str, host: &str, form: &str) -> Answer {
        let media_type = "application/x-www-form-urlencoded";
        self.request(method, address, host, media_type, form).await
    }

    /// Sends a body of some other type.
    pub async fn send(&mut self, address: &str, media_type: &str, body: &str) -> Answer {
        self.request(Method::POST, address, HOST, media_type, body).await
    }

    /// Asks for a page as a browser does that only looks ahead.
    pub async fn prefetch(&mut self, address: &str) {
        let request = Request::builder()
            .uri(address)
            .header(header::HOST, HOST)
            .header("sec-purpose", "prefetch")
            .body(Body::empty())
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
    }

    async fn request(&mut self, method: Method, address: &str, host: &str, media_type: &str, body: &str) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, host)
            .header(header::ACCEPT, "text/html,*/*;q=0.8")
            .header(header::ACCEPT_LANGUAGE, &self.accept_language)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, media_type)
            .body(Body::from(body.to_owned()))
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

/// What stands between `before` and the next `after`, each time.
pub fn all_between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before)
        .skip(1)
        .map(|rest| rest.split(after).next().unwrap())
        .collect()
}

/// The token in the forms of a page.
pub fn form_token(page: &str) -> &str {
    all_between(page, "name=\"form_token\" value=\"", "\"")
        .first()
        .expect("a form with a token")
}

/// The first link of `page` that begins with `start`.
pub fn link(page: &str, start: &str) -> String {
    let rest = *all_between(page, &format!("href=\"{start}"), "\"")
        .first()
        .expect("a link");
    format!("{start}{rest}").replace("&amp;", "&").replace("&#38;", "&")
}
