//! What linking costs, for `cargo xtask bench linking`: processor time of its two parts and memory, printed as lines
//! of name and number, parted by a tab.
//!
//! `measure_cost cost ARTICLES.jsonl` links the articles as they are. Copies and stories are measured by leaving
//! either out: what is saved is what it costs. `measure_cost grown ARTICLES.jsonl COUNT` links so many articles made
//! of the sentences of those in the file, as many a day as the file has, and prints the cost of each tenth. Limits: the
//! words of made articles fall together less than those of real ones, so more of them stand alone; what the article
//! that is just made takes counts as held.

use isnad_analyse::features::features_with;
use isnad_link::{Arrival, Linker, Settings, hour_of};
use isnad_model::{Article, ArticleId, Features, linking_time, parse_instant};
use isnad_text::{sentences, vocabulary};
use peak_alloc::PeakAlloc;
use std::error::Error;
use std::io::{BufRead, BufReader};

/// As in the link stage of the engine.
const MEMBER_LIMIT: usize = 60_000;
const EVICTION_PERIOD: usize = 256;
const MADE_SENTENCES: usize = 7;
const FIRST_MADE_SECOND: i64 = 946_684_800;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

mod records;

struct Item {
    article: Article,
    features: Features,
    time: i64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["cost", path] => cost(path),
        ["grown", path, count] => grown(path, count.parse()?),
        _ => Err("cost ARTICLES.jsonl, or grown ARTICLES.jsonl COUNT".into()),
    }
}

fn cost(path: &str) -> Result<(), Box<dyn Error>> {
    let mut items: Vec<Item> = Vec::new();
    for article in read(path)? {
        items.push(item(article));
    }
    items.sort_by_key(|item| item.time);
    let whole = Settings::default();
    let without_copies = Settings {
        copy_candidates: 0,
        formula_articles: 0,
        ..whole.clone()
    };
    let without_stories = Settings {
        story_candidates: 0,
        indexed_terms: 0,
        ..whole.clone()
    };
    // the first run warms the caches
    linked(&items, &whole)?;
    let [whole, without_copies, without_stories] = [
        linked(&items, &whole)?,
        linked(&items, &without_copies)?,
        linked(&items, &without_stories)?,
    ];
    let each_ms = |seconds: f64| seconds * 1000.0 / items.len() as f64;
    println!("articles\t{}", items.len());
    println!("whole_ms\t{}", each_ms(whole.seconds));
    println!("copies_ms\t{}", each_ms(whole.seconds - without_copies.seconds));
    println!("stories_ms\t{}", each_ms(whole.seconds - without_stories.seconds));
    println!("window_articles\t{}", whole.members);
    println!("bytes_an_article\t{}", whole.bytes as f64 / whole.members as f64);
    Ok(())
}

struct Run {
    seconds: f64,
    members: usize,
    bytes: usize,
}

/// Links all, and tells what the linker held when it held most articles.
fn linked(items: &[Item], settings: &Settings) -> Result<Run, Box<dyn Error>> {
    let before = ALLOCATOR.current_usage();
    let started = cpu_seconds()?;
    let mut linker = Linker::new(settings.clone());
    let (mut members, mut bytes) = (0, 0);
    for (number, item) in items.iter().enumerate() {
        push(&mut linker, number, item);
        if linker.len() > members {
            members = linker.len();
            bytes = ALLOCATOR.current_usage() - before;
        }
    }
    Ok(Run {
        seconds: cpu_seconds()? - started,
        members,
        bytes,
    })
}

fn push(linker: &mut Linker, number: usize, item: &Item) {
    let hour = hour_of(item.time);
    for day in linker.missing_days(item.time, hour) {
        linker.load_day(day, Vec::new());
    }
    linker.push(Arrival {
        article_id: ArticleId(number as i32 + 1),
        linking_time: Some(item.time),
        hour,
        published: item.article.published.as_ref().and_then(|time| time.interval()),
        source: item.article.source.as_deref().unwrap_or(""),
        before: None,
        article: &item.article,
        features: &item.features,
    });
    if number.is_multiple_of(EVICTION_PERIOD) {
        linker.evict(MEMBER_LIMIT);
    }
}

fn grown(path: &str, count: usize) -> Result<(), Box<dyn Error>> {
    let articles = read(path)?;
    // most of the articles, without stray times
    let mut times: Vec<i64> = articles.iter().filter_map(time_of).collect();
    times.sort_unstable();
    let most = times.len() / 20..times.len() * 19 / 20;
    let span = times
        .get(most.end)
        .zip(times.get(most.start))
        .map_or(1, |(last, first)| last - first);
    let step = span as f64 / most.len() as f64;
    let sentences: Vec<Vec<String>> = articles.iter().map(sentences_of).collect();
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    let mut linker = Linker::new(Settings::default());
    let mut spent = 0.0;
    let before = ALLOCATOR.current_usage();
    let mut most_bytes = 0;
    for number in 0..count {
        let base = draw(&mut chance, articles.len());
        let mut text = Vec::with_capacity(MADE_SENTENCES);
        for at in 0..MADE_SENTENCES {
            // half of one article, so that texts recur, and half of others
            let of = if at % 2 == 0 {
                base
            } else {
                draw(&mut chance, articles.len())
            };
            let found = &sentences[of];
            if !found.is_empty() {
                text.push(found[draw(&mut chance, found.len())].as_str());
            }
        }
        let made = item(Article {
            blocks: Article::blocks_of_text(&text.join(" ")),
            published: None,
            ..articles[base].clone()
        });
        let time = FIRST_MADE_SECOND + (number as f64 * step) as i64;
        let started = cpu_seconds()?;
        push(&mut linker, number, &Item { time, ..made });
        spent += cpu_seconds()? - started;
        most_bytes = most_bytes.max(ALLOCATOR.current_usage().saturating_sub(before));
        if (number + 1).is_multiple_of((count / 10).max(1)) {
            println!("grown_ms\t{}", spent * 1000.0 / (count / 10).max(1) as f64);
            spent = 0.0;
        }
    }
    println!("held\t{}", linker.len());
    println!("held_mib\t{}", most_bytes as f64 / f64::from(1 << 20));
    Ok(())
}

/// A number below `limit`, by Marsaglia's xorshift: the same in each run.
fn draw(chance: &mut u64, limit: usize) -> usize {
    *chance ^= *chance << 13;
    *chance ^= *chance >> 7;
    *chance ^= *chance << 17;
    (*chance % limit as u64) as usize
}

fn sentences_of(article: &Article) -> Vec<String> {
    let text = article.text();
    sentences(&text).map(|span| span.of(&text).to_owned()).collect()
}

fn read(path: &str) -> Result<Vec<Article>, Box<dyn Error>> {
    let file = std::fs::File::open(path).map_err(|error| format!("{path}: {error}"))?;
    let mut articles = Vec::new();
    for line in BufReader::new(file).lines() {
        articles.push(records::parse(&line?)?);
    }
    Ok(articles)
}

fn item(article: Article) -> Item {
    Item {
        features: features_with(&article, vocabulary::DOCUMENTS, vocabulary::document_frequency),
        time: time_of(&article).unwrap_or_default(),
        article,
    }
}

fn time_of(article: &Article) -> Option<i64> {
    linking_time(
        article.published.as_ref(),
        article.captured.as_deref().and_then(parse_instant),
    )
}

/// Processor time of this process so far.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let counted = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = counted.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1e9)
}
