//! Any bytes as an HTML page: an article comes out, and its blocks hold no text that is empty.
#![no_main]

use isnad_extract::{Hint, extract};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &[u8]| {
    let article = extract(page, &Hint::default());
    assert!(article.blocks.iter().all(|block| !block.text.trim().is_empty()));
});
