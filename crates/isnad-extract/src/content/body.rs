//! The blocks of the article: what stands in its element, less what does not belong to it.

use super::Core;
use super::misplaced::misplaced;
use super::related::{self, Pointer};
use super::survey::{Block as Run, Survey};
use super::text::{text_between, text_under};
use crate::lines;
use isnad_html::{Tag, Tree};
use isnad_model::{Block, BlockKind, Related};

/// A pointer to another article is no longer than this.
const LONGEST_POINTER_CHARS: u32 = 400;

/// A title that is repeated has at most so many times the bytes of its letters.
const LONGEST_REPEATED_TITLE: usize = 8;

/// What was read of the article's text.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Links to other articles that stood in or beside it; addresses as written.
    pub related: Vec<Related>,
}

/// Reads the body: the blocks that are chosen. `bare_title` is the headline without marks and spaces: it is left out
/// where it is repeated.
pub(crate) fn body(tree: &Tree, survey: &Survey, core: &Core, chosen: &[bool], bare_title: &str) -> Body {
    let Some(root) = core.root else {
        return Body::default();
    };
    let mut reading = Reading::new(tree, survey, bare_title);
    reading.read_chosen(root, chosen);
    reading.drop_outer_lines();
    let mut out = reading.out;
    out.related.extend(related::boxes(tree, survey));
    related::tidy(&mut out.related);
    out
}

/// Reads all of a fragment, or an article beside that of the page: what stands in `root` but for what is plainly out of
/// place.
pub(crate) fn fragment(tree: &Tree, survey: &Survey, root: usize, bare_title: &str) -> Vec<Block> {
    let mut reading = Reading::new(tree, survey, bare_title);
    reading.read_under(root);
    reading.drop_outer_lines();
    reading.out.blocks
}

struct Reading<'s, 't> {
    tree: &'s Tree<'t>,
    survey: &'s Survey,
    bare_title: &'s str,
    out: Body,
    /// Nodes of the blocks, for what is decided later.
    levels: Vec<Run>,
}

impl<'s, 't> Reading<'s, 't> {
    fn new(tree: &'s Tree<'t>, survey: &'s Survey, bare_title: &'s str) -> Self {
        Reading {
            tree,
            survey,
            bare_title,
            out: Body::default(),
            levels: Vec::new(),
        }
    }

    /// The chosen blocks; a table of data where most of it is chosen. What points elsewhere within `root` is related.
    fn read_chosen(&mut self, root: usize, chosen: &[bool]) {
        let (tree, survey) = (self.tree, self.survey);
        let tables: Vec<usize> = tree
            .all(Tag::Table)
            .filter(|table| is_data_table(tree, survey, *table))
            .collect();
        let in_root = |block: &Run| block.first >= root && block.first < tree.end(root);
        let mut at = 0;
        while at < survey.blocks.len() {
            let block = &survey.blocks[at];
            // A table of data holds no other table, so only the last before the block may hold it.
            let before = tables.partition_point(|table| *table < block.first);
            let last = before.checked_sub(1).map(|last| tables[last]);
            if let Some(table) = last.filter(|table| block.first < tree.end(*table)) {
                let end = survey.blocks.partition_point(|block| block.first < tree.end(table));
                let chars = |wanted: bool| -> u32 {
                    let blocks = (at..end).filter(|at| chosen[*at] == wanted);
                    blocks.map(|at| survey.blocks[at].chars).sum()
                };
                if chars(true) > chars(false) {
                    self.table(table);
                }
                at = end;
                continue;
            }
            if chosen[at] {
                self.block(block);
            } else if in_root(block) && block.chars < LONGEST_POINTER_CHARS {
                self.pointer(block);
            }
            at += 1;
        }
    }

    /// Notes the links of a block that is no part of the text and points elsewhere.
    fn pointer(&mut self, run: &Run) {
        let tree = self.tree;
        let text = text_between(tree, self.survey, run.first, run.last);
        if related::is_pointer(&text, run.link_chars as f32 / run.chars as f32) {
            let links = related::links_between(tree, run.first, run.last);
            self.out.related.extend(links);
        }
    }

    fn read_under(&mut self, root: usize) {
        let (tree, survey) = (self.tree, self.survey);
        let root_good = survey.facts[root].good.max(1.0);
        let mut next_block = survey.blocks.partition_point(|block| block.first < root);
        let mut index = root;
        while index < tree.end(root) {
            let tag = tree.tag(index);
            let is_out_of_place =
                index != root && !tag.is_text() && misplaced(&survey.facts[index], tag, root_good).is_some();
            if survey.facts[index].excluded || is_out_of_place {
                index = tree.end(index);
                continue;
            }
            if tag == Tag::Table && is_data_table(tree, survey, index) {
                self.table(index);
                index = tree.end(index);
                continue;
            }
            while survey.blocks.get(next_block).is_some_and(|block| block.first < index) {
                next_block += 1;
            }
            if let Some(block) = survey.blocks.get(next_block).filter(|block| block.first == index) {
                self.block(block);
                next_block += 1;
            }
            index += 1;
        }
    }

    fn block(&mut self, run: &Run) {
        let tree = self.tree;
        let whole = text_between(tree, self.survey, run.first, run.last);
        let pointers = related::pointers_within(tree, self.survey, run.first, run.last);
        let text = match pointers.is_empty() || related::is_pointer(&whole, 1.0) {
            true => whole,
            false => self.without_pointers(run, &pointers),
        };
        if !lines::has_letter_or_digit(&text) || self.repeats_title(&text) {
            return;
        }
        let density = run.link_chars as f32 / run.chars as f32;
        if related::is_pointer(&text, density) {
            self.out
                .related
                .extend(related::links_between(tree, run.first, run.last));
            return;
        }
        let is_link = density > 0.8 && run.chars < 200 && run.marks < 2;
        let says_nothing =
            || lines::is_boilerplate(&text) || lines::is_address(&text) || lines::is_picture_credit(&text);
        if is_link || says_nothing() {
            return;
        }
        self.out.blocks.push(Block::new(kind(tree, run, &text), text));
        self.levels.push(*run);
    }

    fn repeats_title(&self, text: &str) -> bool {
        let is_too_long = text.len() > LONGEST_REPEATED_TITLE * self.bare_title.len();
        !is_too_long && !self.bare_title.is_empty() && lines::bare(text) == self.bare_title
    }

    /// The text of a paragraph without the elements that point elsewhere; their links are related.
    fn without_pointers(&mut self, run: &Run, pointers: &[Pointer]) -> String {
        let tree = self.tree;
        let mut out = String::new();
        let mut from = run.first;
        for pointer in pointers {
            if from < pointer.element {
                let part = text_between(tree, self.survey, from, pointer.element - 1);
                let end = match pointer.is_opened_before {
                    true => related::opening_at_end(&part).unwrap_or(part.len()),
                    false => part.len(),
                };
                join(&mut out, &part[..end]);
            }
            from = tree.end(pointer.element);
            let links = related::links_between(tree, pointer.element, from - 1);
            self.out.related.extend(links);
        }
        if from <= run.last {
            join(&mut out, &text_between(tree, self.survey, from, run.last));
        }
        out
    }

    fn table(&mut self, index: usize) {
        let tree = self.tree;
        let rows: Vec<String> = tree
            .within(index, Tag::Tr)
            .map(|row| {
                let cells = tree
                    .children(row)
                    .filter(|cell| matches!(tree.tag(*cell), Tag::Td | Tag::Th));
                cells
                    .map(|cell| text_under(tree, self.survey, cell))
                    .collect::<Vec<_>>()
                    .join("\t")
            })
            .filter(|row| !row.trim().is_empty())
            .collect();
        if !rows.is_empty() {
            self.out.blocks.push(Block::new(BlockKind::Table, rows.join("\n")));
            self.levels.push(Run {
                container: index,
                first: index,
                last: index,
                chars: 0,
                link_chars: 0,
                marks: 0,
                words: 0,
                digits: 0,
                ends_sentence: false,
                score: 1.0,
            });
        }
    }

    /// Takes away what stands before the first and after the last paragraph: bylines, dates, headings without text.
    fn drop_outer_lines(&mut self) {
        let is_text = |(block, run): (&Block, &Run)| run.score > 20.0 || block.kind == BlockKind::Table;
        let first = self.out.blocks.iter().zip(&self.levels).position(is_text);
        let last = self.out.blocks.iter().zip(&self.levels).rposition(is_text);
        let (Some(first), Some(last)) = (first, last) else {
            return;
        };
        let levels = std::mem::take(&mut self.levels);
        let blocks = std::mem::take(&mut self.out.blocks);
        self.out.blocks = blocks
            .into_iter()
            .enumerate()
            .filter(|(at, block)| {
                let says_something = levels[*at].marks > 0 && levels[*at].score >= 0.0;
                let before = *at < first && block.kind != BlockKind::Heading && !says_something;
                let after = *at > last && (block.kind == BlockKind::Heading || lines::is_number(&block.text));
                !before && !after
            })
            .map(|(_, block)| block)
            .collect();
    }
}

/// Appends what follows a pointer that was taken out; the brackets or stops that stood around it go with it.
fn join(out: &mut String, part: &str) {
    let mut rest = part.trim();
    if !out.is_empty() {
        let opened = out.trim_end().strip_suffix(['(', '[', '«']).map(str::len);
        if let (Some(length), Some(closed)) = (opened, rest.strip_prefix([')', ']', '»'])) {
            out.truncate(length);
            rest = closed.trim_start();
        }
        let ends = out.trim_end().ends_with(['.', '!', '?', '؟', '…']);
        if ends {
            rest = rest.trim_start_matches(['.', '،', ',']).trim_start();
        }
        let kept = out.trim_end().len();
        out.truncate(kept);
        if !out.is_empty() && !rest.is_empty() && !rest.starts_with(['.', '،', ',', '؛', ':', ')', '»']) {
            out.push(' ');
        }
    }
    out.push_str(rest);
}

fn kind(tree: &Tree, run: &Run, text: &str) -> BlockKind {
    let around = std::iter::once(run.container)
        .chain(tree.ancestors(run.container))
        .take(4);
    for at in around {
        match tree.tag(at) {
            tag if tag.is_heading() => return BlockKind::Heading,
            Tag::Li | Tag::Dd | Tag::Dt => return BlockKind::ListItem,
            Tag::Blockquote => return BlockKind::Quote,
            Tag::Pre | Tag::Listing => return BlockKind::Preformatted,
            Tag::Article | Tag::Body | Tag::Section => break,
            _ => {}
        }
    }
    if is_bold_line(tree, run, text) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    }
}

/// A short line in bold that ends like no sentence is a subheading.
fn is_bold_line(tree: &Tree, run: &Run, text: &str) -> bool {
    if run.chars > 80 || text.ends_with(['.', '!', '؟', '?', ':', '،', ',', '…']) {
        return false;
    }
    let bold = |index: usize| {
        let around = tree.ancestors(index).take_while(|at| *at != run.container);
        around.take(4).any(|at| matches!(tree.tag(at), Tag::B | Tag::Strong))
    };
    (run.first..=run.last)
        .filter(|index| tree.tag(*index) == Tag::Text)
        .all(|index| tree.own_text(index).trim().is_empty() || bold(index))
}

/// A table of data, not of layout: several rows of several short cells.
fn is_data_table(tree: &Tree, survey: &Survey, index: usize) -> bool {
    if tree.within(index, Tag::Table).next().is_some() {
        return false;
    }
    let rows = tree.within(index, Tag::Tr).count();
    let cells = (index + 1..tree.end(index))
        .filter(|at| matches!(tree.tag(*at), Tag::Td | Tag::Th))
        .count();
    rows >= 2 && cells >= rows * 2 && survey.facts[index].chars < cells as u32 * 80
}
