//! Links to other articles: lines and boxes that begin with «اقرأ أيضاً» and its like in any language.

use super::hints::Hints;
use super::survey::{Block, Survey};
use super::text::{folded, text_under};
use crate::lines;
use isnad_html::{Tag, Tree};
use isnad_model::Related;
use isnad_text::markers::{self, MarkerClass};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Titles shorter than this are buttons.
const SHORTEST_TITLE_CHARS: usize = 12;

/// What holds more characters is no heading, whatever folding drops of them.
const LONGEST_HEADING_CHARS: u32 = 400;

/// A page has so many headings over links at most.
const MOST_HEADINGS: usize = 100;

/// A box with more links is a list of the day's news.
const MOST_LINKS: usize = 12;

/// A line with a greater share of its characters in links is a link with its label.
const MOSTLY_LINK: f32 = 0.5;

/// Whether a block of text points to other articles and says nothing itself.
pub(crate) fn is_pointer(text: &str, link_density: f32) -> bool {
    let may_be_one = link_density > 0.3 || text.chars().count() < 40;
    let starts_like_one = || markers::is_read_also(text) || lines::is_related_heading(text);
    may_be_one && starts_like_one() || link_density > MOSTLY_LINK && lines::opens_with_related_heading(text)
}

/// A word of a marker has so many bytes at most.
const LONGEST_WORD_BYTES: usize = 64;

/// A marker has so many words at most.
const LONGEST_MARKER_WORDS: usize = 6;

/// An element within a paragraph that points to another article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pointer {
    /// The element.
    pub element: usize,
    /// Whether it is a mere link, and the words that open it stand in the text before: `اقرأ أيضا: <a>...</a>`.
    pub is_opened_before: bool,
}

/// The last words of the markers that point whatever follows.
static LAST_WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let all = markers::markers().iter();
    all.filter(|marker| marker.class == MarkerClass::ReadAlso)
        .filter_map(|marker| marker.folded.split(' ').next_back())
        .collect()
});

/// Where the last bytes of `text` begin that may hold a whole word.
fn last_bytes(text: &str) -> usize {
    let mut start = text.len().saturating_sub(LONGEST_WORD_BYTES);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start
}

/// Where the words begin that open a pointer at the end of `text`.
pub(crate) fn opening_at_end(text: &str) -> Option<usize> {
    let ends = text.trim_end();
    let has_colon = ends.ends_with([':', '：']);
    let last_word = isnad_text::words(&ends[last_bytes(ends)..]).last()?;
    if !has_colon && !LAST_WORDS.contains(isnad_text::fold(last_word.of(&ends[last_bytes(ends)..])).as_str()) {
        return None;
    }
    let starts: Vec<usize> = isnad_text::words(ends).map(|word| word.start).collect();
    let nearest = starts.len().saturating_sub(LONGEST_MARKER_WORDS);
    starts[nearest..].iter().copied().find(|start| {
        let tail = &ends[*start..];
        let is_whole = |class| markers::opening(tail, class).is_some_and(|found| found.rest >= tail.len());
        is_whole(MarkerClass::ReadAlso)
            || has_colon && (is_whole(MarkerClass::Pointer) || lines::is_related_heading(tail))
    })
}

/// The elements within a paragraph that point to other articles: `<strong>اقرأ أيضا: <a>...</a></strong>`.
pub(crate) fn pointers_within(tree: &Tree, survey: &Survey, first: usize, last: usize) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut steps_left = FREE_STEPS + STEPS_A_NODE * (last - first);
    let mut text_before = TextBefore::new(first);
    let mut index = first;
    while index <= last {
        let is_inline = !matches!(tree.tag(index), Tag::Text | Tag::A) && !tree.tag(index).is_block();
        let is_whole = tree.end(index) <= last + 1;
        let nodes = tree.end(index) - index;
        let has_link = is_inline && is_whole && nodes <= steps_left && tree.within(index, Tag::A).next().is_some();
        if is_inline && is_whole {
            steps_left = steps_left.saturating_sub(nodes);
        }
        if has_link && is_pointer(&text_under(tree, survey, index), 1.0) {
            found.push(Pointer {
                element: index,
                is_opened_before: false,
            });
            index = tree.end(index);
            continue;
        }
        if tree.tag(index) == Tag::A && index > first && tree.end(index) <= last + 1 {
            let is_opened_before = text_before.opens(tree, index);
            if is_opened_before {
                found.push(Pointer {
                    element: index,
                    is_opened_before,
                });
                index = tree.end(index);
                continue;
            }
        }
        index += 1;
    }
    found
}

/// Nested elements are looked into as long as that takes no more steps than these.
const FREE_STEPS: usize = 10_000;
const STEPS_A_NODE: usize = 16;

/// The last text before a place that moves on, and whether it opens a pointer.
struct TextBefore {
    /// The next node to look at.
    next: usize,
    last: Option<usize>,
    /// The answer for the last text, where it was asked for.
    opens: Option<bool>,
}

impl TextBefore {
    fn new(first: usize) -> Self {
        TextBefore {
            next: first,
            last: None,
            opens: None,
        }
    }

    fn opens(&mut self, tree: &Tree, index: usize) -> bool {
        while self.next < index {
            if tree.tag(self.next) == Tag::Text {
                (self.last, self.opens) = (Some(self.next), None);
            }
            self.next += 1;
        }
        let Some(last) = self.last else {
            return false;
        };
        *self
            .opens
            .get_or_insert_with(|| opening_at_end(&tree.own_text(last)).is_some())
    }
}

/// The links in the nodes from `first` to `last`.
pub(crate) fn links_between(tree: &Tree, first: usize, last: usize) -> Vec<Related> {
    let around = tree.ancestors(first).take(3).find(|at| tree.tag(*at) == Tag::A);
    around
        .into_iter()
        .chain((first..=last).filter(|index| tree.tag(*index) == Tag::A))
        .filter_map(|link| {
            let title = folded(&tree.text(link));
            let url = tree.attribute(link, "href").map(|href| href.trim().to_owned());
            (title.chars().count() >= SHORTEST_TITLE_CHARS).then_some(Related { title, url })
        })
        .collect()
}

/// The links of boxes that say they hold related articles, by a class or by a heading.
pub(crate) fn boxes(tree: &Tree, survey: &Survey) -> Vec<Related> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tree.nodes().len() {
        let fact = &survey.facts[index];
        if fact.excluded {
            index = tree.end(index);
            continue;
        }
        let named = fact.hints.has(Hints::RELATED) && fact.link_chars > 0 && fact.link_chars * 3 > fact.chars;
        if named {
            let links = links_between(tree, index, tree.end(index) - 1);
            if links.len() <= MOST_LINKS {
                found.extend(links);
            }
            index = tree.end(index);
            continue;
        }
        index += 1;
    }
    let is_short = |run: &&Block| run.chars < 40 && survey.facts[run.container].chars < LONGEST_HEADING_CHARS;
    let headings = survey.blocks.iter().filter(is_short).filter(|run| {
        let text = text_under(tree, survey, run.container);
        lines::is_related_heading(&text) || markers::is_read_also(&text) && text.chars().count() < 40
    });
    for run in headings.take(MOST_HEADINGS) {
        found.extend(links_after(tree, run.container));
    }
    found
}

/// The links of what follows a heading: its next siblings, or those of its parent where it stands alone.
fn links_after(tree: &Tree, heading: usize) -> Vec<Related> {
    let mut at = heading;
    for _ in 0..3 {
        let (parent, from) = (tree.parent(at), tree.end(at));
        let links = if from < tree.end(parent) {
            links_between(tree, from, tree.end(parent) - 1)
        } else {
            Vec::new()
        };
        if !links.is_empty() {
            return if links.len() <= MOST_LINKS { links } else { Vec::new() };
        }
        at = parent;
        if at == 0 {
            break;
        }
    }
    Vec::new()
}

/// Drops what is named twice.
pub(crate) fn tidy(related: &mut Vec<Related>) {
    let mut seen = BTreeSet::new();
    related.retain(|link| seen.insert(lines::bare(&link.title)));
}
