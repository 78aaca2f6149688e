//! Suppression comments: `<!-- atlas-lint: allow(rule, ...) reason -->`.

mod removal;
mod source;
mod yaml;

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use crate::text::{Source, Span};

pub(super) use source::in_source;
pub(super) use yaml::in_yaml;

/// First word of every directive, after the mark that opens its comment.
pub const WORD: &str = "atlas-lint:";

/// Finds [`WORD`].
pub(in crate::syntax) static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(WORD));

/// A comment that allows findings.
#[derive(Serialize, Deserialize, Debug, PartialEq, Eq)]
pub struct Directive {
    pub span: Span,
    pub scope: Scope,
    /// The rules it allows, as written.
    pub rules: Vec<RuleName>,
    /// The reason: the text after the list; may be empty.
    pub reason: Box<str>,
    /// Why the directive is invalid and allows nothing.
    pub flaw: Option<(Span, Flaw)>,
    /// The bytes to remove with the comment, so that the rest of the page parses as before. None if no removal is safe.
    pub removal: Option<Span>,
}

/// A rule name in a directive.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct RuleName {
    pub text: Box<str>,
    pub span: Span,
}

/// Lines that a directive applies to.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// On one line, counted from 0.
    Line(usize),
    /// In the whole file.
    File,
}

/// Reasons why a directive is invalid.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The word after the mark is neither `allow` nor `allow-file`.
    Verb,
    /// The list in parentheses is missing or unclosed.
    List,
    Empty,
    /// The comment is unclosed.
    Unclosed,
}

/// A comment that starts with [`WORD`].
pub(super) struct Comment {
    /// The comment with its marks.
    pub(super) span: Span,
    /// The text after [`WORD`].
    pub(super) body: Span,
    pub(super) closed: bool,
    /// What surrounds the comment.
    pub(super) container: Container,
}

/// Surroundings of a comment; they decide what may be removed with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Yaml,
    /// An HTML block that holds more than comments.
    Html,
    Text,
}

/// Reads the directives in `comments`, which are in text order.
pub(super) fn read(source: &Source, comments: &[Comment]) -> Vec<Directive> {
    let mut found: Vec<Directive> = Vec::with_capacity(comments.len());
    // Backwards: of several comments in a row, each applies to the line after the last one.
    let mut below: Option<(usize, usize)> = None;
    let line = |at: u32| source.line_index(at as usize);
    let mut end = comments.len();
    while let Some(last) = end.checked_sub(1) {
        // Comments that share lines are either all alone on them or all not.
        let mut first = last;
        while first > 0 && line(comments[first - 1].span.end) == line(comments[first].span.start) {
            first -= 1;
        }
        let group = &comments[first..end];
        let (from, to) = (
            line(comments[first].span.start),
            line(comments[last].span.end),
        );
        let alone = are_alone(source, from, to, group);
        let behind = to + 1;
        let target = match below {
            Some((next, target)) if next == behind => target,
            _ => behind,
        };
        below = alone.then_some((from, target));
        for comment in group.iter().rev() {
            let own = line(comment.span.start);
            let mut directive = one(source, comment, if alone { target } else { own });
            directive.removal = removal::removal(source, comment, alone && group.len() == 1);
            found.push(directive);
        }
        end = first;
    }
    found.reverse();
    found
}

/// Returns whether some lines hold only comments and quote marks.
fn are_alone(source: &Source, from: usize, to: usize, comments: &[Comment]) -> bool {
    let is_blank = |start: u32, end: u32| {
        let text = source.slice(Span { start, end });
        text.chars().all(|c| c.is_whitespace() || c == '>')
    };
    let bom = if from == 0 { source.bom_len() } else { 0 };
    let mut at = source.line_span(from).start + u32::try_from(bom).unwrap_or_default();
    for comment in comments {
        if !is_blank(at, comment.span.start) {
            return false;
        }
        at = comment.span.end;
    }
    is_blank(at, source.line_span(to).end)
}

fn one(source: &Source, comment: &Comment, target: usize) -> Directive {
    let mut directive = Directive {
        span: comment.span,
        scope: Scope::Line(target),
        rules: Vec::new(),
        reason: Box::default(),
        flaw: None,
        removal: None,
    };
    let text = source.slice(comment.body);
    let base = comment.body.start as usize;
    let body = text.trim_start();
    let start = text.len() - body.len();
    let length = body
        .find(|c: char| !c.is_ascii_alphabetic() && c != '-')
        .unwrap_or(body.len());
    let (verb, rest) = body.split_at(length);
    let verb_span = Span::new(start, start + length).shift(base);
    let flaw = |directive: Directive, span, flaw| Directive {
        flaw: Some((span, flaw)),
        ..directive
    };
    if !comment.closed {
        return flaw(directive, comment.span, Flaw::Unclosed);
    }
    match verb {
        "allow" => {}
        "allow-file" => directive.scope = Scope::File,
        _ => {
            let first = body.split([' ', '(', '\t', '\n']).next().unwrap_or(body);
            let span = Span::new(start, start + first.len()).shift(base);
            return flaw(directive, span, Flaw::Verb);
        }
    }
    let list = rest.trim_start().strip_prefix('(');
    let Some((list, reason)) = list.and_then(|list| list.split_once(')')) else {
        return flaw(directive, verb_span, Flaw::List);
    };
    let mut at = base + text.len() - reason.len() - 1 - list.len();
    for part in list.split(',') {
        let name = part.trim();
        let from = at + part.len() - part.trim_start().len();
        if !name.is_empty() {
            directive.rules.push(RuleName {
                text: name.into(),
                span: Span::new(from, from + name.len()),
            });
        }
        at += part.len() + 1;
    }
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '\u{2013}' | '\u{2014}');
    directive.reason = reason.trim_start_matches(marks).trim_end().into();
    if directive.rules.is_empty() {
        return flaw(directive, verb_span, Flaw::Empty);
    }
    directive
}
