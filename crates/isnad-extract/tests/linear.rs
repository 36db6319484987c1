//! Pages made to hurt: each must be read in time linear in its length.

use isnad_extract::{Hint, extract};
use std::time::{Duration, Instant};

#[path = "../examples/odd_pages/mod.rs"]
mod odd_pages;

/// Generous for a busy machine without optimisation; a reading that is quadratic takes longer, mostly minutes.
const LIMIT: Duration = Duration::from_secs(4);

#[test]
fn hostile_pages_are_read_in_linear_time() {
    for (name, page) in odd_pages::ALL {
        let html = page(2);
        let started = Instant::now();
        extract(html.as_bytes(), &Hint::default());
        let taken = started.elapsed();
        assert!(taken < LIMIT, "{name}: {taken:?}");
    }
}
