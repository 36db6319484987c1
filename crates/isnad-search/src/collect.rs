//! One pass over the matches: their number, the best of them, the counts by field.
//!
//! Ties are broken by id, so the order does not depend on how the index is cut into segments.

use crate::hits::{Cursor, FacetCount, Hit, Near, Order};
use crate::schema::fast;
use isnad_model::ArticleId;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

const DAY_SECONDS: i64 = 86_400;

/// What to collect.
pub struct Best {
    /// Number of ranked matches to keep.
    pub keep: usize,
    /// Their order.
    pub order: Order,
    /// Only after this place.
    pub after: Option<Cursor>,
    /// Bonus for nearness to a moment.
    pub near: Option<Near>,
    /// Whether to count by field.
    pub facets: bool,
}

/// What was collected.
#[derive(Default)]
pub struct Collected {
    /// All matches.
    pub total: u64,
    /// The best, best first.
    pub ranked: Vec<Ranked>,
    /// Matches by source.
    pub sources: BTreeMap<String, u64>,
    /// Matches by language.
    pub languages: BTreeMap<String, u64>,
    /// Matches by day since 1970.
    pub days: BTreeMap<i64, u64>,
}

/// A match and its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Its place in the order: larger is earlier.
    pub place: Cursor,
    /// Its id and score.
    pub hit: Hit,
    /// Where the index has it.
    pub address: DocAddress,
    /// Its score by frequency alone.
    pub score: Score,
    /// The factor of its nearness.
    pub bonus: f32,
}

/// Added to the place of those that were looked at once more: before all others. Larger than the bits of any score.
const LOOKED_AT_PLACE: i64 = 1 << 32;

impl Ranked {
    /// Moves it to the place that it has by a new score, before all that have none.
    pub fn rescore(&mut self, score: Score) {
        let shown = score * self.bonus;
        self.place.key = LOOKED_AT_PLACE + place_of(shown);
        self.hit.score = shown;
    }
}

impl Cursor {
    /// Whether it stands among those that were looked at once more.
    pub(crate) fn is_looked_at(&self) -> bool {
        self.key >= LOOKED_AT_PLACE
    }
}

/// The bits of floats that are not negative are in the order of the floats.
fn place_of(score: Score) -> i64 {
    i64::from(score.max(0.0).to_bits())
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> std::cmp::Ordering {
        self.place.cmp(&other.place)
    }
}

/// Collects within one segment.
pub struct SegmentBest {
    segment: SegmentOrdinal,
    keep: usize,
    order: Order,
    after: Option<Cursor>,
    near: Option<Near>,
    ids: Column<i64>,
    times: Column<i64>,
    total: u64,
    best: BinaryHeap<Reverse<Ranked>>,
    counts: Option<Counts>,
}

/// Matches by field.
struct Counts {
    sources: Counter,
    languages: Counter,
    days: FxHashMap<i64, u64>,
}

/// Counts values of a text column by their ordinal in the segment.
struct Counter {
    column: Option<StrColumn>,
    by_ordinal: Vec<u64>,
}

impl Counter {
    fn open(reader: &SegmentReader, name: &str) -> tantivy::Result<Counter> {
        let column = reader.fast_fields().str(name)?;
        let size = column.as_ref().map_or(0, |column| column.num_terms());
        Ok(Counter {
            column,
            by_ordinal: vec![0; size],
        })
    }

    fn count(&mut self, doc: DocId) {
        let Some(column) = &self.column else { return };
        for ordinal in column.term_ords(doc) {
            if let Some(count) = self.by_ordinal.get_mut(ordinal as usize) {
                *count += 1;
            }
        }
    }

    fn named(self) -> std::io::Result<BTreeMap<String, u64>> {
        let mut counts = BTreeMap::new();
        let Some(column) = self.column else { return Ok(counts) };
        for (ordinal, count) in self.by_ordinal.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let mut value = String::new();
            if column.ord_to_str(ordinal as u64, &mut value)? {
                counts.insert(value, count);
            }
        }
        Ok(counts)
    }
}

impl Collector for Best {
    type Fruit = Collected;
    type Child = SegmentBest;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentBest> {
        let counts = match self.facets {
            true => Some(Counts {
                sources: Counter::open(reader, fast::SOURCE)?,
                languages: Counter::open(reader, fast::LANGUAGE)?,
                days: FxHashMap::default(),
            }),
            false => None,
        };
        Ok(SegmentBest {
            segment,
            keep: self.keep,
            order: self.order,
            after: self.after,
            near: self.near,
            ids: reader.fast_fields().i64(fast::ID)?,
            times: reader.fast_fields().i64(fast::TIME)?,
            total: 0,
            best: BinaryHeap::new(),
            counts,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Relevance
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Collected>>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        for segment in segments {
            let segment = segment?;
            all.total += segment.total;
            all.ranked.extend(segment.ranked);
            for (value, count) in segment.sources {
                *all.sources.entry(value).or_default() += count;
            }
            for (value, count) in segment.languages {
                *all.languages.entry(value).or_default() += count;
            }
            for (day, count) in segment.days {
                *all.days.entry(day).or_default() += count;
            }
        }
        all.ranked.sort_unstable_by(|one, other| other.cmp(one));
        all.ranked.truncate(self.keep);
        Ok(all)
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = tantivy::Result<Collected>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if let Some(counts) = &mut self.counts {
            counts.sources.count(doc);
            counts.languages.count(doc);
            if let Some(time_seconds) = self.times.first(doc) {
                *counts.days.entry(time_seconds.div_euclid(DAY_SECONDS)).or_default() += 1;
            }
        }
        let id = self.ids.first(doc).unwrap_or(0);
        let bonus = self.near.map_or(1.0, |near| {
            let time_seconds = self.times.first(doc).unwrap_or(i64::MIN);
            1.0 + nearness(near, time_seconds)
        });
        let (key, tie) = match self.order {
            Order::Relevance => (place_of(score * bonus), id),
            Order::Newest => (self.times.first(doc).unwrap_or(i64::MIN), id),
            Order::Oldest => (self.times.first(doc).unwrap_or(i64::MAX).saturating_neg(), -id),
        };
        let place = Cursor { key, tie };
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        if self.best.len() == self.keep && self.best.peek().is_none_or(|last| last.0.place >= place) {
            return;
        }
        let shown_score = if self.order == Order::Relevance {
            score * bonus
        } else {
            0.0
        };
        let hit = Hit {
            id: ArticleId(id as i32),
            score: shown_score,
        };
        self.best.push(Reverse(Ranked {
            place,
            hit,
            address: DocAddress::new(self.segment, doc),
            score,
            bonus,
        }));
        if self.best.len() > self.keep {
            self.best.pop();
        }
    }

    fn harvest(self) -> tantivy::Result<Collected> {
        let (sources, languages, days) = match self.counts {
            Some(counts) => (
                counts.sources.named()?,
                counts.languages.named()?,
                counts.days.into_iter().collect(),
            ),
            None => Default::default(),
        };
        let ranked = self.best.into_iter().map(|Reverse(ranked)| ranked).collect();
        Ok(Collected {
            total: self.total,
            ranked,
            sources,
            languages,
            days,
        })
    }
}

/// The bonus of a time for its nearness, `strength` at the moment and half of it a half-life away.
fn nearness(near: Near, time_seconds: i64) -> f32 {
    let distance = time_seconds.saturating_sub(near.seconds).saturating_abs() as f64;
    let half_lives = distance / near.half_life_seconds.max(1) as f64;
    near.strength * (0.5f64.powf(half_lives) as f32)
}

/// Counts as a list, most first, then by value.
pub fn most_first(counts: BTreeMap<String, u64>) -> Vec<FacetCount> {
    let mut list: Vec<FacetCount> = counts
        .into_iter()
        .map(|(value, count)| FacetCount { value, count })
        .collect();
    list.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    list
}
