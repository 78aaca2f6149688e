//! What a block is by its place, and a page by its name: a task, a quote, a plan, a prompt.

use std::ops::Range;

use super::meant;
use crate::context::AloneContext;
use crate::syntax::blocks::{TextBlock, TextKind};
use crate::text::path::{is_of_tests, parent_of, stem_of};
use crate::text::{Span, placeholder};
use crate::vault::path::fold_case;

/// Returns whether a block is nothing but a name joined by `_` or `-`, between the ends of two code blocks. It is part of a template in code
/// that holds fences of its own, which close the code early.
pub(super) fn is_between_fences(
    context: &AloneContext<'_>,
    block: TextBlock,
    name: &Range<usize>,
) -> bool {
    let text = context.source.text();
    let (start, end) = (block.span.start as usize, block.span.end as usize);
    let is_fence = |line: &str| line.starts_with("```") || line.starts_with("~~~");
    let above = text[..start].trim_end().rsplit('\n').next();
    let below = text[end..].trim_start().lines().next();
    *name == (0..end - start)
        && text[start..end].contains(['_', '-'])
        && above.is_some_and(is_fence)
        && below.is_some_and(is_fence)
}

/// Returns whether a block is a task by where it is: an entry below a heading such as `Roadmap`, or the title of a list, `TODO:`.
pub(super) fn is_planned(context: &AloneContext<'_>, block: TextBlock) -> bool {
    let (page, source) = (context.page, context.source);
    if meant::is_plan(
        &stem_of(source.path())
            .to_lowercase()
            .replace(['-', '_'], " "),
    ) {
        return true;
    }
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
pub(super) fn is_prompt(context: &AloneContext<'_>) -> bool {
    let page = context.page;
    if context.facts.declaration.is_some() {
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

/// Returns whether a page is an example, whose filler shows how text is laid out.
pub(super) fn is_example(path: &str) -> bool {
    let names = ["demo", "demos", "example", "examples"];
    let is_named = |folder: &str| names.contains(&folder) || is_of_tests(folder);
    let stem = fold_case(stem_of(path));
    let mut words = stem.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word == "lorem") || parent_of(path).split('/').any(is_named)
}

/// Returns whether the prose of a page has sets in braces, such as `{a, b}`. There `{one-member}` is one too.
pub(super) fn has_sets(context: &AloneContext<'_>) -> bool {
    let text = context.source.text();
    let is_prose = |at: &usize| !context.page.blocks.is_opaque(Span::empty(*at).start);
    let mut braces = memchr::memchr_iter(b'{', text.as_bytes()).filter(is_prose);
    braces.any(|at| placeholder::is_set(&text[at..]))
}

/// Returns whether a block is the text of a task, `- [ ] do x`, which is not a placeholder.
pub(super) fn is_task(context: &AloneContext<'_>, block: TextBlock) -> bool {
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
