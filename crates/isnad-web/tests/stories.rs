//! Stories through the API: listed, told in short, split and joined.

mod common;

use axum::http::{Method, StatusCode};
use common::{Server, ids, news, walk};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn stories_are_listed_in_four_orders_and_paged() {
    let server = Server::with_news(news());
    let mut everything = BTreeSet::new();
    for order in ["newest", "most_outlets", "most_articles", "first_seen"] {
        let whole = server.json(&format!("/api/v1/stories?order={order}&limit=200")).await;
        let stories = whole["stories"].as_array().unwrap();
        assert!(stories.len() > 10, "{}", stories.len());
        let value = |story: &Value| match order {
            "newest" => story["last"].as_str().unwrap().to_owned(),
            "first_seen" => story["first"].as_str().unwrap().to_owned(),
            "most_outlets" => format!("{:09}", story["outlets"].as_u64().unwrap()),
            _ => format!("{:09}", story["articles"].as_u64().unwrap()),
        };
        assert!(
            stories.windows(2).all(|pair| value(&pair[0]) >= value(&pair[1])),
            "{order}"
        );
        let walked = walk(&server, &format!("/api/v1/stories?order={order}&limit=3"), "stories").await;
        assert_eq!(walked, ids(&whole, "stories"), "{order}");
        everything.insert(walked.into_iter().collect::<BTreeSet<i64>>());
    }
    assert_eq!(everything.len(), 1, "every order lists the same stories");
    let first_day = server.json("/api/v1/stories?until=2031-03-02&limit=200").await;
    let count = ids(&first_day, "stories").len();
    assert!((1..everything.first().unwrap().len()).contains(&count), "{count}");
}

#[tokio::test]
async fn a_story_has_its_articles_and_a_merged_one_leads_to_the_other() {
    let server = Server::with_news(news());
    let largest = server.json("/api/v1/stories?order=most_articles&limit=1").await["stories"][0].clone();
    let id = largest["id"].as_i64().unwrap();
    let story = server.json(&format!("/api/v1/stories/{id}")).await;
    assert_eq!(
        story["articles"].as_array().unwrap().len() as u64,
        largest["articles"].as_u64().unwrap()
    );
    assert!(largest["articles"].as_u64().unwrap() > 1);
    let listed = server.json("/api/v1/stories?limit=200&order=first_seen").await;
    let alive: BTreeSet<i64> = ids(&listed, "stories").into_iter().collect();
    for story_id in &alive {
        let story = server.json(&format!("/api/v1/stories/{story_id}")).await;
        for article in story["articles"].as_array().unwrap() {
            let first = article["first_story"].as_i64().unwrap();
            if first != *story_id {
                assert_eq!(server.json(&format!("/api/v1/stories/{first}")).await, story);
            }
        }
    }
}

#[tokio::test]
async fn a_story_in_short_is_told_by_its_reports() {
    let server = Server::with_news(news());
    let largest = server.json("/api/v1/stories?order=most_outlets&limit=1").await["stories"][0].clone();
    let address = format!("/api/v1/stories/{}", largest["id"]);
    let members: BTreeSet<i64> = ids(&server.json(&address).await, "articles").into_iter().collect();
    let short = server.json(&format!("{address}/gist")).await;
    let sentences = short["sentences"].as_array().unwrap();
    assert!(!sentences.is_empty() && !short["days"].as_array().unwrap().is_empty());
    let outlets: BTreeSet<&str> = sentences.iter().filter_map(|said| said["source"].as_str()).collect();
    assert_eq!(outlets.len(), sentences.len(), "one sentence an outlet");
    for said in sentences {
        assert!(members.contains(&said["article"].as_i64().unwrap()));
        let article = server
            .json(&format!("/api/v1/articles/{}", said["article"]))
            .await
            .to_string();
        let text = said["text"].as_str().unwrap();
        assert!(
            article.contains(text.trim_end_matches('.')),
            "{text} is not in {article}"
        );
    }
    let (status, _) = server.get_json("/api/v1/stories/999999/gist").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

/// Reports on one invented affair: a strike at a glassworks in January, and its end in court in March.
fn affair() -> Vec<String> {
    let glassworks = [
        (
            "01-06",
            "عمال معمل الزجاج في رأس الوادي يعلنون الإضراب",
            "أعلن عمال معمل الزجاج في رأس الوادي الإضراب احتجاجا على خفض الأجور، وقال نقيبهم سالم الحداد إن الأفران ستطفأ.",
        ),
        (
            "01-07",
            "إطفاء أفران معمل الزجاج في رأس الوادي مع بدء الإضراب",
            "أطفئت أفران معمل الزجاج في رأس الوادي مع بدء إضراب العمال على خفض الأجور، ودعا نقيبهم سالم الحداد إلى التفاوض.",
        ),
        (
            "01-08",
            "إدارة معمل الزجاج في رأس الوادي ترفض مطالب العمال",
            "رفضت إدارة معمل الزجاج في رأس الوادي مطالب العمال المضربين على خفض الأجور، وقال نقيبهم سالم الحداد إن الإضراب مستمر.",
        ),
        (
            "03-10",
            "محكمة تنظر في دعوى عمال معمل الزجاج في رأس الوادي",
            "تنظر محكمة في دعوى عمال معمل الزجاج في رأس الوادي على الإدارة بسبب خفض الأجور بعد الإضراب، كما قال نقيبهم سالم الحداد.",
        ),
        (
            "03-11",
            "شهادة نقيب عمال معمل الزجاج أمام المحكمة",
            "شهد نقيب العمال سالم الحداد أمام المحكمة بأن إدارة معمل الزجاج في رأس الوادي خفضت الأجور قبل الإضراب بشهر.",
        ),
        (
            "03-12",
            "المحكمة تعيد أجور عمال معمل الزجاج في رأس الوادي",
            "قضت المحكمة بأن تعيد إدارة معمل الزجاج في رأس الوادي ما خفضته من الأجور قبل الإضراب، ورحب نقيب العمال سالم الحداد.",
        ),
    ];
    let record = |(number, (day, title, text)): (usize, &(&str, &str, &str))| {
        json!({
            "id": format!("glass-{number}"), "source": format!("صحيفة {}", number % 3),
            "url": format!("https://paper{}.example/glass-{number}", number % 3),
            "title": title, "text": text,
            "published": format!("2031-{day}T08:00:00Z"), "captured": format!("2031-{day}T08:05:00Z"),
        })
        .to_string()
    };
    glassworks.iter().enumerate().map(record).collect()
}

#[tokio::test]
async fn stories_of_one_affair_name_each_other_with_the_words_that_say_so() {
    let server = Server::with_news(affair().into_iter().chain(news()).collect());
    let listed = server.json("/api/v1/stories?order=first_seen&limit=200").await;
    let of_glass = |story: &&Value| story["lead"]["title"].as_str().unwrap().contains("معمل الزجاج");
    let stories: Vec<&Value> = listed["stories"].as_array().unwrap().iter().filter(of_glass).collect();
    let [court, strike] = stories[..] else {
        panic!("a story in March and one in January: {stories:?}");
    };
    for (asked, other) in [(court, strike), (strike, court)] {
        let affair = server.json(&format!("/api/v1/stories/{}/episodes", asked["id"])).await;
        let episodes = affair["episodes"].as_array().unwrap();
        let told: Vec<(&Value, bool)> = episodes
            .iter()
            .map(|episode| (&episode["story"], episode.get("kin").is_some()))
            .collect();
        let wanted = [strike, court].map(|story| (&story["id"], story["id"] == other["id"]));
        assert_eq!(told, wanted, "{affair}");
        let kin = episodes.iter().find_map(|episode| episode.get("kin")).unwrap();
        assert!(kin["because"].to_string().contains("معمل الزجاج"), "{kin}");
        assert_eq!(episodes[0]["articles"], 3);
    }
    let alone = server.json("/api/v1/stories?order=first_seen&limit=200").await["stories"]
        .as_array()
        .unwrap()
        .iter()
        .find(|story| !of_glass(story))
        .unwrap()["id"]
        .clone();
    assert_eq!(
        server.json(&format!("/api/v1/stories/{alone}/episodes")).await,
        json!({"episodes": []})
    );
    let (status, _) = server.get_json("/api/v1/stories/999999/episodes").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_story_is_split_and_the_split_undone() {
    let server = Server::with_news(news());
    let largest = server.json("/api/v1/stories?order=most_articles&limit=1").await["stories"][0].clone();
    let address = format!("/api/v1/stories/{}", largest["id"]);
    let before = server.json(&address).await;
    let articles = ids(&before, "articles");
    let leaving = &articles[1..];
    let split = format!("{address}/split");
    for (body, status) in [
        (json!({"articles": leaving}), StatusCode::ACCEPTED),
        (json!({"articles": []}), StatusCode::BAD_REQUEST),
        (json!({"articles": articles}), StatusCode::BAD_REQUEST),
        (json!({"articles": [999_999]}), StatusCode::BAD_REQUEST),
    ] {
        let (found, answer) = server.send(Method::POST, &split, &body.to_string()).await;
        assert_eq!(found, status, "{body}: {answer}");
    }
    server.receive(Vec::new());
    assert_eq!(ids(&server.json(&address).await, "articles"), articles[..1]);
    let other = server.json(&format!("/api/v1/articles/{}", leaving[0])).await["story"].clone();
    assert_ne!(other, largest["id"]);
    let gone = server.json(&format!("/api/v1/stories/{other}")).await;
    assert_eq!(ids(&gone, "articles"), leaving);
    let body = json!({"story": other}).to_string();
    let (status, _) = server.send(Method::POST, &format!("{address}/merge"), &body).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    server.receive(Vec::new());
    assert_eq!(server.json(&address).await, before);
    let (status, _) = server.send(Method::POST, &format!("{address}/merge"), &body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "they are one already");
}

#[tokio::test]
async fn decisions_are_listed_and_taken_back_by_their_number() {
    let server = Server::with_news(news());
    let largest = server.json("/api/v1/stories?order=most_articles&limit=1").await["stories"][0].clone();
    let address = format!("/api/v1/stories/{}", largest["id"]);
    let before = server.json(&address).await;
    let articles = ids(&before, "articles");
    assert_eq!(server.json("/api/v1/decisions").await, json!({"decisions": []}));

    let body = json!({"articles": articles[1..]}).to_string();
    let (status, split) = server.send(Method::POST, &format!("{address}/split"), &body).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    let of_story = format!("/api/v1/decisions?story={}", largest["id"]);
    let listed = server.json(&of_story).await["decisions"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(
        (&listed[0]["id"], &listed[0]["kind"]),
        (&split["decision"], &json!("split"))
    );
    assert_eq!(
        (&listed[0]["is_pending"], listed[0].get("undoes")),
        (&json!(true), None)
    );
    assert_eq!(listed[0]["articles"], json!(articles[1..]));
    assert_eq!(listed[0]["others"], json!(articles[..1]));
    server.receive(Vec::new());
    assert_eq!(ids(&server.json(&address).await, "articles"), articles[..1]);
    assert_eq!(server.json(&of_story).await["decisions"][0]["is_pending"], json!(false));

    let undo = format!("/api/v1/decisions/{}/undo", split["decision"]);
    let (status, undone) = server.send(Method::POST, &undo, "").await;
    assert_eq!(status, StatusCode::ACCEPTED, "{undone}");
    server.receive(Vec::new());
    assert_eq!(server.json(&address).await, before);
    let all = server.json("/api/v1/decisions?limit=1").await;
    assert_eq!(
        (&all["decisions"][0]["id"], &all["next"]),
        (&undone["decision"], &undone["decision"])
    );
    assert_eq!(
        (&all["decisions"][0]["kind"], &all["decisions"][0]["undoes"]),
        (&json!("merge"), &split["decision"])
    );
    let rest = server
        .json(&format!("/api/v1/decisions?after={}", undone["decision"]))
        .await;
    assert_eq!(rest, json!({"decisions": []}), "what was taken back is not in force");

    for (method, address) in [
        (Method::POST, undo.as_str()),
        (Method::POST, "/api/v1/decisions/999/undo"),
    ] {
        let (status, _) = server.send(method, address, "").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
    }
    let (status, _) = server.get_json("/api/v1/decisions?story=999999").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
