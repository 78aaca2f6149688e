//! Edits that can be applied together.

use std::collections::BTreeMap;

use crate::diagnostic::{Edit, Fix};
use crate::text::Span;

/// Edits that do not overlap, by the bytes that they replace.
#[derive(Clone, Default)]
pub(super) struct EditSet<'d> {
    edits: BTreeMap<(u32, u32), &'d str>,
    /// The fixes, by their first edit.
    fixes: BTreeMap<(u32, u32), &'d Fix>,
}

impl<'d> EditSet<'d> {
    /// Adds all edits of a fix or none. Edits that are already present count as added.
    pub(super) fn take(&mut self, fix: &'d Fix) -> bool {
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

    /// Returns whether no edit overlaps these bytes. Two edits at the same position overlap if one is an insertion.
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

    /// Returns the text with all edits applied, and the new position of each edit.
    pub(super) fn applied(&self, text: &str) -> (String, BTreeMap<(u32, u32), Span>) {
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
            applicability: Applicability::Safe,
            edits: edits.iter().map(edit).collect(),
        }
    }

    /// Returns the text after the fixes that can be applied together, and whether each of them was applied.
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
