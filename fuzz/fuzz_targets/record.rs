//! Any text as a line of JSON Lines input: a record that becomes an article, or an error.
#![no_main]

use isnad_extract::{Hint, Record};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|line: &str| {
    if let Ok(record) = Record::parse(line) {
        record.into_article(&Hint::default());
    }
});
