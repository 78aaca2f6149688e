//! The binary, driven as people drive it.

use serde_json::Value;

use crate::support::{Outcome, Run, Scratch, fails};

#[test]
fn exit_codes() {
    let vault = Scratch::new("exit-codes");
    vault.write("a.md", "# A\n");
    assert_eq!(vault.run(&[]).code, 0);
    vault.write("b.md", "[[gone]]\n");
    let found = vault.run(&[]);
    assert_eq!(
        (found.code, found.stdout.as_str()),
        (
            1,
            "b.md:1:3: error[unresolved-link] the wiki-link `gone` leads to no file\n"
        )
    );
    assert_eq!(vault.run(&["--fail-on", "never"]).code, 0);
    vault.write("b.md", "[[./A]]\n");
    assert_eq!(vault.run(&[]).code, 0, "a warning does not fail");
    assert_eq!(vault.run(&["--fail-on", "warning"]).code, 1);
}

#[test]
fn a_folder_and_a_page_of_it_are_judged_alike() {
    let vault = Scratch::new("alike");
    vault
        .write(".git/HEAD", "ref: refs/heads/main\n")
        .write("docs/y.md", "[[other]] [[gone]] [x](../NOTES.md)\n")
        .write("notes/other.md", "# Other\n")
        .write("NOTES.md", "# Notes\n");
    let folder = vault.run(&["docs"]);
    assert_eq!((folder.code, folder.stdout.lines().count()), (1, 1));
    for paths in [&["docs/y.md"][..], &["./docs/"], &["docs", "docs/y.md"]] {
        assert_eq!(vault.run(paths).stdout, folder.stdout, "{paths:?}");
    }
    vault.write("empty/x.txt", "");
    fails(&vault.run(&["empty"]), &["empty"]);
}

#[test]
fn what_cannot_be_checked_is_never_clean() {
    let empty = Scratch::new("empty");
    fails(&empty.run(&[]), &["holds no page"]);
    fails(
        &empty.run(&["nowhere"]),
        &["nowhere: no such file or folder"],
    );
    fails(
        &empty.run(&["chekc"]),
        &["did you mean the command `check`?"],
    );
    empty.write("a.md", "");
    fails(
        &empty.run(&["--catalog", "2026.5"]),
        &["no release `2026.5`", "2026.05"],
    );
    fails(
        &empty.run(&["--catalog", "none.yaml"]),
        &["none.yaml", "no such file"],
    );
    fails(&empty.run(&["--vault", "a.md"]), &["is not a folder"]);
    fails(&empty.run(&["--config", "other.yaml"]), &["other.yaml"]);
    fails(&empty.run(&["-"]), &["--stdin-filename"]);
    empty.write("atlas-lint.yml", "");
    fails(
        &empty.run(&[]),
        &["atlas-lint.yml", "rename it to atlas-lint.yaml"],
    );
}

#[test]
fn mistypes_get_the_nearest_right_word() {
    let vault = Scratch::new("mistypes");
    vault.write("a.md", "");
    fails(&vault.run(&["--formt", "json"]), &["--format"]);
    fails(&vault.run(&["--format", "jsn"]), &["json"]);
    fails(
        &vault.run(&["--select", "worng-name"]),
        &["did you mean `wrong-name`?"],
    );
    fails(
        &vault.run(&["explain", "unresolved-lnk"]),
        &["did you mean `unresolved-link`?"],
    );
    fails(
        &vault.run(&["catalog", "show", "AML.T9999"]),
        &["AML.T9999"],
    );
    vault.write(
        "atlas-lint.yaml",
        "vualt: x\nrules:\n  orphan: off\n  wrong-nam: off\ncatalog:\n  release: 2026.10\n",
    );
    let outcome = vault.run(&[]);
    fails(
        &outcome,
        &[
            "unknown key `vualt`",
            "vault",
            "unknown rule `wrong-nam`",
            "did you mean `wrong-name`?",
            "atlas-lint.yaml:1:1",
            "2026.1",
            "quotes",
        ],
    );
}

#[test]
fn config_levels_and_excludes() {
    let vault = Scratch::new("levels");
    vault
        .write("a.md", "[[gone]]\n")
        .write("x/b.md", "[[gone]]\n[[../A]]\n");
    vault.write("atlas-lint.yaml", "exclude: [\"x/**\"]\n");
    assert_eq!(
        vault.run(&[]).stdout.lines().count(),
        1,
        "an excluded page is not reported"
    );
    assert_eq!(
        vault.run(&["x/b.md"]).stdout.lines().count(),
        2,
        "but it is when it is named"
    );
    vault.write(
        "atlas-lint.yaml",
        "rules:\n  unresolved-link: {level: warning, paths: [\"x/*.md\"]}\n  case-mismatch: off\n",
    );
    let outcome = vault.run(&[]);
    assert_eq!(
        outcome.stdout,
        "a.md:1:3: error[unresolved-link] the wiki-link `gone` leads to no file\nx/b.md:1:3: warning[unresolved-link] the wiki-link `gone` leads to no file\n"
    );
    assert_eq!(vault.run(&["--ignore", "unresolved-link"]).stdout, "");
    assert!(
        vault
            .run(&["--select", "case-mismatch"])
            .stdout
            .contains("case-mismatch"),
        "a rule that is selected runs"
    );
    assert_eq!(vault.run(&["--no-config"]).stdout.lines().count(), 3);
}

#[test]
fn gitignore_hides_findings_but_not_files() {
    let vault = Scratch::new("gitignore");
    vault
        .write(".gitignore", "build/\n")
        .write("a.md", "[[built]]\n# AML.T0051: LLM Prompt Injection\n");
    vault
        .write(
            "build/built.md",
            "[[gone]]\n# AML.T0051: LLM Prompt Injection\n",
        )
        .write(".hidden/x.md", "[[gone]]\n");
    assert_eq!(
        vault.run(&[]).stdout,
        "",
        "a copy in a build folder is no duplicate"
    );
    assert_eq!(vault.run(&["build"]).stdout.lines().count(), 1);
    vault.write("a.md", "[[x]]\n");
    assert!(
        vault.run(&[]).stdout.contains("unresolved-link"),
        "what lies below a dot is no target"
    );
}

#[test]
fn paths_narrow_what_is_reported_not_what_is_known() {
    let vault = Scratch::new("narrow");
    vault
        .write("a.md", "[[b]] [[gone]]\n")
        .write("b.md", "[[gone]]\n")
        .write("note.txt", "")
        .write("atlas-lint.yaml", "");
    let outcome = vault.run(&["a.md"]);
    assert_eq!((outcome.code, outcome.stdout.lines().count()), (1, 1));
    let outcome = vault.run(&["note.txt"]);
    assert_eq!(outcome.code, 0);
    assert!(
        outcome.stderr.contains("no page of the vault matches"),
        "{}",
        outcome.stderr
    );
    vault.write("sub/atlas-lint.yaml", "").write("sub/c.md", "");
    fails(&vault.run(&["a.md", "sub/c.md"]), &["two vaults"]);
}

#[test]
fn stdin_stands_for_a_page() {
    let vault = Scratch::new("stdin");
    vault.write("a.md", "").write("b.md", "[[gone]]\n");
    let outcome = Run::new(&["-", "--stdin-filename", "a.md"])
        .at(vault.path())
        .stdin("[[b]] [[c]]\n")
        .go();
    assert_eq!(
        outcome.stdout,
        "a.md:1:9: error[unresolved-link] the wiki-link `c` leads to no file\n"
    );
    let outcome = Run::new(&["-", "--stdin-filename", "new.md"])
        .at(vault.path())
        .stdin("[[new]]\n")
        .go();
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (0, ""),
        "{}",
        outcome.stderr
    );
}

#[test]
fn output_files_and_formats() {
    let vault = Scratch::new("output");
    vault.write("a.md", "\u{feff}é [[gone]]\r\n");
    let outcome = vault.run(&[
        "--format",
        "json",
        "--output",
        "concise=c.txt",
        "--output",
        "json=f.json",
    ]);
    let file = std::fs::read_to_string(vault.path().join("f.json")).expect("the file is written");
    assert_eq!(outcome.stdout, file);
    let report: Value = serde_json::from_str(&file).expect("JSON");
    let found = &report["diagnostics"][0];
    assert_eq!(
        found["location"]["start"],
        serde_json::json!({"line": 1, "column": 5, "offset": 8})
    );
    assert_eq!(
        found["location"]["end"],
        serde_json::json!({"line": 1, "column": 9, "offset": 12})
    );
    assert_eq!(
        (&report["version"], &report["vault"]),
        (&1.into(), &".".into())
    );
    assert_eq!(
        report["summary"],
        serde_json::json!({"pages": 1, "errors": 1, "warnings": 0, "suppressed": 0, "baselined": 0, "fixable": 0, "unsafe_fixable": 0})
    );
    fails(
        &vault.run(&["--catalog", "9.9", "--output", "json=f.json"]),
        &["9.9"],
    );
    assert!(
        !vault.path().join("f.json").exists(),
        "no file of an earlier run is left when nothing was checked"
    );
}

#[test]
fn output_is_the_same_however_many_threads() {
    let run = |jobs: &str| {
        let args = [
            "check",
            "content",
            "--no-config",
            "--catalog",
            "2021.05",
            "--format",
            "json",
            "--jobs",
            jobs,
        ];
        Run::new(&args).go().stdout
    };
    let one = run("1");
    assert!(one.lines().count() > 1_000, "{one}");
    assert_eq!(one, run("4"));
}

#[test]
fn no_colour_in_pipes_and_none_when_it_is_not_wanted() {
    let vault = Scratch::new("colour");
    vault.write("a.md", "[[gone]]\n");
    let escapes = |outcome: &Outcome| outcome.stdout.contains('\u{1b}');
    assert!(!escapes(&vault.run(&["--format", "full"])));
    assert!(escapes(
        &vault.run(&["--format", "full", "--color", "always"])
    ));
    let forced = Run::new(&["--format", "full"])
        .at(vault.path())
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .go();
    assert!(!escapes(&forced), "NO_COLOR wins");
    let ascii = Run::new(&["--format", "full"])
        .at(vault.path())
        .env("LC_ALL", "C")
        .go();
    assert!(ascii.stdout.is_ascii(), "{}", ascii.stdout);
}

#[test]
fn statistics_and_limits() {
    let vault = Scratch::new("statistics");
    vault.write("a.md", "[[x1]] [[x2]] [[]]\n");
    assert_eq!(
        vault.run(&["--statistics"]).stdout,
        "     2  unresolved-link\n     1  malformed-wiki-link\n"
    );
    let cut = vault.run(&["--max-findings", "1"]);
    assert_eq!(cut.stdout.lines().count(), 1);
    assert!(cut.stderr.contains("1 of 3"), "{}", cut.stderr);
}

/// On a terminal of 80 columns, which `-h` fills at most with 45 lines.
#[test]
fn short_help_fits_on_a_screen() {
    let help = |args: &[&str]| Run::new(args).env("COLUMNS", "80").go().stdout;
    let short = help(&["-h"]);
    assert!(short.contains("\n  explain "), "{short}");
    assert!(!short.contains("--unsafe-fixes"), "{short}");
    assert!(help(&["--help"]).contains("--unsafe-fixes"));
    assert!(help(&["check", "-h"]).contains("--unsafe-fixes"));
    assert!(help(&["check", "--help"]).contains("--jobs"));
    let commands = short.split("Commands:\n").nth(1).expect("commands");
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let commands = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let commands: Vec<&str> = commands.filter(|name| !name.is_empty()).collect();
    assert!(commands.contains(&"completions"), "{commands:?}");
    for args in commands
        .iter()
        .map(|name| vec![*name, "-h"])
        .chain([vec!["-h"]])
    {
        let help = help(&args);
        assert!(help.lines().count() <= 45, "{args:?}: {help}");
        let is_wide = |line: &&str| line.chars().count() > 80;
        assert_eq!(help.lines().find(is_wide), None, "{args:?}");
    }
}

#[test]
fn statistics_are_by_rule_and_by_cause() {
    let vault = Scratch::new("causes");
    vault.write("a.md", "[[x]] [[x]] [[y]] [[]]\n");
    vault.write("b.md", "[[x]]\n\n- **AML.T0044** - Full ML Model Access\n");
    let text = vault.run(&["--statistics", "--catalog", "2026.05"]).stdout;
    let (rules, causes) = text.split_once("\n\n").expect("two lists");
    let rows: Vec<&str> = rules.lines().map(str::trim_end).collect();
    assert_eq!(
        rows,
        [
            "     4  unresolved-link",
            "     1  malformed-wiki-link",
            "     1  outdated-name        [*] 1",
        ]
    );
    assert_eq!(
        causes,
        "by cause:\n     3  unresolved-link: the wiki-link `x` leads to no file\n"
    );
    let json = vault.run(&["--statistics", "--catalog", "2026.05", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let rule = &json["rules"][0];
    assert_eq!(
        (
            &rule["rule"],
            &rule["findings"],
            &rule["causes"],
            &rule["pages"]
        ),
        (&"unresolved-link".into(), &4.into(), &2.into(), &2.into())
    );
    let cause = &json["causes"][0];
    assert_eq!(
        (&cause["rule"], &cause["about"], &cause["findings"]),
        (&"unresolved-link".into(), &"x".into(), &3.into())
    );
    assert_eq!(json["causes"].as_array().map(Vec::len), Some(4));
    assert_eq!(json["rules"][2]["fixable"], 1);
    assert_eq!(json["summary"]["fixable"], 1);
}

#[test]
fn a_person_sees_errors_before_warnings_where_findings_are_cut() {
    let vault = Scratch::new("cut");
    vault.write("a.md", "**AML.T0044** - Full ML Model Access\n\n**AML.T0018** - Backdoor ML Model\n\n[[gone]] [[gone too]]\n");
    let shown = |format: &str, most: &str| {
        let args = [
            "--catalog",
            "2026.05",
            "--format",
            format,
            "--max-findings",
            most,
        ];
        let shown = vault.run(&args).stdout;
        (
            shown.matches("warning[").count(),
            shown.matches("error[").count(),
        )
    };
    assert_eq!(shown("full", "2"), (0, 2));
    assert_eq!(shown("full", "3"), (1, 2));
    assert_eq!(shown("full", "1"), (0, 1));
    assert_eq!(
        shown("concise", "2"),
        (2, 0),
        "a program gets them in order"
    );
}

/// The hook names a format, and so may its user.
#[test]
fn the_last_format_counts() {
    let vault = Scratch::new("last-format");
    vault.write("a.md", "[[gone]]\n");
    let args = [
        "--format=full",
        "--max-findings=20",
        "--format=concise",
        "--max-findings=3",
    ];
    assert!(vault.run(&args).stdout.starts_with("a.md:1:"));
}

#[test]
fn help_teaches() {
    let help = Run::new(&["--help"]).go();
    assert_eq!(help.code, 0);
    for word in [
        "Examples:",
        "atlas-lint content",
        "Exit codes:",
        "--catalog",
    ] {
        assert!(help.stdout.contains(word), "{word}");
    }
    let rules: Value =
        serde_json::from_str(&Run::new(&["rules", "--format", "json"]).go().stdout).expect("JSON");
    assert_eq!(
        rules.as_array().map(Vec::len),
        Some(atlas_lint::rules::RULES.len())
    );
    assert!(
        Run::new(&["explain", "wrong-name"])
            .go()
            .stdout
            .starts_with("wrong-name\n\n  level  error\n")
    );
    assert!(
        Run::new(&["completions", "bash"])
            .go()
            .stdout
            .contains("atlas-lint")
    );
    assert!(
        Run::new(&["catalog", "show", "AML.T0045"])
            .go()
            .stdout
            .contains("AML.T0048.004")
    );
    assert!(
        Run::new(&["catalog", "diff", "2023.04", "2023.10"])
            .go()
            .stdout
            .contains("AML.T0045")
    );
}

#[test]
fn init_writes_a_config_that_works() {
    let vault = Scratch::new("init");
    vault.write("a.md", "");
    assert_eq!(vault.run(&["init"]).code, 0);
    let outcome = vault.run(&[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("(pinned)"), "{}", outcome.stderr);
    fails(&vault.run(&["init"]), &["atlas-lint.yaml"]);
}

#[test]
fn a_schema_of_ones_own() {
    let vault = Scratch::new("own-schema");
    vault
        .write("playbooks/a.md", "# PB-1: Answer\n")
        .write("playbooks/b.md", "# PB-2: Answer\n\n- **Owner:** x\n");
    vault.write(
        "schemas/parts.json",
        "{\"fields\": {\"required\": [\"Owner\"]}}",
    );
    vault.write("schemas/playbook.schema.json", "{\"required\": [\"fields\"], \"properties\": {\"fields\": {\"$ref\": \"parts.json#/fields\"}}}");
    vault.write("atlas-lint.yaml", "page-types:\n  - name: playbook\n    match: {paths: [\"playbooks/*.md\"], heading: \"^PB-[0-9]+: \"}\n    schema: schemas/playbook.schema.json\n");
    let outcome = vault.run(&[]);
    assert_eq!(
        outcome.stdout,
        "playbooks/a.md:1:3: error[schema-violation] the page lacks the field `Owner`\n",
        "{}",
        outcome.stderr
    );
}

#[test]
fn schemas_that_reach_out_or_explode_are_refused() {
    let vault = Scratch::new("bad-schema");
    vault.write("a.md", "").write(
        "atlas-lint.yaml",
        "page-types:\n  - {name: x, match: {paths: [\"*.md\"]}, schema: s.json}\n",
    );
    let mut doubling = String::from("{\"$defs\": {\"d0\": {\"type\": \"string\"}");
    for n in 1..40 {
        doubling.push_str(&format!(", \"d{n}\": {{\"allOf\": [{{\"$ref\": \"#/$defs/d{0}\"}}, {{\"$ref\": \"#/$defs/d{0}\"}}]}}", n - 1));
    }
    doubling.push_str("}, \"$ref\": \"#/$defs/d39\"}");
    for (schema, words) in [
        ("{\"type\": ", &["not JSON", "s.json:1"][..]),
        (
            "{\"$ref\": \"../../etc/passwd\"}",
            &["out of the vault", "s.json:1"],
        ),
        (
            "{\"$ref\": \"https://example.org/x.json\"}",
            &["only files of the vault"],
        ),
        ("{\"$ref\": \"none.json\"}", &["none.json"]),
        ("{\"type\": \"strin\"}", &["no JSON Schema"]),
        ("{\"pattern\": \"(?=x)\"}", &["no JSON Schema"]),
        (doubling.as_str(), &["expands to more than"]),
    ] {
        vault.write("s.json", schema);
        fails(&vault.run(&[]), words);
    }
}

#[test]
fn globs_that_match_nothing_are_said() {
    let vault = Scratch::new("idle-globs");
    vault.write("a.md", "").write("x/b.md", "").write(
        "atlas-lint.yaml",
        "exclude: [\"x/**\", \"y/**\"]\nrules:\n  wrong-name: {level: off, paths: [\"zz/*\"]}\n",
    );
    let outcome = vault.run(&[]);
    assert_eq!(outcome.code, 0);
    let notes: Vec<&str> = outcome.stderr.lines().skip(1).collect();
    assert_eq!(
        notes,
        [
            "note: `y/**` in `exclude` matches no page",
            "note: `zz/*` in `rules: wrong-name` matches no page"
        ]
    );
}

#[test]
fn paths_are_shown_from_the_current_folder() {
    let vault = Scratch::new("from-here");
    vault
        .write("a/b/c.md", "[[gone]]\n")
        .write("d.md", "[[gone]]\n");
    let inside = Run::new(&["--vault", "../.."])
        .at(&vault.path().join("a/b"))
        .go();
    let shown: Vec<&str> = inside
        .stdout
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(shown, ["c.md", "../../d.md"]);
    let around = Scratch::new("around");
    around
        .write("atlas-lint.yaml", "vault: content\n")
        .write("content/a.md", "[[gone]]\n");
    let outcome = around.run(&["."]);
    assert_eq!(
        (outcome.code, outcome.stdout.split(':').next()),
        (1, Some("content/a.md"))
    );
}

#[test]
fn a_built_in_page_type_takes_another_schema() {
    let vault = Scratch::new("replaced");
    vault.write("a.md", "# AML.CS0007: GPT-2 Model Replication\n");
    vault.write("own.json", "{\"required\": [\"items\"]}");
    vault.write(
        "atlas-lint.yaml",
        "catalog: {release: \"2026.05\"}\npage-types:\n  - {name: case-study, schema: own.json}\n",
    );
    let outcome = vault.run(&[]);
    assert_eq!(
        outcome.stdout, "a.md:1:3: error[schema-violation] the page has no items\n",
        "{}",
        outcome.stderr
    );
    vault.write(
        "atlas-lint.yaml",
        "page-types:\n  - {name: other, schema: own.json}\n",
    );
    fails(
        &vault.run(&[]),
        &["`other` lacks the key `match`", "atlas-lint.yaml:2"],
    );
    vault.write("atlas-lint.yaml", "catalog:\n  release: \"2026.99\"\n");
    fails(
        &vault.run(&[]),
        &["no release `2026.99`", "atlas-lint.yaml:2:13"],
    );
}

#[test]
fn a_mistake_in_a_schema_is_shown_in_its_own_file() {
    let vault = Scratch::new("schema-place");
    vault
        .write("a.md", "")
        .write("s.json", "{\"$ref\": \"sub/x.json\"}");
    vault
        .write("sub/x.json", "{\n  \"$ref\": \"y.json#/part\"\n}")
        .write(
            "sub/y.json",
            "{\n  \"part\": {\n    \"type\": \"objekt\"\n  }\n}",
        );
    vault.write(
        "atlas-lint.yaml",
        "page-types:\n  - {name: x, match: {paths: [\"*.md\"]}, schema: s.json}\n",
    );
    fails(&vault.run(&[]), &["no JSON Schema", "sub/y.json:3:13"]);
}

#[test]
fn several_vaults_are_not_mixed_up() {
    let scratch = Scratch::new("several");
    for vault in ["red", "blue"] {
        scratch
            .write(
                &format!("{vault}/atlas-lint.yaml"),
                "catalog:\n  release: \"2026.05\"\n",
            )
            .write(&format!("{vault}/a.md"), "Text.\n");
    }
    scratch.write("notes.txt", "Text.\n");
    let whole = scratch.run(&[]);
    assert_eq!(whole.code, 0);
    let note = "note: blue/atlas-lint.yaml and 1 more are not read";
    assert!(whole.stderr.contains(note), "{}", whole.stderr);
    assert!(!scratch.run(&["red"]).stderr.contains("not read"));
    for (args, why) in [
        (
            &["--vault", "red", "blue"][..],
            "blue lies in another vault",
        ),
        (
            &["--config", "blue/atlas-lint.yaml", "red/a.md"],
            "a.md lies in another vault",
        ),
        (&["--vault", "red", "/"], ""),
        (&["--vault", "red", "/usr"], "/usr lies outside the vault"),
        (&["red", "blue"], "two vaults"),
    ] {
        let outcome = scratch.run(args);
        let expected = if why.is_empty() { 0 } else { 2 };
        assert_eq!(outcome.code, expected, "{args:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(why), "{}", outcome.stderr);
    }
    // A list of changed files may name what is of no vault.
    let other = scratch.run(&["--vault", "red", "notes.txt"]);
    assert_eq!(other.code, 0);
    assert!(
        other.stderr.contains("no page of the vault matches"),
        "{}",
        other.stderr
    );
}
