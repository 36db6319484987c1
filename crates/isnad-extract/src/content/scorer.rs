//! The learned scorer: the odds that a block belongs to the article.
//!
//! Boosted trees over [`super::features`], learned by `cargo xtask train blocks` from pages whose text is known; the
//! file says how. Limits: it knows mark-up, shape and place, no words, so that it serves any language.

use super::features::{COUNT, Features, NAMES};
use std::sync::LazyLock;

const SCORER: &str = include_str!("../../data/block_scorer.tsv");

/// A split, or where `feature` is [`LEAF`] a leaf that holds its value in `border`.
#[derive(Clone, Copy, Debug)]
struct Node {
    feature: u16,
    left: u16,
    right: u16,
    border: f32,
}

const LEAF: u16 = u16::MAX;

#[derive(Debug, Default)]
struct Scorer {
    start: f32,
    roots: Vec<u16>,
    nodes: Vec<Node>,
}

static LEARNED: LazyLock<Scorer> = LazyLock::new(|| read(SCORER).unwrap_or_default());

/// Natural logarithm of the odds that a block belongs to the article.
pub(crate) fn odds(features: &Features) -> f32 {
    let scorer = &*LEARNED;
    let mut sum = scorer.start;
    for root in &scorer.roots {
        let mut node = scorer.nodes[usize::from(*root)];
        while node.feature != LEAF {
            let next = if features[usize::from(node.feature) % COUNT] <= node.border {
                node.left
            } else {
                node.right
            };
            node = scorer.nodes[usize::from(next)];
        }
        sum += node.border;
    }
    sum
}

/// Reads the file; `None` if it is not as `xtask` writes it.
fn read(file: &str) -> Option<Scorer> {
    let mut scorer = Scorer::default();
    let mut base = 0;
    for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            ["start", value] => scorer.start = value.parse().ok()?,
            ["tree"] => {
                base = u16::try_from(scorer.nodes.len()).ok()?;
                scorer.roots.push(base);
            }
            [name, border, left, right] => scorer.nodes.push(Node {
                feature: NAMES.iter().position(|known| *known == name)? as u16,
                left: base.checked_add(left.parse().ok()?)?,
                right: base.checked_add(right.parse().ok()?)?,
                border: border.parse().ok()?,
            }),
            [value] => scorer.nodes.push(Node {
                feature: LEAF,
                left: 0,
                right: 0,
                border: value.parse().ok()?,
            }),
            _ => return None,
        }
    }
    let count = scorer.nodes.len();
    let leads_on = scorer.nodes.iter().enumerate().all(|(at, node)| {
        let ahead = |next: u16| usize::from(next) > at && usize::from(next) < count;
        node.feature == LEAF || ahead(node.left) && ahead(node.right)
    });
    leads_on.then_some(scorer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_whole() {
        let scorer = read(SCORER).unwrap();
        assert!(scorer.roots.len() >= 20 && scorer.nodes.len() > scorer.roots.len());
    }

    #[test]
    fn a_tree_is_followed_to_its_leaf() {
        let scorer = read("start\t0.5\ntree\nchars\t3\t1\t2\n-1\n2\n").unwrap();
        assert_eq!(scorer.nodes.len(), 3);
        assert!(
            read("tree\nchars\t3\t0\t1\n1\n").is_none(),
            "a node leads back to itself"
        );
        assert!(read("tree\nno_such_feature\t3\t1\t2\n1\n1\n").is_none());
    }
}
