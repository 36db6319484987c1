//! Reads pages as JSON Lines, `{"id", "url"?, "html"}`, and writes one Article a line, in the same order.
//!
//! ```sh
//! cargo run --release -p isnad-extract --example extract_jsonl < pages.jsonl > articles.jsonl
//! ```
//! The bytes read and the time spent in extraction alone go to stderr.

use isnad_extract::{Hint, Record};
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut html_bytes, mut spent) = (0, Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let record = Record::parse(&line?)?;
        if let Record::Html { html, .. } = &record {
            html_bytes += html.len();
        }
        let started = Instant::now();
        let article = record.into_article(&Hint::default());
        spent += started.elapsed();
        serde_json::to_writer(&mut out, &article)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    let megabytes = html_bytes as f64 / 1e6;
    eprintln!(
        "{megabytes:.1} MB in {spent:.2?}: {:.0} MB/s",
        megabytes / spent.as_secs_f64()
    );
    Ok(())
}
