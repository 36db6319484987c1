//! Word classes by the exchange algorithm: each word moves to the class in which the bigrams of classes become most likely.
//!
//! Source: Kneser, Ney 1993; Martin, Liermann, Ney 1998. Deterministic: words are visited by falling frequency.

use std::collections::HashMap;

/// Bigram counts of words, by number; numbers fall with frequency.
pub struct Bigrams {
    /// For each word the words after it with their counts.
    after: Vec<Vec<(u32, u32)>>,
    /// For each word the words before it.
    before: Vec<Vec<(u32, u32)>>,
}

impl Bigrams {
    /// From counts of pairs of words below `words`.
    pub fn new(words: usize, counts: &HashMap<(u32, u32), u32>) -> Bigrams {
        let mut after = vec![Vec::new(); words];
        let mut before = vec![Vec::new(); words];
        for ((one, other), count) in counts {
            after[*one as usize].push((*other, *count));
            before[*other as usize].push((*one, *count));
        }
        for list in after.iter_mut().chain(before.iter_mut()) {
            list.sort_unstable();
        }
        Bigrams { after, before }
    }
}

fn n_log_n(count: f64) -> f64 {
    if count > 0.0 { count * count.ln() } else { 0.0 }
}

/// The class of each word, from 0, after so many rounds.
pub fn exchange(bigrams: &Bigrams, classes: usize, rounds: usize) -> Vec<u16> {
    let words = bigrams.after.len();
    // the most frequent words open a class each, the others are dealt out in turn
    let mut class_of: Vec<u16> = (0..words).map(|word| (word % classes) as u16).collect();
    let mut pairs = vec![0_f64; classes * classes];
    let mut firsts = vec![0_f64; classes];
    let mut seconds = vec![0_f64; classes];
    for (word, list) in bigrams.after.iter().enumerate() {
        let class = usize::from(class_of[word]);
        for (other, count) in list {
            let other_class = usize::from(class_of[*other as usize]);
            pairs[class * classes + other_class] += f64::from(*count);
            firsts[class] += f64::from(*count);
            seconds[other_class] += f64::from(*count);
        }
    }
    let mut to_class = vec![0_f64; classes];
    let mut from_class = vec![0_f64; classes];
    for round in 0..rounds {
        let mut moved = 0;
        for word in 0..words {
            to_class.fill(0.0);
            from_class.fill(0.0);
            let (mut out, mut into, mut itself) = (0.0, 0.0, 0.0);
            for (other, count) in &bigrams.after[word] {
                let count = f64::from(*count);
                out += count;
                if *other as usize == word {
                    itself += count;
                } else {
                    to_class[usize::from(class_of[*other as usize])] += count;
                }
            }
            for (other, count) in &bigrams.before[word] {
                let count = f64::from(*count);
                into += count;
                if *other as usize != word {
                    from_class[usize::from(class_of[*other as usize])] += count;
                }
            }
            if out + into == 0.0 {
                continue;
            }
            let touched: Vec<usize> = (0..classes)
                .filter(|class| to_class[*class] > 0.0 || from_class[*class] > 0.0)
                .collect();
            let own = usize::from(class_of[word]);
            let change = |pairs: &mut [f64], firsts: &mut [f64], seconds: &mut [f64], class: usize, sign: f64| {
                for other in &touched {
                    pairs[class * classes + other] += sign * to_class[*other];
                    pairs[other * classes + class] += sign * from_class[*other];
                }
                pairs[class * classes + class] += sign * itself;
                firsts[class] += sign * out;
                seconds[class] += sign * into;
            };
            change(&mut pairs, &mut firsts, &mut seconds, own, -1.0);
            let gain = |class: usize| {
                let mut sum = 0.0;
                for other in &touched {
                    if *other == class {
                        continue;
                    }
                    let (there, back) = (pairs[class * classes + other], pairs[other * classes + class]);
                    sum += n_log_n(there + to_class[*other]) - n_log_n(there);
                    sum += n_log_n(back + from_class[*other]) - n_log_n(back);
                }
                let within = pairs[class * classes + class];
                sum += n_log_n(within + to_class[class] + from_class[class] + itself) - n_log_n(within);
                sum -= n_log_n(firsts[class] + out) - n_log_n(firsts[class]);
                sum -= n_log_n(seconds[class] + into) - n_log_n(seconds[class]);
                sum
            };
            let mut best = (gain(own), own);
            for class in 0..classes {
                let value = gain(class);
                if value > best.0 + 1e-9 {
                    best = (value, class);
                }
            }
            if best.1 != own {
                moved += 1;
                class_of[word] = best.1 as u16;
            }
            change(&mut pairs, &mut firsts, &mut seconds, best.1, 1.0);
        }
        println!(
            "names: {classes} classes, round {}: {moved} of {words} words moved",
            round + 1
        );
        if moved * 100 < words {
            break;
        }
    }
    class_of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_the_same_company_share_a_class() {
        let mut counts = HashMap::new();
        // 0 and 1 stand before 2 and 3
        for (pair, count) in [
            ((0, 2), 9),
            ((0, 3), 8),
            ((1, 2), 7),
            ((1, 3), 6),
            ((2, 0), 5),
            ((3, 1), 5),
        ] {
            counts.insert(pair, count);
        }
        let classes = exchange(&Bigrams::new(4, &counts), 2, 5);
        assert_eq!((classes[0], classes[2]), (classes[1], classes[3]));
        assert_ne!(classes[0], classes[2]);
    }
}
