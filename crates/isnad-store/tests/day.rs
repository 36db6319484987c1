//! What lists and the front page ask of stories: digests, changes, credits, languages, embedded articles.

mod common;

use common::*;
use isnad_model::{Article, ArticleId, Capture, Copy, CopyKind, CopyOrigin, Grade, Joined, RevisionId, StoryId};
use isnad_store::{ClosedHours, Lane, LinkRow, Store, StoryQuery};

const DAY: i64 = 86_400;

fn link(article: i32, story: i32, time: i64) -> LinkRow {
    LinkRow {
        article: ArticleId(article),
        revision: RevisionId(i64::from(article)),
        linking_day: (time / DAY) as i32,
        linking_time: time,
        member: Vec::new(),
        story: StoryId(story),
        origin: None,
        copies: Vec::new(),
        joined: Joined::default(),
        open_hour: None,
        closed: ClosedHours::default(),
    }
}

fn copy_of(article: i32, kind: CopyKind) -> (ArticleId, Copy) {
    let copy = Copy {
        of: format!("x{article}"),
        kind,
        contained: 0.9,
        containing: 0.9,
        grade: Grade::Proven,
        from: Some(CopyOrigin::Article(format!("x{article}"))),
        gap_seconds: Some(60),
        evidence: Vec::new(),
        differences: Vec::new(),
    };
    (ArticleId(article), copy)
}

/// Articles 1, 2 ... of these outlets and languages.
fn store_of(articles: &[(&str, &str)]) -> (tempfile::TempDir, Store) {
    let (dir, store) = new_store();
    for (index, (outlet, language)) in articles.iter().enumerate() {
        let url = format!("https://{outlet}.example/{index}");
        let text = Article {
            language: Some((*language).to_owned()),
            ..article(&format!("x{}", index + 1), "افتتاح الجسر", "نص الخبر.")
        };
        put(&store, Lane::Live, page(outlet, &url, &url), text);
    }
    (dir, store)
}

#[test]
fn a_digest_has_the_first_of_each_outlet_the_languages_and_the_copies() {
    let (_dir, store) = store_of(&[("a", "ar"), ("b", "ar"), ("a", "en"), ("c", "ar"), ("b", "ar")]);
    let rows = [
        link(1, 1, 300),
        LinkRow {
            copies: vec![copy_of(1, CopyKind::EditedCopy)],
            ..link(2, 1, 400)
        },
        link(3, 1, 500),
        LinkRow {
            // it arrived later, but claims an earlier time: no copy that is folded
            copies: vec![copy_of(1, CopyKind::Copy)],
            ..link(4, 1, 100)
        },
        LinkRow {
            copies: vec![copy_of(1, CopyKind::Partial)],
            ..link(5, 1, 600)
        },
    ];
    store.commit_links(Lane::Live, 0, &rows).unwrap();
    let digest = store.story_digest(StoryId(1)).unwrap();
    let firsts: Vec<i32> = digest.first_of_outlets.iter().map(|view| view.id.0).collect();
    assert_eq!(firsts, [4, 1, 2]);
    assert_eq!(digest.languages, [("ar".to_owned(), 4), ("en".to_owned(), 1)]);
    assert_eq!(digest.folded, 1);
    let ids: Vec<i32> = store
        .story_articles(StoryId(1))
        .unwrap()
        .iter()
        .map(|id| id.0)
        .collect();
    assert_eq!(ids, [4, 1, 2, 3, 5]);
    let members = store.story(StoryId(1)).unwrap().unwrap().members;
    assert_eq!(members[2].copies, [copy_of(1, CopyKind::EditedCopy)]);
}

#[test]
fn a_story_is_of_the_days_on_which_it_has_an_article_and_of_its_languages() {
    let (_dir, store) = store_of(&[("a", "ar"), ("b", "en"), ("a", "ar")]);
    let rows = [link(1, 1, 100), link(2, 1, 5 * DAY), link(3, 3, 2 * DAY + 7)];
    store.commit_links(Lane::Live, 0, &rows).unwrap();
    let of_day = |day: i64, language: Option<&str>| -> Vec<i32> {
        let query = StoryQuery {
            since: Some(day * DAY),
            until: Some((day + 1) * DAY),
            language: language.map(str::to_owned),
            limit: 9,
            ..StoryQuery::default()
        };
        store
            .stories(&query)
            .unwrap()
            .stories
            .iter()
            .map(|story| story.id.0)
            .collect()
    };
    assert_eq!(of_day(0, None), [1]);
    assert_eq!(
        of_day(2, None),
        [3],
        "story 1 lasts over this day without an article in it"
    );
    assert_eq!(of_day(5, Some("en")), [1]);
    assert!(of_day(2, Some("en")).is_empty());
    assert_eq!(
        store.languages(0, 9 * DAY).unwrap(),
        [("ar".to_owned(), 2), ("en".to_owned(), 1)]
    );
    assert_eq!(store.languages(5 * DAY, 6 * DAY).unwrap(), [("en".to_owned(), 1)]);
}

#[test]
fn a_change_is_seen_between_versions_of_one_extractor_only() {
    let (_dir, store) = new_store();
    let at = |time: &str, body: &str| Capture {
        captured: time.into(),
        ..page("a", "https://a.example/1", body)
    };
    let one = |title: &str| article("x1", title, title);
    put(&store, Lane::Live, at("2031-03-01T06:00:00Z", "1"), one("31 قتيلا"));
    put(&store, Lane::Live, at("2031-03-01T08:00:00Z", "2"), one("قتلى"));
    let third = store
        .append_captures(Lane::Live, &[at("2031-03-01T09:00:00Z", "3")])
        .unwrap();
    extract(
        &store,
        Lane::Live,
        2,
        vec![(third.ids[0].unwrap(), Ok(one("قتلى كثيرون")))],
    );
    let morning = isnad_model::parse_instant("2031-03-01T00:00:00Z").unwrap();
    store
        .commit_links(Lane::Live, 0, &[link(1, 1, morning + 6 * 3600)])
        .unwrap();
    let seen_at = morning + 8 * 3600;
    assert_eq!(
        store.changes_of(&[ArticleId(1), ArticleId(9)]).unwrap(),
        [vec![seen_at], vec![]]
    );
    let changes = store.title_changes(morning, morning + DAY, 9).unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    let change = &changes[0];
    assert_eq!((change.was.as_str(), change.now.as_str()), ("31 قتيلا", "قتلى"));
    assert_eq!((change.from, change.to, change.seen_at), (1, 2, seen_at));
    assert!(
        store
            .title_changes(morning + DAY, morning + 2 * DAY, 9)
            .unwrap()
            .is_empty()
    );
    let revisions = store.revisions_of(ArticleId(1)).unwrap();
    let texts = store.read_by_one_extractor(revisions[1].id, revisions[0].id).unwrap();
    let titles = texts.map(|(version, pair)| (version, pair.map(|text| text.title.unwrap())));
    assert_eq!(titles, Some((1, ["قتلى".to_owned(), "31 قتيلا".to_owned()])));
    assert_eq!(
        store.read_by_one_extractor(revisions[1].id, revisions[2].id).unwrap(),
        None
    );
    extract(&store, Lane::Live, 2, vec![(revisions[1].capture, Ok(one("قتلى")))]);
    let again = store.read_by_one_extractor(revisions[1].id, revisions[2].id).unwrap();
    assert_eq!(
        again.map(|(version, _)| version),
        Some(2),
        "read again by the newer one, they compare"
    );
    let still = store.read_by_one_extractor(revisions[0].id, revisions[1].id).unwrap();
    assert_eq!(
        still.map(|(version, _)| version),
        Some(1),
        "and by what the older one read"
    );
}

#[test]
fn credits_are_counted_by_outlet() {
    let (_dir, store) = store_of(&[("a", "ar"), ("b", "ar"), ("b", "ar"), ("c", "ar")]);
    let crediting = |article, name: &str| LinkRow {
        origin: Some(name.to_owned()),
        ..link(article, article, 100)
    };
    let rows = [
        crediting(1, "وكالة الساحل"),
        crediting(2, "وكالة الساحل"),
        crediting(3, "وكالة السهل"),
        link(4, 4, 100),
    ];
    store.commit_links(Lane::Live, 0, &rows).unwrap();
    let credited = store.credited(0, DAY, 9).unwrap();
    let told: Vec<_> = credited
        .iter()
        .map(|one| (one.name.as_str(), one.outlets, one.articles))
        .collect();
    assert_eq!(told, [("وكالة الساحل", 2, 2), ("وكالة السهل", 1, 1)]);
    assert!(store.credited(DAY, 2 * DAY, 9).unwrap().is_empty());
}

#[test]
fn embedded_articles_are_found_by_the_page_they_stood_on() {
    let (_dir, store) = new_store();
    let whole = Article {
        embedded: vec![
            article("x1#1", "افتتاح السوق", "نص آخر."),
            article("x1#2", "إغلاق المرفأ", "نص ثالث."),
        ],
        ..article("x1", "افتتاح الجسر", "نص الخبر.")
    };
    put(&store, Lane::Live, page("a", "https://a.example/1", "1"), whole);
    put(
        &store,
        Lane::Live,
        page("a", "https://a.example/2", "2"),
        article("x2", "خبر", "نص."),
    );
    let embedded = store.embedded_in(ArticleId(1)).unwrap();
    let told: Vec<_> = embedded
        .iter()
        .map(|view| (view.id.0, view.title.as_deref(), view.parent))
        .collect();
    let parent = Some(ArticleId(1));
    assert_eq!(
        told,
        [(2, Some("افتتاح السوق"), parent), (3, Some("إغلاق المرفأ"), parent)]
    );
    for other in [2, 4, 9] {
        assert!(store.embedded_in(ArticleId(other)).unwrap().is_empty(), "{other}");
    }
}

#[test]
fn readings_come_without_their_articles_and_may_be_missing() {
    let (_dir, store) = store_of(&[("a", "ar"), ("b", "ar")]);
    let reading = isnad_model::Reading {
        id: "x1".to_owned(),
        statistics: 3,
        ..isnad_model::Reading::default()
    };
    let results = [(RevisionId(1), Ok(reading.clone()))];
    store.commit_readings(Lane::Live, 1, 1, &results, None).unwrap();
    let bare = store.bare_readings(&[RevisionId(2), RevisionId(1)]).unwrap();
    assert_eq!(bare, [None, Some(reading)]);
}
