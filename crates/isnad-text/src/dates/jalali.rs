//! The Persian solar calendar, converted by arithmetic.
//!
//! The 33-year cycle with leap years 1, 5, 9, 13, 17, 22, 26, 30 agrees with the official calendar
//! from 1178 to 1633 (1799 to 2255); outside that span nothing is converted.

use jiff::civil::Date;

const FIRST_YEAR: i64 = 1178;
const LAST_YEAR: i64 = 1633;

/// The Gregorian date of a Persian one; `None` if there is no such day or the year is out of range.
pub(super) fn to_gregorian(year: i64, month: i64, day: i64) -> Option<Date> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    if day < 1 || day > days_in_month(year, month) {
        return None;
    }
    // 1402-01-01 was 2023-03-21
    let days = day_number(year, month, day) - day_number(1402, 1, 1);
    let anchor = Date::new(2023, 3, 21).ok()?;
    anchor.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn is_leap(year: i64) -> bool {
    matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        1..=6 => 31,
        7..=11 => 30,
        _ if is_leap(year) => 30,
        _ => 29,
    }
}

fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let leap_days_before = (year / 33) * 8 + (0..year % 33).filter(|y| is_leap(*y)).count() as i64;
    let months_before = (1..month).map(|m| days_in_month(year, m)).sum::<i64>();
    year * 365 + leap_days_before + months_before + day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_agree() {
        for ((year, month, day), gregorian) in [
            ((1402, 6, 30), "2023-09-21"),
            ((1399, 2, 21), "2020-05-10"),
            ((1398, 11, 29), "2020-02-18"),
            ((1399, 12, 30), "2021-03-20"),
            ((1400, 1, 1), "2021-03-21"),
            ((1403, 12, 30), "2025-03-20"),
            ((1404, 1, 1), "2025-03-21"),
            ((1357, 11, 22), "1979-02-11"),
        ] {
            assert_eq!(to_gregorian(year, month, day).unwrap().to_string(), gregorian);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for (year, month, day) in [(1402, 12, 30), (1402, 7, 31), (1402, 13, 1), (1402, 1, 0), (1100, 1, 1)] {
            assert_eq!(to_gregorian(year, month, day), None);
        }
    }
}
