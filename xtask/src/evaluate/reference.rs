//! What the values are held against: floors of our own and results of others, both committed tables.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::score::Score;

/// What a value must not be worse than.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// The value must reach this.
    AtLeast(f64),
    /// The value must not exceed this.
    AtMost(f64),
}

impl Bound {
    /// Whether the value, as precise as it is printed, keeps the bound.
    pub fn holds(self, value: f64) -> bool {
        let printed = (value * 1000.0).round() / 1000.0;
        match self {
            Bound::AtLeast(least) => printed >= least,
            Bound::AtMost(most) => printed <= most,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text.split_at_checked(2)? {
            (">=", number) => Some(Bound::AtLeast(number.trim().parse().ok()?)),
            ("<=", number) => Some(Bound::AtMost(number.trim().parse().ok()?)),
            _ => None,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::AtLeast(least) => write!(formatter, ">= {least}"),
            Bound::AtMost(most) => write!(formatter, "<= {most}"),
        }
    }
}

/// The bounds of `evaluation/floors.tsv`: set, metric, bound.
pub struct Bounds(BTreeMap<(String, String), Bound>);

impl Bounds {
    /// Reads the table.
    pub fn read(path: &Path) -> Result<Self> {
        let mut bounds = BTreeMap::new();
        for (key, text) in rows(path)? {
            let bound = Bound::parse(&text)
                .with_context(|| format!("{}: `{text}` is neither `>= N` nor `<= N`", path.display()))?;
            bounds.insert(key, bound);
        }
        Ok(Bounds(bounds))
    }

    /// The bound of a metric, where it has one.
    pub fn get(&self, score: &Score) -> Option<Bound> {
        self.0.get(&(score.set.to_owned(), score.metric.clone())).copied()
    }
}

/// What others reach, from `evaluation/peers.tsv`: set, metric, names with values.
pub struct Peers(BTreeMap<(String, String), String>);

impl Peers {
    /// Reads the table.
    pub fn read(path: &Path) -> Result<Self> {
        Ok(Peers(rows(path)?.into_iter().collect()))
    }

    /// What others reach on a metric; empty where nobody is known.
    pub fn get(&self, score: &Score) -> &str {
        self.0
            .get(&(score.set.to_owned(), score.metric.clone()))
            .map_or("", String::as_str)
    }
}

/// The rows of a table of three columns parted by tabs; `#` starts a comment line.
fn rows(path: &Path) -> Result<Vec<((String, String), String)>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [set, metric, value] = cells[..] else {
            bail!("{}:{}: not three columns parted by tabs", path.display(), index + 1);
        };
        rows.push(((set.to_owned(), metric.to_owned()), value.to_owned()));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_compared_as_printed() {
        let least = Bound::parse(">= 0.95").unwrap();
        assert!(least.holds(0.9496) && !least.holds(0.9494));
        let most = Bound::parse("<= 3").unwrap();
        assert!(most.holds(3.0) && !most.holds(4.0));
        assert_eq!(Bound::parse("0.95"), None);
    }

    #[test]
    fn the_committed_tables_can_be_read() {
        let folder = crate::place::root().join("evaluation");
        Bounds::read(&folder.join("floors.tsv")).unwrap();
        Peers::read(&folder.join("peers.tsv")).unwrap();
    }
}
