//! Any text as a scraped one: an article comes out, and reading its text again does not fail.
#![no_main]

use isnad_extract::{Hint, repair};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let article = repair(text, &Hint::default());
    let blocks: Vec<&str> = article.blocks.iter().map(|block| block.text.as_str()).collect();
    repair(&blocks.join("\n"), &Hint::default());
});
