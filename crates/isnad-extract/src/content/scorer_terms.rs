//! What the learned scorer's table is made of: features, by their names, and nodes of trees.
//!
//! A file of its own, since the build script, which reads the table, and the crate, which follows its trees, share it.

/// Names of the features, in order.
pub(crate) const NAMES: [&str; COUNT] = [
    "chars",
    "link_density",
    "marks",
    "marks_per_word",
    "chars_per_word",
    "digit_share",
    "ends_sentence",
    "score",
    "container",
    "in_root",
    "place_in_root",
    "place_in_page",
    "blocks_after_root_start",
    "blocks_before_root_end",
    "weight",
    "least_share",
    "least_share_density",
    "hint_body",
    "hint_aside",
    "hint_related",
    "hint_comment",
    "hint_meta",
    "hint_caption",
    "hint_title",
    "own_hints",
    "in_article",
    "in_aside",
    "in_header_footer",
    "in_figure",
    "in_list",
    "in_table",
    "in_quote",
    "in_form",
    "misplaced",
    "parent_density",
    "parent_chars",
    "grand_density",
    "grand_good",
    "previous_chars",
    "previous_density",
    "next_chars",
    "next_density",
    "text_before",
    "text_after",
    "next_text_chars",
    "root_share",
    "root_good",
    "from_headline",
    "kind_count",
    "kind_chars",
    "kind_density",
    "kind_in_root",
    "kind_good",
    "stated",
    "stated_share",
    "around_chars",
    "around_density",
    "first_in_container",
    "depth_below_root",
];

/// Number of features.
pub(crate) const COUNT: usize = 59;

/// The feature of a node that is a leaf.
pub(crate) const LEAF: u16 = u16::MAX;

/// A split, or where `feature` is [`LEAF`] a leaf that holds its value in `border`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Node {
    pub feature: u16,
    pub left: u16,
    pub right: u16,
    pub border: f32,
}
