use super::*;

fn meet(one: &str, other: &str) -> bool {
    let other = keys(other);
    keys(one).iter().any(|key| other.contains(key))
}

#[test]
fn forms_of_a_lemma_meet_and_other_words_do_not() {
    let mut wrong = Vec::new();
    for line in include_str!("../../corpus/lemmas.tsv").lines() {
        let [sign, one, other] = line.split('\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        if meet(one, other) != (sign == "+") {
            wrong.push(format!("{line}: {:?} {:?}", keys(one), keys(other)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_list_says_a_thing_twice() {
    for file in [
        include_str!("../../data/broken_plurals.txt"),
        include_str!("../../data/verbs.txt"),
        include_str!("../../data/name_variants.txt"),
    ] {
        let mut seen = std::collections::HashSet::new();
        for row in rows(file) {
            assert!(row.len() >= 2, "{row:?}");
            assert!(seen.insert(row.join(" ")), "{row:?}");
        }
    }
}

#[test]
fn no_spelling_belongs_to_two_names() {
    let mut seen = std::collections::HashSet::new();
    for row in rows(include_str!("../../data/name_variants.txt")) {
        for spelling in row {
            assert!(seen.insert(spelling.clone()), "{spelling}");
        }
    }
}

#[test]
fn every_verb_has_a_present() {
    for row in rows(include_str!("../../data/verbs.txt")) {
        assert!(row.len() == 2 && row[1].starts_with('ي'), "{row:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_word_has_keys_and_a_loose_form(word in "\\PC{0,12}|[ء-يًٌَّأإآٱىی]{1,14}|[وفبلكس]?(ال|لل)?[أإا-ي]{1,6}(ات|ان|ين|ون|ه|ها|هم|و|تا)?") {
        let found = forms(&word);
        proptest::prop_assert!(found.asked > 0);
        proptest::prop_assert_eq!(&found.keys[..found.asked], &keys(&word)[..]);
        proptest::prop_assert_eq!(found.loose.is_empty(), fold(&word).is_empty());
    }
}
