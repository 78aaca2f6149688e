//! What a change caused: `--new-since` and `--staged`, with real repositories.

mod checkouts;
mod since;
mod staged;

use std::path::Path;
use std::process::Command;

use crate::support::{Outcome, Run, Scratch};

/// A repository of its own for one test.
pub struct Repo(pub Scratch);

/// Runs git without anybody's settings.
pub fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args([
            "-c",
            "protocol.file.allow=always",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(args)
        .envs([
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "a"),
            ("GIT_AUTHOR_EMAIL", "a@example.org"),
            ("GIT_COMMITTER_NAME", "a"),
            ("GIT_COMMITTER_EMAIL", "a@example.org"),
        ])
        .output()
        .expect("git is installed");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {args:?}: {words}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Creates a run whose environment names no repository and no hook.
pub fn run(folder: &Path, args: &[&str]) -> Run {
    let clear = [
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_WORK_TREE",
        "PRE_COMMIT",
        "PRE_COMMIT_FROM_REF",
        "PRE_COMMIT_TO_REF",
    ];
    let run = Run::new(&[&["check", "--catalog", "2026.05"], args].concat()).at(folder);
    clear
        .into_iter()
        .fold(run.env("GIT_CONFIG_GLOBAL", "/dev/null"), Run::without)
}

impl Repo {
    /// Creates a repository with one commit of these files; without a commit if there are no files.
    pub fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let scratch = Scratch::new(name);
        std::fs::remove_dir(scratch.path().join(".git")).expect("an empty folder");
        let repo = Self(scratch);
        repo.git(&["init", "-q"]);
        if !files.is_empty() {
            repo.write(files);
            repo.commit("first");
        }
        repo
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn git(&self, args: &[&str]) -> String {
        git(self.path(), args)
    }

    pub fn write(&self, files: &[(&str, &str)]) -> &Self {
        for (path, text) in files {
            self.0.write(path, text);
        }
        self
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path().join(path)).expect("a file");
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    pub fn run(&self, args: &[&str]) -> Outcome {
        run(self.path(), args).go()
    }
}

/// Asserts exit code and stdout; a failure shows stderr.
#[track_caller]
pub fn gives(outcome: &Outcome, code: i32, stdout: &str) {
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (code, stdout),
        "{}",
        outcome.stderr
    );
}

/// Asserts that the run could not check, and why.
#[track_caller]
pub fn fails(outcome: &Outcome, why: &str) {
    assert_eq!(outcome.code, 2, "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stderr.contains(why), "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "");
}

pub const NOTHING: &str = "leads to no file\n";

/// Returns the line about a link that leads to no file.
pub fn dead(place: &str, target: &str) -> String {
    format!("{place}: error[unresolved-link] the wiki-link `{target}` {NOTHING}")
}
