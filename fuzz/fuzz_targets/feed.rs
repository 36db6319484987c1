//! Any bytes as a feed: entries or an error.
#![no_main]

use isnad_gather::parse_feed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|feed: &[u8]| {
    let _ = parse_feed(feed, None, "https://feed.example/rss");
});
