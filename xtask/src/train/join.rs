//! Learns the weights of the join of an article and a story from a week that people sorted into stories.
//!
//! The week is linked in order of time with every article put where people put it; each story that the linker
//! measured on the way is an example, right or wrong. The weights are those of a logistic
//! regression. Before the file is written, each fifth of the stories is linked with weights learned from
//! the other four, and the B-cubed F1 of that is printed: what to expect of another week.

use super::gold;
use crate::logistic;
use isnad_analyse::{Statistics, features::features};
use isnad_link::{Arrival, JOIN_FEATURES, JoinFeatures, JoinWeights, Linker, Settings, hour_of};
use isnad_model::{Article, ArticleId, Features, parse_instant};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const FOLDS: usize = 5;

struct Item {
    article: Article,
    features: Features,
    time: i64,
    /// Number of the first article of its story.
    story: ArticleId,
    fold: usize,
}

struct Example {
    measured: JoinFeatures,
    is_right: bool,
    folds: [usize; 2],
}

/// Makes the file `to` from the corpora in `shared`.
pub fn train(shared: &Path, to: &Path) -> anyhow::Result<()> {
    let items = read(shared)?;
    let examples = taught(&items);
    let right = examples.iter().filter(|example| example.is_right).count();
    println!(
        "join: {} articles, {} examples, {right} right",
        items.len(),
        examples.len()
    );
    let learned: Vec<JoinWeights> = (0..FOLDS)
        .map(|fold| fit(examples.iter().filter(|example| !example.folds.contains(&fold))))
        .collect();
    for join_odds in [-0.5, -0.25, 0.0] {
        for merge_odds in [0.0, 0.25, 0.5] {
            report(&items, &learned, join_odds, merge_odds);
        }
    }
    let comment = "Weights of the join of an article and a story, natural logarithm of odds; learned by `cargo xtask train join`.";
    logistic::write(to, comment, &JOIN_FEATURES, &fit(examples.iter()))
}

fn read(shared: &Path) -> anyhow::Result<Vec<Item>> {
    let story_of = gold::stories(shared)?;
    let statistics = Statistics::shipped();
    let mut items: Vec<Item> = Vec::new();
    super::corpus::each_row(&shared.join("data/ant-multisource.jsonl.gz"), |row| {
        let field = |name: &str| row[name].as_str().unwrap_or("");
        let Some(time) = parse_instant(field("iso")).filter(|_| story_of.contains_key(field("id"))) else {
            return;
        };
        let article = super::corpus::article_of(row);
        items.push(Item {
            features: features(&article, &statistics),
            article,
            time,
            story: ArticleId(0),
            fold: 0,
        });
    })?;
    items.sort_by(|a, b| (a.time, &a.article.id).cmp(&(b.time, &b.article.id)));
    items.dedup_by(|a, b| a.article.id == b.article.id);
    let mut founder: HashMap<&str, ArticleId> = HashMap::new();
    let mut sizes: BTreeMap<ArticleId, usize> = BTreeMap::new();
    for (at, item) in items.iter_mut().enumerate() {
        let story = story_of[&item.article.id].as_str();
        item.story = *founder.entry(story).or_insert(id_at(at));
        *sizes.entry(item.story).or_default() += 1;
    }
    // large and small stories in every fold
    let mut by_size: Vec<(usize, ArticleId)> = sizes.into_iter().map(|(story, size)| (size, story)).collect();
    by_size.sort_unstable_by_key(|(size, story)| (std::cmp::Reverse(*size), *story));
    let folds: HashMap<ArticleId, usize> = by_size
        .iter()
        .enumerate()
        .map(|(rank, (_, story))| (*story, rank % FOLDS))
        .collect();
    items.iter_mut().for_each(|item| item.fold = folds[&item.story]);
    Ok(items)
}

fn id_at(at: usize) -> ArticleId {
    ArticleId(at as i32 + 1)
}

fn arrival(item: &Item, at: usize) -> Arrival<'_> {
    Arrival {
        article_id: id_at(at),
        linking_time: Some(item.time),
        hour: hour_of(item.time),
        published: None,
        source: item.article.source.as_deref().unwrap_or(""),
        before: None,
        article: &item.article,
        features: &item.features,
    }
}

/// A linker that holds the days of all items, empty.
fn linker(items: &[Item], settings: Settings) -> Linker {
    let mut linker = Linker::new(settings);
    for item in items {
        for day in linker.missing_days(item.time, hour_of(item.time)) {
            linker.load_day(day, Vec::new());
        }
    }
    linker
}

fn taught(items: &[Item]) -> Vec<Example> {
    let fold_of: HashMap<ArticleId, usize> = items.iter().map(|item| (item.story, item.fold)).collect();
    let mut linker = linker(items, Settings::default());
    let mut examples = Vec::new();
    for (at, item) in items.iter().enumerate() {
        for (story, measured) in linker.teach(arrival(item, at), item.story) {
            examples.push(Example {
                measured,
                is_right: story == item.story,
                folds: [item.fold, fold_of[&story]],
            });
        }
    }
    examples
}

fn report(items: &[Item], learned: &[JoinWeights], join_odds: f32, merge_odds: f32) {
    let (mut first, mut last, mut moved) = ([0.0; 2], [0.0; 2], 0);
    for (fold, join) in learned.iter().enumerate() {
        let settings = Settings {
            join: *join,
            join_odds,
            merge_odds,
            ..Settings::default()
        };
        let mut linker = linker(items, settings);
        let mut firsts = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            firsts.push(linker.push(arrival(item, at)).story);
        }
        linker.close_all();
        let lasts: Vec<ArticleId> = (0..items.len())
            .map(|at| linker.story(id_at(at)).unwrap_or(id_at(at)))
            .collect();
        let held: Vec<usize> = (0..items.len()).filter(|at| items[*at].fold == fold).collect();
        add(&mut first, b_cubed(items, &firsts, &held));
        add(&mut last, b_cubed(items, &lasts, &held));
        moved += held.iter().filter(|at| firsts[**at] != lasts[**at]).count();
    }
    let f1 = |sums: [f64; 2]| 2.0 * sums[0] * sums[1] / (sums[0] + sums[1]) / items.len() as f64;
    println!(
        "join {join_odds} merge {merge_odds}: on arrival {:.3}, final {:.3} (P {:.3} R {:.3}), moved {:.3}",
        f1(first),
        f1(last),
        last[0] / items.len() as f64,
        last[1] / items.len() as f64,
        moved as f64 / items.len() as f64
    );
}

fn add(sums: &mut [f64; 2], more: [f64; 2]) {
    sums[0] += more[0];
    sums[1] += more[1];
}

/// Sums of precision and recall of the `held` articles.
fn b_cubed(items: &[Item], labels: &[ArticleId], held: &[usize]) -> [f64; 2] {
    let mut of_label: HashMap<ArticleId, f64> = HashMap::new();
    let mut of_story: HashMap<ArticleId, f64> = HashMap::new();
    let mut of_both: HashMap<(ArticleId, ArticleId), f64> = HashMap::new();
    for (item, label) in items.iter().zip(labels) {
        *of_label.entry(*label).or_default() += 1.0;
        *of_story.entry(item.story).or_default() += 1.0;
        *of_both.entry((item.story, *label)).or_default() += 1.0;
    }
    held.iter().fold([0.0; 2], |sums, at| {
        let shared = of_both[&(items[*at].story, labels[*at])];
        [
            sums[0] + shared / of_label[&labels[*at]],
            sums[1] + shared / of_story[&items[*at].story],
        ]
    })
}

/// Logistic regression on the examples.
fn fit<'e>(examples: impl Iterator<Item = &'e Example>) -> JoinWeights {
    let rows: Vec<(JoinFeatures, bool)> = examples.map(|example| (example.measured, example.is_right)).collect();
    logistic::fit(&rows)
}
