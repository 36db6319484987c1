//! What the scorer of blocks looks at: numbers of a block, its neighbours, the elements around it and the page.

use super::Core;
use super::evidence::Evidence;
use super::hints::Hints;
use super::misplaced::{Reason, misplaced};
pub(crate) use super::scorer_terms::{COUNT, NAMES};
use super::survey::{Block, Survey, is_border};
use isnad_html::{Tag, Tree};
use std::collections::HashMap;

/// The features of one block.
pub(crate) type Features = [f32; COUNT];

/// Distances between blocks are counted up to this.
const FAR: usize = 12;

/// A block with a higher score is a paragraph.
const TEXT_SCORE: f32 = 20.0;

/// What the elements around a node say, handed down the tree.
#[derive(Clone, Copy, Default)]
struct Inherited {
    hints: Hints,
    places: u16,
    reason: u8,
    least_share: f32,
    least_density: f32,
    below_root: u8,
}

const IN_ARTICLE: u16 = 1;
const IN_ASIDE: u16 = 2;
const IN_HEADER_FOOTER: u16 = 4;
const IN_FIGURE: u16 = 8;
const IN_LIST: u16 = 16;
const IN_TABLE: u16 = 32;
const IN_QUOTE: u16 = 64;
const IN_FORM: u16 = 128;
const IN_ROOT: u16 = 256;

fn place_of(tag: Tag) -> u16 {
    use Tag::*;
    match tag {
        Article | Main => IN_ARTICLE,
        Aside => IN_ASIDE,
        Header | Footer => IN_HEADER_FOOTER,
        Figure | Figcaption => IN_FIGURE,
        Ul | Ol | Dl => IN_LIST,
        Table => IN_TABLE,
        Blockquote => IN_QUOTE,
        Form | Fieldset => IN_FORM,
        _ => 0,
    }
}

fn container_number(tag: Tag) -> f32 {
    use Tag::*;
    match tag {
        P => 0.0,
        Div | Section | Article | Main | Body | Center => 1.0,
        Li | Dd | Dt => 2.0,
        H1 => 3.0,
        H2 => 4.0,
        H3 => 5.0,
        H4 | H5 | H6 => 6.0,
        Blockquote => 7.0,
        Td | Th => 8.0,
        Pre | Listing => 9.0,
        Figcaption | Figure => 10.0,
        Header | Footer => 11.0,
        _ => 12.0,
    }
}

/// Blocks in elements of one tag and class, in parents of one tag and class, are of one kind.
#[derive(Clone, Copy, Default)]
struct Kind {
    count: f32,
    chars: f32,
    links: f32,
    in_root: f32,
    good: f32,
}

fn kind_key(tree: &Tree, survey: &Survey, block: &Block) -> u64 {
    let parent = next_border(tree, block.container);
    let one = |index: usize| (u64::from(survey.facts[index].class) << 8) | tree.tag(index) as u64;
    one(block.container).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ one(parent)
}

fn next_border(tree: &Tree, index: usize) -> usize {
    let mut at = tree.parent(index);
    while at != 0 && !is_border(tree.tag(at)) {
        at = tree.parent(at);
    }
    at
}

/// Place of `in_root` and of `misplaced` among the features.
const IN_ROOT_PLACE: usize = 9;
const MISPLACED_PLACE: usize = 33;

/// Whether a block stands in the root, and in nothing that is plainly no part of the text.
pub(crate) fn stands_in_place(features: &Features) -> bool {
    features[IN_ROOT_PLACE] > 0.0 && features[MISPLACED_PLACE] == 0.0
}

/// Blocks outside the root so near to it, and with no more links, may belong to the article.
const NEAR: usize = 10;

/// A block with more links counts only within the root.
const MOST_LINKS: f32 = 0.5;

/// The features of the blocks that may belong to the article, each with its place among the blocks; the others never do.
pub(crate) fn features(tree: &Tree, survey: &Survey, core: &Core, evidence: &Evidence) -> Vec<(usize, Features)> {
    let blocks = &survey.blocks;
    let Some(root) = core.root else {
        return Vec::new();
    };
    let inherited = inherit(tree, survey, root);
    let root_good = survey.facts[root].good.max(1.0);
    let first = blocks.partition_point(|block| block.first < root);
    let end = blocks.partition_point(|block| block.first < tree.end(root));
    let mut kinds: HashMap<u64, Kind> = HashMap::with_capacity(blocks.len());
    let keys: Vec<u64> = blocks.iter().map(|block| kind_key(tree, survey, block)).collect();
    for (at, block) in blocks.iter().enumerate() {
        let kind = kinds.entry(keys[at]).or_default();
        kind.count += 1.0;
        kind.chars += block.chars as f32;
        kind.links += block.link_chars as f32;
        kind.in_root += f32::from(u8::from((first..end).contains(&at)));
        kind.good += f32::from(u8::from(block.score > TEXT_SCORE));
    }
    let (before, after) = text_distances(blocks);
    let body_chars: u32 = blocks[first..end].iter().map(|block| block.chars).sum();
    let in_stated: u32 = (first..end)
        .filter(|at| evidence.in_body.get(*at).copied().unwrap_or(false))
        .map(|at| blocks[at].chars)
        .sum();
    let stated_share = in_stated as f32 / body_chars.max(1) as f32;
    let total_good = survey.facts[0].good.max(1.0);
    let count = blocks.len() as f32;
    let near = first.saturating_sub(NEAR)..end + NEAR;
    let is_candidate = |at: &usize| {
        let block = &blocks[*at];
        let has_few_links = share(block.link_chars, block.chars) <= MOST_LINKS;
        (first..end).contains(at) || has_few_links && (block.score > 0.0 || near.contains(at))
    };
    (0..blocks.len())
        .filter(is_candidate)
        .map(|at| {
            let block = &blocks[at];
            let around = &inherited[block.container];
            let kind = kinds[&keys[at]];
            let parent = next_border(tree, block.container);
            let grand = next_border(tree, parent);
            let has = |hint: Hints| f32::from(u8::from(around.hints.has(hint)));
            let within = |place: u16| f32::from(u8::from(around.places & place != 0));
            let neighbour = |index: usize| blocks.get(index).copied();
            let previous = at.checked_sub(1).and_then(neighbour);
            let next = neighbour(at + 1);
            let words = block.words.max(1) as f32;
            let next_text = after[at].1.and_then(neighbour);
            let nearby = &blocks[at.saturating_sub(3)..(at + 4).min(blocks.len())];
            let nearby_chars: u32 = nearby.iter().map(|near| near.chars).sum();
            let nearby_links: u32 = nearby.iter().map(|near| near.link_chars).sum();
            let mut row = [0.0; COUNT];
            let values = [
                log(block.chars),
                share(block.link_chars, block.chars),
                block.marks.min(20) as f32,
                block.marks as f32 / words,
                (block.chars as f32 / words).min(20.0),
                share(block.digits, block.chars),
                f32::from(u8::from(block.ends_sentence)),
                (block.score / 100.0).clamp(-2.0, 10.0),
                container_number(tree.tag(block.container)),
                within(IN_ROOT),
                (at as f32 - first as f32) / (end - first).max(1) as f32,
                at as f32 / count,
                (at as f32 - first as f32).clamp(-20.0, 60.0),
                (end as f32 - at as f32).clamp(-20.0, 60.0),
                core.weights.get(block.container).copied().unwrap_or(1.0),
                around.least_share,
                around.least_density,
                has(Hints::BODY),
                has(Hints::ASIDE),
                has(Hints::RELATED),
                has(Hints::COMMENT),
                has(Hints::META),
                has(Hints::CAPTION),
                has(Hints::TITLE),
                f32::from(survey.facts[block.container].hints.bits()),
                within(IN_ARTICLE),
                within(IN_ASIDE),
                within(IN_HEADER_FOOTER),
                within(IN_FIGURE),
                within(IN_LIST),
                within(IN_TABLE),
                within(IN_QUOTE),
                within(IN_FORM),
                f32::from(around.reason),
                share(survey.facts[parent].link_chars, survey.facts[parent].chars),
                log(survey.facts[parent].chars),
                share(survey.facts[grand].link_chars, survey.facts[grand].chars),
                (survey.facts[grand].good / root_good).min(4.0),
                log(previous.map_or(0, |near| near.chars)),
                previous.map_or(0.0, |near| share(near.link_chars, near.chars)),
                log(next.map_or(0, |near| near.chars)),
                next.map_or(0.0, |near| share(near.link_chars, near.chars)),
                before[at].0 as f32,
                after[at].0 as f32,
                log(next_text.map_or(0, |near| near.chars)),
                root_good / total_good,
                (root_good + 1.0).ln(),
                evidence
                    .headline
                    .map_or(-99.0, |headline| (at as f32 - headline as f32).clamp(-30.0, 60.0)),
                kind.count.min(60.0),
                kind.chars / kind.count,
                kind.links / kind.chars.max(1.0),
                kind.in_root / kind.count,
                kind.good / kind.count,
                match evidence.in_body.get(at) {
                    None => 0.0,
                    Some(true) => 1.0,
                    Some(false) => -1.0,
                },
                stated_share,
                log(nearby_chars),
                share(nearby_links, nearby_chars),
                f32::from(u8::from(previous.is_none_or(|near| near.container != block.container))),
                f32::from(around.below_root),
            ];
            row.copy_from_slice(&values);
            (at, row)
        })
        .collect()
}

fn log(value: u32) -> f32 {
    (value as f32 + 1.0).ln()
}

fn share(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// What the elements around each node say.
fn inherit(tree: &Tree, survey: &Survey, root: usize) -> Vec<Inherited> {
    let root_good = survey.facts[root].good.max(1.0);
    let mut inherited = vec![
        Inherited {
            least_share: 9.0,
            ..Inherited::default()
        };
        tree.nodes().len()
    ];
    for index in 1..inherited.len() {
        let tag = tree.tag(index);
        if tag.is_text() {
            continue;
        }
        let mut own = inherited[tree.parent(index)];
        let fact = &survey.facts[index];
        own.hints = own.hints.with(fact.hints);
        own.places |= place_of(tag);
        if index == root {
            own.places |= IN_ROOT;
            own.reason = 0;
        } else if own.places & IN_ROOT != 0 {
            own.below_root = own.below_root.saturating_add(1);
        }
        let share = (fact.good / root_good).min(8.0);
        let negative = Hints::ASIDE.with(Hints::RELATED).with(Hints::COMMENT).with(Hints::META);
        if fact.hints.has(negative) && share < own.least_share {
            own.least_share = share;
            own.least_density = fact.link_chars as f32 / fact.chars.max(1) as f32;
        }
        if index != root
            && own.reason == 0
            && let Some(reason) = misplaced(fact, tag, root_good)
        {
            own.reason = match reason {
                Reason::Comment => 1,
                Reason::Beside => 2,
                Reason::Caption => 3,
                Reason::Meta => 4,
                Reason::Links => 5,
            };
        }
        inherited[index] = own;
    }
    inherited
}

/// For each block how many blocks away the nearest paragraph before and after it stands, and which one that is.
#[expect(clippy::type_complexity)]
fn text_distances(blocks: &[Block]) -> (Vec<(usize, Option<usize>)>, Vec<(usize, Option<usize>)>) {
    let distances = |order: &mut dyn Iterator<Item = usize>| {
        let mut out = vec![(FAR, None); blocks.len()];
        let mut last: Option<usize> = None;
        for at in order {
            out[at] = (last.map_or(FAR, |text| text.abs_diff(at).min(FAR)), last);
            if blocks[at].score > TEXT_SCORE {
                last = Some(at);
            }
        }
        out
    };
    (
        distances(&mut (0..blocks.len())),
        distances(&mut (0..blocks.len()).rev()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_their_names() {
        assert_eq!((NAMES[IN_ROOT_PLACE], NAMES[MISPLACED_PLACE]), ("in_root", "misplaced"));
    }
}
