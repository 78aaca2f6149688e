"""That work grows with the size of the input: instructions are counted, as time depends on what else the machine does.

Each shape is checked with n and with 4n parts under valgrind's callgrind. What a run costs on an empty vault is taken off both counts, and
the ratio may be 4.6 at most: work that grows with n log n stays below it, and a square that makes up a twentieth of the work at n does not.

    target/ci-venv/bin/python tests/gate/growth.py             # all
    target/ci-venv/bin/python tests/gate/growth.py Growth.test_dead_links
"""

import os
import re
import shutil
import string
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support import PATIENCE, TARGET

PROGRAM = Path(os.environ.get("ATLAS_LINT") or TARGET / "release" / "atlas-lint")
MOST = 4.6
# What the ratios of small numbers would say nothing about.
LEAST = 2_000_000

NAME = "LLM Prompt Injection"
STUDY = """---
id: x
title: "AML.CS0900: X"
---
# AML.CS0900: X

text

## Metadata

- **ID:** AML.CS0900
- **Incident Date:** 2020-01-01
- **Type:** incident
- **Target:** t
- **Actor:** a

## Procedure

"""
SHAPES = {}


def shape(n, *more):
    """A shape: what it makes of a number is a vault, as paths and texts. `more` are further arguments of the run."""

    def keep(make):
        SHAPES[make.__name__] = (make, n, more)
        return make

    return keep


def front(lines):
    return {"a.md": f"---\n{lines}---\n# A\n"}


def page(lines, **others):
    return {"a.md": f"# P\n\n{lines}", **others}


def each(n, line):
    return "".join(line(i) for i in range(n))


def release(lines):
    return {"atlas.yaml": f"id: ATLAS\nname: x\nversion: 5.6.0\nmatrices:\n- id: ATLAS\n  name: A\n  tactics: []\n{lines}"}


# YAML


@shape(50)
def copies_that_lack_entries(n):
    step = f"### Step 1: {NAME}\n\n**Technique:** AML.T0051: {NAME}\n"
    listing = f"# AML.T0051: {NAME}\n\n## Case Studies\n\n- [[c0]]\n"
    copies = {f"t{i}.md": listing for i in range(n)}
    return copies | {f"c{i}.md": STUDY.replace("0900", f"{i:04}") + step for i in range(n)}


@shape(300)
def traps(n):
    return front("x:\n" + "  - no\n  - 010\n  - 1:30\n" * n)


@shape(500)
def trap_links(n):
    return front("x:\n" + "  - [[a]]\n" * n)


@shape(500)
def trap_keys(n):
    return front(each(n, lambda i: f"k{i}: off\n"))


@shape(200)
def trap_steps(n):
    step = "- tactic: no\n  technique: AML.T0051\n  description: 010\n"
    return {"a.yaml": "id: AML.CS0900\nname: x\nobject-type: case-study\nsummary: y\nprocedure:\n" + step * n}


@shape(400)
def included_ids(n):
    return {"atlas-lint.yaml": 'include: ["d.yaml"]\n', "d.yaml": each(n, lambda i: f"key{i}: AML.T0051\n")}


@shape(250)
def included_names(n):
    lines = each(n, lambda i: f"k{i}_id: AML.T0051\nk{i}_name: Foo\n")
    return {"atlas-lint.yaml": 'include: ["d.yaml"]\n', "d.yaml": lines}


@shape(300)
def front_ids(n):
    return front(each(n, lambda i: f"k{i}: AML.T0051\n"))


@shape(250)
def front_pairs(n):
    return front("x:\n" + each(n, lambda i: f"  - id: AML.T0051\n    name: Foo {i}\n"))


@shape(500)
def front_keys(n):
    return front(each(n, lambda i: f"key{i}: v\n"))


# Official files


@shape(250)
def wrong_pairs(n):
    return release("  techniques:\n" + "  - id: AML.T0051\n    name: LLM Jailbreak\n    object-type: technique\n" * n)


@shape(500)
def framework_line(n):
    return {"a.md": "LLM02 Excessive Agency, T1059 Valid Accounts, OWASP A01 Injection and " * n}


@shape(2000)
def framework_row(n):
    row = "|" + " {} |" * n + "\n"
    return {"a.md": row.format(*["ID"] * n) + "|" + "---|" * n + "\n" + row.format(*["T1086"] * n)}


@shape(300)
def framework_table(n):
    return {"a.md": "| ID | Name |\n| --- | --- |\n" + "| T1566 | Valid Accounts |\n| LLM01 | Model Theft |\n" * n}


@shape(500)
def framework_unknown(n):
    return {"a.md": "T1607 and " * n}


@shape(300)
def framework_keys(n):
    return {"a.md": "---\nattack: [" + "t1086, " * n + "]\n---\n"}


@shape(300)
def framework_data(n):
    return {"a.yaml": "- id: T1566\n  name: Valid Accounts\n" * n, "atlas-lint.yaml": "include: [a.yaml]\n"}


@shape(300)
def framework_mappings(n):
    config = {"atlas-lint.yaml": "rules: {inconsistent-mapping: {crosswalks: warning}}\n"}
    line = "OWASP LLM01: " + "LLM01, LLM02, AML.T0051, " * n + "\n\n"
    return config | {"a.md": "# AML.T0051\n\n" + line + "OWASP: LLM02\n\n" * n, "b.md": "# LLM02\n\n" + line}


@shape(300)
def framework_years(n):
    config = {"atlas-lint.yaml": "rules: {missing-edition: warning}\n"}
    return config | {"a.md": "- LLM06: Excessive Agency\n" * n + "LLM06 (2025), " * n}


@shape(250)
def wrong_names(n):
    name = lambda i: f"  - id: AML.T{i:04}\n    name: Odd {i}\n    object-type: technique\n"
    return release("  techniques:\n" + each(n, name))


@shape(150)
def studies(n):
    study = lambda i: (
        f"  AML.CS{i:04}:\n    name: N{i}\n    object-type: case-study\n    description: d\n"
    )
    edge = lambda i: (
        f"  AML.CS{i:04}:\n    employs:\n    - source: AML.CS{i:04}\n      target: AML.T0051\n      step-id: S00\n      tactic: AML.TA0005\n"
    )
    return {"atlas.yaml": "format-version: 6.0.0\ncase-studies:\n" + each(n, study) + "relationships:\n" + each(n, edge)}


def edges(n, leads_to):
    edge = lambda i: (
        f"    - source: AML.CS0900\n      target: AML.T0051\n      step-id: S{i:04}\n      leads-to: [{leads_to(i)}]\n      tactic: AML.TA0005\n"
    )
    return {
        "atlas.yaml": "format-version: 6.0.0\ncase-studies:\n  AML.CS0900:\n    name: N\n    object-type: case-study\n    description: d\n"
        + "relationships:\n  AML.CS0900:\n    employs:\n"
        + each(n, edge)
    }


@shape(150)
def steps_to_nowhere(n):
    return edges(n, lambda i: f"T{i:04}")


@shape(150)
def steps_back(n):
    return edges(n, lambda i: f"S{max(i - 1, 0):04}")


@shape(150)
def templates(n):
    item = lambda i: (
        f'  - &t{i}x\n    id: AML.T0051\n    name: {NAME}\n    object-type: technique\n    description: "{{{{t{i}y.id}}}}"\n'
    )
    return {"data.yaml": "id: ATLAS\nname: x\nversion: 5.6.0\nmatrices:\n- id: M\n  name: n\n  techniques:\n" + each(n, item)}


# Dialects and data


@shape(300)
def links_by_path(n):
    lines = each(n, lambda i: f"[x](no{i}/b.md) [y](../../z{i}) [z](/r{i}) [d](.x/{i}.md)\n")
    return {"atlas-lint.yaml": "dialect: github\n"} | page(lines)


@shape(200)
def pages_by_path(n):
    config = {"atlas-lint.yaml": "dialect: github\n"}
    return config | {f"d{i}/p.md": f"# P\n\n[a](../d{i + 1}/p.md#p) [b](../d{i + 1}/p#no)\n" for i in range(n)}


@shape(200)
def routes_of_a_site(n):
    config = {"docusaurus.config.js": ""}
    return config | {f"docs/d{i}/p.md": f"# P\n\n[a](p#no) [b](/docs/d{i + 1}/p#no) [c](x/p.md)\n" for i in range(n)}


@shape(100)
def languages_of_a_site(n):
    config = {"mkdocs.yml": "plugins:\n  - i18n\n"}
    return config | {f"docs/l{i}/p.md": f"# P\n\n[a](q{i}.md) [b](r.md)\n" for i in range(n)}


@shape(400)
def shortcodes_of_hugo(n):
    open_ones = each(n, lambda i: f"{{{{< a{i} >}}}}\n[[x]]\n{{{{% b{i} %}}}}\n{{{{< /c{i} >}}}}\n")
    return {"hugo.toml": "", "content/a.md": open_ones + each(n, lambda i: f"{{{{% /b{i} %}}}}\n") + "[x](#no)\n" * n}


@shape(2000)
def attribute_lists(n):
    return {"mkdocs.yml": "site_name: x\n", "docs/a.md": "{" * n + "{ #a " * n + "\n\n[x](#no)\n"}


@shape(400)
def braces_in_mdx(n):
    return {"docusaurus.config.js": "", "docs/a.mdx": each(n, lambda i: f"<X a={{[[1]]}} /> {{ open '{i}\n\nexport const a = 1\n\n")}


@shape(400)
def components_of_mdx(n):
    return {"docusaurus.config.js": "", "docs/a.mdx": each(n, lambda i: f"import X{i} from 'x'\n") + each(n, lambda i: f"\n<Y{i} /> text\n")}


@shape(300)
def repeated_slugs(n):
    return {"atlas-lint.yaml": "dialect: github\n"} | page("## A\n\n[x](#a-1)\n\n" * n)


@shape(300)
def element_ids(n):
    lines = each(n, lambda i: f"<a id=\"n{i}\"></a> [x](#n{i})\n\n")
    return {"atlas-lint.yaml": "dialect: github\n"} | page(lines)


INCLUDED = {"atlas-lint.yaml": 'include: ["d.*"]\n'}


@shape(300)
def objects_of_json(n):
    lines = each(n, lambda i: f'{{"id": "AML.T0051", "name": "Odd {i}"}},\n')
    return INCLUDED | {"d.json": f"[{lines}{{}}]\n"}


@shape(300)
def rows_of_csv(n):
    return INCLUDED | {"d.csv": "id,name\n" + each(n, lambda i: f"AML.T0051,Odd {i}\n")}


@shape(300)
def lines_of_source(n):
    return INCLUDED | {"d.py": each(n, lambda i: f'X{i} = "AML.T0051", "Odd {i}"\n')}


@shape(300)
def files_that_are_not_checked(n):
    return {"a.md": "# A\n"} | {f"d{i}.json": '{"x": "AML.T0051"}\n' for i in range(n)}


# Links


@shape(200)
def near_links(n):
    return {f"note number {i:06}.md": f"# Page {i}\n\n[[note numbre {i:06}]]\n" for i in range(n)}


@shape(200)
def far_links(n):
    return {f"p{i:06}.md": f"# Page {i}\n\n[[missing {i * 7919 % 99991:05} x]]\n" for i in range(n)}


@shape(200)
def other_numbers(n):
    return {f"note {i:06}.md": f"# Page {i}\n\n[[note {i + 500000:06}]]\n" for i in range(n)}


@shape(200)
def dead_links(n):
    pages = {f"note number {i:06}.md": "# x\n" for i in range(n)}
    return page(each(n, lambda i: f"[[note numbre {i:06}]]\n\n"), **pages)


@shape(250)
def dead_markdown_links(n):
    pages = {f"b{i}.md": "# x\n" for i in range(n)}
    return page(each(n, lambda i: f"[x](nowhere-{i * 7919 % 9973}.md)\n\n"), **pages)


@shape(200)
def suffix_links(n):
    pages = {f"a/b{i:05}/c/Note.md": "# s\n" for i in range(n)}
    return page(each(n, lambda i: f"[[b{i:05}/c/Note]]\n\n"), **pages)


@shape(200)
def links_elsewhere(n):
    return page(each(n, lambda i: f"[[x{i}/same]]\n\n"), **{f"d{i}/same.md": "# s\n" for i in range(n)})


@shape(200)
def ambiguous_links(n):
    return {f"d{i:05}/same.md": "# s\n\n[[same]]\n" for i in range(n)}


@shape(250)
def links_to_a_folder(n):
    return page("[[folder]]\n\n" * n, **{f"folder/p{i:05}.md": "# s\n" for i in range(n)})


@shape(250)
def markdown_links_to_a_folder(n):
    return page("[x](folder)\n\n" * n, **{f"folder/p{i:05}.md": "# s\n" for i in range(n)})


@shape(200)
def gitignores(n):
    folders = {f"f{i:04}/.gitignore": f"x{i}\n*.tmp\n" for i in range(n)}
    links = each(n, lambda i: f"[x](f{i:04}/gone{i}.png)\n\n")
    return {"atlas-lint.yaml": "dialect: github\n", "a.md": links} | folders | {f"f{i:04}/p.md": "# s\n" for i in range(n)}


@shape(400)
def dead_anchors(n):
    headings = each(n, lambda i: f"## Heading {i} {i * 31 % 977}\n\ntext\n")
    return page(each(n, lambda i: f"[[b#Headng {i} {i * 31 % 977}]]\n\n"), **{"b.md": headings})


@shape(400)
def dead_slugs(n):
    headings = each(n, lambda i: f"## Heading {i}\n\n")
    return page(each(n, lambda i: f"[x](b.md#haeding-{i})\n\n"), **{"b.md": headings})


@shape(400)
def dead_blocks(n):
    blocks = each(n, lambda i: f"para {i} ^id-{i}\n\n")
    return page(each(n, lambda i: f"[[b#^di-{i}]]\n\n"), **{"b.md": blocks})


@shape(250)
def aliases(n):
    names = each(n, lambda i: f"  - alias {i}\n")
    return page(each(n, lambda i: f"[[alias {i}]]\n\n"), **{"b.md": f"---\naliases:\n{names}---\n# B\n"})


# Pages


@shape(300)
def technique_fields(n):
    return {"a.md": STUDY + "### Step 1: X\n\n" + "**Technique:** AML.T0051\n" * n}


@shape(300)
def aliased_fields(n):
    return {"a.md": STUDY + "### Step 1: X\n\n" + "**ATLAS Technique:** AML.T0051\n" * n}


@shape(150)
def steps_without_technique(n):
    return {"a.md": STUDY + each(n, lambda i: f"### Step {i + 1}: Foo\n\ntext\n\n")}


@shape(150)
def steps_misnumbered(n):
    step = lambda i: f"### Step {n - i}: {NAME}\n\n**Technique:** AML.T0051: {NAME}\n**Tactic:** AML.TA0005\n\ntext\n\n"
    return {"a.md": STUDY + each(n, step)}


@shape(200)
def same_sections(n):
    return {"a.md": STUDY + "## Metadata\n\n- **ID:** AML.CS0900\n\n" * n}


@shape(250)
def references(n):
    return {"a.md": STUDY + "## References\n\n" + each(n, lambda i: f"{n - i}. [T {i}](https://x.example/{i % 7})\n")}


@shape(200)
def misspelt_keys(n):
    schema = '{"properties": {"frontmatter": {"required": ["subject"], "additionalProperties": false, "properties": {"subject": {}}}}}'
    types = 'page-types:\n  - name: p\n    match: { paths: ["*.md"] }\n    schema: s.json\n'
    letters = string.ascii_letters + string.digits
    key = lambda i: f"subject{letters[i // 62]}{letters[i % 62]}: v\n"
    return {**front(each(n, key)), "s.json": schema, "atlas-lint.yaml": types}


@shape(200)
def violations(n):
    schema = '{"properties": {"frontmatter": {"additionalProperties": {"type": "integer"}}}}'
    types = 'page-types:\n  - name: p\n    match: { paths: ["*.md"] }\n    schema: s.json\n'
    return {**front(each(n, lambda i: f"k{i}: a\n")), "s.json": schema, "atlas-lint.yaml": types}


@shape(500)
def ids(n):
    return page("The AML.T0051 of (AML.T0054) - LLM Jailbreak.\n\n" * n)


@shape(500)
def unknown_ids_in_a_line(n):
    return page("AML.T9999 " * n + "\n")


@shape(250)
def table(n):
    return page("| Technique | ID |\n| - | - |\n" + f"| {NAME} | AML.T0054 |\n" * n)


@shape(3000)
def empty_items(n):
    return page("-\n" * n)


@shape(1000)
def malformed_ids_in_a_line(n):
    return page("AML-T0051," * n)


@shape(150)
def suppressed(n):
    return page("<!-- atlas-lint: allow(unknown-id) why -->\nAML.T9999\n\n" * n)


@shape(150)
def duplicate_ids(n):
    return {f"p{i:05}.md": f"---\nid: same\n---\n# AML.T0051: {NAME}\n\ntext\n" for i in range(n)}


@shape(150)
def backlinks(n):
    listed = each(n, lambda i: f"- [[c{i:05}|AML.CS{i % 60:04}]]\n")
    return {
        "t.md": f"# AML.T0051: {NAME}\n\n## Case Studies (1)\n\n{listed}",
        **{f"c{i:05}.md": STUDY.replace("0900", f"{i % 60:04}") for i in range(n)},
    }


# Formats and fixes


@shape(250, "--format", "json")
def json(n):
    return page("AML.T9999 text\n\n" * n)


@shape(250, "--format", "sarif")
def sarif(n):
    return page("AML.T9999 text\n\n" * n)


@shape(150, "--format", "full")
def full(n):
    return page("AML.T9999 text\n\n" * n)


# A diff looks for at most 1,000 edits; up to there its work is their square.


@shape(600, "--diff")
def fixed_ids(n):
    return page("aml.t0051 text AML-T0054\n\n" * n)


@shape(1200, "--diff")
def fixed_traps(n):
    return front("x:\n" + "  - no\n" * n)


def instructions(make, n, more):
    """How many instructions a check of a vault takes."""
    with tempfile.TemporaryDirectory() as scratch:
        vault = Path(scratch) / "vault"
        (vault / ".git").mkdir(parents=True)
        for name, text in make(n).items():
            file = vault / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        counts = Path(scratch) / "counts"
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}"]
        command += [PROGRAM, "check", ".", "--jobs", "1", *(more or ("--format", "concise"))]
        done = subprocess.run(
            command, cwd=vault, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=PATIENCE
        )
    # Findings or none; a run that fails counts for nothing.
    if done.returncode not in (0, 1):
        raise AssertionError(f"exit code {done.returncode}: {done.stderr[-2000:]}")
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def grown(name, pool):
    make, n, more = SHAPES[name]
    return pool.submit(instructions, make, n, more), pool.submit(instructions, make, 4 * n, more)


@unittest.skipUnless(shutil.which("valgrind"), "valgrind is not installed")
class Growth(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pool = ThreadPoolExecutor(os.cpu_count() or 1)
        cls.addClassCleanup(cls.pool.shutdown, cancel_futures=True)
        empty = lambda _: {"a.md": "# A\n"}
        cls.base = cls.pool.submit(instructions, empty, 1, ())
        # One test alone runs its own shape alone.
        named = {arg.rsplit("test_", 1)[-1] for arg in sys.argv if "Growth.test_" in arg}
        cls.runs = {name: grown(name, cls.pool) for name in SHAPES if name in (named or SHAPES)}


def case(name):
    def test(self):
        base = self.base.result()
        small, large = (run.result() - base for run in self.runs[name])
        print(f"{small / 1e6:8.1f} {large / 1e6:8.1f} {large / small:5.2f} ", end="", flush=True)
        self.assertGreater(small, LEAST, "so little that the start of the program hides it")
        self.assertLessEqual(large / small, MOST)

    return test


for one in SHAPES:
    setattr(Growth, f"test_{one}", case(one))

if __name__ == "__main__":
    unittest.main(verbosity=2)
