//! Dates that readers see, judged by the words beside them and by how near to the headline they stand.

use super::Around;
use super::claim::{claim_of, claimed};
use crate::content::hints::Hints;
use crate::content::survey::{Block, Survey};
use crate::content::text::text_between;
use crate::lines;
use isnad_html::{Tag, Tree};
use isnad_model::{ClaimedTime, Precision};
use isnad_text::dates::{self, DateContext};
use isnad_text::markers::{MarkerClass, opening};
use isnad_text::words;

/// A longer block is no line with a date.
const LONGEST_LINE_CHARS: u32 = 110;

/// In a longer block the date of a dateline begins within so many bytes.
const DATELINE_BYTES: usize = 40;

/// A label and the weekday after it have so many words at most.
const LABEL_WORDS: usize = 5;

/// A label that stands alone has so many characters at most.
const LONGEST_LABEL_CHARS: u32 = 24;

/// A line holds so many dates at most: a calendar holds more.
const MOST_DATES: usize = 4;

/// A line holds so many time elements at most.
const MOST_TIMES: usize = 12;

/// A page has so many elements that are marked as its date at most.
const MOST_MARKED: usize = 100;

/// What stands in boxes beside the article is passed over at this weight.
const LEAST_WEIGHT: f32 = 0.004;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Visible {
    pub published: Option<ClaimedTime>,
    pub modified: Option<ClaimedTime>,
    /// A label or the place right under the headline says that it is the publication.
    pub is_sure: bool,
}

/// One date in a block.
struct Dated {
    claim: ClaimedTime,
    is_update: bool,
    is_labelled: bool,
    in_time_element: bool,
}

/// Reads the dates of the page's short lines.
pub(super) fn visible(tree: &Tree, survey: &Survey, around: &Around, context: &DateContext) -> Visible {
    let headline = headline(tree, survey, around.bare_title);
    let root_blocks = around.root.map(|root| {
        let first = survey.blocks.partition_point(|block| block.first < root);
        let end = survey.blocks.partition_point(|block| block.first < tree.end(root));
        first..end
    });
    let first_text = root_blocks
        .clone()
        .and_then(|mut blocks| blocks.find(|at| survey.blocks[*at].chars > LONGEST_LINE_CHARS));
    let mut best: Option<(i32, ClaimedTime)> = None;
    let mut modified = None;
    for (at, block) in survey.blocks.iter().enumerate() {
        let weight = around.weights[block.container];
        let is_line = block.chars <= LONGEST_LINE_CHARS;
        if block.chars < 4 || weight < LEAST_WEIGHT || !is_line && first_text != Some(at) {
            continue;
        }
        let near_headline = headline.is_some_and(|headline| at.abs_diff(headline) <= 4);
        let mut points = place_points(at, headline, root_blocks.as_ref());
        points -= match weight {
            ..0.05 if !near_headline => 5,
            ..0.5 => 3,
            _ => 0,
        };
        let follows_label = at > 0 && is_label(tree, survey, &survey.blocks[at - 1]);
        for dated in dates_of(tree, survey, block, context) {
            if dated.is_update {
                modified = modified.or(Some(dated.claim));
                continue;
            }
            let points = points
                + if dated.is_labelled || follows_label { 4 } else { 0 }
                + if dated.in_time_element { 2 } else { 0 }
                - if dated.claim.precision == Precision::Month {
                    2
                } else {
                    0
                };
            if best.as_ref().is_none_or(|(most, _)| points > *most) {
                best = Some((points, dated.claim));
            }
        }
    }
    let best = best.filter(|(points, _)| *points >= 0);
    Visible {
        is_sure: best.as_ref().is_some_and(|(points, _)| *points >= 4),
        published: best.map(|(_, claim)| claim),
        modified,
    }
}

/// The block that shows the headline.
fn headline(tree: &Tree, survey: &Survey, bare_title: &str) -> Option<usize> {
    let is_title = |block: &Block| {
        !bare_title.is_empty()
            && block.chars < 400
            && lines::bare(&text_between(tree, survey, block.first, block.last)) == bare_title
    };
    let blocks = &survey.blocks;
    let heading = blocks
        .iter()
        .position(|block| tree.tag(block.container) == Tag::H1 && is_title(block));
    heading.or_else(|| blocks.iter().position(is_title))
}

/// How likely a date in the block at `at` is that of the article, by its place alone.
fn place_points(at: usize, headline: Option<usize>, root_blocks: Option<&std::ops::Range<usize>>) -> i32 {
    let by_headline = headline.map_or(0, |headline| match at as i32 - headline as i32 {
        0 => 3,
        1..=4 => 4,
        -3..=-1 => 3,
        5..=12 => 2,
        _ => 0,
    });
    let by_root = match root_blocks {
        Some(blocks) if blocks.contains(&at) => 1,
        Some(blocks) if at >= blocks.end => -2,
        _ => 0,
    };
    by_headline + by_root
}

/// A line that is nothing but the label of a date: the date stands in the next one.
fn is_label(tree: &Tree, survey: &Survey, block: &Block) -> bool {
    if block.chars > LONGEST_LABEL_CHARS {
        return false;
    }
    let text = text_between(tree, survey, block.first, block.last);
    opening(&text, MarkerClass::Date).is_some_and(|label| text[label.end..].trim().len() <= 1)
        && !lines::speaks_of_update(&text)
}

/// The dates of a block: those of its time elements, else those written in it.
fn dates_of(tree: &Tree, survey: &Survey, block: &Block, context: &DateContext) -> Vec<Dated> {
    let mut elements: Vec<usize> = tree
        .ancestors(block.first)
        .take(3)
        .filter(|at| tree.tag(*at) == Tag::Time)
        .collect();
    let within = (block.first..=block.last).filter(|at| tree.tag(*at) == Tag::Time);
    elements.extend(within.take(MOST_TIMES));
    let has_digit = || (block.first..=block.last).any(|at| tree.own_text(at).chars().any(char::is_numeric));
    if elements.is_empty() && !has_digit() {
        return Vec::new();
    }
    let text = text_between(tree, survey, block.first, block.last);
    let mut found: Vec<Dated> = elements
        .iter()
        .filter_map(|element| date_of_element(tree, survey, *element, &text, elements.len() == 1, context))
        .collect();
    if found.is_empty() {
        found = dates_in(&text, block.chars <= LONGEST_LINE_CHARS, context);
    }
    found
}

/// The date of a time element; `line` is the text around it, `is_alone` says that it holds no other.
fn date_of_element(
    tree: &Tree,
    survey: &Survey,
    element: usize,
    line: &str,
    is_alone: bool,
    context: &DateContext,
) -> Option<Dated> {
    let own = text_between(tree, survey, element, tree.end(element) - 1);
    let stated = tree
        .attribute(element, "datetime")
        .and_then(|value| claimed(&value, "time datetime", context));
    let claim = stated.or_else(|| claimed(&own, "time", context))?;
    let class = tree
        .attribute(element, "class")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let says_update = class.contains("updated") || class.contains("modified");
    let says_published = class.contains("publish") || class.contains("entry-date") || class.contains("created");
    let words_around = if is_alone { line } else { own.as_str() };
    let is_labelled = says_published || first_label(words_around).is_some();
    Some(Dated {
        claim,
        is_update: !says_published && (says_update || lines::speaks_of_update(words_around)),
        is_labelled,
        in_time_element: true,
    })
}

/// The label before the first date of a line.
fn first_label(line: &str) -> Option<&str> {
    let date = dates::find_first(line, &DateContext::default())?;
    label_before(line, date.start)
}

/// The dates written in a line, each judged by the words between it and the one before; in a longer text only that of
/// the dateline.
fn dates_in(text: &str, is_line: bool, context: &DateContext) -> Vec<Dated> {
    let mut found = Vec::new();
    if let Some(whole) = dates::parse(text, context).filter(|_| is_line) {
        let label = label_before(text, whole.start);
        let evidence = format!("text: {}", label.unwrap_or(&text[whole.start..whole.end]));
        found.extend(claim_of(whole, &evidence).map(|claim| Dated {
            claim,
            is_update: lines::speaks_of_update(text),
            is_labelled: label.is_some(),
            in_time_element: false,
        }));
        if found.iter().any(|dated| !dated.is_update) {
            return found;
        }
        found.clear();
    }
    let mut from = 0;
    while let Some(date) = text.get(from..).and_then(|rest| dates::find_first(rest, context)) {
        let (start, end) = (from + date.start, from + date.end);
        if !is_line && start > DATELINE_BYTES || found.len() == MOST_DATES {
            break;
        }
        let label = label_before(&text[from..], date.start);
        let before = &text[from..start];
        let speaks = lines::speaks_of_update(before) || from == 0 && label.is_none() && lines::speaks_of_update(text);
        let evidence = format!("text: {}", label.unwrap_or(&text[start..end]));
        found.extend(claim_of(date, &evidence).map(|claim| Dated {
            claim,
            is_update: speaks,
            is_labelled: label.is_some(),
            in_time_element: false,
        }));
        from = end;
        if !is_line {
            break;
        }
    }
    found
}

/// The label («تاريخ النشر») in the few words before the date that begins at `date_start`.
fn label_before(text: &str, date_start: usize) -> Option<&str> {
    let starts: Vec<usize> = words(&text[..date_start]).map(|word| word.start).collect();
    let nearest = starts.len().saturating_sub(LABEL_WORDS);
    starts[nearest..].iter().find_map(|start| {
        let label = opening(&text[*start..], MarkerClass::Date)?;
        let end = start + label.end;
        (end <= date_start).then(|| text[*start..end].trim())
    })
}

/// Elements that their class calls the date of publication, outside comments and lists of other articles, whatever the
/// survey left out.
pub(super) fn marked(tree: &Tree, survey: &Survey, context: &DateContext) -> Option<ClaimedTime> {
    let beside = Hints::COMMENT.with(Hints::RELATED);
    tree.all(Tag::Time)
        .filter(|at| {
            tree.attribute(*at, "class")
                .is_some_and(|class| class.to_ascii_lowercase().contains("publish"))
        })
        .take(MOST_MARKED)
        .filter(|at| {
            tree.ancestors(*at)
                .all(|around| !survey.facts[around].hints.has(beside) && tree.tag(around) != Tag::Li)
        })
        .find_map(|at| claimed(&tree.attribute(at, "datetime")?, "time published", context))
}
