//! The learned odds that a phrase is one by which an editor would call the article.
//!
//! Boosted trees over [`super::measure`], read from `data/keywords.tsv`, which says how they were learned. Limits: learned
//! from one outlet's Arabic news, so other languages do without.

use super::measure::{COUNT, Measures, NAMES};
use std::sync::LazyLock;

/// A test reads the same bytes, so that they are whole wherever this was built.
static SHIPPED: LazyLock<Trees> =
    LazyLock::new(|| read(include_str!("../../data/keywords.tsv")).expect("the shipped trees are whole"));

/// All trees; children stand behind their parents.
#[derive(Debug, Default)]
struct Trees {
    start: f32,
    roots: Vec<usize>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
enum Node {
    Leaf(f32),
    Split {
        measure: usize,
        border: f32,
        /// Nodes for what is at most the border, and for what is more.
        next: [usize; 2],
    },
}

/// Natural logarithm of the odds.
pub(super) fn odds(measures: &Measures) -> f32 {
    SHIPPED.odds(measures)
}

impl Trees {
    fn odds(&self, measures: &Measures) -> f32 {
        let mut sum = self.start;
        for root in &self.roots {
            let mut at = *root;
            while let Node::Split { measure, border, next } = self.nodes[at] {
                at = next[usize::from(measures[measure] > border)];
            }
            if let Node::Leaf(value) = self.nodes[at] {
                sum += value;
            }
        }
        sum
    }
}

/// Reads the file; nothing where it is not whole.
fn read(file: &str) -> Option<Trees> {
    let mut trees = Trees::default();
    let mut base = 0;
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            ["start", value] => trees.start = value.parse().ok()?,
            ["tree"] => {
                base = trees.nodes.len();
                trees.roots.push(base);
            }
            [value] => trees.nodes.push(Node::Leaf(value.parse().ok()?)),
            [name, border, at_most, more] => {
                let child = |number: &str| number.parse::<usize>().ok().map(|number| base + number);
                trees.nodes.push(Node::Split {
                    measure: NAMES.iter().position(|known| *known == name)?,
                    border: border.parse().ok()?,
                    next: [child(at_most)?, child(more)?],
                });
            }
            _ => return None,
        }
    }
    let is_whole = trees.nodes.iter().enumerate().all(|(at, node)| match node {
        Node::Leaf(_) => true,
        Node::Split { measure, next, .. } => {
            *measure < COUNT && next.iter().all(|child| *child > at && *child < trees.nodes.len())
        }
    });
    (is_whole && trees.roots.last() < Some(&trees.nodes.len())).then_some(trees)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let trees = read(include_str!("../../data/keywords.tsv")).expect("a whole file");
        assert!(trees.roots.len() >= 20 && trees.nodes.len() > trees.roots.len());
    }

    #[test]
    fn a_tree_is_followed_to_its_leaf() {
        let trees =
            read("# says what\nstart\t-1\ntree\nwords\t1\t1\t2\n0.5\nuses\t3\t3\t4\n0.25\n2\n").expect("a tree");
        let of = |words: f32, uses: f32| {
            let mut measures = [0.0; COUNT];
            (measures[0], measures[2]) = (words, uses);
            trees.odds(&measures)
        };
        assert_eq!((of(1.0, 9.0), of(2.0, 3.0), of(2.0, 4.0)), (-0.5, -0.75, 1.0));
    }

    #[test]
    fn a_file_that_is_not_whole_is_none() {
        for file in [
            "tree\nwords\t1\t0\t2\n1\n1\n",
            "tree\nwords\t1\t1\t2\n1\n",
            "tree\nheight\t1\t1\t2\n1\n1\n",
            "tree\n",
        ] {
            assert!(read(file).is_none(), "{file}");
        }
    }
}
