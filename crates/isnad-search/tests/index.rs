//! The index from outside: what is applied is found, in any spelling, and survives kills.

use isnad_model::{ArticleId, NameKind};
use isnad_search::{Index, IndexDocument, IndexName, Order, Position, Query, SearchError, SearchOptions, Similar};
use std::path::Path;

const NOW_SECONDS: i64 = 1_900_000_000;
const DAY_SECONDS: i64 = 86_400;

fn open(root: &Path) -> Index {
    Index::open_for_writing(root, 32_000_000, 1).unwrap()
}

fn article(id: i32, title: &str, text: &str) -> IndexDocument {
    let mut document = IndexDocument::new(ArticleId(id), NOW_SECONDS - i64::from(id) * DAY_SECONDS);
    document.title = title.to_owned();
    document.text = text.to_owned();
    document
}

fn sample() -> Vec<IndexDocument> {
    let mut ferry = article(
        1,
        "غرق عبّارة قبالة أذربيجان",
        "قال مسؤول في خفر السواحل إن العبارة غرقت فجرا.",
    );
    ferry.source = Some("صحيفة الشراع".to_owned());
    ferry.language = Some("ar".to_owned());
    ferry.authors = vec!["سلمى التيّار".to_owned()];
    ferry.url = Some("https://www.shiraa.example/2030/1".to_owned());
    ferry.published_seconds = Some(NOW_SECONDS - 10 * DAY_SECONDS);
    let mut fire = article(
        2,
        "حريق في سوق الميناء",
        "أخمد الإطفاء حريقا في السوق، ولا ضحايا في اذربيجان ولا سواها.",
    );
    fire.source = Some("قناة الأفق".to_owned());
    fire.language = Some("ar".to_owned());
    let mut report = article(
        3,
        "Ferry sinks off the coast",
        "The operator said 6,500 tickets were sold.",
    );
    report.source = Some("The Ledger".to_owned());
    report.language = Some("en".to_owned());
    report.names = vec![IndexName {
        kind: NameKind::Person,
        key: "نتنياهو".to_owned(),
        forms: vec!["Samir Haddad".to_owned(), "سمير النتانياهو".to_owned()],
    }];
    vec![ferry, fire, report]
}

fn filled(root: &Path) -> Index {
    let index = open(root);
    index.apply(&sample()).unwrap();
    index.commit(Position { live: 3, backfill: 0 }).unwrap();
    index
}

fn ids(index: &Index, written: &str) -> Vec<i32> {
    let query = Query::parse(written).unwrap_or_else(|fault| panic!("{written}: {fault}"));
    let mut options = SearchOptions::new(NOW_SECONDS);
    options.order = Order::Newest;
    let found = index.search(&query, &options).unwrap();
    assert_eq!(found.total as usize, found.hits.len());
    let mut ids: Vec<i32> = found.hits.iter().map(|hit| hit.id.0).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn all_spellings_of_a_word_find_the_same() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    for written in ["اذربيجان", "أذربيجان", "آذربيجان", "أَذربيجـان", "اذربیجان"]
    {
        assert_eq!(ids(&index, written), [1, 2], "{written}");
    }
    assert_eq!(ids(&index, "مسئول"), [1]);
    assert_eq!(ids(&index, "٦٥٠٠"), [3]);
}

#[test]
fn letters_that_folding_makes_one_do_not_find_another_word() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    index
        .apply(&[
            article(1, "", "استعاد الحارس مكانه في المنتخب"),
            article(2, "", "للميناء مكانة كبيرة في تجارة الإقليم"),
            article(3, "", "رفعت أعلام الدول في الاستاد"),
            article(4, "", "وسائل الاعلام تتابع الحدث"),
        ])
        .unwrap();
    index.commit(Position { live: 4, backfill: 0 }).unwrap();
    assert_eq!(ids(&index, "مكانة"), [2]);
    assert_eq!(ids(&index, "مكان"), [1]);
    assert_eq!(ids(&index, "إعلام"), [4]);
    assert_eq!(ids(&index, "علم"), [3]);
}

#[test]
fn an_exact_word_is_found_in_its_spelling_only() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    assert_eq!(ids(&index, "=اذربيجان"), [2]);
    assert_eq!(ids(&index, "=أذربيجان"), [1]);
    assert_eq!(ids(&index, "title:=اذربيجان"), [0i32; 0]);
}

#[test]
fn a_name_is_found_in_any_spelling_and_not_across_two_names() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    for written in [
        "name:نتنياهو",
        "الاسم:\"سمير نتانياهو\"",
        "name:(Samir Haddad)",
        "name:\"samir haddad\"",
        "name:hadd*",
    ] {
        assert_eq!(ids(&index, written), [3], "{written}");
    }
    assert_eq!(ids(&index, "name:\"haddad سمير\""), [0i32; 0]);
    assert_eq!(ids(&index, "name:ferry"), [0i32; 0]);
}

#[test]
fn nearness_to_a_day_orders_the_hits() {
    let root = tempfile::tempdir().unwrap();
    let index = open(root.path());
    let same = |id| article(id, "غرق عبارة", "غرقت عبارة في الخليج.");
    index.apply(&[same(1), same(40), same(80)]).unwrap();
    index.commit(Position::default()).unwrap();
    let first = |written: &str| {
        let query = Query::parse(written).unwrap();
        let mut options = SearchOptions::new(NOW_SECONDS);
        options.near = query.near_seconds(NOW_SECONDS).map(isnad_search::Near::new);
        index.search(&query, &options).unwrap().hits[0].id.0
    };
    assert_eq!(first("عبارة near:yesterday"), 1);
    let day = |ago: i64| {
        let seconds = NOW_SECONDS - ago * DAY_SECONDS;
        jiff::Timestamp::from_second(seconds)
            .unwrap()
            .strftime("%F")
            .to_string()
    };
    assert_eq!(first(&format!("عبارة near:{}", day(40))), 40);
    assert_eq!(first(&format!("عبارة near:{}", day(80))), 80);
}

#[test]
fn operators_select() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    for (written, expected) in [
        ("العنوان:حريق", vec![2]),
        ("title:الإطفاء", vec![]),
        ("\"خفر السواحل\"", vec![1]),
        ("\"السواحل خفر\"", vec![]),
        ("source:الشراع", vec![1]),
        ("source:shiraa", vec![1]),
        ("المصدر:\"قناة الأفق\"", vec![2]),
        ("-اذربيجان", vec![3]),
        ("غرق OR حريق", vec![1, 2]),
        ("اذربيجان -(حريق OR sinks)", vec![1]),
        ("author:سلمى", vec![1]),
        ("site:shiraa.example", vec![1]),
        ("lang:en", vec![3]),
        ("اللغة:العربية", vec![1, 2]),
        ("الموا* OR المينا*", vec![2]),
        ("ferry SINKS", vec![3]),
        ("published:week", vec![]),
        ("seen:yesterday", vec![1]),
        ("date:week", vec![2, 3]),
        ("published:2030", vec![1]),
        ("before:2030-03-10", vec![1]),
        ("basis:page -lang:ar", vec![3]),
    ] {
        assert_eq!(ids(&index, written), expected, "{written}");
    }
}

#[test]
fn applying_again_replaces_and_removing_removes() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    index.apply(&sample()).unwrap();
    index.apply(&[article(2, "هدوء في السوق", "")]).unwrap();
    index.remove(&[ArticleId(3), ArticleId(99)]).unwrap();
    index.commit(Position { live: 5, backfill: 2 }).unwrap();
    assert_eq!(index.len(), 2);
    assert_eq!(ids(&index, "السوق"), [2]);
    assert_eq!(ids(&index, "حريق"), [0i32; 0]);
}

#[test]
fn what_was_not_committed_is_gone_and_the_position_says_so() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    index.apply(&[article(4, "زلزال", "")]).unwrap();
    drop(index);
    let reopened = open(root.path());
    assert_eq!(reopened.position().unwrap(), Position { live: 3, backfill: 0 });
    assert_eq!(ids(&reopened, "زلزال"), [0i32; 0]);
    reopened.commit(Position { live: 3, backfill: 9 }).unwrap();
    assert_eq!(reopened.position().unwrap(), Position { live: 3, backfill: 9 });
}

#[test]
fn one_writes_many_read() {
    let root = tempfile::tempdir().unwrap();
    assert!(matches!(
        Index::open_for_reading(root.path()),
        Err(SearchError::Missing(_))
    ));
    let writer = open(root.path());
    let reader = Index::open_for_reading(root.path()).unwrap();
    assert!(matches!(
        Index::open_for_writing(root.path(), 0, 1),
        Err(SearchError::Busy(_))
    ));
    assert!(matches!(reader.apply(&sample()), Err(SearchError::ReadOnly)));
    writer.apply(&sample()).unwrap();
    writer.commit(Position { live: 3, backfill: 0 }).unwrap();
    assert!(reader.is_empty());
    reader.reload().unwrap();
    assert_eq!(reader.len(), 3);
    assert_eq!(reader.position().unwrap().live, 3);
}

#[test]
fn an_index_of_another_layout_or_a_damaged_one_is_started_anew() {
    let root = tempfile::tempdir().unwrap();
    drop(filled(root.path()));
    let name = std::fs::read_to_string(root.path().join("CURRENT")).unwrap();
    std::fs::write(root.path().join(name.trim()).join("meta.json"), "{").unwrap();
    let anew = open(root.path());
    assert_eq!((anew.len(), anew.position().unwrap()), (0, Position::default()));
    assert!(!root.path().join(name.trim()).exists());
    drop(anew);

    let second = std::fs::read_to_string(root.path().join("CURRENT")).unwrap();
    let foreign = "0123456789abcdef-7";
    std::fs::rename(root.path().join(second.trim()), root.path().join(foreign)).unwrap();
    std::fs::write(root.path().join("CURRENT"), foreign).unwrap();
    assert!(matches!(
        Index::open_for_reading(root.path()),
        Err(SearchError::OtherVersion(_))
    ));
    let third = open(root.path());
    assert_eq!(third.position().unwrap(), Position::default());
    assert!(!root.path().join(foreign).exists());
}

#[test]
fn pages_join_without_gap_or_repetition() {
    let root = tempfile::tempdir().unwrap();
    let index = open(root.path());
    for batch in 0..4 {
        // more than are looked at closely
        let documents: Vec<_> = (0..40)
            .map(|number| {
                let text = "خبر عن السوق اليوم ".repeat(1 + number as usize % 3);
                let mut document = article(1 + batch * 40 + number, "سوق", &text);
                // pairs share their time, so ties occur
                document.seen_seconds = NOW_SECONDS - i64::from(number / 2) * 60;
                document
            })
            .collect();
        index.apply(&documents).unwrap();
        index
            .commit(Position {
                live: batch as u64,
                backfill: 0,
            })
            .unwrap();
    }
    for order in [Order::Relevance, Order::Newest, Order::Oldest] {
        let query = Query::parse("سوق").unwrap();
        let mut options = SearchOptions {
            limit: 7,
            order,
            ..SearchOptions::new(NOW_SECONDS)
        };
        let whole = index
            .search(
                &query,
                &SearchOptions {
                    limit: 1000,
                    ..options.clone()
                },
            )
            .unwrap();
        assert_eq!((whole.hits.len(), whole.total, whole.next), (160, 160, None));
        let mut joined = Vec::new();
        loop {
            let page = index.search(&query, &options).unwrap();
            joined.extend(page.hits);
            let Some(next) = page.next else { break };
            options.after = Some(next.to_string().parse().unwrap());
        }
        assert_eq!(joined, whole.hits, "{order:?}");
    }
}

#[test]
fn words_of_the_title_are_not_near_those_of_the_text() {
    let root = tempfile::tempdir().unwrap();
    let index = open(root.path());
    index.apply(&[article(1, "غرق عبارة", "قال مسؤول")]).unwrap();
    index.commit(Position::default()).unwrap();
    assert_eq!(ids(&index, "\"غرق عبارة\"~5"), [1]);
    assert_eq!(ids(&index, "\"عبارة غرق\"~5"), [1]);
    assert_eq!(ids(&index, "\"عبارة مسؤول\"~100"), [0i32; 0]);
}

#[test]
fn words_together_and_in_the_lead_rank_before_words_apart() {
    let root = tempfile::tempdir().unwrap();
    let index = open(root.path());
    let filler = "كلام آخر لا شأن له بما يسأل عنه القارئ ".repeat(12);
    index
        .apply(&[
            article(1, "", &format!("{filler} عبارة {filler} الميناء")),
            article(2, "", &format!("{filler} عبارة في الميناء {filler}")),
            article(3, "", &format!("عبارة في الميناء {filler} {filler}")),
        ])
        .unwrap();
    index.commit(Position::default()).unwrap();
    for written in ["عبارة ميناء", "عبارة OR ميناء OR في"] {
        let found = index.search(&Query::parse(written).unwrap(), &SearchOptions::new(NOW_SECONDS));
        let order: Vec<i32> = found.unwrap().hits.iter().map(|hit| hit.id.0).collect();
        assert_eq!(order, [3, 2, 1], "{written}");
    }
}

#[test]
fn a_stop_word_beside_others_finds_and_does_not_rank() {
    let root = tempfile::tempdir().unwrap();
    let index = open(root.path());
    index
        .apply(&[
            article(1, "", "من من من من من من وصلت"),
            article(2, "", "وصلت عبارة إلى المرفأ قبل الفجر بساعتين وسط ريح شديدة"),
        ])
        .unwrap();
    index.commit(Position::default()).unwrap();
    let found = index.search(&Query::parse("عبارة OR من").unwrap(), &SearchOptions::new(NOW_SECONDS));
    let order: Vec<i32> = found.unwrap().hits.iter().map(|hit| hit.id.0).collect();
    assert_eq!(order, [2, 1]);
    assert_eq!(ids(&index, "من"), [1]);
}

#[test]
fn where_nothing_is_found_something_else_is_suggested() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    let suggested = |written: &str| index.suggestion(written, &Query::parse(written).unwrap()).unwrap();
    assert_eq!(suggested("العبارره").as_deref(), Some("العبارة"));
    // all words are known, no article has them together
    assert_eq!(suggested("سوق عبارة").as_deref(), Some("سوق أو عبارة"));
    assert_eq!(suggested("سوق source:الشراع"), None);
}

#[test]
fn facets_count_all_hits() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    let options = SearchOptions {
        limit: 1,
        facets: true,
        ..SearchOptions::new(NOW_SECONDS)
    };
    let found = index.search(&Query::all(), &options).unwrap();
    let languages: Vec<_> = found
        .languages
        .iter()
        .map(|facet| (facet.value.as_str(), facet.count))
        .collect();
    assert_eq!(languages, [("ar", 2), ("en", 1)]);
    assert_eq!(found.sources.len(), 3);
    // the claimed time where there is one, else the time seen
    let today = NOW_SECONDS.div_euclid(DAY_SECONDS);
    assert_eq!(found.days, [(today - 10, 1), (today - 3, 1), (today - 2, 1)]);
}

#[test]
fn marks_are_those_of_the_reader() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    let (read, starred) = ([ArticleId(1), ArticleId(3)], [ArticleId(3)]);
    let found = |written: &str| {
        let query = Query::parse(written).unwrap();
        assert!(query.asks_for_marks(), "{written}");
        let options = SearchOptions {
            order: Order::Oldest,
            ..SearchOptions::new(NOW_SECONDS)
        };
        let hits = index.search(&query.with_marks(&read, &starred), &options).unwrap().hits;
        let mut ids: Vec<i32> = hits.iter().map(|hit| hit.id.0).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(found("is:read"), [1, 3]);
    assert_eq!(found("is:unread"), [2]);
    assert_eq!(found("حال:محفوظة"), [3]);
    assert_eq!(found("is:read -is:starred"), [1]);
    assert_eq!(found("is:unread OR is:starred"), [2, 3]);
    assert!(!Query::parse("unread").unwrap().asks_for_marks());
    let error = Query::parse("سوق is:blue").unwrap_err();
    assert_eq!(error.position, 7);
}

#[test]
fn related_reading_leaves_out_what_is_excluded() {
    let root = tempfile::tempdir().unwrap();
    let index = filled(root.path());
    let wanted = Similar {
        title: "العبارة التي غرقت",
        text: "خفر السواحل في أذربيجان",
        ..Similar::default()
    };
    let found = index.similar(&wanted, &[], 5).unwrap();
    assert_eq!(found[0].id, ArticleId(1));
    let others = index.similar(&wanted, &[ArticleId(1)], 5).unwrap();
    assert!(others.iter().all(|hit| hit.id != ArticleId(1)));
}
