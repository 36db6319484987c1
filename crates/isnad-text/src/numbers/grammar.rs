//! From tokens to numbers.

use super::lexicon::Part;
use super::token::{Kind, Token, read};
use super::{Number, NumberKind};

const LEAST_SCALE: f64 = 1000.0;

/// The numbers of `text`, in order.
///
/// ```
/// use isnad_text::numbers::numbers;
/// let text = "قتل ثلاثمائة وخمسة وعشرون شخصا ونزح ٢٫٥ مليون، أي 30 في المئة من السكان";
/// let found: Vec<(&str, f64)> = numbers(text).iter().map(|n| (n.of(text), n.value)).collect();
/// assert_eq!(found, [("ثلاثمائة وخمسة وعشرون", 325.0), ("٢٫٥ مليون", 2_500_000.0), ("30 في المئة", 30.0)]);
/// ```
pub fn numbers(text: &str) -> Vec<Number> {
    let tokens = read(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let reading = ordinal(&tokens, at).or_else(|| cardinal(&tokens, at));
        let Some((mut number, mut next)) = reading else {
            at += 1;
            continue;
        };
        if number.kind == NumberKind::Cardinal
            && let Some(end) = percent(text, &tokens, next)
        {
            number.kind = NumberKind::Percent;
            number.end = tokens[end - 1].end;
            next = end;
        }
        sign(text, &tokens, at, &mut number);
        found.push(number);
        at = next;
    }
    found
}

/// «في المئة», «بالمئة» or a sign after a number: the token behind it.
fn percent(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let first = tokens.get(at).filter(|token| token.follows)?;
    if matches!(first.kind, Kind::PercentSign | Kind::Word(Part::Percent)) {
        return Some(at + 1);
    }
    let second = tokens.get(at + 1).filter(|token| token.follows)?;
    let both = crate::fold(&text[first.start..second.end]);
    let is_percent =
        super::lexicon::part(&both.split_whitespace().collect::<Vec<_>>().join(" ")) == Some(Part::Percent);
    is_percent.then_some(at + 2)
}

/// A minus before the number.
fn sign(text: &str, tokens: &[Token], at: usize, number: &mut Number) {
    let before = &text[..number.start];
    let is_word = at > 0 && tokens[at].follows && tokens[at - 1].kind == Kind::Word(Part::Minus);
    if is_word {
        number.start = tokens[at - 1].start;
        number.value = -number.value;
        return;
    }
    let Some(rest) = before.strip_suffix(['-', '−']) else {
        return;
    };
    let is_digits = matches!(tokens[at].kind, Kind::Digits(_));
    if is_digits && rest.chars().next_back().is_none_or(char::is_whitespace) {
        number.start = rest.len();
        number.value = -number.value;
    }
}

/// The number of an ordinal at `at`, and the token behind it.
fn ordinal(tokens: &[Token], at: usize) -> Option<(Number, usize)> {
    let first = &tokens[at];
    let Kind::Word(Part::Ordinal(unit)) = first.kind else {
        return None;
    };
    // «ثانية» alone is a second
    let is_second = unit == 2.0 && !first.has_article;
    let mut value = unit;
    let mut end = at + 1;
    match tokens.get(end).filter(|token| token.follows) {
        Some(token) if token.kind == Kind::Word(Part::Unit(10.0)) && !token.has_and => {
            value += 10.0;
            end += 1;
        }
        _ => {
            if let Some((ten, next)) = ten_after(tokens, end) {
                value += ten;
                end = next;
            }
        }
    }
    if is_second && end == at + 1 {
        return None;
    }
    Some((number(tokens, at, end, value, NumberKind::Ordinal), end))
}

fn ten_after(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (token, next) = with_and(tokens, at)?;
    match token.kind {
        Kind::Word(Part::Ten(ten)) => Some((ten, next)),
        _ => None,
    }
}

/// The token after «و», whether that is written with it or by itself, and the place behind it.
fn with_and(tokens: &[Token], at: usize) -> Option<(&Token, usize)> {
    let token = tokens.get(at).filter(|token| token.follows)?;
    if token.has_and {
        return Some((token, at + 1));
    }
    if token.kind != Kind::And {
        return None;
    }
    let next = tokens.get(at + 1).filter(|next| next.follows && !next.has_and)?;
    Some((next, at + 2))
}

fn number(tokens: &[Token], first: usize, end: usize, value: f64, kind: NumberKind) -> Number {
    Number {
        start: tokens[first].start,
        end: tokens[end - 1].end,
        value,
        kind,
    }
}

/// What has been read of a number.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// What is multiplied and done.
    done: f64,
    /// The last scale that was multiplied with; the next must be smaller.
    scale: f64,
    /// What is waiting for a scale.
    open: f64,
    /// The least value of `open`'s parts: the next part must be smaller, but for a unit before a ten.
    least: f64,
    /// `open` holds digits: no words are added to it without a scale.
    is_digits: bool,
}

impl Sum {
    fn value(&self) -> f64 {
        self.done + self.open
    }

    /// Adds a part after «و», or the first one.
    fn add(&mut self, part: f64) -> bool {
        let is_free = self.open == 0.0 && (self.scale == 0.0 || part < self.scale);
        let is_ten_after_unit = (20.0..100.0).contains(&part) && self.open % 100.0 < 10.0 && self.open % 100.0 >= 1.0;
        let is_below_hundreds = self.least >= 100.0 && part < 100.0;
        let fits = is_free || is_ten_after_unit || is_below_hundreds || part < 1.0;
        if !fits || self.is_digits {
            return false;
        }
        self.open += part;
        self.least = part;
        true
    }

    /// Multiplies what is open with a scale.
    fn multiply(&mut self, scale: f64) -> bool {
        if self.open == 0.0 || (self.scale != 0.0 && scale >= self.scale) {
            return false;
        }
        self.done += self.open * scale;
        self.close(scale);
        true
    }

    fn close(&mut self, scale: f64) {
        self.scale = scale;
        self.open = 0.0;
        self.least = 0.0;
        self.is_digits = false;
    }
}

/// The number that begins at `at`, and the token behind it.
fn cardinal(tokens: &[Token], at: usize) -> Option<(Number, usize)> {
    let mut sum = Sum::default();
    let (is_zero, mut end) = begin(tokens, at, &mut sum)?;
    if !is_zero {
        while let Some(next) = go_on(tokens, end, &mut sum) {
            end = next;
        }
    }
    Some((number(tokens, at, end, sum.value(), NumberKind::Cardinal), end))
}

/// Reads the first part: whether it is zero, and the token behind it.
fn begin(tokens: &[Token], at: usize, sum: &mut Sum) -> Option<(bool, usize)> {
    match tokens[at].kind {
        Kind::Digits(value) => {
            let (value, end) = grouped(tokens, at, value);
            sum.open = value;
            sum.least = value;
            sum.is_digits = true;
            Some((value == 0.0, end))
        }
        Kind::Word(Part::Fraction(part)) => {
            // half a million
            match tokens
                .get(at + 1)
                .filter(|token| token.follows && !token.has_and)
                .map(|token| token.kind)
            {
                Some(Kind::Word(Part::Scale(scale))) => {
                    sum.done = part * scale;
                    sum.close(scale);
                    Some((false, at + 2))
                }
                _ => {
                    sum.done = part;
                    Some((true, at + 1))
                }
            }
        }
        Kind::Word(Part::Dual(scale)) => {
            sum.done = 2.0 * scale;
            sum.close(scale);
            Some((false, at + 1))
        }
        Kind::Word(Part::Scale(scale)) => {
            sum.done = scale;
            sum.close(scale);
            Some((false, at + 1))
        }
        _ => {
            let (value, end) = small(tokens, at)?;
            sum.add(value);
            sum.open = value;
            Some((value == 0.0, end))
        }
    }
}

/// «100 000»: digits in groups of three with spaces between.
fn grouped(tokens: &[Token], at: usize, value: f64) -> (f64, usize) {
    let length = |token: &Token| token.end - token.start;
    let mut whole = value;
    let mut end = at + 1;
    let is_group = |token: &Token, value: f64| {
        let written = length(token);
        // three digits of one or two bytes each
        token.follows && !token.has_and && value < LEAST_SCALE && (written == 3 || written == 6)
    };
    if !(1.0..LEAST_SCALE).contains(&value) || value.fract() != 0.0 {
        return (value, end);
    }
    while let Some(token) = tokens.get(end) {
        let Kind::Digits(group) = token.kind else { break };
        if !is_group(token, group) || group.fract() != 0.0 {
            break;
        }
        whole = whole * LEAST_SCALE + group;
        end += 1;
    }
    (whole, end)
}

/// A unit, a teen, a ten or hundreds, and the token behind it.
fn small(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let next = tokens.get(at + 1).filter(|token| token.follows && !token.has_and);
    let next_kind = next.map(|token| token.kind);
    match tokens[at].kind {
        Kind::Word(Part::Unit(unit)) => match next_kind {
            Some(Kind::Word(Part::Unit(ten))) if ten == 10.0 && (1.0..10.0).contains(&unit) => {
                Some((10.0 + unit, at + 2))
            }
            Some(Kind::Word(Part::Hundred(hundred))) if hundred == 100.0 && (3.0..10.0).contains(&unit) => {
                Some((unit * hundred, at + 2))
            }
            Some(Kind::Word(Part::Plural(hundred))) if hundred == 100.0 && (3.0..=10.0).contains(&unit) => {
                Some((unit * hundred, at + 2))
            }
            Some(Kind::Word(Part::Fractions(part))) => Some((unit * part, at + 2)),
            _ => Some((unit, at + 1)),
        },
        Kind::Word(Part::Teen(unit)) => match next_kind {
            Some(Kind::Word(Part::Unit(10.0))) => Some((10.0 + unit, at + 2)),
            // أحد وعشرون
            _ => match with_and(tokens, at + 1) {
                Some((token, _)) if matches!(token.kind, Kind::Word(Part::Ten(_))) => Some((unit, at + 1)),
                _ => None,
            },
        },
        Kind::Word(Part::Ten(ten)) => Some((ten, at + 1)),
        Kind::Word(Part::Hundred(hundred)) => Some((hundred, at + 1)),
        _ => None,
    }
}

/// Reads one part more: the token behind it, or `None` where the number ends.
fn go_on(tokens: &[Token], at: usize, sum: &mut Sum) -> Option<usize> {
    let token = tokens.get(at).filter(|token| token.follows)?;
    if !token.has_and
        && let Kind::Word(Part::Scale(scale) | Part::Plural(scale)) = token.kind
        && scale >= LEAST_SCALE
    {
        return sum.multiply(scale).then_some(at + 1);
    }
    if !token.has_and && token.kind == Kind::Word(Part::Hundred(100.0)) && sum.is_digits {
        sum.open *= 100.0;
        return Some(at + 1);
    }
    let (token, next) = with_and(tokens, at)?;
    let here = next - 1;
    match token.kind {
        Kind::Word(Part::Fraction(part)) => {
            // a million and a half (of a million)
            let named = tokens
                .get(next)
                .filter(|token| token.follows && !token.has_and)
                .and_then(|token| match token.kind {
                    Kind::Word(Part::Scale(scale)) => Some(scale),
                    _ => None,
                });
            let of = if sum.open > 0.0 { 1.0 } else { sum.scale.max(1.0) };
            sum.done += sum.open + part * named.unwrap_or(of);
            sum.close(1.0);
            Some(if named.is_some() { next + 1 } else { next })
        }
        Kind::Word(Part::Dual(scale)) if sum.open == 0.0 && scale < sum.scale => {
            sum.done += 2.0 * scale;
            sum.close(scale);
            Some(next)
        }
        Kind::Word(Part::Scale(scale)) if sum.open == 0.0 && scale < sum.scale => {
            sum.done += scale;
            sum.close(scale);
            Some(next)
        }
        // «25 مليارا و300 مليون»: what follows must be of a smaller scale
        Kind::Digits(value) if sum.open == 0.0 && sum.scale >= LEAST_SCALE && value > 0.0 => {
            let scale = match tokens
                .get(next)
                .filter(|token| token.follows && !token.has_and)
                .map(|token| token.kind)
            {
                Some(Kind::Word(Part::Scale(scale) | Part::Plural(scale) | Part::Hundred(scale))) => scale,
                _ => 1.0,
            };
            if value * scale >= sum.scale || (scale == 1.0 && value.fract() != 0.0) {
                return None;
            }
            sum.done += value * scale;
            sum.close(scale);
            Some(if scale > 1.0 { next + 1 } else { next })
        }
        _ => {
            let (value, end) = small(tokens, here)?;
            (value > 0.0 && sum.add(value)).then_some(end)
        }
    }
}
