//! How far the tree agrees with html5ever on pages, `{"id", "html"}` a line.
//!
//! ```sh
//! cargo run --release -p isnad-html --example agreement -- pages.jsonl
//! ```
//! Prints a line for each page: its id, what differs (`same`, `parent`, `order` or `text`), and where it first does,
//! ours and theirs.

use isnad_html::decode;
use std::io::{BufRead, BufReader, BufWriter, Write};

#[path = "../tests/oracle/mod.rs"]
mod oracle;

/// html5ever's tree is taken down by recursion.
const STACK_BYTES: usize = 1 << 30;

/// So much of a text is shown.
const SHOWN_CHARS: usize = 60;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let reader = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(read)?;
    reader.join().map_err(|_| "reading a page failed")?
}

fn read() -> Result<(), Failure> {
    let path = std::env::args().nth(1).ok_or("usage: agreement PAGES")?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let page: serde_json::Value = serde_json::from_str(&line?)?;
        let (id, html) = (page["id"].as_str().unwrap_or_default(), page["html"].as_str());
        let source = decode(html.ok_or("a page without html")?.as_bytes(), None).text;
        let (ours, theirs) = (oracle::ours(&source), oracle::theirs(&source));
        let at = ours.iter().zip(&theirs).position(|(one, other)| one != other);
        let at = at.unwrap_or(ours.len().min(theirs.len()));
        let (our, their) = (shown(ours.get(at)), shown(theirs.get(at)));
        writeln!(out, "{id}\t{}\t{our}\t{their}", oracle::difference(&ours, &theirs))?;
    }
    out.flush()?;
    Ok(())
}

fn shown(text: Option<&(String, String)>) -> String {
    let Some((parent, text)) = text else {
        return "nothing".to_owned();
    };
    let beginning: String = text.chars().take(SHOWN_CHARS).collect();
    format!("{parent}: {beginning}")
}
