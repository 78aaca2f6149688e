//! Comments that tell this program something: `<!-- atlas-lint: allow(rule, ...) reason -->`.

mod removal;
mod yaml;

use crate::text::{Source, Span};

pub(super) use yaml::in_yaml;

/// What every directive starts with, behind the mark that opens its comment.
pub const WORD: &str = "atlas-lint:";

/// A comment that allows findings.
#[derive(Debug, PartialEq, Eq)]
pub struct Directive<'s> {
    /// The whole comment.
    pub span: Span,
    /// Where it holds.
    pub scope: Scope,
    /// The names of the rules it allows, as written.
    pub rules: Vec<RuleName<'s>>,
    /// The words behind them; may be empty.
    pub reason: &'s str,
    /// Why it allows nothing.
    pub flaw: Option<(Span, Flaw)>,
    /// What goes if the comment goes, so that the rest reads on as it does now. None where nothing does that.
    pub removal: Option<Span>,
}

/// The name of a rule in a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleName<'s> {
    /// The name as written.
    pub text: &'s str,
    /// Its bytes.
    pub span: Span,
}

/// Where a directive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// On one line, counted from 0.
    Line(usize),
    /// In the whole file.
    File,
}

/// Why a directive is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The word behind the mark is neither `allow` nor `allow-file`.
    Verb,
    /// No list in parentheses follows, or it has no end.
    List,
    /// The list names no rule.
    Empty,
    /// The comment has no end.
    Unclosed,
}

/// A comment as it was found.
pub(super) struct Comment {
    /// The comment with its marks.
    pub(super) span: Span,
    /// What stands behind [`WORD`].
    pub(super) body: Span,
    /// Whether its end was found.
    pub(super) closed: bool,
    /// In what it stands.
    pub(super) ground: Ground,
}

/// In what a comment stands, which is what reads on when it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// YAML.
    Yaml,
    /// A block of HTML that holds more than comments.
    Html,
    /// Markdown.
    Text,
}

/// The directives in comments, which are in the order of the text.
pub(super) fn read<'s>(source: &'s Source, comments: &[Comment]) -> Vec<Directive<'s>> {
    let mut found: Vec<Directive<'s>> = Vec::with_capacity(comments.len());
    // From the last to the first, as of several comments in a row each speaks of the line behind the last.
    let mut below: Option<(usize, usize)> = None;
    let line = |at: u32| source.line_index(at as usize);
    let mut end = comments.len();
    while let Some(last) = end.checked_sub(1) {
        // Comments that share lines are alone on them together, or not.
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

/// Whether nothing but comments and the marks of a quote stands on some lines.
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

fn one<'s>(source: &'s Source, comment: &Comment, target: usize) -> Directive<'s> {
    let mut directive = Directive {
        span: comment.span,
        scope: Scope::Line(target),
        rules: Vec::new(),
        reason: "",
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
    let flaw = |directive: Directive<'s>, span, flaw| Directive {
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
                text: name,
                span: Span::new(from, from + name.len()),
            });
        }
        at += part.len() + 1;
    }
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '\u{2013}' | '\u{2014}');
    directive.reason = reason.trim_start_matches(marks).trim_end();
    if directive.rules.is_empty() {
        return flaw(directive, verb_span, Flaw::Empty);
    }
    directive
}
