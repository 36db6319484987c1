//! Learns the weights of the join of an article and a story from a week that people sorted into stories.
//!
//! The week is linked in order of time with every article put where people put it; each story that the linker
//! measured on the way is an example, right or wrong. The weights are those of a logistic regression by
//! Newton's method. Before the file is written, each fifth of the stories is linked with weights learned from
//! the other four, and the B-cubed F1 of that is printed: what to expect of another week.

use super::gold;
use anyhow::Context;
use isnad_analyse::{Statistics, features::features};
use isnad_link::{Arrival, JOIN_FEATURES, JoinFeatures, JoinWeights, Linker, Settings, hour_of};
use isnad_model::{Article, ArticleId, Features, parse_instant};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const FOLDS: usize = 5;
const NEWTON_STEPS: usize = 12;
/// Pull of the weights towards 0, in examples; the measures are scaled to a deviation of 1.
const RIDGE: f64 = 1.0;
const MEASURES: usize = JOIN_FEATURES.len();

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
    let shipped = fit(examples.iter());
    let mut file = String::from(
        "# Weights of the join of an article and a story, natural logarithm of odds; learned by `cargo xtask train join`.\n",
    );
    file.push_str(&format!("bias\t{:.4}\n", shipped.bias));
    for (name, weight) in JOIN_FEATURES.iter().zip(shipped.weights) {
        file.push_str(&format!("{name}\t{weight:.4}\n"));
    }
    std::fs::write(to, file).with_context(|| format!("writing {}", to.display()))
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
        let article = Article {
            id: field("id").to_owned(),
            source: Some(field("source").to_owned()),
            language: Some("ar".to_owned()),
            title: Some(field("title").to_owned()),
            blocks: Article::blocks_of_text(if field("content").is_empty() {
                field("text")
            } else {
                field("content")
            }),
            ..Article::default()
        };
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

/// Logistic regression by Newton's method on measures scaled to mean 0 and deviation 1.
fn fit<'e>(examples: impl Iterator<Item = &'e Example>) -> JoinWeights {
    let rows: Vec<(JoinFeatures, f64)> = examples
        .map(|example| (example.measured, f64::from(u8::from(example.is_right))))
        .collect();
    let count = rows.len() as f64;
    let mean: [f64; MEASURES] =
        std::array::from_fn(|at| rows.iter().map(|(row, _)| f64::from(row[at])).sum::<f64>() / count);
    let deviation: [f64; MEASURES] = std::array::from_fn(|at| {
        let squares: f64 = rows
            .iter()
            .map(|(row, _)| (f64::from(row[at]) - mean[at]).powi(2))
            .sum();
        (squares / count).sqrt().max(1e-9)
    });
    let scaled = |row: &JoinFeatures| -> [f64; MEASURES + 1] {
        std::array::from_fn(|at| match at {
            MEASURES => 1.0,
            _ => (f64::from(row[at]) - mean[at]) / deviation[at],
        })
    };
    let mut weights = [0.0; MEASURES + 1];
    for _ in 0..NEWTON_STEPS {
        let mut slope = [0.0; MEASURES + 1];
        let mut bend = [[0.0; MEASURES + 1]; MEASURES + 1];
        for (row, label) in &rows {
            let values = scaled(row);
            let odds: f64 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
            let chance = 1.0 / (1.0 + (-odds).exp());
            for one in 0..=MEASURES {
                slope[one] += (label - chance) * values[one];
                for other in 0..=MEASURES {
                    bend[one][other] += chance * (1.0 - chance) * values[one] * values[other];
                }
            }
        }
        for at in 0..MEASURES {
            slope[at] -= RIDGE * weights[at];
            bend[at][at] += RIDGE;
        }
        let step = solve(bend, slope);
        weights.iter_mut().zip(step).for_each(|(weight, more)| *weight += more);
    }
    let shift: f64 = (0..MEASURES).map(|at| weights[at] * mean[at] / deviation[at]).sum();
    JoinWeights {
        bias: (weights[MEASURES] - shift) as f32,
        weights: std::array::from_fn(|at| (weights[at] / deviation[at]) as f32),
    }
}

/// Solves a positive definite system by elimination.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        for below in pivot + 1..N {
            let factor = matrix[below][pivot] / matrix[pivot][pivot];
            let row = matrix[pivot];
            for (value, above) in matrix[below].iter_mut().zip(row).skip(pivot) {
                *value -= factor * above;
            }
            right[below] -= factor * right[pivot];
        }
    }
    let mut solved = [0.0; N];
    for at in (0..N).rev() {
        let known: f64 = (at + 1..N).map(|later| matrix[at][later] * solved[later]).sum();
        solved[at] = (right[at] - known) / matrix[at][at];
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        assert_eq!(solve([[2.0, 1.0], [1.0, 3.0]], [4.0, 7.0]), [1.0, 2.0]);
    }

    #[test]
    fn what_parts_the_examples_gets_the_weight() {
        let examples: Vec<Example> = (0..40)
            .map(|number| {
                let mut measured = JoinFeatures::default();
                measured[0] = if number % 2 == 0 { 0.8 } else { 0.2 };
                measured[1] = (number % 5) as f32;
                Example {
                    measured,
                    is_right: number % 2 == 0,
                    folds: [0, 0],
                }
            })
            .collect();
        let learned = fit(examples.iter());
        assert!(learned.weights[0] > 1.0 && learned.weights[1].abs() < 0.1);
        assert!(learned.odds(&examples[0].measured) > 0.0 && learned.odds(&examples[1].measured) < 0.0);
    }
}
