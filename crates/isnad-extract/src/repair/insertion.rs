//! Pointers to other articles that stand inside a paragraph: `اقرأ أيضاً` and its kin.
//!
//! What: the parts of a line that are no text of the article, with the titles they name. A marker counts
//! only where a sentence or line begins (markers that are common words only with a separator after
//! them). A title ends where a glued seam shows the text going on, else with the line.
//! Limits: a title in the middle of a line that ends with neither seam nor line end takes the line's rest;
//! only one pointer a line is looked for, besides the clauses that tell to press, look or turn a page.

use super::spacing::{BELIEVED_IN_TITLES, Cut, CutKind};
use isnad_text::markers::{self, MarkerClass, Opening};
use std::ops::Range;

/// A part of a line that is no text of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// The bytes of the line it takes.
    pub range: Range<usize>,
    /// The titles it names, as bytes of the line.
    pub titles: Vec<Range<usize>>,
}

/// No title has more words.
const LONGEST_TITLE_WORDS: usize = 30;

/// The insertions of `line` in order, not overlapping.
pub fn insertions(line: &str, cuts: &[Cut]) -> Vec<Insertion> {
    let mut found: Vec<Insertion> = Vec::new();
    for start in clause_starts(line, cuts) {
        if found.last().is_some_and(|known| known.range.end > start.at) {
            continue;
        }
        let insertion = pointer(line, cuts, &start).or_else(|| look(line, &start));
        found.extend(insertion);
    }
    for insertion in presses(line).into_iter().chain(page_references(line)) {
        let overlaps =
            |known: &Insertion| known.range.start < insertion.range.end && insertion.range.start < known.range.end;
        if !found.iter().any(overlaps) {
            found.push(insertion);
        }
    }
    found.sort_by_key(|insertion| insertion.range.start);
    found
}

struct Start {
    at: usize,
    /// The line begins here, or a sentence ended before it.
    after_sentence: bool,
}

/// Places where a clause may begin: the line's start, after punctuation, and where a seam lets a sentence begin.
fn clause_starts(line: &str, cuts: &[Cut]) -> Vec<Start> {
    let mut starts = vec![Start {
        at: line.len() - line.trim_start().len(),
        after_sentence: true,
    }];
    let mut last_mark = None;
    for (at, c) in line.char_indices() {
        if is_clause_mark(c) {
            last_mark = Some(c);
        } else if !c.is_whitespace() {
            if let Some(mark) = last_mark
                && at > 0
            {
                starts.push(Start {
                    at,
                    after_sentence: matches!(mark, '.' | '!' | '?' | '؟' | '…' | ')' | '"' | '»' | '”'),
                });
            }
            last_mark = None;
        }
    }
    for cut in cuts.iter().filter(|cut| cut.kind == CutKind::Word) {
        starts.push(Start {
            at: cut.range.end,
            after_sentence: true,
        });
    }
    starts.sort_by_key(|start| start.at);
    starts
}

fn is_clause_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '…' | '،' | ',' | ')' | '"' | '»' | '”' | '؛')
}

fn pointer(line: &str, cuts: &[Cut], start: &Start) -> Option<Insertion> {
    let text = &line[start.at..];
    let is_line_start = line[..start.at].trim().is_empty();
    if let Some(opening) = markers::opening(text, MarkerClass::ReadAlso)
        && (start.after_sentence || opening.separated)
    {
        let titles = titles(
            line,
            cuts,
            start.at + opening.rest,
            opening.separated || is_glued(text, &opening),
        )?;
        return Some(Insertion {
            range: start.at..titles.last().map_or(line.len(), |last| end_of_title(line, last.end)),
            titles,
        });
    }
    let opening = markers::opening(text, MarkerClass::Pointer).filter(|opening| opening.separated)?;
    let rest = start.at + opening.rest;
    let words = line[rest..].split_whitespace().count();
    let is_one_word = text[..opening.end].split_whitespace().count() == 1;
    if words > LONGEST_TITLE_WORDS || (words < 3 && (words > 0 || is_line_start || is_one_word)) {
        return None;
    }
    let ends_as_text = line.trim_end().ends_with('.') && !line.trim_end().ends_with("..");
    if words > 0 && (ends_as_text || has_sentence_end_inside(&line[rest..])) {
        return None;
    }
    Some(Insertion {
        range: start.at..line.len(),
        titles: (words > 0).then_some(rest..line.len()).into_iter().collect(),
    })
}

fn is_glued(text: &str, opening: &Opening) -> bool {
    opening.rest == opening.end && text[opening.end..].starts_with(char::is_alphanumeric)
}

/// Where the text goes on after a title that a seam ended.
fn end_of_title(line: &str, end: usize) -> usize {
    end + line[end..].len() - line[end..].trim_start().len()
}

/// The titles from `rest` on; the last one ends where the insertion ends. `None` if what follows is text.
fn titles(line: &str, cuts: &[Cut], rest: usize, sure: bool) -> Option<Vec<Range<usize>>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut begin = rest;
    let is_seam = |cut: &&Cut| {
        cut.range.start > rest
            && matches!(cut.kind, CutKind::Word | CutKind::Sentence)
            && cut.odds >= BELIEVED_IN_TITLES
    };
    for cut in cuts.iter().filter(is_seam) {
        parts.push(begin..cut.range.start);
        begin = cut.range.end;
    }
    parts.push(begin..line.len());
    let is_title = |part: &Range<usize>| {
        let text = line[part.clone()].trim();
        text.split_whitespace().count() <= LONGEST_TITLE_WORDS && !is_text(text)
    };
    if parts.len() == 1 {
        let whole = line[rest..].trim();
        if is_title(&parts[0])
            || (sure && whole.split_whitespace().count() <= LONGEST_TITLE_WORDS && !has_sentence_end_inside(whole))
        {
            return Some(parts);
        }
        let end = sure.then(|| first_sentence_end(whole)).flatten()?;
        return Some(std::iter::once(rest..rest + end).collect());
    }
    if parts.iter().all(is_title) {
        return Some(parts);
    }
    let first = parts
        .iter()
        .position(|part| line[part.clone()].split_whitespace().count() >= 2)?;
    let joined = parts[0].start..parts[first].end;
    let words = line[joined.clone()].split_whitespace().count();
    (words <= LONGEST_TITLE_WORDS && !has_sentence_end_inside(&line[joined.clone()]))
        .then(|| std::iter::once(joined).collect())
}

/// True if `text` reads as running text rather than as a title: it ends with one stop after many words, or has sentences.
fn is_text(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (words >= 5 && text.ends_with('.') && !text.ends_with("..")) || (words >= 8 && has_sentence_end_inside(text))
}

/// True if a sentence ends before `text` does.
pub fn has_sentence_end_inside(text: &str) -> bool {
    first_sentence_end(text).is_some_and(|end| end < text.trim_end().len())
}

/// One past the first single stop that white space or the end follows.
fn first_sentence_end(text: &str) -> Option<usize> {
    text.match_indices('.').map(|(at, _)| at).find_map(|at| {
        let is_run = text[..at].ends_with('.') || text[at + 1..].starts_with('.');
        let is_end = text[at + 1..].chars().next().is_none_or(char::is_whitespace);
        let after_initial = text[..at].chars().rev().take_while(|c| c.is_alphanumeric()).count() < 2;
        (!is_run && is_end && !after_initial).then_some(at + 1)
    })
}

/// `شاهد الفيديو أعلاه`: a word that tells to look, with what or where.
fn look(line: &str, start: &Start) -> Option<Insertion> {
    let text = &line[start.at..];
    let opening = markers::opening(text, MarkerClass::Look)?;
    let sentence = first_sentence_end(text).unwrap_or(text.len());
    let after_look = &text[opening.rest..];
    let clause_end = match markers::opening(after_look, MarkerClass::Thing) {
        Some(thing) => {
            let after_thing = after_look[thing.end..].trim_start();
            match markers::opening(after_thing, MarkerClass::Place) {
                Some(place) => {
                    let from = text.len() - after_thing.len() + place.end;
                    match text[from..].trim_start().chars().next() {
                        Some(comma @ ('،' | ',')) => from + text[from..].find(comma)? + comma.len_utf8(),
                        _ => sentence,
                    }
                }
                None if after_thing.is_empty() => text.len(),
                None if after_thing.starts_with(['.', '(']) => sentence,
                None => return None,
            }
        }
        None => {
            let clause = &text[..sentence];
            let is_short = clause.split_whitespace().count() <= 15;
            (is_short && names_a_place(clause)).then_some(sentence)?
        }
    };
    Some(Insertion {
        range: start.at..start.at + clause_end,
        titles: Vec::new(),
    })
}

/// True if a clause holds a `place` of more than one word (one word alone is too common).
fn names_a_place(clause: &str) -> bool {
    let folded = isnad_text::fold(clause);
    markers::markers()
        .iter()
        .filter(|marker| marker.class == MarkerClass::Place && marker.folded.contains(' '))
        .any(|marker| folded.contains(&marker.folded))
}

/// Clauses that tell the reader to press on something.
fn presses(line: &str) -> Vec<Insertion> {
    if !["ضغط", "نقر", "lick here"].iter().any(|stem| line.contains(stem)) {
        return Vec::new();
    }
    let starts = word_starts(line);
    let mut found = Vec::new();
    for at in starts {
        let Some(opening) = markers::opening(&line[at..], MarkerClass::Click) else {
            continue;
        };
        let end = at + opening.end;
        if let Some(range) = press_range(line, at, end) {
            found.push(Insertion {
                range,
                titles: Vec::new(),
            });
        }
    }
    found
}

fn word_starts(line: &str) -> Vec<usize> {
    isnad_text::words(line).map(|word| word.start).collect()
}

fn press_range(line: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let open = line[..at].rfind('(').filter(|open| !line[*open..at].contains(')'));
    if let Some(open) = open {
        let close = line[end..].find(')').map(|close| end + close + 1)?;
        return Some(open..close);
    }
    let after = &line[end..];
    let stop = after.find(['.', '!', '؟', '،']).map_or(line.len(), |stop| {
        end + stop + after[stop..].chars().next().map_or(0, char::len_utf8)
    });
    let to = if line[end..stop].split_whitespace().count() <= 4 {
        stop
    } else {
        end
    };
    let sentence = line[..at]
        .rfind(['.', '!', '؟', '?'])
        .map_or(0, |mark| mark + line[mark..].chars().next().map_or(0, char::len_utf8));
    let clause = line[..at].rfind(['،', ',']).map_or(sentence, |mark| {
        (mark + line[mark..].chars().next().map_or(0, char::len_utf8)).max(sentence)
    });
    [sentence, clause].into_iter().find_map(|from| {
        let begin = end_of_title(line, from);
        let is_purpose = markers::opening(&line[begin..], MarkerClass::Purpose).is_some();
        (is_purpose || begin == at).then_some(begin..to)
    })
}

/// `(التفاصيل: ص11)`: a page of the printed paper.
fn page_references(line: &str) -> Vec<Insertion> {
    let mut found = Vec::new();
    for (open, _) in line.match_indices('(') {
        let Some(length) = line[open..].find(')') else {
            break;
        };
        let inside = &line[open + 1..open + length];
        let words: Vec<&str> = inside.split_whitespace().collect();
        let names_a_page = words.iter().any(|word| word.starts_with('ص')) && inside.contains(|c: char| c.is_numeric());
        if words.len() <= 5 && names_a_page && markers::opening(inside, MarkerClass::Page).is_some() {
            found.push(Insertion {
                range: open..open + length + 1,
                titles: Vec::new(),
            });
        }
    }
    found
}
