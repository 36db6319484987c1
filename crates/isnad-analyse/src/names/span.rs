//! Names in a text, each by itself.

use super::feature::Features;
use super::kind::{self, Label};
use super::lexicon::Forms;
use super::model::Model;
use super::sentence::{self, Token, form};
use isnad_model::NameKind;
use isnad_text::fold_into;

/// One mention of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it names.
    pub kind: NameKind,
}

/// The names in `text`, in order.
pub fn spans(text: &str, forms: &mut Forms<'_>, model: &Model) -> Vec<Span> {
    let mut found = Vec::new();
    let mut features = Features::default();
    sentence::each(text, forms, |forms, tokens| {
        features.fill(forms, tokens);
        let labels = model.decode(&features, tokens.len());
        found.extend(from_labels(text, forms, tokens, &labels));
    });
    found
}

/// The spans that labels of tokens make.
pub fn from_labels(text: &str, forms: &Forms<'_>, tokens: &[Token], labels: &[Label]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut is_open = false;
    for (token, label) in tokens.iter().zip(labels) {
        let Some(kind) = kind::kind_of(*label) else {
            is_open = false;
            continue;
        };
        match found.last_mut() {
            Some(last) if is_open && kind::is_later(*label) && last.kind == kind => last.end = token.end,
            _ => found.push(Span {
                start: token.start + clitics_in(&text[token.start..token.end], form(forms, token).clitic_letters),
                end: token.end,
                kind,
            }),
        }
        is_open = true;
    }
    found
}

/// Bytes that the first `letters` letters of a written word take, marks on them included.
pub fn clitics_in(written: &str, letters: usize) -> usize {
    let mut left = letters;
    let mut folded = String::new();
    for (at, c) in written.char_indices() {
        folded.clear();
        fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
        if folded.is_empty() {
            continue;
        }
        if left == 0 {
            return at;
        }
        left -= 1;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_take_their_marks_with_them() {
        let cut = |written: &'static str, letters| &written[clitics_in(written, letters)..];
        assert_eq!(cut("وبالقاهرة", 2), "القاهرة");
        assert_eq!(cut("وَلبنان", 1), "لبنان");
        assert_eq!(cut("لبنان", 0), "لبنان");
    }
}
