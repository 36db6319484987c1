//! Two words that lost the space between them: `محادثاتوفي`.
//!
//! What: for a word, the most likely seam and the odds that there is one. A word common enough is none.
//! The odds are a logistic model over what the vocabulary knows of the word and of its two parts (how
//! common, whether the left may close a sentence and the right open one, whether the whole is a known word
//! with known affixes) and of the letters at the seam (ة, ى and tanwin stand only at a word's end; أ and ال
//! mostly at its beginning). Why: no list of cases; names and rare words keep their form because their
//! parts are no better words than they are.
//! Limits: Arabic letters only; a seam inside a common word is not looked for; two glued words of which
//! neither is known stay glued. Source: weights learned by `cargo xtask train glue` from words of the
//! corpora joined at random and from their rare words; `data/glue_weights.tsv`.

use isnad_text::vocabulary::{self, Entry};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A seam in a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seam {
    /// Byte offset of the right word's first letter.
    pub at: usize,
    /// Natural logarithm of the odds that a space was lost here.
    pub odds: f32,
    /// True if the right word is one that opens sentences.
    pub opens_sentence: bool,
}

/// Words seen more often than this are words, whatever they are made of.
const COMMON_COUNT: u32 = 40;
/// A word of fewer letters is not two.
pub const FEWEST_LETTERS: usize = 5;
const MOST_LETTERS: usize = 32;

/// Names of the features, in order; the weights file uses them.
pub const FEATURES: [&str; 23] = [
    "bias",
    "left_log_count",
    "right_log_count",
    "smaller_log_count",
    "left_unknown",
    "right_unknown",
    "whole_log_count",
    "whole_derivable_log_count",
    "seam_after_ta_marbuta",
    "seam_after_alef_maqsura",
    "seam_after_tanwin",
    "right_definite",
    "right_hamza_alef",
    "right_conjunction",
    "right_opens",
    "left_closes",
    "left_two_letters",
    "right_two_letters",
    "left_three_letters",
    "right_three_letters",
    "left_definite",
    "right_unknown_after_conjunction",
    "whole_definite_derivable",
];

/// One value for each of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// A word folded letter by letter.
pub struct Letters {
    folded: String,
    /// For each letter: where it begins in the word and in the folded word, and the letter itself.
    letters: Vec<(usize, usize, char)>,
    tanwin: Vec<usize>,
    whole: Option<Entry>,
    derivable: f32,
    derivable_definite: bool,
}

impl Letters {
    /// The letters of `word`; `None` if it is not all Arabic letters, too short, too long, or too common to be two words.
    pub fn of(word: &str) -> Option<Letters> {
        if word.len() < FEWEST_LETTERS * 2 || word.len() > MOST_LETTERS * 4 {
            return None;
        }
        let mut folded = String::with_capacity(word.len());
        let mut letters = Vec::with_capacity(word.len() / 2);
        let mut tanwin = Vec::new();
        for (at, c) in word.char_indices() {
            let before = folded.len();
            isnad_text::fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
            if folded.len() > before {
                if !is_arabic_letter(c) {
                    return None;
                }
                letters.push((at, before, c));
            } else if matches!(c, '\u{064b}'..='\u{064d}') {
                tanwin.push(letters.len());
            } else if c == 'ـ' {
                return None;
            }
        }
        if letters.len() < FEWEST_LETTERS || letters.len() > MOST_LETTERS {
            return None;
        }
        let whole = vocabulary::entry(&folded);
        let is_common = whole.is_some_and(|entry| entry.count > COMMON_COUNT);
        let inside = &letters[1..letters.len() - 2];
        let has_final_letter_inside = inside.iter().any(|(_, _, c)| matches!(c, 'ة' | 'ى'));
        if is_common && !has_final_letter_inside {
            return None;
        }
        let (derivable, derivable_definite) = derivable_log_count(&folded);
        Some(Letters {
            folded,
            letters,
            tanwin,
            whole,
            derivable,
            derivable_definite,
        })
    }

    /// Positions where a seam may be: two letters at least on either side.
    pub fn seams(&self) -> std::ops::RangeInclusive<usize> {
        2..=self.letters.len().saturating_sub(2)
    }

    /// Byte offset in the word of a position.
    pub fn offset(&self, seam: usize) -> usize {
        self.letters[seam].0
    }

    /// The features of a seam, or `None` where none can be.
    pub fn features(&self, seam: usize) -> Option<(Features, bool)> {
        let (left, right) = self.folded.split_at(self.letters[seam].1);
        let last = self.letters[seam - 1].2;
        let first = self.letters[seam].2;
        let left_entry = vocabulary::entry(left);
        let right_entry = vocabulary::entry(right);
        if left_entry.is_none() && right_entry.is_none() || JOINED.contains(left) {
            return None;
        }
        let flag = |is: bool| if is { 1.0 } else { 0.0 };
        let log = |entry: Option<Entry>| entry.map_or(0.0, |known| (known.count as f32).log2());
        let right_letters = self.letters.len() - seam;
        let conjunction = matches!(first, 'و' | 'ف') && right_letters > 3;
        let definite = |part: &str| part.starts_with("ال") && part.len() > 8;
        let opens = right_entry.map_or(if conjunction { 5.0 } else { 2.5 }, |known| {
            7.0 - f32::from(known.starts_octaves)
        });
        let closes = left_entry.map_or(2.5, |known| 7.0 - f32::from(known.ends_octaves));
        let after_tanwin = self.tanwin.contains(&seam) || (self.tanwin.contains(&(seam - 1)) && last == 'ا');
        let features = [
            1.0,
            log(left_entry),
            log(right_entry),
            log(left_entry).min(log(right_entry)),
            flag(left_entry.is_none()),
            flag(right_entry.is_none()),
            log(self.whole),
            self.derivable,
            flag(last == 'ة'),
            flag(last == 'ى'),
            flag(after_tanwin),
            flag(definite(right)),
            flag(matches!(first, 'أ' | 'إ' | 'آ')),
            flag(conjunction),
            opens,
            closes,
            flag(seam == 2),
            flag(right_letters == 2),
            flag(seam == 3),
            flag(right_letters == 3),
            flag(definite(left)),
            flag(conjunction && right_entry.is_none()),
            flag(self.derivable_definite),
        ];
        Some((features, opens >= 3.0))
    }

    /// True if what stands right of the seam is endings and pronouns (an أ or إ makes it a word), and no letter ends a word before it.
    fn is_ending(&self, seam: usize) -> bool {
        let (before, first) = (self.letters[seam - 1].2, self.letters[seam].2);
        let right = &self.folded[self.letters[seam].1..];
        !matches!(before, 'ة' | 'ى') && !matches!(first, 'أ' | 'إ' | 'آ') && AFFIXES.chains.contains(right)
    }

    /// True if the word without one letter at the seam is known: a slip of the hand is likelier than a lost space (كبيربين).
    fn is_slip(&self, seam: usize) -> bool {
        let right = &self.folded[self.letters[seam].1..];
        if right.len() > 8 || matches!(self.letters[seam - 1].2, 'ة' | 'ى') {
            return false;
        }
        (seam - 1..=seam + 1).any(|dropped| {
            let from = self.letters[dropped].1;
            let to = self.letters.get(dropped + 1).map_or(self.folded.len(), |next| next.1);
            vocabulary::count(&format!("{}{}", &self.folded[..from], &self.folded[to..])) > 0
        })
    }

    /// The most likely seam.
    pub fn best(&self) -> Option<Seam> {
        let mut best: Option<Seam> = None;
        for seam in self.seams() {
            let Some((features, opens_sentence)) = self.features(seam) else {
                continue;
            };
            if self.is_ending(seam) || self.is_slip(seam) {
                continue;
            }
            let odds = features
                .iter()
                .zip(WEIGHTS.iter())
                .map(|(value, weight)| value * weight)
                .sum();
            if best.is_none_or(|known| odds > known.odds) {
                best = Some(Seam {
                    at: self.offset(seam),
                    odds,
                    opens_sentence,
                });
            }
        }
        best
    }
}

/// The most likely seam in `word`, whatever its odds; `None` where none can be.
pub fn seam(word: &str) -> Option<Seam> {
    Letters::of(word)?.best()
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, 'ء'..='غ' | 'ف'..='ي' | 'ٱ' | 'پ' | 'چ' | 'ڤ' | 'گ' | 'ژ' | 'ک' | 'ی' | 'ڨ')
}

/// The logarithm of the count of the best known stem of which `folded` may be an inflected form, and whether
/// its article stands before it.
fn derivable_log_count(folded: &str) -> (f32, bool) {
    let mut best = (0.0, false);
    for proclitic in AFFIXES.before.iter() {
        let Some(without) = folded.strip_prefix(proclitic.as_str()) else {
            continue;
        };
        for enclitic in AFFIXES.after.iter() {
            if proclitic.is_empty() && enclitic.is_empty() {
                continue;
            }
            let Some(stem) = without.strip_suffix(enclitic.as_str()) else {
                continue;
            };
            if stem.len() < 6 {
                continue;
            }
            let log = (vocabulary::count(stem) as f32 + 1.0).log2();
            if log > best.0 {
                best = (log, proclitic.ends_with("ال") || proclitic.ends_with("لل"));
            }
        }
    }
    best
}

struct Affixes {
    before: Vec<String>,
    after: Vec<String>,
    chains: BTreeSet<String>,
}

static AFFIXES: LazyLock<Affixes> = LazyLock::new(|| {
    let of_class = |wanted: &str| {
        include_str!("../../data/affixes.tsv")
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter(|(class, _)| *class == wanted)
            .map(|(_, affix)| affix.to_owned())
            .collect::<Vec<String>>()
    };
    let with_none = |class| [Vec::from([String::new()]), of_class(class)].concat();
    Affixes {
        before: with_none("before"),
        after: with_none("after"),
        chains: of_class("chain").into_iter().collect(),
    }
});

static JOINED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    include_str!("../../data/joined_names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(isnad_text::fold)
        .flat_map(|name| ["", "و", "ل", "ب", "ف"].map(|clitic| format!("{clitic}{name}")))
        .collect()
});

static WEIGHTS: LazyLock<Features> = LazyLock::new(|| {
    let mut weights = [0.0; FEATURES.len()];
    let learned = include_str!("../../data/glue_weights.tsv").lines();
    for (name, weight) in learned.filter_map(|line| line.split_once('\t')) {
        if let Some(index) = FEATURES.iter().position(|feature| *feature == name) {
            weights[index] = weight.parse().unwrap_or(0.0);
        }
    }
    weights
});
