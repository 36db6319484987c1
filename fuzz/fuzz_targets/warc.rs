//! Any bytes as an archive: records and damage, and an end.
#![no_main]

use isnad_warc::{Reader, http_payload};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|archive: &[u8]| {
    for record in Reader::new(archive).flatten() {
        let _ = http_payload(&record, 1 << 20);
    }
});
