//! Front matter that cannot be read as a YAML mapping.

use super::{Check, Findings, FixKind, PageContext, Rule};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::settings::Level;
use crate::syntax::SyntaxError;
use crate::syntax::yaml::{YamlError, YamlErrorKind};
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "invalid-frontmatter",
    summary: "front matter that is not closed, is not YAML, is no mapping, or repeats a key",
    docs: include_str!("invalid-frontmatter.md"),
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    for error in &context.page.errors {
        match error {
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
            SyntaxError::Yaml(error) => yaml(context, error, findings),
            SyntaxError::WikiLink { .. } => {}
        }
    }
}

fn first_line(context: &PageContext<'_>, span: Span) -> Span {
    let text = context.source.slice(span);
    let length = text.lines().next().unwrap_or_default().len();
    Span::new(span.start as usize, span.start as usize + length)
}

fn colon(context: &PageContext<'_>, at: Span, value: Span, findings: &mut Findings) {
    let text = context.source.slice(value);
    let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    findings
        .add(
            at,
            "a second `: `",
            format!(
                "the value `{text}` holds `: ` and is not quoted, so the front matter is not YAML"
            ),
        )
        .help(format!("write {quoted}"))
        .about("colon")
        .fix(Fix {
            message: "quote the value".to_owned(),
            safety: Safety::Unsafe,
            edits: vec![Edit {
                span: value,
                replacement: quoted,
            }],
        });
}

fn yaml(context: &PageContext<'_>, error: &YamlError, findings: &mut Findings) {
    let file = context.page.file;
    match &error.kind {
        YamlErrorKind::RepeatedKey { key, first } => {
            findings
                .add(
                    error.span,
                    "again here",
                    format!("the key `{key}` is repeated"),
                )
                .help("keep one of the two")
                .about(format!("repeated {key}"))
                .related(file, *first, "first here");
        }
        YamlErrorKind::Syntax(why) => {
            findings
                .add(
                    error.span,
                    "",
                    format!("the front matter is not YAML: {why}"),
                )
                .about("yaml");
        }
        YamlErrorKind::KeyNotString => {
            let key = context.source.slice(error.span);
            findings
                .add(
                    error.span,
                    "not text",
                    format!("the key `{key}` is not text"),
                )
                .help("put it in quotes")
                .about("key");
        }
        YamlErrorKind::NumberOutOfRange => {
            let number = context.source.slice(error.span);
            findings
                .add(
                    error.span,
                    "",
                    format!("`{number}` is a number that JSON does not have"),
                )
                .help("put it in quotes if it is text")
                .about("number");
        }
        YamlErrorKind::TooDeep => {
            findings
                .add(error.span, "", "the front matter nests too deep to be read")
                .about("depth");
        }
        YamlErrorKind::TooLarge => {
            findings
                .add(
                    error.span,
                    "",
                    "the front matter grows beyond 200,000 nodes when its aliases are expanded",
                )
                .about("size");
        }
        YamlErrorKind::Cyclic => {
            findings
                .add(
                    error.span,
                    "",
                    "an alias stands inside the node that it names",
                )
                .about("cycle");
        }
        YamlErrorKind::SecondDocument => {
            findings
                .add(
                    error.span,
                    "",
                    "the front matter holds a second YAML document",
                )
                .about("document");
        }
    }
}
