use super::*;
use proptest::prelude::*;

fn fault(written: &str) -> usize {
    parse(written).expect_err(written).position
}

fn word(text: &str) -> Node {
    Node::word(Scope::Any, text)
}

#[test]
fn words_or_and_not_bind_as_expected() {
    let expected = Node::Or(vec![
        Node::And(vec![word("غرق"), word("عبارة")]),
        Node::And(vec![word("حريق"), Node::Not(Box::new(word("رأي")))]),
    ]);
    assert_eq!(parse("غرق عبارة أو حريق -رأي").unwrap(), expected);
    assert_eq!(parse("(غرق عبارة) OR (حريق AND NOT رأي)").unwrap(), expected);
    assert_eq!(parse("غرق عبارة | حريق !رأي").unwrap(), expected);
}

#[test]
fn operators_in_both_languages_mean_the_same() {
    for (latin, arabic) in [
        ("title:غرق", "العنوان:غرق"),
        ("source:\"قناة الأفق\"", "المصدر: \"قناة الأفق\""),
        ("author:(سلمى OR هدى)", "الكاتب:(سلمى أو هدى)"),
        ("lang:ar غرق", "اللغة:العربية غرق"),
        ("date:2030-03-01..2030-03-05", "التاريخ:٢٠٣٠/٠٣/٠١..٢٠٣٠/٠٣/٠٥"),
        ("after:2030/03/10", "بعد:2030/03/10"),
        ("date:yesterday", "التاريخ:أمس"),
    ] {
        assert_eq!(parse(latin).unwrap(), parse(arabic).unwrap(), "{latin} {arabic}");
    }
}

#[test]
fn punctuation_is_no_word_and_joins_a_phrase() {
    assert_eq!(
        parse("غرق ، عبارة - !").unwrap(),
        Node::And(vec![word("غرق"), word("عبارة")])
    );
    let phrase = Node::Phrase {
        scope: Scope::Any,
        words: vec!["غزة".into(), "القاهرة".into()],
    };
    assert_eq!(parse("غزة-القاهرة").unwrap(), phrase);
    assert_eq!(parse("«غزة القاهرة»").unwrap(), phrase);
    let unknown_prefix = Node::Phrase {
        scope: Scope::Any,
        words: vec!["عاجل".into(), "غزة".into()],
    };
    assert_eq!(parse("عاجل:غزة").unwrap(), unknown_prefix);
}

#[test]
fn words_near_one_another() {
    let near = Node::Near {
        scope: Scope::Title,
        words: vec!["غرق".into(), "عبارة".into()],
        within: 5,
    };
    assert_eq!(parse("title:\"غرق عبارة\"~5").unwrap(), near);
    assert_eq!(parse("العنوان:«غرق عبارة»~٥").unwrap(), near);
    let name = Node::Near {
        scope: Scope::Any,
        words: vec!["عبد".into(), "الله".into()],
        within: 0,
    };
    assert_eq!(parse("عبدالله").unwrap(), name);
    assert_eq!(parse("\"عبد الله\"~0").unwrap(), name);
}

#[test]
fn what_an_article_has_and_its_story() {
    assert_eq!(parse("has:image").unwrap(), parse("يحوي:صورة").unwrap());
    assert_eq!(parse("story:7").unwrap(), Node::Story(7));
    assert_eq!(parse("القصة:٧").unwrap(), Node::Story(7));
}

#[test]
fn errors_point_at_the_character() {
    assert_eq!(fault(""), 0);
    assert_eq!(fault("، ..."), 0);
    assert_eq!(fault("غرق \"عبارة"), 4);
    assert_eq!(fault("غرق (عبارة"), 4);
    assert_eq!(fault("غرق) عبارة"), 3);
    assert_eq!(fault("غرق ()"), 4);
    assert_eq!(fault("غرق المصدر:"), 4);
    assert_eq!(fault("title:،"), 6);
    assert_eq!(fault("date:2018-13-01"), 5);
    assert_eq!(fault("date:2018-03-01..2018-02-30"), 17);
    assert_eq!(fault("lang:مريخي"), 5);
    assert_eq!(fault("has:nothing"), 4);
    assert_eq!(fault("story:غرق"), 6);
    assert_eq!(fault("\"غرق عبارة\"~"), 11);
    assert_eq!(fault("\"غرق عبارة\"~1000"), 11);
    assert_eq!(fault("غ*رق"), 1);
    assert_eq!(fault("غ*"), 1);
    assert_eq!(fault("غرق OR"), 4);
    assert_eq!(fault("OR غرق"), 0);
    assert_eq!(fault("غرق ="), 4);
    assert_eq!(fault(&"(".repeat(10_000)), 33);
    assert_eq!(fault("غرق (-)"), 5);
}

fn queryish() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "غرق",
        "عبارة",
        "(",
        ")",
        "\"",
        "«",
        "»",
        "-",
        "!",
        "=",
        "*",
        " ",
        " OR ",
        " أو ",
        "title:",
        "المصدر:",
        "date:",
        "has:",
        "story:7",
        "~3",
        "عبدالله",
        "2018-03-01",
        "..",
        "lang:",
        "ar",
        "أمس",
        ":",
        "،",
        "\u{200f}",
        "ـ",
        "a\u{301}",
        "😀",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_typed_panics(written in "\\PC{0,60}") {
        if let Err(fault) = parse(&written) {
            prop_assert!(fault.position <= written.chars().count());
        }
    }

    #[test]
    fn no_mixture_of_operators_panics(written in queryish()) {
        if let Err(fault) = parse(&written) {
            prop_assert!(fault.position <= written.chars().count());
        }
    }
}
