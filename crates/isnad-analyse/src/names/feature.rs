//! The features of a word in its sentence, as numbers below [`ROWS`].
//!
//! What: the word and its neighbours, their affixes, classes, lists, what the learned table says of them, and what stands
//! between. Hashed: two features may share a row, and the trainer lives with it.

use super::lexicon::{self, Form, Forms, List, class};
use super::sentence::{Gap, Token, form};
use std::sync::LazyLock;

/// Rows of the weight table.
pub const ROWS: usize = 1 << ROW_BITS;
const ROW_BITS: u32 = 18;

/// Features of the tokens of one sentence; kept to be filled again.
#[derive(Debug, Default)]
pub struct Features {
    rows: Vec<u32>,
    ends: Vec<usize>,
    lists: Vec<u16>,
    /// Number of features, from the front of each token's, that name the words themselves.
    words: Vec<usize>,
    /// Of each token what binds it to the word before it or parts it from that.
    joints: Vec<Joint>,
    has_no_words: bool,
}

impl Features {
    /// Features of which none names a word: what a sentence says of a word by its place and shape alone.
    pub fn without_words() -> Features {
        Features {
            has_no_words: true,
            ..Features::default()
        }
    }

    /// Features of the token at `at`.
    pub fn of(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.rows[start..self.ends[at]]
    }

    /// Those of them that name words: training leaves them out at times, so that the others learn to do without.
    pub fn words_of(&self, at: usize) -> &[u32] {
        &self.of(at)[..self.words[at]]
    }

    /// How the token at `at` stands to the word before it.
    pub fn joint(&self, at: usize) -> Joint {
        self.joints[at]
    }

    /// Fills it with the features of `tokens`.
    pub fn fill(&mut self, forms: &Forms<'_>, tokens: &[Token]) {
        self.rows.clear();
        self.ends.clear();
        self.words.clear();
        self.joints.clear();
        self.mark_lists(forms, tokens);
        for at in 0..tokens.len() {
            let start = self.rows.len();
            let view = View {
                forms,
                tokens,
                lists: &self.lists,
                at,
            };
            if !self.has_no_words {
                view.words(&mut self.rows);
            }
            self.words.push(self.rows.len() - start);
            view.others(&mut self.rows);
            self.joints.push(joint(forms, tokens, at));
            self.ends.push(self.rows.len());
        }
    }

    /// For each token a bit for each list and whether it opens the name.
    fn mark_lists(&mut self, forms: &Forms<'_>, tokens: &[Token]) {
        self.lists.clear();
        self.lists.resize(tokens.len(), 0);
        for at in 0..tokens.len() {
            let form_at = |offset: usize| {
                let token = tokens.get(at + offset)?;
                (offset == 0 || matches!(token.before, Gap::Space | Gap::Hyphen)).then(|| form(forms, token))
            };
            let lists = &mut self.lists;
            lexicon::names_at(form_at, |list, length| {
                let bit = 1_u16 << (list as u16 * 2);
                for (offset, marks) in lists[at..at + length].iter_mut().enumerate() {
                    *marks |= if offset == 0 { bit } else { bit << 1 };
                }
            });
        }
    }
}

/// How a word stands to the one before it, as far as it decides on a name that holds both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// «و» or «ف» is written before it: a person's name does not go on.
    Conjunction,
    /// A bracket stands before it: no name goes on.
    Bracket,
    /// The word before it does not end a person's name.
    Bound,
    /// Nothing of these.
    Free,
}

/// Folded words that a person's name does not end with.
static UNENDING: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/names/unending.txt").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.flat_map(str::split_whitespace).collect()
});

fn joint(forms: &Forms<'_>, tokens: &[Token], at: usize) -> Joint {
    let own = form(forms, &tokens[at]);
    if tokens[at].before == Gap::Bracket {
        return Joint::Bracket;
    }
    if own.clitic_letters > 0 && own.folded.starts_with(['و', 'ف']) {
        return Joint::Conjunction;
    }
    let is_bound =
        at > 0 && tokens[at].before == Gap::Space && UNENDING.contains(&form(forms, &tokens[at - 1]).bare.as_str());
    if is_bound { Joint::Bound } else { Joint::Free }
}

struct View<'s> {
    forms: &'s Forms<'s>,
    tokens: &'s [Token],
    lists: &'s [u16],
    at: usize,
}

/// Kinds of features; each has rows of its own but for collisions.
mod salt {
    pub const WORD: u64 = 0x1000;
    pub const WRITTEN: u64 = 0x1100;
    pub const PAIR: u64 = 0x1200;
    pub const PART: u64 = 0x1300;
    pub const COARSE: u64 = 0x1400;
    pub const FINE: u64 = 0x1500;
    pub const COARSE_PAIR: u64 = 0x1600;
    pub const KIND: u64 = 0x1700;
    pub const KINDS: u64 = 0x1800;
    pub const CLASS: u64 = 0x1900;
    pub const LIST: u64 = 0x1a00;
    pub const GAP: u64 = 0x1b00;
    pub const RARITY: u64 = 0x1c00;
    pub const CLASS_PAIR: u64 = 0x1d00;
    pub const LISTED: u64 = 0x1e00;
    pub const CLITICS: u64 = 0x2000;
    pub const BIAS: u64 = 0x1f00;
}

/// Stands for the form before the first and after the last word.
const EDGE: u64 = 0xed6e;

fn row(kind: u64, offset: i32, value: u64) -> u32 {
    let mixed = (value ^ ((kind + (offset + 8) as u64) << 40)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> (u64::BITS - ROW_BITS)) as u32
}

fn pair(one: u64, other: u64) -> u64 {
    one.rotate_left(23).wrapping_mul(0x94d0_49bb_1331_11eb) ^ other
}

impl View<'_> {
    fn form(&self, offset: i32) -> Option<&Form> {
        let at = self.at as i32 + offset;
        let token = self.tokens.get(usize::try_from(at).ok()?)?;
        Some(form(self.forms, token))
    }

    fn word(&self, offset: i32) -> u64 {
        self.form(offset).map_or(EDGE, |form| form.bare_key)
    }

    fn coarse(&self, offset: i32) -> u64 {
        self.form(offset).map_or(EDGE, |form| u64::from(form.learned.coarse))
    }

    fn fine(&self, offset: i32) -> u64 {
        self.form(offset).map_or(EDGE, |form| u64::from(form.learned.fine))
    }

    /// What the learned table says of the kinds of name, as one number.
    fn kinds(&self, offset: i32) -> u64 {
        self.form(offset).map_or(EDGE, |form| {
            let [person, place, organization] = form.learned.kinds.map(|step| u64::from(step / 2));
            person | place << 2 | organization << 4 | u64::from(form.learned.is_counted) << 6
        })
    }

    fn gap(&self, offset: i32) -> u64 {
        let at = self.at as i32 + offset;
        usize::try_from(at)
            .ok()
            .and_then(|at| self.tokens.get(at))
            .map_or(EDGE, |token| token.before as u64)
    }

    fn lists(&self, offset: i32) -> u64 {
        let at = self.at as i32 + offset;
        usize::try_from(at)
            .ok()
            .and_then(|at| self.lists.get(at))
            .map_or(0, |marks| u64::from(*marks))
    }

    fn classes(&self, offset: i32) -> u64 {
        self.form(offset).map_or(EDGE, |form| u64::from(form.classes))
    }

    fn words(&self, rows: &mut Vec<u32>) {
        for offset in -2..=2 {
            rows.push(row(salt::WORD, offset, self.word(offset)));
        }
        for offset in -1..=1 {
            rows.push(row(
                salt::WRITTEN,
                offset,
                self.form(offset).map_or(EDGE, |form| form.key),
            ));
        }
        rows.push(row(salt::PAIR, -1, pair(self.word(-1), self.word(0))));
        rows.push(row(salt::PAIR, 0, pair(self.word(0), self.word(1))));
    }

    fn others(&self, rows: &mut Vec<u32>) {
        rows.push(row(salt::BIAS, 0, 0));
        for offset in -1..=1 {
            let Some(form) = self.form(offset) else { continue };
            for part in &form.parts {
                // of the neighbours only what is not their beginning
                if offset == 0 || part % 2 == 0 {
                    rows.push(row(salt::PART, offset, *part));
                }
            }
            for (kind, step) in form.learned.kinds.iter().enumerate() {
                if form.learned.is_counted {
                    rows.push(row(salt::KIND, offset, kind as u64 * 8 + u64::from(*step)));
                }
            }
            rows.push(row(salt::RARITY, offset, u64::from(form.rarity)));
        }
        rows.push(row(salt::KINDS, 3, self.kinds(-2)));
        rows.push(row(salt::KINDS, 7, self.kinds(2)));
        for offset in -2..=2 {
            rows.push(row(salt::COARSE, offset, self.coarse(offset)));
            rows.push(row(salt::FINE, offset, self.fine(offset)));
            let classes = self.form(offset).map_or(0, |form| form.classes);
            for bit in 0..class::COUNT {
                if classes & (1 << bit) != 0 {
                    rows.push(row(salt::CLASS, offset, u64::from(bit)));
                }
            }
        }
        for offset in -1..=2 {
            let lists = self.lists(offset);
            for bit in 0..12 {
                if lists & (1 << bit) != 0 {
                    rows.push(row(salt::LIST, offset, bit));
                }
            }
        }
        for offset in 0..=2 {
            rows.push(row(salt::GAP, offset, self.gap(offset)));
        }
        let (before, here, after) = (self.coarse(-1), self.coarse(0), self.coarse(1));
        rows.push(row(salt::COARSE_PAIR, -1, pair(before, here)));
        rows.push(row(salt::COARSE_PAIR, 0, pair(here, after)));
        rows.push(row(salt::COARSE_PAIR, 1, pair(before, after)));
        rows.push(row(salt::COARSE_PAIR, 2, pair(self.coarse(-2), before)));
        let listed = self.lists(0) << 32 | self.classes(0);
        rows.push(row(salt::LISTED, 0, listed));
        rows.push(row(salt::LISTED, 1, pair(listed, self.gap(0))));
        rows.push(row(salt::KINDS, 0, pair(self.kinds(-1), self.kinds(0))));
        rows.push(row(salt::KINDS, 1, pair(self.kinds(0), self.kinds(1))));
        rows.push(row(salt::KINDS, 2, pair(self.kinds(0), here)));
        rows.push(row(salt::CLASS_PAIR, 0, pair(self.classes(-1), self.classes(0))));
        rows.push(row(salt::CLASS_PAIR, 1, pair(self.classes(0), self.classes(1))));
        rows.push(row(salt::CLASS_PAIR, 2, pair(self.classes(-1), self.kinds(0))));
        rows.push(row(salt::CLASS_PAIR, 3, pair(self.classes(-2), self.classes(-1))));
        rows.push(row(salt::CLASS_PAIR, 4, pair(self.gap(0), before)));
        rows.push(row(salt::CLASS_PAIR, 5, pair(self.gap(1), here)));
        let clitics = self.form(0).map_or(0, |form| form.clitic_letters as u64);
        rows.push(row(salt::CLITICS, 0, pair(clitics, self.classes(-1))));
        rows.push(row(salt::CLITICS, 1, pair(clitics, self.kinds(-1))));
        rows.push(row(salt::CLITICS, 2, pair(clitics, before)));
    }
}

/// The number of lists must fit the marks of a token.
const _: () = assert!((List::Person as usize + 1) * 2 <= 12);
