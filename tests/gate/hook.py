"""The hook as people use it: the real pre-commit builds it from a clone of this repository and runs it on real commits."""

import unittest

from support import ROOT, Case, Repository, must, run

TARGET = {"b.md": "# B\n"}
LINK = {"a.md": "# A\n\nSee [[b]].\n"}
PAIR = {**LINK, **TARGET}
LONE = {"a.md": "# A\n"}
BROKEN = {"a.md": "# A\n\nSee [[nowhere]].\n"}


class Hook(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What is not committed is not tested: pre-commit clones a commit.
        cls.source = cls.shared / "atlas-lint"
        must(["git", "clone", "--quiet", ROOT, cls.source], cls.shared, cls.env)
        cls.rev = must(["git", "rev-parse", "HEAD"], cls.source, cls.env)
        first = cls.repository_at(cls.shared / "first")
        # Builds the hook, once for all tests.
        must(["pre-commit", "install-hooks"], first.path, cls.env)

    @classmethod
    def repository_at(cls, path, arguments=""):
        repository = Repository(path, cls.env)
        repository.stage(
            {
                ".pre-commit-config.yaml": f"repos:\n- repo: {cls.source}\n  rev: {cls.rev}\n"
                f"  hooks:\n  - id: atlas-lint\n    args: [{arguments}]\n"
            }
        )
        words = ["--hook-type", "pre-commit", "--hook-type", "pre-merge-commit"]
        must(["pre-commit", "install", *words], path, cls.env)
        return repository

    def repository(self, files=None, **more):
        """A repository with the hook, and these files in its first commit. Without files nothing is committed."""
        repository = self.repository_at(self.folder / "scratch", **more)
        if files is not None:
            repository.record(files, "The first")
        return repository

    def refused(self, repository, path, rule):
        """The commit fails for this finding, and is not made."""
        before = repository.run("git", "rev-parse", "--verify", "--quiet", "HEAD").out
        done = repository.commit()
        self.assertIn("hook id: atlas-lint", done.all)
        self.found(done, path, rule)
        self.assertEqual(repository.run("git", "rev-parse", "--verify", "--quiet", "HEAD").out, before)

    def made(self, repository):
        done = repository.commit()
        self.clean(done)
        # The hook must have run: one that is skipped would pass too.
        self.assertRegex(done.all, r"(?m)^atlas-lint\.+Passed$", done.all)
        return done

    def test_a_commit_with_a_defect_fails_and_one_without_passes(self):
        repository = self.repository(LONE)
        repository.stage(BROKEN)
        self.refused(repository, "a.md", "unresolved-link")
        repository.stage(PAIR)
        self.made(repository)

    def test_a_commit_that_only_deletes_a_page_fails_where_the_page_is_linked(self):
        repository = self.repository(PAIR)
        repository.git("rm", "--quiet", "b.md")
        self.refused(repository, "a.md", "unresolved-link")

    def test_a_commit_that_only_deletes_a_page_nobody_links_passes(self):
        repository = self.repository({**LONE, **TARGET})
        repository.git("rm", "--quiet", "b.md")
        self.made(repository)

    def test_a_link_to_an_untracked_page_fails_until_the_page_is_added(self):
        repository = self.repository({"c.md": "# C\n"})
        repository.stage(LINK)
        repository.write(TARGET)
        self.refused(repository, "a.md", "unresolved-link")
        repository.git("add", "b.md")
        self.made(repository)

    def test_of_a_partially_staged_page_the_staged_text_counts(self):
        repository = self.repository(LONE)
        repository.stage(BROKEN)
        repository.write({"a.md": "# A\n\nMended, but not staged.\n"})
        self.refused(repository, "a.md", "unresolved-link")
        self.assertIn("Mended", (repository.path / "a.md").read_text(encoding="utf-8"))

    def test_a_defect_that_is_not_staged_does_not_count(self):
        repository = self.repository(LONE)
        repository.stage({"a.md": "# A\n\nFine.\n"})
        repository.write({"a.md": "# A\n\nFine. [[nowhere]]\n"})
        self.made(repository)
        self.assertIn("nowhere", (repository.path / "a.md").read_text(encoding="utf-8"))

    def test_the_first_commit_is_judged_as_a_whole(self):
        repository = self.repository()
        repository.stage(BROKEN)
        self.refused(repository, "a.md", "unresolved-link")
        repository.stage(PAIR)
        self.made(repository)

    def test_a_commit_answers_only_for_what_it_causes(self):
        repository = self.repository(BROKEN)
        repository.stage({"c.md": "# C\n"})
        self.made(repository)

    def test_all_files_judges_everything_that_is_committed(self):
        repository = self.repository({**BROKEN, **TARGET})
        self.found(repository.run("pre-commit", "run", "--all-files"), "a.md", "unresolved-link")
        repository.record(LINK)
        self.clean(repository.run("pre-commit", "run", "--all-files"))

    def test_between_two_revisions_only_the_branch_is_judged(self):
        repository = self.repository({**LONE, **TARGET})
        start = repository.head()
        repository.git("switch", "--quiet", "--create", "topic")
        repository.record({"c.md": "# C\n\nSee [[b]].\n"})
        repository.git("tag", "good")
        repository.record({"c.md": "# C\n\nSee [[nowhere]].\n"})
        repository.git("switch", "--quiet", "main")
        # A defect of main's own, after the branch left it.
        repository.record({"d.md": "# D\n\nSee [[nobody]].\n"})

        done = repository.run("pre-commit", "run", "--from-ref", "main", "--to-ref", "topic")
        self.found(done, "c.md", "unresolved-link")
        self.assertNotIn("d.md:", done.all)
        self.clean(repository.run("pre-commit", "run", "--from-ref", "main", "--to-ref", "good"))
        self.found(repository.run("pre-commit", "run", "--from-ref", start, "--to-ref", "main"), "d.md", "unresolved-link")

    def test_a_merge_that_breaks_a_link_fails(self):
        repository = self.repository({**LONE, **TARGET})
        repository.git("switch", "--quiet", "--create", "topic")
        repository.record(LINK)
        repository.git("switch", "--quiet", "main")
        repository.git("rm", "--quiet", "b.md")
        repository.git("commit", "--quiet", "--no-verify", "--message", "Without b")
        before = repository.head()
        self.found(repository.run("git", "merge", "--no-edit", "topic"), "a.md", "unresolved-link")
        self.assertEqual(repository.head(), before)

    def test_of_a_commit_of_named_files_only_these_count(self):
        repository = self.repository({"a.md": "# A\n", "c.md": "# C\n"})
        # All is in order in the index, but b.md is not in this commit. git makes an index of its own for it.
        repository.stage({**PAIR, "c.md": "# C\n\nSee [[b]].\n"})
        before = repository.head()
        done = repository.run("git", "commit", "--message", "Only a", "--", "a.md")
        self.found(done, "a.md", "unresolved-link")
        self.assertNotIn("c.md:", done.all)
        self.assertEqual(repository.head(), before)
        self.clean(repository.run("git", "commit", "--message", "A and b", "--", "a.md", "b.md"))

    def test_in_a_linked_worktree_from_a_folder_the_same_holds(self):
        repository = self.repository({**LONE, "docs/c.md": "# C\n"})
        tree = self.folder / "tree"
        repository.git("worktree", "add", "--quiet", "-b", "topic", str(tree))
        (tree / "a.md").write_text(BROKEN["a.md"], encoding="utf-8")
        # git sets GIT_DIR for the hooks here, and the folder is not the root.
        docs = tree / "docs"
        must(["git", "add", "--all", ".."], docs, self.env)
        self.found(run(["git", "commit", "--message", "Broken"], docs, self.env), "a.md", "unresolved-link")
        (tree / "a.md").write_text("# A\n\nSee [[c]].\n", encoding="utf-8")
        must(["git", "add", "--all", ".."], docs, self.env)
        self.clean(run(["git", "commit", "--message", "Fine"], docs, self.env))

    def test_by_hand_the_index_is_judged(self):
        repository = self.repository(LONE)
        repository.stage(BROKEN)
        done = repository.run("pre-commit", "run", "--hook-stage", "manual")
        self.found(done, "a.md", "unresolved-link")

    def test_arguments_name_the_vault(self):
        repository = self.repository({"docs/a.md": "# A\n", "notes/n.md": "# N\n"}, arguments="docs")
        repository.stage({"notes/n.md": "# N\n\nSee [[nowhere]].\n"})
        self.made(repository)
        repository.stage({"docs/a.md": "# A\n\nSee [[nowhere]].\n"})
        self.refused(repository, "docs/a.md", "unresolved-link")

    def test_a_vault_that_cannot_be_checked_is_no_pass(self):
        repository = self.repository(LONE)
        repository.stage({"atlas-lint.yaml": "vualt: docs\n"})
        done = repository.commit()
        self.assertEqual(done.code, 1, done.all)
        self.assertIn("exit code: 2", done.all)
        self.assertIn("vualt", done.all)


if __name__ == "__main__":
    unittest.main()
