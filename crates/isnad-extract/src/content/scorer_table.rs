//! Reading the table of the learned scorer, `data/block_scorer.tsv`.
//!
//! The build script reads it and writes constants, so that a table which is not as `cargo xtask train blocks` writes it
//! stops the build and never reaches a reader. Each tree is checked to lead from its first node to a leaf.

use super::scorer_terms::{LEAF, NAMES, Node};

/// The whole table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Odds before any tree.
    pub start: f32,
    /// First node of each tree.
    pub roots: Vec<u16>,
    /// Nodes of all trees.
    pub nodes: Vec<Node>,
}

/// Reads the table; the error says what is wrong in which line.
pub(crate) fn read(file: &str) -> Result<Table, String> {
    let mut table = Table::default();
    let mut starts = 0;
    let mut base = 0;
    let lines = file.lines().enumerate();
    for (at, line) in lines.filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
        let fault = |what: &str| format!("line {}: {what}: {line}", at + 1);
        let number = |written: &str| match written.parse::<f32>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(fault("no number")),
        };
        let node_number = |written: &str| {
            let own: Option<u16> = written.parse().ok();
            own.and_then(|own| own.checked_add(base))
                .ok_or_else(|| fault("no number of a node"))
        };
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            ["start", value] => {
                table.start = number(value)?;
                starts += 1;
            }
            ["tree"] => {
                check_tree(&table, base)?;
                base = u16::try_from(table.nodes.len()).map_err(|_| fault("too many nodes before this"))?;
                table.roots.push(base);
            }
            _ if table.roots.is_empty() => return Err(fault("a node before the first tree")),
            [name, border, left, right] => {
                let feature = NAMES.iter().position(|known| *known == name);
                table.nodes.push(Node {
                    feature: feature.ok_or_else(|| fault("no such feature"))? as u16,
                    left: node_number(left)?,
                    right: node_number(right)?,
                    border: number(border)?,
                });
            }
            [value] => table.nodes.push(Node {
                feature: LEAF,
                left: 0,
                right: 0,
                border: number(value)?,
            }),
            _ => return Err(fault("neither a split nor a leaf")),
        }
    }
    check_tree(&table, base)?;
    match (starts, table.roots.len()) {
        (1, 1..) => Ok(table),
        _ => Err(format!("{starts} starts and {} trees", table.roots.len())),
    }
}

/// Checks the last tree read, whose first node is `base`: it has nodes, and each split leads to later ones.
fn check_tree(table: &Table, base: u16) -> Result<(), String> {
    if table.roots.is_empty() {
        return Ok(());
    }
    let count = table.nodes.len();
    let fault = |what: &str| Err(format!("tree {}: {what}", table.roots.len()));
    if count <= usize::from(base) {
        return fault("no nodes");
    }
    let leads_on = (usize::from(base)..count).all(|at| {
        let node = table.nodes[at];
        let is_ahead = |next: u16| usize::from(next) > at && usize::from(next) < count;
        node.feature == LEAF || is_ahead(node.left) && is_ahead(node.right)
    });
    match leads_on {
        true => Ok(()),
        false => fault("a split leads to no later node"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_with_its_nodes() {
        let table = read("# note\nstart\t0.5\ntree\n1\ntree\nchars\t3\t1\t2\n-1\n2\n").unwrap();
        assert_eq!((table.start, table.roots), (0.5, vec![0, 1]));
        let split = Node {
            feature: 0,
            left: 2,
            right: 3,
            border: 3.0,
        };
        assert_eq!(table.nodes[1], split);
    }

    #[test]
    fn a_table_with_a_fault_is_refused_and_the_fault_named() {
        for (file, fault) in [
            ("", "0 starts and 0 trees"),
            ("start\t1\n", "1 starts and 0 trees"),
            ("tree\n1\n", "0 starts and 1 trees"),
            ("start\t1\n2\n", "line 2: a node before the first tree: 2"),
            ("start\t1\ntree\ntree\n1\n", "tree 1: no nodes"),
            ("start\t1\ntree\n", "tree 1: no nodes"),
            ("start\tNaN\ntree\n1\n", "line 1: no number: start\tNaN"),
            (
                "start\t1\ntree\nchars\t3\t0\t1\n1\n",
                "tree 1: a split leads to no later node",
            ),
            (
                "start\t1\ntree\nchars\t3\t1\t9\n1\n",
                "tree 1: a split leads to no later node",
            ),
            (
                "start\t1\ntree\ncolour\t3\t1\t2\n1\n1\n",
                "line 3: no such feature: colour\t3\t1\t2",
            ),
            (
                "start\t1\ntree\nchars\t3\n",
                "line 3: neither a split nor a leaf: chars\t3",
            ),
        ] {
            assert_eq!(read(file).unwrap_err(), fault, "{file:?}");
        }
    }
}
