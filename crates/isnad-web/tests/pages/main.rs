//! The reader's pages, asked as a browser without script asks them.

mod correcting;
mod desk;
mod following;
mod marking;
mod reading;
mod safety;
mod searching;
mod telling;
mod visiting;

use axum::http::StatusCode;
use desk::{Desk, all_between, link};

#[tokio::test]
async fn the_front_page_tells_each_story_once_with_its_outlets_and_copies() {
    let desk = Desk::new();
    let page = desk.browser().page("/").await;
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(page.contains("<h1>الأحد 2 آذار/مارس 2031</h1>"), "{page}");
    assert!(page.contains("وصل 6 نصوص من 6 مصادر، في 3 قصص."), "{page}");
    let stories = all_between(&page, "<article class=\"story", "</article>");
    assert_eq!(stories.len(), 3);
    assert!(stories[0].contains("انهيار جسر الغدير في تل السنديان ومقتل سبعة"));
    assert!(stories[0].contains("أول من نشر: <b><bdi dir=\"rtl\">صحيفة الضفة</bdi></b>"));
    assert!(stories[0].contains("<dt>مصادر</dt><dd>4</dd>"), "{}", stories[0]);
    assert!(
        stories[0].contains("<dt>نسختان مطويتان</dt><dd>2</dd>"),
        "{}",
        stories[0]
    );
    assert!(stories[0].contains("class=\"spark\""));
}

#[tokio::test]
async fn a_time_known_to_the_day_only_is_shown_as_a_day() {
    let desk = Desk::new();
    let page = desk.browser().page("/").await;
    let stories = all_between(&page, "<article class=\"story", "</article>");
    let day_only = stories
        .iter()
        .find(|story| story.contains("الحبوب"))
        .expect("the story");
    assert!(
        day_only.contains("أقدم ما لدينا") && day_only.contains("<time datetime=\"2031-03-02\">"),
        "{day_only}"
    );
}

#[tokio::test]
async fn the_four_orders_order() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let mut first_of = Vec::new();
    for order in ["most_outlets", "most_articles", "newest", "first_seen"] {
        let page = browser.page(&format!("/?day=2031-03-02&order={order}")).await;
        first_of.push(link(&page, "/story/"));
    }
    assert_eq!(first_of[0], first_of[1]);
    assert_ne!(
        first_of[0], first_of[3],
        "the bridge began first, so it is not the latest to begin"
    );
    assert_eq!(browser.get("/?order=none").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.get("/?day=2031-99-01").await.status, StatusCode::BAD_REQUEST);
    assert!(browser.page("/?day=2031-02-01").await.contains("لا قصص في هذا اليوم"));
}

#[tokio::test]
async fn a_story_folds_copies_under_the_first_and_draws_the_chain() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let front = browser.page("/").await;
    let page = browser.page(&link(&front, "/story/")).await;
    let items = all_between(&page, "<h3>", "</h3>");
    assert_eq!(items.len(), 2, "{page}");
    assert!(items[0].contains("ومقتل سبعة") && items[1].contains("عين الجبل"));
    let folded = all_between(&page, "<details class=\"folded\" open>", "</details>");
    assert_eq!(folded.len(), 1);
    assert!(
        folded[0].contains("نسختان مطويتان") && folded[0].contains("موقع السارية") && folded[0].contains("قناة المدار")
    );
    assert!(folded[0].contains("class=\"grade "), "{}", folded[0]);
    for part in [
        "pic wide-pic",
        "pic slim-pic",
        "<table class=\"stack\">",
        "مؤكد",
        "مرجّح",
        "مصدر مشترك",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[tokio::test]
async fn an_article_shows_both_times_its_file_and_its_place() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let front = browser.page("/").await;
    let story = browser.page(&link(&front, "/story/")).await;
    let page = browser.page(&link(&story, "/article/")).await;
    assert!(
        page.contains("<time datetime=\"2031-03-02T05:10Z\">"),
        "claimed: {page}"
    );
    assert!(
        page.contains("<time datetime=\"2031-03-02T05:15Z\">"),
        "captured: {page}"
    );
    assert!(page.contains("<div class=\"prose\" lang=\"ar\" dir=\"rtl\">"));
    assert!(page.contains("href=\"https://diffa.example/1\" rel=\"noreferrer noopener\""));
    assert!(page.contains("موقع السارية"), "its copies stand beside it");
    assert!(page.contains("class=\"tags\""), "{page}");
    let raw = browser.get(&link(&page, "/api/v1/captures/")).await;
    assert_eq!(raw.status, StatusCode::OK);
    assert!(raw.header("content-disposition").starts_with("attachment"));
    assert_eq!(browser.get("/article/999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn repairs_and_what_a_text_rests_on_are_told() {
    let page = concat!(
        "<html lang=\"ar\"><head><title>فتح السد القديم</title></head><body><article><h1>فتح السد القديم</h1>",
        "<p>فتح مهندسو الري بوابات السد القديم في عين الجبل صباح الأحد بعد أسبوع من الأمطار الغزيرة على الوادي.</p>",
        "<p>وقال مدير السد إن المنسوب انخفض مترين، وإن القرى الواقعة أسفل المجرى أخليت من سكانها ليلا.</p></article></body></html>"
    );
    let scraped = serde_json::json!({
        "id": "scraped", "source": "مرصد الساحل", "title": "ترميم المنارة", "published": "2031-03-01T08:00:00Z",
        "captured": "2031-03-01T09:00:00Z",
        "text": "بدأت بلدية مرسى النور ترميم المنارة القديمة صباح السبت بعد سنوات من الإهمال.وأضاف رئيسها أن العمل يستمر عاما كاملا.\n\
                 المصدر: صحيفة الضفة",
    });
    let whole = serde_json::json!({
        "id": "dam", "source": "قناة المدار", "html": page, "url": "https://madar.example/dam", "captured": "2031-03-02T09:00:00Z",
    });
    let desk = Desk::with(vec![scraped.to_string(), whole.to_string()], None);
    let mut browser = desk.browser();
    let repaired = browser.page("/article/1").await;
    assert!(repaired.contains("ما أصلحناه في هذا النص"), "{repaired}");
    assert!(
        repaired.contains("أخرجنا سطر الإسناد") && repaired.contains("المصدر: صحيفة الضفة"),
        "{repaired}"
    );
    assert!(repaired.contains("وصل نصا بلا صفحة"));
    let from_page = browser.page("/article/2").await;
    assert!(
        !from_page.contains("وصل نصا بلا صفحة") && !from_page.contains("ما أصلحناه"),
        "{from_page}"
    );
    assert!(from_page.contains("لم يُذكر"), "a page that names no time claims none");
}

#[tokio::test]
async fn search_marks_hits_and_folds_copies_or_shows_all() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let hits = |page: &str| all_between(page, "<li><h2>", "</li>").len();
    let folded = browser.page("/search?q=%D8%AC%D8%B3%D8%B1").await;
    assert!(folded.contains("<mark>جسر</mark>"), "{folded}");
    assert!(folded.contains("4 نصوص"));
    let all = browser.page("/search?q=%D8%AC%D8%B3%D8%B1&copies=all").await;
    assert_eq!((hits(&folded), hits(&all)), (2, 4));
    let narrowed = link(
        all_between(&all, "<section class=\"facet\">", "</section>")[0],
        "/search?",
    );
    assert_eq!(hits(&browser.page(&narrowed).await), 1, "{narrowed}");
    assert!(browser.page("/search").await.contains("name=\"q\""));
    assert!(
        browser
            .page("/search?q=%D9%82%D8%B7%D8%B1%D8%B3")
            .await
            .contains("لا نص بهذه العبارة")
    );
    let fault = browser.page("/search?q=%22%D8%AC%D8%B3%D8%B1").await;
    assert!(fault.contains("لا تُفهم العبارة عند الحرف 1"), "{fault}");
}

#[tokio::test]
async fn the_interface_speaks_the_readers_language() {
    let desk = Desk::new();
    let mut browser = desk.browser().reading("en-GB, ar;q=0.5");
    let english = browser.page("/").await;
    assert!(english.contains("<html lang=\"en\" dir=\"ltr\">") && english.contains("Sunday 2 March 2031"));
    assert!(
        english.contains("<bdi lang=\"ar\" dir=\"rtl\">انهيار جسر"),
        "content keeps its own direction"
    );
    let changed = browser.get("/language/ar?back=%2F%3Forder%3Dnewest").await;
    assert_eq!(
        (changed.status, changed.header("location")),
        (StatusCode::SEE_OTHER, "/?order=newest")
    );
    let arabic = browser.page("/").await;
    assert!(
        arabic.contains("<html lang=\"ar\" dir=\"rtl\">"),
        "the choice outweighs the browser's wish"
    );
    assert!(arabic.contains("<bdi lang=\"en\" dir=\"ltr\">Harbour library"));
    assert_eq!(browser.get("/language/tlh").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_theme_is_the_systems_until_chosen() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    assert!(!browser.page("/").await.contains("data-theme"));
    browser.get("/theme/dark?back=/").await;
    assert!(browser.page("/").await.contains("data-theme=\"dark\""));
    browser.get("/theme/system?back=/").await;
    assert!(!browser.page("/").await.contains("data-theme"));
}

#[tokio::test]
async fn style_and_icon_may_be_kept_for_ever_under_their_names() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let page = browser.page("/").await;
    for (start, media_type) in [
        ("/static/reader-", "text/css; charset=utf-8"),
        ("/static/icon-", "image/svg+xml"),
    ] {
        let answer = browser.get(&link(&page, start)).await;
        assert_eq!(answer.header("content-type"), media_type);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
    assert_eq!(browser.get("/static/reader.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_empty_store_says_what_to_do() {
    let desk = Desk::with(Vec::new(), None);
    let page = desk.browser().page("/").await;
    assert!(page.contains("لم يصل شيء بعد") && page.contains("href=\"/sources\""));
}

#[tokio::test]
async fn what_is_not_there_is_told_as_a_page() {
    let desk = Desk::new();
    let answer = desk.browser().get("/story/999").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("<h1>لا شيء هنا</h1>"), "{}", answer.body);
    let odd = desk.browser().get("/story/x").await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    assert!(odd.body.contains("<h1>طلب لا يُفهم</h1>"), "{}", odd.body);
}
