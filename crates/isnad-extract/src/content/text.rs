//! Taking text out of the tree: entities decoded, white space folded.

use super::survey::Survey;
use isnad_html::{Tag, Tree};

/// The visible text of the nodes from `first` to `last`, white space folded.
pub(crate) fn text_between(tree: &Tree, survey: &Survey, first: usize, last: usize) -> String {
    let mut out = String::new();
    let mut index = first;
    while index <= last {
        if survey.facts[index].excluded {
            index = tree.end(index);
            continue;
        }
        match tree.tag(index) {
            Tag::Text => push_folded(&tree.own_text(index), &mut out),
            Tag::Br => push_space(&mut out),
            _ => {}
        }
        index += 1;
    }
    trim_end(&mut out);
    out
}

/// All visible text under `index`, blocks parted by a space.
pub(crate) fn text_under(tree: &Tree, survey: &Survey, index: usize) -> String {
    let mut out = String::new();
    let mut at = index;
    while at < tree.end(index) {
        if survey.facts[at].excluded {
            at = tree.end(at);
            continue;
        }
        match tree.tag(at) {
            Tag::Text => push_folded(&tree.own_text(at), &mut out),
            tag if tag == Tag::Br || tag.is_block() || tag.is_table_part() => push_space(&mut out),
            _ => {}
        }
        at += 1;
    }
    trim_end(&mut out);
    out
}

/// `text` with runs of white space made one space, none at the ends.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(text, &mut out);
    trim_end(&mut out);
    out
}

/// Appends `text`; white space at its beginning joins that at the end of `out`.
fn push_folded(text: &str, out: &mut String) {
    if text.is_ascii() {
        return push_folded_ascii(text, out);
    }
    for c in text.chars() {
        match c {
            _ if c.is_whitespace() => push_space(out),
            '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{0}'..='\u{1f}' | '\u{7f}' => {}
            _ => out.push(c),
        }
    }
}

fn push_folded_ascii(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|byte| (0x21..0x7f).contains(*byte))
            .count();
        out.push_str(&text[at..at + run]);
        at += run;
        if at < bytes.len() {
            if char::from(bytes[at]).is_whitespace() {
                push_space(out);
            }
            at += 1;
        }
    }
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn trim_end(out: &mut String) {
    if out.ends_with(' ') {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ascii_is_folded_as_any_text(text in "[ -~\\x00-\\x20\\x7f]{0,40}") {
            let mut marked = text.clone();
            marked.push('é');
            prop_assert_eq!(format!("{}é", folded_open(&text)), folded(&marked));
        }
    }

    /// Folded, a space at the end left.
    fn folded_open(text: &str) -> String {
        let mut out = String::new();
        push_folded(text, &mut out);
        out
    }
}
