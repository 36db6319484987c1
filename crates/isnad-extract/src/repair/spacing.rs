//! Where a line lost a space: between two words, after a stop, between scripts.
//!
//! What: all cuts of a line in order. Inside a word the glue model decides ([`super::glue`]); after
//! punctuation the vocabulary does: initials (أ.ف.ب), site names (العربية.نت), numbers, addresses and
//! hashtags keep their form, and a stop between a word that closes no sentence and one that opens none
//! is a slip that gives way to a space. Limits: an opening quotation mark glued to the word before it
//! stays; hyphens and slashes join on purpose.

use super::glue;
use isnad_text::vocabulary;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What was lost, or stood too much, at a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutKind {
    /// A space between two words.
    Word,
    /// A space, perhaps a line's end, after a stop, a question or exclamation mark.
    Sentence,
    /// A space after a comma, semicolon or colon.
    Clause,
    /// A space between two scripts.
    Script,
    /// A stop stood where a space belongs.
    Slip,
}

/// A place where a space belongs.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Bytes of the line that a space replaces; empty but for a slip.
    pub range: Range<usize>,
    /// What it is.
    pub kind: CutKind,
    /// Natural logarithm of the odds.
    pub odds: f32,
    /// True if what follows may open a sentence.
    pub opens_sentence: bool,
    /// The two parts with what stands between, as they stood.
    pub around: Range<usize>,
}

/// Odds at which a seam inside a word is believed in running text: nine to one.
pub const BELIEVED: f32 = 2.2;
/// Odds at which one is believed where a heading's end is likely anyhow: few words from the line's start.
pub const BELIEVED_AFTER_HEADING: f32 = 1.0;
/// Odds at which one is believed in a list of titles, where words are known to be glued.
pub const BELIEVED_IN_TITLES: f32 = -0.5;

const CERTAIN: f32 = 9.0;

/// A word after a stop or next to another script must be this common to be taken for a word of its own.
const KNOWN_COUNT: u32 = 50;
/// An Arabic word with digits after it must be this common (from, to, year) not to be a name with a number.
const FUNCTION_WORD_COUNT: u32 = 15_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Script {
    Arabic,
    Latin,
    Digit,
    Punctuation,
}

struct Run {
    range: Range<usize>,
    script: Script,
}

/// All cuts of `line` in order, those with odds under [`BELIEVED_IN_TITLES`] left out.
pub fn cuts(line: &str) -> Vec<Cut> {
    let mut found = Vec::new();
    let mut runs = Vec::new();
    let mut end = 0;
    while let Some(length) = line[end..].find(|c: char| !c.is_whitespace()) {
        let start = end + length;
        end = line[start..]
            .find(char::is_whitespace)
            .map_or(line.len(), |length| start + length);
        cut_token(line, start..end, &mut runs, &mut found);
    }
    found
}

fn cut_token(line: &str, token: Range<usize>, runs: &mut Vec<Run>, found: &mut Vec<Cut>) {
    let written = &line[token.clone()];
    if written.len() < glue::FEWEST_LETTERS || is_address(written) {
        return;
    }
    split_runs(line, token, runs);
    for index in 0..runs.len() {
        let run = &runs[index];
        match run.script {
            Script::Arabic => {
                glue_cuts(line, run.range.clone(), found);
                if let Some(next) = runs.get(index + 1) {
                    script_cut(line, run, next, found);
                }
            }
            Script::Latin | Script::Digit => {
                if let Some(next) = runs.get(index + 1) {
                    script_cut(line, run, next, found);
                }
            }
            Script::Punctuation => {
                if index > 0 && index + 1 < runs.len() {
                    found.extend(punctuation_cut(line, runs, index));
                }
            }
        }
    }
}

fn is_address(token: &str) -> bool {
    token.starts_with('#')
        || token.contains(['@', '_'])
        || token.contains("#")
        || token.contains("://")
        || token.contains("www.")
}

fn split_runs(line: &str, token: Range<usize>, runs: &mut Vec<Run>) {
    runs.clear();
    for (offset, c) in line[token.clone()].char_indices() {
        let at = token.start + offset;
        let end = at + c.len_utf8();
        let script = match c {
            'ء'..='ي' | 'ٱ'..='ۓ' | 'ﭐ'..='ﻼ' => Script::Arabic,
            '0'..='9' | '٠'..='٩' | '۰'..='۹' => Script::Digit,
            '\u{064b}'..='\u{065f}' | '\u{0670}' => runs.last().map_or(Script::Punctuation, |last| last.script),
            c if c.is_alphabetic() => Script::Latin,
            _ => Script::Punctuation,
        };
        match runs.last_mut() {
            Some(last) if last.script == script => last.range.end = end,
            _ => runs.push(Run { range: at..end, script }),
        }
    }
}

fn glue_cuts(line: &str, word: Range<usize>, found: &mut Vec<Cut>) {
    let Some(seam) = glue::seam(&line[word.clone()]) else {
        return;
    };
    if seam.odds < BELIEVED_IN_TITLES {
        return;
    }
    let at = word.start + seam.at;
    glue_cuts(line, word.start..at, found);
    found.push(Cut {
        range: at..at,
        kind: CutKind::Word,
        odds: seam.odds,
        opens_sentence: seam.opens_sentence,
        around: word.clone(),
    });
    glue_cuts(line, at..word.end, found);
}

fn script_cut(line: &str, left: &Run, right: &Run, found: &mut Vec<Cut>) {
    let (before, after) = (&line[left.range.clone()], &line[right.range.clone()]);
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic() && *c != 'ـ').count();
    let is_lost = match (left.script, right.script) {
        (Script::Arabic, Script::Latin) => {
            letters(after) > 1 && letters(before) > 2 && !before.ends_with('ـ') && is_known(before, KNOWN_COUNT)
        }
        (Script::Arabic, Script::Digit) => {
            letters(before) > 1
                && !before.ends_with('ـ')
                && (before.ends_with(['ة', 'ى', 'ً']) || is_known(before, FUNCTION_WORD_COUNT))
                && !is_clitic(before)
        }
        (Script::Latin | Script::Digit, Script::Arabic) => letters(after) > 2 && is_known(after, KNOWN_COUNT),
        _ => false,
    };
    if is_lost {
        found.push(Cut {
            range: right.range.start..right.range.start,
            kind: CutKind::Script,
            odds: CERTAIN,
            opens_sentence: false,
            around: left.range.start..right.range.end,
        });
    }
}

fn is_clitic(word: &str) -> bool {
    matches!(word, "ال" | "وال" | "بال" | "لل" | "وب" | "ول" | "فال" | "كال")
}

fn is_known(word: &str, fewest: u32) -> bool {
    vocabulary::count(&isnad_text::fold(word)) >= fewest
}

fn punctuation_cut(line: &str, runs: &[Run], index: usize) -> Option<Cut> {
    let (left, marks, right) = (&runs[index - 1], &runs[index], &runs[index + 1]);
    let (before, between, after) = (
        &line[left.range.clone()],
        &line[marks.range.clone()],
        &line[right.range.clone()],
    );
    if right.script != Script::Arabic || left.script == Script::Latin && between == "." {
        return None;
    }
    let letters = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).count();
    if letters(after) < 2
        || between.contains([
            '/', '-', '–', '—', '+', '&', '%', '\'', '\\', '=', '*', '(', '«', '“', '[', '<',
        ])
    {
        return None;
    }
    let last = between.chars().next_back()?;
    let kind = if between.contains(['!', '؟', '?']) || between.contains("..") || between.contains('…') {
        CutKind::Sentence
    } else if between.contains('.') {
        if !ends_with_stop_or_closed(line, marks, last) || is_abbreviation(line, runs, index) {
            return None;
        }
        CutKind::Sentence
    } else if letters(before) > 0
        && (matches!(last, '،' | '؛')
            || (matches!(last, ',' | ':') && left.script == Script::Arabic && letters(before) > 1))
    {
        CutKind::Clause
    } else {
        return None;
    };
    if matches!(last, '"' | '”' | '»' | '\'') && !closes_quotation(line, marks.range.end - last.len_utf8(), last) {
        return None;
    }
    let right_entry = vocabulary::entry(&isnad_text::fold(after));
    let opens_sentence = right_entry.map_or(after.starts_with(['و', 'ف']), |known| known.starts_octaves <= 4);
    let is_word = right_entry.is_some_and(|known| known.count >= KNOWN_COUNT) || letters(after) > 3;
    if !is_word || (kind == CutKind::Clause && right_entry.is_none()) {
        return None;
    }
    let is_slip = between == "."
        && left.script == Script::Arabic
        && right_entry.is_some_and(|known| known.count > 1000 && known.starts_octaves >= 6)
        && vocabulary::entry(&isnad_text::fold(before)).is_some_and(|known| known.ends_octaves >= 5);
    Some(Cut {
        range: if is_slip {
            marks.range.clone()
        } else {
            right.range.start..right.range.start
        },
        kind: if is_slip { CutKind::Slip } else { kind },
        odds: CERTAIN,
        opens_sentence: opens_sentence && !is_slip,
        around: left.range.start..right.range.end,
    })
}

fn ends_with_stop_or_closed(line: &str, marks: &Run, last: char) -> bool {
    last == '.' || last == ')' || closes_quotation(line, marks.range.end - last.len_utf8(), last)
}

/// True if the quotation mark at `at` closes one that was opened before it in the line.
fn closes_quotation(line: &str, at: usize, mark: char) -> bool {
    let before = &line[..at];
    match mark {
        '"' => before.matches('"').count() % 2 == 1,
        '»' => before.rfind('«') > before.rfind('»'),
        '”' => before.rfind('“') > before.rfind('”'),
        _ => false,
    }
}

/// A stop that belongs to a title (د.), to initials (أ.ف.ب) or to a site's name (العربية.نت).
fn is_abbreviation(line: &str, runs: &[Run], index: usize) -> bool {
    let letters = |run: &Run| line[run.range.clone()].chars().filter(|c| c.is_alphabetic()).count();
    let is_stop = |run: Option<&Run>| run.is_some_and(|run| &line[run.range.clone()] == ".");
    let (left, right) = (&runs[index - 1], &runs[index + 1]);
    let is_short_title = left.script == Script::Arabic && letters(left) <= 2 && is_stop(runs.get(index));
    let is_initials = is_stop(runs.get(index))
        && letters(right) <= 4
        && letters(left) <= 4
        && (is_stop(runs.get(index + 2)) || index >= 2 && is_stop(runs.get(index - 2)));
    let is_site = is_stop(runs.get(index)) && DOTTED.contains(&isnad_text::fold(&line[right.range.clone()]));
    is_short_title || is_initials || is_site
}

static DOTTED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    include_str!("../../data/dotted_names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(isnad_text::fold)
        .collect()
});
