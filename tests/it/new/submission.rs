//! What is sent to ATLAS, and read from there.

use atlas_lint::schema::{Instance, PageSchema};
use atlas_lint::syntax::{self, ReadOptions};
use atlas_lint::text::Source;

use super::{base, text};

/// Returns what a form's schema finds in a text.
fn violations(form: &str, yaml: &str) -> Vec<String> {
    let source = Source::new("a.yaml", yaml).include(true);
    let page = syntax::read(&source, &ReadOptions::default()).expect("YAML");
    let schema = PageSchema::built_in(form).expect("a schema");
    let found = schema.get().violations(Instance::Page(&page)).into_iter();
    found.map(|violation| violation.message).collect()
}

const STUDY: &str = "study:\n  name: Three\n  summary: What happened.\n  incident-date: '2026-05-01'\n  incident-date-granularity: MONTH\n  procedure:\n  - tactic: AML.TA0002\n    technique: AML.T0000\n    description: They searched.\n  reporter: Ann\n  target: A bot\n  actor: Us\n  case-study-type: incident\n  references:\n  - title: A report\n    url: https://example.com/report\n";

#[test]
fn schemas_accept_the_two_forms_and_nothing_else() {
    let meta =
        "meta:\n  date-created: '2026-05-02'\n  uuid: 00000000-0000-4000-8000-000000000000\n";
    assert_eq!(violations("submission", &format!("{STUDY}{meta}")), [""; 0]);
    let entry = STUDY.replace('\n', "\n  ").replacen("study", "- study", 1);
    let contribution = |entry: &str| {
        format!(
            "contact:\n  name: null\n  emails: a@example.com\nadditional-info: ''\nsubmissions:\n{}\n",
            entry.trim_end()
        )
    };
    assert_eq!(violations("contribution", &contribution(&entry)), [""; 0]);
    let without = entry.replace("    reporter: Ann\n", "");
    assert_eq!(violations("contribution", &contribution(&without)).len(), 1);
    for (from, to) in [
        ("  name: Three\n", ""),
        ("  name: Three\n", "  name: Three\n  extra: 1\n"),
        ("MONTH", "Month"),
        ("2026-05-01", "2026-05"),
        ("AML.T0000", "T0000"),
        ("case-study-type: incident", "case-study-type: Incident"),
    ] {
        assert_eq!(
            violations("submission", &STUDY.replace(from, to)).len(),
            1,
            "{to}"
        );
    }
}

// A case study that comes from a submission goes back as the same one.
#[test]
fn a_submission_comes_and_goes() {
    let vault = base("new-submission");
    let meta = "meta:\n  date-created: '2026-05-02'\n  date-updated: '2026-05-03'\n  uuid: 00000000-0000-4000-8000-000000000000\n  version: '1.1'\n";
    vault.write("in.yaml", format!("{STUDY}{meta}"));
    let run = vault.run(&["new", "case-study", "--from", "in.yaml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = text(&vault, "kb/studies/three.md");
    assert!(
        page.contains("* **Reporter:** Ann\n") && page.contains("They searched.\n"),
        "{page}"
    );
    for form in ["submission", "contribution"] {
        let out = format!("{form}.yaml");
        let run = vault.run(&[
            "export",
            "kb/studies/three.md",
            "--to",
            form,
            "--output",
            &out,
        ]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(violations(form, &text(&vault, &out)), [""; 0]);
        let again = vault.run(&[
            "new",
            "case-study",
            "--from",
            &out,
            "--id",
            "ACME.CS0004",
            "--stdout",
        ]);
        let body = |page: &str| {
            page.split("## Metadata")
                .nth(1)
                .map(str::to_owned)
                .map(|body| body.replace("ACME.CS0004", "ACME.CS0003"))
        };
        assert_eq!(body(&again.stdout), body(&page), "{}", again.stderr);
    }
    let sent = text(&vault, "submission.yaml");
    // The vault's own id is not one of ATLAS.
    let expected = STUDY.replacen("Three\n", "Three\n  object-type: case-study\n", 1);
    assert_eq!(sent, format!("{expected}{meta}"));
}

#[test]
fn what_a_form_requires_is_said() {
    let vault = base("new-incomplete");
    let page = text(&vault, "kb/studies/acme-one.md")
        .replace("Exercise", "incident")
        .replace("What happened.\n", "");
    vault.write("kb/studies/acme-one.md", page);
    let run = vault.run(&["export", "kb/studies/acme-one.md", "--to", "contribution"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for wanted in ["states no summary", "an incident needs a reporter"] {
        assert!(run.stderr.contains(wanted), "{}", run.stderr);
    }
}

/// Placeholders are not facts: what is sent to ATLAS has none, and other forms say which there are.
#[test]
fn placeholders_are_not_sent() {
    let vault = base("new-unwritten");
    let run = vault.run(&["new", "case-study", "Three", "--technique", "AML.T0000"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let path = "kb/studies/three.md";
    let page = text(&vault, path);
    let line = |part: &str| {
        let at = page.lines().position(|line| line.contains(part));
        1 + at.unwrap_or_else(|| panic!("{part} is not in {page}"))
    };
    let expected = [
        (line("## Summary") + 2, 1, "the summary"),
        (line("**Incident Date:**"), 22, "the incident date"),
        (line("**Target:**"), 15, "the target"),
        (line("**Actor:**"), 14, "the actor"),
        (line("### Step 1"), 5, "the text of step 1"),
        (line("## References") + 2, 4, "reference 1"),
    ];
    for form in ["submission", "contribution"] {
        let run = vault.run(&["export", path, "--to", form]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        for (line, column, fact) in expected {
            let wanted = format!("{line}:{column}: {fact} is still a placeholder\n");
            assert!(run.stderr.contains(&wanted), "{wanted}{}", run.stderr);
        }
        assert!(!run.stderr.contains("states no"), "{}", run.stderr);
    }
    let written = page
        .replace("[To be documented]", "Known.")
        .replace("Incident Date:** Known.", "Incident Date:** 2026")
        .replace("Type:** Known.", "Type:** Exercise");
    vault.write(path, written.replace("1. Known.", "- TBD"));
    let run = vault.run(&["export", path, "--to", "submission"]);
    assert!(
        run.code == 2 && run.stderr.contains("reference 1 is still"),
        "{}",
        run.stderr
    );
    vault.write(
        path,
        written.replacen("Known.", "Known.\n\n[TODO: the rest]", 1),
    );
    let run = vault.run(&["export", path, "--to", "submission"]);
    assert!(
        run.code == 2 && run.stderr.contains("the summary is still"),
        "{}",
        run.stderr
    );
    vault.write(path, written);
    let run = vault.run(&["export", path, "--to", "submission"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = page
        .replace("ACME.CS0003", "AML.CS0000")
        .replace("** [To be documented]", "** 2026");
    vault.write(path, page);
    let run = vault.run(&["export", path, "--to", "v6"]);
    assert!(
        run.code == 0
            && run
                .stderr
                .contains("the text of step 1 is still a placeholder"),
        "{}",
        run.stderr
    );
}

/// A case study of the vault's own can be submitted, and is not an official one.
#[test]
fn own_ids_are_named() {
    let vault = base("new-own-id");
    for form in ["v5", "v6"] {
        let run = vault.run(&["export", "kb/studies/acme-two.md", "--to", form]);
        assert_eq!(run.code, 2);
        let wanted = "`ACME.CS0002` is not an `AML.` id; `--to submission` takes it";
        assert!(run.stderr.contains(wanted), "{}", run.stderr);
    }
    let page = text(&vault, "kb/studies/acme-two.md");
    vault.write(
        "kb/studies/acme-two.md",
        page.replace("# ACME.CS0002 - Two", "# Two"),
    );
    let run = vault.run(&["export", "kb/studies/acme-two.md", "--to", "v6"]);
    assert!(
        run.stderr.contains("`ACME.CS0002` is not"),
        "{}",
        run.stderr
    );
    vault.write("kb/studies/acme-two.md", page.replace("ACME.CS0002", "Two"));
    let run = vault.run(&["export", "kb/studies/acme-two.md", "--to", "v6"]);
    assert!(run.stderr.contains("it has no id"), "{}", run.stderr);
}

#[test]
fn of_several_case_studies_one_is_named() {
    let vault = base("new-several");
    let study = |name: &str| {
        serde_json::json!({ "study": {
            "name": name, "summary": "s", "incident-date": "2026-02-01", "incident-date-granularity": "YEAR",
            "procedure": [{ "tactic": "AML.TA0002", "technique": "AML.T0000", "description": "d" }],
        }})
    };
    let file = serde_json::json!({
        "contact": { "name": "Ann", "emails": null }, "additional-info": "",
        "submissions": [study("A one"), { "object-type": "other", "description": "x" }, study("B two")],
    });
    vault.write("in.json", file.to_string());
    let run = vault.run(&["new", "case-study", "--from", "in.json"]);
    assert!(
        run.code == 2 && run.stderr.contains("A one; B two"),
        "{}",
        run.stderr
    );
    let run = vault.run(&["new", "case-study", "B two", "--from", "in.json"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "kb/studies/b-two.md\n"),
        "{}",
        run.stderr
    );
    vault.write("bad.yaml", "a: 1\n");
    let run = vault.run(&["new", "case-study", "--from", "bad.yaml"]);
    assert!(
        run.code == 2 && run.stderr.contains("neither a submission"),
        "{}",
        run.stderr
    );
    vault.write("bad.yaml", "study:\n  name: [\n");
    assert_eq!(
        vault.run(&["new", "case-study", "--from", "bad.yaml"]).code,
        2
    );
}
