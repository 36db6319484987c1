//! The scripts of `browser/`: the reader walked in Chromium, and its screenshots.
//!
//! The packages they need are pinned in `browser/package-lock.json` and installed beside it by npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::{child, place};

/// Tests the checks themselves, then walks the reader of the binary that the tests built.
pub fn walk() -> Result<()> {
    install()?;
    child::run(node().args(["--test", "--test-reporter=dot", "selftest.mjs"]))?;
    child::run(node().arg("walk.mjs").arg(tested_binary()?))
}

/// Makes the screenshots of the reader in docs/screenshots.
pub fn screenshots(binary: &Path) -> Result<()> {
    install()?;
    let folder = place::root().join("docs").join("screenshots");
    child::run(node().arg("shots.mjs").arg(binary).arg(folder))
}

fn folder() -> PathBuf {
    place::root().join("browser")
}

fn node() -> Command {
    let mut command = Command::new("node");
    command.current_dir(folder());
    command
}

/// Installs the pinned packages where they are not, or are those of an older lock file.
fn install() -> Result<()> {
    let changed = |path: PathBuf| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    let installed = changed(folder().join("node_modules").join(".package-lock.json"));
    if installed >= changed(folder().join("package-lock.json")) {
        return Ok(());
    }
    child::run(Command::new("npm").current_dir(folder()).args(["ci", "--no-progress"]))
}

/// The binary of the test profile. The black-box tests built it; alone, this step builds it as they do.
fn tested_binary() -> Result<PathBuf> {
    let mut build = Command::new(place::cargo());
    build
        .current_dir(place::root())
        .args(["test", "--quiet", "--workspace", "--no-run"]);
    child::run(&mut build)?;
    let binary = place::target().join("debug").join("isnad");
    binary
        .canonicalize()
        .with_context(|| format!("the tests left no binary at {}", binary.display()))
}
