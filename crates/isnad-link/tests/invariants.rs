//! What linking promises whatever arrives: nothing is lost, memory may come and go, strange times do no harm.

use isnad_analyse::features::features_with;
use isnad_link::{Arrival, LinkStream, Linker, Member, Outcome, Settings, day_of};
use isnad_model::{Article, ArticleId, ClaimedTime, Linked};
use proptest::prelude::*;
use std::collections::BTreeMap;

const WORDS: [&str; 24] = [
    "الجسر",
    "العمدة",
    "القلعة",
    "النهر",
    "افتتاح",
    "حريق",
    "المستودع",
    "الميناء",
    "إصابة",
    "عمال",
    "بيان",
    "البلدية",
    "مباراة",
    "الفريق",
    "هدف",
    "المدرب",
    "زلزال",
    "الساحل",
    "قتلى",
    "إنقاذ",
    "انتخابات",
    "مرشح",
    "أصوات",
    "لجنة",
];
const START_SECONDS: i64 = 1_520_000_000;

/// A topic, a shift into it and an hour make an article; equal topics share words and runs of words.
#[derive(Clone, Debug)]
struct Seed {
    topic: usize,
    shift: usize,
    length: usize,
    hour: i64,
    source: usize,
}

fn seeds(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Seed>> {
    let seed = (0..6_usize, 0..12_usize, 3..60_usize, 0..24 * 45_i64, 0..3_usize).prop_map(
        |(topic, shift, length, hour, source)| Seed {
            topic,
            shift,
            length,
            hour,
            source,
        },
    );
    proptest::collection::vec(seed, count)
}

fn article(number: usize, seed: &Seed, time: &str) -> Article {
    let word = |at: usize| WORDS[(seed.topic * 4 + at * (seed.topic + 1) + at / 5) % WORDS.len()];
    let text: Vec<&str> = (seed.shift..seed.shift + seed.length).map(word).collect();
    Article {
        id: format!("a{number}"),
        source: Some(["سبق", "okaz", "was"][seed.source].to_owned()),
        title: Some(format!("{} {}", WORDS[seed.topic * 4], WORDS[seed.topic * 4 + 1])),
        published: ClaimedTime::from_written(time, "test"),
        blocks: Article::blocks_of_text(&text.join(" ")),
        ..Article::default()
    }
}

fn push(linker: &mut Linker, number: usize, seed: &Seed) -> Outcome {
    let article = article(number, seed, "2018-03-02");
    let features = features_with(&article, 1000, |_| 3);
    linker.push(Arrival {
        article_id: ArticleId(number as i32 + 1),
        linking_time: Some(START_SECONDS + seed.hour * 3600),
        published: None,
        source: article.source.as_deref().unwrap_or(""),
        before: None,
        article: &article,
        features: &features,
    })
}

/// A store of day partitions as bytes, which applies redirects as the engine does.
#[derive(Default)]
struct Days(BTreeMap<i32, Vec<Vec<u8>>>);

impl Days {
    fn load_missing(&self, linker: &mut Linker, seconds: i64) {
        for day in linker.missing_days(seconds) {
            let rows = self.0.get(&day).map(Vec::as_slice).unwrap_or_default();
            let members = rows.iter().map(|row| Member::from_bytes(row).unwrap()).collect();
            linker.load_day(day, members);
        }
    }

    fn keep(&mut self, outcome: &Outcome) {
        for (from, into) in &outcome.merges {
            for row in self.0.values_mut().flatten() {
                let mut member = Member::from_bytes(row).unwrap();
                if member.story == *from {
                    member.story = *into;
                    *row = member.to_bytes();
                }
            }
        }
        self.0
            .entry(outcome.day.unwrap())
            .or_default()
            .push(outcome.member.to_bytes());
    }
}

fn link(articles: &[Article]) -> Vec<Linked> {
    let mut stream = LinkStream::new(Settings::default());
    let mut lines = Vec::new();
    for article in articles {
        let features = features_with(article, 1000, |_| 3);
        stream.push(article, &features, |line| lines.push(line));
    }
    stream.finish(|line| lines.push(line));
    lines
}

fn at(hour: i64) -> String {
    format!(
        "2018-{:02}-{:02}T{:02}:00:00Z",
        3 + hour / 24 / 28,
        1 + hour / 24 % 28,
        hour % 24
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn memory_that_comes_and_goes_changes_nothing(seeds in seeds(1..50), evict_every in 1..7_usize) {
        let settings = Settings { merge_odds: -1.0, ..Settings::default() };
        let mut steady = Linker::new(settings.clone());
        let mut forgetful = Linker::new(settings);
        let mut days = Days::default();
        for (number, seed) in seeds.iter().enumerate() {
            let seconds = START_SECONDS + seed.hour * 3600;
            for day in steady.missing_days(seconds) {
                steady.load_day(day, Vec::new());
            }
            days.load_missing(&mut forgetful, seconds);
            let expected = push(&mut steady, number, seed);
            let found = push(&mut forgetful, number, seed);
            prop_assert_eq!(&found, &expected);
            days.keep(&found);
            if number % evict_every == 0 {
                let held: Vec<i32> = forgetful.days().collect();
                held.into_iter().for_each(|day| forgetful.evict_day(day));
                prop_assert!(forgetful.is_empty());
            }
        }
        for (day, rows) in &days.0 {
            let kept: Vec<Member> = rows.iter().map(|row| Member::from_bytes(row).unwrap()).collect();
            let held: Vec<Member> = steady.day(*day).unwrap().into_iter().cloned().collect();
            prop_assert_eq!(kept, held);
        }
    }

    #[test]
    fn no_article_is_lost_and_order_is_kept(seeds in seeds(1..60), member_limit in 1..80_usize) {
        let mut stream = LinkStream::new(Settings::default()).with_member_limit(member_limit);
        let mut lines = Vec::new();
        for (number, seed) in seeds.iter().enumerate() {
            let article = article(number, seed, &at(seed.hour));
            stream.push(&article, &features_with(&article, 1000, |_| 3), |line| lines.push(line));
        }
        stream.finish(|line| lines.push(line));
        let ids: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
        let expected: Vec<String> = (0..seeds.len()).map(|number| format!("a{number}")).collect();
        prop_assert_eq!(&ids, &expected);
        prop_assert!(lines.iter().all(|line| ids.contains(&line.story) && ids.contains(&line.first_story)));
        prop_assert!(lines.iter().flat_map(|line| &line.copies).all(|copy| ids.contains(&copy.of)));
    }

    #[test]
    fn the_same_arrivals_give_the_same_partition(seeds in seeds(1..40)) {
        let articles: Vec<Article> =
            seeds.iter().enumerate().map(|(number, seed)| article(number, seed, &at(seed.hour))).collect();
        prop_assert_eq!(link(&articles), link(&articles));
    }

    #[test]
    fn a_time_in_the_future_or_in_1970_moves_no_window(mut seeds in seeds(2..60), stray_every in 1..9_usize) {
        seeds.sort_by_key(|seed| seed.hour);
        let mut plain = Vec::new();
        let mut mixed = Vec::new();
        for (number, seed) in seeds.iter().enumerate() {
            plain.push(article(number, seed, &at(seed.hour)));
            mixed.push(article(number, seed, &at(seed.hour)));
            if number % stray_every == 0 {
                let time = if number % 2 == 0 { "2999-01-01T00:00:00Z" } else { "1970-01-01T00:00:00Z" };
                let mut stray = article(number, seed, time);
                stray.id = format!("stray{number}");
                mixed.push(stray);
            }
        }
        let without_strays: Vec<Linked> =
            link(&mixed).into_iter().filter(|line| !line.id.starts_with("stray")).collect();
        prop_assert_eq!(without_strays, link(&plain));
    }

    #[test]
    fn no_bytes_make_a_member_panic(tail in proptest::collection::vec(any::<u8>(), 0..60)) {
        let mut bytes = vec![1];
        bytes.extend(tail);
        let _ = Member::from_bytes(&bytes);
    }
}

#[test]
fn a_day_that_no_recent_window_touched_leaves_memory_and_its_lines_come_out() {
    let mut stream = LinkStream::new(Settings::default());
    let mut lines = 0;
    let seed = Seed {
        topic: 1,
        shift: 0,
        length: 30,
        hour: 0,
        source: 0,
    };
    for number in 0..2000 {
        let hour = number as i64 * 2;
        let article = article(number, &seed, &day_time(hour));
        stream.push(&article, &features_with(&article, 1000, |_| 3), |_| lines += 1);
    }
    assert!(lines > 1000, "{lines}");
}

/// Hours after the start as a written time, over more than one month.
fn day_time(hour: i64) -> String {
    let days = hour / 24;
    format!("2018-{:02}-{:02}T{:02}:00:00Z", 1 + days / 28, 1 + days % 28, hour % 24)
}

#[test]
fn an_article_without_any_time_is_linked_with_nothing() {
    let mut linker = Linker::new(Settings::default());
    let seed = Seed {
        topic: 0,
        shift: 0,
        length: 30,
        hour: 0,
        source: 0,
    };
    linker.load_day(day_of(START_SECONDS), Vec::new());
    push(&mut linker, 0, &seed);
    let undated = article(1, &seed, "");
    let features = features_with(&undated, 1000, |_| 3);
    let outcome = linker.push(Arrival {
        article_id: ArticleId(2),
        linking_time: None,
        published: None,
        source: "x",
        before: None,
        article: &undated,
        features: &features,
    });
    assert_eq!(
        (outcome.day, outcome.story, outcome.copies.len()),
        (None, ArticleId(2), 0)
    );
    assert_eq!(linker.len(), 1);
}

#[test]
fn the_same_text_at_two_outlets_is_a_copy_and_one_story() {
    let mut linker = Linker::new(Settings::default());
    let seed = Seed {
        topic: 2,
        shift: 0,
        length: 50,
        hour: 0,
        source: 0,
    };
    for day in linker.missing_days(START_SECONDS) {
        linker.load_day(day, Vec::new());
    }
    push(&mut linker, 0, &seed);
    let outcome = push(
        &mut linker,
        1,
        &Seed {
            hour: 3,
            source: 1,
            ..seed
        },
    );
    assert_eq!(outcome.story, ArticleId(1));
    assert_eq!(outcome.copies.len(), 1);
    let (of, copy) = &outcome.copies[0];
    assert_eq!(
        (*of, copy.kind, copy.gap_seconds),
        (ArticleId(1), isnad_model::CopyKind::Copy, Some(10_800))
    );
    assert!(!outcome.joined.because.is_empty());
}
