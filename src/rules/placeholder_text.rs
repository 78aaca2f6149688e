//! Placeholders that are still to be replaced.

mod code;
mod empty;
mod meant;
mod unfinished;

use std::ops::Range;

use foldhash::HashSet;
use memchr::memmem;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::PageContext;
use crate::settings::Level;
use crate::syntax::blocks::{TextBlock, TextKind};
use crate::syntax::tree::{Data, Entry, NodeId, Tree};
use crate::text::path::{parent_of, stem_of};
use crate::text::placeholder::{self, Words};
use crate::text::{Span, find_pair};
use empty::empty_entries;
use unfinished::is_unfinished;

pub static RULE: Rule = Rule {
    name: "placeholder-text",
    summary: "a placeholder that is still to be replaced, in a page that is not a draft or template",
    docs: include_str!("placeholder-text.md"),
    theme: Theme::Pages,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling::USUAL,
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let words = Words::of(context.source.text());
    let mut found = in_front_matter(context, words);
    found.extend(in_prose(context, words));
    found.extend(in_tags(context));
    let empty = empty_entries(context);
    if (found.is_empty() && empty.is_empty()) || is_unfinished(context) {
        return;
    }
    for span in found {
        let text = context.source.slice(span);
        findings
            .add(
                span,
                "a placeholder",
                format!("the placeholder `{text}` is still in the text"),
            )
            .help("write what belongs there, or mark the page as a draft: `draft: true`")
            .about(text.to_lowercase());
    }
    for (span, count) in empty {
        let (message, help) = if count == 1 {
            (
                "the list entry is empty".to_owned(),
                "write the entry, or delete it",
            )
        } else {
            (
                format!("{count} list entries in a row are empty"),
                "write the entries, or delete them",
            )
        };
        findings
            .add(span, "nothing here", message)
            .help(help)
            .about("empty entry");
    }
}

/// Returns the placeholders in paragraphs, list entries, headings and table cells.
fn in_prose(context: &PageContext<'_>, words: Words) -> Vec<Span> {
    let (page, source) = (context.page, context.source);
    let mut found = Vec::new();
    if !words.any() {
        return found;
    }
    let mut explained = HashSet::default();
    for block in &page.blocks.texts {
        let text = source.slice(block.span);
        // "TODO" is a legitimate heading for a list of tasks.
        let is_title =
            matches!(block.kind, TextKind::Heading(_)) && text.trim_end_matches(':') == "TODO";
        if is_title || is_task(context, *block) {
            continue;
        }
        let mut spans = placeholder::inside(text, words);
        // A cell that is `{user_name}` names a variable or a unit.
        let names = block.kind == TextKind::Cell && text.starts_with('{');
        spans.retain(|range| !(names && *range == (0..text.len())));
        // `## Setup {set-up}` is meant to set the id of the heading.
        if matches!(block.kind, TextKind::Heading(_)) {
            spans.retain(|range| {
                let ends = range.end == text.trim_end().len();
                !(ends && range.start > 0 && text[range.clone()].starts_with('{'))
            });
        }
        if words.whole() {
            spans.extend(whole(text, block.kind));
        }
        if block.kind == TextKind::Cell && code::is_cut(text) {
            continue;
        }
        if !spans.is_empty() {
            let code = code::elements(text);
            let in_quote = is_in_quote(context, *block);
            spans.retain(|range| !code::holds(&code, range.start));
            spans.retain(|range| {
                let is_name = text[range.clone()].starts_with('{');
                if is_name && meant::explains(text, range, block.kind) {
                    explained.insert(&text[range.clone()]);
                }
                !(is_name
                    && (meant::is_variable(text, range, block.kind, in_quote)
                        || is_between_fences(context, *block, range)))
            });
            if is_planned(context, *block) {
                continue;
            }
            found.extend(distinct(spans, block.span.start as usize));
        }
    }
    if found.is_empty() {
        return found;
    }
    let hidden = Hidden::of(context);
    found.retain(|&span| !hidden.covers(context, span));
    if words.any_braces() && (is_prompt(context) || has_sets(context)) {
        found.retain(|&span| !context.source.slice(span).starts_with('{'));
    }
    if !found.is_empty() {
        let examples = Examples::of(context);
        found.retain(|&span| {
            let text = context.source.slice(span);
            !examples.hold(text) && !explained.contains(text)
        });
    }
    found
}

/// Returns whether a block is in a quote, by its first line.
fn is_in_quote(context: &PageContext<'_>, block: TextBlock) -> bool {
    let source = context.source;
    let line = source.line_index(block.span.start as usize);
    let line = source.slice(source.line_span(line));
    line.trim_start_matches(|c: char| c.is_whitespace() || c == '-')
        .starts_with('>')
}

/// Returns whether a block is nothing but a name joined by `_`, between the ends of two code blocks. It is part of a template in code
/// that holds fences of its own, which close the code early.
fn is_between_fences(context: &PageContext<'_>, block: TextBlock, name: &Range<usize>) -> bool {
    let text = context.source.text();
    let (start, end) = (block.span.start as usize, block.span.end as usize);
    let is_fence = |line: &str| line.starts_with("```") || line.starts_with("~~~");
    let above = text[..start].trim_end().rsplit('\n').next();
    let below = text[end..].trim_start().lines().next();
    *name == (0..end - start)
        && text[start..end].contains('_')
        && above.is_some_and(is_fence)
        && below.is_some_and(is_fence)
}

/// Returns whether a block is a task by where it is: an entry below a heading such as `Roadmap`, or the title of a list, `TODO:`.
fn is_planned(context: &PageContext<'_>, block: TextBlock) -> bool {
    let (page, source) = (context.page, context.source);
    if block.kind == TextKind::Item {
        let headings = &page.headings;
        let after = headings.partition_point(|heading| heading.span.start < block.span.start);
        let above = after.checked_sub(1).map(|at| &headings[at]);
        return above.is_some_and(|above| meant::is_plan(&above.text.to_lowercase()));
    }
    let text = source.slice(block.span);
    let bare = text.trim_matches(['*', '_', ':', ' ']);
    if block.kind != TextKind::Paragraph || bare != "TODO" || !text.contains(':') {
        return false;
    }
    let lists = &page.blocks.lists;
    let next = lists.partition_point(|list| list.span.start < block.span.end);
    lists.get(next).is_some_and(|list| {
        let between = Span::new(block.span.end as usize, list.span.start as usize);
        source.slice(between).trim().is_empty()
    })
}

/// Returns whether a page is written for a model, as skills, commands and agents are: it has a name and says when it is to be
/// read, or its name ends in `prompt`, or it lies in a folder of prompts. There braces name what is filled in. The page of an object
/// of ATLAS, such as that on extracting a system prompt, does not count.
fn is_prompt(context: &PageContext<'_>) -> bool {
    let page = context.page;
    if page.facts.declaration.is_some() {
        return false;
    }
    let is_word = |word: &str| {
        let known = ["prompt", "prompts"];
        known.iter().any(|known| word.eq_ignore_ascii_case(known))
    };
    let path = context.source.path();
    let last = stem_of(path).rsplit(|c: char| !c.is_alphanumeric()).next();
    if last.is_some_and(is_word) || parent_of(path).split('/').any(is_word) {
        return true;
    }
    let front = page.front.as_ref().filter(|front| front.sound);
    let Some((front, root)) = front.and_then(|front| Some((front, front.tree.root()?))) else {
        return false;
    };
    ["name", "description"]
        .iter()
        .all(|key| front.tree.get(root, key).is_some())
}

/// Returns whether the prose of a page has sets in braces, such as `{a, b}`. There `{one-member}` is one too.
fn has_sets(context: &PageContext<'_>) -> bool {
    let text = context.source.text();
    let is_prose = |at: &usize| !context.page.blocks.is_opaque(Span::empty(*at).start);
    let mut braces = memchr::memchr_iter(b'{', text.as_bytes()).filter(is_prose);
    braces.any(|at| placeholder::is_set(&text[at..]))
}

/// Removes ranges that are inside another one, and shifts the rest to where the text starts.
fn distinct(mut ranges: Vec<Range<usize>>, base: usize) -> Vec<Span> {
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let free = range.end > end;
        end = end.max(range.end);
        free
    });
    let span = |range: Range<usize>| Span::new(range.start, range.end).shift(base);
    ranges.into_iter().map(span).collect()
}

/// Returns whether a field holds the state of a task, which may be `TODO`.
fn is_state_key(key: &str) -> bool {
    let key = key.trim_matches(|c: char| !c.is_alphanumeric());
    let mut states = ["status", "state", "progress"].iter();
    states.any(|state| key.eq_ignore_ascii_case(state))
}

/// Returns a block, or the values of field lines in it, that consist only of a placeholder. A table cell `TODO` may be a status.
fn whole(text: &str, kind: TextKind) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let is_state = kind == TextKind::Cell && text.trim() == "TODO";
    if text.len() < LONGEST_WHOLE && placeholder::is_whole(text) && !is_state {
        found.push(0..text.len());
        return found;
    }
    // Most texts have no field.
    if find_pair(text, *b"**").is_none() {
        return found;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_field = line.trim_start().starts_with("**");
        let colon = || line.find(":**").or_else(|| line.find("**:"));
        let value = is_field.then(colon).flatten();
        let value = value
            .filter(|colon| !is_state_key(&line[..*colon]))
            .map(|colon| line[colon + 3..].trim());
        if let Some(value) = value.filter(|value| placeholder::is_whole(value)) {
            let start = at + line.trim_end().len() - value.len();
            found.push(start..start + value.len());
        }
        at += line.len();
    }
    found
}

/// A text of this many bytes is never just a placeholder.
const LONGEST_WHOLE: usize = 80;

/// Returns whether a block is the text of a task, `- [ ] do x`, which is not a placeholder.
fn is_task(context: &PageContext<'_>, block: TextBlock) -> bool {
    let start = block.span.start as usize;
    let before = context.source.text().get(..start).unwrap_or_default();
    let boxed = |text: &str| {
        let mut chars = text.chars();
        (chars.next(), chars.nth(1), chars.next()) == (Some('['), Some(']'), Some(' '))
    };
    let is_box = before
        .len()
        .checked_sub("[ ] ".len())
        .and_then(|at| before.get(at..))
        .is_some_and(boxed);
    block.kind == TextKind::Item && (is_box || boxed(context.source.slice(block.span)))
}

/// Texts that a page also shows in code, so that its prose explains or renders an example.
struct Examples<'p> {
    braces: HashSet<&'p str>,
    lorem: bool,
}

impl<'p> Examples<'p> {
    fn of(context: &PageContext<'p>) -> Self {
        let text = context.source.text();
        let is_code = |at: &usize| context.page.blocks.is_opaque(Span::empty(*at).start);
        let braces = memchr::memchr_iter(b'{', text.as_bytes()).filter(is_code);
        Self {
            braces: braces
                .filter_map(|at| placeholder::slug_at(&text[at..]))
                .collect(),
            lorem: placeholder::lorem(text).any(|at| is_code(&at)),
        }
    }

    fn hold(&self, found: &str) -> bool {
        self.braces.contains(found) || (self.lorem && placeholder::lorem_starts(found))
    }
}

/// The parts of a page that are not prose, or are not shown to readers.
struct Hidden {
    /// The offsets of `%%`, which alternately open and close a comment.
    percents: Vec<usize>,
    /// The spans of `{/* comments */}`, and of the comments of Hugo.
    braces: Vec<Span>,
}

impl Hidden {
    fn of(context: &PageContext<'_>) -> Self {
        let text = context.source.text();
        let mut braces: Vec<Span> = Vec::new();
        for start in memmem::find_iter(text.as_bytes(), "{/*") {
            if braces.last().is_some_and(|last| start < last.end as usize) {
                continue;
            }
            let Some(length) = memmem::find(&text.as_bytes()[start..], b"*/}") else {
                break;
            };
            braces.push(Span::new(start, start + length));
        }
        braces.extend(hugo_comments(text));
        braces.sort_unstable();
        Self {
            percents: memmem::find_iter(text.as_bytes(), "%%").collect(),
            braces,
        }
    }

    fn covers(&self, context: &PageContext<'_>, span: Span) -> bool {
        let at = span.start as usize;
        let percents = self.percents.partition_point(|&mark| mark < at);
        let brace = self
            .braces
            .partition_point(|brace| brace.start <= span.start);
        context.page.blocks.is_opaque(span.start)
            || (percents % 2 == 1 && percents < self.percents.len())
            || brace
                .checked_sub(1)
                .is_some_and(|last| at < self.braces[last].end as usize)
            || in_link(context, span)
    }
}

/// Returns what Hugo leaves out: `{{< comment >}} ... {{< /comment >}}`, with `%` in place of the angle brackets too.
fn hugo_comments(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut start = None;
    for at in memmem::find_iter(text.as_bytes(), "{{") {
        match (comment_tag(&text[at + 2..]), start) {
            (Some(false), None) => start = Some(at),
            (Some(true), Some(from)) => {
                found.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Returns whether a shortcode, after its `{{`, is one that closes a comment. `None` if it is another one.
fn comment_tag(text: &str) -> Option<bool> {
    let inner = text.strip_prefix(['<', '%'])?.trim_start();
    let name = inner.strip_prefix('/');
    let rest = name.unwrap_or(inner).trim_start().strip_prefix("comment")?;
    let rest = rest.trim_start();
    (rest.starts_with(">}}") || rest.starts_with("%}}")).then_some(name.is_some())
}

/// Returns whether a span is in a link. Links are in page order and rarely nest, so a few before the span suffice.
fn in_link(context: &PageContext<'_>, span: Span) -> bool {
    const NESTED: usize = 4;
    let links = &context.page.links;
    let after = links.partition_point(|link| link.span.start <= span.start);
    let mut around = links.iter().take(after).rev().take(NESTED);
    around.any(|link| link.span.contains(span))
}

/// Returns placeholders such as `<insert a name>`, which a browser parses as a tag and does not show.
fn in_tags(context: &PageContext<'_>) -> Vec<Span> {
    let tag = |span: &Span| {
        let text = context.source.slice(*span);
        let start = text.get(.."<insert ".len())?;
        let end = text.find('>')?;
        let span = Span::new(span.start as usize, span.start as usize + end + 1);
        start.eq_ignore_ascii_case("<insert ").then_some(span)
    };
    context.page.blocks.opaque.iter().filter_map(tag).collect()
}

/// Keys of the front matter whose values are keywords, not text.
const NOT_TEXT: [&str; 6] = ["tags", "tag", "aliases", "alias", "keywords", "labels"];

/// Keys whose value is never meant to be `TODO`, unlike that of `status`.
const NAMES: [&str; 13] = [
    "id",
    "title",
    "name",
    "slug",
    "sidebar_label",
    "description",
    "summary",
    "author",
    "authors",
    "date",
    "created",
    "target",
    "actor",
];

fn in_front_matter(context: &PageContext<'_>, words: Words) -> Vec<Span> {
    let Some(front) = context.page.front.as_ref().filter(|front| front.sound) else {
        return Vec::new();
    };
    let tree = &front.tree;
    let entries = tree.root().map_or(&[][..], |root| tree.entries(root));
    let mut found = Vec::new();
    for entry in entries
        .iter()
        .filter(|entry| !NOT_TEXT.contains(&entry.key.as_ref()))
    {
        value(context, (tree, entry, entry.value), words, &mut found);
        if let Data::List(items) = &tree.node(entry.value).data {
            for &item in items {
                value(context, (tree, entry, item), words, &mut found);
            }
        }
    }
    distinct(found, 0)
}

/// Collects the placeholders in a value. Without quotes `[To be documented]` is a list of one entry, and `{issue-slug}` a mapping.
fn value(
    context: &PageContext<'_>,
    (tree, entry, node): (&Tree<'_>, &Entry<'_>, NodeId),
    words: Words,
    found: &mut Vec<Range<usize>>,
) {
    let span = tree.node(node).span;
    let text = context.source.slice(span);
    let in_brackets = match &tree.node(node).data {
        Data::Text(_) => true,
        Data::List(items) => items.len() == 1 && text.starts_with('['),
        Data::Map(entries) => entries.len() == 1 && text.starts_with('{'),
        _ => false,
    };
    if !in_brackets {
        return;
    }
    let spans = placeholder::inside(text, words);
    let is_name = NAMES.contains(&entry.key.as_ref());
    let quoted = text.starts_with(['"', '\'']);
    let bare = span.narrowed(quoted);
    if is_name && words.whole() && placeholder::is_whole(context.source.slice(bare)) {
        found.push(bare.range());
    }
    let start = span.start as usize;
    found.extend(
        spans
            .iter()
            .map(|range| range.start + start..range.end + start),
    );
}
