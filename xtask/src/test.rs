//! `cargo xtask test`: all that a change has to pass, in steps that stop at the first failure.
//!
//! The tests come last, so that the output ends with what they said and how long each step took.

mod code_rules;
pub mod needs;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{browser, child, place};

/// Arguments of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Run only this step (may be given several times).
    #[arg(long, value_name = "STEP")]
    only: Vec<Step>,
    /// Leave this step out (may be given several times).
    #[arg(long, value_name = "STEP")]
    skip: Vec<Step>,
}

/// A step, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Step {
    /// What the build and the tests need of the machine.
    Needs,
    /// rustfmt finds nothing to change.
    Format,
    /// The rules for code that no other tool checks.
    Rules,
    /// clippy finds nothing.
    Clippy,
    /// Unit, integration, black-box and documentation tests.
    Tests,
    /// Every page of the reader in Chromium: layout, keyboard, forms, accessibility, markup.
    Browser,
}

impl Step {
    const ALL: [Step; 6] = [
        Step::Needs,
        Step::Format,
        Step::Rules,
        Step::Clippy,
        Step::Tests,
        Step::Browser,
    ];

    fn name(self) -> &'static str {
        match self {
            Step::Needs => "needs",
            Step::Format => "format",
            Step::Rules => "rules",
            Step::Clippy => "clippy",
            Step::Tests => "tests",
            Step::Browser => "browser",
        }
    }

    fn run(self) -> Result<()> {
        match self {
            Step::Needs => needs::check(),
            Step::Format => cargo(&["fmt", "--all", "--check"]),
            Step::Rules => code_rules::check(&place::root()),
            Step::Clippy => cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
            Step::Tests => cargo(&["test", "--workspace"]),
            Step::Browser => browser::walk(),
        }
    }
}

/// Runs the steps that were asked for.
pub fn run(arguments: Arguments) -> Result<()> {
    let asked_for =
        |step: &Step| (arguments.only.is_empty() || arguments.only.contains(step)) && !arguments.skip.contains(step);
    let steps: Vec<Step> = Step::ALL.into_iter().filter(asked_for).collect();
    if steps.is_empty() {
        bail!("no step is left to run");
    }
    // a machine without a browser should hear of it before it waits for the tests
    if steps.contains(&Step::Browser) {
        needs::check_browser()?;
    }
    let mut took = Vec::new();
    for step in steps {
        println!("── {} ──", step.name());
        let start = Instant::now();
        let result = step.run();
        took.push((step, start.elapsed()));
        if result.is_err() {
            summarise(&took);
        }
        result.with_context(|| {
            format!(
                "the step `{0}` failed (again: cargo xtask test --only {0})",
                step.name()
            )
        })?;
    }
    summarise(&took);
    println!("all steps passed");
    Ok(())
}

fn summarise(took: &[(Step, Duration)]) {
    println!("── time ──");
    for (step, duration) in took {
        println!("{:<8} {:>7.1} s", step.name(), duration.as_secs_f64());
    }
}

fn cargo(arguments: &[&str]) -> Result<()> {
    child::run(Command::new(place::cargo()).current_dir(place::root()).args(arguments))
}
