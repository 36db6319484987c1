//! A word as written beside its folded form, and the keys that both give.

use super::{ARTICLE, kept, lists, names, noun_key, number, plurals, verbs};
use crate::clitics::Clitics;
use crate::{stem, vocabulary};

/// A form of a verb is a noun too where it stands with the article in so large a share of the documents of the form.
const NOUN_SHARE: f64 = 0.1;
/// A word that may be one with the article is read as that where so many documents know it.
const FEWEST_OF_NOUN: u32 = 100;
/// What is written onto a word before its hamza.
const PROCLITICS: [char; 5] = ['و', 'ف', 'ل', 'ب', 'ك'];
/// A word with a proclitic before its hamza has at least so many letters.
const SHORTEST_WITH_PROCLITIC: usize = 4;

/// A word, folded, and its letters as written.
pub(super) struct Written {
    pub(super) folded: String,
    /// Without marks; empty where the folded word has another number of letters.
    pub(super) letters: Vec<char>,
}

impl Written {
    pub(super) fn new(word: &str) -> Written {
        let folded = super::fold(word);
        // the Persian ی is a ي, dots or none
        let mut letters: Vec<char> = crate::bare(word)
            .chars()
            .map(|c| if c == 'ی' { 'ي' } else { c })
            .collect();
        if letters.len() != folded.chars().count() {
            letters.clear();
        }
        Written { folded, letters }
    }

    /// Whether the last letter is a written ة.
    fn is_feminine(&self) -> bool {
        self.letters.last() == Some(&'ة')
    }

    /// Whether the last letter is a written ه.
    pub(super) fn is_heh(&self) -> bool {
        self.letters.last() == Some(&'ه')
    }

    /// The letters as written from an offset of the folded word on, in bytes.
    pub(super) fn letters_from(&self, offset: usize) -> &[char] {
        let index = self.folded.get(..offset).map_or(0, |before| before.chars().count());
        self.letters.get(index..).unwrap_or_default()
    }

    /// Whether the last letter and the one at `offset`, where a form of a verb would begin, let it be one.
    fn may_be_verb(&self, offset: usize) -> bool {
        !self.is_feminine() && self.letters_from(offset).first() != Some(&'إ')
    }

    /// The keys of the word; at least one.
    pub(super) fn keys(&self) -> Vec<String> {
        let mut keys = Vec::with_capacity(2);
        let Some((cut, word)) = stem::parts(&self.folded) else {
            match names::canonical(&self.folded) {
                Some(name) => keys.push(name.to_owned()),
                None => self.push_short(&mut keys),
            }
            return keys;
        };
        if cut.stem_start() == 0 {
            if let Some(rest) = self.behind_proclitic(cut.stem(word)) {
                return rest.keys();
            }
            if let Some(rest) = self.behind_future() {
                return rest.keys();
            }
            if let Some(rest) = self.behind_article() {
                return rest.keys();
            }
        }
        let has_hamza = matches!(self.letters.first(), Some('أ' | 'إ' | 'آ'));
        // ألفان "two thousand" begins with no article
        let cut = if has_hamza && word[..cut.stem_start()] == *ARTICLE {
            Clitics::uncut(word)
        } else {
            cut
        };
        let cut = if self.is_feminine() {
            cut.with_teh_marbuta(word)
        } else {
            cut
        };
        let rest = &word[cut.stem_start()..];
        let before_heh = rest
            .strip_suffix('ه')
            .filter(|_| self.is_heh() && kept::is_with_pronoun(rest));
        let noun = match before_heh {
            Some(before) => before.to_owned(),
            None => noun_key(&cut, word),
        };
        let light = stem::of_cut(&cut, word);
        let name = [word, rest, &light, &noun].into_iter().find_map(names::canonical);
        if let Some(name) = name {
            keys.push(name.to_owned());
            return keys;
        }
        let body = before_heh.unwrap_or(&rest[..rest.len() - cut.pronoun(word).len()]);
        // an ending other than that of the accusative shows that what stands before it is no broken plural; ى is
        // written ا before a pronoun
        let restored = format!("{}ي", cut.stem(word));
        let may_be_plural: &[&str] = match cut.ending(word) {
            "ا" if !cut.pronoun(word).is_empty() => &[body, cut.stem(word), &restored],
            "ا" => &[body, cut.stem(word)],
            "" => &[body, &light, &noun],
            _ => &[body],
        };
        let parts = Parts {
            may_be_plural,
            noun: &noun,
            written: self.letters_from(cut.stem_start()),
            may_be_verb: !cut.has_article() && self.may_be_verb(cut.stem_start()),
        };
        let is_plural = push_keys(&parts, &mut keys);
        // عملتها: "she did it", or her currency
        if cut.ending(word) == "ت" && !cut.pronoun(word).is_empty() {
            let feminine = format!("{}ه", cut.stem(word));
            if vocabulary::document_frequency(&format!("{ARTICLE}{feminine}")) >= FEWEST_OF_NOUN {
                push_new(noun_spelling(&feminine, parts.written), &mut keys);
            }
        }
        // دعواهم is of دعوى
        if !cut.pronoun(word).is_empty() && cut.ending(word).is_empty() && cut.stem(word).ends_with('ا') {
            let restored = format!("{}ي", &cut.stem(word)[..cut.stem(word).len() - "ا".len()]);
            if number::known(&restored) >= FEWEST_OF_NOUN {
                push_new(noun_spelling(&restored, &[]), &mut keys);
            }
        }
        // الغاز is ألغاز without its hamza, or the gas
        if is_plural
            && let Some(with_article) = body.strip_prefix(ARTICLE)
            && cut.stem_start() == 0
            && parts.written.first() == Some(&'ا')
            && vocabulary::document_frequency(with_article) >= FEWEST_OF_NOUN
        {
            push_new(with_article.to_owned(), &mut keys);
        }
        keys
    }

    /// The keys of a word that is too short to be cut, but for a pronoun that a list knows and the ا of the accusative.
    fn push_short(&self, keys: &mut Vec<String>) {
        let before_heh = self.folded.strip_suffix('ه');
        let body = before_heh
            .filter(|_| self.is_heh() && kept::is_with_pronoun(&self.folded))
            .unwrap_or(&self.folded);
        let parts = Parts {
            may_be_plural: &[body],
            noun: body,
            written: &self.letters,
            may_be_verb: self.may_be_verb(0),
        };
        push_keys(&parts, keys);
        if let Some(nominative) = number::short_nominative(&self.folded) {
            push_new(nominative.to_owned(), keys);
        }
    }

    /// The word without the س of the future that the segmenter left, where a form of a verb follows.
    fn behind_future(&self) -> Option<Written> {
        let rest = self.folded.strip_prefix('س')?;
        let is_present = rest.starts_with(['ي', 'ت', 'ن', 'ا']) && verbs::is_form(rest);
        (is_present && self.letters.first() == Some(&'س') && !lists::is_listed(&self.folded)).then(|| Written {
            folded: rest.to_owned(),
            letters: self.letters[1..].to_vec(),
        })
    }

    /// The word without an article that the segmenter left: before a hamza (الأم is no آلام), or before a listed word.
    fn behind_article(&self) -> Option<Written> {
        let rest = self.folded.strip_prefix(ARTICLE)?;
        let bare: String = self.letters.iter().collect();
        let has_hamza = matches!(self.letters.get(2), Some('أ' | 'إ' | 'آ'));
        let is_long = rest.chars().nth(2).is_some();
        if self.letters.first() != Some(&'ا')
            || kept::is_spelling(&self.folded, &bare)
            || !(has_hamza || is_long && lists::is_listed(rest))
        {
            return None;
        }
        Some(Written {
            folded: rest.to_owned(),
            letters: self.letters[2..].to_vec(),
        })
    }

    /// The word without the letter before its hamza, where the hamza shows that the letter is a proclitic: وأدى is no
    /// وادي. Not where `stem`, with that letter, is known to be written so (كأس).
    fn behind_proclitic(&self, stem: &str) -> Option<Written> {
        let [first, second, ..] = self.letters[..] else {
            return None;
        };
        let is_seam = PROCLITICS.contains(&first) && matches!(second, 'أ' | 'إ' | 'آ');
        if !is_seam || self.letters.len() < SHORTEST_WITH_PROCLITIC {
            return None;
        }
        let written_stem: String = self.letters.iter().take(stem.chars().count()).collect();
        let rest: String = self.letters[1..].iter().collect();
        (!kept::is_spelling(stem, &written_stem)).then(|| Written::new(&rest))
    }
}

/// What is known of a word that is no name.
struct Parts<'w> {
    /// What of it may be a broken plural; first its body, stem and ending.
    may_be_plural: &'w [&'w str],
    /// Its key as a noun.
    noun: &'w str,
    /// Its letters as written, from the stem on.
    written: &'w [char],
    may_be_verb: bool,
}

/// Whether the word is a broken plural.
fn push_keys(parts: &Parts<'_>, keys: &mut Vec<String>) -> bool {
    let body = parts.may_be_plural[0];
    let mut singulars = Vec::new();
    let is_plural = parts.may_be_plural.iter().any(|part| {
        let spelling = kept::spelling(part, parts.written);
        plurals::push_keys(part, spelling, parts.written.first().copied(), &mut singulars)
    });
    if parts.may_be_verb {
        verbs::push_keys(body, parts.written, is_plural, keys);
    }
    keys.append(&mut singulars);
    let is_noun_too = parts.may_be_plural.iter().any(|part| plurals::is_noun_itself(part));
    if keys.is_empty() || is_noun_too || (!is_plural && may_be_noun(body)) {
        push_new(noun_spelling(parts.noun, parts.written), keys);
    }
    is_plural
}

/// The key of a noun, in the spelling that tells it from another.
pub(super) fn noun_spelling(noun: &str, written: &[char]) -> String {
    kept::spelling(noun, written).unwrap_or(noun).to_owned()
}

fn push_new(key: String, keys: &mut Vec<String>) {
    if !keys.contains(&key) {
        keys.push(key);
    }
}

/// Whether a form of a verb is a noun as well: nouns take the article.
fn may_be_noun(form: &str) -> bool {
    let with_article = f64::from(vocabulary::document_frequency(&format!("{ARTICLE}{form}")));
    verbs::is_often_noun(form) || with_article >= NOUN_SHARE * f64::from(vocabulary::document_frequency(form)).max(1.0)
}
