//! Read and star, and searches that are kept: by forms, without script.

use crate::desk::{Browser, Desk, all_between, form_token, link};
use axum::http::StatusCode;

async fn mark(browser: &mut Browser, token: &str, of: &str, id: &str, change: &str) {
    let fields = [
        ("form_token", token),
        ("of", of),
        ("id", id),
        ("change", change),
        ("back", "/?only=x"),
    ];
    let done = browser.post("/mark", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let place = format!("/?only=x#{}{id}", &of[..1]);
    assert_eq!(done.header("location"), place, "back to where one was");
}

fn stories(page: &str) -> Vec<String> {
    let found = all_between(page, "<article class=\"story", "</article>");
    found
        .iter()
        .map(|story| link(story, "/story/").replace("/story/", ""))
        .collect()
}

#[tokio::test]
async fn stories_are_read_and_kept_by_forms() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let front = browser.page("/").await;
    let token = form_token(&front).to_owned();
    let all = stories(&front);
    assert_eq!(all.len(), 3);
    assert!(!front.contains("class=\"story lead read\""));
    mark(&mut browser, &token, "story", &all[0], "read").await;
    mark(&mut browser, &token, "story", &all[1], "star").await;
    assert!(browser.page("/").await.contains("class=\"story lead read\""));
    assert_eq!(stories(&browser.page("/?only=unread").await), all[1..]);
    assert_eq!(stories(&browser.page("/?only=saved").await), all[1..2]);
    let story = browser.page(&format!("/story/{}", all[0])).await;
    assert!(
        story.contains("value=\"unread\"") && story.contains("value=\"star\""),
        "{story}"
    );
    let article = browser.page(&link(&story, "/article/")).await;
    assert!(
        article.contains("value=\"unread\"") && article.contains("value=\"star\""),
        "read with its story"
    );
    mark(&mut browser, &token, "story", &all[0], "unread").await;
    mark(&mut browser, &token, "story", &all[1], "unstar").await;
    assert_eq!(stories(&browser.page("/?only=unread").await).len(), 3);
    assert!(browser.page("/?only=saved").await.contains("لا قصص"));
}

#[tokio::test]
async fn texts_are_kept_and_found_again() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    assert!(browser.page("/saved").await.contains("لم تحفظ نصا بعد"));
    let found = browser.page("/search?q=lang:en").await;
    let token = form_token(&found).to_owned();
    let id = link(&found, "/article/").replace("/article/", "");
    mark(&mut browser, &token, "article", &id, "star").await;
    mark(&mut browser, &token, "article", &id, "read").await;
    let saved = browser.page("/saved").await;
    assert!(
        saved.contains("Harbour library") && saved.contains("<li class=\"read\">"),
        "{saved}"
    );
    let hits = |page: &str| all_between(page, "<h2><a href=\"/article/", "\"").len();
    for (query, count) in [
        ("is:starred", 1),
        ("is:read lang:en", 1),
        ("is:unread lang:en", 0),
        ("-is:starred", 5),
    ] {
        let address = format!("/search?copies=all&q={}", query.replace(' ', "%20"));
        assert_eq!(hits(&browser.page(&address).await), count, "{query}");
    }
    mark(&mut browser, &token, "article", &id, "unstar").await;
    assert!(browser.page("/saved").await.contains("لم تحفظ نصا بعد"));
}

#[tokio::test]
async fn a_search_is_kept_and_forgotten() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let found = browser.page("/search?q=lang:en").await;
    let token = form_token(&found).to_owned();
    let kept = browser
        .post("/searches", &[("form_token", &token), ("q", " lang:en ")])
        .await;
    assert_eq!(kept.header("location"), "/search?q=lang%3Aen&order=newest");
    let again = browser.page("/search?q=lang:en").await;
    assert!(!again.contains("action=\"/searches\""), "it is kept already");
    assert!(
        browser
            .page("/search")
            .await
            .contains("href=\"/search?q=lang%3Aen&#38;order=newest\"")
    );
    let saved = browser.page("/saved").await;
    assert!(saved.contains("/feed/search.atom?lang=ar&#38;q=lang%3Aen"), "{saved}");
    let wrong = browser.post("/searches", &[("form_token", &token), ("q", "\"x")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let forget = "/searches/1/forget";
    assert_eq!(
        browser.post(forget, &[("form_token", "x")]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        browser.post(forget, &[("form_token", &token)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        browser.post(forget, &[("form_token", &token)]).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!browser.page("/saved").await.contains("/feed/search.atom"));
}

#[tokio::test]
async fn what_cannot_be_marked_is_refused() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let token = form_token(&browser.page("/").await).to_owned();
    for (token, of, id, change, status) in [
        ("x", "article", "1", "read", StatusCode::FORBIDDEN),
        (&token, "article", "999", "read", StatusCode::NOT_FOUND),
        (&token, "story", "999", "star", StatusCode::NOT_FOUND),
        (&token, "article", "1", "burn", StatusCode::BAD_REQUEST),
        (&token, "outlet", "1", "read", StatusCode::BAD_REQUEST),
    ] {
        let fields = [
            ("form_token", token),
            ("of", of),
            ("id", id),
            ("change", change),
            ("back", "/"),
        ];
        assert_eq!(
            browser.post("/mark", &fields).await.status,
            status,
            "{of} {id} {change}"
        );
    }
    let fields = [
        ("form_token", token.as_str()),
        ("of", "article"),
        ("id", "1"),
        ("change", "read"),
        ("back", "//evil.example"),
    ];
    assert_eq!(browser.post("/mark", &fields).await.header("location"), "/#a1");
}
