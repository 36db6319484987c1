//! Which members of the window have a key: an inverted index with days, made to grow and shrink.
//!
//! Most fingerprints stand in one article only, so a single member is kept in the map itself and
//! longer lists beside it. Lists are ordered by linking day, so that how many members of a window have
//! a key is told by two binary searches. Limits: at most 2³¹ members at a time.

use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

/// Marks a value of the map as the number of a list.
const LIST: u32 = 1 << 31;

/// Keys to slots of members.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    map: FxHashMap<u32, u32>,
    lists: Vec<Vec<u32>>,
    free_lists: Vec<u32>,
}

impl Postings {
    /// Adds member `slot` of the day `days[slot]` under `key`.
    pub(crate) fn insert(&mut self, key: u32, slot: u32, days: &[i32]) {
        let Some(value) = self.map.get_mut(&key) else {
            self.map.insert(key, slot);
            return;
        };
        if *value & LIST == 0 {
            let number = self.free_lists.pop().unwrap_or_else(|| {
                self.lists.push(Vec::new());
                self.lists.len() as u32 - 1
            });
            self.lists[number as usize].push(*value);
            *value = LIST | number;
        }
        let list = &mut self.lists[(*value & !LIST) as usize];
        let day = days[slot as usize];
        if list.last().is_none_or(|last| days[*last as usize] <= day) {
            list.push(slot);
        } else {
            let at = list.partition_point(|other| days[*other as usize] <= day);
            list.insert(at, slot);
        }
    }

    /// Takes member `slot` out from under `key`.
    pub(crate) fn remove(&mut self, key: u32, slot: u32) {
        let Some(value) = self.map.get(&key).copied() else {
            return;
        };
        if value & LIST == 0 {
            if value == slot {
                self.map.remove(&key);
            }
            return;
        }
        let list = &mut self.lists[(value & !LIST) as usize];
        list.retain(|other| *other != slot);
        if list.is_empty() {
            *list = Vec::new();
            self.free_lists.push(value & !LIST);
            self.map.remove(&key);
        }
    }

    /// Members under `key` whose day lies in `window`.
    pub(crate) fn within<'p>(&'p self, key: u32, window: &RangeInclusive<i32>, days: &[i32]) -> &'p [u32] {
        let Some(value) = self.map.get(&key) else {
            return &[];
        };
        let all = if value & LIST == 0 {
            std::slice::from_ref(value)
        } else {
            self.lists[(value & !LIST) as usize].as_slice()
        };
        let from = all.partition_point(|slot| days[*slot as usize] < *window.start());
        let to = all.partition_point(|slot| days[*slot as usize] <= *window.end());
        &all[from..to.max(from)]
    }
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
            let mut postings = Postings::default();
            for (slot, key) in keys.iter().enumerate().take(days.len()) {
                postings.insert(*key, slot as u32, &days);
            }
            for slot in (0..days.len()).filter(|slot| gone[*slot]) {
                postings.remove(keys[slot], slot as u32);
            }
            let window = from..=from + length;
            for key in 0..4 {
                let mut found = postings.within(key, &window, &days).to_vec();
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
            prop_assert!(postings.map.is_empty());
        }
    }
}
