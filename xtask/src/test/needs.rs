//! What the build and the tests need of the machine, installed where this may be done, else named.
//!
//! A C compiler is not looked for here: without one xtask itself could not have been linked (`.ci/run` sees to it).

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::child;

/// Rust components that the steps call, with the cargo command that shows whether each is there.
const COMPONENTS: [(&str, &str); 2] = [("rustfmt", "fmt"), ("clippy", "clippy")];

/// Checks all needs; adds missing components of the toolchain where rustup is there.
pub fn check() -> Result<()> {
    for (component, subcommand) in COMPONENTS {
        if works(Command::new("cargo").args([subcommand, "--version"])) {
            continue;
        }
        if !works(Command::new("rustup").arg("--version")) {
            bail!("{component} is missing\nhint: install the {component} of your Rust toolchain");
        }
        child::run(Command::new("rustup").args(["component", "add", component]))?;
    }
    println!("a C compiler, rustfmt and clippy are here");
    Ok(())
}

fn works(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
