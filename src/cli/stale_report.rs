//! Removes reports of an earlier run, which could be taken for reports of this run.

use super::args::{Format, Output};
use super::stderr::note;
use crate::disk;

/// Removes the reports that `--output` names, after a run that wrote none. Any other file is left, with a note.
pub(super) fn remove(outputs: &[Output]) {
    for output in outputs {
        let is_report = |head: &[u8]| begins(output.format, &String::from_utf8_lossy(head));
        if let Err(why) = disk::remove_report(&output.file, &is_report) {
            note(&format!(
                "{} is left as it was: {why}",
                output.file.display()
            ));
        }
    }
}

/// Returns whether the start of a file is that of a report in this format.
pub(super) fn begins(format: Format, head: &str) -> bool {
    let line = head.lines().next().unwrap_or_default();
    match format {
        // A run that found nothing writes nothing in these.
        Format::Full | Format::Concise | Format::Github if head.is_empty() => true,
        Format::Full => finding(line).is_some(),
        Format::Concise => line
            .match_indices(": ")
            .any(|(at, _)| is_place(&line[..at]) && finding(&line[at + 2..]).is_some()),
        Format::Github => {
            let rest = ["::error ", "::warning ", "::notice "]
                .iter()
                .find_map(|level| line.strip_prefix(level));
            rest.is_some_and(|rest| rest.contains("title=atlas-lint("))
        }
        Format::Json => {
            dense(head).starts_with("{\"version\":1,\"tool\":{\"name\":\"atlas-lint\",")
        }
        Format::Sarif => {
            let head = dense(head);
            head.starts_with("{\"$schema\":") && head.contains("\"name\":\"atlas-lint\",")
        }
        Format::Gitlab => {
            let head = dense(head);
            head == "[]" || head.starts_with("[{\"description\":\"")
        }
        Format::Junit => {
            let root = head.lines().nth(1).unwrap_or_default();
            line.starts_with("<?xml ") && root.starts_with("<testsuites name=\"atlas-lint\"")
        }
    }
}

/// Returns the rule in `error[rule]` or `warning[rule]` at the start of a text.
fn finding(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("error[")
        .or_else(|| text.strip_prefix("warning["))?;
    let (rule, _) = rest.split_once(']')?;
    let is_rule = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!rule.is_empty() && rule.chars().all(is_rule)).then_some(rule)
}

/// Returns whether a text has the form `path:line:column`.
fn is_place(text: &str) -> bool {
    let mut parts = text.rsplitn(3, ':');
    let mut number = || {
        let part = parts.next().unwrap_or_default();
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    number() && number() && parts.next().is_some_and(|path| !path.is_empty())
}

/// Removes all white space from JSON.
fn dense(json: &str) -> String {
    json.split_ascii_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::{Format, begins};

    #[test]
    fn other_texts_are_no_reports() {
        let others = [
            "# Notes\n",
            "{\"version\": 1}",
            "{\"version\": 1, \"tool\": {\"name\": \"eslint\"}}",
            "{\"$schema\": \"x\", \"runs\": [{\"tool\": {\"driver\": {\"name\": \"CodeQL\"}}}]}",
            "[1, 2]",
            "[{\"id\": 1}]",
            "<?xml version=\"1.0\"?>\n<testsuites name=\"pytest\">\n",
            "::error ::no file\n",
            "a: b: error[x\n",
            "a:1:x: error[unknown-id] b\n",
            "errors\n",
            "\n",
        ];
        for format in [
            Format::Full,
            Format::Concise,
            Format::Json,
            Format::Sarif,
            Format::Github,
            Format::Gitlab,
            Format::Junit,
        ] {
            for other in others {
                assert!(!begins(format, other), "{format:?}: {other}");
            }
        }
    }
}
