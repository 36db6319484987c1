//! Numbers of invented news, and invariants.

use super::*;
use proptest::prelude::*;

fn found(text: &str) -> Vec<(&str, f64)> {
    numbers(text).iter().map(|n| (n.of(text), n.value)).collect()
}

#[test]
fn every_line_of_the_list_is_understood() {
    for line in lexicon::lines() {
        assert!(lexicon::read_line(line).is_some(), "{line}");
    }
}

#[test]
fn the_corpus_is_read_as_expected() {
    for line in include_str!("../../corpus/numbers.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (text, wanted) = line.split_once(" => ").expect("text and numbers");
        let wanted: Vec<(&str, f64)> = wanted
            .split(" ; ")
            .filter(|number| *number != "-")
            .map(|number| {
                let (written, value) = number.rsplit_once('=').expect("number and value");
                (written, value.parse().expect("a value"))
            })
            .collect();
        assert_eq!(found(text), wanted, "{text}");
    }
}

#[test]
fn kinds_are_told_apart() {
    let kinds = |text: &str| numbers(text).iter().map(|n| n.kind).collect::<Vec<_>>();
    assert_eq!(kinds("المرتبة الحادية عشرة"), [NumberKind::Ordinal]);
    assert_eq!(kinds("ارتفع 3.5% ثم خمسة بالمئة"), [NumberKind::Percent; 2]);
    assert_eq!(kinds("5 ثانية"), [NumberKind::Cardinal]);
}

const TENS: [&str; 8] = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"];
const UNITS: [&str; 10] = [
    "",
    "واحد",
    "اثنان",
    "ثلاثة",
    "أربعة",
    "خمسة",
    "ستة",
    "سبعة",
    "ثمانية",
    "تسعة",
];
const HUNDREDS: [&str; 10] = [
    "",
    "مئة",
    "مئتان",
    "ثلاثمئة",
    "أربعمئة",
    "خمسمئة",
    "ستمئة",
    "سبعمئة",
    "ثمانمئة",
    "تسعمئة",
];

/// A number below a thousand in words.
fn in_words(number: usize) -> String {
    let mut parts = Vec::new();
    if number >= 100 {
        parts.push(HUNDREDS[number / 100].to_owned());
    }
    match number % 100 {
        0 => {}
        10 => parts.push("عشرة".to_owned()),
        11 => parts.push("أحد عشر".to_owned()),
        12 => parts.push("اثنا عشر".to_owned()),
        small @ 1..10 => parts.push(UNITS[small].to_owned()),
        teen @ 13..20 => parts.push(format!("{} عشر", UNITS[teen - 10])),
        rest => {
            if rest % 10 > 0 {
                parts.push(UNITS[rest % 10].to_owned());
            }
            parts.push(TENS[rest / 10 - 2].to_owned());
        }
    }
    parts.join(" و")
}

proptest! {
    #[test]
    fn numbers_in_words_have_their_value(thousands in 3_usize..1000, rest in 1_usize..1000) {
        let words = format!("{} ألفا و{}", in_words(thousands), in_words(rest));
        let value = (thousands * 1000 + rest) as f64;
        prop_assert_eq!(found(&words), vec![(words.as_str(), value)]);
        let mixed = format!("{thousands} ألفا و{rest}");
        prop_assert_eq!(found(&mixed), vec![(mixed.as_str(), value)]);
    }

    #[test]
    fn digits_of_all_scripts_are_alike(number in 0_u64..1_000_000_000) {
        let ascii = number.to_string();
        let in_script = |zero: u32| -> String {
            ascii.chars().map(|c| char::from_u32(zero + (c as u32 - 48)).unwrap_or(c)).collect()
        };
        for written in [ascii.clone(), in_script(0x660), in_script(0x6f0)] {
            prop_assert_eq!(found(&written), vec![(written.as_str(), number as f64)]);
        }
    }

    #[test]
    fn spans_of_any_text_are_in_order_and_on_boundaries(
        text in "(\\PC|[0-9٠-٩.,%-]|[ء-ي ]| مليون | ألف | و|خمسة| مئة | نصف | في المئة |الثاني عشر ){0,40}"
    ) {
        let mut last = 0;
        for number in numbers(&text) {
            prop_assert!(number.start >= last && number.end > number.start);
            prop_assert!(text.is_char_boundary(number.start) && text.is_char_boundary(number.end));
            prop_assert!(number.value.is_finite());
            last = number.end;
        }
    }
}
