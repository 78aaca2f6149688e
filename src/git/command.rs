//! Calls of git.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use super::error::GitError;
use crate::disk;

/// Git, in one work tree.
pub(super) struct Git {
    folder: PathBuf,
    /// The git variables of a hook that apply to this repository.
    own: Environment,
}

/// Git variables that are passed to the child process.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Environment {
    /// All, because only they say where the repository is: there is no `.git` around the folder.
    All,
    /// Only the index, because a commit of some files has an index of its own. With the others, git would take the current folder for the
    /// top of the work tree.
    Index,
    /// None, because they are of another repository.
    None,
}

impl Git {
    /// Returns git in the work tree around a folder.
    pub(super) fn around(folder: &Path) -> Result<Self, GitError> {
        let top = disk::git_root(folder);
        let set = std::env::var_os("GIT_DIR");
        let mut git = match (top, &set) {
            (Some(top), _) => Self {
                folder: top,
                own: Environment::None,
            },
            (None, Some(_)) => Self {
                folder: folder.to_path_buf(),
                own: Environment::All,
            },
            (None, None) => {
                return Err(GitError::NoRepository(folder.to_path_buf()));
            }
        };
        if git.own == Environment::None {
            let real = PathBuf::from(git.line(&["rev-parse", "--absolute-git-dir"])?);
            let real = disk::absolute(&real)?;
            let theirs = set.map(|set| disk::absolute(Path::new(&set)).ok());
            if theirs.is_none_or(|theirs| theirs == Some(real)) {
                git.own = Environment::Index;
            }
        }
        Ok(git)
    }

    /// Returns the folder in which it runs.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.folder)
            .args(["--no-optional-locks", "--no-pager", "--literal-pathspecs"])
            // Programs that a configuration names are not run.
            .args([
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
            ])
            .args(args)
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            // No object is ever fetched: the one is known from git 2.45 on, the other long before.
            .env("GIT_NO_LAZY_FETCH", "1")
            // What a commit holds is what it held when it was made.
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let foreign = [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_COMMON_DIR",
            "GIT_PREFIX",
            "GIT_NAMESPACE",
        ];
        if self.own != Environment::All {
            for name in foreign {
                command.env_remove(name);
            }
        }
        if self.own == Environment::None {
            for name in [
                "GIT_INDEX_FILE",
                "GIT_OBJECT_DIRECTORY",
                "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            ] {
                command.env_remove(name);
            }
        }
        command
    }

    /// Returns the output of a command, or its reason if it fails.
    pub(super) fn output(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command(args).output().map_err(not_started)?;
        answered(output)
    }

    /// Returns the output of a command that prints one line.
    pub(super) fn line(&self, args: &[&str]) -> Result<String, GitError> {
        let output = self.output(args)?;
        Ok(String::from_utf8_lossy(&output)
            .trim_end_matches(['\n', '\r'])
            .to_owned())
    }

    /// Returns the id of the empty tree, which git knows even if the repository does not contain it.
    pub(super) fn empty_tree(&self) -> Result<String, GitError> {
        self.line(&["hash-object", "-t", "tree", "--stdin"])
    }

    /// Writes `lines` to a command, and reads its output at the same time.
    pub(super) fn asked<T>(
        &self,
        args: &[&str],
        lines: String,
        take: impl FnOnce(&mut dyn BufRead) -> Result<T, GitError>,
    ) -> Result<T, GitError> {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(not_started)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let mut stderr = child.stderr.take();
        // It answers and complains while it is asked: who waits for one before the other may wait forever.
        let asking = thread::spawn(move || {
            // A git that stops reading says why on its own.
            stdin.map(|mut stdin| stdin.write_all(lines.as_bytes()))
        });
        let complaining = thread::spawn(move || {
            let mut why = Vec::new();
            let _ = stderr.as_mut().map(|stderr| stderr.read_to_end(&mut why));
            why
        });
        let taken = match stdout {
            Some(stdout) => take(&mut BufReader::new(stdout)),
            None => Err(GitError::NoAnswer),
        };
        let status = child.wait().map_err(GitError::Io)?;
        let _ = asking.join();
        let why = complaining.join().unwrap_or_default();
        // The exit status means nothing if the output was not read to its end.
        match taken {
            Ok(taken) if status.success() => Ok(taken),
            Ok(_) => Err(failed(&why)),
            Err(why) => Err(why),
        }
    }

    /// Returns git in the submodule that is checked out at a path from the top.
    pub(super) fn submodule(&self, path: &str) -> Option<Self> {
        let folder = self.folder.join(path);
        let there = disk::is_there(&folder.join(".git"));
        there.then_some(Self {
            folder,
            own: Environment::None,
        })
    }
}

fn answered(output: Output) -> Result<Vec<u8>, GitError> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(failed(&output.stderr))
}

/// Returns the error of a git that failed, from what it printed on stderr.
fn failed(stderr: &[u8]) -> GitError {
    let why = String::from_utf8_lossy(stderr);
    let why: Vec<&str> = why
        .lines()
        .map(|line| {
            line.trim()
                .trim_start_matches("fatal: ")
                .trim_start_matches("error: ")
        })
        .filter(|line| !line.is_empty() && !line.starts_with("hint: "))
        .collect();
    GitError::Failed(why.join(" "))
}

fn not_started(error: io::Error) -> GitError {
    match error.kind() {
        io::ErrorKind::NotFound => GitError::NotInstalled,
        _ => GitError::Io(error),
    }
}
