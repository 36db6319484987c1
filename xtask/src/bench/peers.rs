//! Other extractors as programs: made when they are first asked for, in folders of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::measure::Bench;
use crate::{child, place};

const RESILIPARSE: &str = "resiliparse==2.0.1";

/// A Python that has resiliparse, in a virtual environment of its own.
pub fn resiliparse(bench: &Bench) -> Result<PathBuf> {
    let environment = bench.folder.join("venv");
    let python = environment.join("bin/python");
    let has_it = |python: &Path| {
        let check = Command::new(python)
            .args(["-c", "import resiliparse.extract.html2text"])
            .output();
        check.is_ok_and(|output| output.status.success())
    };
    if !has_it(&python) {
        child::run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
        child::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", RESILIPARSE]))?;
    }
    Ok(python)
}

/// A program that extracts with dom_smoothie, from the crate in `xtask/peers/dom_smoothie`, which is no member of the
/// workspace.
pub fn dom_smoothie(bench: &Bench) -> Result<PathBuf> {
    let target = bench.folder.join("peers");
    let manifest = place::root().join("xtask/peers/dom_smoothie/Cargo.toml");
    let mut build = Command::new(place::cargo());
    build
        .args(["build", "--release", "--quiet", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(&target);
    child::run(&mut build).context("it could not be built; it needs crates.io")?;
    Ok(target.join("release/peer-dom-smoothie"))
}
