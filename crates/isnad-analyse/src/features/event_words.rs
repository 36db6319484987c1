//! Words that kinds of events are told in (games and prices; attacks), by the keys of terms.
//!
//! Why: two rounds of a league or two raids share most of their words and are no affair; what compares stories across years
//! needs to know. The words are `data/event_words.tsv`. Limits: Arabic.

use super::Terms;
use crate::Statistics;
use isnad_model::EventWord;
use isnad_text::fold;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static KINDS: LazyLock<FxHashMap<u32, EventWord>> = LazyLock::new(|| {
    let statistics = Statistics::shipped();
    let terms = Terms::new(statistics.shipped_documents(), |word| {
        statistics.shipped_document_frequency(word)
    });
    let rows = include_str!("../../data/event_words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'));
    let of_row = |(kind, words): (&str, &'static str)| {
        let kind = match kind {
            "series" => EventWord::Series,
            "attack" => EventWord::Attack,
            other => unreachable!("a test holds that the table has no kind «{other}»"),
        };
        words.split_whitespace().map(move |word| (word, kind))
    };
    rows.flat_map(of_row)
        .filter_map(|(word, kind)| Some((terms.stem_of(&fold(word))?.0, kind)))
        .collect()
});

/// The kind of events that a term of this key ([`isnad_model::Term::key`]) is used to tell; none for most.
pub fn event_word(key: u32) -> Option<EventWord> {
    KINDS.get(&key).copied()
}

#[cfg(test)]
mod tests {
    use super::super::features;
    use super::*;
    use isnad_model::Article;

    fn words_of(title: &str, kind: EventWord) -> usize {
        let article = Article {
            title: Some(title.to_owned()),
            ..Article::default()
        };
        let found = features(&article, &Statistics::shipped());
        found
            .terms
            .iter()
            .filter(|term| event_word(term.key) == Some(kind))
            .count()
    }

    #[test]
    fn games_prices_and_raids_are_told_apart_from_a_trial() {
        assert!(words_of("المنتخب يفوز بالمباراة بهدفين في ملعب النادي", EventWord::Series) >= 3);
        assert!(words_of("أسعار النفط ترتفع وسعر البرميل يصعد في التداولات", EventWord::Series) >= 2);
        assert!(words_of("غارات وانفجارات في المدينة ومقتل جنود", EventWord::Attack) >= 2);
        let trial = "المحكمة تؤجل محاكمة الوزير السابق بتهمة الرشوة";
        assert_eq!(
            words_of(trial, EventWord::Series) + words_of(trial, EventWord::Attack),
            0
        );
    }

    #[test]
    fn every_row_of_the_table_has_a_known_kind() {
        let table = include_str!("../../data/event_words.tsv");
        for row in table.lines().filter(|row| !row.starts_with('#')) {
            assert!(row.starts_with("series\t") || row.starts_with("attack\t"), "{row}");
        }
    }
}
