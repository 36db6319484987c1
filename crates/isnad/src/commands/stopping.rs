//! The signals that ask a server to stop.

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ctrl-C, and the signal by which service managers end a process.
///
/// Made before the server's address is printed: who knows the address may ask at once, and a signal that nobody
/// catches yet kills the process with its stages half done.
pub(super) struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    /// Catches the signals from now on; needs the event loop.
    pub(super) fn catch() -> anyhow::Result<StopSignals> {
        let caught = |kind| signal(kind).context("the signals to stop cannot be caught");
        Ok(StopSignals {
            interrupt: caught(SignalKind::interrupt())?,
            terminate: caught(SignalKind::terminate())?,
        })
    }

    /// Ends when one of them has come.
    pub(super) async fn asked(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
