//! What a repository can have the program read: what lies in it, and no more.

mod catalog;
mod config;
mod git;
mod kinds;

use std::path::{Path, PathBuf};

use crate::support::{Run, Scratch, fails};

const SECRET: &str = "hunter2";

/// A folder in no repository, taken away afterwards.
pub struct Outside(PathBuf);

impl Outside {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("atlas-lint-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder.canonicalize().expect("a folder"))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, path: &str, text: &str) -> PathBuf {
        let file = self.0.join(path);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        std::fs::write(&file, text).expect("a file");
        file
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault.write("a.md", "# AML.T0000: Search Open Technical Databases\n");
    vault
}

/// Asserts that a configuration with this text stops the run, with these words.
#[track_caller]
fn refused(vault: &Scratch, config: &str, words: &[&str]) {
    vault.write("atlas-lint.yaml", config);
    let args = ["check", "--format", "full"];
    let run = Run::new(&args).at(vault.path()).env("COLUMNS", "400").go();
    fails(&run, words);
    assert!(!run.stderr.contains(SECRET), "{config}: {}", run.stderr);
}
