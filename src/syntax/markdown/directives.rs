//! Directives in the body of a Markdown page.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::settings::Dialect;
use crate::syntax::directive::{Comment, Directive, Ground as Place, WORD, read};
use crate::text::{Source, Span};

/// How comments open and close, and in which dialect; None for any.
const MARKS: [(&str, &str, Option<Dialect>); 3] = [
    ("<!--", "-->", None),
    ("%%", "%%", Some(Dialect::Obsidian)),
    ("{/*", "*/}", Some(Dialect::Docusaurus)),
];

/// The first of [`MARKS`].
const HTML: usize = 0;
/// The last of [`MARKS`].
const MDX: usize = 2;

/// What stands where, as far as comments are concerned.
#[derive(Default)]
struct Ground {
    code: Vec<Span>,
    /// Blocks of HTML.
    html: Vec<Span>,
    inline_html: Vec<Span>,
}

/// The directives of a page, whose body starts at `body`, and where they lie, as far as the page reads on as if they were not there.
pub(super) fn in_markdown(
    source: &Source,
    body: usize,
    options: Options,
    dialect: Dialect,
) -> (Vec<Directive<'_>>, Vec<Span>) {
    let text = source.text();
    let rest = text.get(body..).unwrap_or_default();
    if memchr::memmem::find(rest.as_bytes(), WORD.as_bytes()).is_none() {
        return (Vec::new(), Vec::new());
    }
    let ground = ground(rest, body, options);
    let mut comments = comments(rest, body, dialect, &ground);
    let spans: Vec<Span> = comments
        .iter()
        .filter(|comment| comment.closed)
        .map(|comment| comment.span)
        .collect();
    // In a larger block of HTML a blank line would end it.
    let larger: Vec<Span> = ground
        .html
        .iter()
        .copied()
        .filter(|block| !is_all(source, *block, &spans))
        .collect();
    for comment in &mut comments {
        if holds(&larger, comment.span.start) {
            comment.ground = Place::Html;
        }
    }
    let blanks = comments
        .iter()
        .filter(|comment| comment.closed && comment.ground == Place::Text)
        .map(|comment| comment.span);
    let blanks: Vec<Span> = blanks.collect();
    (read(source, &comments), blankable(source, &blanks))
}

/// The comments `{/* ... */}` of an MDX page, whatever they say. They are not rendered, so nothing in them is a finding.
/// <https://mdxjs.com/docs/what-is-mdx/#markdown>
pub(super) fn mdx_comments(source: &Source, body: usize, options: Options) -> Vec<Span> {
    let rest = source.text().get(body..).unwrap_or_default();
    let (open, close, _) = MARKS[MDX];
    let opens = memchr::memmem::find_iter(rest.as_bytes(), open.as_bytes());
    let mut opens = opens.peekable();
    if opens.peek().is_none() {
        return Vec::new();
    }
    let ground = ground(rest, body, options);
    let ends: Vec<usize> = memchr::memmem::find_iter(rest.as_bytes(), close.as_bytes()).collect();
    let mut comments: Vec<Span> = Vec::new();
    let mut done = 0;
    for at in opens {
        let start = u32::try_from(body + at).unwrap_or(u32::MAX);
        // In MDX an element holds Markdown, so a comment in one is a comment.
        if at < done || holds(&ground.code, start) {
            continue;
        }
        let Some(end) = ends.get(ends.partition_point(|end| *end < at + open.len())) else {
            break;
        };
        done = end + close.len();
        comments.push(Span::new(at, done).shift(body));
    }
    comments
}

/// The comments of a page that it can be read without: blanks in their place change nothing around them.
pub(super) fn blankable(source: &Source, comments: &[Span]) -> Vec<Span> {
    let comments = comments.iter().copied();
    comments
        .filter(|span| !starts_a_text(source, *span))
        .collect()
}

/// The comments whose first word is ours, in order.
fn comments(rest: &str, body: usize, dialect: Dialect, ground: &Ground) -> Vec<Comment> {
    let ends = MARKS.map(|(_, close, _)| -> Vec<usize> {
        memchr::memmem::find_iter(rest.as_bytes(), close.as_bytes()).collect()
    });
    let mut comments: Vec<Comment> = Vec::new();
    let mut open_ended = [false; MARKS.len()];
    for at in memchr::memmem::find_iter(rest.as_bytes(), WORD.as_bytes()) {
        let Some((open, mark)) = opening(rest, at, dialect) else {
            continue;
        };
        let start = u32::try_from(body + open).unwrap_or(u32::MAX);
        if comments.last().is_some_and(|last| start < last.span.end) || !ground.lets(start, mark) {
            continue;
        }
        let from = at + WORD.len();
        let next = ends[mark].partition_point(|end| *end < from);
        let end = ends[mark].get(next).copied();
        // Whatever stands behind a comment without an end stands in it.
        if end.is_none() && std::mem::replace(&mut open_ended[mark], true) {
            continue;
        }
        let behind = end.map_or(from, |end| end + MARKS[mark].1.len());
        comments.push(Comment {
            span: Span::new(open, behind).shift(body),
            body: Span::new(from, end.unwrap_or(from)).shift(body),
            closed: end.is_some(),
            ground: Place::Text,
        });
    }
    comments
}

/// Whether text follows a comment with which its line starts: blanks in its place would make code of it.
fn starts_a_text(source: &Source, span: Span) -> bool {
    let line = source.line_span(source.line_index(span.start as usize));
    let end = source.line_span(source.line_index(span.end as usize)).end;
    let part = |start: u32, end: u32| source.slice(Span { start, end });
    part(line.start, span.start).trim().is_empty() && !part(span.end, end).trim().is_empty()
}

/// Whether a block of HTML is comments and nothing else.
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

/// Whether a byte lies in one of these spans, which are in order and apart.
fn holds(spans: &[Span], at: u32) -> bool {
    let after = spans.partition_point(|span| span.start <= at);
    after
        .checked_sub(1)
        .is_some_and(|last| at < spans[last].end)
}

/// The body of a page with blanks in the place of directives, so that a comment between two list entries does not part them. Every
/// byte keeps its place.
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

fn ground(text: &str, base: usize, options: Options) -> Ground {
    let mut ground = Ground::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let span = Span::new(range.start, range.end).shift(base);
        match event {
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Start(Tag::CodeBlock(_)) => ground.code.push(span),
            Event::Start(Tag::HtmlBlock) => ground.html.push(span),
            Event::InlineHtml(_) => ground.inline_html.push(span),
            _ => {}
        }
    }
    ground
}

/// Where the comment opens whose first word is at `at`, and with which mark.
fn opening(text: &str, at: usize, dialect: Dialect) -> Option<(usize, usize)> {
    let before = text.get(..at)?.trim_end();
    let mark = MARKS.iter().position(|(open, _, only)| {
        before.ends_with(open) && only.is_none_or(|only| only == dialect)
    })?;
    Some((before.len() - MARKS[mark].0.len(), mark))
}

impl Ground {
    /// Whether a comment with this mark may open here. In code none does, in HTML only its own, and outside of it that is text,
    /// as behind a backslash.
    fn lets(&self, at: u32, mark: usize) -> bool {
        let in_html = holds(&self.html, at) || holds(&self.inline_html, at);
        !holds(&self.code, at) && in_html == (mark == HTML)
    }
}
