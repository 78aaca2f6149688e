//! `[[wiki-links]]` in one run of text: a paragraph, a heading, a table cell, a YAML value.
//!
//! The Markdown parser's own scan takes `[[7]](url)` for a wiki-link, joins lines, and does not report broken links. So this
//! module scans itself; the caller passes the spans to skip (code, HTML, math).

use super::error::{SyntaxError, WikiLinkError};
use super::link::{Link, LinkKind};
use crate::text::{Span, find_pair};

pub(super) struct Scan<'s> {
    text: &'s str,
    /// The start of the text in its file.
    base: usize,
    in_table: bool,
}

/// The part between `[[` and `]]`.
struct Inner {
    start: usize,
    end: usize,
}

impl<'s> Scan<'s> {
    pub(super) fn new(text: &'s str, base: usize, in_table: bool) -> Self {
        Self {
            text,
            base,
            in_table,
        }
    }

    /// Returns the links and the broken links. `opaque` are sorted spans of the file to skip.
    pub(super) fn links(&self, opaque: &[Span]) -> (Vec<Link>, Vec<SyntaxError>) {
        let mut links = Vec::new();
        let mut errors = Vec::new();
        if self.opening(0).is_none() {
            return (links, errors);
        }
        let marks = Marks::of(self.text);
        let mut at = 0;
        while let Some(open) = self.opening(at) {
            // Of three brackets, the last two open the link.
            let brackets = self.text.as_bytes()[open..].iter();
            let open = open + brackets.take_while(|&&b| b == b'[').count() - 2;
            at = open + 2;
            if let Some(hidden) = covering(opaque, self.base + open) {
                at = (hidden.end as usize).saturating_sub(self.base).max(at);
                continue;
            }
            if self.is_escaped(open) {
                // `\[[x]]`: with a third bracket, the second one may still open `[[`.
                at = open + 1;
                continue;
            }
            match self.close(open + 2, &marks) {
                Close::Inner => {}
                Close::Found(inner) => {
                    at = inner.end + 2;
                    if is_program_text(&self.text[inner.start..inner.end]) {
                        continue;
                    }
                    match self.link(open, &inner) {
                        Ok(link) => links.push(link),
                        Err(error) => errors.push(error),
                    }
                }
                // `callable[[str], bool]` is a type.
                Close::None(_) if self.is_behind_word(open) => {}
                Close::None(kind) => {
                    errors.extend(kind.map(|kind| SyntaxError::WikiLink {
                        span: Span::new(open, open + 2).shift(self.base),
                        kind,
                    }));
                }
            }
        }
        (links, errors)
    }

    /// Returns the first `[[` at or after a byte.
    fn opening(&self, from: usize) -> Option<usize> {
        Some(from + find_pair(self.text.get(from..)?, *b"[[")?)
    }

    fn is_behind_word(&self, at: usize) -> bool {
        let before = at
            .checked_sub(1)
            .and_then(|at| self.text.as_bytes().get(at));
        before.is_some_and(u8::is_ascii_alphanumeric)
    }

    fn is_escaped(&self, at: usize) -> bool {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        before.iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
    }

    fn close(&self, start: usize, marks: &Marks) -> Close {
        let line_end = marks.line_end(start);
        let close = marks.close(start).filter(|&close| close < line_end);
        let inner = self.opening(start).filter(|&inner| inner < line_end);
        if let Some(inner) = inner.filter(|&inner| close.is_none_or(|close| inner < close)) {
            // In `[[a [[Inner]] c]]` the inner link wins; in `[[a [[b]]` the first is unclosed.
            let balanced = close
                .and_then(|close| marks.close(close + 2))
                .is_some_and(|second| second < line_end);
            return if balanced {
                Close::Inner
            } else {
                self.unclosed(start, inner, None)
            };
        }
        match close {
            // A single `]` belongs to the target; of three, as in `[[page#[^1]]]`, so does the first.
            Some(end) => {
                let target = self.text.get(start..end).unwrap_or_default();
                let third = self.text.as_bytes().get(end + 2) == Some(&b']');
                let end = end + usize::from(third && target.contains("#[^"));
                Close::Found(Inner { start, end })
            }
            None => self.unclosed(start, line_end, marks.close(line_end)),
        }
    }

    /// Handles a link that does not end before `end`. `later` is the position of a `]]` on a later line.
    fn unclosed(&self, start: usize, end: usize, later: Option<usize>) -> Close {
        let line = self.text.get(start..end).unwrap_or_default();
        // `[[ -f x` is shell syntax, `[[:digit:]+]` a class of characters.
        if line.is_empty() || line.starts_with(|c: char| c.is_whitespace() || c == ':') {
            return Close::None(None);
        }
        let closes_first = |later| self.opening(end).is_none_or(|next| later < next);
        if later.is_some_and(closes_first) {
            return Close::None(Some(WikiLinkError::LineBreak));
        }
        // `[[a|b]` was meant to end at its bracket; `[[a|b` at the end of the line.
        let target = line.find(']').or_else(|| line.find("%%"));
        let target = target.unwrap_or(line.trim_end().len());
        let target = Span::new(start, start + target).shift(self.base);
        Close::None(Some(WikiLinkError::Unclosed {
            target: target.start..target.end,
        }))
    }

    fn link(&self, open: usize, inner: &Inner) -> Result<Link, SyntaxError> {
        let embed = open > 0 && self.text.as_bytes().get(open - 1) == Some(&b'!');
        let body = self.text.get(inner.start..inner.end).unwrap_or_default();
        let whole = Span::new(open - usize::from(embed), inner.end + 2).shift(self.base);
        let bar = separator(body);
        // A backslash right before `|` belongs to the separator.
        let target = body.get(..bar.unwrap_or(body.len())).unwrap_or_default();
        let target = match bar {
            Some(_) => target.strip_suffix('\\').unwrap_or(target),
            None => target,
        };
        let target_start = inner.start + (target.len() - target.trim_start().len());
        let target = target.trim();
        if target.is_empty() {
            return Err(SyntaxError::WikiLink {
                span: whole,
                kind: WikiLinkError::EmptyTarget,
            });
        }
        let label = bar.map(|bar| {
            let label = body.get(bar + 1..).unwrap_or_default();
            let start = inner.start + bar + 1 + (label.len() - label.trim_start().len());
            Span::new(start, start + label.trim().len()).shift(self.base)
        });
        Ok(Link {
            kind: if embed {
                LinkKind::Embed
            } else {
                LinkKind::Wiki
            },
            span: whole,
            target_span: Span::new(target_start, target_start + target.len()).shift(self.base),
            target: target.into(),
            label,
            in_table: self.in_table,
        })
    }
}

/// Returns whether what `[[` and `]]` enclose is not a link but a nested list (`[["a", "b"], [1, 2]]`), a folder for the
/// rest of a route (`[[...slug]]`), or the form of a link, whose bar is written as an entity. No page has such a name.
fn is_program_text(body: &str) -> bool {
    let is_nested = || {
        let mut parts = body.split("],").skip(1);
        parts.any(|part| part.trim_start().starts_with('['))
    };
    let is_strings = |quote: char| {
        body.starts_with(quote)
            && body.ends_with(quote)
            && body.split(',').nth(1).is_some()
            && body.split(',').all(|part| {
                let part = part.trim();
                part.len() > 1 && part.starts_with(quote) && part.ends_with(quote)
            })
    };
    let rest = body.strip_prefix("...").unwrap_or_default();
    (memchr::memchr(b']', body.as_bytes()).is_some() && is_nested())
        || is_strings('"')
        || is_strings('\'')
        || rest.starts_with(|c: char| c.is_ascii_alphabetic())
        || (find_pair(body, *b"&#").is_some() && body.contains("&#124;"))
}

/// Positions of `]]` and line ends. With them a text full of `[[` takes linear time.
struct Marks {
    closes: Vec<usize>,
    line_ends: Vec<usize>,
    length: usize,
}

impl Marks {
    fn of(text: &str) -> Self {
        Self {
            closes: memchr::memchr_iter(b']', text.as_bytes())
                .filter(|&at| text.as_bytes().get(at + 1) == Some(&b']'))
                .collect(),
            line_ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect(),
            length: text.len(),
        }
    }

    /// Returns the first `]]` at or after `at`.
    fn close(&self, at: usize) -> Option<usize> {
        let index = self.closes.partition_point(|&close| close < at);
        self.closes.get(index).copied()
    }

    /// Returns the end of the line of `at`.
    fn line_end(&self, at: usize) -> usize {
        let index = self.line_ends.partition_point(|&end| end < at);
        self.line_ends.get(index).copied().unwrap_or(self.length)
    }
}

enum Close {
    Found(Inner),
    /// Another `[[` comes first, and both are closed.
    Inner,
    None(Option<WikiLinkError>),
}

/// Returns the position of the first `|`. The target excludes a backslash before it.
fn separator(body: &str) -> Option<usize> {
    memchr::memchr(b'|', body.as_bytes())
}

/// Returns the span that contains `at`. `spans` are sorted and do not overlap.
pub(super) fn covering(spans: &[Span], at: usize) -> Option<Span> {
    let after = spans.partition_point(|span| span.start as usize <= at);
    let span = *spans.get(after.checked_sub(1)?)?;
    (at < span.end as usize).then_some(span)
}
