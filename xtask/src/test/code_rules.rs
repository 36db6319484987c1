//! The rules of CONTRIBUTING.md that no other tool checks: small files, nothing unfinished, no path of one machine.
//!
//! All files of the repository are read, tracked by git or not, except folders that hold what a build made.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// More lines than this need a reason at the top of the file.
const LINES: usize = 500;

/// How a file says why it is longer.
const REASON: &str = "//! Long because: ";

/// What must not stand in finished code. Written in two parts, or this file would break its own rule.
const UNFINISHED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("dbg", "!("),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];

/// Top folders that exist on the machine of one developer and not on that of the next.
const MACHINE_FOLDERS: [&str; 5] = ["work", "home", "root", "tmp", "Users"];

/// Kinds of file in which such a path would be ours; pages and feeds of a corpus may hold any URL path.
const WRITTEN_BY_US: [&str; 8] = ["rs", "toml", "md", "sh", "py", "yml", "css", "mjs"];

/// Reads the repository and lists everything that breaks a rule.
pub fn check(root: &Path) -> Result<()> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let mut faults = Vec::new();
    for path in &files {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
        let extension = path
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default();
        if extension == "rs" {
            faults.extend(too_long(&text).map(|fault| format!("{name}: {fault}")));
            faults.extend(unfinished(&text).map(|(line, fault)| format!("{name}:{line}: {fault}")));
        }
        if WRITTEN_BY_US.contains(&extension) || name.starts_with(".ci/") {
            faults.extend(machine_paths(&text).map(|(line, fault)| format!("{name}:{line}: {fault}")));
        }
    }
    if !faults.is_empty() {
        bail!("{} rules are broken:\n  {}", faults.len(), faults.join("\n  "));
    }
    println!("{} files keep the rules", files.len());
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_file() {
            files.push(path);
        } else if entry.file_type()?.is_dir() && !is_made_by_tools(&path) {
            collect(&path, files)?;
        }
    }
    Ok(())
}

fn is_made_by_tools(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default();
    name == ".git" || name == "target" || name == "node_modules" || folder.join("CACHEDIR.TAG").exists()
}

fn too_long(text: &str) -> Option<String> {
    let lines = text.lines().count();
    let has_reason = text.lines().any(|line| line.starts_with(REASON));
    (lines > LINES && !has_reason).then(|| format!("{lines} lines, more than {LINES}, and no line `{REASON}...`"))
}

fn unfinished(text: &str) -> impl Iterator<Item = (usize, String)> {
    numbered(text).flat_map(|(number, line)| {
        UNFINISHED
            .iter()
            .filter(move |mark| line.contains(*mark))
            .map(move |mark| (number, format!("holds `{mark}`")))
    })
}

fn machine_paths(text: &str) -> impl Iterator<Item = (usize, String)> {
    numbered(text).flat_map(|(number, line)| {
        MACHINE_FOLDERS
            .iter()
            .filter(move |folder| names_folder(line, folder))
            .map(move |folder| (number, format!("names a path under /{folder}/ of one machine")))
    })
}

/// Whether the line holds `/folder/` as the start of a path, so not inside a URL or a longer path.
fn names_folder(line: &str, folder: &str) -> bool {
    let start = format!("/{folder}/");
    line.match_indices(&start).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|character| character.is_alphanumeric() || "._-/~}*)".contains(character))
    })
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_needs_a_reason() {
        let long = "fn f() {}\n".repeat(LINES + 1);
        assert!(too_long(&long).is_some());
        assert_eq!(too_long(&format!("{REASON}it is one table\n{long}")), None);
        assert_eq!(too_long("fn f() {}\n"), None);
    }

    #[test]
    fn unfinished_code_is_found_with_its_line() {
        let text = format!("fn f() {{\n    {}x);\n}}\n", UNFINISHED[2]);
        let found: Vec<usize> = unfinished(&text).map(|(line, _)| line).collect();
        assert_eq!(found, [2]);
    }

    #[test]
    fn only_the_start_of_a_path_counts_as_a_machine_path() {
        assert!(names_folder(&format!("let path = \"/{}/x\";", "home"), "home"));
        assert!(names_folder(&format!("see /{}/x", "tmp"), "tmp"));
        assert!(!names_folder("https://example.org/home/x", "home"));
        assert!(!names_folder("crates/work/src", "work"));
    }
}
