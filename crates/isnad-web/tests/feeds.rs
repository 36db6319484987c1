//! Searches and stories as feeds, read back by the project's own reader and by feed-rs.

mod common;

use axum::http::{Method, StatusCode, header};
use common::{Answer, HOST, Server, news};
use isnad_gather::{Feed, FeedKind, parse_feed};

const FORMS: [(&str, &str, FeedKind); 3] = [
    ("rss", "application/rss+xml", FeedKind::Rss),
    ("atom", "application/atom+xml", FeedKind::Atom),
    ("json", "application/feed+json", FeedKind::Json),
];

fn search_feed(query: &str, form: &str, further: &str) -> String {
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/feed/search.{form}?q={encoded}{further}")
}

fn read(answer: &Answer) -> Feed {
    let content_type = answer.header("content-type").to_owned();
    parse_feed(&answer.body, Some(&content_type), "http://127.0.0.1:8470/").expect("a feed")
}

async fn feed(server: &Server, address: &str) -> Feed {
    let answer = server.get(address).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "{address}: {}",
        String::from_utf8_lossy(&answer.body)
    );
    read(&answer)
}

fn ids(feed: &Feed) -> Vec<String> {
    feed.entries.iter().map(|entry| entry.id.clone()).collect()
}

#[tokio::test]
async fn a_search_reads_back_alike_in_every_form_and_by_another_reader() {
    let server = Server::with_news(news());
    let found = server.search("source:الضفة", "&order=newest").await;
    let mut seen = Vec::new();
    for (form, media_type, kind) in FORMS {
        let answer = server.get(&search_feed("source:الضفة", form, "")).await;
        assert!(answer.header("content-type").starts_with(media_type), "{form}");
        let ours = read(&answer);
        assert_eq!(ours.kind, kind);
        assert_eq!(ours.warnings, Vec::<String>::new(), "{form}");
        assert_eq!(ours.title.as_deref(), Some("إسناد: source:الضفة"));
        assert_eq!(ours.entries.len(), found["hits"].as_array().unwrap().len());
        for (entry, hit) in ours.entries.iter().zip(found["hits"].as_array().unwrap()) {
            assert_eq!(entry.title.as_deref(), hit["title"].as_str());
            let page = format!("http://{HOST}/article/{}", hit["id"]);
            assert_eq!(entry.url.as_deref(), Some(page.as_str()));
            assert_eq!(entry.authors, ["صحيفة الضفة"], "{form}");
            let published = entry.published.as_ref().and_then(|time| time.point());
            let claimed = isnad_model::parse_instant(hit["published"]["time"].as_str().unwrap());
            assert_eq!(published, claimed, "{form}");
        }
        let theirs = feed_rs::parser::parse(&answer.body[..]).expect("feed-rs reads it");
        let their_ids: Vec<String> = theirs.entries.iter().map(|entry| entry.id.clone()).collect();
        assert_eq!(their_ids, ids(&ours), "{form}");
        assert!(their_ids.iter().all(|id| id.starts_with("urn:uuid:")), "{their_ids:?}");
        let their_times: Vec<Option<i64>> = theirs
            .entries
            .iter()
            .map(|entry| entry.published.map(|at| at.timestamp()))
            .collect();
        let our_times: Vec<Option<i64>> = ours
            .entries
            .iter()
            .map(|entry| entry.published.as_ref().and_then(|at| at.point()))
            .collect();
        assert_eq!(their_times, our_times, "{form}");
        seen.push(ids(&ours));
    }
    assert!(
        seen.iter().all(|of_form| *of_form == seen[0]),
        "an entry has one id in every form"
    );
}

#[tokio::test]
async fn copies_are_folded_and_a_copy_that_comes_later_is_no_new_entry() {
    let (copies, first): (Vec<String>, Vec<String>) = news().into_iter().partition(|record| !record.contains("-0\""));
    assert!(first.len() > 3 && copies.len() > 3);
    let server = Server::with_news(first);
    let search = search_feed("is:unread", "atom", "");
    let (search_before, stories_before) = (feed(&server, &search).await, feed(&server, "/feed/stories.atom").await);
    let mut reports = ids(&search_before);
    server.receive(copies);
    let after = feed(&server, &search).await;
    let mut same = ids(&after);
    assert_eq!(same[0], reports[0], "the newest report first");
    reports.sort();
    same.sort();
    assert_eq!(same, reports);
    assert_eq!(ids(&feed(&server, "/feed/stories.atom").await), ids(&stories_before));
    let all = feed(&server, &search_feed("is:unread", "atom", "&copies=all")).await;
    assert_eq!(all.entries.len(), news().len());
    let mut distinct = ids(&all);
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), all.entries.len(), "every text has an id of its own");
}

#[tokio::test]
async fn stories_are_a_feed_of_one_entry_each() {
    let server = Server::with_news(news());
    let stories = server.json("/api/v1/stories?order=first_seen").await;
    let stories = stories["stories"].as_array().unwrap();
    for (form, ..) in FORMS {
        let told = feed(&server, &format!("/feed/stories.{form}?lang=en")).await;
        assert_eq!(told.entries.len(), stories.len());
        for (entry, story) in told.entries.iter().zip(stories) {
            let page = format!("http://{HOST}/story/{}", story["id"]);
            assert_eq!(entry.url.as_deref(), Some(page.as_str()), "{form}");
        }
        let text = told.entries[0]
            .summary_html
            .as_deref()
            .or(told.entries[0].content_html.as_deref());
        assert!(text.unwrap().contains("outlet"), "{text:?}");
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = Server::with_news(news());
    for address in [search_feed("جسر", "rss", ""), "/feed/stories.json".to_owned()] {
        let first = server.get(&address).await;
        let (etag, date) = (
            first.header("etag").to_owned(),
            first.header("last-modified").to_owned(),
        );
        assert!(etag.starts_with('"') && date.ends_with(" GMT"), "{etag} {date}");
        let ask = async |name: header::HeaderName, value: &str| {
            let headers = [(header::HOST, HOST), (name, value)];
            server.ask(Method::GET, &address, &headers, "").await
        };
        for again in [
            ask(header::IF_NONE_MATCH, &etag).await,
            ask(header::IF_MODIFIED_SINCE, &date).await,
        ] {
            assert_eq!(again.status, StatusCode::NOT_MODIFIED);
            assert!(again.body.is_empty());
            assert_eq!(again.header("etag"), etag);
        }
        assert_eq!(ask(header::IF_NONE_MATCH, "\"other\"").await.status, StatusCode::OK);
        assert_eq!(first.header("cache-control"), "private, no-cache");
    }
}

#[tokio::test]
async fn text_of_outlets_is_neither_markup_nor_broken_xml() {
    let hostile = serde_json::json!({
        "id": "hostile", "source": "a & <b>\u{1}", "title": "<script>alert(1)</script> سوق ]]> \u{8}&amp;",
        "text": "فتح سوق الحبوب <img src=x onerror=alert(2)> أبوابه بعد إضراب & توقف.", "captured": "2031-03-02T09:00:00Z",
    });
    let server = Server::with_news(vec![hostile.to_string()]);
    for (form, ..) in FORMS {
        let told = feed(&server, &search_feed("سوق", form, "")).await;
        let entry = &told.entries[0];
        let shown = entry.summary_html.as_deref().or(entry.content_html.as_deref()).unwrap();
        assert!(!shown.contains("<img"), "{form}: {shown}");
        assert!(entry.title.as_deref().unwrap().contains("سوق"), "{form}");
    }
}

#[tokio::test]
async fn what_is_no_feed_is_refused() {
    let server = Server::with_news(Vec::new());
    for (address, status) in [
        ("/feed/search.xml?q=x", StatusCode::NOT_FOUND),
        ("/feed/other.rss", StatusCode::NOT_FOUND),
        ("/feed/search.rss?q=%22x", StatusCode::BAD_REQUEST),
        ("/feed/search.rss", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(server.get(address).await.status, status, "{address}");
    }
    assert_eq!(feed(&server, "/feed/stories.rss").await.entries.len(), 0);
    let closed = Server::with_token();
    assert_eq!(closed.get("/feed/stories.rss").await.status, StatusCode::UNAUTHORIZED);
}
