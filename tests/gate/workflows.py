"""The workflows and the action: what the analysers say, and the scripts of the catalogue's refresh."""

import os
import re
import shutil
import unittest

from support import IDENTITY, ROOT, TOOLS, Case, Repository, run

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
# Stands for GitHub: `gh` says what it was asked, and answers from the folder $HUB.
GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$HUB/asked"
case "$1 $2" in
  "api "*) cat "$HUB/tags" ;;
  "release download") cp "$HUB/ATLAS-${3#v}.yaml" "${9}/" ;;
  "pr create") cat "${8}" > "$HUB/body" ;;
esac
"""
# Stands for the program: an import adds the file to the catalogue, unless it is in there.
PROGRAM = """#!/bin/sh
case "$1" in
  catalog)
    grep -qsFx -f "$3" atlas-lint-catalog.jsonl && { echo "nothing changes"; exit; }
    cat "$3" >> atlas-lint-catalog.jsonl
    echo "ATLAS changed: \\`\\`\\` @everyone"
    ;;
  check) echo "a.md:1:1: error[unknown-id] x"; exit "${CODE:-1}" ;;
esac
"""


class Analysers(Case):
    def analyse(self, *command):
        done = run(command, ROOT, self.env)
        self.assertEqual(done.code, 0, done.all)

    def test_zizmor_finds_nothing(self):
        self.analyse(TOOLS / "zizmor", "--offline", "--persona=pedantic", "--no-progress", "--strict-collection", ".")

    def test_the_workflows_are_of_the_schema(self):
        self.analyse(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)

    def test_the_action_is_of_the_schema(self):
        self.analyse(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")

    def test_dependabots_settings_are_of_the_schema(self):
        self.analyse(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.dependabot", ROOT / ".github/dependabot.yml")

    def test_the_hooks_are_of_the_schema(self):
        hooks = [ROOT / ".pre-commit-hooks.yaml", ROOT / "packaging/pre-commit-mirror/.pre-commit-hooks.yaml"]
        self.analyse(TOOLS / "pre-commit", "validate-manifest", *hooks)

    def test_each_action_has_one_version_everywhere(self):
        found = {}
        for path in [*WORKFLOWS, ROOT / "action.yml"]:
            for name, pin in re.findall(r"(?m)uses: ([\w./-]+)@(.*)$", path.read_text(encoding="utf-8")):
                self.assertRegex(pin, r"^[0-9a-f]{40} # v\d+\.\d+\.\d+$", f"{path.name}: {name}")
                found.setdefault(name, set()).add(pin)
        self.assertIn("actions/checkout", found)
        self.assertEqual({name: pins for name, pins in found.items() if len(pins) > 1}, {})

    def test_scripts_of_bash_are_bash(self):
        scripts = [ROOT / ".ci/run", *sorted((ROOT / "packaging").glob("*/*.sh"))]
        self.assertEqual(len(scripts), 5)
        for path in scripts:
            self.assertIn("\nset -euo pipefail\n", path.read_text(encoding="utf-8"), path)
            self.analyse("bash", "-n", path)


class Refresh(Case):
    """A copy of the repository's scripts, a remote, and a GitHub made up."""

    def setUp(self):
        super().setUp()
        self.hub = self.folder / "hub"
        self.hub.mkdir()
        tools = self.folder / "bin"
        tools.mkdir()
        for name, text in (("gh", GH), ("atlas-lint", PROGRAM)):
            (tools / name).write_text(text, encoding="utf-8")
            (tools / name).chmod(0o755)
        self.output = self.folder / "output"
        env = {
            **self.env,
            "HUB": str(self.hub),
            "PATH": f"{tools}{os.pathsep}{self.env['PATH']}",
            "ATLAS_LINT": str(tools / "atlas-lint"),
            "GITHUB_OUTPUT": str(self.output),
        }
        self.repository = Repository(self.folder / "checkout", env)
        shutil.copytree(ROOT / "packaging/catalogue", self.repository.path / "packaging/catalogue")
        self.repository.git("add", "--all")
        self.repository.record({"src/catalog/SOURCE.md": "| 2026.05 | - | 2026-05-27 | v6/ATLAS-2026.05.yaml | 0 |\n", "content/a.md": "# A\n"})
        self.repository.git("clone", "--quiet", "--bare", ".", str(self.folder / "origin"))
        self.repository.git("remote", "add", "origin", str(self.folder / "origin"))
        self.left = self.folder / "left"
        self.publish("v2026.05", "v2026.10", "v2026.06")

    def publish(self, *tags):
        (self.hub / "tags").write_text("".join(f"{tag}\n" for tag in tags), encoding="utf-8")
        for tag in tags:
            if "/" not in tag:
                (self.hub / f"ATLAS-{tag.removeprefix('v')}.yaml").write_text(f"{tag}\n", encoding="utf-8")

    def run_import(self, **more):
        return run(["bash", "packaging/catalogue/import.sh", self.left], self.repository.path, {**self.repository.env, **more})

    def propose(self, releases):
        # Who commits is said by the script.
        env = {name: value for name, value in self.repository.env.items() if name not in IDENTITY}
        env["RELEASES"] = releases
        return run(["bash", "packaging/catalogue/propose.sh", self.left], self.repository.path, env)

    def asked(self):
        path = self.hub / "asked"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def test_new_releases_become_a_pull_request(self):
        done = self.run_import()
        self.assertEqual(done.code, 0, done.all)
        self.assertEqual(self.output.read_text(encoding="utf-8"), "releases=2026.06 2026.10\n")
        downloads = [line.split()[2] for line in self.asked() if line.startswith("release download")]
        self.assertEqual(downloads, ["v2026.06", "v2026.10"])

        self.repository.git("checkout", "--quiet", "--force", "main")
        self.repository.git("clean", "--quiet", "--force")
        done = self.propose("2026.06 2026.10")
        self.assertEqual(done.code, 0, done.all)
        show = ["--git-dir", str(self.folder / "origin"), "show", "--stat", "--format=%an: %s", "catalogue-2026.10"]
        told = self.repository.git(*show)
        self.assertIn("github-actions[bot]: ATLAS 2026.06, 2026.10: the official files", told)
        self.assertIn("content/atlas-lint-catalog.jsonl | 2 ++", told)
        self.assertIn("1 file changed", told)
        body = (self.hub / "body").read_text(encoding="utf-8")
        self.assertIn("\n    a.md:1:1: error[unknown-id] x\n    exit code 1\n", body)
        # What comes from the file stays in a block of code.
        self.assertNotRegex(body, r"(?m)^(?!    ).*@everyone")

        before = len([line for line in self.asked() if line.startswith("pr create")])
        self.repository.git("switch", "--quiet", "main")
        done = self.propose("2026.06 2026.10")
        self.assertEqual(done.code, 0, done.all)
        self.assertIn("already exists", done.all)
        self.assertEqual(len([line for line in self.asked() if line.startswith("pr create")]), before)

    def test_nothing_new_is_nothing_to_do(self):
        self.publish("v2026.05")
        done = self.run_import()
        self.assertEqual(done.code, 0, done.all)
        self.assertIn("nothing new", done.out)
        self.assertFalse(self.output.exists())

    def test_what_was_imported_before_is_not_new(self):
        self.repository.write({"content/atlas-lint-catalog.jsonl": "v2026.06\nv2026.10\n"})
        done = self.run_import()
        self.assertEqual(done.code, 0, done.all)
        self.assertFalse(self.output.exists())

    def test_a_tag_of_another_form_is_left_alone(self):
        self.publish("v2026.05", "v5.6.0", "v2026.10/../../x", "v2026.10;touch hit", "$(touch hit)", "--help", "v2026.13", "2026.10")
        done = self.run_import()
        self.assertEqual(done.code, 0, done.all)
        self.assertEqual([line for line in self.asked() if not line.startswith("api ")], [])
        self.assertFalse((self.repository.path / "hit").exists())

    def test_no_tag_of_the_form_is_an_error(self):
        self.publish("v7.0.0")
        done = self.run_import()
        self.assertEqual(done.code, 1, done.all)
        self.assertIn("has a tag such as", done.all)

    def test_a_release_without_its_file_is_an_error(self):
        (self.hub / "ATLAS-2026.10.yaml").unlink()
        self.assertNotEqual(self.run_import().code, 0)
        self.assertFalse(self.output.exists())

    def test_content_that_cannot_be_checked_is_an_error(self):
        done = self.run_import(CODE="2")
        self.assertEqual(done.code, 1, done.all)
        self.assertFalse(self.output.exists())

    def test_what_names_no_release_is_not_proposed(self):
        self.run_import()
        for releases in ("", "main", "2026.10 --force", "2026.10\n2026.11", "$(touch hit)"):
            with self.subTest(releases):
                done = self.propose(releases)
                self.assertEqual(done.code, 1, done.all)
        self.assertEqual([line for line in self.asked() if line.startswith(("pr", "auth"))], [])


if __name__ == "__main__":
    unittest.main()
