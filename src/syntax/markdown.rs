//! Markdown to a page: outline, headings, links, ids and block ids in one pass over the parser's events.

mod anchors;
mod directives;
mod events;
mod gap;
mod generated;
mod html;
mod html_table;
mod html_tags;
mod links;
mod lists;
mod mdx;
mod shortcodes;

use std::sync::{Arc, LazyLock};

use foldhash::HashSet;
use memchr::memmem::Finder;
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag};

use anchors::Rendered;
pub use anchors::rendered;
use gap::Gap;
use links::OpenLink;
pub(super) use links::SITE;
use lists::OpenList;

use super::blocks::{Blocks, ListItem, Table};
use super::directive::{self, Directive};
use super::error::SyntaxError;
use super::front;
use super::id;
use super::link::{Link, LinkKind};
use super::outline;
use super::page::{Anchors, Front, Heading, Page};
use super::raw::{block_ids, comments, liquid_comments};
use super::tree::NodeId;
use super::wiki;
use crate::dialect::{Dialect, Dialects, Reader};
use crate::text::{Condition, Source, Span};

/// Returns the label of the definition that a link or image refers to.
fn reference_label<'t>(event: &Event<'t>) -> Option<CowStr<'t>> {
    let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = event
    else {
        return None;
    };
    matches!(
        link_type,
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
    )
    .then(|| id.clone())
}

/// Finds URLs of the ATLAS site.
static ROUTE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(SITE));

/// Options for reading pages.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The dialect of each page.
    pub dialects: Arc<Dialects>,
    /// Skip links inside `%%comments%%`.
    pub skip_comments: bool,
}

/// Returns the parser's extensions to `CommonMark`.
fn parser_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

#[must_use]
pub fn read<'s>(source: &'s Source, options: &ReadOptions) -> Page<'s> {
    let dialect = options.dialects.of(source.path());
    let is_obsidian = dialect == Dialect::Obsidian;
    let is_mdx = !is_obsidian && (dialect.traits().is_mdx || is_mdx(source.path()));
    let text = source.text();
    let cut = front::cut(text, source.bom_len());
    let body = match &cut {
        Some(cut) => cut.end,
        None if dialect == Dialect::Hugo => front::after_toml(text, source.bom_len()),
        None => source.bom_len(),
    };
    let mut anchors = Anchors {
        block_ids: block_ids(text, body),
        ..Anchors::default()
    };
    if source.condition() != &Condition::Sound {
        return Page {
            read: false,
            anchors: Arc::new(anchors),
            ..Page::empty(source)
        };
    }
    let mut walker = Walker {
        openings: pairs(text, body),
        ..Walker::new(source, text, body)
    };
    if let Some(cut) = cut {
        walker.front_matter(&cut);
    }
    walker.is_note = is_obsidian;
    walker.comments = match dialect {
        Dialect::Obsidian if options.skip_comments => comments(text, body),
        Dialect::Hugo => shortcodes::shortcode_lines(text, body),
        Dialect::Github => liquid_comments(text, body),
        _ => Vec::new(),
    };
    let kinds = directives::Comments {
        obsidian: is_obsidian,
        mdx: is_mdx,
    };
    let (found, mut blanks) = directives::in_markdown(source, body, parser_options(), kinds);
    walker.directives.extend(found);
    if is_mdx {
        let hidden = mdx::code(source, body, parser_options());
        blanks.retain(|blank| wiki::covering(&hidden, blank.start as usize).is_none());
        blanks.extend(directives::blankable(source, &hidden));
        blanks = directives::disjoint(blanks);
        walker.hidden = hidden;
        anchors.has_components = mdx::has_components(text);
        anchors::element_ids(text, &mut anchors.element_ids);
    }
    walker.blanks = blanks;
    anchors.has_components |= generated::generates(text, body, dialect)
        || (!is_obsidian && generated::is_part(source.path()));
    generated::ids(text, dialect, &mut anchors.element_ids);
    walker.anchors = anchors;
    Page {
        dialect,
        reader: options.dialects.reader(source.path()),
        ..walker.walk()
    }
}

/// Returns where `[[` stands in a text, from a byte on.
fn pairs(text: &str, from: usize) -> Vec<u32> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'[', &bytes[from..])
        .map(|at| from + at)
        .filter(|at| bytes.get(at + 1) == Some(&b'['))
        .filter_map(|at| u32::try_from(at).ok())
        .collect()
}

/// Returns whether a path is that of an MDX page.
#[must_use]
pub fn is_mdx(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("mdx"))
}

/// Returns a list that is kept with its page, without memory for more items.
fn exact<T>(mut list: Vec<T>) -> Arc<Vec<T>> {
    list.shrink_to_fit();
    Arc::new(list)
}

/// Stands in for the source of a text that is not a file.
static NO_FILE: LazyLock<Source> = LazyLock::new(|| Source::new("", ""));

/// Returns the links and ids of Markdown text without wiki-links, such as a YAML value.
pub(super) fn read_text(text: &str) -> (Vec<Link>, Vec<id::IdToken>) {
    let page = Walker::new(&NO_FILE, text, 0).walk();
    (
        Arc::unwrap_or_clone(page.links),
        Arc::unwrap_or_clone(page.ids),
    )
}

/// Returns the link if the text is exactly one link, or one definition with a reference to it below.
#[must_use]
pub fn only_link(text: &str) -> Option<Link> {
    if is_plain_wiki_link(text) {
        // Nothing in it is Markdown.
        let (links, errors) = wiki::Scan::new(text, 0, false).links(&[]);
        let whole = |link: &Link| link.span == Span::new(0, text.len());
        return links.into_iter().find(whole).filter(|_| errors.is_empty());
    }
    let walker = Walker {
        openings: pairs(text, 0),
        candidates: Vec::new(),
        ..Walker::new(&NO_FILE, text, 0)
    };
    let page = walker.walk();
    // A definition is one only with a reference to it.
    let mut links = page.links.iter();
    let link = links.find(|link| link.kind != LinkKind::Reference)?;
    let is_only =
        page.links.len() == 1 || link.kind == LinkKind::Definition && page.links.len() == 2;
    let end = match link.kind {
        LinkKind::Definition => text.find('\n').unwrap_or(text.len()),
        _ => text.len(),
    };
    let alone = is_only && page.errors.is_empty() && link.span == Span::new(0, end);
    alone.then(|| link.clone())
}

/// Returns whether a text is a wiki-link over a path of letters, digits and what else paths are mostly made of.
fn is_plain_wiki_link(text: &str) -> bool {
    let path = text
        .strip_prefix("[[")
        .and_then(|rest| rest.strip_suffix("]]"));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" /.-".contains(&byte);
    path.is_some_and(|path| !path.is_empty() && path.bytes().all(is_plain))
}

/// Usual number of bytes for a run of inline content. The list of them has room for so many from the start.
const BYTES_PER_TEXT: usize = 144;

struct Walker<'s> {
    source: &'s Source,
    text: &'s str,
    /// Where the page has URLs of the ATLAS site.
    routes: Vec<u32>,
    /// Start of the body in the file; the parser counts from there.
    base: usize,
    /// Positions of `AML` in the whole file.
    candidates: Vec<u32>,
    /// Where the body has `[[`, if that is read as a link.
    openings: Vec<u32>,
    /// Where there are no routes, candidates or openings. Most runs of text have none of these.
    no_route: Gap,
    no_candidate: Gap,
    no_opening: Gap,
    front: Option<Front<'s>>,
    errors: Vec<SyntaxError>,
    directives: Vec<Directive>,
    headings: Vec<Heading>,
    anchors: Anchors,
    links: Vec<Link>,
    ids: Vec<id::IdToken>,
    blocks: Blocks,
    outline: outline::Builder<'s>,
    /// The open run of inline content.
    leaf: Option<Leaf>,
    /// The rendered text of the open heading.
    rendered: Option<Rendered<'s>>,
    /// Spans of the open leaf without links or ids: code, HTML, math.
    opaque: Vec<Span>,
    /// Whether it is a note of Obsidian.
    is_note: bool,
    /// What holds no links: `%%comments%%`, the content of shortcodes.
    comments: Vec<Span>,
    /// MDX comments, whose content is ignored.
    hidden: Vec<Span>,
    /// Comments that the parser sees as blanks.
    blanks: Vec<Span>,
    open_links: Vec<OpenLink>,
    leaf_links: Vec<Link>,
    /// The open list items, with the outline node of their first paragraph.
    items: Vec<Item>,
    lists: Vec<OpenList>,
    /// The items of the open lists so far, those of the last one at the end.
    list_items: Vec<ListItem>,
    code: Option<Code>,
    table: Table,
    in_head: bool,
}

/// An open code block: its start and the span of its text so far.
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

impl<'s> Walker<'s> {
    fn new(source: &'s Source, text: &'s str, base: usize) -> Self {
        let candidates = id::candidates(text);
        let blocks = Blocks {
            texts: Vec::with_capacity(text.len() / BYTES_PER_TEXT),
            ..Blocks::default()
        };
        Self {
            source,
            text,
            routes: ROUTE
                .find_iter(text.as_bytes())
                .filter_map(|at| u32::try_from(at).ok())
                .collect(),
            base,
            ids: Vec::with_capacity(candidates.len()),
            candidates,
            openings: Vec::new(),
            no_route: Gap::default(),
            no_candidate: Gap::default(),
            no_opening: Gap::default(),
            front: None,
            errors: Vec::new(),
            directives: Vec::new(),
            headings: Vec::new(),
            anchors: Anchors::default(),
            links: Vec::new(),
            blocks,
            outline: outline::Builder::new(text),
            leaf: None,
            rendered: None,
            opaque: Vec::new(),
            is_note: false,
            comments: Vec::new(),
            hidden: Vec::new(),
            blanks: Vec::new(),
            open_links: Vec::new(),
            leaf_links: Vec::new(),
            items: Vec::new(),
            lists: Vec::new(),
            list_items: Vec::new(),
            code: None,
            table: Table::default(),
            in_head: false,
        }
    }

    fn front_matter(&mut self, cut: &front::Cut) {
        let read = front::read(self.source, cut, &self.candidates);
        self.directives = directive::in_yaml(self.source, read.front.body, &read.front.tree);
        self.front = Some(read.front);
        self.links = read.links;
        self.ids.extend(read.ids);
        self.errors = read.errors;
    }

    fn walk(mut self) -> Page<'s> {
        let body = self.text.get(self.base..).unwrap_or_default();
        self.blocks.opaque.extend_from_slice(&self.hidden);
        if self.blanks.is_empty() {
            self.events(body);
        } else {
            let others = self.blanks.iter().copied();
            let others = others.filter(|blank| self.hidden.binary_search(blank).is_err());
            self.blocks.opaque.extend(others);
            let text = directives::without_directives(body, self.base, &self.blanks);
            self.events(&text);
        }
        // Definitions were added last.
        self.links.sort_by_key(|link| link.span);
        self.blocks.opaque.sort_unstable();
        self.errors.sort_by_key(SyntaxError::start);
        self.blocks.shrink();
        Page {
            source: self.source,
            front: self.front,
            dialect: Dialect::default(),
            reader: Reader::default(),
            outline: self.outline.finish(),
            blocks: Arc::new(self.blocks),
            headings: exact(self.headings),
            links: exact(self.links),
            anchors: Arc::new(self.anchors),
            ids: exact(self.ids),
            errors: self.errors,
            document: None,
            read: true,
            conflicts: Vec::new(),
            ids_only: false,
            raw: None,
            directives: Arc::new(self.directives),
        }
    }

    fn events(&mut self, body: &str) {
        let mut events = Parser::new_ext(body, parser_options()).into_offset_iter();
        // The parser knows all definitions before its first event, and most pages have none.
        let has_definitions = events.reference_definitions().iter().next().is_some();
        let mut labels: HashSet<CowStr<'_>> = HashSet::default();
        for (event, range) in events.by_ref() {
            let span = Span::new(range.start + self.base, range.end + self.base);
            match event {
                // Half of all events. What is taken out of one is dropped sooner than a whole event.
                Event::Text(_text) if self.rendered.is_none() => self.text(span),
                ref event => {
                    if has_definitions {
                        labels.extend(reference_label(event));
                    }
                    self.event(event, span);
                }
            }
        }
        if !has_definitions {
            return;
        }
        let definitions = events.reference_definitions();
        let used = labels.iter().filter_map(|label| definitions.get(label));
        let used: HashSet<usize> = used.map(|definition| definition.span.start).collect();
        if !self.is_note {
            // `[[label]]` is a reference in brackets.
            self.links
                .retain(|link| !link.kind.is_wiki() || definitions.get(&link.target).is_none());
        }
        for (_, definition) in definitions.iter() {
            // One that no link uses may be text in brackets, with a colon.
            if !used.contains(&definition.span.start) {
                continue;
            }
            let span = Span::new(definition.span.start, definition.span.end).shift(self.base);
            self.definition(&definition.dest, span);
        }
    }

    fn in_cell(&self) -> bool {
        matches!(&self.leaf, Some(leaf) if leaf.kind == LeafKind::Cell)
    }

    fn slice(&self, span: Span) -> &'s str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.slice(span);
        if let [first, .., last] = text.as_bytes()
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            return span;
        }
        let start = span.start as usize + text.len() - text.trim_start().len();
        Span::new(start.min(span.end as usize), start + text.trim().len())
    }
}
