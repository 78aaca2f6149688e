"""The comparison in `benches/compare.py`: its vaults, how it measures, and the table that it writes. No network, no other linter.

    target/ci-venv/bin/python tests/gate/speed.py
"""

import sys
import tempfile
import unittest
from pathlib import Path

from support import ROOT

sys.path.insert(0, str(ROOT / "benches"))
import compare
import vaults


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Vaults(unittest.TestCase):
    def test_the_same_arguments_make_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as scratch:
            for name in vaults.VAULTS:
                folders = [Path(scratch) / name / part for part in ("one", "two")]
                sizes = [vaults.write(name, folder, 0.005) for folder in folders]
                one, two = map(contents, folders)
                self.assertEqual(one, two, name)
                pages = [data for path, data in one.items() if path.suffix == ".md"]
                self.assertEqual(sizes, [(len(pages), sum(map(len, pages)))] * 2, name)

    def test_a_dead_link_leads_to_no_page(self):
        with tempfile.TemporaryDirectory() as scratch:
            for name, dead in (("dead-serial", True), ("dead-words", True), ("links-resolve", False)):
                folder = Path(scratch) / name
                vaults.write(name, folder, 0.01)
                links = {target for data in contents(folder).values() for target in compare.re.findall(r"\[\[([^#|\]]+)", data.decode())}
                found = {link for link in links if any(folder.rglob(f"{link.split('/')[-1]}.md"))}
                self.assertEqual(found, set() if dead else links, name)


class Tables(unittest.TestCase):
    def rows(self):
        def runs(*times):
            return [compare.Run(0, time, 10 * time) for time in times]

        return [
            compare.Row("v", compare.FLOOR, runs(3, 1, 2)),
            compare.Row("v", compare.OURS, runs(5, 9, 7), "a|b"),
            compare.Row("v", "lychee", remark="absent: npm is not installed"),
        ]

    def test_a_row_has_medians_and_the_ratio_to_the_parser(self):
        lines = compare.table(self.rows()).splitlines()
        self.assertEqual(lines[2], "| v | limit parse | 2.000 | 1.000 to 3.000 | 20.0 | 1.00 |  |")
        self.assertEqual(lines[3], "| v | atlas-lint | 7.000 | 5.000 to 9.000 | 70.0 | 3.50 | a\\|b |")
        self.assertEqual(lines[4], "| v | lychee |  |  |  |  | absent: npm is not installed |")

    def test_all_rows_have_the_columns_of_the_head(self):
        for table in (compare.table(self.rows()[::2]), compare.vault_table({"one-page": (1, 10**6, 0)})):
            self.assertEqual(len({line.count(" |") for line in table.splitlines()}), 1, table)

    def test_without_the_parser_there_is_no_ratio(self):
        self.assertIn("| 70.0 |  |", compare.table(self.rows()[1:]))

    def test_a_report_replaces_what_is_between_the_markers(self):
        page = f"# A\n\n{compare.BEGIN}\n\nold\n\n{compare.END}\n\n## B\n"
        once = compare.between(page, "new\n")
        self.assertEqual(once, page.replace("old", "new"))
        self.assertEqual(compare.between(once, "new\n"), once)
        with self.assertRaises(ValueError):
            compare.between("# A\n", "new\n")

    def test_the_page_has_the_markers(self):
        compare.between(compare.PAGE.read_text(encoding="utf-8"), "new")


@unittest.skipUnless(sys.platform == "linux", "memory is measured as Linux counts it")
class Measures(unittest.TestCase):
    def setUp(self):
        compare.adopt_orphans()
        self.addCleanup(compare.adopt_orphans, False)
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def measured(self, command, timeout=20):
        return compare.measure(command, self.folder, self.folder / "output", timeout)

    def test_memory_is_that_of_the_program_alone(self):
        big = b"x" * 60_000_000  # memory of this process
        run = self.measured(["sh", "-c", "echo out; echo err >&2; exit 3"])
        self.assertEqual((run.code, run.late), (3, False))
        self.assertLess(run.peak, 20)
        self.assertEqual((self.folder / "output").read_text(), "out\n")
        self.assertEqual((self.folder / "output.err").read_text(), "err\n")
        self.assertGreater(self.measured([sys.executable, "-c", f"b'x' * {len(big)}"]).peak, 60)

    def test_a_program_that_takes_too_long_is_ended(self):
        self.assertTrue(self.measured(["sleep", "60"], 0.1).late)


if __name__ == "__main__":
    unittest.main(verbosity=2)
