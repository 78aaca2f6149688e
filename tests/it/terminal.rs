//! What a run looks like on a real terminal. The command `script` of Linux gives it one; where there is none the tests are
//! skipped.
#![cfg(target_os = "linux")]

use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr;

use crate::support::Scratch;

/// Returns what a terminal of so many columns shows of a shell command; `$LINT` is the program.
fn on_terminal(folder: &Scratch, columns: usize, command: &str, colors: bool) -> Option<String> {
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
        .stdin(Stdio::null());
    if !colors {
        script.env("NO_COLOR", "1");
    }
    match script.output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).replace('\r', "")),
        Err(error) => {
            eprintln!("skipped: no `script`: {error}");
            None
        }
    }
}

fn vault() -> Scratch {
    let folder = Scratch::new("terminal");
    let page = "# Notes\n\nSee [[no such page]] and [[no such page]], and AML.T9999 in a line that is much longer than the terminal.\n";
    folder.write("notes.md", page);
    folder
}

#[test]
fn a_narrow_terminal_breaks_no_word() {
    let folder = vault();
    for columns in [40, 80, 200] {
        let Some(shown) = on_terminal(&folder, columns, "\"$LINT\"", false) else {
            return;
        };
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
    let folder = vault();
    let Some(shown) = on_terminal(&folder, 80, "\"$LINT\"", true) else {
        return;
    };
    assert!(
        shown.contains("\x1b[31;1merror[unresolved-link]"),
        "{shown:?}"
    );
    let piped = on_terminal(&folder, 40, "\"$LINT\" 2>/dev/null | cat", true);
    let piped = piped.unwrap_or_default();
    assert_eq!(piped.matches("notes.md:3:").count(), 3, "{piped}");
    assert!(!piped.contains(['\x1b', '╭']), "{piped:?}");
}

#[test]
fn an_empty_folder_on_a_terminal() {
    let folder = Scratch::new("terminal-empty");
    let Some(shown) = on_terminal(&folder, 40, "\"$LINT\"", true) else {
        return;
    };
    assert!(shown.contains("holds no page"), "{shown}");
    assert!(!shown.contains("panicked"), "{shown}");
}

#[test]
fn the_catalogue_and_init_fit_a_narrow_terminal() {
    let folder = vault();
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
            "init; rm atlas-lint.yaml",
        ] {
            let shown = on_terminal(&folder, columns, &format!("\"$LINT\" {command}"), true);
            let Some(shown) = shown else { return };
            assert!(!shown.is_empty(), "{command}");
            for line in shown.lines().filter(|line| !line.starts_with("error: ")) {
                assert!(line.width() <= columns, "{command} at {columns}: {line}");
            }
        }
    }
}
