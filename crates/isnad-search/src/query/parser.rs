//! From what was typed to a tree, by recursive descent over characters.
//!
//! Errors carry the character (not byte) they are about. No input panics; depth and number of terms
//! are bounded so that no query can exhaust the machine.

use super::date::{self, DateBound, DateRange, Moment};
use super::fault::QueryFault;
use super::names::{self, Connective, Operator};
use super::node::{Node, Scope, TimeField};
use crate::form::apart;

/// Most words and phrases in one query.
pub const MOST_TERMS: usize = 256;
const DEEPEST: usize = 32;
/// Most words between words near one another.
pub const MOST_BETWEEN: u32 = 100;
/// A wildcard needs so many letters before it.
const SHORTEST_PREFIX: usize = 2;

/// A query that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {}: {fault}", position + 1)]
pub struct QueryError {
    /// The character it is about, counted from 0.
    pub position: usize,
    /// What is wrong and what to do.
    pub fault: QueryFault,
}

/// Reads a query; it has at least one thing to look for. The moment is the one that hits should be near.
pub fn parse(written: &str) -> Result<(Node, Option<Moment>), QueryError> {
    let mut parser = Parser {
        chars: written.chars().collect(),
        at: 0,
        terms: 0,
        near: None,
        negations: 0,
    };
    let root = parser.either(Scope::Any, 0)?;
    if parser.peek() == Some(')') {
        return Err(error(parser.at, QueryFault::StrayClosing));
    }
    let root = root.ok_or_else(|| error(0, QueryFault::Nothing))?;
    Ok((root, parser.near))
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    terms: usize,
    /// What `near:` asked for.
    near: Option<Moment>,
    /// Minus signs that stand before what is read now.
    negations: usize,
}

fn error(position: usize, fault: QueryFault) -> QueryError {
    QueryError { position, fault }
}

/// The mark that closes a quotation opened by `c`.
fn closing_quote(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '«' => Some('»'),
        '“' => Some('”'),
        '„' => Some('“'),
        _ => None,
    }
}

fn ends_bare(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '"' | '«' | '»' | '“' | '”' | '„')
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// `a b OR c d`: parts joined by OR, up to the end or a closing parenthesis.
    fn either(&mut self, scope: Scope, depth: usize) -> Result<Option<Node>, QueryError> {
        if depth > DEEPEST {
            return Err(error(self.at, QueryFault::TooDeep));
        }
        let mut choices = Vec::new();
        let mut pending_or = None;
        loop {
            let part = self.all_of(scope, depth)?;
            match (part, pending_or) {
                (Some(part), _) => choices.push(part),
                (None, Some(or_at)) => return Err(error(or_at, QueryFault::NothingAfterOr)),
                (None, None) => {}
            }
            let Some(or_at) = self.take_connective(Connective::Or) else {
                break;
            };
            if choices.is_empty() {
                return Err(error(or_at, QueryFault::NothingBeforeOr));
            }
            pending_or = Some(or_at);
        }
        Ok(match choices.len() {
            0 | 1 => choices.pop(),
            _ => Some(Node::Or(choices)),
        })
    }

    /// Parts that must all match.
    fn all_of(&mut self, scope: Scope, depth: usize) -> Result<Option<Node>, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.skip_spaces();
            if self.take_connective(Connective::And).is_some() {
                continue;
            }
            if matches!(self.peek(), None | Some(')')) || self.connective_here() == Some(Connective::Or) {
                break;
            }
            if let Some(part) = self.part(scope, depth)? {
                parts.push(part);
            }
        }
        Ok(match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Node::And(parts)),
        })
    }

    /// One part, perhaps negated. `None` where only punctuation stood.
    fn part(&mut self, scope: Scope, depth: usize) -> Result<Option<Node>, QueryError> {
        let start = self.at;
        let mut negated = false;
        loop {
            if self.take_connective(Connective::Not).is_some() {
                self.skip_spaces();
                negated = !negated;
            } else if matches!(self.peek(), Some('-' | '!' | '−')) {
                self.at += 1;
                if self.peek().is_none_or(char::is_whitespace) {
                    return Ok(None);
                }
                negated = !negated;
            } else {
                break;
            }
        }
        if negated && matches!(self.peek(), None | Some(')')) {
            return Err(error(start, QueryFault::NothingAfterMinus));
        }
        if !negated {
            return self.primary(scope, depth);
        }
        self.negations += 1;
        let part = self.primary(scope, depth)?;
        self.negations -= 1;
        Ok(part.map(|part| Node::Not(Box::new(part))))
    }

    fn primary(&mut self, scope: Scope, depth: usize) -> Result<Option<Node>, QueryError> {
        let start = self.at;
        match self.peek() {
            None => Ok(None),
            Some('(') => {
                self.at += 1;
                let inner = self.either(scope, depth + 1)?;
                if self.peek() != Some(')') {
                    return Err(error(start, QueryFault::OpenParenthesis));
                }
                self.at += 1;
                inner
                    .map(Some)
                    .ok_or_else(|| error(start, QueryFault::EmptyParentheses))
            }
            Some(quote) if closing_quote(quote).is_some() => {
                let inside = self.quoted()?;
                match self.distance()? {
                    Some(within) => self.near(scope, &inside, within, start),
                    None => self.words(scope, &inside, start),
                }
            }
            // A closing mark alone is punctuation.
            Some('»' | '”') => {
                self.at += 1;
                Ok(None)
            }
            Some('=') => {
                self.at += 1;
                self.exact(scope, start)
            }
            Some(_) => self.bare_or_operator(scope, depth),
        }
    }

    /// The inside of a quotation whose opening mark is next.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let closing = self.peek().and_then(closing_quote).unwrap_or('"');
        let inside = &self.chars[start + 1..];
        let Some(length) = inside.iter().position(|c| *c == closing) else {
            return Err(error(start, QueryFault::OpenQuotation(closing)));
        };
        let text = inside[..length].iter().collect();
        self.at = start + 1 + length + 1;
        Ok(text)
    }

    /// `~5` behind a quotation: the most words between its words.
    fn distance(&mut self) -> Result<Option<u32>, QueryError> {
        if self.peek() != Some('~') {
            return Ok(None);
        }
        let start = self.at;
        self.at += 1;
        let written = isnad_text::fold(&self.bare());
        match written.parse() {
            Ok(within) if within <= MOST_BETWEEN => Ok(Some(within)),
            _ => Err(error(start, QueryFault::Distance(MOST_BETWEEN))),
        }
    }

    /// Words near one another, in any form.
    fn near(&mut self, scope: Scope, written: &str, within: u32, start: usize) -> Result<Option<Node>, QueryError> {
        let found = isnad_text::words(written).map(|word| word.of(written));
        let mut words: Vec<String> = found.flat_map(apart).map(str::to_owned).collect();
        for _ in &words {
            self.count_term(start)?;
        }
        Ok(match words.len() {
            0 => None,
            1 => words.pop().map(|text| Node::word(scope, &text)),
            _ => Some(Node::Near { scope, words, within }),
        })
    }

    fn bare(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|c| !ends_bare(c)) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    fn exact(&mut self, scope: Scope, start: usize) -> Result<Option<Node>, QueryError> {
        if !matches!(scope, Scope::Any | Scope::Title) {
            return Err(error(start, QueryFault::ExactElsewhere));
        }
        let written = match self.peek() {
            Some('"') => self.quoted()?,
            _ => self.bare(),
        };
        let mut exact_words = Vec::new();
        for word in isnad_text::words(&written) {
            self.count_term(start)?;
            let text = word.of(&written).to_owned();
            exact_words.push(Node::Word {
                scope,
                text,
                exact: true,
                prefix: false,
            });
        }
        match exact_words.len() {
            0 => Err(error(start, QueryFault::NothingAfterExact)),
            1 => Ok(exact_words.pop()),
            _ => Ok(Some(Node::And(exact_words))),
        }
    }

    fn bare_or_operator(&mut self, scope: Scope, depth: usize) -> Result<Option<Node>, QueryError> {
        let start = self.at;
        let written = self.bare();
        if let Some((name, _)) = written.split_once(':')
            && let Some(operator) = names::operator(name)
        {
            self.at = start + name.chars().count() + 1;
            self.skip_spaces();
            return self.operand(operator, name, start, depth);
        }
        let Some(star) = written.chars().position(|c| c == '*') else {
            return self.words(scope, &written, start);
        };
        if star + 1 != written.chars().count() {
            return Err(error(start + star, QueryFault::StarInside));
        }
        self.prefix(scope, &written, start)
    }

    fn prefix(&mut self, scope: Scope, written: &str, start: usize) -> Result<Option<Node>, QueryError> {
        let star = start + written.chars().count() - 1;
        let found: Vec<_> = isnad_text::words(written).collect();
        let [word] = found[..] else {
            return Err(error(star, QueryFault::StarAlone));
        };
        let text = word.of(written).to_owned();
        if isnad_text::fold(&text).chars().count() < SHORTEST_PREFIX {
            return Err(error(star, QueryFault::StarTooShort));
        }
        self.count_term(start)?;
        Ok(Some(Node::Word {
            scope,
            text,
            exact: false,
            prefix: true,
        }))
    }

    /// Words found in `written`: one is a word, more are a phrase, none is punctuation.
    fn words(&mut self, scope: Scope, written: &str, start: usize) -> Result<Option<Node>, QueryError> {
        let mut found: Vec<String> = isnad_text::words(written)
            .map(|word| word.of(written).to_owned())
            .collect();
        for _ in &found {
            self.count_term(start)?;
        }
        Ok(match found.len() {
            0 => None,
            1 => found.pop().map(|text| word_node(scope, text)),
            _ => Some(Node::Phrase {
                scope,
                words: found.iter().flat_map(|word| apart(word)).map(str::to_owned).collect(),
            }),
        })
    }

    fn count_term(&mut self, position: usize) -> Result<(), QueryError> {
        self.terms += 1;
        if self.terms > MOST_TERMS {
            return Err(error(position, QueryFault::TooManyWords(MOST_TERMS)));
        }
        Ok(())
    }

    /// What follows `name:`.
    fn operand(
        &mut self,
        operator: Operator,
        name: &str,
        start: usize,
        depth: usize,
    ) -> Result<Option<Node>, QueryError> {
        if matches!(self.peek(), None | Some(')')) {
            return Err(error(start, QueryFault::NothingAfter(name.to_owned())));
        }
        let value_at = self.at;
        if let Operator::Words(scope) = operator {
            let operand = self.primary(scope, depth)?;
            let missing = || error(value_at, QueryFault::NoWordAfter(name.to_owned()));
            return operand.map(Some).ok_or_else(missing);
        }
        let (value, value_at) = match self.peek() {
            Some(quote) if closing_quote(quote).is_some() => (self.quoted()?, value_at + 1),
            _ => (self.bare(), value_at),
        };
        self.count_term(start)?;
        if operator == Operator::Near {
            self.near_moment(name, &value, start, value_at, depth)?;
            return Ok(None);
        }
        let date = || date::parse(&value).map_err(|fault| error(value_at + fault.position, fault.fault));
        let node = match operator {
            Operator::Words(_) | Operator::Near => None,
            Operator::Language => names::language(&value).map(Node::Language),
            Operator::Has => names::has(&value).map(Node::Has),
            Operator::Story => isnad_text::fold(&value).parse().ok().map(Node::Story),
            Operator::Basis => is_basis(&value).then(|| Node::Basis(value.clone())),
            Operator::Mark => names::mark(&value).map(Node::Marked),
            Operator::Time(field) => Some(Node::Time(field, date()?)),
            Operator::After => Some(since(date()?.from)),
            Operator::Before => Some(until(date()?.until)),
        };
        let name = name.to_owned();
        node.map(Some)
            .ok_or_else(|| error(value_at, QueryFault::Unknown { name, value }))
    }

    /// Notes the moment of `name:`, which belongs to the whole query and is written once.
    fn near_moment(
        &mut self,
        name: &str,
        value: &str,
        start: usize,
        value_at: usize,
        depth: usize,
    ) -> Result<(), QueryError> {
        if depth > 0 || self.negations > 0 || self.near.is_some() {
            return Err(error(start, QueryFault::NearWithin(name.to_owned())));
        }
        let moment = date::moment(value).ok_or_else(|| error(value_at, QueryFault::NoMoment(name.to_owned())))?;
        self.near = Some(moment);
        Ok(())
    }

    /// The connective that stands here as a word of its own.
    fn connective_here(&self) -> Option<Connective> {
        let rest = &self.chars[self.at..];
        let length = rest.iter().position(|c| ends_bare(*c)).unwrap_or(rest.len());
        if length == 0 || length > 8 {
            return None;
        }
        let word: String = rest[..length].iter().collect();
        names::connective(&word)
    }

    /// Takes this connective if it is next; its position.
    fn take_connective(&mut self, wanted: Connective) -> Option<usize> {
        if self.connective_here() != Some(wanted) {
            return None;
        }
        let start = self.at;
        self.bare();
        Some(start)
    }
}

/// A word; one that is as often written in two stands for these two in a row.
fn word_node(scope: Scope, text: String) -> Node {
    let words: Vec<String> = apart(&text).map(str::to_owned).collect();
    if words.len() < 2 {
        return Node::word(scope, &text);
    }
    Node::Near {
        scope,
        words,
        within: 0,
    }
}

fn since(from: Option<DateBound>) -> Node {
    Node::Time(TimeField::Date, DateRange { from, until: None })
}

fn until(until: Option<DateBound>) -> Node {
    Node::Time(TimeField::Date, DateRange { from: None, until })
}

fn is_basis(value: &str) -> bool {
    matches!(value, "page" | "feed_summary" | "text")
}

#[cfg(test)]
mod tests;
