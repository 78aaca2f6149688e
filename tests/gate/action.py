"""The shell of the GitHub Action, with a release served on this machine and a runner's variables made up."""

import hashlib
import http.server
import io
import json
import os
import shutil
import tarfile
import threading
import unittest
import zipfile
from pathlib import Path

from support import ROOT, TARGET, Case, Repository, run, version

ACTION = ROOT / "packaging" / "action"
# Says what it was called with. The check writes the files that it was asked for.
PROGRAM = """#!/bin/sh
[ "$1" != --version ] || { echo "atlas-lint from the release"; exit; }
printf '%s\\n' "$@" > "$TOLD"
for word do
  case "$word" in --output=*) echo "a.md:1:1: error[unresolved-link] ::warning::x" > "${word#--output=*=}" ;; esac
done
exit "${CODE:-0}"
"""
CARGO = """#!/bin/sh
printf '%s\\n' "$PWD" "$@" > "$TOLD"
[ -z "$GH_TOKEN" ] || exit 9
while [ "$1" != --root ]; do shift; done
mkdir -p "$2/bin"
printf '#!/bin/sh\\necho built\\n' > "$2/bin/atlas-lint"
chmod +x "$2/bin/atlas-lint"
"""
GH = """#!/bin/sh
printf '%s\\n' "$@" >> "$TOLD.gh"
exit "${GH_CODE:-0}"
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def script(path, text):
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def outputs(path):
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines)


class Runner(Case):
    """A runner's folders and variables."""

    def setUp(self):
        super().setUp()
        self.told = self.folder / "told"
        self.output = self.folder / "output"
        self.summary = self.folder / "summary"
        self.temp = self.folder / "temp dir"
        self.temp.mkdir()
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        # Only what the scripts may use: no gh and no cargo but those of a test.
        for name in ("awk", "bash", "cat", "curl", "cut", "git", "grep", "gzip", "head", "mkdir", "rm", "sed", "sh", "sha256sum",
                     "chmod", "env", "tar", "unzip", "wc"):
            if found := shutil.which(name):
                os.symlink(found, self.bin / name)
        self.vars = {
            **self.env,
            "PATH": str(self.bin),
            "TOLD": str(self.told),
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": "X64",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_ACTOR": "someone",
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_REPOSITORY": "owner/vault",
        }

    def words(self):
        return self.told.read_text(encoding="utf-8").splitlines()


class Install(Runner):
    def setUp(self):
        super().setUp()
        self.web = self.folder / "web"
        self.release = self.web / f"v{version()}"
        self.release.mkdir(parents=True)
        handler = lambda *words: Quiet(*words, directory=str(self.web))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.vars["ATLAS_LINT_TEST_PORT"] = str(server.server_address[1])

    def publish(self, *targets, sums=None):
        lines = []
        for target in targets:
            stem = f"atlas-lint-v{version()}-{target}"
            if "windows" in target:
                path = self.release / f"{stem}.zip"
                with zipfile.ZipFile(path, "w") as archive:
                    archive.writestr(f"{stem}/atlas-lint.exe", PROGRAM)
            else:
                path = self.release / f"{stem}.tar.gz"
                with tarfile.open(path, "w:gz") as archive:
                    member = tarfile.TarInfo(f"{stem}/atlas-lint")
                    member.mode, member.size = 0o755, len(PROGRAM)
                    archive.addfile(member, io.BytesIO(PROGRAM.encode()))
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(f"{sums or digest}  {path.name}\n")
        (self.release / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")

    def install(self, **more):
        return run(["bash", ACTION / "install.sh"], self.folder, {**self.vars, "INPUT_VERSION": "", **more})

    def refused(self, done, why):
        self.assertEqual(done.code, 2, done.all)
        self.assertIn("::error title=atlas-lint::", done.all)
        self.assertIn(why, done.all)
        self.assertNotIn("program", outputs(self.output))
        self.assertFalse(self.told.exists(), "something was built")

    def test_the_release_of_this_version_is_installed(self):
        self.publish("x86_64-unknown-linux-musl")
        done = self.install()
        self.assertEqual(done.code, 0, done.all)
        self.assertIn("atlas-lint from the release", done.out)
        self.assertEqual(outputs(self.output)["program"], f"{self.temp}/atlas-lint-action/atlas-lint")

    def test_each_platform_has_its_archive(self):
        targets = {
            ("Linux", "X64"): "x86_64-unknown-linux-musl",
            ("Linux", "ARM64"): "aarch64-unknown-linux-musl",
            ("macOS", "X64"): "x86_64-apple-darwin",
            ("macOS", "ARM64"): "aarch64-apple-darwin",
            ("Windows", "X64"): "x86_64-pc-windows-msvc",
        }
        release = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
        for (system, processor), target in targets.items():
            with self.subTest(target):
                self.assertIn(f"target: {target}\n", release)
                self.publish(target)
                done = self.install(RUNNER_OS=system, RUNNER_ARCH=processor)
                if system == "Windows" and not shutil.which("unzip"):
                    self.skipTest("unzip, which Windows runners have, is not here")
                elif system == "Windows":
                    # Unpacked; that an .exe of ours does not start here is the machine's doing.
                    self.assertTrue((self.temp / "atlas-lint-action/atlas-lint.exe").exists(), done.all)
                else:
                    self.assertEqual(done.code, 0, done.all)

    def test_a_wrong_checksum_is_refused_and_nothing_is_built(self):
        script(self.bin / "cargo", CARGO)
        self.publish("x86_64-unknown-linux-musl", sums="0" * 64)
        self.refused(self.install(), "does not match SHA256SUMS")

    def test_an_archive_that_is_named_but_missing_is_refused(self):
        script(self.bin / "cargo", CARGO)
        self.publish("x86_64-unknown-linux-musl")
        next(self.release.glob("*.tar.gz")).unlink()
        self.refused(self.install(), "status 404")

    def test_a_server_that_does_not_answer_is_no_reason_to_build(self):
        script(self.bin / "cargo", CARGO)
        self.refused(self.install(ATLAS_LINT_TEST_PORT="1"), "could not be downloaded")

    def test_without_a_release_the_action_is_built(self):
        script(self.bin / "cargo", CARGO)
        done = self.install(GH_TOKEN="a token")
        self.assertEqual(done.code, 0, done.all)
        self.assertEqual(self.words()[:5], [str(ROOT), "install", "--locked", "--path", "."])
        self.assertEqual(outputs(self.output)["program"], f"{self.temp}/atlas-lint-action/bin/atlas-lint")

    def test_without_a_binary_for_the_platform_the_action_is_built(self):
        script(self.bin / "cargo", CARGO)
        self.publish("x86_64-apple-darwin")
        for more in ({}, {"RUNNER_ARCH": "RISCV64"}):
            with self.subTest(more):
                self.assertEqual(self.install(**more).code, 0)
                self.assertIn("install", self.words())
                self.told.unlink()

    def test_another_version_is_not_built_in_place_of_the_one_asked_for(self):
        script(self.bin / "cargo", CARGO)
        self.refused(self.install(INPUT_VERSION="v9.9.9"), "there is no release 9.9.9, and this action can only build")

    def test_source_is_built_whatever_is_released(self):
        script(self.bin / "cargo", CARGO)
        self.publish("x86_64-unknown-linux-musl")
        self.assertEqual(self.install(INPUT_VERSION="source").code, 0)
        self.assertIn("install", self.words())

    def test_without_cargo_it_says_so(self):
        self.refused(self.install(), "cargo is not installed to build it")

    def test_the_attestation_decides_where_it_can_be_asked(self):
        script(self.bin / "gh", GH)
        self.publish("x86_64-unknown-linux-musl")
        done = self.install(GH_TOKEN="a token")
        self.assertEqual(done.code, 0, done.all)
        asked = (self.folder / "told.gh").read_text(encoding="utf-8").split()
        self.assertEqual(asked[:2], ["attestation", "verify"])
        self.assertIn("atlas-lint/atlas-lint/.github/workflows/release.yml", asked)
        self.output.unlink()
        self.refused(self.install(GH_TOKEN="a token", GH_CODE="1"), "no valid attestation")

    def test_a_version_is_no_place_for_commands(self):
        for text in ("$(touch hit)", "../../x", "1.0.0/..", "1.0.0\n::set-output", "--help"):
            with self.subTest(text):
                self.refused(self.install(INPUT_VERSION=text), "must be a version")
        self.assertFalse((self.folder / "hit").exists())

    def test_the_port_of_the_tests_cannot_name_another_machine(self):
        self.refused(self.install(ATLAS_LINT_TEST_PORT="80@example.org"), "is not a number")


class Check(Runner):
    def setUp(self):
        super().setUp()
        script(self.bin / "atlas-lint", PROGRAM)
        self.repository = Repository(self.folder / "vault", self.env)
        self.base = self.repository.record({"a.md": "# A\n"})
        self.repository.git("switch", "--quiet", "--create", "topic")
        self.repository.record({"b.md": "# B\n"})
        self.repository.git("switch", "--quiet", "main")
        self.vars.update(
            PROGRAM=str(self.bin / "atlas-lint"),
            GITHUB_WORKSPACE=str(self.repository.path),
            INPUT_VAULT="",
            INPUT_PATHS="",
            INPUT_FAIL_ON="error",
            INPUT_NEW_ONLY="auto",
            INPUT_ARGS="",
            INPUT_SARIF="false",
            INPUT_WORKING_DIRECTORY=".",
            MERGE_GROUP_BASE="",
            HEAD_REPOSITORY="",
        )

    def merge(self):
        """What actions/checkout leaves on a pull request: the merge commit, detached."""
        self.repository.git("switch", "--quiet", "--detach", "main")
        self.repository.git("merge", "--quiet", "--no-ff", "--no-edit", "topic")
        self.vars.update(GITHUB_SHA=self.repository.head(), HEAD_REPOSITORY="owner/vault")

    def check(self, event="push", **more):
        for path in (self.output, self.summary, self.told):
            path.unlink(missing_ok=True)
        return run(["bash", ACTION / "check.sh"], self.folder, {**self.vars, "GITHUB_EVENT_NAME": event, **more})

    def refused(self, done, why):
        self.assertEqual(done.code, 2, done.all)
        self.assertIn(why, done.all)
        self.assertEqual(outputs(self.output), {"exit-code": "2"})
        self.assertFalse(self.told.exists(), "the program was run")

    def since(self):
        return [word for word in self.words() if word.startswith("--new-since")]

    def test_a_push_judges_the_whole_vault(self):
        done = self.check()
        self.assertEqual(done.code, 0, done.all)
        self.assertEqual(self.words(), ["check", "--format=github", "--fail-on=error", "--"])

    def test_a_pull_request_is_held_against_the_first_parent_of_its_merge(self):
        self.merge()
        self.assertEqual(self.check("pull_request").code, 0)
        self.assertEqual(self.since(), ["--new-since=HEAD^1"])
        self.assertEqual(self.repository.git("rev-parse", "HEAD^1"), self.base)

    def test_a_pull_request_without_its_base_is_refused(self):
        self.merge()
        shallow = self.folder / "shallow"
        self.repository.git("branch", "merge")
        self.repository.git("clone", "--quiet", "--depth", "1", "--branch", "merge", f"file://{self.repository.path}", shallow)
        self.refused(self.check("pull_request", GITHUB_WORKSPACE=str(shallow)), "set fetch-depth to 2")
        # Two deep is enough.
        shutil.rmtree(shallow)
        self.repository.git("clone", "--quiet", "--depth", "2", "--branch", "merge", f"file://{self.repository.path}", shallow)
        self.assertEqual(self.check("pull_request", GITHUB_WORKSPACE=str(shallow)).code, 0)

    def test_a_pull_request_whose_head_is_checked_out_is_refused(self):
        self.merge()
        self.repository.git("switch", "--quiet", "topic")
        self.refused(self.check("pull_request"), "is not the merge commit")
        self.assertEqual(self.check("pull_request", INPUT_NEW_ONLY="never").code, 0)
        self.assertEqual(self.since(), [])

    def test_a_folder_without_git_is_refused(self):
        self.merge()
        self.refused(self.check("pull_request", GITHUB_WORKSPACE=str(self.temp)), "does actions/checkout come first?")

    def test_pull_request_target_is_refused(self):
        self.refused(self.check("pull_request_target"), "use pull_request")

    def test_a_merge_group_is_held_against_its_base(self):
        self.merge()
        self.assertEqual(self.check("merge_group", MERGE_GROUP_BASE=self.base).code, 0)
        self.assertEqual(self.since(), [f"--new-since={self.base}"])
        self.refused(self.check("merge_group", MERGE_GROUP_BASE="0" * 40), "set fetch-depth to 0")
        self.refused(self.check("merge_group", MERGE_GROUP_BASE="--help"), "has no valid base")

    def test_always_needs_a_base(self):
        self.refused(self.check(INPUT_NEW_ONLY="always"), "has no base to compare with")

    def test_sarif_is_written_only_where_all_is_judged_and_may_be_uploaded(self):
        self.merge()
        own, fork = "owner/vault", "stranger/vault"
        cases = [
            ("push", {}, True),
            ("schedule", {}, True),
            ("pull_request", {"HEAD_REPOSITORY": own}, False),
            ("pull_request", {"HEAD_REPOSITORY": own, "INPUT_NEW_ONLY": "never"}, True),
            ("pull_request", {"HEAD_REPOSITORY": fork, "INPUT_NEW_ONLY": "never"}, False),
            # The fork was deleted.
            ("pull_request", {"HEAD_REPOSITORY": "", "INPUT_NEW_ONLY": "never"}, False),
            ("pull_request", {"HEAD_REPOSITORY": own, "INPUT_NEW_ONLY": "never", "GITHUB_ACTOR": "dependabot[bot]"}, False),
            ("merge_group", {"MERGE_GROUP_BASE": self.base}, False),
        ]
        for event, more, written in cases:
            with self.subTest(event=event, **more):
                for code in ("0", "1"):
                    done = self.check(event, INPUT_SARIF="true", CODE=code, **more)
                    self.assertEqual(done.code, 0, done.all)
                    self.assertEqual("sarif-file" in outputs(self.output), written)
                    self.assertEqual(outputs(self.output)["exit-code"], code)
                    self.assertEqual("no SARIF upload" in done.all, not written)
                self.assertEqual(self.check(event, **more).code, 0)
                self.assertNotIn("sarif-file", outputs(self.output))

    def test_what_could_not_be_checked_is_not_uploaded(self):
        for code in ("2", "101"):
            done = self.check(INPUT_SARIF="true", CODE=code)
            self.assertEqual(done.code, 0, "the last step ends with the program's code")
            self.assertEqual(outputs(self.output), {"exit-code": code})
            self.assertIn("could not be checked", self.summary.read_text(encoding="utf-8"))

    def test_inputs_become_arguments_and_nothing_else(self):
        done = self.check(
            INPUT_VAULT="my docs",
            INPUT_PATHS="one page.md\r\n$(touch hit).md\n-x.md\n",
            INPUT_ARGS="--catalog 2026.05\n  --ignore a,b $(touch hit) `touch hit` * 'q q' ; false",
            INPUT_FAIL_ON="warning",
        )
        self.assertEqual(done.code, 0, done.all)
        words = self.words()
        self.assertIn("--vault=my docs", words)
        self.assertIn("--fail-on=warning", words)
        rest = words[words.index("--catalog"):]
        self.assertEqual(
            rest,
            ["--catalog", "2026.05", "--ignore", "a,b", "$(touch", "hit)", "`touch", "hit`", "*", "'q", "q'", ";", "false",
             "--", "one page.md", "$(touch hit).md", "-x.md"],
        )
        self.assertFalse((self.repository.path / "hit").exists())

    def test_an_input_that_means_nothing_is_refused(self):
        self.refused(self.check(INPUT_FAIL_ON="errors"), "the input fail-on must be one of")
        self.refused(self.check(INPUT_NEW_ONLY="yes"), "the input new-only must be one of")
        self.refused(self.check(INPUT_SARIF="yes"), "the input sarif must be one of")
        self.refused(self.check(INPUT_WORKING_DIRECTORY="nowhere"), "the input working-directory")
        self.refused(self.check(INPUT_WORKING_DIRECTORY=".."), "the input working-directory")
        for word in ("--help", "-qh", "--staged", "--new-since=HEAD", "-V", "--format json"):
            self.refused(self.check(INPUT_ARGS=f"--quiet {word}"), "the input args must not contain")

    def test_it_runs_in_the_working_directory(self):
        self.repository.record({"docs/a.md": "# A\n"})
        script(self.bin / "atlas-lint", '#!/bin/sh\npwd > "$TOLD"\n')
        self.assertEqual(self.check(INPUT_WORKING_DIRECTORY="docs").code, 0)
        self.assertEqual(self.words(), [str(self.repository.path / "docs")])

    def test_the_program_takes_what_it_is_given(self):
        self.vars["PROGRAM"] = str(TARGET / "release" / "atlas-lint")
        # .ci/run has built it by now.
        self.assertTrue(Path(self.vars["PROGRAM"]).exists(), "cargo build --release comes first")
        self.repository.record({"a.md": "# A\n\nSee [[nowhere]].\n"})
        done = self.check(INPUT_SARIF="true", GITHUB_ACTIONS="true")
        self.assertEqual(done.code, 0, done.all)
        self.assertRegex(done.out, r"(?m)^::error .*file=a\.md\b")
        summary = self.summary.read_text(encoding="utf-8")
        self.assertIn("unresolved-link", summary)
        self.assertNotIn("[[nowhere]]", summary, "words of a page are inert")
        told = outputs(self.output)
        self.assertEqual(told["exit-code"], "1")
        results = json.loads(Path(told["sarif-file"]).read_text(encoding="utf-8"))["runs"][0]["results"]
        self.assertEqual([result["ruleId"] for result in results], ["unresolved-link"])

        # The base has the defect already; then the topic brings one of its own.
        self.merge()
        self.check("pull_request", GITHUB_ACTIONS="true")
        self.assertEqual(outputs(self.output)["exit-code"], "0")
        self.repository.git("switch", "--quiet", "topic")
        self.repository.record({"b.md": "# B\n\nSee [[nobody]].\n"})
        self.merge()
        done = self.check("pull_request", GITHUB_ACTIONS="true")
        self.assertEqual(outputs(self.output)["exit-code"], "1")
        self.assertRegex(done.out, r"(?m)^::error .*file=b\.md\b")
        self.assertNotIn("file=a.md", done.out)


if __name__ == "__main__":
    unittest.main()
