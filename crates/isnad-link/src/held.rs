//! A member as memory holds it: one block of bytes, so that a window of days costs little.
//!
//! What: what every comparison reads (terms, word marks) stands at places that are reckoned from counts; what few
//! read (outlet, language, credit, times, the parts of a term's weight) follows packed. Why: boxes, padding and
//! weights that are 0 made a third of a member. Nothing is lost: [`Held::member`] gives back what was packed.
//! Limits: at most 2³² of each; read and written as one, never changed but for its story and its hour.

use crate::member::Order;
use crate::{Member, MemberTerm};
use isnad_model::compact::{CompactError, CompactReader, put_signed, put_text};
use isnad_model::{ArticleId, Interval};

const KEY_BYTES: usize = 4;
const MARK_BYTES: usize = 2;
/// Bits of the byte that says what follows.
const HAS_PUBLISHED: u8 = 1;
const HAS_ORIGIN: u8 = 2;
const IS_RELAYED: u8 = 4;

/// A member in memory.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) article: ArticleId,
    /// The story it belongs to now.
    pub(crate) story: ArticleId,
    /// The hour it arrived in, while that one is open.
    pub(crate) open_hour: Option<i64>,
    order: Order,
    terms: u32,
    marks: u32,
    prints: u32,
    /// Keys of the terms, their weights in the whole, word marks, fingerprints, language, outlet, and the rest.
    bytes: Box<[u8]>,
}

impl Held {
    /// Packs a member.
    pub(crate) fn of(member: &Member) -> Held {
        let fixed = member.terms.len() * (KEY_BYTES + 1)
            + member.word_marks.len() * MARK_BYTES
            + member.prints.len() * KEY_BYTES;
        let mut bytes = Vec::with_capacity(fixed + 160);
        for term in &member.terms {
            bytes.extend_from_slice(&term.key.to_le_bytes());
        }
        bytes.extend(member.terms.iter().map(|term| term.whole));
        for mark in &member.word_marks {
            bytes.extend_from_slice(&mark.to_le_bytes());
        }
        for print in &member.prints {
            bytes.extend_from_slice(&print.to_le_bytes());
        }
        put_text(&mut bytes, &member.language);
        put_text(&mut bytes, &member.source);
        put_sparse(&mut bytes, member.terms.iter().map(|term| term.title));
        put_sparse(&mut bytes, member.terms.iter().map(|term| term.lead));
        let flag = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
        bytes.push(
            flag(member.published.is_some(), HAS_PUBLISHED)
                | flag(member.origin.is_some(), HAS_ORIGIN)
                | flag(member.origin_is_relayed, IS_RELAYED),
        );
        if let Some(interval) = member.published {
            put_signed(&mut bytes, interval.earliest.wrapping_sub(member.linking_time));
            put_signed(&mut bytes, interval.latest.wrapping_sub(interval.earliest));
        }
        if let Some(origin) = &member.origin {
            put_text(&mut bytes, origin);
        }
        Held {
            article: member.article,
            story: member.story,
            open_hour: member.open_hour,
            order: member.order(),
            terms: member.terms.len() as u32,
            marks: member.word_marks.len() as u32,
            prints: member.prints.len() as u32,
            bytes: bytes.into_boxed_slice(),
        }
    }

    /// What was packed, with the story and the hour of now.
    pub(crate) fn member(&self) -> Member {
        let mut member = Member {
            article: self.article,
            story: self.story,
            open_hour: self.open_hour,
            linking_time: self.linking_time(),
            published: None,
            source: Box::default(),
            language: Box::default(),
            origin: None,
            origin_is_relayed: false,
            word_marks: self.word_marks(),
            prints: self.prints().collect(),
            terms: self
                .terms()
                .map(|(key, whole)| MemberTerm {
                    key,
                    title: 0,
                    lead: 0,
                    whole,
                })
                .collect(),
        };
        let read = self.read_rest(&mut member);
        debug_assert!(read.is_ok(), "bytes that this module wrote");
        member
    }

    fn read_rest(&self, member: &mut Member) -> Result<(), CompactError> {
        let mut rest = self.rest();
        member.language = rest.text()?.into();
        member.source = rest.text()?.into();
        read_sparse(&mut rest, &mut member.terms, |term, weight| term.title = weight)?;
        read_sparse(&mut rest, &mut member.terms, |term, weight| term.lead = weight)?;
        let [flags] = rest.array()?;
        if flags & HAS_PUBLISHED != 0 {
            let earliest = rest.signed()?.wrapping_add(member.linking_time);
            let latest = rest.signed()?.wrapping_add(earliest);
            member.published = Some(Interval { earliest, latest });
        }
        if flags & HAS_ORIGIN != 0 {
            member.origin = Some(rest.text()?.into());
        }
        member.origin_is_relayed = flags & IS_RELAYED != 0;
        Ok(())
    }

    /// Its place among members.
    pub(crate) fn order(&self) -> Order {
        self.order
    }

    /// The time it is linked by, unix seconds.
    pub(crate) fn linking_time(&self) -> i64 {
        self.order.seconds()
    }

    /// Keys of its terms and their weights in the whole, ascending by key.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (u32, u8)> + '_ {
        let (keys, rest) = self.bytes.split_at(self.terms as usize * KEY_BYTES);
        numbers(keys).zip(rest.iter().copied())
    }

    /// Marks of its words.
    pub(crate) fn word_marks(&self) -> Box<[u16]> {
        let from = self.terms as usize * (KEY_BYTES + 1);
        let bytes = &self.bytes[from..from + self.marks as usize * MARK_BYTES];
        let pairs = bytes.chunks_exact(MARK_BYTES);
        pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    /// Its fingerprints, ascending.
    pub(crate) fn prints(&self) -> impl Iterator<Item = u32> + '_ {
        let to = self.rest_at();
        numbers(&self.bytes[to - self.prints as usize * KEY_BYTES..to])
    }

    /// True where it is written in a language, as [`Member::language`] names it.
    pub(crate) fn is_in(&self, language: &str) -> bool {
        self.rest().text() == Ok(language)
    }

    /// True where it is by an outlet.
    pub(crate) fn is_by(&self, source: &str) -> bool {
        let mut rest = self.rest();
        rest.text().is_ok() && rest.text() == Ok(source)
    }

    fn rest_at(&self) -> usize {
        self.terms as usize * (KEY_BYTES + 1) + self.marks as usize * MARK_BYTES + self.prints as usize * KEY_BYTES
    }

    fn rest(&self) -> CompactReader<'_> {
        CompactReader::new(&self.bytes[self.rest_at()..])
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let fours = bytes.chunks_exact(KEY_BYTES);
    fours.map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// Appends which weights are not 0, a bit each, and those.
fn put_sparse(out: &mut Vec<u8>, weights: impl ExactSizeIterator<Item = u8> + Clone) {
    let from = out.len();
    out.resize(from + weights.len().div_ceil(8), 0);
    for (at, _) in weights.clone().enumerate().filter(|(_, weight)| *weight != 0) {
        out[from + at / 8] |= 1 << (at % 8);
    }
    out.extend(weights.filter(|weight| *weight != 0));
}

fn read_sparse(
    rest: &mut CompactReader<'_>,
    terms: &mut [MemberTerm],
    mut set: impl FnMut(&mut MemberTerm, u8),
) -> Result<(), CompactError> {
    let bits = rest.bytes(terms.len().div_ceil(8))?;
    for (at, term) in terms.iter_mut().enumerate() {
        if bits[at / 8] & 1 << (at % 8) != 0 {
            let [weight] = rest.array()?;
            set(term, weight);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_term() -> impl Strategy<Value = MemberTerm> {
        let weight = || prop_oneof![Just(0), any::<u8>()];
        (any::<u32>(), weight(), weight(), any::<u8>()).prop_map(|(key, title, lead, whole)| MemberTerm {
            key,
            title,
            lead,
            whole,
        })
    }

    prop_compose! {
        fn any_member()(
            ids in any::<[i32; 2]>(),
            open_hour in any::<Option<i64>>(),
            linking_time in any::<i64>(),
            published in any::<Option<[i64; 2]>>(),
            names in ("\\PC{0,9}", "[a-z]{0,3}", proptest::option::of("\\PC{0,9}")),
            origin_is_relayed in any::<bool>(),
            word_marks in proptest::collection::vec(any::<u16>(), 0..30),
            prints in proptest::collection::vec(any::<u32>(), 0..20),
            terms in proptest::collection::vec(any_term(), 0..20),
        ) -> Member {
            Member {
                article: ArticleId(ids[0]),
                story: ArticleId(ids[1]),
                open_hour,
                linking_time,
                published: published.map(|[earliest, latest]| Interval { earliest, latest }),
                source: names.0.into(),
                language: names.1.into(),
                origin: names.2.map(Into::into),
                origin_is_relayed,
                word_marks: word_marks.into(),
                prints: prints.into(),
                terms: terms.into(),
            }
        }
    }

    proptest! {
        #[test]
        fn a_member_comes_back_as_it_was(member in any_member()) {
            let held = Held::of(&member);
            prop_assert!(held.is_in(&member.language) && held.is_by(&member.source));
            prop_assert!(!held.is_in("another") && !held.is_by("another outlet"));
            prop_assert_eq!(held.prints().collect::<Vec<_>>(), member.prints.to_vec());
            prop_assert_eq!(held.order(), member.order());
            prop_assert_eq!(held.member(), member);
        }
    }
}
