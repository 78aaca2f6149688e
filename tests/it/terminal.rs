//! What a run looks like on a real terminal. The command `script` of Linux gives it one.
#![cfg(target_os = "linux")]

use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr;

use crate::support::Scratch;

/// Returns what a terminal of so many columns shows of a shell command; `$LINT` is the program.
fn on_terminal(folder: &Scratch, columns: usize, command: &str, colors: bool) -> String {
    let command = format!("stty rows 40 cols {columns}; {command}");
    let mut script = Command::new("script");
    script
        .args(["-q", "-e", "-c", &command, "/dev/null"])
        .current_dir(folder.path())
        .env("LINT", env!("CARGO_BIN_EXE_atlas-lint"))
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm")
        .env_remove("COLUMNS")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("LC_ALL")
        .env_remove("NO_COLOR")
        .env_remove("FORCE_COLOR")
        .stdin(Stdio::null());
    if !colors {
        script.env("NO_COLOR", "1");
    }
    let output = script.output().expect("`script` of util-linux");
    String::from_utf8_lossy(&output.stdout).replace('\r', "")
}

fn vault(name: &str) -> Scratch {
    let folder = Scratch::new(name);
    let page = "# Notes\n\nSee [[no such page]] and [[no such page]], and AML.T9999 in a line that is much longer than the terminal.\n";
    folder
        .write("notes.md", page)
        // Where a wiki-link leads somewhere, words in double brackets are links.
        .write("other.md", "# Other\n\n[[notes]]\n");
    folder
}

#[test]
fn a_narrow_terminal_breaks_no_word() {
    let folder = vault("terminal-1");
    for columns in [40, 80, 200] {
        let shown = on_terminal(&folder, columns, "\"$LINT\"", false);
        assert!(shown.contains("╭─[notes.md:3:7]"), "{shown}");
        assert!(shown.contains("the same in 1 more place"), "{shown}");
        assert!(!shown.contains('\x1b'), "{shown:?}");
        for line in shown.lines() {
            assert!(line.width() <= columns, "{columns}: {line}");
        }
    }
}

#[test]
fn a_terminal_has_colors_and_a_pipe_has_none() {
    let folder = vault("terminal-2");
    let shown = on_terminal(&folder, 80, "\"$LINT\"", true);
    assert!(
        shown.contains("\x1b[31;1merror[unresolved-link]"),
        "{shown:?}"
    );
    let piped = on_terminal(&folder, 40, "\"$LINT\" 2>/dev/null | cat", true);
    assert_eq!(piped.matches("notes.md:3:").count(), 3, "{piped}");
    assert!(!piped.contains(['\x1b', '╭']), "{piped:?}");
}

#[test]
fn an_empty_folder_on_a_terminal() {
    let folder = Scratch::new("terminal-empty");
    let shown = on_terminal(&folder, 40, "\"$LINT\"", true);
    assert!(shown.contains("holds no page"), "{shown}");
    assert!(!shown.contains("panicked"), "{shown}");
}

#[test]
fn marks_are_for_terminals() {
    let folder = Scratch::new("terminal-marks");
    folder.write("a.md", "**AML.T0044** - Full ML Model Access\n");
    let command = "\"$LINT\" --format concise --catalog 2026.05";
    let shown = on_terminal(&folder, 200, command, false);
    let line = shown.lines().next().unwrap_or_default();
    assert!(line.ends_with(" [*]"), "{shown}");
    let always = format!("{command} --color always | cat");
    let piped = on_terminal(&folder, 200, &always, true);
    assert!(piped.contains("\u{1b}[36ma.md:1:"), "{piped:?}");
    assert!(!piped.contains("[*]"), "{piped:?}");
}

/// Bold yellow is bright on many terminals, and unreadable on white.
#[test]
fn warnings_are_not_bold() {
    let folder = Scratch::new("terminal-warnings");
    folder.write("a.md", "**AML.T0044** - Full ML Model Access\n");
    for format in ["full", "concise"] {
        let command = format!("\"$LINT\" --format {format} --catalog 2026.05");
        let shown = on_terminal(&folder, 80, &command, true);
        assert!(shown.contains("\u{1b}[33mwarning["), "{shown:?}");
        assert!(!shown.contains("[33;1m"), "{shown:?}");
    }
}

#[test]
fn links_are_for_terminals_that_show_them() {
    let folder = vault("terminal-3");
    let rule = "\u{1b}]8;;https://";
    let file = "\u{1b}]8;;file:///";
    let command = "FORCE_HYPERLINK=1 \"$LINT\"";
    let shown = on_terminal(&folder, 80, command, true);
    assert!(shown.contains(rule) && shown.contains(file), "{shown:?}");
    for (command, colors) in [
        ("\"$LINT\" --color always", true),
        ("FORCE_HYPERLINK=1 \"$LINT\" --color always | cat", true),
        ("FORCE_HYPERLINK=1 \"$LINT\" --color never", true),
    ] {
        let shown = on_terminal(&folder, 80, command, colors);
        assert!(!shown.contains("\u{1b}]"), "{command}: {shown:?}");
    }
}

#[test]
fn a_clean_run_is_green() {
    let folder = Scratch::new("terminal-clean");
    folder.write("a.md", "# AML.T0051: LLM Prompt Injection\n");
    let command = "\"$LINT\" --catalog 2026.09 --select wrong-name";
    let shown = on_terminal(&folder, 120, command, true);
    let line = "\u{1b}[32;1mNo findings of the 1 rule that ran: 1 page, 1 id, 0 links, 0 case studies checked against ATLAS 2026.09 (pinned)\u{1b}[0m\n";
    assert_eq!(shown, line);
}

#[test]
fn rules_fit_on_a_terminal() {
    let folder = Scratch::new("terminal-rules");
    for columns in [40, 80, 160] {
        // A terminal of a container may have columns and no rows.
        let command = "stty rows 0; \"$LINT\" rules";
        let shown = on_terminal(&folder, columns, command, false);
        for line in shown.lines() {
            assert!(line.width() <= columns, "{columns}: {line}");
        }
        for rule in atlas_lint::rules::RULES {
            let words: Vec<&str> = rule.summary.split(' ').collect();
            let all: Vec<&str> = shown.split_whitespace().collect();
            assert!(
                all.windows(words.len()).any(|part| part == words),
                "{}",
                rule.name
            );
        }
    }
}

#[test]
fn a_diff_on_a_terminal_is_colored_and_has_its_head() {
    let folder = Scratch::new("terminal-diff");
    folder.write("a.md", "**AML.T0044** - Full ML Model Access\n\u{1b}[2J\n");
    let command = "\"$LINT\" --diff --quiet --catalog 2026.05";
    let shown = on_terminal(&folder, 80, command, true);
    assert!(
        shown.contains("\u{1b}[1m--- a/a.md\u{1b}[0m\n"),
        "{shown:?}"
    );
    assert!(shown.contains("\u{1b}[31m-**AML.T0044**"), "{shown:?}");
    assert!(shown.contains("\u{1b}[32m+**AML.T0044**"), "{shown:?}");
    assert!(shown.contains("\n \\x1b[2J\n"), "{shown:?}");
    let plain = on_terminal(&folder, 80, command, false);
    assert!(plain.starts_with("--- a/a.md\n+++ b/a.md\n"), "{plain:?}");
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
}

#[test]
fn notes_are_broken_between_words() {
    let folder = Scratch::new("terminal-notes");
    folder
        .write("a.md", "AML.T0051\n")
        .write("data/values-of-a-model.py", "T = 'AML.T0051'\n");
    let shown = on_terminal(&folder, 40, "\"$LINT\" --catalog 2026.09", true);
    assert!(
        shown.contains(
            "\u{1b}[36;1mnote\u{1b}[0m: also found ATLAS ids in 1 .py\n  file that is not checked; "
        ),
        "{shown:?}"
    );
}

#[test]
fn the_catalog_and_init_fit_a_narrow_terminal() {
    let folder = vault("terminal-4");
    folder.write(".atlas-version", "2026.02\n");
    for columns in [40, 80] {
        for command in [
            "catalog show AML.T0048.004",
            "catalog show latest",
            "catalog show AML.TA0001",
            "catalog search intellectual property",
            "catalog releases",
            "catalog diff 2026.05 2026.09",
            "export --check; rm -f atlas-lint.yaml",
            "config notes.md",
            "init; rm atlas-lint.yaml",
        ] {
            let shown = on_terminal(&folder, columns, &format!("\"$LINT\" {command}"), false);
            assert!(!shown.is_empty(), "{command}");
            // URLs and paths are not broken, and where this checkout lies decides how long a path is.
            let shown = shown.replace(&*folder.path().to_string_lossy(), "FOLDER");
            let may_be_broken = |line: &&str| !line.starts_with("error: ") && !line.contains("://");
            for line in shown.lines().filter(may_be_broken) {
                assert!(line.width() <= columns, "{command} at {columns}: {line}");
            }
        }
    }
}

/// Returns the texts that have a color, in their order. A heading may have several lines.
fn painted(shown: &str) -> String {
    let starts = shown.split("\u{1b}[").skip(1);
    let is_text = |(codes, _): &(&str, &str)| *codes != "0";
    let parts = starts.filter_map(|part| part.split_once('m'));
    let texts: Vec<&str> = parts.filter(is_text).map(|(_, text)| text).collect();
    texts.join(" ")
}

#[test]
fn where_lines_break_does_not_change_what_has_a_color() {
    let folder = Scratch::new("terminal-painted");
    folder
        .write("atlas-lint.yaml", "catalog:\n  release: \"2026.09\"\n")
        .write(
            "tactics/impact.md",
            "# AML.TA0011: Impact\n\nHarm.\n\n## Metadata\n\n- **Tactic ID:** AML.TA0011\n\n## Techniques (0)\n",
        )
        .write(
            "techniques/a-folder-with-a-long-name/denial-of-ai-service.md",
            "# AML.T0029: Denial of AI Service\n\nHarm.\n\n## Metadata\n\n- **Technique ID:** AML.T0029\n- **Maturity:** feasible\n\n## Tactics (1)\n\n- [[tactics/impact|AML.TA0011: Impact]]\n",
        );
    for (command, some) in [
        ("catalog show AML.T0048.004", "mitigations:"),
        ("catalog show latest", "objects:"),
        ("catalog diff 2026.05 2026.09", "retired"),
        (
            "catalog diff 2022.03.2 2022.05",
            "ATLAS 2022.03.2 to 2022.05",
        ),
        ("catalog search intellectual property", "AML.T0048.004"),
        ("sync --check", "would update"),
    ] {
        let command = format!("\"$LINT\" {command}");
        let shown = |columns| on_terminal(&folder, columns, &command, true);
        let wide = shown(400);
        let all = painted(&wide);
        assert!(all.contains(some), "{command}: {wide:?}");
        for columns in [40, 80] {
            let narrow = shown(columns);
            assert_eq!(painted(&narrow), all, "{command} at {columns}: {narrow:?}");
        }
    }
}

/// Returns a text without what gives it colors.
fn plain(shown: &str) -> String {
    let mut parts = shown.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once('m').map_or(part, |(_, text)| text));
    first + &rest.collect::<String>()
}

#[test]
fn help_fits_on_a_terminal_and_has_colors_as_asked() {
    let folder = Scratch::new("terminal-help");
    for columns in [40, 80] {
        for command in [
            "-h",
            "--help",
            "check -h",
            "catalog -h",
            "new case-study -h",
        ] {
            // A terminal of a container may have columns and no rows.
            let command = format!("stty rows 0; \"$LINT\" {command}");
            let shown = on_terminal(&folder, columns, &command, true);
            assert!(shown.contains('\u{1b}'), "{shown:?}");
            for line in plain(&shown).lines() {
                assert!(line.width() <= columns, "{command} at {columns}: {line}");
            }
        }
    }
    let shown = |command: &str| on_terminal(&folder, 80, command, true);
    let never = shown("\"$LINT\" -h --color never");
    assert!(!never.contains('\u{1b}'), "{never:?}");
    let always = shown("\"$LINT\" -h --color=always | cat");
    assert!(always.contains('\u{1b}'), "{always:?}");
    let page = shown("\"$LINT\" rules | cat");
    assert!(!page.contains('\u{1b}'), "{page:?}");
}

/// <https://bixense.com/clicolors>
#[test]
fn colors_can_be_turned_off_and_forced() {
    let folder = Scratch::new("terminal-clicolor");
    for (set, has_color) in [
        ("CLICOLOR=1", true),
        ("CLICOLOR=0", false),
        ("CLICOLOR=0 CLICOLOR_FORCE=1", true),
        ("CLICOLOR_FORCE=0", true),
        ("CLICOLOR_FORCE=1 NO_COLOR=1", false),
        ("CLICOLOR=0 FORCE_COLOR=1", true),
        ("CLICOLOR=0 FORCE_COLOR=3", true),
        ("CLICOLOR=0 FORCE_COLOR=0", false),
        ("FORCE_COLOR=1 NO_COLOR=1", false),
        ("NO_COLOR= CLICOLOR=", true),
    ] {
        let command = format!("{set} \"$LINT\" rules");
        let shown = on_terminal(&folder, 80, &command, true);
        assert_eq!(shown.contains('\u{1b}'), has_color, "{set}");
    }
    let forced = "FORCE_COLOR=1 \"$LINT\" rules | cat";
    let forced = on_terminal(&folder, 80, forced, true);
    assert!(forced.contains('\u{1b}'), "{forced:?}");
    let piped = "CLICOLOR_FORCE=0 \"$LINT\" rules | cat";
    let piped = on_terminal(&folder, 80, piped, true);
    assert!(!piped.contains('\u{1b}'), "{piped:?}");
}

#[test]
fn statistics_fit_a_narrow_terminal() {
    let folder = Scratch::new("terminal-statistics");
    let page = "**AML.T0044** - Full ML Model Access\n\n**AML.T0051** - Nothing of this Name\n\n<https://x.y/ >\n\n## List (3)\n\n- [[x]]\n";
    folder.write("a.md", page);
    for columns in [24, 40, 80] {
        let command = "\"$LINT\" --statistics --catalog 2026.05 2>/dev/null";
        let shown = on_terminal(&folder, columns, command, false);
        assert!(shown.contains("miscounted-heading"), "{shown}");
        for line in shown.lines() {
            assert!(line.width() <= columns.max(34), "{columns}: {line}");
        }
    }
}
