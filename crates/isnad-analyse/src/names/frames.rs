//! Organizations by the form of words: a common noun and the adjective of a nation («الجيش اللبناني», «التلفزيون السوري»).
//!
//! What: where the tagger left such words untagged they become a name; where it found them, the name goes on over what may
//! stand behind the adjective («التلفزيون السوري الرسمي»). Limits: only the nouns of `data/names/frames.txt`.

use super::article::Tagged;
use super::kind::{OUTSIDE, first_of};
use super::lexicon::{Form, Forms, class, hash};
use super::sentence::{Gap, form};
use isnad_model::NameKind;
use isnad_text::{fold, words};
use std::sync::LazyLock;

/// A common noun that an adjective follows.
struct Frame {
    words: Vec<u64>,
    /// It is a name alone too.
    is_whole: bool,
    /// Two adjectives may follow, the second after «و».
    is_two: bool,
}

struct Frames {
    frames: Vec<Frame>,
    /// Words that may stand behind the adjective.
    behind: Vec<u64>,
}

static FRAMES: LazyLock<Frames> = LazyLock::new(|| {
    let mut all = Frames {
        frames: Vec::new(),
        behind: Vec::new(),
    };
    let file = include_str!("../../data/names/frames.txt");
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let keys = words(line).map(|word| word.of(line).trim_start_matches('2'));
        let keys: Vec<u64> = keys.map(|word| hash(&fold(word))).collect();
        if line.starts_with('>') {
            all.behind.extend(keys);
        } else if !keys.is_empty() {
            all.frames.push(Frame {
                words: keys,
                is_whole: line.starts_with('+'),
                is_two: line.starts_with('2'),
            });
        }
    }
    all.frames.sort_by_key(|frame| std::cmp::Reverse(frame.words.len()));
    all
});

/// Tags what stands in a frame and is not tagged.
pub(super) fn tag(part: &mut Tagged<'_>, forms: &Forms<'_>) {
    let mut at = 0;
    while at < part.tokens.len() {
        let length = FRAMES.frames.iter().find_map(|frame| length_at(part, forms, frame, at));
        let length = length.unwrap_or_else(|| longer_at(part, forms, at));
        if length > 0 {
            let first = first_of(NameKind::Organization);
            part.labels[at] = first;
            part.labels[at + 1..at + length].fill(first + 1);
        }
        at += length.max(1);
    }
}

/// Words of the tagged organization at `at` and of what stands behind its adjective, where it is one of a frame; else 0.
fn longer_at(part: &Tagged<'_>, forms: &Forms<'_>, at: usize) -> usize {
    let first = first_of(NameKind::Organization);
    if part.labels[at] != first {
        return 0;
    }
    let later = part.labels[at + 1..]
        .iter()
        .take_while(|label| **label == first + 1)
        .count();
    let word = |offset: usize| form(forms, &part.tokens[at + offset]);
    let opens = |frame: &Frame| {
        frame.words.len() <= later
            && frame.words.iter().enumerate().all(|(offset, key)| match offset {
                0 => word(0).bare_key == *key,
                _ => word(offset).key == *key,
            })
    };
    if word(later).classes & class::NATION == 0 || !FRAMES.frames.iter().any(opens) {
        return 0;
    }
    let behind = part.tokens[at + later + 1..].iter().zip(&part.labels[at + later + 1..]);
    let more = behind
        .take_while(|(token, label)| {
            **label == OUTSIDE && token.before == Gap::Space && FRAMES.behind.contains(&form(forms, token).key)
        })
        .count();
    if more == 0 { 0 } else { later + 1 + more }
}

/// Words of the name that `frame` makes at `at`, where none of them is tagged.
fn length_at(part: &Tagged<'_>, forms: &Forms<'_>, frame: &Frame, at: usize) -> Option<usize> {
    let free = |offset: usize| -> Option<&Form> {
        let token = part.tokens.get(at + offset)?;
        let is_free = part.labels[at + offset] == OUTSIDE && (offset == 0 || token.before == Gap::Space);
        is_free.then(|| form(forms, token))
    };
    let is_nation = |word: &Form| word.classes & class::NATION != 0;
    let mut length = 0;
    for key in &frame.words {
        let word = free(length)?;
        let own = if length == 0 { word.bare_key } else { word.key };
        if own != *key {
            return None;
        }
        length += 1;
    }
    let adjective =
        free(length).filter(|word| is_nation(word) && word.clitic_letters == 0 && word.folded.starts_with("ال"));
    if adjective.is_none() {
        return frame.is_whole.then_some(length);
    }
    length += 1;
    if frame.is_two {
        let second = free(length).filter(|word| is_nation(word) && word.folded.starts_with("وال"));
        return Some(length + usize::from(second.is_some()));
    }
    while free(length).is_some_and(|word| FRAMES.behind.contains(&word.key)) {
        length += 1;
    }
    Some(length)
}
