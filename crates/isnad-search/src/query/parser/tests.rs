use super::*;
use proptest::prelude::*;

/// The tree of a query that says nothing of nearness.
fn parse(written: &str) -> Result<Node, QueryError> {
    super::parse(written).map(|(root, _)| root)
}

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
fn nearness_to_a_day_stands_beside_the_query() {
    let (root, near) = super::parse("غرق near:2030-03-10 عبارة").unwrap();
    assert_eq!(root, parse("غرق عبارة").unwrap());
    assert_eq!(near, super::parse("غرق عبارة قرب:٢٠٣٠/٠٣/١٠").unwrap().1);
    // noon of the day, and a moment
    let noon = 1_899_374_400;
    assert_eq!(near.unwrap().seconds(0), noon);
    let moment = super::parse("غرق near:2030-03-10T14:30").unwrap().1;
    assert_eq!(moment.unwrap().seconds(0), noon + 2 * 3600 + 1800);
    for (wrong, position) in [
        ("غرق -near:2030", 5),
        ("(غرق near:2030)", 5),
        ("غرق near:2030 near:2031", 14),
        ("غرق near:2030..2031", 9),
        ("غرق near:أبدا", 9),
        ("near:2030", 0),
    ] {
        assert_eq!(super::parse(wrong).expect_err(wrong).position, position, "{wrong}");
    }
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
