//! What a command came to, and the exit code that says so.
//!
//! 0 all read; 1 nothing could be done; 2 wrong usage; 3 finished, but some records were skipped.

use std::process::ExitCode;

/// How many records a command dealt with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Records read and dealt with.
    pub done: u64,
    /// Records skipped, each named on stderr.
    pub skipped: u64,
}

/// The exit code of `result`; an error is printed with its causes.
pub fn exit_code(result: anyhow::Result<Outcome>) -> ExitCode {
    match result {
        Ok(Outcome { skipped: 0, .. }) => ExitCode::SUCCESS,
        Ok(Outcome { done: 0, .. }) => ExitCode::from(1),
        Ok(_) => ExitCode::from(3),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(1)
        }
    }
}

/// Whoever read our output has seen enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
