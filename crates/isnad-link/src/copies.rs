//! Copies: which earlier members of the window share text with an arrival, and how much.
//!
//! Candidates share a fingerprint that is no formula; each is then measured exactly. Limits: texts under
//! five words have no fingerprints; a text in more articles than `formula_articles` is taken for a formula.

use crate::alignment::differences;
use crate::grade::judge;
use crate::held::Held;
use crate::member::Order;
use crate::overlap::{Comparison, Overlap};
use crate::postings::Postings;
use crate::{FoundCopy, Member, Settings};
use isnad_model::{CopyKind, Difference};
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

/// Slots of members that share fingerprints with `arrival`, those with most first.
pub(crate) fn candidates(
    arrival: &Member,
    prints: &Postings,
    window: &RangeInclusive<i32>,
    days: &[i32],
    settings: &Settings,
    order_of: impl Fn(u32) -> Order,
) -> Vec<u32> {
    let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
    for print in &arrival.prints {
        let slots = prints.within(*print, window, days);
        if slots.len() > settings.formula_articles {
            continue;
        }
        for slot in slots {
            *shared.entry(slot).or_default() += 1;
        }
    }
    let mut ranked: Vec<(u32, u32)> = shared.into_iter().collect();
    ranked.sort_unstable_by_key(|(slot, count)| (std::cmp::Reverse(*count), order_of(*slot)));
    ranked.truncate(settings.copy_candidates);
    ranked.into_iter().map(|(slot, _)| slot).collect()
}

/// The relation between `arrival`, made ready as `comparison`, and `other`, if they share enough.
pub(crate) fn relation(
    arrival: &Member,
    comparison: &mut Comparison<'_>,
    other: &Held,
    settings: &Settings,
) -> Option<FoundCopy> {
    let overlap = comparison.with(&other.word_marks());
    if !is_shared(&overlap, settings) {
        return None;
    }
    let other = other.member();
    let found = differences(&arrival.word_marks, &other.word_marks);
    let kind = kind_of(&overlap, &found, settings);
    let shares = (overlap.contained(), overlap.containing());
    let verdict = judge(arrival, &other, kind, shares, settings);
    Some(FoundCopy {
        kind,
        contained: shares.0,
        containing: shares.1,
        grade: verdict.grade,
        from: verdict.from,
        gap_seconds: arrival.linking_time.checked_sub(other.linking_time),
        evidence: verdict.evidence,
        differences: found,
    })
}

/// True where an overlap is worth speaking of.
fn is_shared(overlap: &Overlap, settings: &Settings) -> bool {
    if overlap.this_shared.max(overlap.other_shared) < settings.least_shared_words {
        return false;
    }
    let shares = (overlap.contained(), overlap.containing());
    shares.0.max(shares.1) >= settings.partial_share || overlap.longest_run >= settings.partial_run_words
}

/// What an overlap with these differences amounts to.
fn kind_of(overlap: &Overlap, differences: &[Difference], settings: &Settings) -> CopyKind {
    let words = (overlap.this_words, overlap.other_words);
    if is_same_text(words, differences, settings) {
        return CopyKind::Copy;
    }
    // runs in order, and runs wherever they stand: either may see what the other misses
    let aligned = aligned_shares(words, differences);
    let shares = (overlap.contained().max(aligned.0), overlap.containing().max(aligned.1));
    let (of_shorter, of_longer) = if words.0 <= words.1 {
        shares
    } else {
        (shares.1, shares.0)
    };
    let is_cut_or_extended = of_shorter >= settings.edited_whole_share;
    let is_reworked = of_shorter >= settings.edited_share && of_shorter + of_longer >= settings.edited_both_shares;
    if is_cut_or_extended || is_reworked {
        CopyKind::EditedCopy
    } else {
        CopyKind::Partial
    }
}

/// True where the texts are the same but for head, tail, spelling and a phrase.
fn is_same_text(words: (u32, u32), differences: &[Difference], settings: &Settings) -> bool {
    let mut phrases = 0;
    let mut differing = 0;
    for one in differences {
        let length = (one.this[1] - one.this[0]).max(one.other[1] - one.other[0]);
        let is_head = (one.this[0], one.other[0]) == (0, 0);
        let is_tail = (one.this[1], one.other[1]) == words;
        if is_head && is_tail {
            return false;
        }
        if is_head && length > settings.copy_head_words || is_tail && length > settings.copy_tail_words {
            return false;
        }
        if is_head || is_tail {
            continue;
        }
        differing += length;
        phrases += u32::from(length >= settings.copy_phrase_words);
        if length > settings.copy_longest_phrase_words || phrases > 1 {
            return false;
        }
    }
    differing as f32 <= settings.copy_differing_share * words.0.min(words.1) as f32
}

/// Share of either text that stands in the other in the same order.
fn aligned_shares(words: (u32, u32), differences: &[Difference]) -> (f32, f32) {
    let differing: (u32, u32) = differences.iter().fold((0, 0), |sum, one| {
        (sum.0 + one.this[1] - one.this[0], sum.1 + one.other[1] - one.other[0])
    });
    let share = |all: u32, without: u32| {
        if all == 0 {
            0.0
        } else {
            (all - without) as f32 / all as f32
        }
    };
    (share(words.0, differing.0), share(words.1, differing.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(this: &[u16], other: &[u16]) -> Option<CopyKind> {
        let settings = Settings::default();
        let overlap = Comparison::new(this).with(other);
        is_shared(&overlap, &settings).then(|| kind_of(&overlap, &differences(this, other), &settings))
    }

    fn joined(parts: &[(u16, u16)]) -> Vec<u16> {
        parts.iter().flat_map(|(from, to)| *from..*to).collect()
    }

    #[test]
    fn a_text_with_another_byline_and_one_other_phrase_is_a_copy() {
        let this = joined(&[(900, 908), (0, 80), (910, 920), (90, 200)]);
        assert_eq!(kind(&this, &joined(&[(950, 953), (0, 200)])), Some(CopyKind::Copy));
    }

    #[test]
    fn a_text_with_two_other_phrases_is_an_edited_copy() {
        let this = joined(&[(0, 40), (910, 920), (50, 80), (920, 930), (90, 200)]);
        assert_eq!(kind(&this, &joined(&[(0, 200)])), Some(CopyKind::EditedCopy));
    }

    #[test]
    fn a_text_with_a_new_lead_is_an_edited_copy() {
        assert_eq!(
            kind(&joined(&[(900, 940), (0, 190)]), &joined(&[(0, 200)])),
            Some(CopyKind::EditedCopy)
        );
    }

    #[test]
    fn a_text_that_stands_wholly_in_a_long_one_was_cut_or_extended() {
        assert_eq!(
            kind(&joined(&[(0, 100)]), &joined(&[(0, 100), (2000, 2800)])),
            Some(CopyKind::EditedCopy)
        );
    }

    #[test]
    fn a_long_quotation_in_two_reports_is_a_partial_copy() {
        let this = joined(&[(900, 960), (0, 70)]);
        assert_eq!(kind(&this, &joined(&[(0, 70), (2000, 2300)])), Some(CopyKind::Partial));
    }

    #[test]
    fn a_shared_phrase_is_nothing() {
        assert_eq!(
            kind(&joined(&[(0, 9), (300, 500)]), &joined(&[(600, 800), (0, 9)])),
            None
        );
    }
}
