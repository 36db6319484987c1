//! Which element holds the article.
//!
//! Every good block votes for the elements around it, less the further away; the element with most votes is the core.
//! The core grows to an ancestor while that adds text of the same kind and little else. What stands in comments,
//! related boxes and the like has next to no vote, unless it is most of the page: then its class is mistaken.
//! Source: the idea of votes decaying with distance is that of Arc90's Readability; weights are our own, set on the
//! development half of the public extraction sets.

use super::hints::Hints;
use super::survey::Survey;
use isnad_html::{Tag, Tree};

/// Weight of a vote by the distance of the element from the block.
const DECAY: [f32; 5] = [1.0, 0.6, 0.3, 0.15, 0.07];

/// An article that stands before a longer one has at least this share of its text.
const LEAST_FIRST: f32 = 0.5;

/// So many elements around a paragraph may hold one paragraph only.
const MOST_AROUND_PARAGRAPH: usize = 50;

/// Elements around a paragraph that hold one paragraph only, and so are no candidates.
fn holds_one_paragraph(tag: Tag) -> bool {
    use Tag::*;
    tag.is_heading()
        || matches!(
            tag,
            P | Li | Blockquote | Pre | Dd | Dt | Td | Th | Tr | Figcaption | Summary
        )
}

/// How much what stands in each node counts, by the hints around it: 1 for the text, near 0 beside it.
pub(crate) fn weights(tree: &Tree, survey: &Survey) -> Vec<f32> {
    let total = survey.facts[0].good.max(1.0);
    let mut weights = vec![1.0f32; tree.nodes().len()];
    for index in 1..weights.len() {
        let fact = &survey.facts[index];
        let share = fact.good / total;
        let own = if fact.hints.has(Hints::COMMENT) && share < 0.9 {
            0.05
        } else if is_beside(fact.hints) && share < 0.5 {
            0.1
        } else if fact.hints.has(Hints::CAPTION) && share < 0.3 {
            0.2
        } else {
            1.0
        };
        weights[index] = weights[tree.parent(index)] * own;
    }
    weights
}

/// Hints of something that is not the article's text.
pub(crate) fn is_beside(hints: Hints) -> bool {
    hints.has(Hints::ASIDE.with(Hints::RELATED).with(Hints::COMMENT))
}

/// The element that holds the article; `None` on a page without text.
pub(crate) fn root(tree: &Tree, survey: &Survey, weights: &[f32]) -> Option<usize> {
    let mut votes = vec![0.0f32; tree.nodes().len()];
    // Sums over subtrees of what is good and bad, by weight.
    let mut good = vec![0.0f32; tree.nodes().len()];
    let mut bad = vec![0.0f32; tree.nodes().len()];
    for block in &survey.blocks {
        let score = block.score * weights[block.container];
        if score <= 0.0 {
            bad[block.container] += score;
            continue;
        }
        good[block.container] += score;
        let mut at = block.container;
        for _ in 0..MOST_AROUND_PARAGRAPH {
            if at == 0 || !holds_one_paragraph(tree.tag(at)) {
                break;
            }
            at = tree.parent(at);
        }
        for decay in DECAY {
            votes[at] += score * decay;
            if matches!(tree.tag(at), Tag::Body | Tag::Html | Tag::Document) {
                break;
            }
            at = survey.facts[at].border as usize;
        }
    }
    for index in (1..good.len()).rev() {
        let parent = tree.parent(index);
        good[parent] += good[index];
        bad[parent] += bad[index];
    }
    let core = (0..votes.len())
        .filter(|index| votes[*index] > 0.0)
        .map(|index| {
            (
                index,
                votes[index] * preference(tree.tag(index), survey.facts[index].hints),
            )
        })
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?
        .0;
    let root = grow(tree, core, &good, &bad);
    Some(first_of_whole_articles(tree, root, &good))
}

/// The article asked for stands first; those that a site loads below it may be longer.
fn first_of_whole_articles(tree: &Tree, root: usize, good: &[f32]) -> usize {
    if !is_whole_article(tree, root) {
        return root;
    }
    tree.children(tree.parent(root))
        .take_while(|sibling| *sibling < root)
        .find(|sibling| is_whole_article(tree, *sibling) && good[*sibling] > LEAST_FIRST * good[root])
        .unwrap_or(root)
}

fn preference(tag: Tag, hints: Hints) -> f32 {
    let by_tag = match tag {
        Tag::Article => 1.3,
        Tag::Main => 1.15,
        Tag::Body | Tag::Html | Tag::Document => 0.7,
        _ => 1.0,
    };
    let by_hint = if hints.has(Hints::BODY) && !is_beside(hints) {
        1.4
    } else {
        1.0
    };
    by_tag * by_hint
}

/// An article element with the headline in it, not one of the parts of a report.
fn is_whole_article(tree: &Tree, index: usize) -> bool {
    tree.tag(index) == Tag::Article && tree.within(index, Tag::H1).next().is_some()
}

/// Climbs while an ancestor holds notably more text and not much else.
fn grow(tree: &Tree, core: usize, good: &[f32], bad: &[f32]) -> usize {
    let mut root = core;
    let mut at = core;
    for _ in 0..6 {
        at = tree.parent(at);
        let leaves_article = is_whole_article(tree, root)
            && tree
                .children(at)
                .filter(|child| tree.tag(*child) == Tag::Article)
                .count()
                > 1;
        if at == 0 || leaves_article || matches!(tree.tag(at), Tag::Html | Tag::Document) {
            break;
        }
        let more_good = good[at] - good[root];
        let more_bad = bad[root] - bad[at];
        if more_good > 0.12 * good[root] && more_bad < 0.5 * more_good {
            root = at;
        }
    }
    root
}
