//! Checkouts that are not whole, or not one's own.

use super::{Repo, dead, fails, git, gives, run};
use crate::support::Scratch;

fn source(name: &str) -> Repo {
    let repo = Repo::new(
        name,
        &[
            ("a.md", "[[dir/b]]\n"),
            ("dir/b.md", "# B\n"),
            ("c.md", "Text.\n"),
        ],
    );
    repo.write(&[("c.md", "[[gone]]\n")]);
    repo.commit("second");
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    repo
}

fn cloned(repo: &Repo, name: &str, args: &[&str]) -> Scratch {
    let scratch = Scratch::new(name);
    let url = format!("file://{}", repo.path().display());
    let to = scratch.path().join("clone");
    let to = to.to_string_lossy();
    git(
        scratch.path(),
        &[&["clone", "-q"], args, &[&url, &to]].concat(),
    );
    scratch
}

#[test]
fn a_shallow_clone_says_that_it_is_one() {
    let repo = source("clone-shallow-from");
    let scratch = cloned(&repo, "clone-shallow", &["--depth", "1"]);
    let clone = scratch.path().join("clone");
    for revision in ["HEAD^1", "HEAD^1..."] {
        fails(
            &run(&clone, &["--new-since", revision]).go(),
            "the clone is shallow",
        );
    }
    let scratch = cloned(&repo, "clone-shallow-2", &["--depth", "2"]);
    let clone = scratch.path().join("clone");
    gives(
        &run(&clone, &["--new-since", "HEAD^1"]).go(),
        1,
        &dead("c.md:1:3", "gone"),
    );
}

#[test]
fn a_partial_clone_fetches_nothing() {
    let repo = source("clone-partial-from");
    let scratch = cloned(&repo, "clone-partial", &["--filter=blob:none"]);
    let clone = scratch.path().join("clone");
    // The pages of HEAD are at hand, those before are not.
    gives(&run(&clone, &["--new-since", "HEAD"]).go(), 0, "");
    let before = git(&clone, &["count-objects", "-v"]);
    let outcome = run(&clone, &["--new-since", "HEAD^1"]).go();
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("partial clone") || outcome.stderr.contains("promisor"),
        "{}",
        outcome.stderr
    );
    assert_eq!(
        git(&clone, &["count-objects", "-v"]),
        before,
        "nothing was fetched"
    );
}

#[test]
fn a_sparse_checkout_lacks_no_file_that_git_has() {
    let repo = source("clone-sparse-from");
    let scratch = cloned(&repo, "clone-sparse", &[]);
    let clone = scratch.path().join("clone");
    git(&clone, &["sparse-checkout", "set", "--no-cone", "/*.md"]);
    assert!(!clone.join("dir/b.md").exists());
    gives(
        &run(&clone, &["--new-since", "HEAD^1"]).go(),
        1,
        &dead("c.md:1:3", "gone"),
    );
    gives(&run(&clone, &["--staged"]).go(), 0, "");
    gives(&run(&clone, &[]).go(), 1, &dead("c.md:1:3", "gone"));
}

#[test]
fn pages_of_a_submodule_are_part_of_the_vault() {
    let inner = Repo::new("submodule-inner", &[("page.md", "# Page\n\n[[gone]]\n")]);
    let repo = Repo::new("submodule-outer", &[("a.md", "Text.\n")]);
    repo.git(&[
        "submodule",
        "--quiet",
        "add",
        &inner.path().to_string_lossy(),
        "lib",
    ]);
    repo.write(&[("a.md", "[[lib/page]]\n")]);
    gives(
        &repo.run(&["--staged"]),
        1,
        &dead("lib/page.md:3:3", "gone"),
    );
    repo.commit("with a submodule");
    gives(&repo.run(&["--new-since", "HEAD"]), 0, "");
    gives(
        &repo.run(&["--new-since", "HEAD^1"]),
        1,
        &dead("lib/page.md:3:3", "gone"),
    );
    // A vault that is the submodule.
    let lib = repo.path().join("lib");
    std::fs::write(lib.join("page.md"), "# Page\n\n[[gone]] and [[bad]]\n").expect("a page");
    gives(
        &run(&lib, &["--new-since", "HEAD"]).go(),
        1,
        &dead("page.md:3:16", "bad"),
    );
    // Not checked out: its files are neither here nor there.
    let scratch = cloned(&repo, "submodule-clone", &[]);
    gives(
        &run(&scratch.path().join("clone"), &["--new-since", "HEAD"]).go(),
        0,
        "",
    );
}

#[test]
fn a_foreign_owner_is_what_git_says() {
    let repo = source("foreign-owner");
    // Only root can give a folder away. By this variable git's own tests have git take its owner for another.
    let foreign = |args: &[&str]| {
        run(repo.path(), args)
            .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .go()
    };
    fails(&foreign(&["--new-since", "HEAD"]), "dubious ownership");
    fails(&foreign(&["--staged"]), "dubious ownership");
}
