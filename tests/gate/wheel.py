"""The wheel, and the mirror that brings it to pre-commit."""

import os
import re
import shutil
import sys
import tarfile
import unittest
import zipfile

from support import ROOT, TARGET, TOOLS, Case, Repository, must, run, version, without

MIRROR = ROOT / "packaging" / "pre-commit-mirror"
WHEELS = TARGET / "wheels"
# setuptools, which builds the mirror's own package; .ci/run puts it here, as pip must not look elsewhere.
BUILD_WHEELS = TARGET / "ci-wheels"


def setUpModule():
    shutil.rmtree(WHEELS, ignore_errors=True)
    # The target folder and profile of the other builds: nothing is built anew.
    env = {**os.environ, "CARGO_TARGET_DIR": str(TARGET)}
    must([TOOLS / "maturin", "build", "--release", "--locked", "--out", WHEELS], ROOT, env)


def offline(env, *folders):
    """pip may use these folders and nothing else."""
    return {**env, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": " ".join(str(folder) for folder in folders)}


class Wheel(Case):
    def test_it_installs_into_a_fresh_venv_and_runs(self):
        venv = self.folder / "venv"
        must([sys.executable, "-m", "venv", venv], self.folder, self.env)
        must([venv / "bin" / "python", "-m", "pip", "install", "--quiet", "atlas-lint"], self.folder, offline(self.env, WHEELS))
        program = venv / "bin" / "atlas-lint"
        told = must([program, "--version"], self.folder, self.env)
        self.assertEqual(told, f"atlas-lint {version()}")

        vault = self.folder / "vault"
        vault.mkdir()
        (vault / "a.md").write_text("# A\n\nSee [[b]].\n", encoding="utf-8")
        self.found(run([program, "check", "."], vault, self.env), "a.md", "unresolved-link")
        (vault / "b.md").write_text("# B\n", encoding="utf-8")
        self.clean(run([program, "check", "."], vault, self.env))
        done = run([program, "check", "--catalog", "1999.01", "."], vault, self.env)
        self.assertEqual(done.code, 2, done.all)
        self.assertIn("1999.01", done.all)

    def test_it_says_what_cargo_says(self):
        (wheel,) = WHEELS.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
            (metadata,) = [name for name in names if name.endswith(".dist-info/METADATA")]
            text = archive.read(metadata).decode()
        self.assertRegex(text, rf"(?m)^Version: {re.escape(version())}$")
        self.assertRegex(text, r"(?m)^License(-Expression)?: MIT OR Apache-2\.0$")
        self.assertIn("# atlas-lint", text)
        for licence in ("LICENSE-APACHE", "LICENSE-MIT"):
            self.assertTrue(any(name.endswith(licence) for name in names), names)
        self.assertFalse([name for name in names if name.endswith(".py")], names)

    def test_the_source_package_holds_what_the_crate_holds(self):
        must([TOOLS / "maturin", "sdist", "--out", self.folder], ROOT, self.env)
        (package,) = self.folder.glob("*.tar.gz")
        with tarfile.open(package) as archive:
            names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
        self.assertTrue({"Cargo.toml", "Cargo.lock", "pyproject.toml", "src/main.rs", "LICENSE-MIT"} <= names, names)
        outside = ("content/", "packaging/", "tests/gate/", "target/", ".ci/", ".github/")
        self.assertFalse([name for name in names if name.startswith(outside)], names)


class Mirror(Case):
    def test_a_real_commit_fails_and_passes_without_rust(self):
        env = offline(self.env, WHEELS, BUILD_WHEELS)
        env["PATH"] = without("cargo", env["PATH"])
        self.assertIsNone(shutil.which("cargo", path=env["PATH"]))
        self.assertIsNotNone(shutil.which("git", path=env["PATH"]))

        mirror = Repository(self.folder / "mirror", env)
        shutil.copytree(MIRROR, mirror.path, dirs_exist_ok=True)
        mirror.git("add", "--all")
        mirror.git("commit", "--quiet", "--message", "The mirror")
        mirror.git("tag", f"v{version()}")

        vault = Repository(self.folder / "vault", env)
        config = f"repos:\n- repo: {mirror.path}\n  rev: v{version()}\n  hooks:\n  - id: atlas-lint\n"
        vault.stage({".pre-commit-config.yaml": config, "a.md": "# A\n\nSee [[b]].\n"})
        self.found(vault.run("pre-commit", "run"), "a.md", "unresolved-link")
        vault.stage({"b.md": "# B\n"})
        self.clean(vault.run("pre-commit", "run"))

    def test_it_is_of_this_version_and_its_hook_is_the_same(self):
        project = (MIRROR / "pyproject.toml").read_text(encoding="utf-8")
        self.assertIn(f'"atlas-lint=={version()}"', project)
        self.assertIn(f"rev: v{version()}\n", (MIRROR / "README.md").read_text(encoding="utf-8"))
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        shown = re.findall(r"(?:rev: |@|--tag )(v\d+\.\d+\.\d+)", readme)
        self.assertEqual(shown, [f"v{version()}"] * 3)
        ours = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
        theirs = (MIRROR / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
        self.assertEqual(theirs, ours.replace("language: rust", "language: python"))


if __name__ == "__main__":
    unittest.main()
