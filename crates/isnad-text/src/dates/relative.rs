//! Dates that count back from the capture: «قبل ساعتين», `3 hours ago`, «أمس 14:30».

use super::clock::{self, Clock};
use super::lexicon::Meaning;
use super::token::Token;

/// A relative date as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relative {
    /// So many seconds ago, counted in units of `unit_seconds`.
    Seconds { ago: i64, unit_seconds: i64 },
    /// So many months ago.
    Months(i64),
    /// So many days from the day of capture, at a clock time if one was written.
    Day { days: i64, clock: Option<Clock> },
}

/// The longest count that is believed.
const MOST_UNITS: i64 = 1000;

/// The relative date at the start of `tokens` and how many tokens it took.
pub(super) fn at_start(tokens: &[Token]) -> Option<(Relative, usize)> {
    let first = tokens.first()?;
    if first.means(Meaning::Now) {
        let now = Relative::Seconds {
            ago: 0,
            unit_seconds: 60,
        };
        return Some((now, 1));
    }
    let named_day = first.meaning(|m| match m {
        Meaning::Day(days) => Some(*days),
        _ => None,
    });
    if let Some(days) = named_day {
        return Some(match clock::after_date(&tokens[1..]) {
            Some((clock, used)) => (
                Relative::Day {
                    days,
                    clock: Some(clock),
                },
                1 + used,
            ),
            None => (Relative::Day { days, clock: None }, 1),
        });
    }
    if first.means(Meaning::Before)
        && let Some((length, used)) = length(&tokens[1..])
    {
        return Some((length, 1 + used));
    }
    let (length, used) = length(tokens)?;
    tokens.get(used)?.means(Meaning::Ago).then_some((length, used + 1))
}

/// `3 ساعات`, `ثلاث ساعات`, `ساعتين`, `ساعة`, `an hour`.
fn length(tokens: &[Token]) -> Option<(Relative, usize)> {
    let first = tokens.first()?;
    let counted = first.number(1..=3).or_else(|| {
        first.meaning(|m| match m {
            Meaning::Number(number) => Some(*number),
            _ => None,
        })
    });
    if let Some(count) = counted {
        let (unit, used) = unit(&tokens[1..])?;
        return Some((unit.times(count)?, 1 + used));
    }
    let dual = first.meaning(|m| match m {
        Meaning::DualSeconds(seconds) => Some(*seconds),
        _ => None,
    });
    if let Some(seconds) = dual {
        let two = Relative::Seconds {
            ago: seconds,
            unit_seconds: seconds / 2,
        };
        return Some((two, 1));
    }
    let (unit, used) = unit(tokens)?;
    Some((unit.times(1)?, used))
}

#[derive(Clone, Copy)]
enum Unit {
    Seconds(i64),
    Month,
}

impl Unit {
    fn times(self, count: i64) -> Option<Relative> {
        if count > MOST_UNITS {
            return None;
        }
        Some(match self {
            Unit::Seconds(seconds) => Relative::Seconds {
                ago: seconds * count,
                unit_seconds: seconds,
            },
            Unit::Month => Relative::Months(count),
        })
    }
}

fn unit(tokens: &[Token]) -> Option<(Unit, usize)> {
    let unit = tokens.first()?.meaning(|m| match m {
        Meaning::UnitSeconds(seconds) => Some(Unit::Seconds(*seconds)),
        Meaning::UnitMonth => Some(Unit::Month),
        _ => None,
    })?;
    Some((unit, 1))
}
