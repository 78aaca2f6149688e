//! One round on one file: which fixes are made together, and what text they give.

use std::collections::BTreeMap;

use super::{Applied, Key, Name, key};
use crate::diagnostic::{Diagnostic, Edit, Fix, Promise};
use crate::readback::{self, Shape};
use crate::syntax::ReadOptions;
use crate::text::{Source, Span};

/// What came of a round.
pub(super) struct Round {
    pub(super) text: String,
    /// The shape of the page with this text; None if it is not a page, such as the baseline.
    pub(super) shape: Option<Shape>,
    /// The fixes that were made.
    pub(super) made: Vec<Applied>,
    /// The findings that they fix.
    pub(super) keys: Vec<Key>,
    /// The fixes that did not read as they say, which were not made.
    pub(super) broke: Vec<(Name, Applied)>,
}

/// A page as a round finds it.
#[derive(Clone, Copy)]
pub(super) struct Before<'a> {
    pub(super) source: &'a Source,
    pub(super) shape: Option<Shape>,
    pub(super) options: ReadOptions,
}

/// Makes the fixes of findings, in the order of the findings, as far as they go together. Those that do not read as they say are left
/// out: first each whose own bytes tell, then by halving the one that spoils the page. What stood behind that one is for the next
/// round. So a page is read at most about 2 log n times.
pub(super) fn run(before: Before<'_>, findings: &[&Diagnostic]) -> Round {
    let mut chosen = together(before.source.text(), findings);
    let mut broke = Vec::new();
    // Each pass drops fixes that fail; what then still fails is searched for.
    for _ in 0..2 {
        let tried = Tried::of(before, &chosen);
        if tried.whole && tried.kept.iter().all(|kept| *kept) {
            return tried.made(before, &chosen, &broke);
        }
        if tried.whole {
            let fails = |at: usize| !tried.kept.get(at).copied().unwrap_or_default();
            let failed = (0..chosen.len()).filter(|&at| fails(at));
            broke.extend(failed.map(|at| chosen[at]));
            let mut at = 0;
            chosen.retain(|_| {
                at += 1;
                !fails(at - 1)
            });
        } else {
            break;
        }
    }
    // The longest start of the list that is sound: the fix behind it is at fault.
    let (mut sound, mut spoiled) = (0, chosen.len() + 1);
    while spoiled - sound > 1 {
        let middle = usize::midpoint(sound, spoiled);
        let tried = Tried::of(before, &chosen[..middle.min(chosen.len())]);
        if tried.whole && tried.kept.iter().all(|kept| *kept) {
            sound = middle;
        } else {
            spoiled = middle;
        }
    }
    broke.extend(chosen.get(sound));
    chosen.truncate(sound);
    Tried::of(before, &chosen).made(before, &chosen, &broke)
}

/// The findings whose fixes can be made at once, in order.
fn together<'d>(text: &str, findings: &[&'d Diagnostic]) -> Vec<&'d Diagnostic> {
    let mut taken = EditSet::default();
    let mut chosen = Vec::new();
    for finding in findings {
        if let Some(fix) = &finding.fix
            && changes(text, fix)
            && taken.take(fix)
        {
            chosen.push(*finding);
        }
    }
    chosen
}

/// A text with fixes made, read back.
struct Tried {
    text: String,
    shape: Option<Shape>,
    /// Whether the page as a whole is what it was.
    whole: bool,
    /// For each fix whether all its edits read as promised.
    kept: Vec<bool>,
}

impl Tried {
    fn of(before: Before<'_>, chosen: &[&Diagnostic]) -> Self {
        let mut taken = EditSet::default();
        let fixes = || chosen.iter().filter_map(|finding| finding.fix.as_ref());
        for fix in fixes() {
            taken.take(fix);
        }
        let (text, places) = taken.applied(before.source.text());
        let mut edits: Vec<(Span, &Promise)> = Vec::new();
        let mut counts = Vec::new();
        for fix in fixes() {
            let promised = fix.edits.iter().filter_map(|edit| {
                let span = places.get(&(edit.span.start, edit.span.end))?;
                Some((*span, &edit.promise))
            });
            edits.extend(promised);
            counts.push(edits.len());
        }
        let source = before.source.with_text(&text);
        let Some(shape) = before.shape else {
            return Self {
                text,
                shape: None,
                whole: true,
                kept: vec![true; chosen.len()],
            };
        };
        let Some(reading) = readback::reading(&source, before.options, shape, &edits) else {
            return Self {
                text,
                shape: before.shape,
                whole: false,
                kept: vec![false; chosen.len()],
            };
        };
        let starts = std::iter::once(0).chain(counts.iter().copied());
        let all = |(from, to): (usize, &usize)| reading.kept[from..*to].iter().all(|kept| *kept);
        Self {
            text,
            shape: Some(reading.shape),
            whole: reading.whole,
            kept: starts.zip(&counts).map(all).collect(),
        }
    }

    fn made(self, before: Before<'_>, chosen: &[&Diagnostic], broke: &[&Diagnostic]) -> Round {
        let made = |finding: &&Diagnostic| Applied::of(finding, before.source);
        Round {
            text: self.text,
            shape: self.shape,
            made: chosen.iter().map(made).collect(),
            keys: chosen.iter().map(|finding| key(finding)).collect(),
            broke: broke
                .iter()
                .map(|finding| (Name::of(finding), made(finding)))
                .collect(),
        }
    }
}

/// Whether a fix fits the text, and changes it.
fn changes(text: &str, fix: &Fix) -> bool {
    let fits = |edit: &Edit| text.get(edit.span.range()).is_some();
    let writes = |edit: &Edit| text.get(edit.span.range()) != Some(edit.replacement.as_str());
    fix.edits.iter().all(fits) && fix.edits.iter().any(writes)
}

/// The edits that are made together, by the bytes that they write.
#[derive(Clone, Default)]
struct EditSet<'d> {
    edits: BTreeMap<(u32, u32), &'d str>,
    /// The fixes, by their first edit.
    fixes: BTreeMap<(u32, u32), &'d Fix>,
}

impl<'d> EditSet<'d> {
    /// Takes a fix whole or not at all. One that says what another one said is taken with it.
    fn take(&mut self, fix: &'d Fix) -> bool {
        let key = |edit: &Edit| (edit.span.start, edit.span.end);
        let Some(first) = fix.edits.iter().map(key).min() else {
            return false;
        };
        if self
            .fixes
            .get(&first)
            .is_some_and(|same| same.edits == fix.edits)
        {
            return true;
        }
        let mut with: Vec<(u32, u32)> = Vec::new();
        for edit in &fix.edits {
            if !self.is_free(key(edit)) {
                for key in with {
                    self.edits.remove(&key);
                }
                return false;
            }
            self.edits.insert(key(edit), &edit.replacement);
            with.push(key(edit));
        }
        self.fixes.insert(first, fix);
        true
    }

    /// Whether no edit writes these bytes, nor at the very place where one of the two only inserts.
    fn is_free(&self, (start, end): (u32, u32)) -> bool {
        let apart = |&(from, to): &(u32, u32)| {
            let inserts = start == end || from == to;
            if inserts {
                to < start || end < from
            } else {
                to <= start || end <= from
            }
        };
        // Those that are taken do not overlap, so that only the neighbours can be in the way.
        let before = self.edits.range(..=(start, u32::MAX)).rev().take(2);
        let after = self.edits.range((start, 0)..).take(2);
        before.chain(after).all(|(key, _)| apart(key))
    }

    /// The text with all edits made, and where each edit then stands.
    fn applied(&self, text: &str) -> (String, BTreeMap<(u32, u32), Span>) {
        let mut out = String::with_capacity(text.len());
        let mut places = BTreeMap::new();
        let mut done = 0;
        for (&(start, end), replacement) in &self.edits {
            out += text.get(done..start as usize).unwrap_or_default();
            places.insert(
                (start, end),
                Span::new(out.len(), out.len() + replacement.len()),
            );
            out += replacement;
            done = end as usize;
        }
        out += text.get(done..).unwrap_or_default();
        (out, places)
    }
}

#[cfg(test)]
mod tests {
    use super::EditSet;
    use crate::diagnostic::{Applicability, Edit, Fix};
    use crate::text::Span;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit =
            |&(start, end, text): &(usize, usize, &str)| Edit::words(Span::new(start, end), text);
        Fix {
            message: String::new(),
            safety: Applicability::Safe,
            edits: edits.iter().map(edit).collect(),
        }
    }

    /// The text after those of the fixes that go together, and which did.
    fn made(fixes: &[Fix]) -> (String, Vec<bool>) {
        let mut taken = EditSet::default();
        let did = fixes.iter().map(|fix| taken.take(fix)).collect();
        (taken.applied("0123456789").0, did)
    }

    #[test]
    fn a_fix_is_made_whole_or_not_at_all() {
        let both = [
            fix(&[(1, 3, "a")]),
            fix(&[(6, 7, "b"), (2, 4, "c")]),
            fix(&[(5, 7, "d")]),
        ];
        assert_eq!(
            made(&both),
            ("0a34d789".to_owned(), vec![true, false, true])
        );
    }

    #[test]
    fn equal_fixes_are_made_once() {
        let same = fix(&[(1, 3, "a"), (5, 5, "b")]);
        let other = fix(&[(1, 3, "a"), (6, 7, "c")]);
        assert_eq!(
            made(&[same.clone(), same, other]),
            ("0a34b56789".to_owned(), vec![true, true, false])
        );
    }

    #[test]
    fn edits_may_touch_but_not_where_one_inserts() {
        assert_eq!(
            made(&[fix(&[(1, 3, "a")]), fix(&[(3, 5, "b")])]).1,
            [true, true]
        );
        for insert in [(1, 1), (2, 2), (3, 3)] {
            let insert = fix(&[(insert.0, insert.1, "b")]);
            let replace = fix(&[(1, 3, "a")]);
            let mut pair = [insert, replace];
            assert_eq!(made(&pair).1, [true, false]);
            pair.reverse();
            assert_eq!(made(&pair).1, [true, false]);
        }
        let inside = [
            fix(&[(2, 2, "x")]),
            fix(&[(4, 5, "y")]),
            fix(&[(1, 6, "z")]),
        ];
        assert_eq!(made(&inside).1, [true, true, false]);
    }
}
