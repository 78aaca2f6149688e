//! The rounds, with findings made up for the purpose.

use atlas_lint::check::{Checked, Report};
use atlas_lint::diagnostic::{Applicability, Diagnostic, Edit, Fix, Hidden, Label, Severity};
use atlas_lint::fix::{MOST_ROUNDS, Repaired, Skipped, repair};
use atlas_lint::pages::PageStore;
use atlas_lint::schema::PageTypes;
use atlas_lint::syntax::ReadOptions;
use atlas_lint::text::{FileId, Source, Sources, Span};

/// Returns a finding at every `from`, whose fix writes `to`.
fn replacing(
    sources: &Sources,
    rule: &'static str,
    from: &str,
    to: &str,
    applicability: Applicability,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for file in sources.ids() {
        for (at, _) in sources.get(file).text().match_indices(from) {
            let span = Span::new(at, at + from.len());
            let label = Label::new(file, span, "");
            let mut finding = Diagnostic::new(rule, Severity::Error, label, "wrong");
            finding
                .about(from)
                .fix(Fix::replace(applicability, span, to));
            found.push(finding);
        }
    }
    found.sort_by(Diagnostic::order);
    found
}

fn report(diagnostics: Vec<Diagnostic>) -> Report {
    Report {
        usage: atlas_lint::framework::Usage::default(),
        checked: Checked::default(),
        diagnostics,
        pages: 1,
        templates: Vec::new(),
        unchecked: Vec::new(),
        below_dot: Vec::new(),
        incomplete: false,
        dialects: String::new(),
        baseline: None,
    }
}

fn run(
    files: Vec<Source>,
    unsafe_too: bool,
    look: impl Fn(&Sources) -> Vec<Diagnostic>,
) -> Repaired {
    let sources = Sources::new(files, Vec::new());
    let look = |sources: &Sources| report(look(sources));
    let first = look(&sources);
    let types = PageTypes::default();
    let store = PageStore::new(ReadOptions::default(), &types, 1);
    repair(sources, first, unsafe_too, &store, &look)
}

fn text(repaired: &Repaired, at: u32) -> &str {
    repaired.sources.get(FileId(at)).text()
}

#[test]
fn rounds_go_on_until_nothing_is_left() {
    let repaired = run(vec![Source::new("a.md", "a a")], false, |sources| {
        let mut found = replacing(sources, "one", "a", "b", Applicability::Safe);
        found.extend(replacing(sources, "two", "b", "c", Applicability::Safe));
        found.extend(replacing(sources, "three", "c", "d", Applicability::Unsafe));
        found
    });
    assert_eq!(text(&repaired, 0), "c c");
    let made: Vec<(&str, usize)> = (repaired.made.iter())
        .map(|made| (made.rule, made.at.column))
        .collect();
    assert_eq!(made, [("one", 1), ("one", 3), ("two", 1), ("two", 3)]);
    assert_eq!(repaired.report.diagnostics.len(), 2, "what needs a look");
    assert_eq!(repaired.before[&FileId(0)].text(), "a a");
    let all = run(vec![Source::new("a.md", "c")], true, |sources| {
        replacing(sources, "three", "c", "d", Applicability::Unsafe)
    });
    assert_eq!(text(&all, 0), "d");
}

#[test]
fn fixes_that_undo_each_other_leave_the_page_as_it_was() {
    let files = vec![Source::new("a.md", "x a"), Source::new("b.md", "x")];
    let repaired = run(files, false, |sources| {
        let mut found = replacing(sources, "one", "a", "b", Applicability::Safe);
        found.extend(replacing(sources, "two", "b", "a", Applicability::Safe));
        found.extend(replacing(sources, "good", "x", "y", Applicability::Safe));
        found
    });
    assert_eq!((text(&repaired, 0), text(&repaired, 1)), ("x a", "y"));
    assert_eq!(
        repaired.left[&FileId(0)],
        Skipped::Unsettled(vec!["one", "two"])
    );
    let files: Vec<u32> = repaired.made.iter().map(|made| made.file.0).collect();
    assert_eq!(files, [1], "only what was kept is listed");
    let rules: Vec<&str> = (repaired.report.diagnostics.iter())
        .map(|found| found.rule)
        .collect();
    assert_eq!(rules, ["one", "good"], "the findings are those of the page");
}

#[test]
fn fixes_without_an_end_stop() {
    let looks = std::cell::Cell::new(0);
    let repaired = run(vec![Source::new("a.md", "a")], false, |sources| {
        looks.set(looks.get() + 1);
        let mut found = replacing(sources, "grows", "a", "aa", Applicability::Safe);
        found.truncate(1);
        found
    });
    assert_eq!(text(&repaired, 0), "a");
    assert_eq!(repaired.left[&FileId(0)], Skipped::Unsettled(vec!["grows"]));
    assert_eq!(looks.get(), MOST_ROUNDS + 2);
}

#[test]
fn what_is_allowed_or_older_stays() {
    for (hidden, after) in [
        (None, "b"),
        (Some(Hidden::Baselined), "b"),
        (Some(Hidden::Older), "a"),
        (Some(Hidden::Allowed(String::new())), "a"),
    ] {
        let repaired = run(vec![Source::new("a.md", "a")], true, |sources| {
            let mut found = replacing(sources, "one", "a", "b", Applicability::Safe);
            for finding in &mut found {
                finding.hidden.clone_from(&hidden);
            }
            found
        });
        assert_eq!(text(&repaired, 0), after, "{hidden:?}");
    }
}

#[test]
fn yaml_that_could_be_read_still_can() {
    let page = "---\ntitle: a\nother: b\n---\nc\n";
    let repaired = run(vec![Source::new("a.md", page)], false, |sources| {
        let mut found = replacing(sources, "breaks", ": a\n", ": \"a\n", Applicability::Safe);
        found.extend(replacing(
            sources,
            "fine",
            "b\n",
            "\"b\"\n",
            Applicability::Safe,
        ));
        found.sort_by(Diagnostic::order);
        found
    });
    assert_eq!(text(&repaired, 0), "---\ntitle: a\nother: \"b\"\n---\nc\n");
    let taken_back: Vec<&str> = repaired.taken_back.iter().map(|made| made.rule).collect();
    assert_eq!(taken_back, ["breaks"]);
    assert_eq!(repaired.made.len(), 1);
}

#[test]
fn a_page_that_is_no_text_or_has_conflicts_is_let_be() {
    let conflict = "<<<<<<< a\na\n=======\nb\n>>>>>>> b\n";
    let files = vec![
        Source::from_bytes("a.md", b"a \xff".to_vec()),
        Source::new("b.md", conflict),
    ];
    let repaired = run(files, true, |sources| {
        replacing(sources, "one", "a", "c", Applicability::Safe)
    });
    assert!(repaired.before.is_empty() && repaired.made.is_empty());
    assert_eq!(repaired.left[&FileId(0)], Skipped::Damaged);
    assert_eq!(repaired.left[&FileId(1)], Skipped::Conflicts);
}

#[test]
fn safe_fixes_stay_where_others_do_not_settle() {
    let page = "[[aa]] x\n";
    let repaired = run(vec![Source::new("a.md", page)], true, |sources| {
        let mut found = replacing(sources, "safe", "x", "y", Applicability::Safe);
        for (from, to) in [("aa", "bb"), ("bb", "aa")] {
            for mut finding in replacing(sources, "one", from, to, Applicability::Unsafe) {
                let edit = Edit::target(finding.primary.span, to, to);
                finding.fix(Fix::edit(Applicability::Unsafe, edit));
                found.push(finding);
            }
        }
        found
    });
    assert_eq!(text(&repaired, 0), "[[aa]] y\n");
    let rules: Vec<&str> = repaired.made.iter().map(|made| made.rule).collect();
    assert_eq!(rules, ["safe"]);
    assert_eq!(repaired.before[&FileId(0)].text(), page);
    assert_eq!(repaired.left[&FileId(0)], Skipped::Unsettled(vec!["one"]));
}

/// Returns findings with unsafe fixes, each caused by the fix before.
fn chain(sources: &Sources, edit: fn(Span, &str) -> Edit) -> Vec<Diagnostic> {
    let mut found = replacing(sources, "first", "aa", "bb", Applicability::Unsafe);
    found.extend(replacing(
        sources,
        "second",
        "bb",
        "cc",
        Applicability::Unsafe,
    ));
    for finding in &mut found {
        let fix = finding.fix.take().expect("a fix");
        let edits = fix.edits.iter();
        let edits = edits
            .map(|made| edit(made.span, &made.replacement))
            .collect();
        finding.fix = Some(Box::new(Fix { edits, ..*fix }));
    }
    found
}

#[test]
fn no_fix_that_needs_review_builds_on_another_one() {
    let words = |span, text: &str| Edit::words(span, text);
    let repaired = run(vec![Source::new("a.md", "aa")], true, |sources| {
        chain(sources, words)
    });
    assert_eq!(text(&repaired, 0), "bb");
    let stacked: Vec<&str> = repaired.stacked.iter().map(|made| made.rule).collect();
    assert_eq!(stacked, ["second"]);
    // One such finding was there before the run; the other comes from the first one all the same.
    let repaired = run(vec![Source::new("a.md", "aa bb")], true, |sources| {
        chain(sources, words)
    });
    assert_eq!(text(&repaired, 0), "bb cc");
    // A link may follow.
    let link = |span, text: &str| Edit::target(span, text, text);
    let repaired = run(vec![Source::new("a.md", "[[aa]]")], true, |sources| {
        chain(sources, link)
    });
    assert_eq!(text(&repaired, 0), "[[cc]]");
}

#[test]
fn a_page_grows_to_twice_its_size_and_no_further() {
    let much = "b".repeat(70_000);
    let repaired = run(vec![Source::new("a.md", "a")], false, |sources| {
        replacing(sources, "grows", "a", &much, Applicability::Safe)
    });
    assert_eq!(text(&repaired, 0), "a");
    assert_eq!(repaired.left[&FileId(0)], Skipped::Grown(vec!["grows"]));
}

#[test]
fn what_does_not_read_as_promised_is_taken_back() {
    let page = "[[aa]] AML.T0051 [[cc]]\n";
    let repaired = run(vec![Source::new("a.md", page)], false, |sources| {
        let mut found = Vec::new();
        let mut add = |rule, from: &str, edit: fn(Span) -> Edit| {
            let mut finding = replacing(sources, rule, from, "", Applicability::Safe);
            for finding in &mut finding {
                let span = finding.primary.span;
                finding.fix(Fix::edit(Applicability::Safe, edit(span)));
            }
            found.extend(finding);
        };
        add("bad-target", "aa", |span| {
            Edit::target(span, "x]] [[y", "x]] [[y")
        });
        add("bad-id", "AML.T0051", |span| {
            Edit::id(span, "AML.T0054x", "AML.T0054")
        });
        add("good", "cc", |span| Edit::target(span, "z", "z"));
        found
    });
    assert_eq!(text(&repaired, 0), "[[aa]] AML.T0051 [[z]]\n");
    let mut taken_back: Vec<&str> = repaired.taken_back.iter().map(|made| made.rule).collect();
    taken_back.sort_unstable();
    assert_eq!(taken_back, ["bad-id", "bad-target"]);
}

#[test]
fn the_fix_that_spoils_a_page_is_found_among_many() {
    let page = "aa\n\n".repeat(100) + "bb\n\n" + &"aa\n\n".repeat(100);
    let repaired = run(vec![Source::new("a.md", page)], false, |sources| {
        let mut found = replacing(sources, "fine", "aa", "cc", Applicability::Safe);
        // A suppression must not come from a fix.
        let comment = "<!-- atlas-lint: allow-file(unknown-id) x -->";
        found.extend(replacing(
            sources,
            "spoils",
            "bb",
            comment,
            Applicability::Safe,
        ));
        found.sort_by(Diagnostic::order);
        found
    });
    assert_eq!(text(&repaired, 0).matches("cc").count(), 200);
    assert!(text(&repaired, 0).contains("bb"));
    let taken_back: Vec<&str> = repaired.taken_back.iter().map(|made| made.rule).collect();
    assert_eq!(taken_back, ["spoils"]);
}
