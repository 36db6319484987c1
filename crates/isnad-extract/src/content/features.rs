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
    let parent = survey.facts[block.container].border as usize;
    let one = |index: usize| (u64::from(survey.facts[index].class) << 8) | tree.tag(index) as u64;
    one(block.container).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ one(parent)
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

/// Looks at the blocks that may belong to the article, in their order: `see` gets the place of each among all blocks, and
/// its features. The others never do.
pub(crate) fn each_candidate(
    tree: &Tree,
    survey: &Survey,
    core: &Core,
    evidence: &Evidence,
    mut see: impl FnMut(usize, &Features),
) {
    let blocks = &survey.blocks;
    let Some(root) = core.root else {
        return;
    };
    let root_good = survey.facts[root].good.max(1.0);
    let first = blocks.partition_point(|block| block.first < root);
    let end = blocks.partition_point(|block| block.first < tree.end(root));
    let mut kinds: HashMap<u64, Kind> = HashMap::new();
    let keys: Vec<u64> = blocks.iter().map(|block| kind_key(tree, survey, block)).collect();
    for (at, block) in blocks.iter().enumerate() {
        let kind = kinds.entry(keys[at]).or_default();
        kind.count += 1.0;
        kind.chars += block.chars as f32;
        kind.links += block.link_chars as f32;
        kind.in_root += f32::from(u8::from((first..end).contains(&at)));
        kind.good += f32::from(u8::from(block.score > TEXT_SCORE));
    }
    let texts_after = texts_after(blocks);
    let mut text_before: Option<usize> = None;
    let body_chars: u32 = blocks[first..end].iter().map(|block| block.chars).sum();
    let in_stated: u32 = (first..end)
        .filter(|at| evidence.in_body.get(*at).copied().unwrap_or(false))
        .map(|at| blocks[at].chars)
        .sum();
    let stated_share = in_stated as f32 / body_chars.max(1) as f32;
    let total_good = survey.facts[0].good.max(1.0);
    let count = blocks.len() as f32;
    let near = first.saturating_sub(NEAR)..end + NEAR;
    let is_candidate = |at: usize| {
        let block = &blocks[at];
        let has_few_links = share(block.link_chars, block.chars) <= MOST_LINKS;
        (first..end).contains(&at) || has_few_links && (block.score > 0.0 || near.contains(&at))
    };
    let mut walk = Walk::new(tree, survey, root);
    for (at, block) in blocks.iter().enumerate() {
        let before = text_before;
        if block.score > TEXT_SCORE {
            text_before = Some(at);
        }
        if !is_candidate(at) {
            continue;
        }
        let around = walk.to(block);
        let kind = kinds[&keys[at]];
        let parent = survey.facts[block.container].border as usize;
        let grand = survey.facts[parent].border as usize;
        let has = |hint: Hints| f32::from(u8::from(around.hints.has(hint)));
        let within = |place: u16| f32::from(u8::from(around.places & place != 0));
        let neighbour = |index: usize| blocks.get(index).copied();
        let previous = at.checked_sub(1).and_then(neighbour);
        let next = neighbour(at + 1);
        let words = block.words.max(1) as f32;
        let after = texts_after[at].map(|text| text as usize);
        let next_text = after.and_then(neighbour);
        let nearby = &blocks[at.saturating_sub(3)..(at + 4).min(blocks.len())];
        let nearby_chars: u32 = nearby.iter().map(|near| near.chars).sum();
        let nearby_links: u32 = nearby.iter().map(|near| near.link_chars).sum();
        let distance = |text: Option<usize>| text.map_or(FAR, |text| text.abs_diff(at).min(FAR)) as f32;
        let values: Features = [
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
            distance(before),
            distance(after),
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
        see(at, &values);
    }
}

fn log(value: u32) -> f32 {
    (value as f32 + 1.0).ln()
}

fn share(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// A walk down the tree that knows what the open elements say.
struct Walk<'s, 't> {
    tree: &'s Tree<'t>,
    survey: &'s Survey,
    root: usize,
    root_good: f32,
    /// The next node to look at.
    next: usize,
    /// Where the open elements end, and what they say with those around them.
    open: Vec<(usize, Inherited)>,
    /// Places in `open` of those that are borders.
    borders: Vec<usize>,
}

impl<'s, 't> Walk<'s, 't> {
    fn new(tree: &'s Tree<'t>, survey: &'s Survey, root: usize) -> Self {
        let document = Inherited {
            least_share: 9.0,
            ..Inherited::default()
        };
        Walk {
            tree,
            survey,
            root,
            root_good: survey.facts[root].good.max(1.0),
            next: 1,
            open: vec![(tree.nodes().len(), document)],
            borders: vec![0],
        }
    }

    /// What the container of a block and the elements around it say; the blocks come in order.
    fn to(&mut self, block: &Block) -> Inherited {
        for index in self.next..=block.container {
            let tag = self.tree.tag(index);
            if tag.is_text() {
                continue;
            }
            let around = self.close_before(index);
            let own = self.with_element(around, index, tag);
            if is_border(tag) {
                self.borders.push(self.open.len());
            }
            self.open.push((self.tree.end(index), own));
        }
        self.next = self.next.max(block.container + 1);
        self.close_before(block.first);
        // The nearest open border is the container.
        self.borders.last().map(|at| self.open[*at].1).unwrap_or_default()
    }

    /// Leaves the elements that end before the node at `index`. What the innermost that is left says.
    fn close_before(&mut self, index: usize) -> Inherited {
        while self.open.len() > 1 && self.open.last().is_some_and(|(end, _)| *end <= index) {
            self.open.pop();
            if self.borders.last() == Some(&self.open.len()) {
                self.borders.pop();
            }
        }
        self.open.last().map(|(_, around)| *around).unwrap_or_default()
    }

    fn with_element(&self, around: Inherited, index: usize, tag: Tag) -> Inherited {
        let mut own = around;
        let fact = &self.survey.facts[index];
        own.hints = own.hints.with(fact.hints);
        own.places |= place_of(tag);
        if index == self.root {
            own.places |= IN_ROOT;
            own.reason = 0;
        } else if own.places & IN_ROOT != 0 {
            own.below_root = own.below_root.saturating_add(1);
        }
        let share = (fact.good / self.root_good).min(8.0);
        let negative = Hints::ASIDE.with(Hints::RELATED).with(Hints::COMMENT).with(Hints::META);
        if fact.hints.has(negative) && share < own.least_share {
            own.least_share = share;
            own.least_density = fact.link_chars as f32 / fact.chars.max(1) as f32;
        }
        if index != self.root
            && own.reason == 0
            && let Some(reason) = misplaced(fact, tag, self.root_good)
        {
            own.reason = match reason {
                Reason::Comment => 1,
                Reason::Beside => 2,
                Reason::Caption => 3,
                Reason::Meta => 4,
                Reason::Links => 5,
            };
        }
        own
    }
}

/// For each block which paragraph comes next after it.
fn texts_after(blocks: &[Block]) -> Vec<Option<u32>> {
    let mut after = vec![None; blocks.len()];
    let mut next = None;
    for (at, block) in blocks.iter().enumerate().rev() {
        after[at] = next;
        if block.score > TEXT_SCORE {
            next = Some(at as u32);
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_their_names() {
        assert_eq!((NAMES[IN_ROOT_PLACE], NAMES[MISPLACED_PLACE]), ("in_root", "misplaced"));
    }
}
