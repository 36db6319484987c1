//! Any text as a query: a query, or an error that names a place inside it.
#![no_main]

use isnad_search::Query;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|written: &str| {
    let _ = Query::parse(written);
    let _ = Query::any_of(written);
});
