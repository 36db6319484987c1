//! The fetcher against a real HTTP server.

mod limits;
mod politeness;
mod redirects;
mod server;

use isnad_gather::{Conditional, Failure, FetchError, Refusal, discover_feeds, parse_feed};
use server::{Server, answer, fetcher};

const RSS: &str = "<rss version='2.0'><channel><title>وكالة الساحل</title><link>/</link>\
                   <item><title>افتتاح الجسر</title><link>/n/1</link></item></channel></rss>";

#[tokio::test]
async fn an_unchanged_feed_is_not_sent_again() {
    let server = Server::start(|seen| async move {
        let known = seen.headers.get("if-none-match").is_some_and(|tag| tag == "\"v1\"")
            && seen.headers.get("if-modified-since").is_some();
        let headers = [
            ("etag", "\"v1\""),
            ("last-modified", "Thu, 01 Mar 2018 18:22:13 GMT"),
            ("content-type", "application/rss+xml; charset=utf-8"),
            ("cache-control", "max-age=900"),
        ];
        match known {
            true => answer(304, &headers[..1], ""),
            false => answer(200, &headers, RSS),
        }
    })
    .await;
    let fetcher = fetcher();
    let first = fetcher
        .get(&server.url("/rss#top"), &Conditional::default())
        .await
        .unwrap();
    assert_eq!((first.status, first.not_modified), (200, false));
    assert_eq!(first.body, RSS.as_bytes());
    assert_eq!(first.max_age_seconds, Some(900));
    assert_eq!(first.final_url, server.url("/rss"));
    assert_eq!(first.moved_to, None);
    let condition = Conditional {
        etag: first.etag,
        last_modified: first.last_modified,
    };
    let second = fetcher.get(&server.url("/rss"), &condition).await.unwrap();
    assert_eq!((second.status, second.not_modified, second.body.len()), (304, true, 0));
    let user_agent = server.seen()[0].headers["user-agent"].to_str().unwrap().to_owned();
    assert!(user_agent.starts_with("Isnad/"), "{user_agent}");
}

#[tokio::test]
async fn statuses_say_what_to_do() {
    let server = Server::start(|seen| async move {
        let status = seen.path.trim_start_matches('/').parse().unwrap();
        answer(status, &[], "no")
    })
    .await;
    let cases = [
        (404, Refusal::NotFound),
        (410, Refusal::Gone),
        (403, Refusal::Forbidden),
        (429, Refusal::TooManyRequests),
        (502, Refusal::ServerError),
        (418, Refusal::Other),
    ];
    for (status, expected) in cases {
        let url = server.url(&format!("/{status}"));
        let error = fetcher().get(&url, &Conditional::default()).await.unwrap_err();
        assert_eq!(error.is_final(), status == 410);
        match error {
            FetchError::Status {
                status: got, refusal, ..
            } => assert_eq!((got, refusal), (status, expected)),
            other => panic!("{status}: {other}"),
        }
    }
}

#[tokio::test]
async fn what_is_no_web_address_is_refused() {
    for address in [
        "",
        "nonsense",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "data:text/html,x",
    ] {
        let error = fetcher().get(address, &Conditional::default()).await.unwrap_err();
        assert!(matches!(error, FetchError::Address { .. }), "{address}: {error}");
        assert!(error.is_final());
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_with_its_reason() {
    let port = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let error = failure_of(&format!("http://127.0.0.1:{port}/")).await;
    assert!(
        matches!(&error, FetchError::Network { reason, .. } if reason.contains("refused")),
        "{error}"
    );
    assert_eq!(Failure::told_by(&error.to_string()), Some(Failure::Refused));
}

#[tokio::test]
async fn the_kind_of_a_failed_connection_is_told_by_its_sentence() {
    // RFC 6761: no name ends in .invalid
    let unknown = failure_of("http://paper.invalid/rss").await.to_string();
    assert_eq!(Failure::told_by(&unknown), Some(Failure::UnknownHost), "{unknown}");
    let server = Server::start(|_| async { answer(200, &[], RSS) }).await;
    let no_tls = failure_of(&server.url("/rss").replace("http:", "https:"))
        .await
        .to_string();
    assert_eq!(Failure::told_by(&no_tls), Some(Failure::Tls), "{no_tls}");
}

async fn failure_of(url: &str) -> FetchError {
    fetcher().get(url, &Conditional::default()).await.unwrap_err()
}

#[tokio::test]
async fn a_page_leads_to_its_feed() {
    let server = Server::start(|seen| async move {
        match seen.path.as_str() {
            "/" => answer(
                200,
                &[("content-type", "text/html")],
                "<link rel=alternate type='application/rss+xml' href='/rss'>",
            ),
            _ => answer(200, &[("content-type", "text/xml")], RSS),
        }
    })
    .await;
    let fetcher = fetcher();
    let page = fetcher.get(&server.url("/"), &Conditional::default()).await.unwrap();
    let links = discover_feeds(&page.body, page.content_type.as_deref(), &page.final_url);
    let fetched = fetcher.get(&links[0].url, &Conditional::default()).await.unwrap();
    let feed = parse_feed(&fetched.body, fetched.content_type.as_deref(), &fetched.final_url).unwrap();
    assert_eq!(feed.title.as_deref(), Some("وكالة الساحل"));
    assert_eq!(feed.entries[0].url.as_deref(), Some(server.url("/n/1").as_str()));
}
