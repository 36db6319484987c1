//! The sources page: health, forms, lists of feeds in and out.

use crate::desk::{Browser, Desk, all_between, form_token};
use axum::http::StatusCode;

#[tokio::test]
async fn sources_are_paused_renamed_and_deleted_by_forms() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let page = browser.page("/sources").await;
    assert!(page.contains("<p>نتابع مصدرا واحدا. لم يُجلب بعد: 1.</p>"), "{page}");
    assert!(page.contains("https://marsad.example/rss"));
    let token = form_token(&page).to_owned();
    let paused = browser.post("/sources/1/pause", &[("form_token", &token)]).await;
    assert_eq!(
        (paused.status, paused.header("location")),
        (StatusCode::SEE_OTHER, "/sources")
    );
    assert!(browser.page("/sources").await.contains("/sources/1/resume"));
    browser.post("/sources/1/resume", &[("form_token", &token)]).await;
    browser
        .post("/sources/1/rename", &[("form_token", &token), ("name", "مرصد الشاطئ")])
        .await;
    assert!(browser.page("/sources").await.contains("مرصد الشاطئ"));
    let empty = browser
        .post("/sources/1/rename", &[("form_token", &token), ("name", " ")])
        .await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    browser.post("/sources/1/delete", &[("form_token", &token)]).await;
    assert!(browser.page("/sources").await.contains("لا مصادر بعد"));
    let gone = browser.post("/sources/1/pause", &[("form_token", &token)]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

/// Sends a list of feeds as the form of the page does.
async fn send_list(browser: &mut Browser, token: &str, list: &str) -> crate::desk::Answer {
    let fields = [("form_token", token, ""), ("list", list, "; filename=\"feeds.opml\"")];
    let mut body = String::new();
    for (name, value, further) in fields {
        body.push_str(&format!(
            "--cut\r\ncontent-disposition: form-data; name=\"{name}\"{further}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--cut--\r\n");
    browser
        .send("/sources/opml", "multipart/form-data; boundary=cut", &body)
        .await
}

#[tokio::test]
async fn a_list_of_feeds_goes_in_and_comes_out() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let token = form_token(&browser.page("/sources").await).to_owned();
    let list = "<opml version=\"2.0\"><body><outline text=\"قناة المدار\" xmlUrl=\"https://madar.example/rss?a=1&amp;b=2\"/>\
                <outline xmlUrl=\"https://marsad.example/rss\"/><outline xmlUrl=\"file:///etc/passwd\"/></body></opml>";
    let sent = send_list(&mut browser, &token, list).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = browser.page(sent.header("location")).await;
    let notice = all_between(&page, "role=\"status\">", "</p>")[0];
    assert_eq!(
        notice,
        "مصادر جديدة من القائمة: 1. كانت عندنا من قبل: 1. عناوين ليست عناوين ويب: 1."
    );
    assert!(page.contains("قناة المدار") && !page.contains("passwd"));
    let out = browser.get("/sources.opml").await;
    assert!(out.header("content-disposition").starts_with("attachment"));
    let feeds = isnad_gather::opml::read(out.body.as_bytes()).unwrap();
    let addresses: Vec<&str> = feeds.iter().map(|feed| feed.xml_url.as_str()).collect();
    assert_eq!(
        addresses,
        ["https://marsad.example/rss", "https://madar.example/rss?a=1&b=2"]
    );
    let bad = send_list(&mut browser, &token, "<html></html>").await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    let forged = send_list(&mut browser, "x", list).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn sources_are_ordered_and_narrowed_down() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let token = form_token(&browser.page("/sources").await).to_owned();
    let list = "<opml version=\"2.0\"><body><outline text=\"بلا توقف\" xmlUrl=\"https://a.example/rss\"/></body></opml>";
    send_list(&mut browser, &token, list).await;
    browser.post("/sources/1/pause", &[("form_token", &token)]).await;
    let addresses = |page: &str| -> Vec<String> {
        let found = all_between(page, "<span class=\"u\"><bdi dir=\"ltr\">", "</bdi>");
        found.into_iter().map(str::to_owned).collect()
    };
    let (stopped, new) = (
        "https://marsad.example/rss".to_owned(),
        "https://a.example/rss".to_owned(),
    );
    let by_name = browser.page("/sources").await;
    assert_eq!(addresses(&by_name), [new.clone(), stopped.clone()]);
    assert_eq!(
        addresses(&browser.page("/sources?order=state").await),
        [stopped.clone(), new]
    );
    assert!(by_name.contains("موقوف 1"), "{by_name}");
    assert_eq!(addresses(&browser.page("/sources?only=paused").await), [stopped]);
    // the outlet's report of this day is today's, the last bar of its pulse
    let row = by_name.split("marsad.example").nth(1).unwrap();
    assert!(row.contains("aria-label=\"نص واحد في 14 يوما\""), "{row}");
    assert!(
        row.contains("<td class=\"n\" data-l=\"نصوص اليوم\"><span>1</span>"),
        "{row}"
    );
}
