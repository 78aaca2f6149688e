//! Directives in the body of a Markdown page.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::syntax::directive::{Comment, Container, Directive, MARK, WORD, read};
use crate::text::{Source, Span};

/// Comment delimiters.
const MARKS: [(&str, &str); 3] = [("<!--", "-->"), ("%%", "%%"), ("{/*", "*/}")];

/// Indexes into [`MARKS`].
const HTML: usize = 0;
const OBSIDIAN: usize = 1;
const MDX: usize = 2;

/// The comments, apart from HTML comments, that a page may have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Comments {
    /// `%%...%%`
    pub(super) obsidian: bool,
    /// `{/*...*/}`
    pub(super) mdx: bool,
}

/// Spans that decide where a comment may open.
#[derive(Default)]
struct Containers {
    code: Vec<Span>,
    /// HTML blocks.
    html: Vec<Span>,
    inline_html: Vec<Span>,
}

/// Returns the directives of a page whose body starts at `body`, and the spans of those that the parser may see as blanks.
pub(super) fn in_markdown(
    source: &Source,
    body: usize,
    options: Options,
    kinds: Comments,
) -> (Vec<Directive>, Vec<Span>) {
    let text = source.text();
    let rest = text.get(body..).unwrap_or_default();
    if MARK.find(rest.as_bytes()).is_none() {
        return (Vec::new(), Vec::new());
    }
    let containers = containers(rest, body, options);
    let mut comments = comments(rest, body, kinds, &containers);
    let spans: Vec<Span> = comments
        .iter()
        .filter(|comment| comment.closed)
        .map(|comment| comment.span)
        .collect();
    // A blank line would end a larger HTML block.
    let larger: Vec<Span> = containers
        .html
        .iter()
        .copied()
        .filter(|block| !is_all(source, *block, &spans))
        .collect();
    for comment in &mut comments {
        if holds(&larger, comment.span.start) {
            comment.container = Container::Html;
        }
    }
    let blanks = comments
        .iter()
        .filter(|comment| comment.closed && comment.container == Container::Text)
        .map(|comment| comment.span);
    let blanks: Vec<Span> = blanks.collect();
    (read(source, &comments), blankable(source, &blanks))
}

/// Returns the comments that can be replaced by blanks without changing how the text around them parses.
pub(super) fn blankable(source: &Source, comments: &[Span]) -> Vec<Span> {
    let comments = comments.iter().copied();
    comments
        .filter(|span| !starts_a_text(source, *span))
        .collect()
}

/// Returns the comments that start with the directive word, in text order.
fn comments(rest: &str, body: usize, kinds: Comments, containers: &Containers) -> Vec<Comment> {
    let ends = MARKS.map(|(_, close)| -> Vec<usize> {
        memchr::memmem::find_iter(rest.as_bytes(), close.as_bytes()).collect()
    });
    let mut comments: Vec<Comment> = Vec::new();
    let mut open_ended = [false; MARKS.len()];
    for at in MARK.find_iter(rest.as_bytes()) {
        let Some((open, mark)) = opening(rest, at, kinds) else {
            continue;
        };
        let start = u32::try_from(body + open).unwrap_or(u32::MAX);
        if comments.last().is_some_and(|last| start < last.span.end)
            || !containers.lets(start, mark)
        {
            continue;
        }
        let from = at + WORD.len();
        let next = ends[mark].partition_point(|end| *end < from);
        let end = ends[mark].get(next).copied();
        // Everything after an unclosed comment is part of it.
        if end.is_none() && std::mem::replace(&mut open_ended[mark], true) {
            continue;
        }
        let behind = end.map_or(from, |end| end + MARKS[mark].1.len());
        comments.push(Comment {
            span: Span::new(open, behind).shift(body),
            body: Span::new(from, end.unwrap_or(from)).shift(body),
            closed: end.is_some(),
            container: Container::Text,
        });
    }
    comments
}

/// Returns whether the line starts with a comment and text follows it. Blanks there would make an indented code block.
fn starts_a_text(source: &Source, span: Span) -> bool {
    let line = source.line_span(source.line_index(span.start as usize));
    let end = source.line_span(source.line_index(span.end as usize)).end;
    let part = |start: u32, end: u32| source.slice(Span { start, end });
    part(line.start, span.start).trim().is_empty() && !part(span.end, end).trim().is_empty()
}

/// Returns whether an HTML block consists of comments only.
fn is_all(source: &Source, block: Span, comments: &[Span]) -> bool {
    let first = comments.partition_point(|comment| comment.start < block.start);
    let mut at = block.start;
    for comment in comments[first..].iter().take_while(|c| block.contains(**c)) {
        let between = Span::new(at as usize, comment.start as usize);
        if !source.slice(between).trim().is_empty() {
            return false;
        }
        at = comment.end;
    }
    let rest = Span::new(at as usize, block.end as usize);
    source.slice(rest).trim().is_empty()
}

/// Returns whether a byte is in one of these spans, which are sorted and do not overlap.
fn holds(spans: &[Span], at: u32) -> bool {
    let after = spans.partition_point(|span| span.start <= at);
    after
        .checked_sub(1)
        .is_some_and(|last| at < spans[last].end)
}

/// Returns spans that cover the same bytes in order, without overlaps: a comment may end in an expression.
pub(super) fn disjoint(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut found: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match found.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => found.push(span),
        }
    }
    found
}

/// Returns the body with directives replaced by blanks, so that a comment between two list items does not split the list. Byte
/// offsets stay the same.
pub(super) fn without_directives(body: &str, base: usize, blanks: &[Span]) -> String {
    let mut text = String::with_capacity(body.len());
    let mut at = 0;
    for blank in blanks {
        let (start, end) = (blank.start as usize - base, blank.end as usize - base);
        text += body.get(at..start).unwrap_or_default();
        let bytes = body.get(start..end).unwrap_or_default().bytes();
        text.extend(bytes.map(|byte| {
            let ends_line = matches!(byte, b'\n' | b'\r');
            if ends_line { char::from(byte) } else { ' ' }
        }));
        at = end;
    }
    text += body.get(at..).unwrap_or_default();
    text
}

/// Returns the spans of code and math.
pub(super) fn code_spans(text: &str, base: usize, options: Options) -> Vec<Span> {
    containers(text, base, options).code
}

fn containers(text: &str, base: usize, options: Options) -> Containers {
    let mut containers = Containers::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let span = Span::new(range.start, range.end).shift(base);
        match event {
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Start(Tag::CodeBlock(_)) => containers.code.push(span),
            Event::Start(Tag::HtmlBlock) => containers.html.push(span),
            Event::InlineHtml(_) => containers.inline_html.push(span),
            _ => {}
        }
    }
    containers
}

/// Returns the start and kind of the comment whose first word is at `at`.
fn opening(text: &str, at: usize, kinds: Comments) -> Option<(usize, usize)> {
    let before = text.get(..at)?.trim_end();
    let allowed = |mark: &usize| match *mark {
        OBSIDIAN => kinds.obsidian,
        MDX => kinds.mdx,
        _ => true,
    };
    let mut marks = (0..MARKS.len()).filter(allowed);
    let mark = marks.find(|&mark| before.ends_with(MARKS[mark].0))?;
    Some((before.len() - MARKS[mark].0.len(), mark))
}

impl Containers {
    /// Returns whether a comment of this kind may open here. In code none may, in HTML only an HTML comment. Elsewhere an HTML
    /// comment counts as text, as it does after a backslash.
    fn lets(&self, at: u32, mark: usize) -> bool {
        let in_html = holds(&self.html, at) || holds(&self.inline_html, at);
        !holds(&self.code, at) && in_html == (mark == HTML)
    }
}
