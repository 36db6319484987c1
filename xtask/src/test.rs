//! `cargo xtask test`.

/// Arguments of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Arguments {}

/// Runs it.
pub fn run(_arguments: Arguments) -> anyhow::Result<()> {
    anyhow::bail!("not built yet")
}
