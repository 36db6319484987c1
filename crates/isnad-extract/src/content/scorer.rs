//! The learned scorer: the odds that a block belongs to the article.
//!
//! Boosted trees over [`super::features`], learned by `cargo xtask train blocks` from pages whose text is known; the
//! file says how. The build script makes constants of it and fails where it is not whole. Limits: it knows mark-up,
//! shape and place, no words, so that it serves any language.

use super::features::{COUNT, Features};
use super::scorer_terms::LEAF;
use learned::{NODES, ROOTS, START};

/// Constants made from `data/block_scorer.tsv`.
mod learned {
    #![allow(
        clippy::approx_constant,
        reason = "a border that is learned may lie near a known constant"
    )]
    use super::super::scorer_terms::Node;
    include!(concat!(env!("OUT_DIR"), "/block_scorer.rs"));
}

/// Natural logarithm of the odds that a block belongs to the article.
pub(crate) fn odds(features: &Features) -> f32 {
    let mut sum = START;
    for root in &ROOTS {
        let mut node = &NODES[usize::from(*root)];
        while node.feature != LEAF {
            let next = if features[usize::from(node.feature) % COUNT] <= node.border {
                node.left
            } else {
                node.right
            };
            node = &NODES[usize::from(next)];
        }
        sum += node.border;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::scorer_table::read;
    use super::*;

    const SCORER: &str = include_str!("../../data/block_scorer.tsv");

    #[test]
    fn the_constants_are_those_of_the_table() {
        let table = read(SCORER).unwrap();
        assert!(table.roots.len() >= 20 && table.nodes.len() > table.roots.len());
        assert_eq!(
            (START, &ROOTS[..], &NODES[..]),
            (table.start, &table.roots[..], &table.nodes[..])
        );
    }

    #[test]
    fn every_tree_adds_the_leaf_it_is_followed_to() {
        let least: f32 = START
            + leaves()
                .map(|tree| tree.iter().copied().fold(f32::MAX, f32::min))
                .sum::<f32>();
        let most: f32 = START
            + leaves()
                .map(|tree| tree.iter().copied().fold(f32::MIN, f32::max))
                .sum::<f32>();
        let paragraph = odds(&[1.0; COUNT]);
        assert!(least < paragraph && paragraph < most, "{least} {paragraph} {most}");
    }

    fn leaves() -> impl Iterator<Item = Vec<f32>> {
        let ends = ROOTS[1..].iter().map(|root| usize::from(*root)).chain([NODES.len()]);
        ROOTS.iter().zip(ends).map(|(root, end)| {
            let nodes = NODES[usize::from(*root)..end].iter();
            nodes
                .filter(|node| node.feature == LEAF)
                .map(|node| node.border)
                .collect()
        })
    }
}
