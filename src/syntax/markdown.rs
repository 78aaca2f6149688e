//! Markdown to a page: outline, headings, links, ids, block ids, in one walk over the parser's events.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::front::{self, within};
use super::id;
use super::outline;
use super::page::{Heading, Link, LinkKind, Page, SyntaxError, WikiLinkError};
use super::raw::{block_ids, comments, destination_length, in_url};
use super::tree::NodeId;
use super::wiki::{Scan, covering};
use crate::text::{Condition, FileId, Source, Span};

/// What of a page is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// Leave links inside `%%comments%%` out.
    pub skip_comments: bool,
}

/// Reads a page.
#[must_use]
pub fn read(source: &Source, file: FileId, options: ReadOptions) -> Page<'_> {
    let text = source.text();
    let candidates = id::candidates(text);
    let cut = front::cut(text, source.bom_len());
    let body = cut.as_ref().map_or(source.bom_len(), |cut| cut.end);
    let mut page = Page {
        file,
        front: None,
        outline: super::tree::Tree::default(),
        headings: Vec::new(),
        links: Vec::new(),
        block_ids: block_ids(text, body),
        footnotes: Vec::new(),
        mentions: Vec::new(),
        errors: Vec::new(),
        read: source.condition() == &Condition::Sound,
    };
    if !page.read {
        return page;
    }
    if let Some(cut) = cut {
        let read = front::read(source, &cut, &candidates);
        page.front = Some(read.front);
        page.links = read.links;
        page.mentions = read.mentions;
        page.errors = read.errors;
    }
    let mut walker = Walker {
        text,
        has_routes: memchr::memmem::find(text.as_bytes(), SITE.as_bytes()).is_some(),
        base: body,
        candidates,
        page,
        outline: outline::Builder::new(text),
        leaf: None,
        opaque: Vec::new(),
        comments: if options.skip_comments {
            comments(text, body)
        } else {
            Vec::new()
        },
        open_links: Vec::new(),
        leaf_links: Vec::new(),
        items: Vec::new(),
        code: None,
        table: Table::default(),
    };
    walker.walk();
    walker.page.outline = walker.outline.finish();
    walker.page
}

/// What a bare URL on the ATLAS site holds.
const SITE: &str = "://atlas.mitre.org/";

struct Walker<'s> {
    text: &'s str,
    /// Whether the page names the ATLAS site at all.
    has_routes: bool,
    /// Where the body starts in the file; the parser counts from there.
    base: usize,
    /// Where `AML` stands, in the whole file.
    candidates: Vec<u32>,
    page: Page<'s>,
    outline: outline::Builder<'s>,
    /// The run of inline content that is open.
    leaf: Option<Leaf>,
    /// Spans of the open leaf that hold neither links nor ids: code, HTML, math.
    opaque: Vec<Span>,
    /// `%%comments%%` that are to be skipped.
    comments: Vec<Span>,
    open_links: Vec<OpenLink<'s>>,
    leaf_links: Vec<Link<'s>>,
    /// The open list entries, with the outline node that their first paragraph gave.
    items: Vec<Item>,
    code: Option<Code>,
    table: Table,
}

/// An open code block: where it starts, and the span of its text so far.
struct Code {
    start: usize,
    text: Option<Span>,
}

struct Leaf {
    kind: LeafKind,
    span: Option<Span>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LeafKind {
    Paragraph,
    Heading(u8),
    Cell,
}

#[derive(Default)]
struct Item {
    node: Option<NodeId>,
    seen: bool,
}

struct OpenLink<'s> {
    link_type: LinkType,
    image: bool,
    dest: Cow<'s, str>,
    range: Range<usize>,
    inner_end: usize,
}

#[derive(Default)]
struct Table {
    header: Vec<Span>,
    rows: Vec<Vec<Span>>,
    in_head: bool,
}

impl<'s> Walker<'s> {
    fn walk(&mut self) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM;
        let body = self.text.get(self.base..).unwrap_or_default();
        let mut events = Parser::new_ext(body, options).into_offset_iter();
        for (event, range) in events.by_ref() {
            let range = range.start + self.base..range.end + self.base;
            self.event(event, range);
        }
        for (_, definition) in events.reference_definitions().iter() {
            let span = definition.span.start + self.base..definition.span.end + self.base;
            self.definition(&definition.dest, span);
        }
        // Definitions come last: the order of the page is restored.
        self.page.links.sort_by_key(|link| link.span);
        self.page.errors.sort_by_key(SyntaxError::start);
    }

    fn event(&mut self, event: Event<'s>, range: Range<usize>) {
        let span = Span::new(range.start, range.end);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(_) | Event::SoftBreak | Event::HardBreak | Event::FootnoteReference(_) => {
                match &mut self.code {
                    Some(code) => {
                        let start = code.text.map_or(range.start, |text| text.start as usize);
                        code.text = Some(Span::new(start, range.end));
                    }
                    None => self.inline(span),
                }
            }
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::InlineHtml(_) => {
                self.inline(span);
                self.opaque.push(span);
            }
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'s>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open_leaf(LeafKind::Paragraph),
            Tag::Heading { level, .. } => self.open_leaf(LeafKind::Heading(depth(level))),
            Tag::TableCell => self.open_leaf(LeafKind::Cell),
            Tag::Item => {
                self.close_leaf();
                self.items.push(Item::default());
            }
            Tag::CodeBlock(_) => {
                self.close_leaf();
                self.code = Some(Code {
                    start: range.start,
                    text: None,
                });
            }
            Tag::FootnoteDefinition(label) => {
                self.close_leaf();
                self.page.footnotes.push(Cow::Owned(label.to_string()));
            }
            Tag::Table(_) => {
                self.close_leaf();
                self.table = Table::default();
            }
            Tag::TableHead => self.table.in_head = true,
            Tag::TableRow => self.table.rows.push(Vec::new()),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.open_link(link_type, false, dest_url, range),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => self.open_link(link_type, true, dest_url, range),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                self.inline(Span::new(range.start, range.end));
            }
            _ => self.close_leaf(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Item => {
                self.close_leaf();
                self.items.pop();
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.outline
                        .code(code.text.unwrap_or(Span::empty(code.start)));
                }
            }
            TagEnd::TableCell => {
                // An empty cell has no inline content, and still is a cell.
                if let Some(leaf) = &mut self.leaf {
                    leaf.span.get_or_insert(Span::empty(range.start));
                }
                self.close_leaf();
            }
            TagEnd::TableHead => self.table.in_head = false,
            TagEnd::TableRow => {
                self.close_leaf();
                self.surplus_cells(range.end);
            }
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                let span = Span::new(range.start, range.end);
                self.outline.table(span, &table.header, &table.rows);
            }
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::Heading(_) => {
                if let Some(leaf) = &mut self.leaf {
                    leaf.span.get_or_insert(Span::empty(range.end));
                }
                self.close_leaf();
            }
            _ => self.close_leaf(),
        }
    }

    fn open_leaf(&mut self, kind: LeafKind) {
        self.close_leaf();
        self.leaf = Some(Leaf { kind, span: None });
    }

    /// Inline content: it widens the open leaf, or opens one, as a tight list entry has no paragraph.
    fn inline(&mut self, span: Span) {
        let leaf = self.leaf.get_or_insert(Leaf {
            kind: LeafKind::Paragraph,
            span: None,
        });
        let start = leaf
            .span
            .map_or(span.start, |old| old.start.min(span.start));
        let end = leaf.span.map_or(span.end, |old| old.end.max(span.end));
        leaf.span = Some(Span { start, end });
        if let Some(link) = self.open_links.last_mut() {
            link.inner_end = link.inner_end.max(span.end as usize);
        }
    }

    fn open_link(
        &mut self,
        link_type: LinkType,
        image: bool,
        dest: pulldown_cmark::CowStr<'s>,
        range: Range<usize>,
    ) {
        self.inline(Span::new(range.start, range.end));
        let inner_end = range.start + 1 + usize::from(image);
        self.open_links.push(OpenLink {
            link_type,
            image,
            dest: Cow::Owned(dest.into_string()),
            range,
            inner_end,
        });
    }

    fn close_link(&mut self) {
        let Some(open) = self.open_links.pop() else {
            return;
        };
        let span = Span::new(open.range.start, open.range.end);
        let text_start = open.range.start + 1 + usize::from(open.image);
        let auto = matches!(open.link_type, LinkType::Autolink | LinkType::Email);
        let target = match open.link_type {
            LinkType::Email => Cow::Owned(format!("mailto:{}", open.dest)),
            _ => open.dest.clone(),
        };
        let (kind, target_span, label) = if auto {
            let inside = Span::new(text_start, open.range.end.saturating_sub(1));
            (LinkKind::Markdown, inside, None)
        } else {
            let label = self.trimmed(Span::new(text_start, open.inner_end));
            if open.link_type == LinkType::Inline {
                let kind = if open.image {
                    LinkKind::Image
                } else {
                    LinkKind::Markdown
                };
                let target = self.destination(open.inner_end, open.range.end);
                (kind, target, Some(label))
            } else {
                (LinkKind::Reference, span, Some(label))
            }
        };
        // The destination and title hold no ids of the prose, and a `[[` that starts this link is none of ours.
        let opener = Span::new(open.range.start, text_start + 1);
        if !auto && self.slice(opener).ends_with("[[") {
            self.opaque.push(opener);
        } else if !auto && self.is_in_brackets(&open, kind) {
            self.opaque
                .push(Span::new(open.range.start - 1, text_start));
        }
        let hidden_from = if auto { text_start } else { open.inner_end };
        self.opaque.push(Span::new(hidden_from, open.range.end));
        self.leaf_links.push(Link {
            kind,
            span,
            target_span,
            target,
            label,
            in_table: self.in_cell(),
        });
    }

    /// Whether `[[` stands here as a bracket around a Markdown link: `[[paper](url), [code](url)]`. `[[x]]` stays a wiki-link where
    /// `[x]` is defined.
    fn is_in_brackets(&self, open: &OpenLink<'_>, kind: LinkKind) -> bool {
        let bytes = self.text.as_bytes();
        let before = open.range.start.checked_sub(1).and_then(|at| bytes.get(at));
        let closed = kind == LinkKind::Reference && bytes.get(open.range.end) == Some(&b']');
        before == Some(&b'[') && !closed
    }

    /// The bytes of the destination in `](destination "title")`, which starts at `from`.
    fn destination(&self, from: usize, end: usize) -> Span {
        let raw = self.text.get(from..end).unwrap_or_default();
        let Some(open) = raw.find("](") else {
            return Span::new(from, end);
        };
        let inside = raw.get(open + 2..).unwrap_or_default();
        let start = open + 2 + inside.len() - inside.trim_start().len();
        Span::new(start, start + destination_length(&raw[start..]))
            .shift(from)
            .narrowed(raw.as_bytes().get(start) == Some(&b'<'))
    }

    fn definition(&mut self, dest: &str, range: Range<usize>) {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let Some(colon) = raw.find("]:") else { return };
        let rest = &raw[colon + 2..];
        let start = colon + 2 + rest.len() - rest.trim_start().len();
        let target = Span::new(start, start + destination_length(&raw[start..]))
            .shift(range.start)
            .narrowed(raw.as_bytes().get(start) == Some(&b'<'));
        self.page.links.push(Link {
            kind: LinkKind::Definition,
            span: Span::new(range.start, range.end),
            target_span: target,
            target: Cow::Owned(dest.to_owned()),
            label: None,
            in_table: false,
        });
    }

    fn in_cell(&self) -> bool {
        matches!(&self.leaf, Some(leaf) if leaf.kind == LeafKind::Cell)
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        let Some(span) = leaf.span else {
            self.opaque.clear();
            return;
        };
        let mut span = self.trimmed(span);
        // The parser's first event starts behind the backslash of an escape.
        if self.text[..span.start as usize].ends_with('\\') {
            span.start -= 1;
        }
        self.links_and_ids(span, leaf.kind == LeafKind::Cell);
        match leaf.kind {
            LeafKind::Heading(level) => {
                self.outline.heading(level, span);
                let text = self.slice(span);
                self.page.headings.push(Heading { level, span, text });
            }
            LeafKind::Cell if self.table.in_head => self.table.header.push(span),
            LeafKind::Cell => {
                if let Some(row) = self.table.rows.last_mut() {
                    row.push(span);
                }
            }
            LeafKind::Paragraph => match self.items.last_mut() {
                Some(Item {
                    node: Some(node), ..
                }) => self.outline.extend_item(*node, span),
                Some(item) if !item.seen => {
                    item.seen = true;
                    item.node = self.outline.item(span);
                }
                _ => self.outline.paragraph(span),
            },
        }
    }

    /// Collects the links and ids of a leaf. What hides them is spent with it.
    fn links_and_ids(&mut self, span: Span, in_table: bool) {
        let mut opaque = std::mem::take(&mut self.opaque);
        opaque.sort_unstable();
        let text = self.slice(span);
        let base = span.start as usize;
        let (mut wiki, errors) = Scan::new(text, base, in_table).links(&opaque);
        if !self.comments.is_empty() {
            wiki.retain(|link| covering(&self.comments, link.span.start as usize).is_none());
        }
        for error in errors {
            if covering(&self.comments, error.start() as usize).is_none() {
                let error = self.bare_separator(error, span, in_table);
                self.page.errors.push(error);
            }
        }
        let wiki_spans: Vec<Span> = wiki.iter().map(|link| link.span).collect();
        self.leaf_links
            .retain(|link| covering(&wiki_spans, link.span.start as usize).is_none());
        self.bare_routes(span, &opaque);
        let mut mentions = Vec::new();
        let inside = within(&self.candidates, span);
        id::mentions(text, base, inside, &mut mentions);
        mentions.retain(|mention| {
            let at = mention.span.start as usize;
            let link = wiki.partition_point(|link| link.span.start as usize <= at);
            let in_target = link
                .checked_sub(1)
                .is_some_and(|link| wiki[link].target_span.contains(mention.span));
            !in_target && covering(&opaque, at).is_none() && !in_url(text, at - base)
        });
        self.page.mentions.append(&mut mentions);
        self.page.links.append(&mut self.leaf_links);
        self.page.links.append(&mut wiki);
        opaque.clear();
        self.opaque = opaque;
    }

    /// In a table cell a link without an end was most likely cut by its own `|`.
    fn bare_separator(&self, error: SyntaxError, leaf: Span, in_table: bool) -> SyntaxError {
        let SyntaxError::WikiLink {
            span,
            kind: WikiLinkError::Unclosed { .. },
        } = &error
        else {
            return error;
        };
        let end = leaf.end as usize;
        let after = self.text.get(end..).unwrap_or_default();
        let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
        let line = after.lines().next().unwrap_or_default();
        if in_table && after[gap..].starts_with('|') && line.contains("]]") {
            let at = Span::empty(end + gap).start;
            return SyntaxError::WikiLink {
                span: *span,
                kind: WikiLinkError::BareSeparator { at },
            };
        }
        error
    }

    /// A row with more cells than the header: the parser drops them, and with them links that bare separators cut.
    fn surplus_cells(&mut self, end: usize) {
        let last = self.table.rows.last().and_then(|row| row.last());
        let start = last.map_or(end, |cell| cell.end as usize);
        let text = self.text.get(start..end).unwrap_or_default();
        // Code in these cells was not parsed: silence rather than a guess.
        if !text.contains("[[") || text.contains('`') {
            return;
        }
        let (links, _) = Scan::new(text, start, true).links(&[]);
        for link in links {
            let Some(at) = self.slice(link.span).find('|') else {
                continue;
            };
            let at = link.span.start as usize + at;
            if !self.text[..at].ends_with('\\') {
                self.page.errors.push(SyntaxError::WikiLink {
                    span: link.span,
                    kind: WikiLinkError::BareSeparator {
                        at: Span::empty(at).start,
                    },
                });
            }
        }
    }

    /// Bare URLs on the ATLAS site: renderers make links of them, and they name an id.
    fn bare_routes(&mut self, span: Span, opaque: &[Span]) {
        let text = self.slice(span);
        let mut known: Vec<Span> = self.leaf_links.iter().map(|link| link.span).collect();
        known.sort_unstable();
        if !self.has_routes {
            return;
        }
        for at in memchr::memmem::find_iter(text.as_bytes(), SITE) {
            let start = text[..at].rfind("http").unwrap_or(at);
            let url = &text[start..];
            let length = url
                .find(|c: char| c.is_whitespace() || "<>()[]\"'`|,;".contains(c))
                .unwrap_or(url.len());
            let url = url[..length].trim_end_matches(['.', ':', '!', '?', '*', '_']);
            let target_span = Span::new(start, start + url.len()).shift(span.start as usize);
            let at = target_span.start as usize;
            if covering(&known, at).is_some() || covering(opaque, at).is_some() {
                continue;
            }
            self.leaf_links.push(Link {
                kind: LinkKind::Markdown,
                span: target_span,
                target_span,
                target: Cow::Borrowed(url),
                label: None,
                in_table: false,
            });
        }
    }

    fn slice(&self, span: Span) -> &'s str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.slice(span);
        let start = span.start as usize + text.len() - text.trim_start().len();
        Span::new(start.min(span.end as usize), start + text.trim().len())
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
