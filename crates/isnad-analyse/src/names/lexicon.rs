//! What is known of single words and of whole names: gazetteers, announcing words, adjectives of nations, and the learned
//! word table (word classes and the kinds of name that a word was part of in unlabelled news).
//!
//! Limits: compared folded; the learned table knows Arabic news of 2014 to 2018.

use super::clitics;
use super::table;
use isnad_text::{fold, fold_into, vocabulary, words};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::sync::LazyLock;

/// Classes of words, as bits of [`Form::classes`].
pub mod class {
    /// A name of a person follows soon.
    pub const ROLE: u32 = 1;
    /// A name of a place follows.
    pub const PLACE: u32 = 1 << 1;
    /// Opens a place's name and belongs to it.
    pub const FACILITY: u32 = 1 << 2;
    /// Opens an organization's name and belongs to it.
    pub const BODY: u32 = 1 << 3;
    /// Stands before an organization's name.
    pub const LABEL: u32 = 1 << 4;
    /// A verb of reporting.
    pub const SAYS: u32 = 1 << 5;
    /// Months and days.
    pub const DATE: u32 = 1 << 6;
    /// An adjective of a nation.
    pub const NATION: u32 = 1 << 7;
    /// A given name.
    pub const GIVEN: u32 = 1 << 8;
    /// A given name that is also a common word.
    pub const GIVEN_DOUBTFUL: u32 = 1 << 9;
    /// A family name.
    pub const FAMILY: u32 = 1 << 10;
    /// A family name that is also a common word.
    pub const FAMILY_DOUBTFUL: u32 = 1 << 11;
    /// A word inside Arabic names of persons: بن, أبو, آل, عبد.
    pub const BETWEEN: u32 = 1 << 12;
    /// How many there are.
    pub const COUNT: u32 = 13;
}

/// Lists whose names may have several words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Places.
    Place,
    /// Places that are common words too.
    PlaceDoubtful,
    /// Cities from GeoNames.
    City,
    /// Organizations.
    Organization,
    /// Organizations that are common words too.
    OrganizationDoubtful,
    /// Persons: given or family names of several words, and well-known people.
    Person,
}

/// A word form of an article, one for all its occurrences.
#[derive(Clone, Debug)]
pub struct Form {
    /// Folded, as it stands.
    pub folded: String,
    /// Folded, without proclitics; «لل» becomes «ال».
    pub bare: String,
    /// Letters of the proclitics that are left out of a name.
    pub clitic_letters: usize,
    /// Hash of `folded`.
    pub key: u64,
    /// Hash of `bare`.
    pub bare_key: u64,
    /// Bits of [`class`].
    pub classes: u32,
    /// What the learned table says.
    pub learned: table::Entry,
    /// Octaves of the number of documents of the form and of its bare form, the larger; 0 for unknown.
    pub rarity: u8,
    /// Hashes of affixes and shape.
    pub parts: Vec<u64>,
}

/// The forms of an article, by number.
pub struct Forms<'t> {
    table: &'t table::Table,
    known: FxHashMap<String, u32>,
    forms: Vec<Form>,
    folded: String,
}

impl<'t> Forms<'t> {
    /// None yet; `table` will be asked for what was learned of them.
    pub fn new(table: &'t table::Table) -> Forms<'t> {
        Forms {
            table,
            known: FxHashMap::default(),
            forms: Vec::new(),
            folded: String::new(),
        }
    }

    /// The number of a written word.
    pub fn number_of(&mut self, written: &str) -> u32 {
        self.folded.clear();
        fold_into(written, &mut self.folded);
        if let Some(number) = self.known.get(self.folded.as_str()) {
            return *number;
        }
        let number = self.forms.len() as u32;
        self.forms.push(Form::new(&self.folded, self.table));
        self.known.insert(self.folded.clone(), number);
        number
    }

    /// The form with this number.
    pub fn get(&self, number: u32) -> &Form {
        &self.forms[number as usize]
    }
}

impl Form {
    fn new(folded: &str, table: &table::Table) -> Form {
        let (clitic_letters, bare) = clitics::bare(folded);
        let classes = LEXICON.classes.get(&hash(&bare)).copied().unwrap_or(0)
            | LEXICON.classes.get(&hash(folded)).copied().unwrap_or(0);
        let documents = vocabulary::document_frequency(&bare).max(vocabulary::document_frequency(folded));
        Form {
            key: hash(folded),
            bare_key: hash(&bare),
            classes,
            learned: table.entry(&bare),
            rarity: (u32::BITS - documents.leading_zeros()) as u8,
            parts: parts(folded, &bare, clitic_letters),
            folded: folded.to_owned(),
            bare,
            clitic_letters,
        }
    }
}

/// Hash of a folded word.
pub fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

const LONGEST_AFFIX: usize = 4;

fn parts(folded: &str, bare: &str, clitic_letters: usize) -> Vec<u64> {
    let mut parts = Vec::with_capacity(16);
    let stem = bare.strip_prefix("ال").unwrap_or(bare);
    let has_article = stem.len() < bare.len();
    let letters: Vec<char> = stem.chars().collect();
    let mut buffer = String::new();
    let mut push = |kind: u64, text: &str| parts.push(hash(text).wrapping_mul(31).wrapping_add(kind));
    for length in 1..=LONGEST_AFFIX.min(letters.len()) {
        buffer.clear();
        buffer.extend(&letters[..length]);
        push(1, &buffer);
        buffer.clear();
        buffer.extend(&letters[letters.len() - length..]);
        push(2, &buffer);
    }
    let script = match letters.first() {
        None => "none",
        Some(c) if c.is_numeric() => "digit",
        Some(c) if c.is_ascii() => "latin",
        Some(_) => "arabic",
    };
    push(3, script);
    push(4, if has_article { "article" } else { "bare" });
    push(5, &letters.len().min(9).to_string());
    let clitics_end = folded.char_indices().nth(clitic_letters).map_or(0, |(at, _)| at);
    push(6, &folded[..clitics_end]);
    parts
}

struct Lexicon {
    classes: FxHashMap<u64, u32>,
    /// Names by the hash of their first word: hashes of the others, longest first.
    phrases: FxHashMap<u64, Vec<(Vec<u64>, List)>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(read);

/// Names of the lists that begin at the first of `forms`: how many words each takes.
pub fn names_at<'f>(forms: impl Fn(usize) -> Option<&'f Form>, mut found: impl FnMut(List, usize)) {
    let Some(first) = forms(0) else { return };
    for key in [first.key, first.bare_key] {
        let Some(same_first) = LEXICON.phrases.get(&key) else {
            continue;
        };
        for (rest, list) in same_first {
            let stands_here = rest
                .iter()
                .enumerate()
                .all(|(at, word)| forms(at + 1).is_some_and(|form| form.key == *word));
            if stands_here {
                found(*list, rest.len() + 1);
            }
        }
        if first.key == first.bare_key {
            return;
        }
    }
}

fn data_lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read() -> Lexicon {
    let mut lexicon = Lexicon {
        classes: FxHashMap::default(),
        phrases: FxHashMap::default(),
    };
    for line in data_lines(include_str!("../../data/names/triggers.tsv")) {
        let Some((name, listed)) = line.split_once('\t') else {
            continue;
        };
        let bit = match name {
            "role" => class::ROLE,
            "place" => class::PLACE,
            "facility" => class::FACILITY,
            "body" => class::BODY,
            "label" => class::LABEL,
            "says" => class::SAYS,
            "date" => class::DATE,
            _ => class::BETWEEN,
        };
        listed.split_whitespace().for_each(|word| lexicon.add_class(word, bit));
    }
    for line in data_lines(include_str!("../../data/names/nationalities.txt")) {
        for adjective in line.split_whitespace() {
            let stem = fold(adjective);
            let bare = stem.strip_prefix("ال").unwrap_or(&stem);
            for ending in ["", "ه", "ين", "ان", "ون", "يين", "يون", "تين", "ات"] {
                lexicon.add_class(&format!("ال{bare}{ending}"), class::NATION);
                lexicon.add_class(&format!("{bare}{ending}"), class::NATION);
            }
        }
    }
    let people = [
        (
            include_str!("../../data/names/given.txt"),
            class::GIVEN,
            class::GIVEN_DOUBTFUL,
        ),
        (
            include_str!("../../data/names/family.txt"),
            class::FAMILY,
            class::FAMILY_DOUBTFUL,
        ),
    ];
    for (text, sure, doubtful) in people {
        for name in data_lines(text).flat_map(str::split_whitespace) {
            let bit = if name.starts_with('~') { doubtful } else { sure };
            let written = name.trim_start_matches('~').replace('_', " ");
            if written.contains(' ') {
                lexicon.add_phrase(&written, List::Person);
            } else {
                lexicon.add_class(&written, bit);
            }
        }
    }
    let lists = [
        (include_str!("../../data/names/persons.txt"), List::Person, List::Person),
        (
            include_str!("../../data/names/places.txt"),
            List::Place,
            List::PlaceDoubtful,
        ),
        (include_str!("../../data/names/cities.txt"), List::City, List::City),
        (
            include_str!("../../data/names/organizations.txt"),
            List::Organization,
            List::OrganizationDoubtful,
        ),
    ];
    for (text, sure, doubtful) in lists {
        for name in data_lines(text).flat_map(|line| line.split('|')).map(str::trim) {
            let list = if name.starts_with('~') { doubtful } else { sure };
            lexicon.add_phrase(name.trim_start_matches('~'), list);
        }
    }
    for same_first in lexicon.phrases.values_mut() {
        same_first.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    lexicon
}

impl Lexicon {
    fn add_class(&mut self, word: &str, bit: u32) {
        *self.classes.entry(hash(&fold(word))).or_insert(0) |= bit;
    }

    fn add_phrase(&mut self, written: &str, list: List) {
        let mut keys = words(written).map(|word| hash(&fold(word.of(written))));
        let Some(first) = keys.next() else { return };
        let rest: Vec<u64> = keys.collect();
        let same_first = self.phrases.entry(first).or_default();
        if !same_first.contains(&(rest.clone(), list)) {
            same_first.push((rest, list));
        }
    }
}

/// Bits of [`class`] of a folded word.
pub fn classes_of(folded: &str) -> u32 {
    LEXICON.classes.get(&hash(folded)).copied().unwrap_or(0)
}

/// Is the folded word a given or family name on the lists?
pub fn is_person(folded: &str) -> bool {
    const NAMES: u32 = class::GIVEN | class::GIVEN_DOUBTFUL | class::FAMILY | class::FAMILY_DOUBTFUL;
    LEXICON
        .classes
        .get(&hash(folded))
        .is_some_and(|classes| classes & NAMES != 0)
}

/// Does the folded word open a place's or organization's name, as a common noun?
pub fn opens_place(folded: &str) -> bool {
    LEXICON
        .classes
        .get(&hash(folded))
        .is_some_and(|classes| classes & (class::FACILITY | class::BODY | class::PLACE) != 0)
}

/// Is the folded word an adjective of a nation?
pub fn is_nation(folded: &str) -> bool {
    LEXICON
        .classes
        .get(&hash(folded))
        .is_some_and(|classes| classes & class::NATION != 0)
}

/// Is the folded word a person's or place's name on the lists, and no common word?
pub fn is_listed(folded: &str) -> bool {
    let key = hash(folded);
    let classes = LEXICON.classes.get(&key).copied().unwrap_or(0);
    classes & (class::GIVEN | class::FAMILY) != 0
        || LEXICON.phrases.get(&key).is_some_and(|names| {
            names
                .iter()
                .any(|(rest, list)| rest.is_empty() && matches!(list, List::Place | List::Organization))
        })
}
