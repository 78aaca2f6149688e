"""What a run over a vault costs, in instructions: time depends on what else the machine does.

The vault is that of `benches/shape.py`: 561 pages of 6.5 kB. The limits hold for the build of the gate, which is optimized little; at the
level of a release a run takes about half.

    target/ci-venv/bin/python tests/gate/instructions.py
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support import PATIENCE, ROOT, TARGET, IDENTITY

sys.path.insert(0, str(ROOT / "benches"))
import shape

PROGRAM = Path(os.environ.get("ATLAS_LINT") or TARGET / "release" / "atlas-lint")
# Instructions for each byte of text. Measured 142, and a tenth more.
MOST_PER_BYTE = 156
# Ten times the pages against one: measured 9.1. What a start costs makes it less than ten.
MOST_TENFOLD = 10.3
# One changed page in git's index, against a plain run.
MOST_STAGED = 1.2


def instructions(vault, *arguments):
    """How many instructions a check of a vault takes."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", PROGRAM, "check", "--jobs", "1", "--format", "concise", *arguments]
    done = subprocess.run(command, cwd=vault, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    # Findings or none; a run that fails counts for nothing.
    if done.returncode not in (0, 1):
        raise AssertionError(f"exit code {done.returncode}: {done.stderr[-2000:]}")
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def git(vault, *arguments):
    subprocess.run(["git", *arguments], cwd=vault, check=True, capture_output=True, env={**os.environ, **IDENTITY})


@unittest.skipUnless(shutil.which("valgrind"), "valgrind is not installed")
class Instructions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.bytes = shape.write(scratch / "one")
        shape.write(scratch / "ten", 10)
        git(scratch / "one", "init", "--quiet")
        git(scratch / "one", "add", "--all")
        git(scratch / "one", "commit", "--quiet", "--message", "Pages")
        page = sorted((scratch / "one").rglob("*.md"))[0]
        page.write_text(page.read_text(encoding="utf-8") + "\nOne line more.\n", encoding="utf-8")
        git(scratch / "one", "add", "--all")
        runs = {
            "ten": (scratch / "ten", "."),
            "one": (scratch / "one", "."),
            "staged": (scratch / "one", "--staged"),
            "named": (scratch / "one", str(page.relative_to(scratch / "one"))),
        }
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            counts = {name: pool.submit(instructions, *run) for name, run in runs.items()}
            cls.counts = {name: count.result() for name, count in counts.items()}

    def test_of_each_byte(self):
        self.assertLessEqual(self.counts["one"] / self.bytes, MOST_PER_BYTE)

    def test_of_ten_times_the_pages(self):
        self.assertLessEqual(self.counts["ten"] / self.counts["one"], MOST_TENFOLD)

    def test_of_a_change(self):
        self.assertLessEqual(self.counts["staged"] / self.counts["one"], MOST_STAGED)

    def test_of_one_page_that_is_named(self):
        self.assertLessEqual(self.counts["named"], self.counts["one"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
