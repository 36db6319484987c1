//! Names of invented news, and invariants.

use super::feature::{Features, Joint};
use super::lexicon::{Forms, List, names_at};
use super::table::Table;
use super::{names, sentence};
use isnad_model::{Article, Block, BlockKind, Name, NameKind, SpanIn};
use proptest::prelude::*;

fn article(title: &str, paragraphs: &[&str]) -> Article {
    Article {
        title: (!title.is_empty()).then(|| title.to_owned()),
        blocks: paragraphs
            .iter()
            .map(|text| Block::new(BlockKind::Paragraph, *text))
            .collect(),
        ..Article::default()
    }
}

fn names_of(title: &str, paragraphs: &[&str]) -> Vec<Name> {
    names(&article(title, paragraphs), "ar")
}

fn has(found: &[Name], kind: NameKind, text: &str) -> bool {
    found.iter().any(|name| name.kind == kind && name.text == text)
}

#[test]
fn persons_places_and_organizations_are_told_apart() {
    let found = names_of(
        "",
        &["قال وزير الخارجية السعودي عادل الجبير في الرياض إن الأمم المتحدة ستواصل مساعيها في اليمن."],
    );
    assert!(has(&found, NameKind::Person, "عادل الجبير"), "{found:?}");
    assert!(has(&found, NameKind::Place, "الرياض"), "{found:?}");
    assert!(has(&found, NameKind::Place, "اليمن"), "{found:?}");
    assert!(has(&found, NameKind::Organization, "الأمم المتحدة"), "{found:?}");
}

#[test]
fn what_is_written_together_with_a_name_is_left_out() {
    let text = "وصل الوفد إلى بغداد وبيروت ثم عاد للقاهرة، والتقى بالرئيس فلاديمير بوتين.";
    let found = names_of("", &[text]);
    for (kind, name) in [
        (NameKind::Place, "بيروت"),
        (NameKind::Place, "القاهرة"),
        (NameKind::Person, "فلاديمير بوتين"),
    ] {
        assert!(has(&found, kind, name), "{name}: {found:?}");
    }
}

#[test]
fn institutions_called_by_a_nation_are_organizations() {
    let found = names_of(
        "",
        &[
            "دارت الحرب بين الجيشين الأذربيجاني والأرمني قبل أن تصل قوات حفظ السلام الروسية، بحسب التلفزيون الأذربيجاني الرسمي.",
        ],
    );
    for name in [
        "الجيشين الأذربيجاني والأرمني",
        "قوات حفظ السلام الروسية",
        "التلفزيون الأذربيجاني الرسمي",
    ] {
        assert!(has(&found, NameKind::Organization, name), "{name}: {found:?}");
    }
}

#[test]
fn an_office_called_by_its_building_is_an_organization() {
    let found = names_of("", &["أعلن الكرملين أمس أن الاجتماع تأجل."]);
    assert!(has(&found, NameKind::Organization, "الكرملين"), "{found:?}");
}

#[test]
fn a_person_ends_before_a_conjunction() {
    let found = names_of("", &["التقى الوزيران سامح شكري وعادل الجبير في جدة."]);
    assert!(has(&found, NameKind::Person, "سامح شكري"), "{found:?}");
    assert!(has(&found, NameKind::Person, "عادل الجبير"), "{found:?}");
}

#[test]
fn joints_between_words_are_read() {
    let mut forms = Forms::new(Table::shipped());
    let mut features = Features::default();
    let mut joints = Vec::new();
    sentence::each(
        "حضر زهير بن أبي ظفر (أبو نزار) وسامي",
        &mut forms,
        |forms, tokens| {
            features.fill(forms, tokens);
            joints.extend((0..tokens.len()).map(|at| features.joint(at)));
        },
    );
    let bound = [Joint::Free, Joint::Free, Joint::Free, Joint::Bound, Joint::Bound];
    let rest = [Joint::Bracket, Joint::Bound, Joint::Bracket];
    assert_eq!(joints, [&bound[..], &rest[..]].concat());
}

#[test]
fn a_person_ends_neither_with_a_bracket_nor_with_abi() {
    let found = names_of("", &["التقى الرئيس محمود عباس (أبو مازن) القائد سعد بن أبي ظفير."]);
    for name in ["محمود عباس", "أبو مازن", "سعد بن أبي ظفير"] {
        assert!(has(&found, NameKind::Person, name), "{name}: {found:?}");
    }
}

#[test]
fn well_known_people_are_listed() {
    let mut forms = Forms::new(Table::shipped());
    let mut listed = Vec::new();
    sentence::each("كوفي عنان وصل", &mut forms, |forms, tokens| {
        let form_at = |offset: usize| tokens.get(offset).map(|token| sentence::form(forms, token));
        names_at(form_at, |list, length| listed.push((list, length)));
    });
    assert!(listed.contains(&(List::Person, 2)), "{listed:?}");
}

#[test]
fn a_full_name_and_a_family_name_are_one_person() {
    let found = names_of(
        "ميركل تزور باريس",
        &[
            "وصلت المستشارة الألمانية أنغيلا ميركل إلى باريس.",
            "وقالت ميركل إن المحادثات كانت مفيدة.",
        ],
    );
    let person: Vec<&Name> = found.iter().filter(|name| name.kind == NameKind::Person).collect();
    assert_eq!(person.len(), 1, "{found:?}");
    assert_eq!(person[0].text, "أنغيلا ميركل");
    assert_eq!(person[0].mentions.len(), 3);
    assert_eq!(person[0].mentions[0].within, Some(SpanIn::Title));
}

#[test]
fn spellings_of_a_place_are_one_place() {
    let found = names_of(
        "هدنة في قره باغ",
        &[
            "أعلنت أذربيجان هدنة في ناغورني قره باغ.",
            "وقالت اذربيجان إن الهدنة في ناغورنو كاراباخ صامدة.",
        ],
    );
    let places: Vec<&str> = found
        .iter()
        .filter(|name| name.kind == NameKind::Place)
        .map(|name| name.text.as_str())
        .collect();
    assert_eq!(
        places.iter().filter(|text| text.contains("ذربيجان")).count(),
        1,
        "{places:?}"
    );
    assert_eq!(
        places
            .iter()
            .filter(|text| text.contains("قره") || text.contains("كارا"))
            .count(),
        1,
        "{places:?}"
    );
}

#[test]
fn other_languages_have_none_yet() {
    let english = article("Talks in Geneva", &["The president arrived in Geneva."]);
    assert_eq!(names(&english, "en"), []);
}

proptest! {
    #[test]
    fn mentions_of_any_article_stand_where_they_say(
        title in "(\\PC|[ء-ي ]){0,30}",
        text in "(\\PC|[ء-ي ،.]|الرئيس محمد علي | في القاهرة | وللأمم المتحدة |ـ|\n){0,60}"
    ) {
        let article = article(&title, &[&text]);
        let whole = article.text();
        let found = names(&article, "ar");
        for name in &found {
            prop_assert!(!name.text.is_empty() && !name.key.is_empty() && !name.mentions.is_empty());
            for mention in &name.mentions {
                let place = if mention.within.is_some() { title.as_str() } else { whole.as_str() };
                prop_assert_eq!(place.get(mention.start..mention.end), Some(mention.text.as_str()));
            }
        }
        prop_assert_eq!(&found, &names(&article, "ar"));
    }
}
