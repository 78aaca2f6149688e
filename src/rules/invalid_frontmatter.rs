//! Front matter that cannot be read as a YAML mapping.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::dialect::Reader;
use crate::settings::Level;
use crate::syntax::yaml::{YamlError, YamlErrorKind};
use crate::syntax::{Quotes, SyntaxError};
use crate::text::Span;
use crate::vault::path::is_template;

pub static RULE: Rule = Rule {
    name: "invalid-frontmatter",
    summary: "front matter that is not closed, is not YAML, is not a mapping, or repeats a key",
    docs: include_str!("invalid-frontmatter.md"),
    theme: Theme::Text,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    for error in &context.page.errors {
        match error {
            SyntaxError::Yaml(_) | SyntaxError::ColonInValue { .. }
                if context.page.reader == Reader::Logseq => {}
            SyntaxError::UnclosedFrontMatter { fence } => {
                findings
                    .add(*fence, "opened here", "the front matter is not closed")
                    .help("end it with a line `---`")
                    .about("unclosed");
            }
            SyntaxError::FrontMatterNotMapping { span, found } => {
                let first_line = first_line(context, *span);
                findings
                    .add(
                        first_line,
                        *found,
                        format!("the front matter is {found}, not a mapping"),
                    )
                    .help("write `key: value` lines")
                    .about("mapping");
            }
            SyntaxError::ColonInValue { span, value } => colon(context, *span, *value, findings),
            SyntaxError::Yaml(error) if stands_for_value(context, error) => {}
            SyntaxError::Yaml(error) => yaml(context, error, findings),
            SyntaxError::WikiLink { .. } => {}
        }
    }
}

/// Returns whether an error is a `{{date}}` of a template, which the pages made from it have a value for, or is on a line with
/// one.
fn stands_for_value(context: &AloneContext<'_>, error: &YamlError) -> bool {
    if !is_made_from(context) {
        return false;
    }
    let text = context.source.text();
    let at = error.span.start as usize;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let is_value = matches!(error.kind, YamlErrorKind::KeyNotString)
        && context.source.slice(error.span).starts_with('{');
    let holds = |open, close| line.contains(open) && line.contains(close);
    is_value || holds("{{", "}}") || holds("<%", "%>") || holds("{%", "%}")
}

/// Returns whether pages are made from a page: it is called a template, its first heading is one, or its front matter has `{% for ... %}`.
fn is_made_from(context: &AloneContext<'_>) -> bool {
    let heading = context.page.main_heading().map(|heading| heading.span);
    let front = context.page.front.as_ref().map(|front| front.body);
    let holds = |span: Option<Span>, mark| {
        let text = span.map(|span| context.source.slice(span));
        text.is_some_and(|text| text.contains(mark))
    };
    is_template(context.source.path()) || holds(heading, "{{") || holds(front, "{%")
}

fn first_line(context: &AloneContext<'_>, span: Span) -> Span {
    let text = context.source.slice(span);
    let length = text.lines().next().unwrap_or_default().len();
    Span::new(span.start as usize, span.start as usize + length)
}

fn colon(context: &AloneContext<'_>, at: Span, value: Span, findings: &mut Findings) {
    let text = context.source.slice(value);
    let front = context.page.front.as_ref();
    let body = front.map_or("", |front| context.source.slice(front.body));
    let quoted = Quotes::of(body).around(text);
    let (label, what) = if at.end == value.end {
        ("ends in `:`", "ends in `:`")
    } else {
        ("a second `: `", "contains `: `")
    };
    findings
        .add(
            at,
            label,
            format!("the value `{text}` {what} and is not quoted, so the front matter is not YAML"),
        )
        .help(format!("write {quoted}"))
        .about("colon")
        .fix(Fix {
            message: "quote the value".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![Edit::markup(value, quoted)],
        });
}

fn yaml(context: &AloneContext<'_>, error: &YamlError, findings: &mut Findings) {
    let written = context.source.slice(error.span);
    let (label, message, help, about) = match &error.kind {
        YamlErrorKind::RepeatedKey { key, .. } => (
            "again here",
            format!("the key `{key}` is repeated"),
            Some("keep one of the two"),
            format!("repeated {key}"),
        ),
        YamlErrorKind::Syntax(why) => {
            let (words, help) = plain_words(why);
            let words = match written {
                "" => words.to_owned(),
                written => words.replace("this character", &format!("\"{written}\"")),
            };
            let what = match context.page.document {
                Some(_) => "the file",
                None => "the front matter",
            };
            let message = format!("{what} is not YAML: {words}");
            ("not YAML", message, help, "yaml".to_owned())
        }
        YamlErrorKind::KeyNotString => {
            // `{{title}}` of a template is a mapping as the key of a mapping.
            let help = if written.starts_with('{') {
                "put the whole value in quotes if it is a placeholder"
            } else {
                "put it in quotes"
            };
            let message = format!("the key `{written}` is not text");
            ("not text", message, Some(help), "key".to_owned())
        }
        YamlErrorKind::NumberOutOfRange => (
            "out of range",
            format!("`{written}` is a number that JSON does not have"),
            Some("put it in quotes if it is text"),
            "number".to_owned(),
        ),
        YamlErrorKind::Other { format, why, help } => (
            "here",
            format!("the file is not {format}: {why}"),
            *help,
            "syntax".to_owned(),
        ),
        kind => {
            let (label, message, help, about) = limit(kind);
            (label, message.to_owned(), Some(help), about.to_owned())
        }
    };
    let found = findings.add(error.span, label, message);
    found.about(about);
    found.help = help.map(str::to_owned);
    if let YamlErrorKind::RepeatedKey { first, .. } = &error.kind {
        found.related(context.file, *first, "first here");
    }
}

/// Returns label, message, help and subject for an error that stops the parser.
fn limit(kind: &YamlErrorKind) -> (&'static str, &'static str, &'static str, &'static str) {
    match kind {
        YamlErrorKind::TooLarge => (
            "too large",
            "the front matter grows beyond 200,000 nodes when its aliases are expanded",
            "write the value out, without aliases of aliases",
            "size",
        ),
        YamlErrorKind::Cyclic => (
            "inside itself",
            "an alias is inside the value that it repeats",
            "remove it",
            "cycle",
        ),
        YamlErrorKind::SecondDocument => (
            "starts here",
            "the front matter has a second YAML document",
            "keep one, and end it with a line `---`",
            "document",
        ),
        _ => (
            "too deep",
            "the front matter is nested too deeply to be read",
            "at most 256 levels are read",
            "depth",
        ),
    }
}

/// A part of the YAML parser's message, the plain wording for it, and the help.
const WORDS: [(&str, &str, &str); 13] = [
    (
        "unexpected character",
        "a value cannot start with this character",
        "put the value in quotes",
    ),
    (
        "tabs disallowed",
        "a tab where only spaces can indent",
        "indent with spaces",
    ),
    (
        "unclosed quote",
        "a quote that is never closed",
        "close it at the end of the value",
    ),
    (
        "unclosed bracket",
        "a bracket that is never closed",
        "close it at the end of the value",
    ),
    (
        "did not find expected ',' or",
        "a bracket that is not closed before this",
        "close it, or put a comma before this",
    ),
    (
        "expected ',' or ']'",
        "a bracket that is not closed before this",
        "close it, or put a comma before this",
    ),
    (
        "illegal placement of ':'",
        "a key inside a bracket that is not closed before it",
        "close the bracket in the line above",
    ),
    (
        "unknown anchor",
        "an alias `*name` without an anchor `&name` before it",
        "put the value in quotes if it is text",
    ),
    (
        "mapping values are not allowed",
        "a `:` where no key can end",
        "indent the key like those around it, or put the value in quotes",
    ),
    (
        "invalid trailing content",
        "text after the closing quote",
        "put the whole value in quotes",
    ),
    (
        "simple key expected",
        "a line without a `:` after its key",
        "write `key: value`",
    ),
    (
        "did not find expected key",
        "the next key was expected here",
        "indent it like the keys around it, or put the whole value in quotes",
    ),
    (
        "invalid indentation",
        "a line that is indented differently from those around it",
        "indent it like the lines around it",
    ),
];

/// Returns a plain wording of the parser's message with a help, or the message itself if it is not a common one.
fn plain_words(why: &str) -> (&str, Option<&'static str>) {
    WORDS
        .iter()
        .find(|(theirs, ..)| why.contains(theirs))
        .map_or((why, None), |(_, ours, help)| (*ours, Some(*help)))
}
