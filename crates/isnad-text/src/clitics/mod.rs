//! Clitics: a word cut into conjunction, particle, article, stem, ending and pronoun.
//!
//! What: `وبمدارسهم` is و ب مدارس هم. Every way to cut a word is weighed by a linear model, and the best is
//! taken; the features are counts of the parts in the [`crate::vocabulary`], letters at the seams, what the
//! lists of [`crate::lemma`] know, and how the words of the training text were cut ([`features`]).
//! Why: search, keywords and names need the word without what is written onto it, and وليد, باريس, ألعاب
//! left whole. Limits: a word is cut by itself, without its neighbours (in the training text 3 of 6,649
//! words are cut in two ways); names that look like an affix and a word are the usual error. The scheme is
//! Farasa's: ة and the endings of number, gender and verbs are cut from the stem, the nisba is not.
//! Source: the idea of Farasa (Abdelali et al. 2016), ranking all candidates, with logistic regression for
//! its support vectors; learned by `cargo xtask train clitics` from the WikiNews set of
//! Farasa, which may be copied and distributed.

mod affixes;
mod candidates;
mod features;
mod known;
mod model;

use affixes::AFFIXES;
pub use candidates::candidates;
pub use features::{Feature, Subject};
pub use known::pack;
pub use model::{Lexicon, Model};
use std::cell::Cell;
use xxhash_rust::xxh3::xxh3_64;

/// Where a word is cut. Numbers count the affixes of a kind in `data/clitics.tsv` from 1; 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clitics {
    /// Conjunction.
    conjunction: u8,
    /// Preposition, or the س of the future.
    particle: u8,
    /// Whether the article is there; in للجنة without a letter of its own.
    article: bool,
    /// Ending of number, gender, case or subject.
    ending: u8,
    /// Attached pronoun.
    pronoun: u8,
    particle_start: u8,
    article_start: u8,
    stem_start: u8,
    ending_start: u8,
    pronoun_start: u8,
}

impl Clitics {
    /// Nothing cut.
    pub(crate) fn uncut(word: &str) -> Clitics {
        let end = word.len().min(usize::from(u8::MAX)) as u8;
        Clitics {
            conjunction: 0,
            particle: 0,
            article: false,
            ending: 0,
            pronoun: 0,
            particle_start: 0,
            article_start: 0,
            stem_start: 0,
            ending_start: end,
            pronoun_start: end,
        }
    }

    /// The word and its cut that `parts` describe: parts joined by `+`, an attached pronoun by `~`, the article
    /// in full (`ل+ال+لجن+ة`, `و+ب+مدارس~هم`). `None` where that is no way to cut a word.
    pub fn of_parts(parts: &str) -> Option<(String, Clitics)> {
        let mut word = String::new();
        let mut cuts = Vec::new();
        let mut rest = parts;
        loop {
            let end = rest.find(['+', '~']).unwrap_or(rest.len());
            let part = &rest[..end];
            let after = rest.get(end + 1..);
            let behind_lam = part == AFFIXES.article && word.ends_with('ل');
            if !behind_lam {
                word.push_str(part);
            } else if !after?.starts_with('ل') {
                word.push('ل');
            }
            let Some(after) = after else { break };
            cuts.push(word.len());
            rest = after;
        }
        let has_pronoun = parts.contains('~');
        let mut all = candidates(&word).into_iter();
        let cut = all.find(|cut| (cut.pronoun > 0) == has_pronoun && cut.cuts() == cuts)?;
        Some((word, cut))
    }

    /// A number for what stands before the stem, all of it.
    fn front_number(&self) -> u8 {
        (self.conjunction * 5 + self.particle) * 2 + u8::from(self.article)
    }

    /// Bytes of the word before the stem.
    pub fn stem_start(&self) -> usize {
        usize::from(self.stem_start)
    }

    /// The conjunction, empty if there is none.
    pub fn conjunction<'w>(&self, word: &'w str) -> &'w str {
        &word[..usize::from(self.particle_start)]
    }

    /// The particle, empty if there is none.
    pub fn particle<'w>(&self, word: &'w str) -> &'w str {
        &word[usize::from(self.particle_start)..usize::from(self.article_start)]
    }

    /// Whether the article stands before the stem.
    pub fn has_article(&self) -> bool {
        self.article
    }

    /// What is left without affixes.
    pub fn stem<'w>(&self, word: &'w str) -> &'w str {
        &word[usize::from(self.stem_start)..self.ending_end(word, self.ending_start)]
    }

    /// The ending, empty if there is none.
    pub fn ending<'w>(&self, word: &'w str) -> &'w str {
        let end = self.ending_end(word, self.pronoun_start);
        &word[self.ending_end(word, self.ending_start)..end]
    }

    /// The pronoun, empty if there is none.
    pub fn pronoun<'w>(&self, word: &'w str) -> &'w str {
        &word[self.ending_end(word, self.pronoun_start)..]
    }

    /// An uncut word may be longer than offsets reach.
    fn ending_end(&self, word: &str, offset: u8) -> usize {
        if self.pronoun == 0 && self.ending == 0 {
            word.len()
        } else {
            usize::from(offset)
        }
    }

    /// The same cut of a word that is known to end in ة: what was taken for the pronoun ه is that.
    pub(crate) fn with_teh_marbuta(self, word: &str) -> Clitics {
        let ends_in_heh = word.ends_with('ه') && (self.pronoun(word) == "ه" || (self.pronoun == 0 && self.ending == 0));
        let start = word.len() - "ه".len();
        if !ends_in_heh || start <= self.stem_start() + "ه".len() {
            return self;
        }
        Clitics {
            ending: 1,
            pronoun: 0,
            ending_start: start as u8,
            pronoun_start: word.len() as u8,
            ..self
        }
    }

    /// Bytes at which the word is cut, in order; an article without a letter of its own
    /// gives the same number twice.
    pub fn cuts(&self) -> Vec<usize> {
        let mut cuts = Vec::with_capacity(5);
        if self.conjunction > 0 {
            cuts.push(self.particle_start);
        }
        if self.particle > 0 {
            cuts.push(self.article_start);
        }
        if self.article {
            cuts.push(self.stem_start);
        }
        if self.ending > 0 {
            cuts.push(self.ending_start);
            let ending = &AFFIXES.endings[usize::from(self.ending) - 1];
            cuts.extend(ending.inner_cut.map(|inner| self.ending_start + inner as u8));
        }
        if self.pronoun > 0 {
            cuts.push(self.pronoun_start);
        }
        cuts.into_iter().map(usize::from).collect()
    }

    /// The same where only what is written onto the word is cut (conjunction, particle, pronoun), as in
    /// Universal Dependencies.
    pub fn outer_cuts(&self) -> Vec<usize> {
        let bare = Clitics {
            article: false,
            ending: 0,
            ..*self
        };
        bare.cuts()
    }
}

/// Cuts a word, given without marks and tatweel in any spelling of its letters, into all its parts.
///
/// ```
/// use isnad_text::clitics;
/// let word = "للسنوات";
/// let cut = clitics::segmented(word);
/// assert_eq!((cut.particle(word), cut.stem(word), cut.ending(word)), ("ل", "سنو", "ات"));
/// ```
pub fn segmented(word: &str) -> Clitics {
    if word.len() > usize::from(u8::MAX) {
        return Clitics::uncut(word);
    }
    Model::shipped().best(word)
}

/// Cuts a word for those who look up what is left: as [`segmented`], but words of the lists of [`crate::lemma`] stay whole.
///
/// ```
/// use isnad_text::clitics;
/// let word = "وبمدارسهم";
/// let cut = clitics::cut(word);
/// assert_eq!((cut.conjunction(word), cut.particle(word)), ("و", "ب"));
/// assert_eq!((cut.stem(word), cut.pronoun(word)), ("مدارس", "هم"));
/// assert_eq!(clitics::cut("وليد").stem("وليد"), "وليد");
/// ```
pub fn cut(word: &str) -> Clitics {
    if word.len() > usize::from(u8::MAX) {
        return Clitics::uncut(word);
    }
    // 0 marks an empty slot
    let hash = xxh3_64(word.as_bytes()).max(1);
    let slot_index = (hash >> (u64::BITS - RECENT_BITS)) as usize;
    RECENT.with(|recent| {
        let slot = &recent[slot_index];
        match slot.get() {
            (known, cut) if known == hash => cut,
            _ => {
                let cut = known::cut(word).unwrap_or_else(|| Model::shipped().best_but_listed(word));
                slot.set((hash, cut));
                cut
            }
        }
    })
}

const RECENT_BITS: u32 = 13;

thread_local! {
    /// Words cut lately, a slot a hash: news says the same words again and again.
    static RECENT: Vec<Cell<(u64, Clitics)>> = vec![Cell::new((0, Clitics::uncut(""))); 1 << RECENT_BITS];
}

#[cfg(test)]
mod tests;
