//! Snippets: the part of a text that shows why it was found, with the found words marked.
//!
//! Made from the store's text, not from the index. A marked word is the whole word as written; the cut
//! never goes through a word. A phrase is marked only where its words stand together.

use crate::form::{exact_of, keys_of, loose_of, wanted_reading};
use crate::query::{Node, Query, Scope};
use isnad_text::Word;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words before the first marked word that are kept for reading.
const WORDS_BEFORE: usize = 8;
/// Longest text that is looked through.
const MOST_WORDS: usize = 20_000;

/// A part of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The part, on one line, with `…` where text was left out.
    pub text: String,
    /// The found words in it, as byte ranges, in order.
    pub highlights: Vec<Range<usize>>,
}

/// The best part of `text` for `query`, at most `max_chars` characters (the marks of omission beside),
/// its beginning where nothing is found in it.
pub fn snippet(text: &str, query: &Query, max_chars: usize) -> Snippet {
    let words: Vec<Word> = isnad_text::words(text).take(MOST_WORDS).collect();
    if words.is_empty() {
        return Snippet::default();
    }
    let found = found_words(text, &words, &Sought::of(query));
    let window = best_window(text, &words, &found, max_chars);
    cut(text, &words, &found, window)
}

/// The words of `text` that `query` finds, as byte ranges: to mark a title or a whole article.
pub fn highlights(text: &str, query: &Query) -> Vec<Range<usize>> {
    let words: Vec<Word> = isnad_text::words(text).take(MOST_WORDS).collect();
    let found = found_words(text, &words, &Sought::of(query));
    let marked = words.iter().zip(found).filter(|(_, which)| which.is_some());
    marked.map(|(word, _)| word.start..word.end).collect()
}

/// What is sought in the text, in the forms of the index.
#[derive(Default)]
struct Sought {
    /// The number of the sought word by its keys.
    words: FxHashMap<String, usize>,
    word_count: usize,
    exact: Vec<String>,
    prefixes: Vec<String>,
    phrases: Vec<Vec<String>>,
}

impl Sought {
    fn of(query: &Query) -> Sought {
        let mut sought = Sought::default();
        sought.add(&query.root);
        sought
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::Word {
                scope: Scope::Any | Scope::Title | Scope::Name,
                text,
                exact,
                prefix,
            } => match (exact, prefix) {
                (true, _) => self.exact.extend(exact_of(text)),
                (false, true) => self.prefixes.extend(loose_of(text)),
                (false, false) => self.add_word(text),
            },
            Node::Phrase {
                scope: Scope::Any | Scope::Title,
                words,
            } => {
                let forms: Option<Vec<String>> = words.iter().map(|word| loose_of(word)).collect();
                self.phrases.extend(forms);
            }
            // each of the words, wherever it stands: that they are near was told by the index
            Node::Near {
                scope: Scope::Any | Scope::Title | Scope::Name,
                words,
                ..
            }
            | Node::Phrase {
                scope: Scope::Name,
                words,
            } => words.iter().for_each(|word| self.add_word(word)),
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| self.add(part)),
            // Words that must not occur, words of other fields and filters mark nothing.
            _ => {}
        }
    }

    fn add_word(&mut self, word: &str) {
        for key in keys_of(word) {
            self.words.entry(key).or_insert(self.word_count);
        }
        self.word_count += 1;
    }

    /// Which of the sought, by number, the words beginning at `at` are, and how many words of the text.
    fn at(&self, text: &str, words: &[Word], forms: &[String], at: usize) -> Option<(usize, usize)> {
        let phrase_at = |phrase: &Vec<String>| forms[at..].starts_with(phrase);
        if let Some(which) = self.phrases.iter().position(phrase_at) {
            return Some((which, self.phrases[which].len()));
        }
        let base = self.phrases.len();
        if !self.words.is_empty()
            && let Some(which) = wanted_reading(words[at].of(text), &self.words)
        {
            return Some((base + which, 1));
        }
        let base = base + self.word_count;
        let begins = |form: &String| forms[at].starts_with(form.as_str());
        if let Some(which) = self.prefixes.iter().position(begins) {
            return Some((base + which, 1));
        }
        if self.exact.is_empty() {
            return None;
        }
        let base = base + self.prefixes.len();
        let exact = exact_of(words[at].of(text))?;
        self.exact
            .iter()
            .position(|form| *form == exact)
            .map(|which| (base + which, 1))
    }
}

/// For each word of the text, which of the sought it belongs to.
fn found_words(text: &str, words: &[Word], sought: &Sought) -> Vec<Option<usize>> {
    let needs_forms = !sought.phrases.is_empty() || !sought.prefixes.is_empty();
    let form_of = |word: &Word| loose_of(word.of(text)).unwrap_or_default();
    let forms: Vec<String> = words.iter().take_while(|_| needs_forms).map(form_of).collect();
    let mut found = vec![None; words.len()];
    for at in 0..words.len() {
        if let Some((which, length)) = sought.at(text, words, &forms, at) {
            found[at..at + length].fill(Some(which));
        }
    }
    found
}

/// The words `first..end` to show: of all windows that begin shortly before a found word, the one with
/// most different sought words, then most found words, then the earliest.
fn best_window(text: &str, words: &[Word], found: &[Option<usize>], max_chars: usize) -> Range<usize> {
    let mut best = (0, 0, 0..fit(text, words, 0, max_chars));
    for at in (0..words.len()).filter(|at| found[*at].is_some()) {
        let first = window_start(text, words, at, max_chars);
        let window = first..fit(text, words, first, max_chars);
        let mut different: Vec<usize> = found[window.clone()].iter().flatten().copied().collect();
        let all = different.len();
        different.sort_unstable();
        different.dedup();
        if (different.len(), all) > (best.0, best.1) {
            best = (different.len(), all, window);
        }
    }
    best.2
}

/// Where a window that shows word `at` begins: at the start of its sentence if that is near, else some
/// words before; at the word itself where there is no room.
fn window_start(text: &str, words: &[Word], at: usize, max_chars: usize) -> usize {
    let earliest = at.saturating_sub(WORDS_BEFORE);
    let begins_sentence = |word: usize| {
        word == 0 || text[words[word - 1].end..words[word].start].contains(['.', '\n', '؟', '!', '?', '…'])
    };
    let first = (earliest..=at)
        .rev()
        .find(|word| begins_sentence(*word))
        .unwrap_or(earliest);
    let before = text[words[first].start..words[at].start].chars().count();
    if before * 2 > max_chars { at } else { first }
}

/// One past the last word that fits when the window begins with word `first`; at least one word.
fn fit(text: &str, words: &[Word], first: usize, max_chars: usize) -> usize {
    let mut chars = 0;
    let mut from = words[first].start;
    for (number, word) in words.iter().enumerate().skip(first) {
        chars += text[from..word.end].chars().count();
        if chars > max_chars {
            return number.max(first + 1);
        }
        from = word.end;
    }
    words.len()
}

fn cut(text: &str, words: &[Word], found: &[Option<usize>], window: Range<usize>) -> Snippet {
    let mut out = String::new();
    let mut highlights = Vec::new();
    let start = if window.start == 0 {
        0
    } else {
        words[window.start].start
    };
    if window.start > 0 {
        out.push('…');
    }
    push_on_one_line(text[start..words[window.start].start].trim_start(), &mut out);
    for at in window.clone() {
        let from = out.len();
        out.push_str(words[at].of(text));
        if found[at].is_some() {
            highlights.push(from..out.len());
        }
        if at + 1 < window.end {
            push_on_one_line(&text[words[at].end..words[at + 1].start], &mut out);
        }
    }
    let end = words[window.end - 1].end;
    if window.end < words.len() {
        out.push('…');
    } else {
        push_on_one_line(text[end..].trim_end(), &mut out);
    }
    Snippet { text: out, highlights }
}

/// Appends what stands between words, every run of white space as one space.
fn push_on_one_line(between: &str, out: &mut String) {
    let mut in_space = false;
    for c in between.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !in_space {
            out.push(' ');
        }
        in_space = c.is_whitespace();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "اجتمع مجلس الميناء صباح الأحد.\nوقالت هيئة الموانئ إن عبّارة غرقت قبالة الرصيف الشمالي، وإن \
                        فرق الإنقاذ تبحث عن ركاب العبارة. وعاد الهدوء إلى المدينة بعد ساعات من الحادث.";

    fn marked(written: &str, max_chars: usize) -> (String, Vec<String>) {
        let found = snippet(TEXT, &Query::parse(written).unwrap(), max_chars);
        let words = found
            .highlights
            .iter()
            .map(|range| found.text[range.clone()].to_owned())
            .collect();
        (found.text, words)
    }

    #[test]
    fn the_whole_word_is_marked_as_written() {
        let (text, words) = marked("عبارة", 60);
        assert_eq!(words, ["عبّارة"]);
        assert_eq!(marked("للعباره", 300).1, ["عبّارة", "العبارة"]);
        assert!(text.starts_with("…وقالت هيئة") && text.ends_with('…'), "{text}");
    }

    #[test]
    fn a_phrase_is_marked_only_where_it_stands() {
        assert_eq!(marked("\"الرصيف الشمالي\" -الهدوء", 200).1, ["الرصيف", "الشمالي"]);
        assert_eq!(marked("\"الشمالي الرصيف\"", 200).1, Vec::<String>::new());
    }

    #[test]
    fn exact_and_prefix_words_are_marked() {
        assert_eq!(marked("=العباره", 300).1, Vec::<String>::new());
        assert_eq!(marked("=العبارة", 300).1, ["العبارة"]);
        assert_eq!(marked("موان*", 300).1, Vec::<String>::new());
        assert_eq!(marked("الموا*", 300).1, ["الموانئ"]);
    }

    #[test]
    fn nothing_found_shows_the_beginning() {
        assert_eq!(marked("زلزال", 20).0, "اجتمع مجلس الميناء…");
        assert_eq!(snippet("", &Query::all(), 20), Snippet::default());
    }

    proptest! {
        #[test]
        fn highlights_are_words_and_the_cut_is_between_words(
            text in "[ابتغ ه.\n\u{64b}-]{0,120}", sought in "[ابتغ]{1,2}", max_chars in 0usize..60,
        ) {
            let query = Query::parse(&sought).unwrap();
            let found = snippet(&text, &query, max_chars);
            for range in &found.highlights {
                let wanted = keys_of(&sought).into_iter().map(|key| (key, 0)).collect();
                prop_assert_eq!(wanted_reading(&found.text[range.clone()], &wanted), Some(0));
            }
            let whole: Vec<&str> = isnad_text::words(&text).map(|word| word.of(&text)).collect();
            for word in isnad_text::words(&found.text) {
                prop_assert!(whole.contains(&word.of(&found.text)));
            }
            let shown = found.text.chars().filter(|c| *c != '…').count();
            let first_word = whole.first().map_or(0, |word| word.chars().count());
            prop_assert!(shown <= max_chars.max(first_word) + text.chars().count());
        }
    }
}
