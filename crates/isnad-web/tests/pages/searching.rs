//! The search page: its feeds, facets, faults.

use crate::desk::{Desk, TOKEN, all_between, form_token, link};
use axum::http::StatusCode;

fn asked(query: &str, further: &str) -> String {
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/search?q={encoded}{further}")
}

/// The addresses of the feeds that a page names in its head.
fn named_feeds(page: &str) -> Vec<String> {
    let head = page.split("</head>").next().unwrap();
    all_between(head, "<link rel=\"alternate\"", ">")
        .into_iter()
        .map(|link| {
            all_between(link, "href=\"", "\"")[0]
                .replace("&amp;", "&")
                .replace("&#38;", "&")
        })
        .collect()
}

#[tokio::test]
async fn pages_name_their_feeds_and_the_feeds_answer() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    assert!(named_feeds(&browser.page("/search").await).is_empty());
    for address in ["/".to_owned(), asked("جسر", "&copies=all")] {
        let page = browser.page(&address).await;
        let feeds = named_feeds(&page);
        assert_eq!(feeds.len(), 3, "{address}");
        for feed in feeds {
            assert_eq!(feed.contains("copies=all"), address.contains("copies=all"), "{feed}");
            assert_eq!(
                page.matches(&feed.replace('&', "&#38;")).count(),
                2,
                "in the head and to be seen: {feed}"
            );
            let answer = browser.get(&feed).await;
            assert_eq!(answer.status, StatusCode::OK, "{feed}");
        }
    }
}

#[tokio::test]
async fn behind_a_token_the_address_of_a_feed_is_enough_to_read_it() {
    let desk = Desk::with(Vec::new(), Some(TOKEN));
    let mut owner = desk.browser();
    let token = form_token(&owner.page("/login").await).to_owned();
    owner.post("/login", &[("form_token", &token), ("token", TOKEN)]).await;
    let feeds = named_feeds(&owner.page("/").await);
    let answer = desk.browser().get(&feeds[0]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", feeds[0]);
    assert!(!feeds[0].contains(TOKEN));
    let keyless = feeds[0].split("&key=").next().unwrap();
    assert_ne!(desk.browser().get(keyless).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_query_that_is_not_understood_is_shown_with_its_fault() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let many = "x ".repeat(300);
    for (query, word) in [
        ("غرق) x", ")"),
        ("،", "،"),
        ("a OR", "OR"),
        ("OR a", "OR"),
        ("a (-)", "-)"),
        ("a (b", "(b"),
        ("a ()", "()"),
        ("غرق \"عبارة قديمة", "&#34;عبارة"),
        ("source:=a", "=a"),
        ("=", "="),
        ("غ*رق", "*رق"),
        ("غ*", "*"),
        ("title:،", "،"),
        ("a lang:", "lang:"),
        ("lang:مريخي", "مريخي"),
        ("date:2018-13-01", "2018-13-01"),
        ("date:..", ".."),
        ("date:2018-03-05..2018-03-01", "2018-03-01"),
        ("is:blue", "blue"),
        (many.as_str(), "x"),
    ] {
        for language in ["ar", "en"] {
            browser.get(&format!("/language/{language}")).await;
            let page = browser.page(&asked(query, "")).await;
            let faults = all_between(&page, "<div class=\"hint fault\" role=\"alert\">", "</div>");
            let fault = faults.first().unwrap_or_else(|| panic!("«{query}» is understood"));
            assert!(fault.contains(&format!("<mark>{word}</mark>")), "{query}: {fault}");
            assert!(
                !fault.contains("fault.") && !fault.contains('{'),
                "{query} in {language}: {fault}"
            );
            assert!(page.contains("name=\"q\""), "it can be mended");
        }
    }
}

#[tokio::test]
async fn facets_narrow_down_and_take_back() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let page = browser.page(&asked("is:unread", "&copies=all")).await;
    let facets = all_between(&page, "<section class=\"facet", "</section>");
    let headings: Vec<&str> = facets
        .iter()
        .map(|facet| all_between(facet, "<h2>", "</h2>")[0])
        .collect();
    assert_eq!(headings, ["المصدر", "اللغة"], "one day needs no choice");
    let narrowed = browser.page(&link(facets[1], "/search?")).await;
    assert!(narrowed.contains("5 نصوص"), "{narrowed}");
    let current = all_between(&narrowed, "<section class=\"facet", "</section>")
        .into_iter()
        .find(|facet| facet.contains("aria-current"))
        .expect("the facet that is on");
    let back = browser.page(&link(current, "/search?")).await;
    assert!(back.contains("6 نصوص"), "{back}");
    let day = browser.page(&asked("is:unread تاريخ:2031/03/02", "&copies=all")).await;
    assert!(day.contains("6 نصوص") && day.contains("<h2>التاريخ</h2>"), "{day}");
    let either = browser.page(&asked("جسر OR سوق", "")).await;
    assert!(
        either.contains("q=%28%D8%AC%D8%B3%D8%B1+OR+%D8%B3%D9%88%D9%82%29+"),
        "{either}"
    );
}
