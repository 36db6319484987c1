//! Polling against a real server: entries, their pages, later visits, refusals, restarts.

mod common;

use common::{Answer, Engine, HOUR, Site, html, item, reaching_this_machine, rss, without_waiting};
use isnad_engine::FetchSettings;
use isnad_model::Basis;
use isnad_store::Source;

const TITLE: &str = "افتتاح جسر جديد في تل السنديان";
const SUMMARY: &str = "افتتحت بلدية تل السنديان صباح اليوم جسرا جديدا فوق وادي اللوز.";
const TEXT: [&str; 3] = [
    "افتتحت بلدية تل السنديان صباح اليوم جسرا جديدا فوق وادي اللوز بعد ثلاثة أعوام من الأعمال المتواصلة.",
    "وقال المهندس نادر البستاني إن الجسر يختصر الطريق بين ضفتي الوادي من أربعين دقيقة إلى خمس دقائق فقط.",
    "وأضاف أن البلدية ستفتح الجسر أمام الشاحنات الثقيلة بعد شهر من تجربة حركة السيارات الصغيرة عليه.",
];

/// A site with one feed of one entry, and the entry's page.
async fn site_with_one_entry() -> Site {
    let site = Site::start().await;
    let entry = item("bridge-1", &site.url("/bridge"), TITLE, SUMMARY);
    site.set("/rss", Answer::feed(rss("صحيفة الضفة", &[entry])));
    site.set("/bridge", Answer::page(html(TITLE, &TEXT)));
    site
}

fn revisions(engine: &Engine) -> Vec<(u32, Basis)> {
    let revisions = engine.store.revisions_of(engine.article().id).unwrap();
    revisions.iter().map(|row| (row.number, row.basis)).collect()
}

fn wait_seconds(source: &Source) -> i64 {
    source.next_due_at - source.polled_at.expect("it was polled")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_is_told_by_its_feed_first_and_by_its_page_after() {
    let site = site_with_one_entry().await;
    let engine = Engine::start(reaching_this_machine());
    site.set("/bridge", Answer::status(503));
    engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    let told_by_feed = engine.article();
    assert_eq!(told_by_feed.basis, Basis::FeedSummary);
    assert_eq!(told_by_feed.title.as_deref(), Some(TITLE));
    assert!(told_by_feed.story.is_some(), "a summary is linked too");

    site.set("/bridge", Answer::page(html(TITLE, &TEXT)));
    engine.at(301).await;
    let told_by_page = engine.article();
    assert_eq!(told_by_page.id, told_by_feed.id);
    assert_eq!(told_by_page.external_id, "bridge-1");
    assert_eq!(told_by_page.basis, Basis::Page);
    assert_eq!(revisions(&engine), [(0, Basis::FeedSummary), (1, Basis::Page)]);
    let (_, article) = engine.store.full_articles(&[told_by_page.id]).unwrap().remove(0);
    assert!(article.text().contains("الشاحنات الثقيلة"), "{}", article.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_visited_again_after_1_6_and_24_hours_and_no_more() {
    let site = site_with_one_entry().await;
    let engine = Engine::start(reaching_this_machine());
    engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    let visits = || site.sent("/bridge").len();
    assert_eq!(visits(), 1);
    engine.at(HOUR - 1).await;
    assert_eq!(visits(), 1);
    engine.at(HOUR).await;
    assert_eq!(visits(), 2);
    assert_eq!(revisions(&engine).len(), 2, "an unchanged page is no revision");

    let corrected = [
        TEXT[0],
        TEXT[1],
        "وصححت البلدية لاحقا مدة الأعمال فقالت إنها عامان لا ثلاثة أعوام كما أعلن.",
    ];
    site.set("/bridge", Answer::page(html(TITLE, &corrected)));
    engine.at(6 * HOUR).await;
    assert_eq!(visits(), 3);
    let changed = [(0, Basis::FeedSummary), (1, Basis::Page), (2, Basis::Page)];
    assert_eq!(revisions(&engine), changed);

    engine.at(24 * HOUR).await;
    assert_eq!(visits(), 4);
    engine.at(100 * HOUR).await;
    assert_eq!(visits(), 4);
    assert_eq!(revisions(&engine), changed);
    assert_eq!(engine.store.status().unwrap().pending_fetches, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unchanged_feed_is_not_sent_again() {
    let site = site_with_one_entry().await;
    let feed = Answer {
        etag: Some("\"v1\"".into()),
        ..Answer::feed(rss(
            "صحيفة الضفة",
            &[item("bridge-1", &site.url("/bridge"), TITLE, SUMMARY)],
        ))
    };
    site.set("/rss", feed);
    let engine = Engine::start(reaching_this_machine());
    let source = engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    engine.at(HOUR).await;
    engine.at(2 * HOUR).await;
    assert_eq!(site.sent("/rss"), [200, 304, 304]);
    let held = engine.source(source);
    assert_eq!((held.errors, held.etag.as_deref()), (0, Some("\"v1\"")));
    assert_eq!(engine.articles().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_entries_for_one_page_are_stored_once_however_often_the_feed_is_asked() {
    let site = site_with_one_entry().await;
    let page = site.url("/bridge");
    let twice = [
        item("bridge-1", &page, TITLE, SUMMARY),
        item("bridge-2", &page, "جسر تل السنديان يفتح أبوابه", SUMMARY),
    ];
    site.set("/rss", Answer::feed(rss("صحيفة الضفة", &twice)));
    let engine = Engine::start(reaching_this_machine());
    engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    let captures = engine.store.status().unwrap().captures;
    engine.at(HOUR - 1).await;
    assert_eq!(site.sent("/rss").len(), 2);
    assert_eq!(engine.store.status().unwrap().captures, captures);
    assert_eq!(site.sent("/bridge").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_robots_txt_forbids_leaves_the_summary() {
    let site = site_with_one_entry().await;
    let robots = Answer {
        status: 200,
        content_type: "text/plain",
        body: "User-agent: *\nDisallow: /bridge\n".into(),
        ..Answer::default()
    };
    site.set("/robots.txt", robots);
    let engine = Engine::start(reaching_this_machine());
    engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    assert_eq!(engine.article().basis, Basis::FeedSummary);
    assert!(site.sent("/bridge").is_empty());
    let waiting = engine.store.due_fetches(engine.now() + HOUR, 10).unwrap();
    let said = waiting[0].last_error.clone().unwrap_or_default();
    assert!(said.contains("robots.txt"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn private_addresses_are_refused_unless_allowed() {
    let site = site_with_one_entry().await;
    let engine = Engine::start(without_waiting());
    let source = engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    let refused = engine.source(source);
    assert_eq!(refused.errors, 1);
    let said = refused.last_error.unwrap_or_default();
    assert!(said.contains("private network"), "{said}");
    assert!(site.sent("/rss").is_empty() && site.sent("/robots.txt").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_at_a_private_address_leaves_the_summary_of_an_allowed_feed() {
    let site = site_with_one_entry().await;
    let settings = FetchSettings {
        private_hosts: vec!["localhost".into()],
        ..without_waiting()
    };
    let engine = Engine::start(settings);
    engine
        .follow("صحيفة الضفة", &format!("http://localhost:{}/rss", site.port))
        .await;
    assert_eq!(engine.article().basis, Basis::FeedSummary);
    assert!(site.sent("/bridge").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_page_leaves_the_summary() {
    let site = site_with_one_entry().await;
    site.set("/bridge", Answer::status(404));
    let engine = Engine::start(reaching_this_machine());
    engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    for hours in [1, 5, 10, 30, 60, 100, 150, 200, 250] {
        engine.at(hours * HOUR).await;
    }
    assert_eq!(engine.article().basis, Basis::FeedSummary);
    assert!(
        (2..=16).contains(&site.sent("/bridge").len()),
        "{:?}",
        site.sent("/bridge")
    );
    assert_eq!(engine.store.status().unwrap().pending_fetches, 0, "it is given up");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_feed_is_asked_ever_later_and_forgiven() {
    let site = site_with_one_entry().await;
    let feed = Answer::feed(rss("صحيفة الضفة", &[]));
    site.set("/rss", Answer::status(500));
    let engine = Engine::start(reaching_this_machine());
    let id = engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    let first = engine.source(id);
    assert_eq!(first.errors, 1);
    assert!(first.last_error.clone().unwrap_or_default().contains("500"));
    engine.at(first.next_due_at - common::START).await;
    let second = engine.source(id);
    assert_eq!(second.errors, 2);
    assert!(wait_seconds(&second) > wait_seconds(&first) * 3 / 2);

    site.set("/rss", Answer::feed("<html>هذه ليست خلاصة</html>"));
    engine.at(second.next_due_at - common::START).await;
    let third = engine.source(id);
    assert_eq!(third.errors, 3);
    assert!(wait_seconds(&third) > wait_seconds(&second) * 3 / 2);

    site.set("/rss", feed);
    engine.at(third.next_due_at - common::START).await;
    let good = engine.source(id);
    assert_eq!((good.errors, good.last_error), (0, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_on_a_host_at_rest_waits_and_has_not_failed() {
    let site = site_with_one_entry().await;
    let busy = Answer {
        retry_after_seconds: Some(900),
        ..Answer::status(503)
    };
    site.set("/busy", busy);
    let engine = Engine::start(reaching_this_machine());
    let failing = engine.follow("قناة المدار", &site.url("/busy")).await;
    assert_eq!(engine.source(failing).errors, 1);
    let waiting = engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    let held = engine.source(waiting);
    assert_eq!((held.errors, held.polled_at, held.last_error), (0, None, None));
    let wait = held.next_due_at - engine.now();
    assert!((600..=901).contains(&wait), "{wait}");
    assert!(site.sent("/rss").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_or_deleted_source_is_not_polled() {
    let site = site_with_one_entry().await;
    site.set("/other", Answer::feed(rss("جريدة الميزان", &[])));
    let engine = Engine::start(reaching_this_machine());
    let paused = engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    let deleted = engine.follow("جريدة الميزان", &site.url("/other")).await;
    engine.store.pause_source(paused, true).unwrap();
    engine.store.delete_source(deleted, engine.now()).unwrap();
    engine.at(48 * HOUR).await;
    assert_eq!((site.sent("/rss").len(), site.sent("/other").len()), (1, 1));
    engine.store.pause_source(paused, false).unwrap();
    engine.settle().await;
    assert_eq!(site.sent("/rss").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_loses_nothing() {
    let site = site_with_one_entry().await;
    let mut engine = Engine::start(reaching_this_machine());
    let source = engine.follow("صحيفة الضفة", &site.url("/rss")).await;
    let (article, held) = (engine.article(), engine.source(source));
    engine.halt().await;
    engine.go_on();
    engine.settle().await;
    assert_eq!((engine.article(), engine.source(source)), (article.clone(), held));
    assert_eq!(site.sent("/bridge").len(), 1);

    let further = [
        item("bridge-1", &site.url("/bridge"), TITLE, SUMMARY),
        item(
            "fair-1",
            &site.url("/fair"),
            "معرض للكتاب في مرسى النور",
            "افتتح معرض للكتاب في مرسى النور.",
        ),
    ];
    site.set("/rss", Answer::feed(rss("صحيفة الضفة", &further)));
    engine.at(HOUR).await;
    assert_eq!(
        site.sent("/bridge").len(),
        2,
        "the visit planned before the restart is made"
    );
    let ids: Vec<String> = engine.articles().into_iter().map(|one| one.external_id).collect();
    assert_eq!(ids, ["bridge-1", "fair-1"]);
}
