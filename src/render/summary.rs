//! The summary of a GitHub job: the counts, a table of the rules, and the findings of each rule, folded.
//!
//! A page's words must be inert in it. All of them are in blocks of HTML, in which GitHub reads no Markdown: a block ends at a blank line,
//! and no word of a page has a line end. So only the characters of HTML have to be escaped, and those by which GitHub links users and
//! issues.

use std::collections::HashMap;

use super::context::Context;
use super::counts::Counts;
use super::escape;
use super::hidden_note::hidden_note;
use super::palette::Palette;
use super::path::encoded;
use super::summary_line::{count, summary_line};
use crate::diagnostic::Diagnostic;
use crate::rules;
use crate::text::grouped_digits;

/// The most bytes of a summary. GitHub refuses more than 1 MiB a step, in which several runs may write.
pub const MOST: usize = 512 * 1024;

/// Upper bound on the bytes around the findings of a rule.
const ROOM: usize = 500;

/// GitHub shows no more annotations of a level, a step.
const ANNOTATIONS: usize = 10;

/// The findings of a run with more are folded.
const MOST_OPEN: usize = 20;

/// The findings of a rule, and how many there are of each kind.
struct Group<'a> {
    rule: &'a str,
    findings: Vec<&'a Diagnostic>,
    counts: Counts,
}

/// Returns the summary of a run in Markdown; one line if there are no findings. `files` is the URL of the repository at the commit, and
/// ends in a slash.
#[must_use]
pub fn markdown(cx: &Context<'_>, files: Option<&str>) -> String {
    let line = summary_line(cx, Palette::PLAIN);
    let line = html(&line).replace('\n', "<br>");
    let unchecked = if cx.incomplete {
        ". Not everything could be checked; see <code>unreadable-file</code> and <code>internal-error</code>"
    } else {
        ""
    };
    if cx.diagnostics.is_empty() {
        return format!("<p><b>atlas-lint</b>: {line}{unchecked}</p>\n\n");
    }
    let mut out = format!("### atlas-lint\n\n<p>{line}{unchecked}</p>\n\n");
    let level = cx.total.errors.max(cx.total.warnings);
    if level > ANNOTATIONS {
        out += &format!(
            "GitHub shows {ANNOTATIONS} annotations of a level; the log of the job has all that are listed here.\n\n"
        );
    }
    let groups = groups(cx.diagnostics);
    out += "| rule | findings | fixable | finds |\n| --- | --- | --- | --- |\n";
    for group in &groups {
        out += &row(cx, group);
    }
    out.push('\n');
    for (at, group) in groups.iter().enumerate() {
        // Later rules get the unused part of a share.
        let share = MOST.saturating_sub(out.len()) / (groups.len() - at);
        details(&mut out, cx, group, files, share.saturating_sub(ROOM));
    }
    out
}

/// Groups the findings by rule, first rules with errors, then by number of findings.
fn groups<'a>(findings: &'a [Diagnostic]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for finding in findings {
        let at = *known.entry(finding.rule).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Group {
                rule: finding.rule,
                findings: Vec::new(),
                counts: Counts::default(),
            });
        }
        if let Some(group) = groups.get_mut(at) {
            group.findings.push(finding);
        }
    }
    for group in &mut groups {
        group.counts = Counts::of(group.findings.iter().copied());
    }
    groups.sort_by_key(|group| {
        let no_error = group.counts.errors == 0;
        (
            no_error,
            std::cmp::Reverse(group.findings.len()),
            group.rule,
        )
    });
    groups
}

/// Returns the Markdown table row of a rule. It contains only this program's words.
fn row(cx: &Context<'_>, group: &Group<'_>) -> String {
    let counts = group.counts;
    let [safe, more] = [counts.fixable, counts.unsafe_fixable].map(grouped_digits);
    let fixable = match (counts.fixable, counts.unsafe_fixable) {
        (0, 0) => String::new(),
        (_, 0) => safe,
        (0, _) => format!("{more} after review"),
        (..) => format!("{safe}, {more} more after review"),
    };
    let summary = rules::find(group.rule).map_or("", |rule| rule.summary);
    format!(
        "| [{}]({}) | {} | {fixable} | {} |\n",
        group.rule,
        (cx.docs_url)(group.rule),
        counted(group),
        summary.replace('<', "&lt;").replace('|', "\\|"),
    )
}

/// Returns counts such as `2 errors, 1 warning`.
fn counted(group: &Group<'_>) -> String {
    let counts = group.counts;
    let parts = [
        (counts.errors, "error"),
        (counts.warnings, "warning"),
        (counts.hidden(), "hidden finding"),
    ];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0);
    let parts: Vec<String> = parts.map(|(n, what)| count(n, what)).collect();
    parts.join(", ")
}

/// Appends the findings of a rule, as many as fit in `most` bytes.
fn details(
    out: &mut String,
    cx: &Context<'_>,
    group: &Group<'_>,
    files: Option<&str>,
    most: usize,
) {
    let open = if cx.diagnostics.len() <= MOST_OPEN {
        " open"
    } else {
        ""
    };
    *out += &format!(
        "<details{open}>\n<summary><b>{}</b>: {}</summary>\n<table>\n<tr><th>page</th><th>line</th><th>message</th><th>help</th></tr>\n",
        group.rule,
        counted(group),
    );
    let start = out.len();
    let mut left = group.findings.len();
    for finding in &group.findings {
        let row = finding_row(cx, finding, files);
        if out.len() - start + row.len() > most {
            break;
        }
        *out += &row;
        left -= 1;
    }
    *out += "</table>\n";
    if left > 0 {
        *out += &format!(
            "<p>{} more of this rule are left out here; the log of the job has them.</p>\n",
            grouped_digits(left)
        );
    }
    *out += "</details>\n\n";
}

fn finding_row(cx: &Context<'_>, finding: &Diagnostic, files: Option<&str>) -> String {
    let path = cx.path_in_repository(finding.primary.file);
    let number = cx.region(&finding.primary).start.line;
    let line = match files {
        // `plain` shows the lines of a page that GitHub would render.
        Some(files) if !path.starts_with("../") => {
            let url = format!("{files}{}?plain=1#L{number}", encoded(&path));
            format!("<a href=\"{url}\">{number}</a>")
        }
        _ => number.to_string(),
    };
    let message = format!(
        "{}{}",
        escape::text(&finding.message),
        hidden_note(finding, escape::text)
    );
    let help = finding.help.as_deref().unwrap_or_default();
    format!(
        "<tr><td>{}</td><td>{line}</td><td>{}</td><td>{}</td></tr>\n",
        html(&escape::text(&path)),
        html(&message),
        html(&escape::lines(help)).replace('\n', "<br>"),
    )
}

/// Escapes words for a block of HTML. Text in backticks becomes code.
fn html(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match (is_code, is_last) {
            (false, _) => out += &escaped(part, false),
            (true, false) => out += &format!("<code>{}</code>", escaped(part, true)),
            // A backtick without its second.
            (true, true) => out += &escaped(&format!("`{part}"), false),
        }
        is_code = !is_code;
    }
    out
}

fn escaped(text: &str, is_code: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // GitHub makes links of `@user` and `#1`, but not across a comment and not in code.
            '@' | '#' if !is_code => {
                out.push(c);
                out += "<!-- -->";
            }
            c => out.push(c),
        }
    }
    out
}
