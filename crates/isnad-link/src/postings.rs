//! Which members of the window have a key: an inverted index with days, made to grow and shrink.
//!
//! Keys are hashes, so equal parts of their range hold about as many; the pairs of key and member of one part stand
//! in one sorted run of seven bytes each. Why no map of lists: most fingerprints stand in one article only, and the
//! room that a map keeps free and a list's head cost more than the pair itself. Within a key members are ordered
//! by linking day, so that how many of a window have it is told by binary searches.
//! Limits: at most 2³² members at a time; a key in very many members makes its run long to shift.

use std::ops::RangeInclusive;

/// The leading bits of a key are those of its run's number, at least so many; the others are kept in three bytes.
const LEAST_RUN_BITS: u32 = 8;
const MOST_RUN_BITS: u32 = 24;
/// Pairs in a run on average, at most and at least.
const MOST_PAIRS: usize = 96;
const LEAST_PAIRS: usize = 24;
/// A run is given this part more room than it needs.
const SPARE_PART: usize = 8;

/// The last 24 bits of a key, and a member's slot.
#[derive(Clone, Copy, Debug)]
struct Pair([u8; 7]);

impl Pair {
    fn new(key: u32, slot: u32) -> Pair {
        let ([_, a, b, c], [d, e, f, g]) = (key.to_be_bytes(), slot.to_be_bytes());
        Pair([a, b, c, d, e, f, g])
    }

    /// The key without its first byte.
    fn key_end(self) -> u32 {
        u32::from_be_bytes([0, self.0[0], self.0[1], self.0[2]])
    }

    fn slot(self) -> u32 {
        u32::from_be_bytes([self.0[3], self.0[4], self.0[5], self.0[6]])
    }
}

/// Keys to slots of members.
#[derive(Debug)]
pub(crate) struct Postings {
    runs: Vec<Vec<Pair>>,
    run_bits: u32,
    pairs: usize,
}

impl Default for Postings {
    fn default() -> Postings {
        Postings {
            runs: vec![Vec::new(); 1 << LEAST_RUN_BITS],
            run_bits: LEAST_RUN_BITS,
            pairs: 0,
        }
    }
}

impl Postings {
    /// Adds member `slot` of the day `days[slot]` under `key`.
    pub(crate) fn insert(&mut self, key: u32, slot: u32, days: &[i32]) {
        if self.pairs >= self.runs.len() * MOST_PAIRS && self.run_bits < MOST_RUN_BITS {
            self.rebuild(self.run_bits + 1);
        }
        let day = days[slot as usize];
        let run = &mut self.runs[run_of(key, self.run_bits)];
        let key_end = key_end_of(key);
        let at = run.partition_point(|pair| (pair.key_end(), days[pair.slot() as usize]) <= (key_end, day));
        if run.len() == run.capacity() {
            run.reserve_exact(run.len() / SPARE_PART + 1);
        }
        run.insert(at, Pair::new(key, slot));
        self.pairs += 1;
    }

    /// Takes member `slot` out from under `key`.
    pub(crate) fn remove(&mut self, key: u32, slot: u32) {
        let run = &mut self.runs[run_of(key, self.run_bits)];
        let (from, to) = range_of(run, key);
        let Some(at) = run[from..to].iter().position(|pair| pair.slot() == slot) else {
            return;
        };
        run.remove(from + at);
        self.pairs -= 1;
        if run.capacity() > run.len() + run.len() / SPARE_PART * 2 + 2 {
            run.shrink_to(run.len() + run.len() / SPARE_PART);
        }
        if self.pairs < self.runs.len() * LEAST_PAIRS && self.run_bits > LEAST_RUN_BITS {
            self.rebuild(self.run_bits - 1);
        }
    }

    /// Slots of the members under `key` whose day lies in `window`.
    pub(crate) fn within<'p>(
        &'p self,
        key: u32,
        window: &RangeInclusive<i32>,
        days: &[i32],
    ) -> impl ExactSizeIterator<Item = u32> + 'p {
        let run = &self.runs[run_of(key, self.run_bits)];
        let (first, last) = range_of(run, key);
        let all = &run[first..last];
        let from = all.partition_point(|pair| days[pair.slot() as usize] < *window.start());
        let to = all.partition_point(|pair| days[pair.slot() as usize] <= *window.end());
        all[from..to.max(from)].iter().map(|pair| pair.slot())
    }

    /// Parts the pairs anew into so many runs; their order is that of whole keys already.
    fn rebuild(&mut self, run_bits: u32) {
        let mut parts: Vec<Vec<Pair>> = vec![Vec::new(); 1 << run_bits];
        for (number, run) in std::mem::take(&mut self.runs).into_iter().enumerate() {
            for pair in run {
                let first_byte = (number << (32 - self.run_bits)) as u32 & 0xff00_0000;
                parts[run_of(first_byte | pair.key_end(), run_bits)].push(pair);
            }
        }
        parts.iter_mut().for_each(Vec::shrink_to_fit);
        self.runs = parts;
        self.run_bits = run_bits;
    }
}

fn run_of(key: u32, run_bits: u32) -> usize {
    (key >> (32 - run_bits)) as usize
}

fn key_end_of(key: u32) -> u32 {
    key & 0x00ff_ffff
}

/// Where the pairs of a key stand in its run.
fn range_of(run: &[Pair], key: u32) -> (usize, usize) {
    let key_end = key_end_of(key);
    let from = run.partition_point(|pair| pair.key_end() < key_end);
    let of_key = run[from..].partition_point(|pair| pair.key_end() == key_end);
    (from, from + of_key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_window_gives_what_a_scan_gives(
            days in proptest::collection::vec(0..9_i32, 1..30),
            keys in proptest::collection::vec(0..4_u32, 30),
            gone in proptest::collection::vec(any::<bool>(), 30),
            from in 0..9_i32,
            length in 0..9_i32,
        ) {
            // neighbours and keys that only their first byte parts
            let keys: Vec<u32> = keys.into_iter().map(|key| (key & 1) << 24 | key >> 1).collect();
            let mut postings = Postings::default();
            for (slot, key) in keys.iter().enumerate().take(days.len()) {
                postings.insert(*key, slot as u32, &days);
            }
            for slot in (0..days.len()).filter(|slot| gone[*slot]) {
                postings.remove(keys[slot], slot as u32);
            }
            let window = from..=from + length;
            for key in [0, 1, 1 << 24, 1 << 24 | 1] {
                let mut found: Vec<u32> = postings.within(key, &window, &days).collect();
                found.sort_unstable();
                let expected: Vec<u32> = (0..days.len())
                    .filter(|slot| keys[*slot] == key && !gone[*slot] && window.contains(&days[*slot]))
                    .map(|slot| slot as u32)
                    .collect();
                prop_assert_eq!(found, expected);
            }
            for (slot, key) in keys.iter().enumerate().take(days.len()) {
                postings.remove(*key, slot as u32);
            }
            prop_assert_eq!(postings.pairs, 0);
            prop_assert!(postings.runs.iter().all(Vec::is_empty));
        }
    }

    #[test]
    fn many_keys_are_found_while_runs_are_parted_and_joined() {
        let count = 1_u32 << 16;
        let key = |slot: u32| slot.wrapping_mul(0x9e37_79b1);
        let days = vec![0; count as usize];
        let mut postings = Postings::default();
        (0..count).for_each(|slot| postings.insert(key(slot), slot, &days));
        assert!(postings.run_bits > LEAST_RUN_BITS);
        let found = |postings: &Postings, slot: u32| postings.within(key(slot), &(0..=0), &days).collect::<Vec<_>>();
        assert!((0..count).all(|slot| found(&postings, slot) == [slot]));
        (1000..count).for_each(|slot| postings.remove(key(slot), slot));
        assert_eq!(postings.run_bits, LEAST_RUN_BITS);
        assert!((0..1000).all(|slot| found(&postings, slot) == [slot]));
        assert!((1000..count).all(|slot| found(&postings, slot).is_empty()));
        let room: usize = postings.runs.iter().map(Vec::capacity).sum();
        assert!(room < 3000, "{room} pairs of room for 1,000");
    }
}
