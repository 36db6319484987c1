//! Clock times: `10:35`, `10:35:07.5 ص`, `10 مساء`, `10h35`, and the zone after them.

use super::lexicon::{Meaning, Meridiem};
use super::token::Token;

/// A time of day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: i8,
    pub minute: Option<i8>,
    pub second: Option<i8>,
    pub offset_minutes: Option<i32>,
}

/// Most tokens that may stand between a date and its time.
const MOST_FILLERS: usize = 6;

/// The clock time at the start of `tokens`, after fillers, and how many tokens it took.
pub(super) fn after_date(tokens: &[Token]) -> Option<(Clock, usize)> {
    let mut announced = false;
    for skipped in 0..=MOST_FILLERS {
        let token = tokens.get(skipped)?;
        if let Some((clock, used)) = at_start(&tokens[skipped..], announced) {
            return Some((clock, skipped + used));
        }
        if !is_filler(token) {
            return None;
        }
        announced |= token.means(Meaning::Clock);
    }
    None
}

/// True for what may stand between a date and its time.
pub(super) fn is_filler(token: &Token) -> bool {
    token.is_punctuation()
        || token.means(Meaning::Clock)
        || token.means(Meaning::Link)
        || token.means(Meaning::Label)
        || token.means(Meaning::Era)
        || token.means(Meaning::SolarEra)
}

/// The clock time at the start of `tokens`; `announced` by a word such as «الساعة».
pub(super) fn at_start(tokens: &[Token], announced: bool) -> Option<(Clock, usize)> {
    if announced && let Some(found) = compact(tokens) {
        return Some(found);
    }
    let written_hour = tokens.first()?.number(1..=2)?;
    let mut used = 1;
    let mut minute = None;
    let mut second = None;
    let mut dotted = false;
    let separator = tokens.get(used);
    let is_h = separator.is_some_and(|t| t.end - t.start == 1 && t.start == tokens[0].end) && french_hour(tokens);
    let joins = separator.is_some_and(|t| t.is_one_of(&[':', '.', '٫', '∶', '：'])) || is_h;
    if joins && let Some(value) = tokens.get(used + 1).and_then(|t| t.number(2..=2)) {
        if value > 59 {
            return None;
        }
        dotted = separator.is_some_and(|t| t.is_one_of(&['.', '٫']));
        minute = Some(value as i8);
        used += 2;
        let colon = tokens.get(used).is_some_and(|t| t.is_one_of(&[':']));
        if colon && let Some(value) = tokens.get(used + 1).and_then(|t| t.number(2..=2)) {
            if value > 60 {
                return None;
            }
            second = Some(value.min(59) as i8);
            used += 2;
            let point = tokens.get(used).is_some_and(|t| t.is_one_of(&['.', ',']));
            let touches = tokens
                .get(used + 1)
                .is_some_and(|t| t.is_number() && t.start == tokens[used].end);
            if point && touches {
                used += 2;
            }
        }
    }
    let meridiem = tokens.get(used).and_then(|t| {
        t.meaning(|m| match m {
            Meaning::Meridiem(half) => Some(*half),
            _ => None,
        })
    });
    used += usize::from(meridiem.is_some());
    let abbreviated = meridiem.is_some() && tokens.get(used).is_some_and(|t| t.is_one_of(&['.']));
    used += usize::from(abbreviated);
    let clear = meridiem.is_some() || announced;
    if (minute.is_none() || dotted) && !clear {
        return None;
    }
    let hour = hour_of_day(written_hour, meridiem)?;
    let (offset_minutes, zone_used) = match zone(&tokens[used..], tokens[used - 1].end) {
        Some((offset, count)) => (Some(offset), count),
        None => (None, 0),
    };
    let clock = Clock {
        hour,
        minute,
        second,
        offset_minutes,
    };
    Some((clock, used + zone_used))
}

/// `100000Z` after a `T`: hours, minutes and seconds without separators.
fn compact(tokens: &[Token]) -> Option<(Clock, usize)> {
    let written = tokens.first()?.number(6..=6)?;
    let (hour, minute, second) = (written / 10_000, written / 100 % 100, written % 100);
    if minute > 59 || second > 60 {
        return None;
    }
    let (offset_minutes, zone_used) = match zone(&tokens[1..], tokens[0].end) {
        Some((offset, count)) => (Some(offset), count),
        None => (None, 0),
    };
    let clock = Clock {
        hour: hour_of_day(hour, None)?,
        minute: Some(minute as i8),
        second: Some(second.min(59) as i8),
        offset_minutes,
    };
    Some((clock, 1 + zone_used))
}

/// `10h35`: the letter stands alone between two numbers that it touches.
fn french_hour(tokens: &[Token]) -> bool {
    let (Some(letter), Some(minutes)) = (tokens.get(1), tokens.get(2)) else {
        return false;
    };
    !letter.is_punctuation() && !letter.is_number() && letter.meanings().is_empty() && minutes.start == letter.end
}

fn hour_of_day(written: i64, meridiem: Option<Meridiem>) -> Option<i8> {
    let hour = match (meridiem, written) {
        (Some(Meridiem::Am), 12) => 0,
        (Some(Meridiem::Pm), 1..=11) => written + 12,
        (Some(Meridiem::Night), 6..=11) => written + 12,
        (Some(Meridiem::Night), 12) => 0,
        _ => written,
    };
    (0..24).contains(&hour).then_some(hour as i8)
}

/// The zone at the start of `tokens`, in minutes east of UTC, and how many tokens it took.
/// `touching` is the end of what stands before: a bare `-05` must touch it or have four digits.
pub(super) fn zone(tokens: &[Token], touching: usize) -> Option<(i32, usize)> {
    let opening = usize::from(tokens.first().is_some_and(|t| t.is_one_of(&['(', '[', '،', ','])));
    let named = tokens.get(opening).and_then(|t| {
        t.meaning(|m| match m {
            Meaning::ZoneMinutes(minutes) => Some(*minutes),
            _ => None,
        })
    });
    let (mut minutes, mut used) = match named {
        Some(minutes) => (minutes, opening + 1),
        None if opening == 0 => return signed_offset(tokens, touching),
        None => return None,
    };
    if let Some((more, count)) = signed_offset(&tokens[used..], tokens[used - 1].end) {
        minutes += more;
        used += count;
    }
    let closes = tokens.get(used).is_some_and(|t| t.is_one_of(&[')', ']']));
    used += usize::from(opening == 1 && closes);
    (minutes.abs() <= 15 * 60).then_some((minutes, used))
}

fn signed_offset(tokens: &[Token], touching: usize) -> Option<(i32, usize)> {
    let (sign_token, hours_token) = (tokens.first()?, tokens.get(1)?);
    let sign = match sign_token {
        t if t.is_one_of(&['+', '＋']) => 1,
        t if t.is_one_of(&['-', '−', '–']) => -1,
        _ => return None,
    };
    if hours_token.start != sign_token.end {
        return None;
    }
    if let Some(compact) = hours_token.number(4..=4) {
        return offset(sign, compact / 100, compact % 100).map(|minutes| (minutes, 2));
    }
    let hours = hours_token.number(1..=2)?;
    if sign_token.start != touching && sign == -1 {
        return None;
    }
    let colon = tokens.get(2).is_some_and(|t| t.is_one_of(&[':']));
    match tokens.get(3).and_then(|t| t.number(2..=2)) {
        Some(minutes) if colon => offset(sign, hours, minutes).map(|found| (found, 4)),
        _ => offset(sign, hours, 0).map(|found| (found, 2)),
    }
}

fn offset(sign: i32, hours: i64, minutes: i64) -> Option<i32> {
    (hours <= 14 && minutes <= 59).then_some(sign * (hours * 60 + minutes) as i32)
}
