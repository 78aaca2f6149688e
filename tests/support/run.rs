//! The binary, run as people run it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A run of the binary.
pub struct Run {
    command: Command,
    stdin: Option<Vec<u8>>,
}

/// What a run gave.
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Creates a run in the root of the repository, independent of the tester's terminal.
    pub fn new(args: &[&str]) -> Self {
        Self::of(env!("CARGO_BIN_EXE_atlas-lint"), args)
    }

    /// Creates a run of a shell line, which finds the binary by its name.
    pub fn shell(line: &str) -> Self {
        let binary = Path::new(env!("CARGO_BIN_EXE_atlas-lint"));
        let folder = binary.parent().expect("the binary is in a folder");
        let others = std::env::var("PATH").unwrap_or_default();
        Self::of("sh", &["-c", line]).env("PATH", &format!("{}:{others}", folder.display()))
    }

    fn of(program: &str, args: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(args).current_dir(env!("CARGO_MANIFEST_DIR"));
        for name in [
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "FORCE_COLOR",
            "COLUMNS",
            "GITHUB_ACTIONS",
            "GITHUB_STEP_SUMMARY",
            "TF_BUILD",
            "GITLAB_CI",
            "TEAMCITY_VERSION",
            "BUILDKITE",
            "LC_ALL",
            "LC_CTYPE",
        ] {
            command.env_remove(name);
        }
        command.env("LANG", "C.UTF-8");
        Self {
            command,
            stdin: None,
        }
    }

    pub fn at(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub fn stdin(mut self, text: &str) -> Self {
        self.stdin = Some(text.as_bytes().to_vec());
        self
    }

    pub fn go(mut self) -> Outcome {
        use std::io::Write;
        let piped = if self.stdin.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        };
        let mut child = self
            .command
            .stdin(piped)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        if let (Some(text), Some(mut stdin)) = (self.stdin, child.stdin.take()) {
            stdin.write_all(&text).expect("stdin takes the page");
        }
        let output = child.wait_with_output().expect("the binary ends");
        Outcome {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// A folder of its own for one test, taken away afterwards.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Self {
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a scratch folder");
        // A repository of its own, so that nothing above it counts.
        std::fs::create_dir(folder.join(".git")).expect("a scratch folder");
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let file = self.0.join(path);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        std::fs::write(file, text).expect("a file");
        self
    }

    pub fn run(&self, args: &[&str]) -> Outcome {
        Run::new(args).at(&self.0).go()
    }

    /// Applies a diff to the files of the folder, as git does.
    #[track_caller]
    pub fn apply(&self, diff: &str) {
        self.write("applied.patch", diff);
        let git = Command::new("git")
            .args(["apply", "--unsafe-paths", "applied.patch"])
            .current_dir(&self.0)
            .env(
                "GIT_CEILING_DIRECTORIES",
                self.0.parent().expect("a parent"),
            )
            .output()
            .expect("git is installed");
        let stderr = String::from_utf8_lossy(&git.stderr);
        assert!(git.status.success(), "{stderr}");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
pub fn fails(outcome: &Outcome, words: &[&str]) {
    assert_eq!(
        outcome.code, 2,
        "stdout: {}\nstderr: {}",
        outcome.stdout, outcome.stderr
    );
    for word in words {
        assert!(
            outcome.stderr.contains(word),
            "{word:?} is not in {}",
            outcome.stderr
        );
    }
}
