//! The sources page: health, forms, lists of feeds in and out.

use crate::desk::{Browser, Desk, NOW, all_between, form_token};
use axum::http::StatusCode;
use isnad_store::{Poll, SourceId};

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

/// The state of the only source after a poll that failed, as the reader of a language sees it.
async fn state_after(desk: &Desk, sentence: &str, language: &str) -> String {
    let failed = Poll {
        polled_at: NOW,
        next_due_at: NOW + 300,
        validators: None,
        moved_to: None,
        feed: None,
        error: Some(sentence.to_owned()),
    };
    desk.store().record_poll(SourceId(1), &failed).unwrap();
    let page = desk.browser().reading(language).page("/sources").await;
    all_between(&page, "<details class=\"quiet\">", "</details>")[0].to_owned()
}

#[tokio::test]
async fn the_reason_of_a_failed_poll_is_told_in_the_language_of_the_reader() {
    let desk = Desk::new();
    let gone = "https://marsad.example/rss answered 404: check the address";
    assert_eq!(
        state_after(&desk, gone, "ar").await,
        "<summary>ما الخطأ؟</summary><bdi lang=\"ar\" dir=\"rtl\">لا شيء في هذا العنوان (404)؛ تحقق منه.</bdi>"
    );
    let english = state_after(&desk, gone, "en").await;
    assert!(
        english.contains("dir=\"ltr\">There is nothing at this address (404); check it.<"),
        "{english}"
    );
    // the sentence itself stays in the API
    let kept = desk.store().source(SourceId(1)).unwrap().unwrap().last_error;
    assert_eq!(kept.as_deref(), Some(gone));
    // what is not known is shown as it is kept
    let unknown = state_after(&desk, "<oddly> failed", "ar").await;
    assert!(
        unknown.ends_with("<bdi lang=\"en\" dir=\"ltr\">&lt;oddly&gt; failed</bdi>"),
        "{unknown}"
    );
}
