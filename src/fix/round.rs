//! One round on one file: which fixes are made together, and what text they give.

use std::collections::BTreeMap;

use super::Made;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::syntax::{self, ReadOptions};
use crate::text::{FileId, Source};

/// What came of a round.
pub(super) struct Round {
    pub(super) text: String,
    /// The fixes that were made.
    pub(super) made: Vec<Made>,
    /// The fixes after which YAML could not be read any more, which were not made.
    pub(super) broke: Vec<(Name, Made)>,
}

/// What a fix is known by from one round to the next, when its place has moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    file: FileId,
    rule: &'static str,
    about: String,
    message: String,
}

impl Name {
    pub(super) fn of(finding: &Diagnostic) -> Self {
        Self {
            file: finding.primary.file,
            rule: finding.rule,
            about: finding.about.clone(),
            message: finding
                .fix
                .as_ref()
                .map_or_else(String::new, |fix| fix.message.clone()),
        }
    }
}

/// Makes the fixes of findings, in the order of the findings, as far as they go together.
pub(super) fn run(source: &Source, findings: &[&Diagnostic]) -> Round {
    let text = source.text();
    let mut taken = Taken::default();
    let mut chosen: Vec<&Diagnostic> = Vec::new();
    for finding in findings {
        if let Some(fix) = &finding.fix
            && changes(text, fix)
            && taken.take(fix)
        {
            chosen.push(finding);
        }
    }
    let whole = taken.applied(text);
    let made = |finding: &&Diagnostic| Made {
        file: finding.primary.file,
        rule: finding.rule,
        at: source.position(finding.primary.span.start as usize),
        message: finding
            .fix
            .as_ref()
            .map_or_else(String::new, |fix| fix.message.clone()),
    };
    let before = Readable::of(source, text);
    if Readable::of(source, &whole).keeps(before) {
        return Round {
            text: whole,
            made: chosen.iter().map(made).collect(),
            broke: Vec::new(),
        };
    }
    // One of them broke it: each is tried on top of those that did not.
    let mut round = Round {
        text: text.to_owned(),
        made: Vec::new(),
        broke: Vec::new(),
    };
    let mut good = Taken::default();
    for finding in &chosen {
        let Some(fix) = &finding.fix else { continue };
        let mut with = good.clone();
        if !with.take(fix) {
            continue;
        }
        let tried = with.applied(text);
        if Readable::of(source, &tried).keeps(before) {
            (good, round.text) = (with, tried);
            round.made.push(made(finding));
        } else {
            round.broke.push((Name::of(finding), made(finding)));
        }
    }
    round
}

/// Whether a fix fits the text, and changes it.
fn changes(text: &str, fix: &Fix) -> bool {
    let fits = |edit: &Edit| text.get(edit.span.range()).is_some();
    let writes = |edit: &Edit| text.get(edit.span.range()) != Some(edit.replacement.as_str());
    fix.edits.iter().all(fits) && fix.edits.iter().any(writes)
}

/// The edits that are made together, by the bytes that they write.
#[derive(Clone, Default)]
struct Taken<'d> {
    edits: BTreeMap<(u32, u32), &'d str>,
    /// The fixes, by their first edit.
    fixes: BTreeMap<(u32, u32), &'d Fix>,
}

impl<'d> Taken<'d> {
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

    fn applied(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (&(start, end), replacement) in &self.edits {
            out += text.get(done..start as usize).unwrap_or_default();
            out += replacement;
            done = end as usize;
        }
        out + text.get(done..).unwrap_or_default()
    }
}

/// Whether the YAML of a file can be read: its front matter, and the whole of it.
#[derive(Clone, Copy)]
struct Readable {
    front: bool,
    document: bool,
}

impl Readable {
    fn of(source: &Source, text: &str) -> Self {
        let source = source.with_text(text);
        let page = syntax::read(&source, FileId(0), ReadOptions::default());
        Self {
            front: (page.as_ref())
                .and_then(|page| page.front.as_ref())
                .is_some_and(|front| front.sound),
            document: page
                .and_then(|page| page.document)
                .is_some_and(|document| document.sound),
        }
    }

    /// Whether all that could be read before still can.
    fn keeps(self, before: Self) -> bool {
        (self.front || !before.front) && (self.document || !before.document)
    }
}

#[cfg(test)]
mod tests {
    use super::Taken;
    use crate::diagnostic::{Edit, Fix, Safety};
    use crate::text::Span;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |&(start, end, text): &(usize, usize, &str)| Edit {
            span: Span::new(start, end),
            replacement: text.to_owned(),
        };
        Fix {
            message: String::new(),
            safety: Safety::Safe,
            edits: edits.iter().map(edit).collect(),
        }
    }

    /// The text after those of the fixes that go together, and which did.
    fn made(fixes: &[Fix]) -> (String, Vec<bool>) {
        let mut taken = Taken::default();
        let did = fixes.iter().map(|fix| taken.take(fix)).collect();
        (taken.applied("0123456789"), did)
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
