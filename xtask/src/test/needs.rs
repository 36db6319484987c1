//! What the build and the tests need of the machine, installed where this may be done, else named.
//!
//! A C compiler is not looked for here: without one xtask itself could not have been linked (`.ci/run` sees to it).

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::child;

/// Rust components that the steps call, with the cargo command that shows whether each is there.
const COMPONENTS: [(&str, &str); 2] = [("rustfmt", "fmt"), ("clippy", "clippy")];

/// A program or font of the system, with the Debian packages that bring it.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_here: fn() -> bool,
}

/// What the tests in a browser need besides the packages of npm, which `browser/package-lock.json` pins.
const BROWSER: [Need; 5] = [
    Need {
        what: "Chromium",
        packages: &["chromium"],
        is_here: has_chromium,
    },
    Need {
        what: "Node.js from version 18 on",
        packages: &["nodejs"],
        is_here: || node_version().is_some_and(|version| version >= 18),
    },
    Need {
        what: "npm",
        packages: &["npm"],
        is_here: || works(Command::new("npm").arg("--version")),
    },
    Need {
        what: "Java, for the W3C's checker of markup",
        packages: &["default-jre-headless"],
        is_here: || works(Command::new("java").arg("-version")),
    },
    Need {
        what: "the fonts Noto Naskh Arabic and Noto Sans Arabic",
        packages: &["fontconfig", "fonts-noto-core"],
        is_here: || has_font("Noto Naskh Arabic") && has_font("Noto Sans Arabic"),
    },
];

/// What pictures need beside a browser.
const PICTURES: [Need; 1] = [Need {
    what: "pngquant",
    packages: &["pngquant"],
    is_here: || works(Command::new("pngquant").arg("--version")),
}];

/// Checks what all steps need; adds missing components of the toolchain where rustup is there.
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

/// Checks what the step `browser` needs; installs Debian packages where this process is root.
pub fn check_browser() -> Result<()> {
    install_lacking(&BROWSER)?;
    println!("Chromium, Node.js, npm, Java and Arabic fonts are here");
    Ok(())
}

/// Checks what pictures of the reader need, like [`check_browser`].
pub fn check_pictures() -> Result<()> {
    check_browser()?;
    install_lacking(&PICTURES)
}

fn install_lacking(needs: &[Need]) -> Result<()> {
    let missing = |need: &&Need| !(need.is_here)();
    let lacking: Vec<&Need> = needs.iter().filter(missing).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    install(&lacking)
}

fn install(lacking: &[&Need]) -> Result<()> {
    let names = lacking.iter().map(|need| need.what).collect::<Vec<_>>().join("; ");
    let packages: Vec<&str> = lacking.iter().flat_map(|need| need.packages).copied().collect();
    if !is_root() || !works(Command::new("apt-get").arg("--version")) {
        bail!(
            "missing for what runs in a browser: {names}\n\
             hint: on Debian, as root: apt-get install {}\n\
             hint: without them: cargo xtask test --skip browser",
            packages.join(" ")
        );
    }
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q");
        command
    };
    child::run(apt().arg("update"))?;
    child::run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))?;
    if let Some(need) = lacking.iter().find(|need| !(need.is_here)()) {
        bail!("{} is missing though its packages are installed", need.what);
    }
    Ok(())
}

fn has_chromium() -> bool {
    std::env::var_os("CHROMIUM").is_some_and(|path| Path::new(&path).exists())
        || Path::new("/usr/bin/chromium").exists()
        || Path::new("/usr/bin/google-chrome").exists()
}

fn node_version() -> Option<u32> {
    let output = Command::new("node").arg("--version").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn has_font(family: &str) -> bool {
    let output = Command::new("fc-match")
        .args(["--format", "%{family}", family])
        .output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(family))
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn works(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
