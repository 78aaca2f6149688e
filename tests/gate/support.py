"""What the tests of the gate share: an environment of their own, commands, scratch repositories."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").resolve()
# Not resolved: a venv's python is a link out of it, and the tools lie beside the link.
TOOLS = Path(sys.executable).parent
# Above the slowest build, so that what hangs is named and not only cut off by CI.
PATIENCE = 20 * 60

# What must not leak in: a hook's or a runner's variables, and those that change what git, pip or cargo do.
FOREIGN = re.compile(r"^(GIT_|PRE_COMMIT|GITHUB_|RUNNER_|PIP_(FIND_LINKS|NO_INDEX|INDEX_URL)|CARGO_BUILD_|VIRTUAL_ENV)")

IDENTITY = {
    "GIT_AUTHOR_NAME": "Gate",
    "GIT_AUTHOR_EMAIL": "gate@example.org",
    "GIT_COMMITTER_NAME": "Gate",
    "GIT_COMMITTER_EMAIL": "gate@example.org",
}


def version():
    """The version that Cargo.toml states."""
    text = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    return re.search(r'(?m)^version = "([^"]+)"$', text).group(1)


def environment(home, **more):
    """The variables of a run whose home is `home`. Cargo and rustup stay where the user has them."""
    user = Path.home()
    env = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
    env.setdefault("CARGO_HOME", str(user / ".cargo"))
    env.setdefault("RUSTUP_HOME", str(user / ".rustup"))
    env.update(IDENTITY)
    env["HOME"] = str(home)
    env["CARGO_TARGET_DIR"] = str(TARGET)
    env["PATH"] = os.pathsep.join([str(TOOLS), env["PATH"]])
    # pre-commit drops GIT_CONFIG_GLOBAL where it clones, but reads this. A checkout in CI may be another user's.
    (Path(home) / ".gitconfig").write_text(
        "[init]\n\tdefaultBranch = main\n[safe]\n\tdirectory = *\n[commit]\n\tgpgSign = false\n",
        encoding="utf-8",
    )
    env.update(more)
    return env


class Done:
    """How a command ended."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.all = done.stdout + done.stderr


def run(command, cwd, env, stdin=None):
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
    )
    return Done(done)


def must(command, cwd, env):
    """A step that is no test itself. What it printed is the failure's text."""
    done = run(command, cwd, env)
    if done.code != 0:
        raise AssertionError(f"{command} ended with {done.code}:\n{done.all}")
    return done.out.strip()


def without(program, path):
    """A PATH without the folders that hold `program`."""
    return os.pathsep.join(folder for folder in path.split(os.pathsep) if not shutil.which(program, path=folder))


class Repository:
    """A git repository to try things in."""

    def __init__(self, path, env):
        self.path, self.env = Path(path), env
        self.path.mkdir(parents=True)
        self.git("init", "--quiet")

    def git(self, *words):
        return must(["git", *words], self.path, self.env)

    def run(self, *command):
        return run(command, self.path, self.env)

    def write(self, files):
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def stage(self, files):
        self.write(files)
        self.git("add", "--", *files)

    def commit(self, message="A step"):
        """`git commit` with its hooks."""
        return self.run("git", "commit", "--message", message)

    def record(self, files, message="A step"):
        """A commit that no hook sees."""
        self.stage(files)
        self.git("commit", "--quiet", "--no-verify", "--message", message)
        return self.head()

    def head(self):
        return self.git("rev-parse", "HEAD")


class Case(unittest.TestCase):
    """A test with a folder of its own, and one for its class."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="atlas-lint-gate-")
        cls.addClassCleanup(folder.cleanup)
        cls.shared = Path(folder.name).resolve()
        home = cls.shared / "home"
        home.mkdir()
        cls.env = environment(home, PRE_COMMIT_HOME=str(cls.shared / "pre-commit"))

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="atlas-lint-gate-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def found(self, done, path, rule):
        """The run failed for this finding."""
        self.assertEqual(done.code, 1, done.all)
        path, rule = re.escape(path), re.escape(rule)
        line = rf"^{path}:\d+:\d+: error\[{rule}\] "
        picture = rf"^error\[{rule}\]( \[[*?]\])?: (?s:.)*?\[{path}:\d+:\d+\]"
        self.assertRegex(done.all, rf"(?m)({line})|({picture})", done.all)

    def clean(self, done):
        self.assertEqual(done.code, 0, done.all)
        self.assertNotRegex(done.all, r"(error|warning)\[", done.all)
