//! What linking promises whatever arrives: nothing is lost, memory may come and go, strange times do no harm.

use isnad_analyse::features::features_with;
use isnad_link::{Arrival, Closed, LinkStream, Linker, Member, Moved, Outcome, Settings, day_of, hour_of};
use isnad_model::{Article, ArticleId, ClaimedTime, Linked};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Hours that it arrives after its own time.
    lag: i64,
    source: usize,
}

impl Seed {
    fn time(&self) -> i64 {
        START_SECONDS + (self.hour - self.lag) * 3600
    }

    fn arrival_hour(&self) -> i64 {
        hour_of(START_SECONDS + self.hour * 3600)
    }
}

fn seeds(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Seed>> {
    let seed = (0..6_usize, 0..12_usize, 3..60_usize, 0..24 * 45_i64, 0..3_usize).prop_map(
        |(topic, shift, length, hour, source)| Seed {
            topic,
            shift,
            length,
            hour,
            lag: 0,
            source,
        },
    );
    proptest::collection::vec(seed, count)
}

/// The same with few hours of arrival, so that several articles share one, and times of their own.
fn crowded_seeds(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Seed>> {
    (seeds(count), 1..500_i64).prop_map(|(mut seeds, most_lag)| {
        for seed in &mut seeds {
            seed.lag = seed.hour * 7 % most_lag;
            seed.hour = seed.hour % 6 * 40;
        }
        seeds
    })
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
        linking_time: Some(seed.time()),
        hour: seed.arrival_hour(),
        published: None,
        source: article.source.as_deref().unwrap_or(""),
        before: None,
        article: &article,
        features: &features,
    })
}

/// A store of day partitions as bytes, with what the engine keeps beside them: the story and the open hour of each
/// article. It applies changes as the engine does.
#[derive(Default)]
struct Days(BTreeMap<i32, Vec<Kept>>);

/// A member as bytes, its story and its open hour.
type Kept = (Vec<u8>, ArticleId, Option<i64>);

impl Days {
    fn load(&self, linker: &mut Linker, days: Vec<i32>) {
        for day in days {
            linker.load_day(day, self.members(day));
        }
    }

    /// The members of a day as they are loaded, by article.
    fn members(&self, day: i32) -> Vec<Member> {
        let rows = self.0.get(&day).map(Vec::as_slice).unwrap_or_default();
        let mut members: Vec<Member> = rows
            .iter()
            .map(|(bytes, story, open_hour)| Member {
                story: *story,
                open_hour: *open_hour,
                ..Member::from_bytes(bytes).unwrap()
            })
            .collect();
        members.sort_by_key(|member| member.article);
        members
    }

    fn apply(&mut self, closed: &Closed) {
        for change in &closed.moved {
            for row in self.0.values_mut().flatten() {
                let id = Member::from_bytes(&row.0).unwrap().article;
                match change {
                    Moved::Article {
                        article, from, into, ..
                    } if *article == id => {
                        assert_eq!(row.1, *from);
                        row.1 = *into;
                    }
                    Moved::Story { from, into } if row.1 == *from => row.1 = *into,
                    _ => {}
                }
            }
        }
        for row in self.0.values_mut().flatten() {
            if closed.articles.contains(&Member::from_bytes(&row.0).unwrap().article) {
                row.2 = None;
            }
        }
    }

    fn keep(&mut self, outcome: &Outcome) {
        self.apply(&outcome.closed);
        let row = (outcome.member.to_bytes(), outcome.story, outcome.member.open_hour);
        self.0.entry(outcome.day.unwrap()).or_default().push(row);
    }

    /// Days that have articles of open hours, which a linker needs from the start.
    fn open_days(&self) -> Vec<i32> {
        let is_open = |rows: &Vec<Kept>| rows.iter().any(|row| row.2.is_some());
        self.0
            .iter()
            .filter(|(_, rows)| is_open(rows))
            .map(|(day, _)| *day)
            .collect()
    }

    /// Which articles are together, by their order in the test.
    fn partition(&self) -> BTreeSet<Vec<usize>> {
        let mut stories: BTreeMap<ArticleId, Vec<usize>> = BTreeMap::new();
        for (bytes, story, _) in self.0.values().flatten() {
            let id = Member::from_bytes(bytes).unwrap().article;
            stories.entry(*story).or_default().push(id.0 as usize - 1);
        }
        stories
            .into_values()
            .map(|mut story| {
                story.sort_unstable();
                story
            })
            .collect()
    }
}

/// Links seeds in this order and forgets everything before each of the arrivals `restarts`.
fn linked_with_restarts(seeds: &[Seed], settings: &Settings, restarts: &[usize]) -> (Vec<Outcome>, Closed, Days) {
    let mut days = Days::default();
    let mut linker = Linker::new(settings.clone());
    let mut outcomes = Vec::new();
    for (number, seed) in seeds.iter().enumerate() {
        if restarts.contains(&number) {
            linker = Linker::new(settings.clone());
            days.load(&mut linker, days.open_days());
        }
        load_missing(&days, &mut linker, seed);
        let outcome = push(&mut linker, number, seed);
        days.keep(&outcome);
        outcomes.push(outcome);
    }
    let missing = linker.missing_days_to_close();
    days.load(&mut linker, missing);
    let closed = linker.close_all();
    days.apply(&closed);
    (outcomes, closed, days)
}

fn load_missing(days: &Days, linker: &mut Linker, seed: &Seed) {
    let missing = linker.missing_days(seed.time(), seed.arrival_hour());
    days.load(linker, missing);
}

/// Merges are easier than usual, so that they happen.
fn eager() -> Settings {
    Settings {
        merge_odds: -1.0,
        ..Settings::default()
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
        let mut steady = Linker::new(eager());
        let mut forgetful = Linker::new(eager());
        let mut days = Days::default();
        for (number, seed) in seeds.iter().enumerate() {
            for day in steady.missing_days(seed.time(), seed.arrival_hour()) {
                steady.load_day(day, Vec::new());
            }
            load_missing(&days, &mut forgetful, seed);
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
        for day in days.0.keys() {
            let mut held: Vec<Member> = steady.day(*day).unwrap();
            held.sort_by_key(|member| member.article);
            prop_assert_eq!(days.members(*day), held);
        }
    }

    #[test]
    fn a_restart_from_any_snapshot_replays_to_equality(
        seeds in prop_oneof![seeds(1..50), crowded_seeds(1..50)],
        restarts in proptest::collection::vec(0..50_usize, 1..5),
    ) {
        let (expected, closed, days) = linked_with_restarts(&seeds, &eager(), &[]);
        let (found, closed_again, days_again) = linked_with_restarts(&seeds, &eager(), &restarts);
        prop_assert_eq!(found, expected);
        prop_assert_eq!(closed_again, closed);
        prop_assert_eq!(days_again.partition(), days.partition());
    }

    #[test]
    fn the_order_of_arrival_within_an_hour_changes_no_story(
        seeds in crowded_seeds(2..50),
        shuffle in any::<u64>(),
        join_odds in 0.0..9.0_f32,
    ) {
        // the harder articles join, the more depends on which came first
        let settings = Settings { join_odds, merge_odds: 2.0, ..Settings::default() };
        let mut shuffled: Vec<(u64, usize)> = (0..seeds.len())
            .map(|at| ((at as u64 + 1).wrapping_mul(shuffle | 1).rotate_left(17), at))
            .collect();
        shuffled.sort_unstable();
        shuffled.sort_by_key(|(_, at)| seeds[*at].hour);
        let mut in_order: Vec<usize> = (0..seeds.len()).collect();
        in_order.sort_by_key(|at| seeds[*at].hour);
        let partition = |order: &[usize]| -> BTreeSet<Vec<usize>> {
            let arrivals: Vec<Seed> = order.iter().map(|at| seeds[*at].clone()).collect();
            let (_, _, days) = linked_with_restarts(&arrivals, &settings, &[]);
            let back = |story: Vec<usize>| {
                let mut story: Vec<usize> = story.into_iter().map(|at| order[at]).collect();
                story.sort_unstable();
                story
            };
            days.partition().into_iter().map(back).collect()
        };
        let expected = partition(&in_order);
        let found = partition(&shuffled.iter().map(|(_, at)| *at).collect::<Vec<_>>());
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn every_article_is_in_exactly_one_story(seeds in seeds(1..60)) {
        let (_, _, days) = linked_with_restarts(&seeds, &eager(), &[]);
        let mut articles: Vec<usize> = days.partition().into_iter().flatten().collect();
        articles.sort_unstable();
        prop_assert_eq!(articles, (0..seeds.len()).collect::<Vec<_>>());
        for (_, story, open_hour) in days.0.values().flatten() {
            prop_assert!((1..=seeds.len() as i32).contains(&story.0));
            prop_assert_eq!(*open_hour, None);
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
        lag: 0,
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
        lag: 0,
        source: 0,
    };
    linker.load_day(day_of(START_SECONDS), Vec::new());
    push(&mut linker, 0, &seed);
    let undated = article(1, &seed, "");
    let features = features_with(&undated, 1000, |_| 3);
    let outcome = linker.push(Arrival {
        article_id: ArticleId(2),
        linking_time: None,
        hour: 0,
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
        lag: 0,
        source: 0,
    };
    for day in linker.missing_days(START_SECONDS, hour_of(START_SECONDS)) {
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
