//! Boosted trees as they were learned: what they answer, and how they are written.

use super::boosting::Node;
use std::fmt::Write;

/// What the file says of itself, after what it was learned for.
const FORMAT: &str = "\
# start<TAB>odds before any tree; then each tree: a line of its own, then its nodes from number 0 on, a split as
# feature<TAB>border<TAB>node where at most the border<TAB>node where more, a leaf as what it adds to the odds.
";

/// The odds that `trees` give to one row.
pub fn odds(start: f64, trees: &[Vec<Node>], features: &[f32]) -> f64 {
    let leaf = |nodes: &Vec<Node>| {
        let mut at = 0;
        loop {
            match nodes[at] {
                Node::Leaf(value) => return value,
                Node::Split {
                    feature,
                    threshold,
                    left,
                    right,
                } => at = if features[feature] <= threshold { left } else { right },
            }
        }
    };
    start + trees.iter().map(leaf).sum::<f64>()
}

/// The lines of a file of trees over features of these names; `purpose` is the comment that says what they were learned for.
pub fn written(purpose: &str, names: &[&str], start: f64, trees: &[Vec<Node>]) -> String {
    let mut out = format!("{purpose}{FORMAT}");
    let _ = writeln!(out, "start\t{start:.4}");
    for nodes in trees {
        out.push_str("tree\n");
        for node in nodes {
            let _ = match node {
                Node::Leaf(value) => writeln!(out, "{value:.4}"),
                Node::Split {
                    feature,
                    threshold,
                    left,
                    right,
                } => writeln!(out, "{}\t{threshold}\t{left}\t{right}", names[*feature]),
            };
        }
    }
    out
}
