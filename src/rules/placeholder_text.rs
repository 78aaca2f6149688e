//! Placeholders that are still to be replaced.

mod code;
mod empty;
mod front_matter;
mod hidden;
mod meant;
mod place;
mod unfinished;

use std::ops::Range;

use foldhash::HashSet;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::settings::Level;
use crate::syntax::blocks::{TextBlock, TextKind};
use crate::text::path::{is_changelog, is_minutes};
use crate::text::placeholder::{self, Words};
use crate::text::{Span, find_pair};
use empty::empty_entries;
use front_matter::in_front_matter;
use hidden::Hidden;
use place::{has_sets, is_between_fences, is_example, is_planned, is_prompt, is_task};
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
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
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

/// Returns whether the text before a block ends with a colon: `**User message:**` over `> {user_prompt}` says what is shown there.
fn is_introduced(context: &AloneContext<'_>, at: usize) -> bool {
    let texts = &context.page.blocks.texts;
    let before = at.checked_sub(1).and_then(|before| texts.get(before));
    let before = before.map(|block| context.source.slice(block.span));
    before.is_some_and(|text| text.trim_end_matches(['*', '_', ' ']).ends_with(':'))
}

/// Returns the placeholders in paragraphs, list entries, headings and table cells.
fn in_prose(context: &AloneContext<'_>, words: Words) -> Vec<Span> {
    let (page, source) = (context.page, context.source);
    let mut found = Vec::new();
    if !words.any() {
        return found;
    }
    let mut explained = HashSet::default();
    for (at, block) in page.blocks.texts.iter().enumerate() {
        let text = source.slice(block.span);
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
        if !spans.is_empty() && !is_exempt(context, *block) {
            let code = code::elements(text);
            let in_quote = block.is_in_quote(source);
            spans.retain(|range| !code::holds(&code, range.start));
            spans.retain(|range| {
                let is_name = text[range.clone()].starts_with('{');
                if is_name && meant::explains(text, range, block.kind) {
                    explained.insert(&text[range.clone()]);
                }
                !(is_name
                    && (meant::is_variable(text, range, block.kind, in_quote)
                        || (in_quote && *range == (0..text.len()) && is_introduced(context, at))
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
    if words.any_braces()
        && (is_prompt(context) || has_sets(context) || is_changelog(context.source.path()))
    {
        found.retain(|&span| !context.source.slice(span).starts_with('{'));
    }
    // Filler text is one defect of a page, however long it is.
    let is_filler = |span: &Span| placeholder::lorem_starts(context.source.slice(*span));
    let first = found.iter().copied().find(is_filler);
    let shows_layout = is_example(context.source.path());
    found.retain(|span| !is_filler(span) || (Some(*span) == first && !shows_layout));
    if !found.is_empty() {
        let examples = Examples::of(context);
        found.retain(|&span| {
            let text = context.source.slice(span);
            !examples.hold(text) && !explained.contains(text)
        });
    }
    found
}

/// Returns whether a paragraph is `**TODO**`, the title of the list below it.
fn is_list_title(context: &AloneContext<'_>, block: TextBlock) -> bool {
    let title = context
        .source
        .slice(block.span)
        .trim_matches(['*', ':', ' ']);
    let lists = &context.page.blocks.lists;
    let next = lists.partition_point(|list| list.span.start < block.span.end);
    title == "TODO"
        && lists.get(next).is_some_and(|list| {
            let gap = Span {
                start: block.span.end,
                end: list.span.start,
            };
            context.source.slice(gap).trim().is_empty()
        })
}

/// Returns whether a block is a heading in a list of changes: "TBD" is the version to come.
fn is_heading_of_changes(context: &AloneContext<'_>, block: TextBlock) -> bool {
    matches!(block.kind, TextKind::Heading(_)) && is_changelog(context.source.path())
}

/// Returns whether no text of a block is a placeholder: it is the title of a list of tasks, a task, a cell that ends in code, or what was
/// said at a meeting.
fn is_exempt(context: &AloneContext<'_>, block: TextBlock) -> bool {
    let text = context.source.slice(block.span);
    if is_minutes(context.source.path()) || is_heading_of_changes(context, block) {
        return true;
    }
    // A line that starts with `%` is a comment of MyST. <https://mystmd.org/guide/syntax-overview>
    let is_comment = |line: &str| line.starts_with("% ");
    if block.kind == TextKind::Paragraph && text.lines().all(is_comment) {
        return true;
    }
    // "TODO" is a legitimate heading for a list of tasks.
    let is_title =
        matches!(block.kind, TextKind::Heading(_)) && text.trim_end_matches(':') == "TODO";
    let is_title = is_title || (text.starts_with("**") && is_list_title(context, block));
    let is_cut = block.kind == TextKind::Cell && code::is_cut(text);
    is_title || is_cut || is_task(context, block)
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

/// Texts that a page also shows in code, so that its prose explains or renders an example.
struct Examples<'p> {
    braces: HashSet<&'p str>,
    lorem: bool,
}

impl<'p> Examples<'p> {
    fn of(context: &AloneContext<'p>) -> Self {
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

/// Returns placeholders such as `<insert a name>`, which a browser parses as a tag and does not show.
fn in_tags(context: &AloneContext<'_>) -> Vec<Span> {
    let tag = |span: &Span| {
        let text = context.source.slice(*span);
        let start = text.get(.."<insert ".len())?;
        let end = text.find('>')?;
        let span = Span::new(span.start as usize, span.start as usize + end + 1);
        // `<insert id="add">` is an element.
        let is_words = !text[..end].contains('=');
        (start.eq_ignore_ascii_case("<insert ") && is_words).then_some(span)
    };
    context.page.blocks.opaque.iter().filter_map(tag).collect()
}
