use super::*;
use proptest::prelude::*;

fn parts(word: &str) -> String {
    let cut = cut(word);
    let mut out = String::new();
    let mut from = 0;
    for at in cut.cuts() {
        out.push_str(&word[from..at]);
        out.push('+');
        from = at;
    }
    out + &word[from..]
}

#[test]
fn words_are_cut_as_a_reader_would() {
    for line in include_str!("../../corpus/clitics.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        assert_eq!(parts(&line.replace('+', "")), line);
    }
}

#[test]
fn parts_describe_a_cut() {
    let (word, cut) = Clitics::of_parts("ل+ال+لجن+ة").unwrap();
    assert_eq!(
        (word.as_str(), cut.has_article(), cut.stem(&word)),
        ("للجنة", true, "لجن")
    );
    let (word, cut) = Clitics::of_parts("و+ب+مدارس~هم").unwrap();
    assert_eq!((word.as_str(), cut.pronoun(&word)), ("وبمدارسهم", "هم"));
    assert_eq!(Clitics::of_parts("شي+ء"), None);
}

#[test]
fn every_line_of_the_model_is_read() {
    let file = include_str!("../../data/clitics_model.tsv");
    let model = Model::shipped();
    let words = file.lines().filter_map(|line| line.strip_prefix("cut\t"));
    let read = Model::new(std::iter::empty(), model.lexicon.clone());
    assert!(read.written(std::iter::empty()).is_empty());
    let comments = file.lines().filter(|line| line.starts_with('#'));
    let rewritten = format!("{}\n{}", comments.collect::<Vec<_>>().join("\n"), model.written(words));
    assert_eq!(rewritten, file);
}

proptest! {
    #[test]
    fn any_word_is_cut_between_letters(word in "\\PC{0,30}|[ء-ي]{1,14}") {
        let cut = cut(&word);
        let mut last = 0;
        for at in cut.cuts() {
            prop_assert!(at >= last && word.is_char_boundary(at) && at < word.len());
            last = at;
        }
        let front = &word[..cut.stem_start()];
        let joined = [front, cut.stem(&word), cut.ending(&word), cut.pronoun(&word)].concat();
        prop_assert_eq!(joined, word.clone());
        prop_assert!(word.is_empty() || !cut.stem(&word).is_empty());
    }
}
