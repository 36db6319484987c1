//! The labels that the tagger gives to words: outside, or the first or a later word of one of three kinds of name.

use isnad_model::NameKind;

/// Labels: outside, and first and later word of each kind.
pub const LABELS: usize = 7;

/// A label: 0 outside, 1 and 2 person, 3 and 4 place, 5 and 6 organization; odd ones open a name.
pub type Label = u8;

/// Outside of names.
pub const OUTSIDE: Label = 0;

/// The label of the first word of a name.
pub fn first_of(kind: NameKind) -> Label {
    match kind {
        NameKind::Person => 1,
        NameKind::Place => 3,
        NameKind::Organization => 5,
    }
}

/// The kind that a label belongs to; `None` outside.
pub fn kind_of(label: Label) -> Option<NameKind> {
    match label {
        1 | 2 => Some(NameKind::Person),
        3 | 4 => Some(NameKind::Place),
        5 | 6 => Some(NameKind::Organization),
        _ => None,
    }
}

/// Does the label continue a name?
pub fn is_later(label: Label) -> bool {
    label != OUTSIDE && label.is_multiple_of(2)
}

/// May `next` stand after `label`?
pub fn may_follow(label: Label, next: Label) -> bool {
    !is_later(next) || label == next || label + 1 == next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_word_follows_its_own_kind_only() {
        assert!(may_follow(1, 2) && may_follow(2, 2) && may_follow(2, 1) && may_follow(4, 0));
        assert!(!may_follow(0, 2) && !may_follow(3, 2) && !may_follow(2, 4));
    }
}
