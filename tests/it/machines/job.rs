//! The summary and the errors of a job of GitHub Actions.

use crate::support::{Run, Scratch, fails};

#[test]
fn a_job_gets_a_summary() {
    let vault = Scratch::new("job-summary");
    vault.write("a.md", "");
    let summary = vault.path().join("summary");
    let run = |args: &[&str], file: &str| {
        Run::new(args)
            .at(vault.path())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_STEP_SUMMARY", file)
            .go()
    };
    let read = || std::fs::read_to_string(&summary).unwrap_or_default();
    run(&["--format", "concise"], "summary");
    fails(&run(&["--catalog", "9.9"], "summary"), &["9.9"]);
    run(&["--statistics"], "summary");
    assert_eq!(read(), "", "only beside annotations of a run");
    assert_eq!(run(&[], "summary").code, 0);
    let clean = read();
    assert_eq!(clean.trim_end().lines().count(), 1, "{clean}");
    assert!(
        clean.starts_with("<p><b>atlas-lint</b>: No findings: 1 page, "),
        "{clean}"
    );
    vault.write("a.md", "[[gone]]\n");
    assert_eq!(run(&[], "summary").code, 1);
    let both = read();
    assert!(
        both.starts_with(&clean) && both.contains("\n\n### atlas-lint\n\n"),
        "{both}"
    );
    assert!(
        both.contains(
            "<td>a.md</td><td>1</td><td>the wiki-link <code>gone</code> leads to no file</td>"
        ),
        "{both}"
    );
    let outcome = run(&[], "none/summary");
    assert_eq!(outcome.code, 1, "the findings decide");
    assert!(
        outcome
            .stderr
            .contains("note: the summary of the job could not be written"),
        "{}",
        outcome.stderr
    );
    assert_eq!(run(&[], "").code, 1);
}

#[test]
fn a_job_sees_why_nothing_was_checked() {
    let vault = Scratch::new("job-error");
    vault.write("a.md", "");
    let error = "::error title=atlas-lint::";
    let run = |args: &[&str]| {
        let outcome = Run::new(args)
            .at(vault.path())
            .env("GITHUB_ACTIONS", "true")
            .go();
        assert_eq!(outcome.code, 2, "{}", outcome.stderr);
        outcome.stderr
    };
    for (args, words) in [
        (&["--catalog", "9.9"][..], "9.9"),
        (&["none.md"], "none.md"),
        (&["--no-such-option"], "--no-such-option"),
        (&["export", "none.md", "--to", "v6"], "none.md"),
    ] {
        let stderr = run(args);
        let line = stderr.lines().find(|line| line.starts_with(error));
        assert!(line.is_some_and(|line| line.contains(words)), "{stderr}");
    }
    vault.write("atlas-lint.yaml", "rulez: 1\n");
    let stderr = run(&[]);
    let line = "::error file=atlas-lint.yaml,line=1,endLine=1,col=1,endColumn=6,title=atlas-lint(";
    assert!(stderr.contains(line), "{stderr}");
    let elsewhere = vault.run(&[]);
    assert!(
        !elsewhere.stderr.contains("::error"),
        "{}",
        elsewhere.stderr
    );
}

#[test]
fn a_summary_links_to_the_lines_of_the_commit() {
    let vault = Scratch::new("job-links");
    vault.write("a b.md", "\n[[gone]]\n");
    let summary = |server: &str| {
        Run::new(&[])
            .at(vault.path())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_STEP_SUMMARY", "summary")
            .env("GITHUB_SERVER_URL", server)
            .env("GITHUB_REPOSITORY", "me/kb")
            .env("GITHUB_SHA", "0123abc")
            .go();
        let path = vault.path().join("summary");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        std::fs::remove_file(path).unwrap_or_default();
        text
    };
    let link = "<a href=\"https://github.com/me/kb/blob/0123abc/a%20b.md?plain=1#L2\">2</a>";
    let text = summary("https://github.com");
    assert!(text.contains(link), "{text}");
    for server in ["http://github.com", "https://github.com\"><b>", ""] {
        let text = summary(server);
        assert!(text.contains("<td>2</td>"), "{text}");
    }
}
