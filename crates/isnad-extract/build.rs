//! Makes constants of the learned scorer's table, so that nothing is read at run time and nothing can fail there.

#[path = "src/content/scorer_table.rs"]
mod scorer_table;
#[path = "src/content/scorer_terms.rs"]
mod scorer_terms;

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

const TABLE: &str = "data/block_scorer.tsv";

fn main() {
    for path in [TABLE, "src/content/scorer_table.rs", "src/content/scorer_terms.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let file = fs::read_to_string(TABLE).unwrap_or_else(|error| panic!("cannot read {TABLE}: {error}"));
    let table = scorer_table::read(&file).unwrap_or_else(|fault| panic!("{TABLE}: {fault}"));
    let folder = env::var_os("OUT_DIR").expect("cargo names a folder for what is made");
    fs::write(Path::new(&folder).join("block_scorer.rs"), written(&table)).expect("cargo's folder can be written");
}

/// The table as Rust.
fn written(table: &scorer_table::Table) -> String {
    let mut code = format!(
        "pub(super) const START: f32 = {:?};\npub(super) static ROOTS: [u16; {}] = {:?};\n\
         pub(super) static NODES: [Node; {}] = [\n",
        table.start,
        table.roots.len(),
        table.roots,
        table.nodes.len()
    );
    for node in &table.nodes {
        let _ = writeln!(code, "    {node:?},");
    }
    code.push_str("];\n");
    code
}
