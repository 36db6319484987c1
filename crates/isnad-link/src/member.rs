//! A member of a linking day: what is kept of an article so that later ones can be linked with it.
//!
//! About 1.5 KB an article of 300 words. The day partitions of the store hold the bytes; memory holds
//! the window. Limits: the words themselves are not kept, only 16-bit marks of them.

use isnad_model::compact::{CompactError, CompactReader, put_number, put_signed, put_text};
use isnad_model::{ArticleId, Features, Interval};

/// Version byte of [`Member::to_bytes`].
const BINARY_VERSION: u8 = 1;
/// How an origin is credited.
const SIGNED: u8 = 1;
const RELAYED: u8 = 2;
const SECONDS_PER_DAY: i64 = 86_400;
const TERM_LIMIT: usize = 72;
/// Weight of one occurrence in the title, in the lead and in the body, in the vector of the whole.
const ZONE_COUNTS: [f32; 3] = [6.0, 3.0, 1.0];
const TOP_STEP: f32 = 255.0;

/// A term and its weight in three vectors of length 1, in steps of 1/255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberTerm {
    /// Hash of the stem.
    pub key: u32,
    /// Weight in the title.
    pub title: u8,
    /// Weight in title and lead together.
    pub lead: u8,
    /// Weight in the whole article.
    pub whole: u8,
}

/// What linking keeps of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Whose it is.
    pub article: ArticleId,
    /// The story it belongs to now: the id of the founding article.
    pub story: ArticleId,
    /// The hour it arrived in, while that one is open ([`crate::Linker::push`]). Not part of the bytes: it changes
    /// without them, like the story.
    pub open_hour: Option<i64>,
    /// The time it is linked by, unix seconds.
    pub linking_time: i64,
    /// When it claims to have been published, where it claims so.
    pub published: Option<Interval>,
    /// Its outlet.
    pub source: Box<str>,
    /// Its language, empty where unknown.
    pub language: Box<str>,
    /// Agency or outlet that it credits.
    pub origin: Option<Box<str>>,
    /// True where its text only quotes that one ([`crate::Origin::is_relayed`]).
    pub origin_is_relayed: bool,
    /// A 16-bit hash of every word.
    pub word_marks: Box<[u16]>,
    /// Upper halves of its fingerprints, ascending.
    pub prints: Box<[u32]>,
    /// Its weightiest terms, ascending by key.
    pub terms: Box<[MemberTerm]>,
}

/// The linking day of a time: days since 1970-01-01 UTC.
pub fn day_of(linking_time_seconds: i64) -> i32 {
    let day = linking_time_seconds.div_euclid(SECONDS_PER_DAY);
    day.clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2)) as i32
}

/// Where a member stands among others, whatever order they arrived in and whatever numbers they have: by linking
/// time, then by a hash of outlet, language and content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order(i64, u64);

impl Order {
    /// The linking time.
    pub(crate) fn seconds(self) -> i64 {
        self.0
    }
}

impl Member {
    /// The linking day it stands in.
    pub fn day(&self) -> i32 {
        day_of(self.linking_time)
    }

    /// Its place among others. The hash is FNV-1a, so that it is the same everywhere and always.
    pub(crate) fn order(&self) -> Order {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut add = |value: u64| hash = (hash ^ value).wrapping_mul(0x0100_0000_01b3);
        for text in [&self.source, &self.language] {
            text.bytes().for_each(|byte| add(u64::from(byte)));
            add(0x100);
        }
        self.word_marks.iter().for_each(|mark| add(u64::from(*mark)));
        self.terms.iter().for_each(|term| {
            add(u64::from(term.key) << 8 | u64::from(term.whole));
        });
        Order(self.linking_time, hash)
    }

    /// The binary form that the store keeps.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 + self.word_marks.len() * 2 + self.prints.len() * 4 + self.terms.len() * 7);
        out.push(BINARY_VERSION);
        put_signed(&mut out, i64::from(self.article.0));
        put_signed(&mut out, i64::from(self.story.0));
        put_signed(&mut out, self.linking_time);
        match self.published {
            Some(interval) => {
                out.push(1);
                put_signed(&mut out, interval.earliest);
                put_signed(&mut out, interval.latest);
            }
            None => out.push(0),
        }
        put_text(&mut out, &self.source);
        put_text(&mut out, &self.language);
        match &self.origin {
            Some(origin) => {
                out.push(if self.origin_is_relayed { RELAYED } else { SIGNED });
                put_text(&mut out, origin);
            }
            None => out.push(0),
        }
        put_number(&mut out, self.word_marks.len() as u64);
        self.word_marks
            .iter()
            .for_each(|mark| out.extend_from_slice(&mark.to_le_bytes()));
        put_number(&mut out, self.prints.len() as u64);
        self.prints
            .iter()
            .for_each(|print| out.extend_from_slice(&print.to_le_bytes()));
        put_number(&mut out, self.terms.len() as u64);
        for term in &self.terms {
            out.extend_from_slice(&term.key.to_le_bytes());
            out.extend_from_slice(&[term.title, term.lead, term.whole]);
        }
        out
    }

    /// Reads [`Member::to_bytes`] back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Member, CompactError> {
        let mut reader = CompactReader::new(bytes);
        let [version] = reader.array()?;
        if version != BINARY_VERSION {
            return Err(CompactError::Version(version));
        }
        let article = read_id(&mut reader)?;
        let story = read_id(&mut reader)?;
        let linking_time = reader.signed()?;
        let published = if read_flag(&mut reader)? {
            Some(Interval {
                earliest: reader.signed()?,
                latest: reader.signed()?,
            })
        } else {
            None
        };
        let source = reader.text()?.into();
        let language = reader.text()?.into();
        let [credit] = reader.array()?;
        let origin = match credit {
            0 => None,
            SIGNED | RELAYED => Some(reader.text()?.into()),
            _ => return Err(CompactError::Damaged),
        };
        let marks = reader.count(2)?;
        let word_marks = (0..marks)
            .map(|_| reader.array().map(u16::from_le_bytes))
            .collect::<Result<_, _>>()?;
        let print_count = reader.count(4)?;
        let prints = (0..print_count)
            .map(|_| reader.array().map(u32::from_le_bytes))
            .collect::<Result<_, _>>()?;
        let term_count = reader.count(7)?;
        let terms = (0..term_count)
            .map(|_| {
                let key = u32::from_le_bytes(reader.array()?);
                let [title, lead, whole] = reader.array()?;
                Ok(MemberTerm {
                    key,
                    title,
                    lead,
                    whole,
                })
            })
            .collect::<Result<_, CompactError>>()?;
        if !reader.is_empty() {
            return Err(CompactError::Damaged);
        }
        Ok(Member {
            article,
            story,
            open_hour: None,
            linking_time,
            published,
            source,
            language,
            origin,
            origin_is_relayed: credit == RELAYED,
            word_marks,
            prints,
            terms,
        })
    }
}

fn read_id(reader: &mut CompactReader<'_>) -> Result<ArticleId, CompactError> {
    i32::try_from(reader.signed()?)
        .map(ArticleId)
        .map_err(|_| CompactError::Damaged)
}

fn read_flag(reader: &mut CompactReader<'_>) -> Result<bool, CompactError> {
    match reader.array()? {
        [0] => Ok(false),
        [1] => Ok(true),
        _ => Err(CompactError::Damaged),
    }
}

/// The upper halves of the fingerprints, ascending, each once.
pub(crate) fn prints_of(features: &Features) -> Box<[u32]> {
    let mut prints: Vec<u32> = features.fingerprints.iter().map(|print| (print >> 32) as u32).collect();
    prints.sort_unstable();
    prints.dedup();
    prints.into_boxed_slice()
}

/// The weightiest terms with their weights in the three vectors.
pub(crate) fn terms_of(features: &Features) -> Box<[MemberTerm]> {
    let weights: Vec<[f32; 3]> = features
        .terms
        .iter()
        .map(|term| {
            let rarity = f32::from(term.rarity).sqrt();
            let counts = [f32::from(term.title), f32::from(term.lead), f32::from(term.body)];
            let whole: f32 = counts
                .iter()
                .zip(ZONE_COUNTS)
                .map(|(count, weight)| count * weight)
                .sum();
            [counts[0], 2.0 * counts[0] + counts[1], whole].map(|count| count.sqrt() * rarity)
        })
        .collect();
    let norms: [f32; 3] = std::array::from_fn(|zone| {
        let squares: f32 = weights.iter().map(|weight| weight[zone] * weight[zone]).sum();
        squares.sqrt().max(f32::MIN_POSITIVE)
    });
    let mut terms: Vec<MemberTerm> = features
        .terms
        .iter()
        .zip(&weights)
        .map(|(term, weight)| {
            let step = |zone: usize| (weight[zone] / norms[zone] * TOP_STEP).round() as u8;
            MemberTerm {
                key: term.key,
                title: step(0),
                lead: step(1),
                whole: step(2),
            }
        })
        .collect();
    terms.sort_unstable_by_key(|term| {
        let heaviest = u32::from(term.title) + u32::from(term.lead) + 2 * u32::from(term.whole);
        (std::cmp::Reverse(heaviest), term.key)
    });
    terms.truncate(TERM_LIMIT);
    terms.sort_unstable_by_key(|term| term.key);
    terms.into_boxed_slice()
}
