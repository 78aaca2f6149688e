//! Names in list items, table cells and fields that start with their id: `- AML.T0051: LLM Prompt Injection (demonstrated)`.

use super::mention::Mention;
use super::name_match::is_alternative;
use super::own_name::{OwnName, is_misspelled, is_shortened, own_name};
use super::page_view::{PageView, Place};
use super::prose::{bracketed, is_first_half};
use super::words::Words;
use crate::catalog::{Kind, View, normalize_name};
use crate::facts::other_frameworks::has_other_framework_id;
use crate::facts::separator::is_mark;
use crate::facts::separator::{self, Sign};
use crate::facts::vocabulary::{
    ITEM_NAME_ENDS, KNOWN_ITEM_NAME_ENDS, MAX_NAMED_LINE_BYTES, MAX_UNKNOWN_NAME_BYTES,
    MAX_UNKNOWN_NAME_WORDS, OBJECT_FIELDS, REMARK_WORDS,
};
use crate::facts::{Name, looks_like_name, named};
use crate::syntax::TextKind;
use crate::text::Span;

/// Returns the name in a list item or field value that starts with the id.
pub(super) fn listed<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    place: &Place<'p>,
) -> Option<Name<'p>> {
    if !starts(place) {
        return None;
    }
    let (sign, text, at) = separator::behind(place.after)?;
    let start = place.outer.end as usize + at;
    // `ID (Name)` is not cut at the bracket.
    if text
        .trim_start_matches(is_mark)
        .starts_with(['(', '\u{ff08}'])
    {
        return filling_brackets(page, mention, place);
    }
    if text.chars().all(is_mark) {
        return linked(page, mention, place, start);
    }
    let view = page.view;
    // "Parent: Name" and "Name - with a dash" count as whole names if they are the id's.
    if let Some(own) = leading_own_name(page, &mention.id, text, start) {
        return Some(own);
    }
    // An arrow or comma may lead to another object, so only a known name that fills the item counts there.
    if sign == Sign::Loose {
        let whole = named(text, start, false)?;
        return is_known(view, &mention.id, &normalize_name(whole.text)).then_some(whole);
    }
    let ends: Vec<(usize, &str)> = ITEM_NAME_ENDS
        .iter()
        .copied()
        .chain(emphasis(place))
        .filter_map(|end| Some((text.find(end)?, end)))
        .collect();
    let bracket = opening_bracket(text).map(|at| (at, "("));
    let mut cuts: Vec<(usize, &str)> = ends.into_iter().chain(bracket).collect();
    cuts.sort_unstable();
    if let Some(known) = longest_known(view, &mention.id, (text, start), &cuts) {
        return Some(known);
    }
    let (cut, end) = cuts.first().copied().unwrap_or((text.len(), ""));
    let name = named(text.get(..cut)?, start, true)?;
    let is_sentence = separator::is_sentence(text.get(..cut)?);
    if is_sentence || begins_with_own(view, &mention.id, text) || holds_name(view, text, start) {
        return None;
    }
    // An unknown name counts only if the whole text is here: after a colon or dash, up to where a name ends.
    let next = text.get(cut..)?.trim_start();
    let whole = if end == "\n" {
        next.starts_with("**")
    } else {
        !end.is_empty() || (!place.id_follows && ends_block(page, place))
    };
    // Behind a blank too, if the id is set off from the text in a cell: `| **AML.T0051** Name |`.
    let is_set_off = place.block.kind == TextKind::Cell
        && (mention.code.is_some() || place.after.starts_with(['*', '_']));
    let is_apart = sign != Sign::Blank
        || (is_set_off && end.is_empty() && !is_shortened(view, &mention.id, name.text));
    (is_apart && whole && may_be_name(view, &mention.id, name.text)).then_some(name)
}

/// Finds the name, known or not, in `ID (Name)` that fills a list entry or a cell.
fn filling_brackets<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    place: &Place<'p>,
) -> Option<Name<'p>> {
    let (text, start) = bracketed(place)?;
    let end = start + text.len();
    let rest = page.slice(Span {
        start: Span::new(end, end).start,
        end: place.block.span.end,
    });
    let fills = rest
        .chars()
        .all(|c| is_mark(c) || matches!(c, ')' | '\u{ff09}' | '.'));
    let is_listed = matches!(place.block.kind, TextKind::Item | TextKind::Cell);
    if !fills || !is_listed || holds_name(page.view, text, start) {
        return None;
    }
    let name = named(text, start, true)?;
    let is_name = name.text == text
        && may_be_name(page.view, &mention.id, text)
        && !is_shortened(page.view, &mention.id, text);
    is_name.then_some(name)
}

/// Returns the longest known name at the start of `text` that ends where a name may end. A name may contain brackets and
/// colons: "Botnet Domain Generation Algorithm (DGA) Detection Evasion", "Parent: Name".
fn longest_known<'p>(
    view: View<'p>,
    id: &str,
    (text, start): (&'p str, usize),
    cuts: &[(usize, &str)],
) -> Option<Name<'p>> {
    let mut ends: Vec<usize> = KNOWN_ITEM_NAME_ENDS
        .iter()
        .filter_map(|stop| text.find(stop))
        .collect();
    ends.extend(cuts.iter().map(|(at, _)| *at).chain([text.len()]));
    ends.sort_unstable();
    let starts = || {
        let ends = ends.iter().rev();
        ends.filter_map(|end| named(text.get(..*end)?, start, true))
    };
    let is_own = |name: &Name<'_>| {
        own_name(view, id, &normalize_name(name.text)) != OwnName::No
            || is_alternative(view, id, name.text)
    };
    let own = starts().find(is_own);
    let is_other = |name: &Name<'_>| {
        let plain = normalize_name(name.text);
        let behind = text.get(name.span.end as usize - start..);
        is_known(view, id, &plain) && !is_first_half(view, id, (&plain, behind.unwrap_or_default()))
    };
    own.or_else(|| starts().find(is_other))
}

/// Returns the name at the start of `text` if it fits the id.
fn leading_own_name<'p>(
    page: &PageView<'p>,
    id: &str,
    text: &str,
    start: usize,
) -> Option<Name<'p>> {
    let bare = text.trim_start();
    if let Some(name) = page.view.name(id)
        && bare.trim_end() == name
    {
        let at = start + text.len() - bare.len();
        return Some(Name {
            span: Span::new(at, at + name.len()),
            text: name,
            closed: true,
        });
    }
    let fits = |plain: &str| own_name(page.view, id, plain) != OwnName::No;
    let found = Words::after(text, start).first(page.view, &fits)?;
    let gap = Span::new(start, found.span.start as usize);
    let own = fits(&found.plain) && page.slice(gap).chars().all(is_mark);
    own.then(|| Name {
        span: found.span,
        text: page.slice(found.span),
        closed: true,
    })
}

/// Returns whether `text` starts with a known name and continues: "LLM Jailbreak Detection Rules" was not meant as a name.
fn holds_name(view: View<'_>, text: &str, start: usize) -> bool {
    Words::after(text, start)
        .first(view, &|_| false)
        .is_some_and(|found| found.count > 1)
}

/// Returns whether `text` starts with a name of the id that contains a colon, dash or brackets and would be cut there.
fn begins_with_own(view: View<'_>, id: &str, text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let plain: String = normalize_name(line.get(..MAX_NAMED_LINE_BYTES).unwrap_or(line));
    view.names(id)
        .any(|own| plain.starts_with(&normalize_name(&own.value)))
}

/// Returns the start of a bracketed remark that may follow a name, including emphasis around it.
pub(super) fn opening_bracket(text: &str) -> Option<usize> {
    let at = text.match_indices('(').find_map(|(at, _)| {
        let before = text.get(..at)?;
        let bare = before.trim_end_matches(['*', '_']);
        bare.ends_with(char::is_whitespace)
            .then_some(bare.trim_end().len())
    });
    at.filter(|at| *at > 0)
}

/// Returns whether the text after the id runs to the end of its block, without links or code.
fn ends_block(page: &PageView<'_>, place: &Place<'_>) -> bool {
    let rest = Span {
        start: Span::empty(place.outer.end as usize + place.after.len()).start,
        end: place.block.span.end,
    };
    page.slice(rest).chars().all(is_mark)
}

/// Returns the emphasis that opens before the id and closes after its name: `**ID: Name** more`.
fn emphasis<'p>(place: &Place<'p>) -> Option<&'p str> {
    let before = place.before;
    let marks = before.get(before.trim_end_matches(['*', '_']).len()..)?;
    (!marks.is_empty() && !place.after.starts_with(marks)).then_some(marks)
}

/// Returns whether the id starts a list item or table cell, or the value of a field for ATLAS objects.
fn starts(place: &Place<'_>) -> bool {
    let first = place.before.len() == (place.outer.start - place.block.span.start) as usize;
    let is_entry = matches!(place.block.kind, TextKind::Item | TextKind::Cell);
    if first && is_entry && place.before.chars().all(is_mark) {
        return true;
    }
    // Another id on the line: the field holds several.
    if !first && !place.before.contains('\n') {
        return false;
    }
    if !matches!(place.block.kind, TextKind::Item | TextKind::Paragraph) {
        return false;
    }
    let line = place.before.rsplit('\n').next().unwrap_or_default();
    let key = line.trim_matches(is_mark);
    key.strip_suffix([':', '\u{ff1a}'])
        .is_some_and(|key| OBJECT_FIELDS.contains(&normalize_name(key).as_str()))
}

/// Finds the name in `- ID: [Name](url)`.
fn linked<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    place: &Place<'p>,
    start: usize,
) -> Option<Name<'p>> {
    let link = page.link_after(place.outer)?;
    let gap = Span::new(start, link.span.start as usize);
    let touches = gap.start <= link.span.start
        && place.block.span.contains(link.span)
        && page.slice(gap).chars().all(is_mark);
    let label = link.label.filter(|_| touches && page.may_name(link))?;
    let name = named(page.slice(label), label.start as usize, true)?;
    is_known(page.view, &mention.id, &normalize_name(name.text)).then_some(name)
}

/// Returns whether a text is the name of an object in the catalog of the id's kind.
pub(super) fn is_known(view: View<'_>, id: &str, plain: &str) -> bool {
    let kind = Kind::of_id(id);
    own_name(view, id, plain) != OwnName::No
        || view
            .by_normalized_name(plain)
            .iter()
            .any(|hit| Some(hit.object.kind) == kind)
        || (kind == Some(Kind::Technique) && view.by_joined_name(plain).next().is_some())
}

/// Returns whether a text that is not in the catalog was meant as a name: it is close to the id's own, or has the form of a
/// name and nothing else.
pub(super) fn may_be_name(view: View<'_>, id: &str, text: &str) -> bool {
    if text.len() > MAX_UNKNOWN_NAME_BYTES
        || has_other_framework_id(text)
        || !view.by_name(text).is_empty()
    {
        return false;
    }
    let has_form = |text: &str| {
        let signs = [
            '.', ';', '!', '?', '"', '`', '<', '\n', '=', '/', '|', '{', '\u{2192}',
        ];
        !text.contains(signs) && looks_like_name(text)
    };
    // Of two with a slash between them, each must have the form: "Data Extraction / Model Leakage".
    let (first, second) = text.split_once(" / ").unwrap_or((text, text));
    let mut words = text.split_whitespace();
    let says = words
        .next()
        .is_some_and(|word| REMARK_WORDS.contains(&word));
    let is_short = !says && words.count() < MAX_UNKNOWN_NAME_WORDS;
    is_misspelled(view, id, text)
        || (is_short
            && !text.starts_with(char::is_lowercase)
            && has_form(first)
            && has_form(second))
}
