//! `peer-dom-smoothie PAGES ROUNDS`: reads pages, `{"url"?, "html"}` a line, into memory, extracts all of them ROUNDS
//! times and prints the pages, the bytes of HTML and the seconds of processor time (Linux' `/proc/self/schedstat`).

use dom_smoothie::{Config, Readability};
use std::hint::black_box;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, rounds] = &arguments[..] else {
        return Err("usage: peer-dom-smoothie PAGES ROUNDS".into());
    };
    let rounds: usize = rounds.parse()?;
    let mut pages = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let page: serde_json::Value = serde_json::from_str(line)?;
        let text = |name: &str| page[name].as_str().map(str::to_owned);
        pages.push((text("url"), text("html").ok_or("a page without html")?));
    }
    let bytes: usize = pages.iter().map(|(_, html)| html.len()).sum();
    let started = cpu_seconds()?;
    for _ in 0..rounds {
        for (url, html) in &pages {
            // A page that it finds no article in counts all the same.
            let _ = black_box(read(html, url.as_deref()));
        }
    }
    let seconds = cpu_seconds()? - started;
    println!("{}\t{}\t{seconds}", pages.len() * rounds, bytes * rounds);
    Ok(())
}

fn read(html: &str, url: Option<&str>) -> Result<dom_smoothie::Article, dom_smoothie::ReadabilityError> {
    Readability::new(html, url, Some(Config::default()))?.parse()
}

fn cpu_seconds() -> Result<f64, Box<dyn std::error::Error>> {
    let counted = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = counted.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1e9)
}
