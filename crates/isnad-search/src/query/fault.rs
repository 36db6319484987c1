//! What can be wrong with a query, in English; [`QueryFault::key`] is for those who say it in other languages.

/// What is wrong with a query, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryFault {
    /// `)` without `(`.
    #[error("a closing parenthesis without an opening one")]
    StrayClosing,
    /// No word and no operator.
    #[error("nothing to search for; write at least one word")]
    Nothing,
    /// More parentheses in one another than are read.
    #[error("parentheses nested too deep")]
    TooDeep,
    /// `a OR`.
    #[error("nothing after OR; write a word after it")]
    NothingAfterOr,
    /// `OR a`.
    #[error("nothing before OR; write a word before it")]
    NothingBeforeOr,
    /// `-` alone.
    #[error("nothing after the minus sign; write what must not occur")]
    NothingAfterMinus,
    /// `(a`.
    #[error("a parenthesis that is not closed; add )")]
    OpenParenthesis,
    /// `()`.
    #[error("nothing between the parentheses")]
    EmptyParentheses,
    /// `"a`; the mark that is missing.
    #[error("a quotation that is not closed; add {0}")]
    OpenQuotation(char),
    /// `source:=a`.
    #[error("= works in text and titles only")]
    ExactElsewhere,
    /// `=` alone.
    #[error("nothing after =; write the word in the spelling wanted")]
    NothingAfterExact,
    /// `a*b`.
    #[error("* is understood at the end of a word only")]
    StarInside,
    /// `*` without one whole word before it.
    #[error("* needs one whole word before it")]
    StarAlone,
    /// `a*`.
    #[error("* needs at least two letters before it")]
    StarTooShort,
    /// `~` without a number; the largest it may be.
    #[error("a number from 0 to {0} belongs behind ~: the words that may stand between")]
    Distance(u32),
    /// More words than are read; how many those are.
    #[error("more than {0} words; search for fewer")]
    TooManyWords(usize),
    /// `name:` at the end; the name.
    #[error("nothing after {0}:")]
    NothingAfter(String),
    /// `name:` before no word; the name.
    #[error("no word after {0}:")]
    NoWordAfter(String),
    /// A value that an operator does not know.
    #[error("{name}: does not know «{value}»")]
    Unknown {
        /// The operator as it was written.
        name: String,
        /// The value.
        value: String,
    },
    /// No date.
    #[error("not a date; write 2018-03-10, 2018-03, today, week, or a range from..to")]
    NoDate,
    /// `..` without a date on either side.
    #[error("a range needs at least one date: from.. or ..to")]
    EmptyRange,
    /// A range that ends before it begins.
    #[error("the range ends before it begins")]
    ReversedRange,
    /// What is near no moment; the operator.
    #[error("{0}: takes one day or moment; write 2018-03-10, 2018-03-10T14:30 or today")]
    NoMoment(String),
    /// Nearness within a part of the query; the operator.
    #[error("{0}: orders the hits of the whole query; write it once, outside parentheses and without a minus sign")]
    NearWithin(String),
}

impl QueryFault {
    /// A name of the fault that does not change.
    pub fn key(&self) -> &'static str {
        match self {
            QueryFault::StrayClosing => "stray_closing",
            QueryFault::Nothing => "nothing",
            QueryFault::TooDeep => "too_deep",
            QueryFault::NothingAfterOr => "nothing_after_or",
            QueryFault::NothingBeforeOr => "nothing_before_or",
            QueryFault::NothingAfterMinus => "nothing_after_minus",
            QueryFault::OpenParenthesis => "open_parenthesis",
            QueryFault::EmptyParentheses => "empty_parentheses",
            QueryFault::OpenQuotation(_) => "open_quotation",
            QueryFault::ExactElsewhere => "exact_elsewhere",
            QueryFault::NothingAfterExact => "nothing_after_exact",
            QueryFault::StarInside => "star_inside",
            QueryFault::StarAlone => "star_alone",
            QueryFault::StarTooShort => "star_too_short",
            QueryFault::Distance(_) => "distance",
            QueryFault::TooManyWords(_) => "too_many_words",
            QueryFault::NothingAfter(_) => "nothing_after",
            QueryFault::NoWordAfter(_) => "no_word_after",
            QueryFault::Unknown { .. } => "unknown",
            QueryFault::NoDate => "no_date",
            QueryFault::EmptyRange => "empty_range",
            QueryFault::ReversedRange => "reversed_range",
            QueryFault::NoMoment(_) => "no_moment",
            QueryFault::NearWithin(_) => "near_within",
        }
    }

    /// What it is about, by the names `name` and `value`.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        match self {
            QueryFault::OpenQuotation(mark) => vec![("value", mark.to_string())],
            QueryFault::Distance(most) => vec![("value", most.to_string())],
            QueryFault::TooManyWords(most) => vec![("value", most.to_string())],
            QueryFault::NothingAfter(name)
            | QueryFault::NoWordAfter(name)
            | QueryFault::NoMoment(name)
            | QueryFault::NearWithin(name) => vec![("name", name.clone())],
            QueryFault::Unknown { name, value } => vec![("name", name.clone()), ("value", value.clone())],
            _ => Vec::new(),
        }
    }
}
