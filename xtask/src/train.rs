//! `cargo xtask train`.

/// Arguments of `cargo xtask train`.
#[derive(clap::Args)]
pub struct Arguments {}

/// Runs it.
pub fn run(_arguments: Arguments) -> anyhow::Result<()> {
    anyhow::bail!("not built yet")
}
