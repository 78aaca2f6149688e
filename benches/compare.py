"""Compares atlas-lint with a bare parser and with other linters: CPU time and peak memory of each process.

The vaults are those of `vaults.py`. All programs run in turn, round after round, so that other work on the machine slows all of them; a
median over the rounds counts. A round before them fills the caches and is not counted. Needs Linux, because of how memory is measured.

    cargo build --release
    cargo build --release --manifest-path benches/limit/Cargo.toml
    python3 benches/compare.py

Other linters are installed from PyPI and npm into `target/compare`. A linter that cannot be had is listed as absent, with the reason.
"""

import argparse
import ctypes
import datetime
import hashlib
import os
import platform
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import vaults
from programs import FLOOR, OURS, PEERS, ROOT, programs

FOLDER = ROOT / "target" / "compare"
PAGE = ROOT / "docs" / "speed.md"
BEGIN = "<!-- begin: written by benches/compare.py --write -->"
END = "<!-- end -->"


@dataclass
class Run:
    code: int
    cpu: float
    peak: float
    late: bool = False


@dataclass
class Row:
    vault: str
    program: str
    runs: list = field(default_factory=list)
    remark: str = ""

    def cpu(self):
        return statistics.median(run.cpu for run in self.runs) if self.runs else None

    def peak(self):
        return statistics.median(run.peak for run in self.runs) if self.runs else None


def adopt_orphans(adopts=True):
    """Makes this process the parent of a program whose shell has ended, so that it can wait for the program."""
    if sys.platform != "linux":
        sys.exit("compare.py needs Linux")
    subreaper = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
    if ctypes.CDLL(None, use_errno=True).prctl(subreaper, int(adopts), 0, 0, 0) != 0:
        sys.exit("compare.py needs Linux 3.4 or newer")


# Linux counts the memory that a process had before its exec, which is that of its parent. So a small shell starts the program, not Python.
# The program starts when a line arrives: by then the shell has ended, and this process is the one that waits for the program.
LAUNCH = 'exec 3<&0 4>&1 >"$1" 2>"$2"; shift 2; { read -r go <&3; exec "$@" 3<&- 4>&-; } & echo $! >&4'


def measure(words, folder, output, timeout):
    """Runs a command in a folder. Its standard output goes to the file `output`, its standard error to one beside it."""
    # Few variables: those of a CI job or of a user's shell change what some programs print.
    env = {"PATH": os.environ["PATH"], "HOME": str(FOLDER), "LC_ALL": "C.UTF-8"}
    command = ["sh", "-c", LAUNCH, "sh", str(output), f"{output}.err", *words]
    with subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as shell:
        number = int(shell.stdout.readline())
        shell.wait()
        handle = os.pidfd_open(number)
        shell.stdin.write(b"\n")
    late = not select.select([handle], [], [], timeout)[0]
    if late:
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    _, status, usage = os.wait4(number, 0)
    os.close(handle)
    # Linux counts in KiB.
    return Run(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, late)


def counted(program, folder, output):
    """Returns how many pages a program has read, or None if it says nothing about it."""
    if program.listing:
        done = subprocess.run(program.words(folder, program.listing), cwd=folder, capture_output=True, stdin=subprocess.DEVNULL)
        return len(done.stdout.splitlines())
    texts = [Path(name).read_text(encoding="utf-8", errors="replace") for name in (output, f"{output}.err")]
    found = [re.search(program.pages, text[:1000] + "\n" + text[-1000:]) for text in texts]
    return next((int(match.group(1).replace(",", "")) for match in found if match), None)


def digest(path):
    """Returns the SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compare(vault, pages, folder, all_programs, options):
    """Runs all programs over a vault. Returns the rows, how many findings atlas-lint has, and what is wrong with its runs."""
    rows = [Row(vault, program.name, remark=f"absent: {program.absent}" if program.absent else "") for program in all_programs]
    output, wrong, seen, findings = FOLDER / "output", [], set(), None

    def look(run, what):
        """Checks a run of atlas-lint."""
        seen.add((run.code, digest(output)))
        if run.late or run.code not in (0, 1):
            wrong.append(f"{vault}: {what}: {'too slow' if run.late else f'exit code {run.code}'}")
        elif len(seen) > 1:
            wrong.append(f"{vault}: {what}: another exit code or other bytes than before")

    # The first round fills the caches, and shows who can read the vault.
    for number in range(options.rounds + 1):
        for program, row in zip(all_programs, rows):
            if row.remark.startswith(("absent", "failed")):
                continue
            run = measure(program.words(folder), folder, output, options.timeout)
            if program.name == OURS:
                look(run, f"round {number}")
            if run.late or run.code not in program.codes:
                reason = f"more than {options.timeout:g} s" if run.late else f"exit code {run.code}"
                row.runs, row.remark = [], f"failed: {reason}"
            elif number > 0:
                row.runs.append(run)
            elif (count := counted(program, folder, output)) != pages:
                row.remark = f"read {count:,} pages only" if count is not None else "pages not counted"
            if program.name == OURS and number == 0:
                findings = len(output.read_bytes().splitlines())
        print(f"{vault}: round {number} of {options.rounds}", file=sys.stderr)
    ours = next(program for program in all_programs if program.name == OURS)
    look(measure([*ours.words(folder), "--jobs", "1"], folder, output, options.timeout), "--jobs 1")
    return rows, findings, wrong


def cells(*texts):
    """Returns a row of a Markdown table."""
    return f"| {' | '.join(str(text).replace('|', chr(92) + '|') for text in texts)} |"


def table(rows):
    """Returns the rows as a Markdown table. The ratio of CPU time is to `limit parse` on the same vault."""
    floors = {row.vault: row.cpu() for row in rows if row.program == FLOOR}
    lines = [cells("vault", "program", "CPU s", "lowest to highest", "peak MB", f"ratio to `{FLOOR}`", "remark"), cells(*["---"] * 2, *["---:"] * 4, "---")]
    for row in rows:
        measured = ["", "", "", ""]
        if row.runs:
            times, floor = [run.cpu for run in row.runs], floors.get(row.vault)
            ratio = f"{row.cpu() / floor:.2f}" if floor else ""
            measured = [f"{row.cpu():.3f}", f"{min(times):.3f} to {max(times):.3f}", f"{row.peak():.1f}", ratio]
        lines.append(cells(row.vault, row.program, *measured, row.remark))
    return "\n".join(lines) + "\n"


def vault_table(sizes):
    """Returns the vaults with their sizes and the number of lines that atlas-lint printed."""
    lines = [cells("vault", "content", "pages", "MB", "findings"), cells("---", "---", *["---:"] * 3)]
    lines += [cells(name, vaults.about(name), f"{pages:,}", f"{size / 1e6:.1f}", f"{found:,}") for name, (pages, size, found) in sizes.items()]
    return "\n".join(lines) + "\n"


def machine(all_programs, options, load):
    """Returns the versions of the programs, and the machine, as a Markdown list."""
    cpu = re.search(r"(?m)^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text())
    versions = {program.name: program.version or f"absent: {program.absent}" for program in all_programs}
    lines = [f"- {name}: {version}" for name, version in versions.items()]
    lines.append(f"- kernel: {platform.system()} {platform.release()}")
    lines.append(f"- CPU: {cpu.group(1) if cpu else platform.machine()}, {os.cpu_count()} cores")
    lines.append(f"- load average over 5 minutes: {load:.1f} at the start, {os.getloadavg()[1]:.1f} at the end")
    lines.append(f"- date: {datetime.date.today().isoformat()}; {options.rounds} rounds, warm cache")
    return "\n".join(lines) + "\n"


def between(text, new):
    """Returns a page with the text between its two markers replaced."""
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError("the page does not have each marker once")
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{new.strip()}\n\n{END}{rest.split(END)[1]}"


def arguments():
    parser = argparse.ArgumentParser(description="Compare atlas-lint with a bare parser and with other linters.")
    parser.add_argument("--program", default=ROOT / "target/release/atlas-lint", help="atlas-lint (target/release/atlas-lint)")
    parser.add_argument("--limit", default=ROOT / "benches/limit/target/release/limit", help="the program of benches/limit")
    parser.add_argument("--lychee", help="lychee, instead of the one on PATH or on PyPI")
    parser.add_argument("--note", help="how atlas-lint was built, shown with its version")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (5)")
    parser.add_argument("--timeout", type=float, default=120, help="seconds after which a run is ended (120)")
    parser.add_argument("--scale", type=float, default=1, help="multiplies the vaults that are not of shape.py (1)")
    parser.add_argument("--only", help="names of vaults, with commas")
    parser.add_argument("--large", action="store_true", help="also shape-100, of 370 MB")
    parser.add_argument("--crates", action="store_true", help="build lychee from crates.io if PyPI has no binary")
    parser.add_argument("--no-install", action="store_true", help="ask no registry; use what an earlier run installed")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/speed.md")
    options = parser.parse_args()
    known = [*vaults.SHAPES, *vaults.VAULTS]
    options.vaults = options.only.split(",") if options.only else [name for name in known if name != "shape-100" or options.large]
    if unknown := set(options.vaults) - set(known):
        parser.error(f"no such vault: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if options.rounds < 1:
        parser.error("at least one round")
    return options


def main():
    options = arguments()
    adopt_orphans()
    PEERS.mkdir(parents=True, exist_ok=True)
    all_programs, load = programs(options), os.getloadavg()[1]
    rows, sizes, wrong = [], {}, []
    for name in options.vaults:
        folder = FOLDER / "vaults" / name
        pages, size = vaults.write(name, folder, options.scale)
        new, findings, errors = compare(name, pages, folder, all_programs, options)
        rows += new
        wrong += errors
        sizes[name] = (pages, size, findings)
        shutil.rmtree(folder)
    report = "\n".join([vault_table(sizes), table(rows), machine(all_programs, options, load)])
    print(report)
    if wrong:
        sys.exit("\n".join(["error: atlas-lint failed, or its results differ:", *wrong]))
    if options.write:
        PAGE.write_text(between(PAGE.read_text(encoding="utf-8"), report), encoding="utf-8")


if __name__ == "__main__":
    main()
