//! What surrounds a text: related texts, versions and their difference, repairs.

use crate::desk::{Desk, all_between, link};
use axum::http::StatusCode;
use serde_json::json;

fn record(id: &str, source: &str, times: (&str, &str), title: &str, text: &str) -> String {
    let (published, captured) = times;
    json!({
        "id": id, "source": source, "title": title, "text": text, "url": format!("https://{id}.example/1"),
        "published": published, "captured": captured,
    })
    .to_string()
}

const FERRY: &str = "غرقت العبارة نورس المضيق فجر الأحد على بعد أربعة أميال من ميناء مرسى النور.\n\
    وقال ناجون إن ما لا يقل عن 31 شخصا قضوا في السطح السفلي.\n\
    ورجح مصدر في الميناء أن تكون حمولة العبارة زائدة على المسموح به.";

/// A ferry that sinks, a copy of the report, a correction after it, and another sinking years before.
fn ferry() -> Vec<String> {
    let corrected = "غرقت العبارة نورس المضيق فجر الأحد على بعد أربعة أميال من ميناء مرسى النور.\n\
        وقال ناجون إن كثيرين قضوا في السطح السفلي.\n\
        ولم يصدر خفر السواحل حصيلة نهائية حتى مساء الأحد.";
    let credited = format!("{FERRY}\nالمصدر: راديو المرفأ");
    vec![
        record(
            "marfa",
            "راديو المرفأ",
            ("2031-03-02T05:52:00Z", "2031-03-02T05:55:00Z"),
            "31 قتيلا في غرق عبارة قبالة مرسى النور",
            FERRY,
        ),
        record(
            "mina",
            "بوابة الميناء",
            ("2031-03-02T06:20:00Z", "2031-03-02T06:25:00Z"),
            "غرق عبارة قبالة مرسى النور",
            &credited,
        ),
        record(
            "marfa",
            "راديو المرفأ",
            ("2031-03-02T05:52:00Z", "2031-03-02T08:20:00Z"),
            "قتلى في غرق عبارة قبالة مرسى النور",
            corrected,
        ),
        record(
            "older",
            "صوت هيرفا",
            ("2027-06-09T10:00:00Z", "2027-06-09T10:05:00Z"),
            "غرق عبارة صغيرة قبالة ميناء مرسى النور",
            "غرقت عبارة صغيرة كانت تنقل ركابا بين الجزر قبالة ميناء مرسى النور.\n\
             وقال خفر السواحل إن العبارة كانت تحمل ركابا أكثر من المسموح به، وإن ناجين وصلوا إلى الميناء سباحة.",
        ),
        record(
            "market",
            "صوت هيرفا",
            ("2031-03-02T09:00:00Z", "2031-03-02T09:05:00Z"),
            "ارتفاع أسعار الطماطم",
            "ارتفعت أسعار الطماطم في أسواق هيرفا بسبب موجة الصقيع التي ضربت البيوت البلاستيكية.",
        ),
    ]
}

#[tokio::test]
async fn related_texts_come_in_three_orders_from_any_year_without_the_story() {
    let desk = Desk::with(ferry(), None);
    let page = desk.browser().page("/article/1").await;
    let related = all_between(&page, "<section class=\"part\" id=\"related\">", "</main>")[0];
    for heading in ["بالتشابه", "بالوصف", "بالتاريخ"] {
        assert!(related.contains(heading), "{heading}: {related}");
    }
    assert_eq!(related.matches("غرق عبارة صغيرة").count(), 3, "{related}");
    assert!(related.contains("يشبهه بـ\u{61c}"), "{related}");
    assert!(related.contains("قبله بـ3 سنوات"), "{related}");
    assert!(
        !related.contains("بوابة الميناء") && !related.contains("الطماطم"),
        "{related}"
    );
}

#[tokio::test]
async fn versions_are_listed_and_compared_in_whole_words() {
    let desk = Desk::with(ferry(), None);
    let mut browser = desk.browser();
    let article = browser.page("/article/1").await;
    let versions = all_between(&article, "<section id=\"versions\">", "</section>")[0];
    assert!(
        versions.contains("الصيغة 1") && versions.contains("الصيغة 2"),
        "{versions}"
    );
    assert_eq!(versions.matches("/api/v1/captures/").count(), 2);
    let page = browser.page(&link(versions, "/article/1/diff")).await;
    let title = all_between(&page, "<div class=\"row title\"", "<div class=\"row\"")[0];
    assert!(
        title.contains("<del>31 قتيلا</del> في غرق") && title.contains("<ins>قتلى</ins> في غرق"),
        "{title}"
    );
    assert!(
        page.contains("عن <del>31 شخصا</del>") || page.contains("<del>ما لا يقل عن 31 شخصا</del>"),
        "{page}"
    );
    assert!(
        page.contains("<del>ورجح مصدر") && page.contains("<ins>ولم يصدر"),
        "{page}"
    );
    assert!(page.contains("بعد ساعتين و25 دقيقة"), "{page}");
    assert!(page.contains("أرقام لم تعد فيه"), "{page}");
    let carriers = all_between(&page, "id=\"before\"", "</section>")[0];
    assert!(
        carriers.contains("بوابة الميناء") && carriers.contains("باق"),
        "{carriers}"
    );
    let changes = browser.page("/article/1/diff?from=2&to=1&show=changes").await;
    assert!(
        page.contains("<div class=\"both\">") && !changes.contains("<div class=\"both\">"),
        "{changes}"
    );
    for nowhere in [
        "/article/1/diff?from=1&to=9",
        "/article/99/diff?from=1&to=2",
        "/article/1/diff?from=0&to=1",
    ] {
        assert_eq!(browser.get(nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn a_text_with_one_version_has_no_difference() {
    let desk = Desk::with(ferry(), None);
    let page = desk.browser().page("/article/2").await;
    assert!(!page.contains("/diff?") && !page.contains("الصيغة 1"), "{page}");
}

#[tokio::test]
async fn copies_made_before_a_change_say_so_in_chain_table_and_list() {
    let desk = Desk::with(ferry(), None);
    let mut browser = desk.browser();
    let article = browser.page("/article/1").await;
    let story = browser.page(&link(&article, "/story/")).await;
    let wide = all_between(&story, "<svg class=\"pic wide-pic\"", "</svg>")[0];
    assert!(
        wide.contains("class=\"fixed\"") && wide.contains("08:20 عدّله"),
        "{wide}"
    );
    assert!(wide.contains("قبل التعديل") && wide.contains("أول نص رأيناه"), "{wide}");
    let table = all_between(&story, "<details class=\"as-text\"", "</details>")[0];
    assert!(table.contains("قبل التعديل"), "{table}");
    let texts = all_between(&story, "<ol class=\"arts\">", "</ol>")[0];
    assert!(texts.contains("صيغتان") && texts.contains("قبل التعديل"), "{texts}");
}

#[tokio::test]
async fn the_front_page_tells_headlines_that_were_changed_and_filters_by_language() {
    let mut records = ferry();
    records.push(
        json!({
            "id": "ledger", "source": "The Sindar Ledger", "title": "Harbour library opens", "language": "en",
            "text": "The old harbour library opened its doors on Sunday after nine years of repairs, its keeper said.",
            "url": "https://ledger.example/1", "published": "2031-03-02T09:00:00Z", "captured": "2031-03-02T09:05:00Z",
        })
        .to_string(),
    );
    let desk = Desk::with(records, None);
    let mut browser = desk.browser();
    let front = browser.page("/?day=2031-03-02").await;
    let rail = all_between(&front, "<aside class=\"rail\"", "</aside>")[0];
    assert!(
        rail.contains("<del>31 قتيلا</del>") && rail.contains("بعد ساعتين و25 دقيقة"),
        "{rail}"
    );
    assert_eq!(browser.get(&link(rail, "/article/1/diff")).await.status, StatusCode::OK);
    assert!(front.contains("كل اللغات") && front.contains("Harbour library"));
    let arabic = browser.page("/?day=2031-03-02&lang=ar").await;
    assert!(
        !arabic.contains("Harbour library") && arabic.contains("الطماطم"),
        "{arabic}"
    );
    let english = browser.page("/?day=2031-03-02&lang=en").await;
    assert!(
        english.contains("Harbour library") && !english.contains("الطماطم"),
        "{english}"
    );
}

#[tokio::test]
async fn who_is_credited_and_seen_is_not_drawn_as_unseen() {
    let credited = format!("{FERRY}\nالمصدر: راديو المرفأ");
    let report = |id: &str, source: &str, time: &str, text: &str| record(id, source, (time, time), "غرق عبارة", text);
    let desk = Desk::with(
        vec![
            report("marfa", "راديو المرفأ", "2031-03-02T05:52:00Z", FERRY),
            report("mina", "بوابة الميناء", "2031-03-02T06:20:00Z", &credited),
            report("shira", "صحيفة الشراع", "2031-03-02T06:41:00Z", &credited),
        ],
        None,
    );
    let story = desk.browser().page("/story/1").await;
    let wide = all_between(&story, "<svg class=\"pic wide-pic\"", "</svg>")[0];
    assert!(!wide.contains("class=\"unseen\""), "{wide}");
    assert_eq!(wide.matches("class=\"tip proven\"").count(), 2, "{wide}");
}
