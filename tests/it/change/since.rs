//! `--new-since`: the work tree against a revision.

use super::{Repo, dead, fails, gives};

const OLD: [(&str, &str); 3] = [
    ("a.md", "[[b]] and [[gone]]\n"),
    ("b.md", "# B\n"),
    ("c.md", "[[lost]]\n"),
];

#[test]
fn a_page_deleted_here_breaks_links_in_pages_nobody_touched() {
    let repo = Repo::new("since-deleted", &OLD);
    gives(&repo.run(&["--new-since", "HEAD"]), 0, "");
    repo.remove("b.md");
    gives(
        &repo.run(&["--new-since", "HEAD"]),
        1,
        &dead("a.md:1:3", "b"),
    );
    repo.commit("without b");
    gives(
        &repo.run(&["--new-since", "HEAD^1"]),
        1,
        &dead("a.md:1:3", "b"),
    );
    let whole = repo.run(&["--new-since", "HEAD^1", "--show-suppressed"]);
    assert_eq!(
        whole.stdout.matches("(older)").count(),
        2,
        "{}",
        whole.stdout
    );
    assert!(whole.stderr.contains("2 older"), "{}", whole.stderr);
}

#[test]
fn what_only_moved_is_old_and_of_equal_ones_the_changed_line_is_new() {
    let repo = Repo::new("since-moved", &OLD);
    repo.write(&[("c.md", "One.\n\nTwo.\n\n[[lost]]\n")]);
    gives(&repo.run(&["--new-since", "HEAD"]), 0, "");
    repo.write(&[("c.md", "A new [[lost]]\n\n[[lost]]\n")]);
    let found = "c.md:1:9: error[unresolved-link] the wiki-link `lost` leads to no file\n";
    gives(&repo.run(&["--new-since", "HEAD"]), 1, found);
}

#[test]
fn renames_are_followed() {
    let text = "# Page\n\nA first paragraph that nobody touches, as is usual where a page only moves.\n\nSome words that stay the same.\n\n[[gone]], [[notes/other#nowhere]] and AML.T9999\n";
    let repo = Repo::new(
        "since-renamed",
        &[
            ("notes/page.md", text),
            ("notes/other.md", "# Other page\n\nText.\n"),
            ("i.md", "[[other#nowhere]]\n"),
        ],
    );
    repo.git(&["mv", "notes", "texts"]);
    repo.git(&["mv", "texts/other.md", "texts/another.md"]);
    repo.write(&[
        (
            "texts/page.md",
            &text.replace("notes/other", "texts/another"),
        ),
        ("i.md", "[[another#nowhere]]\n"),
    ]);
    gives(&repo.run(&["--new-since", "HEAD"]), 0, "");
    // A link that was left behind is new.
    repo.write(&[("i.md", "[[other#nowhere]]\n")]);
    gives(
        &repo.run(&["--new-since", "HEAD"]),
        1,
        &dead("i.md:1:3", "other"),
    );
}

#[test]
fn a_merge_base_leaves_out_what_others_did() {
    let repo = Repo::new("since-base", &OLD);
    repo.git(&["checkout", "-q", "-b", "topic"]);
    repo.write(&[("d.md", "[[here]]\n")]);
    repo.commit("topic");
    repo.git(&["checkout", "-q", "main"]);
    repo.write(&[("a.md", "[[b]]\n")]);
    repo.commit("mended on main");
    repo.git(&["checkout", "-q", "topic"]);
    let both = dead("a.md:1:13", "gone") + &dead("d.md:1:3", "here");
    gives(&repo.run(&["--new-since", "main"]), 1, &both);
    gives(
        &repo.run(&["--new-since", "main..."]),
        1,
        &dead("d.md:1:3", "here"),
    );
}

#[test]
fn a_comment_that_is_taken_away_and_a_baseline_count() {
    let repo = Repo::new(
        "since-hidden",
        &[
            ("a.md", "AML.T9999 <!-- atlas-lint: allow(unknown-id) -->\n"),
            ("b.md", "[[lost]]\n"),
        ],
    );
    repo.write(&[("a.md", "AML.T9999\n")]);
    let found = "a.md:1:1: error[unknown-id] `AML.T9999` is in no ATLAS release up to 2026.05\n";
    gives(&repo.run(&["--new-since", "HEAD"]), 1, found);
    repo.write(&[("a.md", "Text.\n")]);
    gives(
        &repo.run(&["--baseline", "base.jsonl", "--write-baseline"]),
        0,
        "",
    );
    gives(
        &repo.run(&["--new-since", "HEAD", "--baseline", "base.jsonl"]),
        0,
        "",
    );
    // One more of what the baseline holds and the older tree has.
    repo.write(&[("b.md", "[[lost]]\n\n[[lost]]\n")]);
    let found = "b.md:3:3: error[unresolved-link] the wiki-link `lost` leads to no file\n";
    gives(
        &repo.run(&["--new-since", "HEAD", "--baseline", "base.jsonl"]),
        1,
        found,
    );
    // The change leaves an entry with nothing to hold.
    repo.write(&[("b.md", "Text.\n")]);
    let stale = repo.run(&["--new-since", "HEAD", "--baseline", "base.jsonl"]);
    assert!(
        stale
            .stdout
            .starts_with("base.jsonl:1:1: warning[unused-suppression]"),
        "{}",
        stale.stdout
    );
    repo.commit("mended");
    gives(
        &repo.run(&["--new-since", "HEAD", "--baseline", "base.jsonl"]),
        0,
        "",
    );
}

#[test]
fn a_vault_in_a_folder_is_compared_with_that_folder() {
    let repo = Repo::new(
        "since-folder",
        &[
            ("a vault [x]/é.md", "[[gone]]\n"),
            ("other/b.md", "[[gone]]\n"),
        ],
    );
    repo.write(&[
        ("a vault [x]/é.md", "\n[[gone]] and [[new]]\n"),
        ("other/b.md", "[[worse]]\n"),
    ]);
    let found = dead("a vault [x]/é.md:2:16", "new");
    gives(
        &repo.run(&["--new-since", "HEAD", "a vault [x]"]),
        1,
        &found,
    );
    let empty = repo.write(&[("fresh/c.md", "[[gone]]\n")]).run(&[
        "--new-since",
        "HEAD",
        "--vault",
        "fresh",
    ]);
    gives(&empty, 1, &dead("fresh/c.md:1:3", "gone"));
    assert!(
        empty.stderr.contains("holds no page at HEAD"),
        "{}",
        empty.stderr
    );
}

#[test]
fn a_fix_mends_only_what_the_change_caused() {
    let repo = Repo::new("since-fix", &[("a.md", "AML.T051\n")]);
    repo.write(&[("b.md", "AML.T054\n")]);
    gives(&repo.run(&["--new-since", "HEAD", "--fix"]), 0, "");
    let text = |path| std::fs::read_to_string(repo.path().join(path)).expect("a page");
    assert_eq!(
        (text("a.md"), text("b.md")),
        ("AML.T051\n".to_owned(), "AML.T0054\n".to_owned())
    );
}

#[test]
fn git_says_why_it_cannot_answer() {
    let repo = Repo::new("since-bad", &OLD);
    for revision in [
        "nothing",
        "0000000000000000000000000000000000000000",
        "--help",
        "HEAD^1",
        "nothing...",
    ] {
        let revision = format!("--new-since={revision}");
        fails(&repo.run(&[&revision]), "git does not know the revision");
    }
    fails(&repo.run(&["--new-since="]), "the revision is empty");
    let alone = crate::support::Scratch::new("since-alone");
    std::fs::remove_dir(alone.path().join(".git")).expect("an empty folder");
    let elsewhere = std::env::temp_dir().join(format!("atlas-lint-alone-{}", std::process::id()));
    std::fs::create_dir_all(&elsewhere).expect("a folder");
    std::fs::write(elsewhere.join("a.md"), "Text.\n").expect("a page");
    fails(
        &super::run(&elsewhere, &["--new-since", "HEAD"]).go(),
        "is not in a git repository",
    );
    fails(
        &super::run(&elsewhere, &["--staged"]).go(),
        "is not in a git repository",
    );
    let _ = std::fs::remove_dir_all(&elsewhere);
    let no_git = super::run(repo.path(), &["--new-since", "HEAD"])
        .env("PATH", "/nowhere")
        .go();
    fails(&no_git, "git is not installed");
}
