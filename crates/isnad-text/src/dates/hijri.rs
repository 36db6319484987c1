//! The Islamic lunar calendar, converted by the tables of Umm al-Qura.
//!
//! The civil calendar of Saudi Arabia and the Gulf, known from 1300 to 1600 (1882 to 2174). Limits: where the moon is
//! sighted a month may begin a day earlier or later.
//! Source: `icu_calendar`, which ships the published tables.

use icu_calendar::Date as AnyDate;
use icu_calendar::cal::{Hijri, Iso};
use jiff::civil::Date;

/// Years of the tables.
const YEARS: std::ops::RangeInclusive<i64> = 1300..=1600;

/// The Gregorian date of an Islamic one; `None` if there is no such day or the year is out of range.
pub(super) fn to_gregorian(year: i64, month: i64, day: i64) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let calendar = Hijri::new_umm_al_qura();
    let lunar = AnyDate::try_new_hijri_with_calendar(year as i32, month, day, calendar).ok()?;
    let civil = lunar.to_calendar(Iso);
    let civil_year = i16::try_from(civil.year().extended_year()).ok()?;
    Date::new(civil_year, civil.month().ordinal as i8, civil.day_of_month().0 as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_agree() {
        for ((year, month, day), gregorian) in [
            ((1445, 1, 1), "2023-07-19"),
            ((1445, 3, 6), "2023-09-21"),
            ((1439, 9, 1), "2018-05-16"),
            ((1442, 12, 10), "2021-07-20"),
            ((1436, 10, 1), "2015-07-17"),
        ] {
            assert_eq!(to_gregorian(year, month, day).unwrap().to_string(), gregorian);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for (year, month, day) in [
            (1445, 13, 1),
            (1445, 0, 1),
            (1445, 1, 31),
            (1299, 1, 1),
            (1601, 1, 1),
            (1445, 1, -1),
        ] {
            assert_eq!(to_gregorian(year, month, day), None);
        }
    }
}
