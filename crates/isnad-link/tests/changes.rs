//! What later changes do to links: an outlet corrects its page, a user decides about stories.

use isnad_analyse::features::features_with;
use isnad_link::{Arrival, Constraints, CopyFrom, Linker, Member, Outcome, Settings, hour_of};
use isnad_model::{Article, ArticleId, ClaimedTime, CopyKind, Grade, Interval};

const START_SECONDS: i64 = 1_520_000_000;
const HOUR_SECONDS: i64 = 3600;

/// `from..to` of a text of invented words, every one of them rare.
fn text(topic: &str, from: usize, to: usize) -> String {
    let words: Vec<String> = (from..to)
        .map(|number| format!("{topic}{}", "بتثجحخدذرزسش".chars().nth(number % 12).unwrap()).repeat(1 + number / 12))
        .collect();
    words.join(" ")
}

struct Report {
    id: i32,
    source: &'static str,
    hour: i64,
    language: Option<&'static str>,
    text: String,
}

fn report(id: i32, source: &'static str, hour: i64, text: String) -> Report {
    Report {
        id,
        source,
        hour,
        language: Some("ar"),
        text,
    }
}

fn push(linker: &mut Linker, report: &Report, before: Option<&Member>) -> Outcome {
    let seconds = START_SECONDS + report.hour * HOUR_SECONDS;
    let hour = hour_of(seconds);
    for day in linker.missing_days(seconds, hour) {
        linker.load_day(day, Vec::new());
    }
    let article = Article {
        id: report.id.to_string(),
        language: report.language.map(str::to_owned),
        title: Some(report.text.split(' ').take(4).collect::<Vec<_>>().join(" ")),
        published: ClaimedTime::from_written("2018-03-02", "test"),
        blocks: Article::blocks_of_text(&report.text),
        ..Article::default()
    };
    let features = features_with(&article, 1000, |_| 3);
    linker.push(Arrival {
        article_id: ArticleId(report.id),
        linking_time: Some(seconds),
        hour,
        published: Some(Interval {
            earliest: seconds,
            latest: seconds,
        }),
        source: report.source,
        before,
        article: &article,
        features: &features,
    })
}

#[test]
fn a_correction_turns_no_copy_around() {
    let mut linker = Linker::new(Settings::default());
    push(&mut linker, &report(1, "الميناء", 0, text("كب", 0, 80)), None);
    let copied = push(&mut linker, &report(2, "الشراع", 5, text("كب", 0, 80)), None);
    let (of, copy) = &copied.copies[0];
    assert_eq!((*of, copy.grade), (ArticleId(1), Grade::Likely));
    assert_eq!(copy.from, Some(CopyFrom::Article(ArticleId(1))));
    let corrected = push(&mut linker, &report(1, "الميناء", 30, text("كب", 0, 84)), None);
    assert!(corrected.copies.is_empty(), "{:?}", corrected.copies);
    assert_eq!(corrected.member.linking_time, START_SECONDS, "it keeps its first times");
    assert_eq!(corrected.story, ArticleId(1));
    // what comes after is still later than the first version
    let third = push(&mut linker, &report(3, "القلعة", 20, text("كب", 0, 80)), None);
    assert!(!third.copies.is_empty());
    assert!(
        third
            .copies
            .iter()
            .all(|(_, copy)| copy.from != Some(CopyFrom::Article(ArticleId(3))))
    );
}

#[test]
fn a_text_taken_over_with_a_change_has_no_direction() {
    let mut linker = Linker::new(Settings::default());
    push(&mut linker, &report(1, "الميناء", 0, text("كب", 0, 60)), None);
    push(&mut linker, &report(2, "الشراع", 5, text("لم", 0, 60)), None);
    let changed = push(&mut linker, &report(1, "الميناء", 9, text("لم", 0, 60)), None);
    let (of, copy) = &changed.copies[0];
    assert_eq!(
        (*of, copy.kind, copy.grade),
        (ArticleId(2), CopyKind::Copy, Grade::SharedSource)
    );
}

#[test]
fn what_was_linked_before_and_left_memory_is_told_by_the_store() {
    let mut linker = Linker::new(Settings::default());
    let first = push(&mut linker, &report(1, "الميناء", 0, text("كب", 0, 60)), None);
    let mut fresh = Linker::new(Settings::default());
    let again = push(
        &mut fresh,
        &report(1, "الميناء", 50, text("كب", 0, 70)),
        Some(&first.member),
    );
    assert_eq!((again.story, again.day), (first.story, first.day));
}

#[test]
fn users_keep_articles_apart_and_together() {
    let mut decided = Constraints::default();
    decided.put_apart(ArticleId(1), ArticleId(2));
    decided.put_together(ArticleId(1), ArticleId(3));
    let mut linker = Linker::new(Settings::default());
    *linker.constraints_mut() = decided;
    push(&mut linker, &report(1, "الميناء", 0, text("كب", 0, 60)), None);
    let apart = push(&mut linker, &report(2, "الشراع", 1, text("كب", 0, 60)), None);
    assert_eq!(apart.story, ArticleId(2));
    assert_eq!(apart.copies.len(), 1, "a copy it stays");
    let together = push(&mut linker, &report(3, "القلعة", 2, text("لم", 0, 60)), None);
    assert_eq!(together.story, ArticleId(1));
    let undecided = push(&mut linker, &report(4, "القلعة", 3, text("كب", 0, 60)), None);
    let closed = linker.close_all();
    assert_eq!(undecided.closed.moved, [], "no merge against a decision");
    assert_eq!(closed.moved, []);
}

#[test]
fn a_text_of_unknown_language_joins_no_story_of_a_known_one() {
    let mut linker = Linker::new(Settings::default());
    push(&mut linker, &report(1, "الميناء", 0, text("كب", 0, 60)), None);
    let unknown = Report {
        language: None,
        ..report(2, "الشراع", 1, text("كب", 0, 60))
    };
    let found = push(&mut linker, &unknown, None);
    assert_eq!((found.story, found.copies.len()), (ArticleId(2), 1));
    let other = Report { id: 3, ..unknown };
    assert_eq!(push(&mut linker, &other, None).story, ArticleId(2));
}
