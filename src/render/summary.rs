//! The summary of a GitHub job, in Markdown: the counts, and a table of the findings.
//!
//! A page's words must be inert in it, as Markdown and as HTML. So every ASCII character of theirs that is no letter, digit or
//! blank is written as an entity.

use super::context::Context;
use super::escape;
use super::hidden_note::hidden_note;
use super::summary_line::summary_line;
use crate::diagnostic::Diagnostic;

/// The most bytes of a summary. GitHub refuses more than 1 MiB a step, in which several runs may write.
pub const MOST: usize = 512 * 1024;

/// What the longest line below the table takes at most.
const ROOM_BELOW: usize = 200;

/// GitHub shows no more annotations of a level, a step.
const ANNOTATIONS: usize = 10;

/// The summary of a run: one line if nothing was found.
#[must_use]
pub fn markdown(cx: &Context<'_>) -> String {
    let clean = cx.diagnostics.is_empty();
    let title = if clean {
        "**atlas-lint**: "
    } else {
        "### atlas-lint\n\n"
    };
    let mut out = format!("{title}{}", inert(&summary_line(cx)));
    if cx.incomplete {
        out += ". Not everything could be checked; see `unreadable-file` and `internal-error`";
    }
    out.push('\n');
    if clean {
        return out;
    }
    let level = cx.total.errors.max(cx.total.warnings);
    if level > ANNOTATIONS {
        out += &format!(
            "\nGitHub shows {ANNOTATIONS} annotations of a level; the log of the job has all that are listed here.\n"
        );
    }
    out += "\n| level | rule | place | message |\n| --- | --- | --- | --- |\n";
    for (at, diagnostic) in cx.diagnostics.iter().enumerate() {
        let row = row(cx, diagnostic);
        if out.len() + row.len() + ROOM_BELOW > MOST {
            let left = cx.diagnostics.len() - at;
            out += &format!(
                "\n{left} more findings are left out here; the log of the job has them.\n"
            );
            break;
        }
        out += &row;
    }
    out
}

fn row(cx: &Context<'_>, diagnostic: &Diagnostic) -> String {
    let message = format!(
        "{}{}",
        escape::text(&diagnostic.message),
        hidden_note(diagnostic, escape::text)
    );
    format!(
        "| {} | [{}]({}) | {} | {} |\n",
        diagnostic.severity.as_str(),
        diagnostic.rule,
        (cx.docs_url)(diagnostic.rule),
        inert(&cx.place_in_repository(&diagnostic.primary)),
        inert(&message),
    )
}

/// Words that show as they are, and what stands between backticks in them as code.
fn inert(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('`').peekable();
    let mut code = false;
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match (code, last) {
            (false, _) => out += &entities(part),
            (true, false) => out += &format!("<code>{}</code>", entities(part)),
            // A backtick without its second.
            (true, true) => out += &entities(&format!("`{part}")),
        }
        code = !code;
    }
    out
}

fn entities(text: &str) -> String {
    let entity = |c: char| {
        if c.is_ascii_punctuation() {
            format!("&#{};", u32::from(c))
        } else {
            c.to_string()
        }
    };
    text.chars().map(entity).collect()
}
