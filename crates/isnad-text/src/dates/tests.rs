//! Written forms of outlets, invented days.

use super::*;
use proptest::prelude::*;

/// 2023-09-22T12:00:00Z.
const CAPTURED: DateContext = DateContext {
    captured_seconds: Some(1_695_384_000),
    source_offset_seconds: None,
};

#[test]
fn the_corpus_of_written_dates_is_read_as_expected() {
    let mut wrong = Vec::new();
    for line in include_str!("../../corpus/dates.tsv").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [how, written, time, precision, zone] = fields[..] else {
            panic!("five fields wanted: {line}");
        };
        let found = match how {
            "parse" => parse(written, &CAPTURED),
            "find" => find_first(written, &CAPTURED),
            _ => panic!("parse or find wanted: {line}"),
        };
        let got = found.map(|f| {
            (
                f.time,
                format!("{:?}", f.precision).to_lowercase(),
                format!("{:?}", f.zone).to_lowercase(),
            )
        });
        let wanted = (time != "-").then(|| (time.to_owned(), precision.to_owned(), zone.to_owned()));
        if got != wanted {
            wrong.push(format!("{how} «{written}»: got {got:?}, wanted {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn offsets_cover_the_date_and_not_its_label() {
    let text = "تاريخ النشر: 21st, September 2023 GMT";
    let found = find_first(text, &CAPTURED).unwrap();
    assert_eq!(&text[found.start..found.end], "21st, September 2023 GMT");
}

#[test]
fn the_habit_of_the_source_gives_a_zone_where_none_is_stated() {
    let context = DateContext {
        source_offset_seconds: Some(4 * 3600),
        ..CAPTURED
    };
    let found = parse("21/09/2023 10:35", &context).unwrap();
    assert_eq!(
        (found.time.as_str(), found.zone),
        ("2023-09-21T10:35+04:00", DateZone::Source)
    );
    let stated = parse("21/09/2023 10:35 GMT", &context).unwrap();
    assert_eq!(
        (stated.time.as_str(), stated.zone),
        ("2023-09-21T10:35Z", DateZone::Stated)
    );
}

#[test]
fn a_relative_date_without_a_capture_is_no_date() {
    assert_eq!(parse("قبل ساعتين", &DateContext::default()), None);
    assert_eq!(parse("21 سبتمبر", &DateContext::default()), None);
}

proptest! {
    #[test]
    fn any_text_is_survived_and_offsets_are_on_boundaries(
        text in "(\\PC|[0-9/:. -]|(سبتمبر|GMT|ص|قبل|يوم|الساعة|Sep|2023|1402|مهر) ?){0,40}",
        captured in any::<i64>(),
        offset in any::<i32>(),
    ) {
        let context = DateContext { captured_seconds: Some(captured), source_offset_seconds: Some(offset) };
        let found = [
            parse(&text, &context),
            find_first(&text, &context),
            find_first(&text, &DateContext::default()),
        ];
        for date in found.into_iter().flatten() {
            prop_assert!(date.start < date.end);
            prop_assert!(text.get(date.start..date.end).is_some());
        }
    }
}
