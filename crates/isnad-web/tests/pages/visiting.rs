//! What is new on a story's page since the last visit.

use crate::desk::{Browser, Desk, all_between, news};
use isnad_model::StoryId;
use std::time::Duration;

const HOUR: i64 = 3600;

/// Opens the page and waits until the visit is kept.
async fn visit(desk: &Desk, browser: &mut Browser) -> String {
    let page = browser.page("/story/1").await;
    let store = desk.store();
    for _ in 0..200 {
        if store.not_shown(StoryId(1)).unwrap().is_empty() {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the visit is not kept");
}

fn marks(page: &str) -> usize {
    page.matches("<b class=\"chip good\">جديد</b>").count()
}

#[tokio::test]
async fn what_arrived_since_the_last_visit_is_marked_until_the_next() {
    let mut records = news();
    let late = records.remove(3);
    let desk = Desk::running(records, None);
    let mut browser = desk.browser();
    assert_eq!(
        marks(&visit(&desk, &mut browser).await),
        0,
        "the first visit marks nothing"
    );
    desk.wait(HOUR);
    assert_eq!(marks(&browser.page("/story/1").await), 0, "nothing arrived");
    desk.receive(vec![late]);
    browser.prefetch("/story/1").await;
    let page = visit(&desk, &mut browser).await;
    assert!(page.contains("نص جديد واحد منذ زيارتك السابقة"), "{page}");
    let texts = all_between(&page, "<li id=\"t", "</li>\n");
    let new: Vec<bool> = texts.iter().map(|text| marks(text) > 0).collect();
    assert_eq!(new, [false, true], "{page}");
    let said = all_between(&page, "id=\"gist\">", "</section>")[0];
    assert_eq!(marks(said), 1, "its sentence too: {said}");
    desk.wait(60);
    assert!(marks(&browser.page("/story/1").await) > 0, "the visit goes on");
    desk.wait(HOUR);
    // another opening was kept for half a minute
    let again = browser.page("/story/1?texts=1").await;
    assert_eq!(marks(&again), 0, "the next visit");
}

#[tokio::test]
async fn a_page_that_is_only_prefetched_is_no_visit() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    browser.prefetch("/story/1").await;
    // the page was made, and a visit would be kept by now
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(desk.store().shown(StoryId(1)).unwrap().len(), 0);
    visit(&desk, &mut browser).await;
    assert_eq!(desk.store().shown(StoryId(1)).unwrap().len(), 4);
}
