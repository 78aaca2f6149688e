//! Unified diffs, as `git apply` and `patch` read them.

use std::fmt::Write;

use crate::text::{Hunk, changes};

/// Number of lines shown around a change.
const AROUND: usize = 3;

/// Returns the diff of a file; empty if nothing differs. A new file has no text before.
#[must_use]
pub fn unified(path: &str, before: Option<&str>, after: &str) -> String {
    let old: Vec<&str> = before.unwrap_or_default().split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let changes = changes(&old, &new);
    if changes.is_empty() {
        return String::new();
    }
    let new_name = quoted(&format!("b/{path}"));
    let old_name = match before {
        Some(_) => quoted(&format!("a/{path}")),
        None => "/dev/null".to_owned(),
    };
    let mut out = format!("--- {old_name}\n+++ {new_name}\n");
    let mut rest = changes.as_slice();
    while let Some(first) = rest.first() {
        let near = |pair: &&[Hunk]| match pair {
            [one, next] => next.0.start - one.0.end <= 2 * AROUND,
            _ => false,
        };
        let count = rest.windows(2).take_while(near).count() + 1;
        let (group, later) = rest.split_at(count);
        let last = group.last().unwrap_or(first);
        let from = first.0.start.saturating_sub(AROUND);
        let to = (last.0.end + AROUND).min(old.len());
        let new_from = first.1.start - (first.0.start - from);
        let new_to = last.1.end + (to - last.0.end);
        let range = |start: usize, end: usize| {
            let line = if start == end { start } else { start + 1 };
            format!("{line},{}", end - start)
        };
        let _ = writeln!(
            out,
            "@@ -{} +{} @@",
            range(from, to),
            range(new_from, new_to)
        );
        let mut at = from;
        for (removed, added) in group {
            push(&mut out, ' ', old.get(at..removed.start));
            push(&mut out, '-', old.get(removed.clone()));
            push(&mut out, '+', new.get(added.clone()));
            at = removed.end;
        }
        push(&mut out, ' ', old.get(at..to));
        rest = later;
    }
    out
}

/// Returns a path as git writes it. A path with a control character, a quote or a backslash is quoted, so that no file name ends its line
/// and starts another header. <https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath>
fn quoted(path: &str) -> String {
    if !path
        .chars()
        .any(|c| c.is_ascii_control() || matches!(c, '"' | '\\'))
    {
        // A name with blanks in it ends at a tab.
        let end = if path.contains(' ') { "\t" } else { "" };
        return format!("{path}{end}");
    }
    let mut out = String::from("\"");
    for c in path.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out += "\\n",
            '\t' => out += "\\t",
            '\r' => out += "\\r",
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

fn push(out: &mut String, mark: char, lines: Option<&[&str]>) {
    for line in lines.unwrap_or_default() {
        out.push(mark);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn what_differs_is_shown_with_three_lines_around() {
        let old: String = (1..=20).map(|n| format!("{n}\n")).collect();
        let new = old.replace("\n5\n", "\nfive\n").replace("\n13\n", "\n") + "21";
        let diff = unified("a.md", Some(&old), &new);
        assert_eq!(
            diff,
            "--- a/a.md\n+++ b/a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -10,7 +10,6 @@\n 10\n 11\n 12\n-13\n 14\n 15\n 16\n@@ -18,3 +17,4 @@\n 18\n 19\n 20\n+21\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn no_name_forges_a_header() {
        let diff = unified("a\n--- a/\"x\\\u{7f}\t.md", Some("x\n"), "y\n");
        let head =
            "--- \"a/a\\n--- a/\\\"x\\\\\\177\\t.md\"\n+++ \"b/a\\n--- a/\\\"x\\\\\\177\\t.md\"\n";
        assert_eq!(diff, format!("{head}@@ -1,1 +1,1 @@\n-x\n+y\n"));
        let blank = unified("a b.md", None, "y\n");
        assert!(blank.starts_with("--- /dev/null\n+++ b/a b.md\t\n"));
    }

    #[test]
    fn a_new_file_has_no_old_lines() {
        assert_eq!(
            unified("a.md", None, "x\n"),
            "--- /dev/null\n+++ b/a.md\n@@ -0,0 +1,1 @@\n+x\n"
        );
        assert_eq!(unified("a.md", Some("x\n"), "x\n"), "");
    }

    #[test]
    fn each_diff_leads_from_one_text_to_the_other() {
        let mut seed = 7_u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        for _ in 0..500 {
            let text = |next: &mut dyn FnMut(u32) -> u32| -> String {
                (0..next(12)).map(|_| format!("{}\n", next(4))).collect()
            };
            let (old, new) = (text(&mut next), text(&mut next));
            let diff = unified("a.md", Some(&old), &new);
            assert_eq!(patched(&old, &diff), new, "{diff}");
        }
    }

    fn patched(old: &str, diff: &str) -> String {
        let old: Vec<&str> = old.lines().collect();
        let mut out = Vec::new();
        let mut at = 0;
        for line in diff.lines().skip(2) {
            if let Some(range) = line.strip_prefix("@@ -") {
                let (start, rest) = range.split_once(',').unwrap();
                let count: usize = rest.split(' ').next().unwrap().parse().unwrap();
                let start: usize = start.parse::<usize>().unwrap() - usize::from(count > 0);
                out.extend(&old[at..start]);
                at = start;
            } else if let Some(kept) = line.strip_prefix(' ') {
                assert_eq!(old[at], kept);
                out.push(kept);
                at += 1;
            } else if let Some(gone) = line.strip_prefix('-') {
                assert_eq!(old[at], gone);
                at += 1;
            } else if let Some(new) = line.strip_prefix('+') {
                out.push(new);
            }
        }
        out.extend(&old[at..]);
        out.iter().map(|line| format!("{line}\n")).collect()
    }
}
