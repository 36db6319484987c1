//! Running other programs, and measuring what they take.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::place;

/// How often a running program is looked at. Its peak memory is kept by the kernel, so only the last moments can be missed.
const POLL: Duration = Duration::from_millis(10);

/// Clock ticks a second in `/proc/PID/stat`: 100 on every Linux that Rust supports.
const TICKS_PER_SECOND: f64 = 100.0;

/// What a program took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// From start to end.
    pub wall_seconds: f64,
    /// Of all its threads, user and system.
    pub cpu_seconds: f64,
    /// The largest resident set.
    pub peak_bytes: u64,
}

/// Runs a program with the terminal as its output; an error says which program failed.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", describe(command)))?;
    if !status.success() {
        bail!("{} failed: {status}", describe(command));
    }
    Ok(())
}

/// An example of a crate, built.
pub fn example(package: &str, name: &str) -> Result<PathBuf> {
    let mut build = Command::new(place::cargo());
    build
        .current_dir(place::root())
        .args(["build", "--release", "--package", package, "--example", name]);
    run(&mut build)?;
    Ok(place::target().join("release/examples").join(name))
}

/// Runs a program and gives its standard output; its standard error goes to the terminal.
pub fn output(command: &mut Command) -> Result<Output> {
    command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", describe(command)))
}

/// Runs a program whose standard output goes into a file.
pub fn into_file(command: &mut Command, path: &Path) -> Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    run(command.stdout(file))
}

/// Runs a program to its end and measures it. Exit code 3 ("finished, some records were skipped") counts as success.
pub fn measured(command: &mut Command) -> Result<Usage> {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {}", describe(command)))?;
    let mut usage = Usage::default();
    let status = loop {
        usage = current(&child, usage);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(POLL);
    };
    usage.wall_seconds = start.elapsed().as_secs_f64();
    match status.code() {
        Some(0 | 3) => Ok(usage),
        _ => bail!("{} failed: {status}", describe(command)),
    }
}

/// What a running program has taken so far; `before` where it can no longer be read.
pub fn current(child: &Child, before: Usage) -> Usage {
    let folder = format!("/proc/{}", child.id());
    let Ok(stat) = fs::read_to_string(format!("{folder}/stat")) else {
        return before;
    };
    let Ok(status) = fs::read_to_string(format!("{folder}/status")) else {
        return before;
    };
    let Some(peak_kib) = kibibytes(&status, "VmHWM:") else {
        return before;
    };
    Usage {
        cpu_seconds: cpu_seconds(&stat).unwrap_or(before.cpu_seconds),
        peak_bytes: peak_kib * 1024,
        ..before
    }
}

/// The resident set of a running program.
pub fn resident_bytes(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    Some(kibibytes(&status, "VmRSS:")? * 1024)
}

fn kibibytes(status: &str, key: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse().ok()
}

/// User and system time of `/proc/PID/stat` (proc(5)): fields 14 and 15, counted after the name, which may hold blanks.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let user: f64 = fields.get(11)?.parse().ok()?;
    let system: f64 = fields.get(12)?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

/// A command as one would type it.
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_behind_a_name_with_blanks() {
        let stat = "42 (a (b) c) S 1 1 1 0 -1 4194304 500 0 0 0 250 50 0 0 20 0 4 0 1000 1 1";
        assert_eq!(cpu_seconds(stat), Some(3.0));
    }

    #[test]
    fn a_program_is_measured() {
        let usage = measured(Command::new("sleep").arg("0.05")).unwrap();
        assert!(usage.wall_seconds >= 0.05);
        assert!(usage.peak_bytes > 0);
    }

    #[test]
    fn a_failing_program_is_named() {
        let error = run(Command::new("false").arg("really")).unwrap_err();
        assert!(error.to_string().starts_with("false really failed"));
    }
}
