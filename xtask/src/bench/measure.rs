//! A measured value with its goal, and what every bench needs.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{child, place};

/// What a value should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// At least this.
    AtLeast(f64),
    /// At most this.
    AtMost(f64),
}

impl fmt::Display for Goal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Goal::AtLeast(least) => write!(formatter, ">= {least}"),
            Goal::AtMost(most) => write!(formatter, "<= {most}"),
        }
    }
}

/// One measured value.
pub struct Measure {
    /// What was run.
    pub what: String,
    /// What was measured, with its unit.
    pub measure: &'static str,
    /// The value.
    pub value: f64,
    /// What it should be, where that was decided.
    pub goal: Option<Goal>,
}

impl Measure {
    /// A value without a goal.
    pub fn new(what: impl Into<String>, measure: &'static str, value: f64) -> Self {
        Measure {
            what: what.into(),
            measure,
            value,
            goal: None,
        }
    }

    /// The same with a goal.
    pub fn goal(mut self, goal: Goal) -> Self {
        self.goal = Some(goal);
        self
    }

    /// The value with as many digits as it deserves.
    pub fn shown(&self) -> String {
        match self.value {
            value if value >= 100.0 => format!("{value:.0}"),
            value if value >= 10.0 => format!("{value:.1}"),
            value => format!("{value:.2}"),
        }
    }

    /// Whether the goal is met, in words.
    pub fn verdict(&self) -> &'static str {
        let is_met = match self.goal {
            None => return "",
            Some(Goal::AtLeast(least)) => self.value >= least,
            Some(Goal::AtMost(most)) => self.value <= most,
        };
        if is_met { "met" } else { "missed" }
    }
}

/// A binary to measure, the data sets, and a working folder.
pub struct Bench {
    /// Data sets and scripts.
    pub shared: PathBuf,
    /// The binary.
    pub binary: PathBuf,
    /// What is made goes here.
    pub folder: PathBuf,
}

impl Bench {
    /// Makes the folder.
    pub fn open(shared: PathBuf, binary: PathBuf) -> Result<Self> {
        let folder = place::target().join("bench");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Bench { shared, binary, folder })
    }

    /// The news of ANT as input of the filters and of import, and how many articles it has.
    pub fn news(&self) -> Result<(PathBuf, usize)> {
        let path = self.folder.join("ant.jsonl");
        let mut make = self.script("inputs.py");
        make.arg("ant").arg(self.shared.join("data/ant-multisource.jsonl.gz"));
        child::into_file(&mut make, &path)?;
        let articles = lines(&path)?;
        Ok((path, articles))
    }

    /// A script of the shared folder.
    pub fn script(&self, name: &str) -> Command {
        let mut command = Command::new("python3");
        command
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg(self.shared.join("score").join(name));
        command
    }

    /// The binary with its first arguments.
    pub fn isnad(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_remove("ISNAD_DATA");
        command
    }

    /// The binary, held on one core.
    pub fn isnad_on_one_core(&self, arguments: &[&str]) -> Command {
        let mut command = on_one_core(&self.binary);
        command.args(arguments);
        command
    }
}

/// A program held on the first core (util-linux' taskset, part of every Debian).
pub fn on_one_core(program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", "0"]).arg(program);
    command
}

/// What a program prints.
pub fn printed(command: &mut Command) -> Result<String> {
    let output = child::output(command)?;
    if !output.status.success() {
        bail!("{} failed: {}", child::describe(command), output.status);
    }
    String::from_utf8(output.stdout).context("a program printed no UTF-8")
}

/// How many lines a file has.
pub fn lines(path: &Path) -> Result<usize> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes.iter().filter(|byte| **byte == b'\n').count())
}

/// Bytes as mebibytes.
pub fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_or_missed() {
        let rate = |value| Measure::new("import", "articles/s", value).goal(Goal::AtLeast(600.0));
        assert_eq!((rate(600.0).verdict(), rate(599.0).verdict()), ("met", "missed"));
        assert_eq!(Measure::new("import", "wall s", 1.0).verdict(), "");
    }
}
