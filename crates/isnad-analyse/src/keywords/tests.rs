//! Keywords of invented news.

use super::*;
use isnad_model::Block;
use proptest::prelude::*;

fn article(title: &str, paragraphs: &[&str]) -> Article {
    Article {
        title: Some(title.to_owned()),
        blocks: paragraphs
            .iter()
            .map(|text| Block::new(BlockKind::Paragraph, *text))
            .collect(),
        ..Article::default()
    }
}

fn keywords_of(title: &str, paragraphs: &[&str]) -> Vec<Keyword> {
    let article = article(title, paragraphs);
    let names = crate::names::names(&article, "ar");
    keywords(&article, "ar", &names, &Statistics::shipped())
}

const HARBOUR: [&str; 3] = [
    "أعلنت هيئة الموانئ أن ميناء رأس السلام سيغلق أسبوعين لأعمال الصيانة. وقالت هيئة الموانئ إن السفن ستحول إلى ميناء آخر.",
    "اقرأ أيضا",
    "وأوضح مدير ميناء راس السلام أن أعمال الصيانة تشمل الرصيف الشرقي، مضيفا أن الميناء سيعود إلى العمل بعد ذلك.",
];

#[test]
fn phrases_of_title_and_text_come_first() {
    let found = keywords_of("إغلاق ميناء رأس السلام للصيانة", &HARBOUR);
    assert!(found[0].text.contains("رأس السلام"), "{found:?}");
    assert!(found.iter().any(|k| k.text == "هيئة الموانئ"), "{found:?}");
}

#[test]
fn spellings_of_a_phrase_are_joined_under_the_form_most_used() {
    let found = keywords_of("إغلاق ميناء رأس السلام للصيانة", &HARBOUR);
    let harbour = found.iter().find(|k| k.text == "ميناء رأس السلام").expect("the harbour");
    assert_eq!(harbour.variants, ["ميناء راس السلام"]);
    assert!(found.iter().all(|k| k.text != "ميناء راس السلام"));
}

#[test]
fn a_name_spelled_with_another_letter_is_the_same_name() {
    let found = keywords_of(
        "هدنة في قره باغ",
        &[
            "تتواصل الهدنة في ناغورني قره باغ، وقالت مصادر إن سكان ناغورني قره باغ عادوا.",
            "وكان إقليم ناغورنی قره باخ شهد مواجهات قبل الهدنة.",
        ],
    );
    let named: Vec<&Keyword> = found.iter().filter(|k| k.text.contains("قره")).collect();
    assert_eq!(named.len(), 1, "{named:?}");
    assert!(named[0].variants.iter().any(|v| v.contains("باخ")), "{named:?}");
}

#[test]
fn a_person_is_one_keyword_under_the_full_name() {
    let found = keywords_of(
        "فاروق النعماني يفتتح متحف الصيد",
        &[
            "افتتح وزير الثقافة فاروق النعماني متحف الصيد أمس.",
            "وقال النعماني إن المتحف يعرض مئة قارب، وشكر النعماني أصحابها.",
        ],
    );
    let named: Vec<&Keyword> = found
        .iter()
        .filter(|k| k.text.ends_with("النعماني") && k.text != "شكر النعماني")
        .collect();
    assert_eq!(named.len(), 1, "{found:?}");
    assert_eq!(named[0].text, "فاروق النعماني");
    assert!(named[0].variants.iter().any(|v| v == "النعماني"), "{named:?}");
}

#[test]
fn a_name_that_stands_once_comes_before_other_words_that_stand_once() {
    let found = keywords_of(
        "إغلاق ميناء رأس السلام للصيانة",
        &[
            HARBOUR[0],
            HARBOUR[2],
            "وينتظر البحارة الفرصة المناسبة. وستحول شحنات القمح إلى ميناء طرابلس.",
        ],
    );
    let place_of = |text: &str| found.iter().position(|k| k.text.contains(text)).unwrap_or(usize::MAX);
    assert!(place_of("طرابلس") < place_of("الفرصة"), "{found:?}");
}

#[test]
fn words_of_the_interface_are_no_keywords() {
    let found = keywords_of(
        "افتتاح مكتبة المدينة",
        &[
            "افتتحت مكتبة المدينة أبوابها.",
            "كلمات دلالية: التشابه الوصف التاريخ مكتبة المدينة",
        ],
    );
    for keyword in &found {
        for word in ["التشابه", "الوصف", "التاريخ", "دلالية"] {
            assert!(!keyword.text.contains(word), "{keyword:?}");
        }
    }
}

#[test]
fn a_doubtful_interface_word_that_an_article_uses_is_kept() {
    let found = keywords_of(
        "متحف التاريخ الطبيعي",
        &["زار الوفد متحف التاريخ الطبيعي، ويعرض متحف التاريخ حفريات نادرة."],
    );
    assert!(found.iter().any(|k| k.text.contains("التاريخ")), "{found:?}");
}

#[test]
fn other_languages_have_keywords_too() {
    let english = article(
        "Harbour closes for repairs",
        &["The harbour authority said the harbour would close for repairs to the eastern quay."],
    );
    let found = keywords(&english, "en", &[], &Statistics::shipped());
    assert!(
        found.iter().any(|k| k.text.to_lowercase().contains("harbour")),
        "{found:?}"
    );
    assert!(found.iter().all(|k| k.text != "the"));
}

#[test]
fn an_empty_article_has_none() {
    assert_eq!(keywords_of("", &[]), []);
}

proptest! {
    #[test]
    fn any_article_is_survived(title in "\\PC{0,40}", text in "(\\PC|[ء-ي ]|اقرأ أيضا|قره باغ ){0,80}") {
        let found = keywords_of(&title, &[&text]);
        prop_assert!(found.len() <= KEYWORD_LIMIT);
        prop_assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert!(found.iter().all(|keyword| !keyword.text.is_empty()));
        prop_assert_eq!(&found, &keywords_of(&title, &[&text]));
    }
}
