//! Marks, kept searches and lists of feeds by the API.

mod common;

use axum::http::{Method, StatusCode, header};
use common::{HOST, Server, news};
use serde_json::json;

#[tokio::test]
async fn articles_and_stories_are_marked() {
    let server = Server::with_news(news());
    let story = server.json("/api/v1/stories?order=most_outlets&limit=1").await["stories"][0].clone();
    let (id, articles) = (&story["id"], story["articles"].as_u64().unwrap());
    let address = format!("/api/v1/stories/{id}/marks");
    let (status, marks) = server.send(Method::PATCH, &address, r#"{"read":true}"#).await;
    assert_eq!((status, marks), (StatusCode::OK, json!({"unread": 0, "starred": 0})));
    let lead = &story["lead"]["id"];
    let of_lead = format!("/api/v1/articles/{lead}/marks");
    let (_, marks) = server
        .send(Method::PATCH, &of_lead, r#"{"read":false,"starred":true}"#)
        .await;
    assert!(marks["read"].is_null() && marks["starred"].is_string(), "{marks}");
    let detail = server.json(&format!("/api/v1/articles/{lead}")).await;
    assert_eq!(detail["marks"], marks);
    let (_, marks) = server.send(Method::PATCH, &address, "{}").await;
    assert_eq!(marks, json!({"unread": 1, "starred": 1}));
    let unread = server.search("is:unread", "&copies=all").await["total"]
        .as_u64()
        .unwrap();
    assert_eq!(unread, news().len() as u64 - articles + 1);
    let starred = server.json("/api/v1/starred?limit=1").await;
    assert_eq!(starred["articles"][0]["id"], *lead);
    let next = starred["next"].as_str().unwrap();
    let rest = server.json(&format!("/api/v1/starred?after={next}")).await;
    assert_eq!(rest, json!({"articles": []}));
    let only = server.json("/api/v1/stories?only=starred").await;
    assert_eq!(only["stories"].as_array().unwrap().len(), 1);
    for missing in ["/api/v1/articles/9999/marks", "/api/v1/stories/9999/marks"] {
        for change in [r#"{"read":true}"#, "{}"] {
            assert_eq!(
                server.send(Method::PATCH, missing, change).await.0,
                StatusCode::NOT_FOUND
            );
        }
    }
}

#[tokio::test]
async fn a_server_that_only_reads_keeps_no_marks() {
    let server = Server::only_reading(news());
    let refused = server
        .send(Method::PATCH, "/api/v1/articles/1/marks", r#"{"read":true}"#)
        .await;
    assert_eq!(refused.0, StatusCode::FORBIDDEN);
    let page = String::from_utf8(server.get("/search?q=lang:ar").await.body).unwrap();
    assert!(
        page.contains("class=\"hits\"") && !page.contains("method=\"post\""),
        "{page}"
    );
}

#[tokio::test]
async fn searches_are_kept() {
    let server = Server::with_news(Vec::new());
    let (status, kept) = server
        .send(Method::POST, "/api/v1/searches", r#"{"query":" lang:ar "}"#)
        .await;
    assert_eq!((status, &kept["query"]), (StatusCode::CREATED, &json!("lang:ar")));
    assert_eq!(server.json("/api/v1/searches").await, json!([kept]));
    let (status, wrong) = server.send(Method::POST, "/api/v1/searches", r#"{"query":"(x"}"#).await;
    assert_eq!((status, &wrong["position"]), (StatusCode::BAD_REQUEST, &json!(0)));
    let address = format!("/api/v1/searches/{}", kept["id"]);
    assert_eq!(
        server.send(Method::DELETE, &address, "").await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(server.send(Method::DELETE, &address, "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn lists_of_feeds_go_in_and_out() {
    let server = Server::with_news(Vec::new());
    let list = "<opml version=\"2.0\"><body><outline text=\"المدار\" xmlUrl=\"https://madar.example/rss\"/>\
                <outline text=\"x\" xmlUrl=\"ftp://x.example/\"/></body></opml>";
    let headers = [(header::HOST, HOST), (header::CONTENT_TYPE, "text/x-opml")];
    let listed = server.ask(Method::POST, "/api/v1/sources/opml", &headers, list).await;
    assert_eq!(
        listed.json(),
        json!({"added": 1, "known": 0, "refused": ["ftp://x.example/"]})
    );
    let out = server.get("/api/v1/sources/opml").await;
    assert!(out.header("content-type").starts_with("text/x-opml"));
    let feeds = isnad_gather::opml::read(&out.body).unwrap();
    assert_eq!((feeds.len(), feeds[0].title.as_deref()), (1, Some("المدار")));
    let bad = server
        .ask(Method::POST, "/api/v1/sources/opml", &headers, "no list")
        .await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}
