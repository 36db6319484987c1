//! How well one article answers the words of a query, from the places where they stand in it.
//!
//! To the score by frequency is added: a word in the title or among the first words of the text, the spelling as typed,
//! and words that stand together as in the query. The sum is multiplied by the share of the words that the article
//! has, and by how much of them stands within one short passage. The weights were tuned on half of the known-item searches.
//! Source: Buttcher, Clarke and Lushman, "Term proximity scoring for ad-hoc retrieval" (2006), for the idea; the measures
//! are our own.

/// BM25, as the engine counts it.
const K1: f32 = 1.2;
const B: f32 = 0.75;

const IN_TITLE_WEIGHT: f32 = 0.2;
const IN_LEAD_WEIGHT: f32 = 0.8;
const SPELLED_IN_TITLE_WEIGHT: f32 = 0.4;
const SPELLED_WEIGHT: f32 = 0.3;
const NEIGHBOUR_WEIGHT: f32 = 0.4;
/// Two words are neighbours with at most one other between them.
const NEIGHBOUR_DISTANCE: u32 = 2;
/// First words of a text that are its lead.
const LEAD_WORDS: u32 = 60;
/// How far the first and the last word of a passage are apart.
const PASSAGE_WORDS: u32 = 20;
const PASSAGE_WEIGHT: f32 = 0.4;
/// Added to the share of the words that are there, so that the share of few is no zero.
const SHARE_FLOOR: f32 = 0.05;

/// A word of the query in one article. Title and text are counted apart.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Its rarity.
    pub idf: f32,
    /// Its places in the title, in order.
    pub in_title: Vec<u32>,
    /// Its places in the text, in order.
    pub in_text: Vec<u32>,
    /// Whether the title has it as typed.
    pub is_spelled_in_title: bool,
    /// How often the text has it as typed.
    pub spelled: u32,
}

/// The score of an article by frequency was `score`; what it is with all else. `relative_length` is the number of its words
/// by that of a usual article.
pub fn weighed(score: f32, words: &[Found], relative_length: f32) -> f32 {
    let saturated = |times: u32| {
        let times = times as f32;
        times * (1.0 + K1) / (times + K1 * (1.0 - B + B * relative_length))
    };
    let of_word = |word: &Found| {
        let is_in_lead = word.in_text.first().is_some_and(|first| *first < LEAD_WORDS);
        word.idf
            * (IN_TITLE_WEIGHT * as_number(!word.in_title.is_empty())
                + IN_LEAD_WEIGHT * as_number(is_in_lead)
                + SPELLED_IN_TITLE_WEIGHT * as_number(word.is_spelled_in_title)
                + SPELLED_WEIGHT * saturated(word.spelled))
    };
    let of_pair = |pair: &[Found]| match pair {
        [one, other] => {
            let in_title = neighbours(&one.in_title, &other.in_title);
            let times = 2 * in_title + neighbours(&one.in_text, &other.in_text);
            NEIGHBOUR_WEIGHT * (one.idf + other.idf) * saturated(times)
        }
        _ => 0.0,
    };
    let added: f32 = words.iter().map(of_word).sum::<f32>() + words.windows(2).map(of_pair).sum::<f32>();
    let sum = score + added;
    if words.len() < 2 {
        return sum;
    }
    let there = words
        .iter()
        .filter(|word| !word.in_title.is_empty() || !word.in_text.is_empty());
    let share = there.count() as f32 / words.len() as f32;
    sum * (share + SHARE_FLOOR).sqrt() * (1.0 + PASSAGE_WEIGHT * passage_share(words))
}

fn as_number(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// How many places of `one` have a place of `other` close behind.
fn neighbours(one: &[u32], other: &[u32]) -> u32 {
    let mut behind = other.iter().peekable();
    let mut count = 0;
    for place in one {
        while behind.next_if(|next| *next <= place).is_some() {}
        count += u32::from(behind.peek().is_some_and(|next| **next - place <= NEIGHBOUR_DISTANCE));
    }
    count
}

/// The most that any passage of the text has of the words, by rarity: between 0 and 1.
fn passage_share(words: &[Found]) -> f32 {
    let all: f32 = words.iter().map(|word| word.idf).sum();
    let mut places: Vec<(u32, usize)> = Vec::new();
    for (number, word) in words.iter().enumerate() {
        places.extend(word.in_text.iter().map(|place| (*place, number)));
    }
    places.sort_unstable();
    let mut times = vec![0u32; words.len()];
    let (mut inside, mut best, mut begin) = (0.0f32, 0.0f32, 0);
    for (place, number) in &places {
        times[*number] += 1;
        if times[*number] == 1 {
            inside += words[*number].idf;
        }
        while place - places[begin].0 > PASSAGE_WORDS {
            let left = places[begin].1;
            times[left] -= 1;
            if times[left] == 0 {
                inside -= words[left].idf;
            }
            begin += 1;
        }
        best = best.max(inside);
    }
    if all > 0.0 { best / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(in_title: &[u32], in_text: &[u32]) -> Found {
        Found {
            idf: 2.0,
            in_title: in_title.to_vec(),
            in_text: in_text.to_vec(),
            is_spelled_in_title: false,
            spelled: 0,
        }
    }

    #[test]
    fn neighbours_are_counted_in_order_and_with_one_word_between() {
        assert_eq!(neighbours(&[1, 5, 9], &[2, 7, 20]), 2);
        assert_eq!(neighbours(&[3], &[3]), 0);
        assert_eq!(neighbours(&[3], &[2]), 0);
    }

    #[test]
    fn a_passage_is_worth_more_than_words_apart() {
        let together = weighed(1.0, &[found(&[], &[100]), found(&[], &[110])], 1.0);
        let apart = weighed(1.0, &[found(&[], &[100]), found(&[], &[190])], 1.0);
        assert!(together > apart, "{together} {apart}");
        assert_eq!(passage_share(&[found(&[], &[100]), found(&[], &[190])]), 0.5);
        assert_eq!(passage_share(&[found(&[], &[100, 200]), found(&[], &[219])]), 1.0);
    }

    #[test]
    fn all_words_are_worth_more_than_one_of_them_often() {
        let both = weighed(4.0, &[found(&[], &[100]), found(&[], &[200])], 1.0);
        let one = weighed(4.0, &[found(&[], &[100, 150, 200]), found(&[], &[])], 1.0);
        assert!(both > one, "{both} {one}");
    }

    #[test]
    fn title_and_lead_and_spelling_add() {
        let plain = weighed(1.0, &[found(&[], &[100])], 1.0);
        let mut spelled = found(&[], &[100]);
        spelled.spelled = 1;
        for better in [found(&[0], &[100]), found(&[], &[10]), spelled] {
            assert!(weighed(1.0, &[better], 1.0) > plain);
        }
        assert_eq!(plain, 1.0);
        assert_eq!(weighed(1.0, &[], 1.0), 1.0);
    }
}
