//! Numbers in Arabic text: in words, in digits of any script, and mixed, with values and spans.
//!
//! What: «ثلاثمائة وخمسة وعشرون ألفا», «6,500», «٢٫٥ مليون», «مليون ونصف», «الحادي عشر», «30 في المئة». Why: figures
//! of different sources are compared by value, not by spelling.
//! Limits: indefinite amounts (عشرات، مئات، آلاف without a number before them) are no numbers; أحد and ثوان are words; a
//! comma before three digits groups thousands, else it is a decimal mark, a single point always is one; «خمس» is five,
//! not a fifth, unless it is written أخماس after a number; no ratios (واحد من ثلاثة), powers or arithmetic; of dates and telephone numbers the
//! parts are numbers. Source: the grammar of written Arabic numbers; words in `data/numbers.tsv`.

mod digits;
mod grammar;
mod lexicon;
mod token;

pub use grammar::numbers;

/// What a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// How many.
    Cardinal,
    /// The how manieth.
    Ordinal,
    /// How many of a hundred; the value is the number before the sign.
    Percent,
}

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its value; integers up to 2⁵³ are exact.
    pub value: f64,
    /// What it says.
    pub kind: NumberKind,
}

impl Number {
    /// The number as written.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

#[cfg(test)]
mod tests;
