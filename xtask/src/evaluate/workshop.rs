//! The working folder of an evaluation: inputs made once, filters and scorers run.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{child, place};

/// A binary under evaluation, the data sets, and a folder for everything that is made on the way.
pub struct Workshop {
    /// Data sets, gold and scorers.
    pub shared: PathBuf,
    /// What is made goes here.
    pub folder: PathBuf,
    binary: PathBuf,
    made: RefCell<BTreeSet<PathBuf>>,
}

impl Workshop {
    /// Checks that the scorers can run and makes the folder.
    pub fn open(shared: PathBuf, binary: PathBuf) -> Result<Self> {
        let python = child::output(Command::new("python3").arg("--version"));
        if !python.is_ok_and(|output| output.status.success()) {
            bail!("python3 is missing; the scorers need it\nhint: on Debian as root: apt-get install python3");
        }
        let folder = place::target().join("evaluation");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Workshop {
            shared,
            folder,
            binary,
            made: RefCell::default(),
        })
    }

    /// A path in the shared folder.
    pub fn shared(&self, path: &str) -> PathBuf {
        self.shared.join(path)
    }

    /// A path in the working folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A scorer as a command.
    pub fn script(&self, name: &str) -> Command {
        let mut command = Command::new("python3");
        command
            .env("SCORE_HOME", &self.folder)
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command.arg(self.shared.join("score").join(name));
        command
    }

    /// What a scorer prints. A scorer may end with 1 to say that not all is right; what it printed counts all the same.
    pub fn printed(&self, command: &mut Command) -> Result<String> {
        let output = child::output(command)?;
        let text = String::from_utf8(output.stdout).context("the scorer printed no UTF-8")?;
        if text.is_empty() || !matches!(output.status.code(), Some(0 | 1)) {
            bail!("{} failed: {}", child::describe(command), output.status);
        }
        Ok(text)
    }

    /// A file that a script prints, made once a run.
    pub fn input(&self, name: &str, command: &mut Command) -> Result<PathBuf> {
        self.once(name, |path| child::into_file(command, path))
    }

    /// The news of one of the stored sets as input of the filters.
    pub fn news(&self, kind: &str, file: &str) -> Result<PathBuf> {
        let mut command = self.script("inputs.py");
        command.arg(kind).arg(self.shared.join("data").join(file));
        self.input(&format!("{kind}.input.jsonl"), &mut command)
    }

    /// What a filter of the binary makes of an input, made once a run.
    pub fn filtered(&self, filter: &str, name: &str, input: &Path) -> Result<PathBuf> {
        self.once(&format!("{name}.{filter}.jsonl"), |path| {
            let mut command = self.isnad(&[filter]);
            child::measured(command.arg(input).arg("-o").arg(path)).map(|_| ())
        })
    }

    /// The binary with the first of its arguments.
    pub fn isnad(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_remove("ISNAD_DATA");
        command
    }

    /// Unpacks an archive of `data/` into a folder, unless that is done; `strip` leaves out so many folders of its paths.
    pub fn unpacked(&self, archive: &str, folder: &str, strip: usize) -> Result<PathBuf> {
        let target = self.path(folder);
        if target.is_dir() {
            return Ok(target);
        }
        let partial = self.path(&format!("{folder}.partial"));
        if partial.exists() {
            fs::remove_dir_all(&partial)?;
        }
        fs::create_dir_all(&partial)?;
        let mut tar = Command::new("tar");
        tar.arg("--extract")
            .arg("--xz")
            .arg("--file")
            .arg(self.shared.join("data").join(archive));
        tar.arg(format!("--strip-components={strip}"));
        child::run(tar.arg("--directory").arg(&partial))
            .context("hint: on Debian as root: apt-get install xz-utils")?;
        fs::rename(&partial, &target)?;
        Ok(target)
    }

    fn once(&self, name: &str, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let path = self.path(name);
        if !self.made.borrow().contains(&path) {
            make(&path)?;
            self.made.borrow_mut().insert(path.clone());
        }
        Ok(path)
    }
}
