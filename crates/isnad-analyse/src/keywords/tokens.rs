//! Words of an article with what keywords need to know of each.

use super::WORD_LIMIT;
use super::interface;
use crate::Statistics;
use crate::names::lexicon;
use isnad_model::{Name, NameKind};
use isnad_text::{fold_into, stem, stop_words, vocabulary, words};
use rustc_hash::FxHashMap;

/// A word form of the article, folded; one for all its occurrences.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub folded: String,
    /// Number of its stem among the stems of the article.
    pub stem: u32,
    /// Letters of clitics before it that a keyword does not show.
    pub clitic: Clitic,
    /// It ends the phrases around it: stop word, number, single letter.
    pub is_barrier: bool,
    pub rarity: f32,
    /// In how many documents its stem stands.
    pub document_frequency: u32,
    /// It has the article, alone or after a clitic.
    pub is_definite: bool,
    /// In how many documents the form itself stands.
    pub own_documents: u32,
    /// It is common, and often has the article elsewhere: without it, it waits for a word to follow.
    pub wants_article: bool,
    /// From 0, surely a verb or particle, to 1, surely a noun or name.
    pub nominal: f32,
    /// What the lists of names say of it.
    pub classes: u32,
}

/// What stands before a word and does not belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clitic {
    None,
    /// So many letters to leave out: «و», «ب», «وب».
    Letters {
        count: usize,
        is_conjunction: bool,
    },
    /// «لل»: so many letters to leave out, and the article to put in their place.
    ForArticle {
        count: usize,
    },
}

/// One occurrence of a form.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub written: &'t str,
    pub form: usize,
    pub is_in_title: bool,
    /// Punctuation, a line or an interface phrase stands between it and the word before.
    pub is_cut_off: bool,
    /// It belongs to an interface phrase.
    pub is_interface: bool,
    /// First byte in the text of the article, or in the title.
    pub start: usize,
    /// A quotation mark stands right before it.
    pub opens_quote: bool,
    /// A quotation mark stands right behind it.
    pub closes_quote: bool,
    /// Which of [`Tokens::mentions`] it belongs to.
    pub mention: Option<usize>,
}

/// A mention of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub kind: NameKind,
    /// Number of its name.
    pub name: usize,
    /// Its first token.
    pub first: usize,
    /// One past its last.
    pub end: usize,
}

/// The words of an article.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    pub tokens: Vec<Token<'t>>,
    pub forms: Vec<Form>,
    /// Number of stems.
    pub stems: usize,
    /// Mentions of names.
    pub mentions: Vec<Named>,
}

/// Documents in which a form must stand for the counts to say whether it is a noun.
const KNOWN_DOCUMENTS: u32 = 30;
/// What a form is taken for that is too rare to judge: most often a name.
const NOMINAL_UNKNOWN: f32 = 0.8;
/// A noun stands with the article or after «ب» at least in this share of its documents.
const NOUN_SHARE: f32 = 0.05;
/// A noun that stands so often with the article, in share of its documents without, seldom ends a phrase without.
const ARTICLE_SHARE: f32 = 0.1;

/// Reads the words of title and blocks.
pub(super) fn read<'t>(
    title: &'t str,
    blocks: impl Iterator<Item = (usize, &'t str)>,
    names: &[Name],
    language: &str,
    statistics: &Statistics,
) -> Tokens<'t> {
    let mut reader = Reader {
        language,
        statistics,
        known: FxHashMap::default(),
        stems: FxHashMap::default(),
        found: Tokens {
            tokens: Vec::with_capacity(512),
            forms: Vec::with_capacity(256),
            stems: 0,
            mentions: Vec::new(),
        },
        folded: String::new(),
    };
    reader.add(title, 0, true);
    for (start, block) in blocks {
        let first = reader.found.tokens.len();
        reader.add(block, start, false);
        interface::mark_formulas(&mut reader.found, first, statistics.formulas());
    }
    let mut found = reader.found;
    found.stems = reader.stems.len();
    interface::mark(&mut found);
    mark_names(&mut found, names);
    found
}

struct Reader<'t, 'r> {
    language: &'r str,
    statistics: &'r Statistics,
    known: FxHashMap<String, usize>,
    stems: FxHashMap<String, u32>,
    found: Tokens<'t>,
    folded: String,
}

/// Marks the tokens that belong to names.
fn mark_names(found: &mut Tokens<'_>, names: &[Name]) {
    for (number, name) in names.iter().enumerate() {
        for mention in &name.mentions {
            // the title stands before the text
            let part = u8::from(mention.within.is_none());
            let key = |token: &Token<'_>, at: usize| (u8::from(!token.is_in_title), at);
            let tokens = &mut found.tokens;
            let first =
                tokens.partition_point(|token| key(token, token.start + token.written.len()) <= (part, mention.start));
            let end = tokens.partition_point(|token| key(token, token.start) < (part, mention.end));
            if first >= end {
                continue;
            }
            for token in &mut tokens[first..end] {
                token.mention = Some(found.mentions.len());
            }
            found.mentions.push(Named {
                kind: name.kind,
                name: number,
                first,
                end,
            });
        }
    }
}

impl<'t> Reader<'t, '_> {
    fn add(&mut self, text: &'t str, start: usize, is_in_title: bool) {
        let mut last_end = 0;
        let mut is_first = true;
        for word in words(text) {
            if self.found.tokens.len() == WORD_LIMIT {
                return;
            }
            let between = &text[last_end..word.start];
            last_end = word.end;
            let written = word.of(text);
            self.folded.clear();
            fold_into(written, &mut self.folded);
            let form = match self.known.get(self.folded.as_str()) {
                Some(form) => *form,
                None => self.add_form(),
            };
            self.found.tokens.push(Token {
                written,
                form,
                is_in_title,
                is_cut_off: is_first || between.chars().any(|c| c == '\n' || !c.is_whitespace()),
                is_interface: false,
                start: start + word.start,
                opens_quote: between.ends_with(is_quote),
                closes_quote: text[word.end..].starts_with(is_quote),
                mention: None,
            });
            is_first = false;
        }
    }

    fn add_form(&mut self) -> usize {
        let folded = self.folded.clone();
        let is_arabic = self.language == "ar";
        let stem = if is_arabic {
            stem::light(&folded).into_owned()
        } else {
            folded.clone()
        };
        // how a form is used was counted with the shipped counts only
        let own_documents = self.statistics.shipped_document_frequency(&folded);
        let by_form = self.statistics.document_frequency(&folded);
        let document_frequency = self.statistics.document_frequency(&stem).max(by_form);
        let is_short = folded.chars().nth(1).is_none();
        let is_barrier = is_short
            || folded.starts_with(|c: char| c.is_numeric())
            || stop_words::contains(self.language, &folded)
            || (is_arabic && interface::is_reporting(&folded));
        let form = Form {
            stem: self.number_of(stem),
            clitic: if is_arabic { clitic(&folded) } else { Clitic::None },
            is_barrier,
            rarity: self.statistics.rarity(document_frequency),
            document_frequency,
            is_definite: is_arabic && stem::without_clitics(&folded).starts_with("ال"),
            own_documents,
            wants_article: is_arabic && !is_barrier && wants_article(&folded, own_documents),
            nominal: if is_arabic && !is_barrier {
                nominal(&folded, own_documents)
            } else {
                1.0
            },
            classes: if is_arabic { lexicon::classes_of(&folded) } else { 0 },
            folded: folded.clone(),
        };
        self.found.forms.push(form);
        let index = self.found.forms.len() - 1;
        self.known.insert(folded, index);
        index
    }

    fn number_of(&mut self, stem: String) -> u32 {
        let next = self.stems.len() as u32;
        *self.stems.entry(stem).or_insert(next)
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '\'' | '‘' | '’')
}

fn clitic(folded: &str) -> Clitic {
    let bare = stem::without_clitics(folded);
    if bare == folded {
        return Clitic::None;
    }
    let letters = |text: &str| text.chars().count();
    match folded.strip_suffix(bare.as_ref()) {
        Some(cut) => Clitic::Letters {
            count: letters(cut),
            is_conjunction: cut.starts_with(['و', 'ف']),
        },
        None => Clitic::ForArticle {
            count: (letters(folded) + letters("ال")).saturating_sub(letters(&bare)),
        },
    }
}

fn wants_article(folded: &str, own_documents: u32) -> bool {
    own_documents >= KNOWN_DOCUMENTS
        && !folded.starts_with("ال")
        && vocabulary::document_frequency(&format!("ال{folded}")) as f32 > own_documents as f32 * ARTICLE_SHARE
}

/// Verbs and particles never take the article and seldom «ب»; nouns take either.
fn nominal(folded: &str, own_documents: u32) -> f32 {
    if stem::without_clitics(folded).starts_with("ال") {
        return 1.0;
    }
    if own_documents < KNOWN_DOCUMENTS {
        return NOMINAL_UNKNOWN;
    }
    let with = |clitic: &str| vocabulary::document_frequency(&format!("{clitic}{folded}"));
    let as_noun = with("ال") + 2 * with("ب");
    (as_noun as f32 / own_documents as f32 / NOUN_SHARE).min(1.0)
}
