//! The most memory that extracting a page takes beside the page itself, as a multiple of the page.
//!
//! ```sh
//! cargo run --release -p isnad-extract --example measure_memory -- pages.jsonl
//! ```
//! Reads pages, `{"id", "url"?, "html"}` a line, and prints for each its id, its bytes, and the most bytes that were
//! allocated at once while it was extracted, the article included. Tables that are made once are made before.

use isnad_extract::{Hint, Record, extract};
use peak_alloc::PeakAlloc;

mod odd_pages;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: measure_memory PAGES")?;
    let pages = std::fs::read_to_string(path)?;
    let records: Vec<Record> = pages.lines().map(Record::parse).collect::<Result<_, _>>()?;
    let read = records.iter().filter_map(|record| match record {
        Record::Html { hint, html } => Some((hint, html.as_str())),
        _ => None,
    });
    for (hint, html) in read.clone() {
        extract(html.as_bytes(), hint);
    }
    for (hint, html) in read {
        report(&hint.id, html, hint);
    }
    for (name, page) in odd_pages::ALL {
        report(&format!("odd: {name}"), &page(1), &Hint::default());
    }
    Ok(())
}

fn report(name: &str, html: &str, hint: &Hint) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    drop(extract(html.as_bytes(), hint));
    let most = ALLOCATOR.peak_usage() - before;
    println!("{name}\t{}\t{most}", html.len());
}
