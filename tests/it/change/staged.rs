//! `--staged`: the index against HEAD.

use super::{Repo, dead, fails, gives, run};

#[test]
fn the_index_is_judged_and_not_the_work_tree() {
    let repo = Repo::new("staged-part", &[("a.md", "[[old]]\n")]);
    repo.write(&[("a.md", "[[old]] and [[bad]]\n")]);
    gives(&repo.run(&["--staged"]), 0, "");
    repo.git(&["add", "a.md"]);
    gives(&repo.run(&["--staged"]), 1, &dead("a.md:1:15", "bad"));
    // Mended in the folder, but not for the commit.
    repo.write(&[("a.md", "[[old]]\n")]);
    gives(&repo.run(&["--staged"]), 1, &dead("a.md:1:15", "bad"));
    repo.git(&["add", "a.md"]);
    let empty = repo.run(&["--staged"]);
    gives(&empty, 0, "");
    assert!(
        empty.stderr.contains("nothing is staged"),
        "{}",
        empty.stderr
    );
}

#[test]
fn a_page_that_is_not_added_does_not_exist_for_the_commit() {
    let repo = Repo::new("staged-untracked", &[("a.md", "Text.\n")]);
    repo.write(&[("a.md", "[[b]]\n"), ("b.md", "[[nothing]]\n")]);
    repo.git(&["add", "a.md"]);
    gives(&repo.run(&["--staged"]), 1, &dead("a.md:1:3", "b"));
    // Only meant to be added.
    repo.git(&["add", "-N", "b.md"]);
    gives(&repo.run(&["--staged"]), 1, &dead("a.md:1:3", "b"));
    repo.git(&["add", "b.md"]);
    gives(&repo.run(&["--staged"]), 1, &dead("b.md:1:3", "nothing"));
}

#[test]
fn a_commit_that_only_deletes_and_one_that_renames() {
    let repo = Repo::new(
        "staged-delete",
        &[
            ("a.md", "[[b]]\n"),
            ("b.md", "# B\n"),
            ("pic.png", "x"),
            ("d.md", "![[pic.png]]\n"),
        ],
    );
    repo.git(&["rm", "-q", "b.md", "pic.png"]);
    let found = dead("a.md:1:3", "b")
        + "d.md:1:4: error[unresolved-link] the embed `pic.png` leads to no file\n";
    gives(&repo.run(&["--staged"]), 1, &found);
    repo.git(&["reset", "-q", "--hard"]);
    repo.git(&["mv", "b.md", "c.md"]);
    gives(&repo.run(&["--staged"]), 1, &dead("a.md:1:3", "b"));
}

#[test]
fn a_path_may_be_staged_and_gone_or_gone_and_staged() {
    let repo = Repo::new("staged-gone", &[("a.md", "[[d/b]]\n"), ("d/b.md", "# B\n")]);
    repo.write(&[("n/x.md", "[[bad]]\n")]);
    repo.git(&["add", "-A"]);
    std::fs::remove_dir_all(repo.path().join("n")).expect("a folder");
    for path in ["n", "n/x.md"] {
        gives(
            &repo.run(&["--staged", path]),
            1,
            &dead("n/x.md:1:3", "bad"),
        );
    }
    fails(&repo.run(&["--staged", "m"]), "m: no such file or folder");
    repo.git(&["rm", "-q", "-r", "--cached", "n"]);
    repo.git(&["rm", "-q", "-r", "d"]);
    gives(&repo.run(&["--staged", "d"]), 0, "");
    gives(
        &repo.run(&["--staged", "d", "a.md"]),
        1,
        &dead("a.md:1:3", "d/b"),
    );
}

#[test]
fn before_the_first_commit_all_is_new() {
    let repo = Repo::new("staged-unborn", &[]);
    repo.write(&[("a.md", "[[bad]]\n"), ("b.md", "[[worse]]\n")]);
    fails(&repo.run(&["--staged"]), "holds no page");
    repo.git(&["add", "a.md"]);
    gives(&repo.run(&["--staged"]), 1, &dead("a.md:1:3", "bad"));
}

#[test]
fn a_file_that_takes_the_place_of_a_folder() {
    let repo = Repo::new(
        "staged-place",
        &[("a/b.md", "Text.\n"), ("c.md", "[[a/b]]\n")],
    );
    repo.git(&["rm", "-q", "-r", "a"]);
    repo.write(&[("a", "x")]);
    repo.git(&["add", "a"]);
    gives(&repo.run(&["--staged"]), 1, &dead("c.md:1:3", "a/b"));
}

#[test]
fn links_of_the_file_system_are_seen_as_in_the_folder() {
    let repo = Repo::new("staged-links", &[("a.md", "# A\n")]);
    let link =
        |to: &str, at: &str| std::os::unix::fs::symlink(to, repo.path().join(at)).expect("a link");
    link("a.md", "alias.md");
    link("../..", "out");
    repo.write(&[
        ("x/deep.md", "# Deep\n"),
        ("b.md", "[[alias]], [[y/deep]]\n"),
    ]);
    link("x", "y");
    repo.git(&["add", "-A"]);
    gives(&repo.run(&["--staged"]), 0, "");
    link("/etc/passwd", "c.md");
    link("nowhere.md", "d.md");
    repo.git(&["add", "-A"]);
    let outcome = repo.run(&["--staged"]);
    let found = "c.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link that leads out of the vault\n\
                 d.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link to nothing\n";
    gives(&outcome, 2, found);
}

#[test]
fn links_into_dot_folders_and_through_links_are_followed() {
    let repo = Repo::new("staged-dots", &[("a.md", "# A\n")]);
    let link = |to: &str, at: &str| {
        std::os::unix::fs::symlink(to, repo.path().join(at)).expect("a link");
    };
    repo.write(&[
        (".h/p.md", "[[bad]]\n"),
        ("d/ok.md", "# Ok\n"),
        ("b.md", "[[c]] and [[page]]\n"),
    ]);
    link(".h/p.md", "page.md");
    link("d", "l");
    link("l/ok.md", "c.md");
    repo.git(&["add", "-A"]);
    let found = dead("page.md:1:3", "bad");
    gives(&repo.run(&[]), 1, &found);
    gives(&repo.run(&["--staged"]), 1, &found);
    repo.commit("with links");
    gives(&repo.run(&["--new-since", "HEAD"]), 0, "");
    link("e.md", "f.md");
    link("f.md", "e.md");
    repo.git(&["add", "-A"]);
    let looped = repo.run(&["--staged"]);
    assert_eq!(looped.code, 2, "{}", looped.stdout);
    assert_eq!(looped.stdout, repo.run(&[]).stdout.replace(&found, ""));
}

#[test]
fn names_that_look_the_same_cannot_be_judged() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repo::new("staged-bytes", &[("ok.md", "Text.\n")]);
    for (name, text) in [(&b"a\xfe.md"[..], "[[bad]]\n"), (b"a\xff.md", "Text.\n")] {
        let path = repo.path().join(std::ffi::OsStr::from_bytes(name));
        std::fs::write(path, text).expect("a page");
    }
    repo.git(&["add", "-A"]);
    fails(&repo.run(&["--staged"]), "cannot be told apart");
}

#[test]
fn what_a_gitignore_hides_is_hidden_there_too() {
    let repo = Repo::new(
        "staged-ignored",
        &[(".gitignore", "drafts/\n"), ("a.md", "Text.\n")],
    );
    repo.write(&[("drafts/d.md", "[[nothing]]\n"), ("a.md", "[[d]]\n")]);
    repo.git(&["add", "-f", "-A"]);
    gives(&repo.run(&["--staged"]), 0, "");
}

#[test]
fn installed_packages_are_hidden_there_too() {
    let repo = Repo::new("staged-packages", &[("a.md", "Text.\n")]);
    repo.write(&[
        ("node_modules/x/d.md", "[[nothing]]\n"),
        ("a.md", "[[d]]\n"),
    ]);
    repo.git(&["add", "-f", "-A"]);
    gives(&repo.run(&["--staged"]), 0, "");
}

#[test]
fn what_is_too_large_for_a_page_is_not_kept_and_said() {
    let repo = Repo::new("staged-large", &[("a.md", "[[b]] and [[c]]\n")]);
    let large = |start: &str, mib: usize| format!("{start}{}", "-\n".repeat(mib << 19));
    repo.write(&[
        ("b.md", &large("[[old]]\n", 64)),
        ("official.yaml", &large("object-type: case-study\n", 16)),
        ("other.yaml", &large("", 16)),
        ("c.md", "[[bad]]\n"),
    ]);
    repo.git(&["add", "-A"]);
    let staged = repo.run(&["--staged"]);
    let plain = repo.run(&[]);
    for outcome in [staged, plain] {
        assert_eq!(outcome.code, 2, "{}", outcome.stderr);
        for said in ["b.md", "official.yaml"] {
            let line = outcome.stdout.lines().find(|line| line.starts_with(said));
            let line = line.unwrap_or_else(|| panic!("{said}: {}", outcome.stdout));
            assert!(line.contains("larger than"), "{line}");
        }
        assert!(!outcome.stdout.contains("other.yaml"), "{}", outcome.stdout);
        assert!(outcome.stdout.contains(dead("c.md:1:3", "bad").trim_end()));
    }
}

#[test]
fn a_hook_on_a_clean_checkout_judges_the_whole() {
    let repo = Repo::new("staged-all", &[("a.md", "[[old]]\n")]);
    let all = run(repo.path(), &["--staged"]).env("PRE_COMMIT", "1");
    let outcome = all.go();
    gives(&outcome, 1, &dead("a.md:1:3", "old"));
    assert!(
        outcome.stderr.contains("the whole index was checked"),
        "{}",
        outcome.stderr
    );
    // A commit that stages nothing, as `git commit --amend` may be.
    let index = repo.path().join(".git/index");
    let commit = run(repo.path(), &["--staged"]).env("PRE_COMMIT", "1");
    gives(
        &commit.env("GIT_INDEX_FILE", &index.to_string_lossy()).go(),
        0,
        "",
    );
}

#[test]
fn a_range_is_judged_as_pre_commit_names_it() {
    let repo = Repo::new("staged-range", &[("a.md", "[[old]]\n")]);
    repo.git(&["checkout", "-q", "-b", "topic"]);
    repo.write(&[("b.md", "[[new]]\n")]);
    repo.commit("topic");
    repo.git(&["checkout", "-q", "main"]);
    repo.write(&[("c.md", "[[other]]\n")]);
    repo.commit("main goes on");
    let range = |from: &str, to: &str| {
        let run = run(repo.path(), &["--staged"]).env("PRE_COMMIT", "1");
        run.env("PRE_COMMIT_FROM_REF", from)
            .env("PRE_COMMIT_TO_REF", to)
            .go()
    };
    gives(&range("main", "topic"), 1, &dead("b.md:1:3", "new"));
    gives(&range("topic", "main"), 1, &dead("c.md:1:3", "other"));
    gives(&range("main", "main"), 0, "");
    fails(
        &range("nothing", "main"),
        "git does not know the revision `nothing`",
    );
}

#[test]
fn a_merge_that_is_not_done_cannot_be_judged() {
    let repo = Repo::new("staged-merge", &[("a.md", "one\n")]);
    repo.git(&["checkout", "-q", "-b", "topic"]);
    repo.write(&[("a.md", "two\n")]);
    repo.commit("topic");
    repo.git(&["checkout", "-q", "main"]);
    repo.write(&[("a.md", "three\n")]);
    repo.commit("main");
    let merge = std::process::Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "merge",
            "-q",
            "topic",
        ])
        .current_dir(repo.path())
        .output()
        .expect("git");
    assert!(!merge.status.success());
    fails(&repo.run(&["--staged"]), "an unresolved merge: a.md");
}

/// Installs a hook, which git runs with its own environment.
fn with_hook(repo: &Repo, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let binary = env!("CARGO_BIN_EXE_atlas-lint");
    let hook = repo.path().join(".git/hooks/pre-commit");
    repo.write(&[(
        ".git/hooks/pre-commit",
        &format!("#!/bin/sh\n{script}\n").replace("LINT", binary),
    )]);
    std::fs::set_permissions(hook, std::fs::Permissions::from_mode(0o755)).expect("a file of ours");
}

/// Commits. Returns whether it succeeded, and the output.
fn commit(folder: &std::path::Path, args: &[&str]) -> (bool, String) {
    let output = std::process::Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "commit",
            "-q",
            "-m",
            "m",
        ])
        .args(args)
        .current_dir(folder)
        .output()
        .expect("git");
    let words = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success(), words.into_owned())
}

#[test]
fn a_commit_of_named_files_has_an_index_of_its_own() {
    let repo = Repo::new(
        "staged-hook",
        &[("a.md", "Text.\n"), ("sub/b.md", "Text.\n")],
    );
    with_hook(&repo, "cd sub && exec LINT check --staged --vault ..");
    repo.write(&[("a.md", "[[bad]]\n"), ("sub/b.md", "Other.\n")]);
    repo.git(&["add", "a.md"]);
    let (made, words) = commit(repo.path(), &["sub/b.md"]);
    assert!(made, "{words}");
    let (made, words) = commit(repo.path(), &["-a"]);
    assert!(
        !made && words.contains("../a.md:1:3: error[unresolved-link]"),
        "{words}"
    );
    let (made, words) = commit(repo.path(), &["--amend", "--only"]);
    assert!(made && words.contains("nothing is staged"), "{words}");
}

#[test]
fn a_hook_in_a_linked_worktree_knows_its_own_index() {
    let repo = Repo::new(
        "staged-worktree",
        &[("a.md", "Text.\n"), ("sub/b.md", "Text.\n")],
    );
    with_hook(&repo, "cd sub && exec LINT check --staged --vault ..");
    repo.git(&["worktree", "add", "-q", "wt", "-b", "wt"]);
    let tree = repo.path().join("wt");
    repo.write(&[("a.md", "[[of the main tree]]\n")]);
    repo.git(&["add", "a.md"]);
    std::fs::write(tree.join("a.md"), "[[bad]]\n").expect("a page");
    super::git(&tree, &["add", "a.md"]);
    let (made, words) = commit(&tree, &[]);
    assert!(
        !made && words.contains("a.md:1:3: error[unresolved-link] the wiki-link `bad`"),
        "{words}"
    );
    assert!(!words.contains("of the main tree"), "{words}");
}
