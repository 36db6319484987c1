//! The demo: it starts, answers, and shows every case that the sample was written for.

mod common;

use common::isnad;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};

/// A running demo over a store of its own; it ends with the value.
struct Demo {
    child: Child,
    /// Kept open, since the demo prints more than the address.
    _stdout: BufReader<ChildStdout>,
    host: String,
}

impl Demo {
    fn start(arguments: &[&str]) -> Demo {
        let elsewhere = tempfile::tempdir().unwrap();
        let mut child = isnad(elsewhere.path())
            .arg("demo")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first_line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut first_line).unwrap();
        let host = first_line
            .trim()
            .strip_prefix("http://")
            .expect("an address comes first");
        let host = host.split('/').next().unwrap().to_owned();
        Demo {
            child,
            _stdout: stdout,
            host,
        }
    }

    fn page(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let request = format!("GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.host);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.lines().next().unwrap().contains(" 200 "), "{path}: {head}");
        body.to_owned()
    }

    fn get(&self, path: &str) -> Value {
        serde_json::from_str(&self.page(path)).unwrap()
    }

    fn stories(&self) -> Vec<Value> {
        self.get("/api/v1/stories?limit=200")["stories"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Every article of every story, in detail.
    fn articles(&self) -> Vec<Value> {
        let stories = self.stories();
        let ids = stories.iter().flat_map(|story| {
            let whole = self.get(&format!("/api/v1/stories/{}", story["id"]));
            let articles = whole["articles"].as_array().unwrap().clone();
            articles.into_iter().map(|article| article["id"].clone())
        });
        ids.map(|id| self.get(&format!("/api/v1/articles/{id}"))).collect()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The article whose address ends so.
fn at<'a>(articles: &'a [Value], address_end: &str) -> &'a Value {
    let is_it = |article: &&Value| {
        article["parent"].is_null() && article["url"].as_str().is_some_and(|url| url.ends_with(address_end))
    };
    articles
        .iter()
        .find(is_it)
        .unwrap_or_else(|| panic!("no article at {address_end}"))
}

fn copy_of<'a>(later: &'a Value, earlier: &Value) -> &'a Value {
    let copies = later["copies"]["of_earlier"].as_array().unwrap();
    let is_it = |line: &&Value| line["article"] == earlier["id"];
    &copies
        .iter()
        .find(is_it)
        .unwrap_or_else(|| panic!("{} copies {}", later["title"], earlier["title"]))["copy"]
}

fn text_of(article: &Value) -> String {
    let blocks = article["article"]["blocks"].as_array().unwrap();
    let texts: Vec<&str> = blocks.iter().map(|block| block["text"].as_str().unwrap()).collect();
    texts.join("\n")
}

fn names<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item[field].as_str()).collect()
}

#[test]
fn the_demo_shows_what_the_sample_was_written_for() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(&["--data", folder.path().to_str().unwrap()]);
    let articles = demo.articles();
    assert!(articles.len() >= 65, "{} articles", articles.len());

    // five outlets report the bridge, two credit an agency that none of them is
    let bridge = at(&articles, "/bridge-ghazala.html");
    let edited = at(&articles, "/ghazala-bridge/");
    let copy = copy_of(edited, bridge);
    assert_eq!(
        (&copy["kind"], &copy["grade"]),
        (&"edited_copy".into(), &"proven".into())
    );
    assert_eq!(copy["from"]["agency"], "وكالة أنباء السهل");
    let minutes_later = copy_of(at(&articles, "/n/50112"), bridge);
    assert_eq!(
        (&minutes_later["kind"], &minutes_later["gap_seconds"]),
        (&"copy".into(), &180.into())
    );
    assert_eq!(minutes_later["from"]["agency"], "وكالة أنباء السهل");
    assert_eq!(copy_of(at(&articles, "?id=7731"), bridge)["kind"], "partial");
    let story = demo.get(&format!("/api/v1/stories/{}", bridge["story"]));
    let outlets: BTreeSet<&str> = names(&story["articles"], "source").into_iter().collect();
    assert_eq!(outlets.len(), 5, "{outlets:?}");

    // in one chain: each grade, an agency that nobody saw, and a split that was undone
    let taken_over = copy_of(
        at(&articles, "/bridge-toll-hospital.html"),
        at(&articles, "/bridge-toll-14"),
    );
    assert_eq!(
        (&taken_over["kind"], &taken_over["grade"]),
        (&"copy".into(), &"likely".into())
    );
    assert_eq!(taken_over["from"], at(&articles, "/bridge-toll-14")["external_id"]);
    let grades: BTreeSet<&str> = story["articles"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|article| article["copies"].as_array().unwrap())
        .filter_map(|copy| copy["copy"]["grade"].as_str())
        .collect();
    assert_eq!(
        grades.into_iter().collect::<Vec<_>>(),
        ["likely", "proven", "shared_source"]
    );
    // the crack in the silo of January is an episode of its fall in March
    let crack = &at(&articles, "/silo-crack/")["story"];
    let fall = &at(&articles, "/silo-collapse.html")["story"];
    let affair = demo.get(&format!("/api/v1/stories/{fall}/episodes"));
    let episodes = affair["episodes"].as_array().unwrap();
    assert_eq!(
        (&episodes[0]["story"], episodes[0]["kin"].is_object()),
        (crack, true),
        "{affair}"
    );
    assert!(
        demo.page(&format!("/story/{fall}"))
            .contains(&format!("href=\"/story/{crack}\""))
    );

    let decisions = demo.get(&format!("/api/v1/decisions?story={}", bridge["story"]));
    assert_eq!(decisions["decisions"][0]["kind"], "merge");
    assert!(decisions["decisions"][0]["undoes"].is_i64(), "{decisions}");
    let page = demo.page(&format!("/story/{}", bridge["story"]));
    for grade in ["proven", "likely", "shared"] {
        // once in the legend, the others in the chain
        let shown = page.matches(&format!("class=\"grade {grade}\"")).count();
        assert!(shown > 1, "{grade} {shown}");
    }
    assert!(page.contains("وكالة أنباء السهل") && page.contains("/decision/2/undo"));

    // copies of the text that its outlet corrected later, and what came since the last visit
    let silo = at(&articles, "/silo-collapse.html");
    assert_eq!(silo["revisions"].as_array().unwrap().len(), 2);
    let page = demo.page(&format!("/story/{}", silo["story"]));
    assert!(
        page.contains("class=\"chip late\""),
        "a copy made before the correction"
    );
    let new = page.matches("class=\"chip good\"").count();
    assert!((1..8).contains(&new), "{new} of eight texts are new");
    assert!(
        !demo
            .page(&format!("/story/{}", bridge["story"]))
            .contains("class=\"chip good\"")
    );

    // an outlet is credited: the direction is proven
    let scoop = at(&articles, "/water-minister/");
    for address_end in ["/khawali-resigns.html", "/n/50151"] {
        let copy = copy_of(at(&articles, address_end), scoop);
        assert_eq!(copy["grade"], "proven", "{address_end}");
        assert_eq!(copy["from"], scoop["external_id"], "{address_end}");
    }
    for denial in ["?id=7752", "/news/khawali-denial"] {
        assert_eq!(at(&articles, denial)["story"], scoop["story"], "{denial}");
    }

    // a wrong figure is copied, then put right where it came from
    let ferry = at(&articles, "/ferry-noor.html");
    assert_eq!(ferry["revisions"].as_array().unwrap().len(), 2);
    assert!(
        ferry["title"].as_str().unwrap().contains("14 راكبا"),
        "{}",
        ferry["title"]
    );
    for address_end in ["/n/50139", "/news/ferry-41-missing"] {
        let copied = at(&articles, address_end);
        assert!(text_of(copied).contains("41 راكبا"), "{address_end}");
        assert_eq!(copied["origin"], "بوابة سواحل سندار", "{address_end}");
    }

    // languages, and the page in windows-1256
    for (address_end, language) in [
        ("lang=en", "en"),
        ("lang=fa", "fa"),
        ("/n/50188", "ar"),
        ("?id=7764", "ar"),
    ] {
        assert_eq!(
            at(&articles, address_end)["article"]["language"],
            language,
            "{address_end}"
        );
    }
    let stone = at(&articles, "?id=7764");
    assert_eq!(stone["title"], "العثور على نقش حجري نادر في تلال أورين");
    assert!(
        text_of(stone).starts_with("عثرت بعثة أثرية من جامعة القلعة"),
        "{}",
        text_of(stone)
    );

    // second articles stand for themselves
    for (page, title) in [
        ("/news/lake-summar", "إنقاذ نسر بري علق في أسلاك الكهرباء قرب أورين"),
        ("/n/50171", "بلدية القلعة تبدأ ترميم ساحة الساعة"),
    ] {
        let page = at(&articles, page);
        let embedded: Vec<&Value> = articles
            .iter()
            .filter(|article| article["parent"] == page["id"])
            .collect();
        let titles: Vec<&str> = embedded
            .iter()
            .filter_map(|article| article["title"].as_str())
            .collect();
        assert_eq!(titles, [title]);
        assert!(!text_of(page).contains(title));
    }

    // pointers are no text
    for (page, title) in [
        ("/talks-open/", "ماذا بقي من بحيرة سمار بعد أربعة مواسم جافة؟"),
        ("/port-strike.html", "أسعار الخبز ترتفع للمرة الثانية في شهر"),
        ("/news/bridge-toll-14", "لحظة وصول الرافعة إلى ضفة النهر"),
        ("/n/50171", "الأمطار تعود إلى وادي رشيم بعد غياب طويل"),
        ("/n/50188", "الأرصاد تحذر من رياح قوية على الساحل الغربي"),
    ] {
        let page = at(&articles, page);
        assert!(names(&page["article"]["related"], "title").contains(&title), "{title}");
        assert!(!text_of(page).contains(title), "{title}");
    }

    // feeds: sources that were polled, and articles known by a summary only
    let sources = demo.get("/api/v1/sources");
    assert_eq!(
        names(&sources, "name")
            .len()
            .max(names(&sources["sources"], "name").len()),
        5,
        "{sources}"
    );
    assert_eq!(at(&articles, "/library-night/")["basis"], "feed_summary");
}

#[test]
fn a_kept_store_is_not_filled_twice() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let count = |demo: &Demo| demo.get("/healthz")["articles"].clone();
    let first = count(&Demo::start(&["--data", data]));
    let again = count(&Demo::start(&["--data", data]));
    assert!(first.as_u64().is_some_and(|articles| articles > 60), "{first}");
    assert_eq!(first, again);
}

#[test]
fn a_kept_store_asks_nobody_for_the_invented_outlets() {
    let folder = tempfile::tempdir().unwrap();
    let is_paused = |demo: &Demo| {
        let sources = demo.get("/api/v1/sources");
        let lines = sources.as_array().unwrap().iter();
        lines.map(|source| source["paused"] == true).collect::<Vec<_>>()
    };
    let kept = Demo::start(&["--data", folder.path().to_str().unwrap()]);
    assert_eq!(is_paused(&kept), [true; 5]);
    let passing = Demo::start(&[]);
    assert_eq!(is_paused(&passing), [false; 5]);
}

#[test]
fn the_demo_stays_on_loopback() {
    let folder = tempfile::tempdir().unwrap();
    let output = isnad(folder.path())
        .args(["demo", "--listen", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
}
