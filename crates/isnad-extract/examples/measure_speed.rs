//! How fast the library alone extracts whole articles with their metadata, by processor time.
//!
//! ```sh
//! cargo run --release -p isnad-extract --example measure_speed -- pages.jsonl ROUNDS
//! cargo run --release -p isnad-extract --example measure_speed -- odd [NAME...]
//! ```
//! The first reads pages, `{"id", "url"?, "html"}` a line, into memory, extracts all of them ROUNDS times and prints
//! the pages, the bytes of HTML and the seconds. The second reads pages made to hurt, of a size and of two and four
//! times that size, and prints a line for each: its name, the bytes of the largest and the milliseconds of all three.
//! The processor time is that of Linux' `/proc/self/schedstat`. Memory comes from mimalloc, as in the binary.

use isnad_extract::{Hint, Record, extract};
use std::hint::black_box;

mod odd_pages;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What takes less is repeated, since the kernel counts processor time in steps of some milliseconds.
const LEAST_SECONDS: f64 = 0.25;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [odd, wanted @ ..] if odd == "odd" => odd_pages_in_three_sizes(wanted),
        [pages, rounds] => all_of(pages, rounds.parse()?),
        _ => Err("usage: measure_speed PAGES ROUNDS | measure_speed odd [NAME...]".into()),
    }
}

fn all_of(path: &str, rounds: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut pages = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        if let Record::Html { hint, html } = Record::parse(line)? {
            pages.push((hint, html));
        }
    }
    let bytes: usize = pages.iter().map(|(_, html)| html.len()).sum();
    let started = cpu_seconds()?;
    for _ in 0..rounds {
        for (hint, html) in &pages {
            black_box(extract(html.as_bytes(), hint));
        }
    }
    let seconds = cpu_seconds()? - started;
    println!("{}\t{}\t{seconds}", pages.len() * rounds, bytes * rounds);
    Ok(())
}

fn odd_pages_in_three_sizes(wanted: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    for (name, page) in odd_pages::ALL.into_iter().filter(|(name, _)| is_wanted(name)) {
        let mut milliseconds = Vec::new();
        for factor in [1, 2, 4] {
            milliseconds.push(1000.0 * seconds_of(&page(factor))?);
        }
        let bytes = page(4).len();
        println!(
            "{name}\t{bytes}\t{}\t{}\t{}",
            milliseconds[0], milliseconds[1], milliseconds[2]
        );
    }
    Ok(())
}

/// Processor time of extracting one page, the mean of as many times as it takes to measure it.
fn seconds_of(page: &str) -> Result<f64, Box<dyn std::error::Error>> {
    let started = cpu_seconds()?;
    let mut rounds = 0;
    loop {
        black_box(extract(page.as_bytes(), &Hint::default()));
        rounds += 1;
        let seconds = cpu_seconds()? - started;
        if seconds >= LEAST_SECONDS {
            return Ok(seconds / f64::from(rounds));
        }
    }
}

/// Processor time of this process so far.
fn cpu_seconds() -> Result<f64, Box<dyn std::error::Error>> {
    let counted = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = counted.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1e9)
}
