//! A story in short, by day, and why each text is in it.

use crate::desk::{Desk, all_between, link};

/// The story of the bridge.
async fn story(desk: &Desk, language: &str) -> String {
    let mut browser = desk.browser().reading(language);
    let front = browser.page("/").await;
    browser.page(&link(&front, "/story/")).await
}

#[tokio::test]
async fn sentences_stand_with_their_source_as_the_api_has_them() {
    let desk = Desk::new();
    let page = story(&desk, "ar").await;
    let part = all_between(&page, "id=\"gist\">", "</section>")[0];
    let said = all_between(part, "<li>", "</li>");
    assert!(!said.is_empty(), "{page}");
    let mut browser = desk.browser();
    let id = link(&browser.page("/").await, "/story/").replace("/story/", "");
    let api = browser.get(&format!("/api/v1/stories/{id}/gist")).await.body;
    let api: serde_json::Value = serde_json::from_str(&api).unwrap();
    let sentences = api["sentences"].as_array().unwrap();
    assert_eq!(said.len(), sentences.len());
    for (shown, given) in said.iter().zip(sentences) {
        let (text, source) = (given["text"].as_str().unwrap(), given["source"].as_str().unwrap());
        assert!(
            shown.contains(&format!("<q><bdi lang=\"ar\" dir=\"rtl\">{text}</bdi></q>")),
            "{shown}"
        );
        let cite = format!(
            "<cite><a href=\"/article/{}\"><bdi dir=\"rtl\">{source}",
            given["article"]
        );
        assert!(shown.contains(&cite), "{shown}");
    }
    assert!(said[0].contains("لنصها نسختان"), "{}", said[0]);
    assert!(!page.contains("id=\"days\""), "a story of one day has no days");
    assert!(!page.contains("جديد</b>"), "the first visit marks nothing");
}

#[tokio::test]
async fn a_story_of_several_days_is_told_by_day() {
    let desk = Desk::with(long_story(20, 1), None);
    let mut browser = desk.browser();
    let page = browser.page("/story/1").await;
    let part = all_between(&page, "id=\"days\">", "</section>")[0];
    let days = all_between(part, "<li>", "</li>");
    assert_eq!(days.len(), 14, "{part}");
    assert!(part.contains("قبلها 6 أيام"), "{part}");
    assert!(
        days[13].contains("<time datetime=\"2031-03-21\">") && days[13].contains("نص واحد"),
        "{part}"
    );
    let whole = browser
        .page(&link(part, "/story/1?days=all").replace("#days", ""))
        .await;
    let part = all_between(&whole, "id=\"days\">", "</section>")[0];
    assert_eq!(all_between(part, "<li>", "</li>").len(), 20);
    assert!(!part.contains("days=all"));
}

#[tokio::test]
async fn each_text_says_why_it_is_here() {
    let desk = Desk::new();
    let page = story(&desk, "ar").await;
    let reasons = all_between(&page, "<details class=\"why\">", "</details>");
    assert_eq!(reasons.len(), 2, "one for each text that is no copy");
    assert!(reasons[0].contains("به بدأت القصة."), "{}", reasons[0]);
    assert_eq!(all_between(reasons[0], "<li>", "</li>").len(), 3, "its copies too");
    let joined = reasons[1];
    assert!(
        joined.contains("يشترك مع أقرب نص في:") && joined.contains("جسر الغدير"),
        "{joined}"
    );
    assert!(joined.contains("يوم أقرب نص: 2 آذار/مارس 2031."), "{joined}");
    let english = story(&desk, "en").await;
    let reasons = all_between(&english, "<details class=\"why\">", "</details>");
    assert!(
        reasons[1].contains("Shares with the nearest text:") && reasons[1].contains("Odds that it belongs:"),
        "{}",
        reasons[1]
    );
}

#[tokio::test]
async fn what_tells_of_the_whole_story_stands_on_its_first_page() {
    let desk = Desk::with(long_story(90, 10), None);
    let mut browser = desk.browser();
    let first = browser.page("/story/1").await;
    assert!(first.contains("id=\"gist\"") && first.contains("id=\"days\""));
    let second = browser.page("/story/1?texts=2").await;
    assert!(!second.contains("id=\"gist\"") && !second.contains("id=\"days\""));
    let choices = |page: &str| page.matches("type=\"checkbox\"").count();
    let here = [choices(&first), choices(&second)];
    assert!(
        here[0] >= 80 && here[1] > 0 && here[0] + here[1] == 90,
        "of this page: {here:?}"
    );
}

#[tokio::test]
async fn a_story_that_turns_is_told_in_episodes() {
    let turned = |text: usize, place: &str, matter: &str| {
        let day = 1 + text / 3;
        serde_json::json!({
            "id": format!("turn-{text}"), "source": format!("صحيفة {}", text % 3), "url": format!("https://p{}.example/{text}", text % 3),
            "title": format!("سفينة الأرز الغارقة: {matter}"),
            "text": format!("قال خفر السواحل في {place} إن سفينة الأرز الغارقة ما زالت في الخليج. {matter} {matter} في {place}، ويومها رقم {text}."),
            "published": format!("2031-03-{day:02}T{:02}:00:00Z", 6 + text % 3), "captured": format!("2031-03-{day:02}T{:02}:05:00Z", 6 + text % 3),
        })
        .to_string()
    };
    let records = (0..24).map(|text| match text {
        0..12 => turned(text, "مرسى النور", "بقعة زيت تهدد شباك الصيادين وأحواض المحار"),
        _ => turned(text, "محكمة الميناء", "ربان متهم ووثائق تأمين مزورة أمام القاضي"),
    });
    let desk = Desk::with(records.collect(), None);
    let mut browser = desk.browser().reading("ar");
    let page = browser.page("/story/1").await;
    let part = all_between(&page, "id=\"episodes\">", "</section>")[0];
    let episodes = all_between(part, "<li>", "</li>");
    assert_eq!(episodes.len(), 2, "{part}");
    assert!(
        episodes[0].contains("<time datetime=\"2031-03-01\">") && episodes[0].contains("بقعة زيت"),
        "{part}"
    );
    assert!(
        episodes[1].contains("<time datetime=\"2031-03-05\">") && episodes[1].contains("ربان متهم"),
        "{part}"
    );
    assert!(episodes[1].contains("12 نصا من 3 مصادر"), "{part}");
    assert!(page.contains("<a href=\"#episodes\">الحلقات</a>"), "{page}");
    let plain = Desk::new();
    let page = story(&plain, "ar").await;
    assert!(
        !page.contains("id=\"episodes\""),
        "a story that is one and stands alone"
    );
}

/// A story that goes on for days. What is new on a day stands between every few words, so that no text is a copy.
fn long_story(texts: usize, a_day: usize) -> Vec<String> {
    const NEWS: [&str; 20] = [
        "رافعة",
        "غواصون",
        "ركائز",
        "خرسانة",
        "لجنة",
        "مضخات",
        "جرافات",
        "زوارق",
        "خيام",
        "أسلاك",
        "مهندسون",
        "محققون",
        "صور",
        "خرائط",
        "حبال",
        "أنوار",
        "مسعفون",
        "شاحنات",
        "أنابيب",
        "حواجز",
    ];
    (0..texts)
        .map(|text| {
            let round = text / NEWS.len();
            let [one, two, three] = [0, 7 + 3 * round, 13 + 5 * round].map(|step| NEWS[(text + step) % NEWS.len()]);
            let (day, hour) = (2 + text / a_day, 6 + text % a_day);
            serde_json::json!({
                "id": format!("turn-{text}"), "source": "صحيفة الضفة", "url": format!("https://diffa.example/{text}"),
                "title": format!("{one} عند جسر الغدير في تل السنديان"),
                "text": format!(
                    "وصلت {one} إلى جسر الغدير {two} قرب تل السنديان {three} لرفع الحافلة الغارقة {one} {text} من مجرى النهر {two}.\n                     وقال مدير الدفاع المدني {three} {text} إن الحافلة {one} قرب ركائز الجسر {two} {text} وإن الركاب {three} في المستشفى."
                ),
                "published": format!("2031-03-{day:02}T{hour:02}:00:00Z"),
                "captured": format!("2031-03-{day:02}T{hour:02}:05:00Z"),
            })
            .to_string()
        })
        .collect()
}
