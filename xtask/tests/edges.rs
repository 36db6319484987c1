//! The architecture as a test: which crate may use which, and what the pure crates must not see.
//!
//! Text, model, HTML, WARC, extraction, analysis and linking are pure: the same functions run live, in batch, as a
//! function of a cluster and under a fuzzer, so they see no socket, clock, database, thread or file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

/// Each crate, its layer, and which crates of the workspace it may use. `text` may stand wherever `model` may.
const ALLOWED: [(&str, u8, &[&str]); 14] = [
    ("isnad-text", 0, &[]),
    ("isnad-html", 0, &[]),
    ("isnad-warc", 0, &[]),
    ("isnad-model", 1, &["isnad-text"]),
    ("isnad-extract", 2, &["isnad-text", "isnad-model", "isnad-html"]),
    ("isnad-analyse", 2, &["isnad-text", "isnad-model"]),
    ("isnad-link", 2, &["isnad-text", "isnad-model"]),
    ("isnad-store", 2, &["isnad-text", "isnad-model", "isnad-warc"]),
    ("isnad-search", 2, &["isnad-text", "isnad-model"]),
    (
        "isnad-gather",
        2,
        &["isnad-text", "isnad-model", "isnad-html", "isnad-warc"],
    ),
    (
        "isnad-cluster",
        3,
        &[
            "isnad-text",
            "isnad-model",
            "isnad-warc",
            "isnad-extract",
            "isnad-analyse",
            "isnad-link",
        ],
    ),
    (
        "isnad-engine",
        3,
        &[
            "isnad-text",
            "isnad-model",
            "isnad-gather",
            "isnad-extract",
            "isnad-analyse",
            "isnad-link",
            "isnad-store",
            "isnad-search",
        ],
    ),
    (
        "isnad-web",
        4,
        &[
            "isnad-text",
            "isnad-model",
            "isnad-engine",
            "isnad-store",
            "isnad-search",
        ],
    ),
    (
        "isnad",
        5,
        &[
            "isnad-text",
            "isnad-html",
            "isnad-warc",
            "isnad-model",
            "isnad-extract",
            "isnad-analyse",
            "isnad-link",
            "isnad-store",
            "isnad-search",
            "isnad-gather",
            "isnad-engine",
            "isnad-web",
        ],
    ),
];

const PURE: [&str; 7] = [
    "isnad-text",
    "isnad-model",
    "isnad-html",
    "isnad-warc",
    "isnad-extract",
    "isnad-analyse",
    "isnad-link",
];

/// Crates that bring a socket, a clock's timer, a database or threads.
const IMPURE_CRATES: [&str; 6] = ["tokio", "reqwest", "rusqlite", "tantivy", "rayon", "axum"];

/// What of the standard library (and of jiff: the clock) a pure crate does not name.
const IMPURE_NAMES: [&str; 9] = [
    "std::net",
    "std::thread",
    "std::fs",
    "std::process",
    "SystemTime",
    "Instant",
    "Timestamp::now",
    "Zoned::now",
    "File::open",
];

/// The task runner may use any crate, and nothing may use it.
const TASKS: &str = "xtask";

fn metadata() -> Metadata {
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8(rustc.stdout).expect("rustc writes UTF-8");
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host");
    MetadataCommand::new()
        .manifest_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"))
        .other_options(["--locked", "--filter-platform", host].map(str::to_owned))
        .exec()
        .expect("cargo metadata runs")
}

fn allowed() -> BTreeMap<&'static str, (u8, BTreeSet<&'static str>)> {
    ALLOWED
        .iter()
        .map(|&(name, layer, edges)| (name, (layer, edges.iter().copied().collect())))
        .collect()
}

/// Names of all crates that a crate uses when it is built for use, itself left out.
fn closure(metadata: &Metadata, start: &PackageId) -> BTreeSet<String> {
    let nodes = &metadata.resolve.as_ref().expect("the graph is resolved").nodes;
    let edges: BTreeMap<&PackageId, Vec<&PackageId>> = nodes
        .iter()
        .map(|node| {
            let normal = node
                .deps
                .iter()
                .filter(|edge| edge.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
            (&node.id, normal.map(|edge| &edge.pkg).collect())
        })
        .collect();
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for next in &edges[id] {
            if seen.insert(*next) {
                open.push(next);
            }
        }
    }
    seen.into_iter().map(|id| metadata[id].name.to_string()).collect()
}

fn members(metadata: &Metadata) -> Vec<&Package> {
    metadata.workspace_packages()
}

#[test]
fn every_crate_of_the_workspace_has_a_place() {
    let allowed = allowed();
    for package in members(&metadata()) {
        let name = package.name.as_str();
        assert!(
            name == TASKS || allowed.contains_key(name),
            "{name} has no place in the architecture: name it in ALLOWED"
        );
    }
}

#[test]
fn crates_use_only_what_the_architecture_allows() {
    let metadata = metadata();
    let allowed = allowed();
    let mut faults = Vec::new();
    for package in members(&metadata) {
        let Some((layer, edges)) = allowed.get(package.name.as_str()) else {
            continue;
        };
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| dependency.path.is_some())
        {
            let user = package.name.as_str();
            let used = dependency.name.as_str();
            let used_layer = allowed.get(used).map(|(used_layer, _)| *used_layer);
            let is_fine = match (dependency.kind, used_layer) {
                (_, None) => false,
                (DependencyKind::Development, Some(used_layer)) => used_layer <= *layer,
                (_, Some(_)) => edges.contains(used),
            };
            if !is_fine {
                faults.push(format!("{user} -> {used} ({:?})", dependency.kind));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "edges that the architecture does not allow: {faults:#?}"
    );
}

#[test]
fn pure_crates_bring_no_socket_database_or_thread() {
    let metadata = metadata();
    let mut faults = Vec::new();
    for package in members(&metadata)
        .into_iter()
        .filter(|package| PURE.contains(&package.name.as_str()))
    {
        let used = closure(&metadata, &package.id);
        faults.extend(
            IMPURE_CRATES
                .iter()
                .filter(|name| used.contains(**name))
                .map(|name| format!("{} -> {name}", package.name)),
        );
    }
    assert!(faults.is_empty(), "pure crates that use impure ones: {faults:#?}");
}

#[test]
fn the_engine_is_seen_to_bring_a_runtime_and_a_database() {
    let metadata = metadata();
    let engine = members(&metadata)
        .into_iter()
        .find(|package| package.name == "isnad-engine")
        .expect("it exists");
    let used = closure(&metadata, &engine.id);
    for name in ["tokio", "rusqlite", "isnad-text"] {
        assert!(used.contains(name), "{name} is missing in {used:?}");
    }
}

#[test]
fn pure_crates_name_no_socket_clock_thread_or_file() {
    let metadata = metadata();
    let mut faults = Vec::new();
    for package in members(&metadata)
        .into_iter()
        .filter(|package| PURE.contains(&package.name.as_str()))
    {
        let folder = package
            .manifest_path
            .parent()
            .expect("a manifest has a folder")
            .join("src");
        for path in sources(folder.as_std_path()) {
            let text = fs::read_to_string(&path).expect("a source is UTF-8");
            faults.extend(
                impure_names(&text)
                    .into_iter()
                    .map(|(line, name)| format!("{}:{line}: {name}", path.display())),
            );
        }
    }
    assert!(faults.is_empty(), "pure crates that reach outside: {faults:#?}");
}

#[test]
fn impure_names_are_found_outside_comments_and_tests() {
    let text = "//! not std::fs\nuse std::fs;\nlet instant = now(); // Instant\n#[cfg(test)]\nmod tests { use std::thread; }\n";
    assert_eq!(impure_names(text), [(2, "std::fs")]);
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a crate has sources") {
        let path = entry.expect("the folder can be read").path();
        let is_tests = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() && !is_tests {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_tests {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Lines outside comments, up to the unit tests that end a file, which name what a pure crate must not see.
fn impure_names(text: &str) -> Vec<(usize, &'static str)> {
    let code = text
        .lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
    let mut found = Vec::new();
    for (index, line) in code {
        let without_comment = line.split("//").next().unwrap_or_default();
        let words = IMPURE_NAMES.iter().filter(|name| holds_word(without_comment, name));
        found.extend(words.map(|name| (index + 1, *name)));
    }
    found
}

fn holds_word(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let is_word = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !is_word(line[..at].chars().next_back()) && !is_word(line[at + name.len()..].chars().next())
    })
}
