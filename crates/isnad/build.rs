//! Makes the table of the sample's files that `isnad demo` carries: name and bytes of each.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    // asked when it runs, not when it is compiled: a build script may be moved with its target folder
    let package = from_cargo("CARGO_MANIFEST_DIR")?;
    let sample = Path::new(&package).join("../../sample").canonicalize()?;
    println!("cargo::rerun-if-changed={}", sample.display());
    let mut files = Vec::new();
    collect(&sample, &mut files)?;
    files.sort();

    let mut table = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&sample).unwrap_or(&file).display().to_string();
        writeln!(
            table,
            "    ({name:?}, include_bytes!({:?})),",
            file.display().to_string()
        )
        .map_err(std::io::Error::other)?;
    }
    table.push_str("]\n");
    std::fs::write(Path::new(&from_cargo("OUT_DIR")?).join("sample.rs"), table)
}

fn from_cargo(name: &str) -> std::io::Result<OsString> {
    std::env::var_os(name).ok_or_else(|| std::io::Error::other(format!("cargo sets {name}")))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
