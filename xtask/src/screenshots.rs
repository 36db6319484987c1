//! `cargo xtask screenshots`: pictures of the reader over the sample, in docs/screenshots.

use std::path::PathBuf;

use anyhow::Result;

use crate::test::needs;
use crate::{browser, place};

/// Arguments of `cargo xtask screenshots`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Take the pictures of this binary instead of building one.
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
}

/// Makes all pictures anew.
pub fn run(arguments: Arguments) -> Result<()> {
    needs::check_pictures()?;
    browser::screenshots(&place::binary(arguments.binary)?)
}
