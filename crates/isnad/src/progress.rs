//! The progress bar on stderr, shown only where stderr is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A bar over the bytes of the input with a count of records beside it.
pub struct Progress {
    bar: ProgressBar,
    bytes_read: Arc<AtomicU64>,
}

impl Progress {
    /// A bar that ends at `total_bytes`; a spinner where the end is not known.
    pub fn new(total_bytes: Option<u64>, bytes_read: Arc<AtomicU64>) -> Progress {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr_with_hz(8)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(total_bytes, target);
        let template = match total_bytes {
            Some(_) => "{bar:30} {percent:>3} %  {bytes}/{total_bytes}  {msg}  {elapsed}, {eta} left",
            None => "{spinner} {bytes}  {msg}  {elapsed}",
        };
        bar.set_style(ProgressStyle::with_template(template).expect("template is constant and valid"));
        Progress { bar, bytes_read }
    }

    /// Shows how far the input is read and how many records are done and skipped.
    pub fn show(&self, done: u64, skipped: u64) {
        self.bar.set_position(self.bytes_read.load(Ordering::Relaxed));
        let elapsed_seconds = self.bar.elapsed().as_secs_f64().max(0.001);
        let skipped_note = if skipped > 0 {
            format!(", {skipped} skipped")
        } else {
            String::new()
        };
        self.bar.set_message(format!(
            "{done} records{skipped_note}, {:.0}/s",
            done as f64 / elapsed_seconds
        ));
    }

    /// Shows that the input is read and what is waited for.
    pub fn wait_for(&self, what: String) {
        self.bar.set_position(self.bytes_read.load(Ordering::Relaxed));
        self.bar.set_message(what);
        self.bar.tick();
    }

    /// Prints a line above the bar, on stderr.
    pub fn error(&self, place: &str, reason: &str) {
        self.bar.suspend(|| eprintln!("error: {place}: {reason}"));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
