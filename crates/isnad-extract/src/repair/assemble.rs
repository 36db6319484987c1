//! From one line of a body to its blocks: insertions out, spaces back, headings apart.

use super::insertion::{Insertion, insertions};
use super::spacing::{BELIEVED, BELIEVED_AFTER_HEADING, Cut, CutKind, cuts};
use isnad_model::{Block, BlockKind, Related, Repair};
use isnad_text::vocabulary;
use std::ops::Range;

/// What the lines read so far gave.
#[derive(Default)]
pub struct Body {
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Titles that insertions named.
    pub related: Vec<Related>,
    /// What was changed.
    pub repairs: Vec<Repair>,
}

/// A heading glued to its paragraph has at most this many words, the paragraph at least that many.
const LONGEST_HEADING_WORDS: usize = 9;
const SHORTEST_PARAGRAPH_WORDS: usize = 8;

impl Body {
    /// Reads one line.
    pub fn push_line(&mut self, line: &str) {
        let all_cuts = cuts(line);
        let found = insertions(line, &all_cuts);
        let mut from = 0;
        let mut kept: Vec<Range<usize>> = Vec::new();
        for insertion in &found {
            kept.push(from..insertion.range.start);
            from = insertion.range.end;
        }
        kept.push(from..line.len());
        let believed: Vec<Cut> = all_cuts
            .into_iter()
            .filter(|cut| cut.odds >= BELIEVED_AFTER_HEADING)
            .collect();
        let mut pending = String::new();
        for (index, part) in kept.iter().enumerate() {
            self.push_part(line, part.clone(), &believed, &mut pending);
            if let Some(insertion) = found.get(index) {
                self.take_out(line, insertion);
            }
        }
        self.finish(&mut pending);
    }

    fn take_out(&mut self, line: &str, insertion: &Insertion) {
        self.repairs.push(Repair {
            block: self.blocks.len(),
            kind: "insertion".into(),
            before: line[insertion.range.clone()].trim().into(),
            after: String::new(),
        });
        for title in &insertion.titles {
            let text = line[title.clone()].trim();
            if !text.is_empty() && !self.related.iter().any(|known| known.title == text) {
                self.related.push(Related {
                    title: text.into(),
                    url: None,
                });
            }
        }
    }

    /// Appends a part of a line to the paragraph in the making, its cuts made and its headings set apart.
    fn push_part(&mut self, line: &str, part: Range<usize>, cuts: &[Cut], pending: &mut String) {
        let mut inside = cuts
            .iter()
            .filter(|cut| cut.range.start > part.start && cut.range.end < part.end)
            .peekable();
        let mut from = part.start;
        let mut segment_start = part.start;
        while let Some(cut) = inside.next() {
            let next_cut = inside.peek().map_or(part.end, |next| next.range.start);
            let ends_heading = is_heading(line, segment_start..cut.range.start, cut, part.end);
            if cut.odds < BELIEVED && !ends_heading {
                continue;
            }
            if ends_heading {
                if segment_start > part.start {
                    self.finish(pending);
                }
                push_spaced(pending, &line[from..cut.range.start]);
                self.record(line, cut, "heading", "\n");
                let heading = std::mem::take(pending);
                self.push_block(BlockKind::Heading, heading.trim());
                segment_start = cut.range.end;
            } else {
                push_spaced(pending, &line[from..cut.range.start]);
                pending.push(' ');
                let kind = if cut.kind == CutKind::Slip { "stop" } else { "glue" };
                self.record(line, cut, kind, " ");
                if cut.kind == CutKind::Sentence
                    && heading_follows(line, cut.range.end..next_cut, inside.peek().copied(), part.end)
                {
                    self.finish(pending);
                    segment_start = cut.range.end;
                }
            }
            from = cut.range.end;
        }
        push_spaced(pending, &line[from..part.end]);
    }

    fn record(&mut self, line: &str, cut: &Cut, kind: &str, space: &str) {
        let left = &line[cut.around.start..cut.range.start];
        let right = &line[cut.range.end..cut.around.end];
        self.repairs.push(Repair {
            block: self.blocks.len(),
            kind: kind.into(),
            before: line[cut.around.clone()].into(),
            after: format!("{left}{space}{right}"),
        });
    }

    fn finish(&mut self, pending: &mut String) {
        let text = std::mem::take(pending);
        self.push_block(BlockKind::Paragraph, text.trim());
    }

    fn push_block(&mut self, kind: BlockKind, text: &str) {
        if text.chars().any(char::is_alphanumeric) {
            self.blocks.push(Block::new(kind, text));
        }
    }
}

/// Appends `text`, one space at most where it meets what is there.
fn push_spaced(pending: &mut String, text: &str) {
    if pending.ends_with(' ') {
        pending.push_str(text.trim_start());
    } else {
        pending.push_str(text);
    }
}

/// True if a cut in a word ends a heading that began at the segment's start: few words without a mark among
/// them and not opening as a sentence does, then a paragraph that does.
fn is_heading(line: &str, heading: Range<usize>, cut: &Cut, end: usize) -> bool {
    if cut.kind != CutKind::Word || !cut.opens_sentence {
        return false;
    }
    let text = line[heading].trim();
    let words = text.split_whitespace().count();
    let opens_as_text = text.split_whitespace().next().is_none_or(opens_sentences);
    words > 0
        && words <= LONGEST_HEADING_WORDS
        && !text.contains(['.', '،', ',', ':', '؛'])
        && !opens_as_text
        && line[cut.range.end..end].split_whitespace().count() >= SHORTEST_PARAGRAPH_WORDS
}

fn heading_follows(line: &str, heading: Range<usize>, next: Option<&Cut>, end: usize) -> bool {
    next.is_some_and(|cut| is_heading(line, heading, cut, end))
}

/// True for words that open a sentence most of the time they stand somewhere (وقال، وأضاف).
fn opens_sentences(word: &str) -> bool {
    vocabulary::entry(&isnad_text::fold(word)).is_some_and(|known| known.starts_octaves <= 2)
}
