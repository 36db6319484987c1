//! A story is split, merged and put back by forms, without script.

use crate::desk::{Browser, Desk, all_between, form_token, news};
use axum::http::StatusCode;

/// Sends a form and gives the page that it leads to.
async fn send(browser: &mut Browser, address: &str, fields: &[(&str, &str)]) -> (String, String) {
    let done = browser.post(address, fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{address}: {}", done.body);
    let place = done.header("location").strip_suffix("#correct").unwrap().to_owned();
    let page = browser.page(&place).await;
    (place, page)
}

/// The ids of the texts that may be split off.
fn choices(page: &str) -> Vec<String> {
    let boxes = all_between(page, "<input type=\"checkbox\" name=\"article\" value=\"", "\"");
    boxes.into_iter().map(str::to_owned).collect()
}

/// The rows of decisions.
fn decisions(page: &str) -> Vec<&str> {
    match all_between(page, "<ul class=\"kept\"", "</ul>").first() {
        Some(list) => all_between(list, "<li>", "</li>"),
        None => Vec::new(),
    }
}

fn undoing(row: &str) -> String {
    all_between(row, "action=\"", "\"")[0].to_owned()
}

#[tokio::test]
async fn texts_are_split_off_and_the_split_is_undone_and_done_again() {
    let desk = Desk::running(news(), None);
    let mut browser = desk.browser();
    let page = browser.page("/story/1").await;
    let token = form_token(&page).to_owned();
    let token = ("form_token", token.as_str());
    let texts = choices(&page);
    assert_eq!(texts.len(), 4, "copies too: {page}");
    assert!(decisions(&page).is_empty());
    let last = texts[3].as_str();
    let (place, own) = send(&mut browser, "/story/1/split", &[token, ("article", last)]).await;
    assert_eq!(place, format!("/story/{last}"), "where the text is now");
    assert!(choices(&own).is_empty(), "of one text nothing is split off");
    assert!(own.contains("انضم أولا إلى قصة أخرى، ثم صار في هذه."), "{own}");
    for shown in [&own, &browser.page("/story/1").await] {
        let rows = decisions(shown);
        assert_eq!(rows.len(), 1, "{shown}");
        assert!(rows[0].contains("فُصل نص واحد عن 3 نصوص."), "{}", rows[0]);
        assert!(
            rows[0].contains("<time datetime=\"2031-03-02T12:00Z\">") && !rows[0].contains("لم يُطبّق بعد"),
            "{}",
            rows[0]
        );
        assert!(rows[0].contains("ألغِ الفصل"));
    }
    let back = undoing(decisions(&own)[0]);
    let (place, whole) = send(&mut browser, &back, &[token]).await;
    assert_eq!((place.as_str(), choices(&whole)), ("/story/1", texts.clone()));
    let rows = decisions(&whole);
    assert_eq!(rows.len(), 1, "what is taken back is told once");
    assert!(
        rows[0].contains("أُلغي فصل نص واحد عن 3 نصوص.") && rows[0].contains("أعد الفصل"),
        "{}",
        rows[0]
    );
    let twice = browser.post(&back, &[token]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
    assert!(
        twice.body.contains("لا قرار بهذا الرقم، أو أُلغي من قبل."),
        "{}",
        twice.body
    );
    let (place, _) = send(&mut browser, &undoing(rows[0]), &[token]).await;
    assert_eq!(place, format!("/story/{last}"), "split again");
}

#[tokio::test]
async fn stories_are_merged_by_number_or_address_and_the_merge_is_undone() {
    let desk = Desk::running(news(), None);
    let mut browser = desk.browser();
    let token = form_token(&browser.page("/").await).to_owned();
    let token = ("form_token", token.as_str());
    let other = "http://127.0.0.1:8470/story/5?texts=1#texts";
    let (place, page) = send(&mut browser, "/story/1/merge", &[token, ("other", other)]).await;
    assert_eq!((place.as_str(), choices(&page).len()), ("/story/1", 5));
    let rows = decisions(&page);
    assert!(rows[0].contains("دُمج 4 نصوص مع نص واحد."), "{}", rows[0]);
    let same = browser.post("/story/1/merge", &[token, ("other", "٥")]).await;
    assert_eq!(same.status, StatusCode::BAD_REQUEST);
    assert!(same.body.contains("القصتان قصة واحدة من قبل."), "{}", same.body);
    send(&mut browser, &undoing(rows[0]), &[token]).await;
    let page = browser.page("/story/5").await;
    assert!(page.contains("Harbour library"), "{page}");
    assert!(decisions(&page)[0].contains("أُلغي دمج 4 نصوص مع نص واحد."), "{page}");
}

#[tokio::test]
async fn what_makes_no_sense_is_told_in_the_readers_language() {
    let desk = Desk::new();
    for (language, words) in [
        (
            "ar",
            [
                "اختر بعض نصوص القصة",
                "النص 5 ليس في هذه القصة.",
                "لا قصة برقم 77.",
                "«قصة» ليس رقم قصة",
                "لا قصة برقم 99.",
            ],
        ),
        (
            "en",
            [
                "name some of the articles",
                "article 5 is not in story 1",
                "no story 77",
                "is no number or address of a story",
                "no story 99",
            ],
        ),
    ] {
        let mut browser = desk.browser().reading(language);
        let token = form_token(&browser.page("/story/1").await).to_owned();
        for ((address, field, status), told) in [
            ("/story/1/split", None, 400),
            ("/story/1/split", Some(("article", "5")), 400),
            ("/story/77/split", Some(("article", "1")), 404),
            ("/story/1/merge", Some(("other", "قصة")), 400),
            ("/story/1/merge", Some(("other", "99")), 404),
        ]
        .map(|(address, field, status)| (address, field, StatusCode::from_u16(status).unwrap()))
        .into_iter()
        .zip(words)
        {
            let fields: Vec<(&str, &str)> = [("form_token", token.as_str())].into_iter().chain(field).collect();
            let refused = browser.post(address, &fields).await;
            assert_eq!(refused.status, status, "{address} {field:?}");
            assert!(refused.body.contains(told), "{told}: {}", refused.body);
            assert!(refused.body.contains("<h1>"), "a page, not JSON");
        }
    }
}

#[tokio::test]
async fn a_decision_that_waits_for_the_stages_is_shown_so() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let page = browser.page("/story/1").await;
    let fields = [("form_token", form_token(&page)), ("article", "4")];
    let (place, page) = send(&mut browser, "/story/1/split", &fields).await;
    assert_eq!(place, "/story/1", "it is here still");
    assert!(decisions(&page)[0].contains("لم يُطبّق بعد"), "{page}");
}
