//! What is measured of a candidate phrase, for the learned odds.
//!
//! Places are counted in words of the text; what stands in the title counts as standing at its beginning.

use super::candidates::{Candidate, form};
use super::tokens::{Clitic, Form, Tokens};
use crate::names::lexicon::class;
use isnad_model::NameKind;
use rustc_hash::FxHashMap;

/// Measures, in the order of [`NAMES`].
pub type Measures = [f32; COUNT];

/// How many there are.
pub const COUNT: usize = 31;

/// Names of the measures. Shares are of the places of the phrase.
pub const NAMES: [&str; COUNT] = [
    "words",
    "in_title",
    "uses",
    // against the most used candidate
    "uses_share",
    "first",
    "first_share",
    // from the first to the last place, in share of the text
    "spread",
    "rarity_sum",
    "rarity_mean",
    "rarity_least",
    "nominal_least",
    "nominal_first",
    "nominal_last",
    "definite_last",
    "wants_article",
    "disagrees",
    // no clitic before it
    "bare",
    // nothing that could belong to it stands before, behind
    "bounded_before",
    "bounded_behind",
    // a word with the article stands behind
    "definite_behind",
    "quoted",
    // it is a name of this kind; part of one, more than one, half in one
    "person",
    "place",
    "organization",
    "in_name",
    "holds_name",
    "crosses_name",
    // of the most used phrase with a word more, and of its most used word, in parts of its own
    "longer_uses",
    "word_uses",
    // an adjective of a nation
    "nation_first",
    "nation_last",
];

/// A word that stands in more documents than this has the article or is no name.
const COMMON_DOCUMENTS: u32 = 30;

/// What the candidates of an article are measured against.
pub(super) struct Yardstick<'f, 't> {
    found: &'f Tokens<'t>,
    /// By candidate.
    longer_uses: Vec<u32>,
    /// By stem.
    word_uses: Vec<u32>,
    most_uses: u32,
    title_tokens: usize,
}

impl<'f, 't> Yardstick<'f, 't> {
    pub(super) fn new(candidates: &[Candidate], found: &'f Tokens<'t>) -> Yardstick<'f, 't> {
        let index_of: FxHashMap<&[u32], usize> = candidates
            .iter()
            .enumerate()
            .map(|(at, candidate)| (candidate.stems.as_slice(), at))
            .collect();
        let mut longer_uses = vec![0; candidates.len()];
        for candidate in candidates.iter().filter(|candidate| candidate.stems.len() > 1) {
            let stems = candidate.stems.as_slice();
            for part in [&stems[1..], &stems[..stems.len() - 1]] {
                if let Some(at) = index_of.get(part) {
                    longer_uses[*at] = candidate.occurrences.max(longer_uses[*at]);
                }
            }
        }
        let mut word_uses = vec![0; found.stems];
        for token in &found.tokens {
            word_uses[found.forms[token.form].stem as usize] += 1;
        }
        Yardstick {
            found,
            longer_uses,
            word_uses,
            most_uses: candidates
                .iter()
                .map(|candidate| candidate.occurrences)
                .max()
                .unwrap_or(1),
            title_tokens: found.tokens.iter().take_while(|token| token.is_in_title).count(),
        }
    }

    /// The measures of `candidate`, the one at `at`.
    pub(super) fn measure(&self, at: usize, candidate: &Candidate) -> Measures {
        let found = self.found;
        let length = candidate.stems.len();
        let uses = candidate.occurrences as f32;
        let words = || (candidate.first..candidate.first + length).map(|at| form(found, at));
        let (first, last) = (form(found, candidate.first), form(found, candidate.first + length - 1));
        let share = |is: &dyn Fn(usize) -> bool| {
            let count = candidate.places.iter().filter(|place| is(**place)).count();
            count as f32 / candidate.places.len().max(1) as f32
        };
        let rarity = |fold: fn(f32, f32) -> f32, start: f32| words().map(|word| word.rarity).fold(start, fold);
        let rarity_sum = rarity(|sum, own| sum + own, 0.0);
        let body_tokens = (found.tokens.len() - self.title_tokens).max(1) as f32;
        let place = |token: usize| token.saturating_sub(self.title_tokens) as f32;
        let first_place = place(candidate.first);
        let last_place = candidate.places.last().map_or(first_place, |token| place(*token));
        let most_word_uses = candidate.stems.iter().map(|stem| self.word_uses[*stem as usize]).max();
        let name = |kind| share(&|place| self.is_name(place, length, kind));
        [
            length as f32,
            yes(candidate.is_in_title),
            uses,
            uses / self.most_uses as f32,
            first_place,
            first_place / body_tokens,
            (last_place - first_place) / body_tokens,
            rarity_sum,
            rarity_sum / length as f32,
            rarity(f32::min, f32::MAX),
            nominal(candidate, found),
            first.nominal,
            last.nominal,
            yes(last.is_definite),
            yes(last.wants_article),
            yes(disagrees(candidate, found)),
            share(&|place| form(found, place).clitic == Clitic::None),
            share(&|place| self.is_bounded_before(place)),
            share(&|place| self.goes_on(place + length).is_none()),
            share(&|place| self.goes_on(place + length).is_some_and(|next| next.is_definite)),
            share(&|place| found.tokens[place].opens_quote && found.tokens[place + length - 1].closes_quote),
            name(NameKind::Person),
            name(NameKind::Place),
            name(NameKind::Organization),
            share(&|place| {
                self.mentions(place, length)
                    .any(|(start, end)| is_in((place, place + length), (start, end)))
            }),
            share(&|place| {
                self.mentions(place, length)
                    .any(|(start, end)| is_in((start, end), (place, place + length)))
            }),
            share(&|place| self.cuts_name(place, length)),
            self.longer_uses[at] as f32 / uses,
            most_word_uses.unwrap_or(0) as f32 / uses,
            yes(first.classes & class::NATION != 0),
            yes(last.classes & class::NATION != 0),
        ]
    }

    /// Is the phrase at `place` a name of this kind, and all of it?
    pub(super) fn is_name(&self, place: usize, length: usize, kind: NameKind) -> bool {
        let mention = self.found.tokens[place]
            .mention
            .map(|number| self.found.mentions[number]);
        mention.is_some_and(|named| named.kind == kind && (named.first, named.end) == (place, place + length))
    }

    /// Is a name half in the phrase at `place`?
    pub(super) fn cuts_name(&self, place: usize, length: usize) -> bool {
        self.mentions(place, length)
            .any(|other| crosses(other, (place, place + length)))
    }

    /// First and one past the last token of the mentions that touch the phrase.
    fn mentions(&self, place: usize, length: usize) -> impl Iterator<Item = (usize, usize)> {
        self.found.tokens[place..place + length].iter().filter_map(|token| {
            let named = self.found.mentions[token.mention?];
            Some((named.first, named.end))
        })
    }

    fn is_bounded_before(&self, place: usize) -> bool {
        let token = &self.found.tokens[place];
        place == 0
            || token.is_cut_off
            || form(self.found, place - 1).is_barrier
            || form(self.found, place).clitic != Clitic::None
    }

    /// The word at `place`, if it may belong to the phrase before it.
    fn goes_on(&self, place: usize) -> Option<&Form> {
        let token = self.found.tokens.get(place)?;
        let next = form(self.found, place);
        let goes_on = !token.is_cut_off && !token.is_interface && !next.is_barrier && next.clitic == Clitic::None;
        goes_on.then_some(next)
    }
}

/// The most nominal of the places of a phrase, each as its least nominal word.
pub(super) fn nominal(candidate: &Candidate, found: &Tokens<'_>) -> f32 {
    let of_place = |place: &usize| {
        let words = *place..*place + candidate.stems.len();
        words.map(|at| form(found, at).nominal).fold(1.0, f32::min)
    };
    candidate.places.iter().map(of_place).fold(0.0, f32::max)
}

/// Does a word with the article stand before one that lacks it? «الوزير مدينة» is no phrase, though «الرئيس علييف» is.
pub(super) fn disagrees(candidate: &Candidate, found: &Tokens<'_>) -> bool {
    (candidate.first + 1..candidate.first + candidate.stems.len()).any(|at| {
        let (before, this) = (form(found, at - 1), form(found, at));
        before.is_definite && !this.is_definite && this.own_documents > COMMON_DOCUMENTS
    })
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Is `inner` a part of `outer`, and not all of it?
fn is_in(inner: (usize, usize), outer: (usize, usize)) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1 && inner != outer
}

fn crosses(one: (usize, usize), other: (usize, usize)) -> bool {
    one != other && !is_in(one, other) && !is_in(other, one)
}
