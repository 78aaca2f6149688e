//! Names in running text: before `(ID)`, after an id with a dash, colon or space, or in brackets after the id.
//!
//! In prose, only names in the catalog count, and only those of the id's own kind: "Initial Access (AML.T0012)" states a tactic
//! and a technique for it, so the two are not a pair.

use super::mention::{Mention, NamePosition};
use super::own_name::{OwnName, own_name};
use super::page_view::{PageView, Place};
use super::words::{FoundName, Words};
use crate::catalog::{Kind, NameHit, View};
use crate::facts::Name;
use crate::facts::separator::is_mark;
use crate::facts::separator::{self, Sign, is_separator};
use crate::facts::vocabulary::{BRACKET_PREFIXES, COLONS, MAX_NAME_BYTES};
use crate::syntax::TextKind;
use crate::text::Span;

/// Returns the name next to an id in running text.
pub(super) fn name_in_prose<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    place: &Place<'p>,
) -> Option<Name<'p>> {
    let prose_id = ProseId {
        page: *page,
        id: &mention.id,
        place: *place,
        labelled: matches!(mention.position, NamePosition::Label(_)) && place.outer == mention.span,
    };
    let heading = matches!(place.block.kind, TextKind::Heading(_));
    if let Some(name) = prose_id.before_brackets() {
        return Some(name);
    }
    let declares = matches!(mention.position, NamePosition::Declares(_));
    if declares && !heading {
        return None;
    }
    let behind = prose_id.in_brackets().or_else(|| prose_id.behind());
    // A heading that ends in an id is about what it names, which need not be the id's object.
    if heading || matches!(mention.position, NamePosition::Heading) {
        return behind;
    }
    behind.or_else(|| prose_id.leading())
}

/// An id in running text.
pub(super) struct ProseId<'s, 'p> {
    pub page: PageView<'p>,
    pub id: &'s str,
    pub place: Place<'p>,
    /// Whether it is in the text of a link, after other words.
    pub labelled: bool,
}

impl<'p> ProseId<'_, 'p> {
    /// Finds `Name (ID)` and `Name [ID]`.
    fn before_brackets(&self) -> Option<Name<'p>> {
        let Place {
            before,
            after,
            outer,
            ..
        } = self.place;
        let after = after.trim_start_matches(is_inner_mark);
        if !after.starts_with([')', ']', '\u{ff09}']) {
            return None;
        }
        let mut inside = before.trim_end_matches(is_inner_mark);
        while let Some(shorter) = BRACKET_PREFIXES
            .iter()
            .find_map(|prefix| inside.trim_end_matches(is_separator).strip_suffix(prefix))
        {
            inside = shorter.trim_end();
        }
        let text = inside.strip_suffix(['(', '[', '\u{ff08}'])?;
        let start = outer.start as usize - before.len();
        if text.chars().all(is_mark) {
            return self.linked_name(text.len() + start);
        }
        let words = Words::before(text, start);
        let found = words.last(self.page.view, &|plain| self.fits(plain))?;
        // Between the name and the bracket there is no word, but maybe a full stop.
        let gap = self
            .page
            .slice(Span::new(found.span.end as usize, start + text.len()));
        if !gap
            .chars()
            .all(|c| is_mark(c) || is_separator(c) || matches!(c, '\u{201d}' | '\u{201c}'))
        {
            return None;
        }
        let first = Span {
            start: self.place.block.span.start,
            end: found.span.start,
        };
        // Text further back is not searched: a block may start with any number of marks and contain any number of ids.
        // `Tactic 7: Impact (AML.TA0007)` has the whole name too, which is a word in many tactics.
        let is_tactic = Kind::of_id(self.id) == Some(Kind::Tactic);
        let is_label = |before: &str| is_tactic && before.trim_end().ends_with(COLONS);
        let fills = first.range().len() < MAX_NAME_BYTES && {
            let before = self.page.slice(first);
            before.chars().all(is_mark) || is_label(before)
        };
        self.name(&found, fills)
            .filter(|_| !self.is_one_of_several(&words, &found))
    }

    /// Finds `[Name](url) (ID)`, where the name is the whole text of the link. `end` is the position of the bracket.
    fn linked_name(&self, end: usize) -> Option<Name<'p>> {
        let link = self.page.link_before(self.place.outer)?;
        let gap = Span::new(link.span.end as usize, end);
        let touches =
            self.place.block.span.contains(link.span) && self.page.slice(gap).chars().all(is_mark);
        let label = link.label.filter(|_| touches)?;
        if !self.page.may_name(link) {
            return None;
        }
        self.whole(self.page.slice(label), label.start as usize)
    }

    /// Finds `ID (Name)` and `ID (Name, by role play)`.
    fn in_brackets(&self) -> Option<Name<'p>> {
        let (text, start) = bracketed(&self.place)?;
        if let Some(name) = self.whole(text, start) {
            return Some(name);
        }
        let found = Words::after(text, start).first(self.page.view, &|plain| self.fits(plain))?;
        let gap = self.page.slice(Span::new(start, found.span.start as usize));
        let name = gap.chars().all(is_mark).then(|| self.name(&found, false));
        name.flatten()
    }

    /// Finds `ID - Name` and `ID: Name`.
    fn behind(&self) -> Option<Name<'p>> {
        let Place {
            block,
            before,
            after,
            outer,
            ..
        } = self.place;
        let (sign, text, at) = separator::behind(after)?;
        let listed = matches!(block.kind, TextKind::Cell | TextKind::Item);
        let offset = (outer.start - block.span.start) as usize;
        let leads = listed && before.len() == offset && before.chars().all(is_mark);
        let is_placed = leads || self.labelled;
        let start = outer.end as usize + at;
        let found = Words::after(text, start).first(self.page.view, &|plain| self.fits(plain))?;
        let gap = self.page.slice(Span::new(start, found.span.start as usize));
        if !gap.chars().all(is_mark) {
            return None;
        }
        let left = text.get(found.span.end as usize - start..)?;
        if !self.fits(&found.plain) && is_first_half(self.page.view, self.id, (&found.plain, left))
        {
            return None;
        }
        // In `ID - Name (OTHER)` the name belongs to the other id.
        let is_others = self.place.id_follows
            && left
                .chars()
                .all(|c| is_mark(c) || matches!(c, '(' | '`') || (is_separator(c) && c != ','));
        if is_others {
            return None;
        }
        let rest = Span {
            start: found.span.end,
            end: self.place.block.span.end,
        };
        let fills = self
            .page
            .slice(rest)
            .chars()
            .all(|c| is_mark(c) || is_separator(c) || matches!(c, '.' | ')'));
        // "AML.T0051 -> LLM Jailbreak -> Impact" is a path: after an arrow or a comma, another object's name counts only if
        // nothing follows.
        let joins = sign == Sign::Loose && !(is_placed && fills);
        self.name(&found, fills)
            .filter(|_| !joins || self.fits(&found.plain))
    }

    /// Finds `Name - ID` and `Name: ID` that fill a block, and `Name ID` that fills a cell or a list item.
    fn leading(&self) -> Option<Name<'p>> {
        let Place {
            block,
            before,
            outer,
            ..
        } = self.place;
        let rest = Span {
            start: outer.end,
            end: block.span.end,
        };
        let ends = (self.page.slice(rest).chars()).all(|c| is_mark(c) || c == '.');
        let starts = (outer.start - block.span.start) as usize == before.len();
        if matches!(block.kind, TextKind::Heading(_)) || !ends || !starts {
            return None;
        }
        let listed = matches!(block.kind, TextKind::Cell | TextKind::Item);
        let name = separator::before(before).or(Some(before).filter(|_| listed))?;
        self.whole(name, block.span.start as usize)
    }

    /// Returns the name that fills `text`, which starts at `start`.
    pub(super) fn whole(&self, text: &str, start: usize) -> Option<Name<'p>> {
        let words = Words::after(text, start);
        let found = words.first(self.page.view, &|plain| self.fits(plain))?;
        let before = text.get(..found.span.start as usize - start)?;
        let after = text.get(found.span.end as usize - start..)?;
        let around = |c: char| is_mark(c) || c == '.';
        let fills =
            found.count == words.count() && before.chars().all(around) && after.chars().all(around);
        if fills { self.name(&found, true) } else { None }
    }

    /// Returns the name, if it may be meant as the id's.
    fn name(&self, found: &FoundName<'p>, fills: bool) -> Option<Name<'p>> {
        if found.is_part || (found.count == 1 && !fills) {
            return None;
        }
        let own = own_name(self.page.view, self.id, &found.plain) != OwnName::No;
        if !own && !is_other(self.page.view, self.id, found) {
            return None;
        }
        Some(Name {
            span: found.span,
            text: self.page.slice(found.span),
            closed: false,
        })
    }

    /// Returns whether a run of words is a name of the id or of a sibling, possibly with words of the parent's name.
    fn fits(&self, plain: &str) -> bool {
        let view = self.page.view;
        if own_name(view, self.id, plain) != OwnName::No {
            return true;
        }
        let Some(parent) = view.parent(self.id) else {
            return false;
        };
        view.children(parent)
            .any(|child| own_name(view, child, plain) == OwnName::Current)
    }

    /// Returns whether one of several names fits: "Name or Other Name (ID)" is right if either is.
    fn is_one_of_several(&self, words: &Words, found: &FoundName<'_>) -> bool {
        let fits = |plain: &str| own_name(self.page.view, self.id, plain) != OwnName::No;
        let Some(left) = words.joined_before(found.span.start) else {
            return false;
        };
        left.last(self.page.view, &fits)
            .is_some_and(|other| fits(&other.plain))
    }
}

/// Returns whether a name, before a text, may be the first half of one that a slash parts: it is the short one of a sub-technique of
/// another object, and a text follows: "System Prompt / Meta-prompt Extraction".
pub(super) fn is_first_half(view: View<'_>, id: &str, (plain, behind): (&str, &str)) -> bool {
    let second = behind.trim_start_matches(is_mark).strip_prefix("/ ");
    let family = view.parent(id).unwrap_or(id);
    second.is_some_and(|second| second.starts_with(char::is_alphabetic))
        && plain.split(' ').count() <= MOST_SHORT
        && {
            let hits = view.by_normalized_name(plain);
            let is_short = |hit: &NameHit<'_>| {
                let parent = view.parent(&hit.object.id);
                parent.is_some_and(|parent| parent != family)
            };
            !hits.is_empty() && hits.iter().all(is_short)
        }
}

/// The most words of a short name.
const MOST_SHORT: usize = 2;

/// Returns the text in brackets after an id, and its start.
pub(super) fn bracketed<'p>(place: &Place<'p>) -> Option<(&'p str, usize)> {
    let after = place.after;
    let rest = after.trim_start_matches(|c| is_mark(c) || is_separator(c));
    let inside = rest.strip_prefix(['(', '\u{ff08}'])?;
    let text = inside.get(..inside.find([')', '\u{ff09}'])?)?;
    Some((text, place.outer.end as usize + after.len() - inside.len()))
}

/// Returns whether a name contradicts the id: it belongs to another object of the same kind. A technique next to the name of
/// its sub-technique, or the reverse, is imprecise but not wrong. A sub-technique's single word ("Data") is too common to
/// count.
pub(super) fn is_other(view: View<'_>, id: &str, found: &FoundName<'_>) -> bool {
    let mut same = found
        .hits
        .iter()
        .filter(|hit| Some(hit.object.kind) == Kind::of_id(id))
        .peekable();
    if same.peek().is_none() {
        // The name of a sibling, with words of the parent's name.
        return found.hits.is_empty();
    }
    same.all(|hit| {
        let other = hit.object.id.as_str();
        let kin = view.parent(id) == Some(other) || view.parent(other) == Some(id);
        let word = found.count == 1 && view.parent(other).is_some();
        !kin && !word
    })
}

/// Returns whether `c` is emphasis or white space, which may surround an id inside a bracket.
fn is_inner_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '~')
}
