//! The API over a store of invented news, asked through the router as a browser's requests arrive.

mod common;

use axum::http::{Method, StatusCode, header};
use common::{HOST, Server, TOKEN, feed_site, ids, news, rss_bytes, walk};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn paging_visits_every_hit_once() {
    let server = Server::with_news(news());
    for order in ["relevance", "newest", "oldest"] {
        let whole = server
            .json(&format!(
                "/api/v1/search?q=%D8%A7%D9%84%D9%8A%D9%88%D9%85&copies=all&limit=200&order={order}"
            ))
            .await;
        let total = whole["total"].as_u64().unwrap();
        assert!(total > 20, "{total}");
        for limit in [1, 7, 50] {
            let address =
                format!("/api/v1/search?q=%D8%A7%D9%84%D9%8A%D9%88%D9%85&copies=all&limit={limit}&order={order}");
            assert_eq!(
                walk(&server, &address, "hits").await,
                ids(&whole, "hits"),
                "{order} by {limit}"
            );
        }
        let distinct: BTreeSet<i64> = ids(&whole, "hits").into_iter().collect();
        assert_eq!(distinct.len() as u64, total);
    }
}

#[tokio::test]
async fn copies_are_folded_and_counted_or_all_shown() {
    let server = Server::with_news(news());
    let all = server.search("جسر", "&copies=all&limit=200").await;
    let folded = server.search("جسر", "&limit=200").await;
    let (all_ids, folded_ids) = (ids(&all, "hits"), ids(&folded, "hits"));
    assert!(!folded_ids.is_empty() && folded_ids.len() < all_ids.len());
    let hidden: u64 = folded["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["copies"].as_u64().unwrap())
        .sum();
    assert_eq!(folded_ids.len() as u64 + hidden, all_ids.len() as u64);
    assert_eq!(folded["total"], all["total"]);
    let snippet = all["hits"][0]["snippet"].as_str().unwrap();
    let [start, end] = [0, 1].map(|n| all["hits"][0]["highlights"][0][n].as_u64().unwrap() as usize);
    assert!(snippet[start..end].contains("جسر"), "{}", &snippet[start..end]);
}

#[tokio::test]
async fn operators_are_understood_in_arabic_too() {
    let server = Server::with_news(news());
    let latin = server
        .search("source:الضفة (جسر OR حريق)", "&copies=all&limit=200")
        .await;
    let arabic = server
        .search("المصدر:الضفة (جسر أو حريق)", "&copies=all&limit=200")
        .await;
    assert!(!ids(&latin, "hits").is_empty());
    assert_eq!(latin, arabic);
    for hit in latin["hits"].as_array().unwrap() {
        assert_eq!(hit["source"], "صحيفة الضفة");
    }
    let dated = server
        .search("اليوم date:2031-03-02..2031-03-03", "&copies=all&limit=200")
        .await;
    let every = server.search("اليوم", "&copies=all&limit=200").await;
    assert!(dated["total"].as_u64() > Some(0));
    assert!(dated["total"].as_u64() < every["total"].as_u64());
    let counted = server.search("اليوم", "&facets=true").await;
    let by_source: u64 = counted["facets"]["source"]
        .as_array()
        .unwrap()
        .iter()
        .map(|count| count["count"].as_u64().unwrap())
        .sum();
    assert_eq!(Some(by_source), counted["total"].as_u64());
}

#[tokio::test]
async fn a_query_that_does_not_parse_says_where() {
    let server = Server::with_news(Vec::new());
    let (status, body) = server.get_json(&Server::search_address("جسر \"بلا نهاية", "")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["position"], 4);
    assert!(!body["error"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn an_article_has_its_text_revisions_captures_and_copies() {
    let server = Server::with_news(news());
    let hit = server.search("\"ونقلت الصحيفة الخبر\"", "&copies=all&limit=1").await["hits"][0].clone();
    let id = hit["id"].as_i64().unwrap();
    let detail = server.json(&format!("/api/v1/articles/{id}")).await;
    assert_eq!(detail["external_id"], hit["external_id"]);
    assert_eq!(detail["article"]["title"], hit["title"]);
    assert!(!detail["article"]["blocks"].as_array().unwrap().is_empty());
    assert!(!detail["keywords"].as_array().unwrap().is_empty());
    assert_eq!(detail["revisions"].as_array().unwrap().len(), 1);
    let earlier = detail["copies"]["of_earlier"][0]["article"].as_i64().expect("a copy");
    let of_earlier = server.json(&format!("/api/v1/articles/{earlier}")).await;
    let later = of_earlier["copies"]["by_later"].as_array().unwrap();
    assert!(later.iter().any(|copy| copy["article"] == id), "{later:?}");
}

#[tokio::test]
async fn related_articles_are_given_in_three_orders_with_their_reasons() {
    let report = |id: &str, source: &str, time: &str, title: &str, text: &str| {
        serde_json::json!({"id": id, "url": format!("https://{id}.example/1"), "source": source, "title": title,
            "text": text, "published": time, "captured": time})
        .to_string()
    };
    let server = Server::with_news(vec![
        report(
            "new",
            "مرصد الساحل",
            "2031-03-02T06:00:00Z",
            "غرق عبارة قبالة ميناء مرسى النور",
            "غرقت عبارة تنقل ركابا بين الجزر قبالة ميناء مرسى النور، وقال خفر السواحل إن البحث عن الركاب مستمر.",
        ),
        report(
            "old",
            "صوت هيرفا",
            "2027-06-09T06:00:00Z",
            "نجاة ركاب عبارة جنحت قبالة ميناء مرسى النور",
            "جنحت عبارة تنقل ركابا بين الجزر قبالة ميناء مرسى النور، وقال خفر السواحل إن الركاب وصلوا إلى الشاطئ.",
        ),
        report(
            "other",
            "صوت هيرفا",
            "2031-03-02T07:00:00Z",
            "ارتفاع أسعار الطماطم",
            "ارتفعت أسعار الطماطم في الأسواق بسبب موجة الصقيع.",
        ),
    ]);
    let related = async |by: &str| server.json(&format!("/api/v1/articles/1/related?limit=5{by}")).await;
    let by_similarity = related("").await;
    assert_eq!(by_similarity.as_array().unwrap().len(), 1, "{by_similarity}");
    assert_eq!(by_similarity[0]["external_id"], "old");
    assert!(
        by_similarity[0]["similarity"]
            .as_f64()
            .is_some_and(|share| share > 0.1 && share < 1.0)
    );
    let by_description = related("&by=description").await;
    assert!(
        !by_description[0]["shared"].as_array().unwrap().is_empty(),
        "{by_description}"
    );
    let by_date = related("&by=date").await;
    let years_seconds = by_date[0]["apart_seconds"].as_i64().unwrap();
    assert!(years_seconds < -3 * 365 * 86_400, "{by_date}");
    let (status, _) = server.get_json("/api/v1/articles/1/related?by=luck").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn versions_are_compared_piece_by_piece() {
    let version = |text: &str, captured: &str| {
        serde_json::json!({"id": "lamp", "url": "https://lamp.example/1", "source": "مرصد", "title": "المنارة",
            "text": text, "published": "2031-03-01T06:00:00Z", "captured": captured})
        .to_string()
    };
    let server = Server::with_news(vec![
        version("أضيئت المنارة بعد 12 عاما من العتمة.", "2031-03-01T07:00:00Z"),
        version("أضيئت المنارة بعد 13 عاما من العتمة.", "2031-03-01T08:00:00Z"),
    ]);
    let compared = server.json("/api/v1/articles/1/diff?from=1&to=2").await;
    let difference = &compared["difference"];
    assert_eq!(
        (&compared["from"]["number"], &compared["to"]["number"]),
        (&1.into(), &2.into())
    );
    assert_eq!(difference["title"]["kind"], "same");
    assert_eq!(difference["rows"][0]["kind"], "changed");
    assert_eq!(
        difference["rows"][0]["was"][1],
        serde_json::json!({"text": "12", "changed": true})
    );
    assert_eq!(
        difference["rows"][0]["now"][1],
        serde_json::json!({"text": "13", "changed": true})
    );
    assert_eq!(difference["numbers_gone"], serde_json::json!(["12"]));
    let (status, _) = server.get_json("/api/v1/articles/1/diff?from=1&to=3").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_capture_gives_the_bytes_that_came_as_a_file() {
    let records = news();
    let server = Server::with_news(records.clone());
    let id = server.search("اليوم", "&limit=1").await["hits"][0]["id"].clone();
    let detail = server.json(&format!("/api/v1/articles/{id}")).await;
    let capture = detail["captures"][0].as_i64().unwrap();
    let answer = server.get(&format!("/api/v1/captures/{capture}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    let sent = String::from_utf8(answer.body.clone()).unwrap();
    assert!(records.contains(&sent), "{sent}");
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert!(answer.header("content-disposition").starts_with("attachment"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").contains("sandbox"));
}

#[tokio::test]
async fn sources_are_added_renamed_paused_and_deleted() {
    let site = feed_site().await;
    let server = Server::with_news(news());
    let (status, added) = server
        .send(
            Method::POST,
            "/api/v1/sources",
            &json!({"url": format!("{site}/")}).to_string(),
        )
        .await;
    assert_eq!(status, StatusCode::CREATED, "{added}");
    assert_eq!(added["feed_url"], format!("{site}/rss"), "the page names its feed");
    assert_eq!(added["name"], "مرصد الساحل");
    let address = format!("/api/v1/sources/{}", added["id"]);

    let renamed = json!({"name": "مرصد الجبل", "paused": true}).to_string();
    let (status, changed) = server.send(Method::PATCH, &address, &renamed).await;
    assert_eq!(
        (status, &changed["name"], &changed["paused"]),
        (StatusCode::OK, &json!("مرصد الجبل"), &json!(true))
    );
    let (status, _) = server.send(Method::PATCH, &address, &renamed).await;
    assert_eq!(status, StatusCode::OK, "the same change twice is no conflict");
    let (status, refused) = server.send(Method::PATCH, &address, r#"{"name":"صحيفة الضفة"}"#).await;
    assert_eq!(status, StatusCode::CONFLICT, "{refused}");
    let (status, refused) = server.send(Method::PATCH, &address, r#"{"name":" "}"#).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{refused}");
    assert_eq!(server.json("/api/v1/sources").await, json!([changed]));

    let (status, _) = server.send(Method::DELETE, &address, "").await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(server.json("/api/v1/sources").await, json!([]));
    for (method, body) in [(Method::DELETE, ""), (Method::PATCH, "{}")] {
        let (status, body) = server.send(method, &address, body).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(body["error"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn an_address_without_a_feed_is_not_followed() {
    let site = feed_site().await;
    let server = Server::with_news(Vec::new());
    for (url, expected) in [
        (format!("{site}/nothing"), StatusCode::BAD_GATEWAY),
        (format!("{site}/plain"), StatusCode::BAD_GATEWAY),
        ("no address".to_owned(), StatusCode::BAD_REQUEST),
        ("file:///etc/hostname".to_owned(), StatusCode::BAD_REQUEST),
    ] {
        let (status, body) = server
            .send(Method::POST, "/api/v1/sources", &json!({"url": url}).to_string())
            .await;
        assert_eq!(status, expected, "{url}: {body}");
        assert!(body["error"].is_string());
    }
    assert_eq!(server.json("/api/v1/sources").await, json!([]));
}

#[tokio::test]
async fn a_server_that_only_reads_refuses_changes() {
    let site = feed_site().await;
    let server = Server::only_reading(news());
    let feed = json!({"url": format!("{site}/rss")}).to_string();
    for (method, address, body) in [
        (Method::POST, "/api/v1/sources", feed.as_str()),
        (Method::PATCH, "/api/v1/sources/1", r#"{"paused":true}"#),
        (Method::DELETE, "/api/v1/sources/1", ""),
    ] {
        let (status, refusal) = server.send(method, address, body).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(refusal["error"].as_str().unwrap().contains("only reads"), "{refusal}");
    }
    assert!(server.search("اليوم", "").await["total"].as_u64() > Some(0));
}

#[tokio::test]
async fn every_refusal_is_json() {
    let server = Server::with_news(Vec::new());
    for (address, expected) in [
        ("/api/v1/articles/999", StatusCode::NOT_FOUND),
        ("/api/v1/articles/999/related", StatusCode::NOT_FOUND),
        ("/api/v1/captures/999", StatusCode::NOT_FOUND),
        ("/api/v1/stories/999", StatusCode::NOT_FOUND),
        ("/api/v1/nothing", StatusCode::NOT_FOUND),
        ("/nothing", StatusCode::NOT_FOUND),
        ("/api/v1/articles/word", StatusCode::BAD_REQUEST),
        ("/api/v1/articles/99999999999", StatusCode::BAD_REQUEST),
        ("/api/v1/articles/%ff", StatusCode::BAD_REQUEST),
        ("/api/v1/search", StatusCode::BAD_REQUEST),
        ("/api/v1/search?q=x&limit=many", StatusCode::BAD_REQUEST),
        ("/api/v1/search?q=x&order=best", StatusCode::BAD_REQUEST),
        ("/api/v1/search?q=x&after=nowhere", StatusCode::BAD_REQUEST),
        ("/api/v1/stories?order=loudest", StatusCode::BAD_REQUEST),
        ("/api/v1/stories?since=lately", StatusCode::BAD_REQUEST),
        ("/api/v1/stories?after=nowhere", StatusCode::BAD_REQUEST),
    ] {
        let (status, body) = server.get_json(address).await;
        assert_eq!(status, expected, "{address}: {body}");
        assert!(
            body["error"].as_str().is_some_and(|said| !said.is_empty()),
            "{address}: {body}"
        );
    }
    let (status, body) = server.send(Method::PUT, "/api/v1/sources", "{}").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(body["error"].is_string(), "{body}");
    let too_large = format!("{{\"url\":\"{}\"}}", "x".repeat(2 << 20));
    for (sent, expected) in [
        ("{", StatusCode::BAD_REQUEST),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"url":1}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (too_large.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let (status, body) = server.send(Method::POST, "/api/v1/sources", sent).await;
        assert_eq!(status, expected, "{body}");
        assert!(body["error"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn foreign_hosts_and_origins_are_refused() {
    let server = Server::with_news(Vec::new());
    for (host, origin) in [("evil.example", None), (HOST, Some("https://evil.example")), ("", None)] {
        let mut headers = vec![(header::HOST, host)];
        headers.extend(origin.map(|origin| (header::ORIGIN, origin)));
        let answer = server.ask(Method::GET, "/api/v1/status", &headers, "").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.json()["error"].is_string());
    }
}

#[tokio::test]
async fn a_token_is_asked_for_where_one_is_set() {
    let server = Server::with_token();
    for address in ["/api/v1/status", "/metrics", "/healthz", "/api/v1/openapi.json"] {
        let refused = server.ask(Method::GET, address, &[(header::HOST, HOST)], "").await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{address}");
        assert!(refused.json()["error"].is_string());
        assert_eq!(refused.header("www-authenticate"), "Bearer");
        let bearer = format!("Bearer {TOKEN}");
        let headers = [(header::HOST, HOST), (header::AUTHORIZATION, bearer.as_str())];
        assert_eq!(
            server.ask(Method::GET, address, &headers, "").await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn health_and_metrics_are_told() {
    let server = Server::with_news(news());
    let (status, health) = server.get_json("/healthz").await;
    assert_eq!(status, StatusCode::OK);
    assert!(health["articles"].as_u64() > Some(0));
    server.get("/api/v1/articles/1").await;
    server.get("/api/v1/articles/2").await;
    server.get("/api/v1/articles/word").await;
    let metrics = server.get("/metrics").await;
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    let text = String::from_utf8(metrics.body).unwrap();
    let counted = "isnad_http_requests_total{route=\"/api/v1/articles/{id}\",status=\"200\"} 2";
    assert!(text.lines().any(|line| line == counted), "{text}");
    // each metric: one TYPE line, then all its samples without another metric's between
    let mut current = String::new();
    let mut told = BTreeSet::new();
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert!(["counter", "gauge"].contains(&kind), "{line}");
            assert!(told.insert(name.to_owned()), "{name} is told twice");
            current = name.to_owned();
            continue;
        }
        let (sample, value) = line.rsplit_once(' ').unwrap();
        let name = sample.split('{').next().unwrap();
        assert_eq!(name, current, "{line}");
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
}

#[tokio::test]
async fn a_search_that_finds_nothing_suggests_another() {
    let server = Server::with_news(news());
    let words = "%D8%A7%D9%84%D9%8A%D9%88%D9%85%20kangaroo%20zeppelin";
    let nothing = server.json(&format!("/api/v1/search?q={words}")).await;
    assert_eq!(nothing["total"], 0);
    assert_eq!(nothing["suggestion"], "kangaroo OR zeppelin");
    let page = String::from_utf8(server.get(&format!("/search?q={words}")).await.body).unwrap();
    assert!(page.contains("kangaroo OR zeppelin</bdi></a>"), "{page}");
    let found = server.json("/api/v1/search?q=%D8%A7%D9%84%D9%8A%D9%88%D9%85").await;
    assert!(found.get("suggestion").is_none());
}

#[tokio::test]
async fn the_openapi_document_is_the_one_that_was_reviewed() {
    let server = Server::with_news(Vec::new());
    let document = server.json("/api/v1/openapi.json").await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    insta::assert_json_snapshot!("openapi", document);
}

#[tokio::test]
async fn imported_feeds_are_found() {
    let server = Server::with_file("feed.xml", rss_bytes());
    let found = server.search("المنارة", "").await;
    assert_eq!(found["hits"][0]["basis"], "feed_summary");
}
