//! The example of a rule: the finding that its document shows first, and the page after the fix.

use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Fix};
use crate::example::{Document, Example};
use crate::render::unified::unified;
use crate::render::{Context, Counts, full};
use crate::rules::{self, Rule};
use crate::text::{Sources, splice};

/// The first findings of a rule in the examples of its document.
pub(super) struct Shown<'d> {
    pub(super) title: &'d str,
    pub(super) release: &'static str,
    pub(super) sources: Sources,
    pub(super) finding: Diagnostic,
    /// The next one in the same example that says something else: a document may show two cases in one.
    pub(super) next: Option<Diagnostic>,
}

/// Frame of a picture.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) width: usize,
    pub(super) color: bool,
    pub(super) unicode: bool,
}

impl<'d> Shown<'d> {
    /// Runs the examples of a document until one has a finding of the rule. `None` for a rule that no example can show.
    pub(super) fn of(rule: &Rule, document: &'d Document) -> Option<Self> {
        document.sections.iter().find_map(|section| {
            let example = Example::of(section).ok().flatten()?;
            let sources = example.sources();
            let report = example.check(&sources);
            let mut found = report.diagnostics.into_iter();
            let mut own = found
                .by_ref()
                .filter(|found| found.rule == rule.name && found.hidden.is_none());
            let finding = own.next()?;
            let next = own.find(|next| next.message != finding.message);
            Some(Self {
                title: &section.title,
                release: example.release(),
                sources,
                finding,
                next,
            })
        })
    }

    /// Returns the pictures of the findings.
    pub(super) fn pictures(&self, frame: Frame) -> String {
        let next = self
            .next
            .iter()
            .map(|next| format!("\n{}", self.picture(next, frame)));
        self.picture(&self.finding, frame) + &next.collect::<String>()
    }

    fn picture(&self, finding: &Diagnostic, frame: Frame) -> String {
        let diagnostics = std::slice::from_ref(finding);
        let context = Context {
            sources: &self.sources,
            diagnostics,
            total: Counts::of(diagnostics),
            causes: "",
            pages: self.sources.files().len(),
            checked: Checked::default(),
            unchecked: &[],
            vault: "",
            prefix: "",
            inside: "",
            release: self.release,
            pinned: true,
            dialects: "",
            version: env!("CARGO_PKG_VERSION"),
            incomplete: false,
            elapsed: std::time::Duration::ZERO,
            width: frame.width,
            color: frame.color,
            unicode: frame.unicode,
            interactive: false,
            links: None,
            docs_url: &rules::docs_url,
        };
        full::one(&context, finding).unwrap_or_default()
    }

    /// Returns the fix of the finding as a diff.
    pub(super) fn diff(&self) -> Option<(&Fix, String)> {
        let fix = self.finding.fix.as_ref()?;
        Some((fix, self.diff_of(&[fix])))
    }

    /// Returns the fixes of the findings as one diff, and how many they are. A second one that is not as safe is left out.
    pub(super) fn diff_of_all(&self) -> Option<(&Fix, usize, String)> {
        let fix = self.finding.fix.as_deref()?;
        let is_like = |next: &&Diagnostic| next.primary.file == self.finding.primary.file;
        let next = self.next.as_ref().filter(is_like);
        let next = next.and_then(|next| next.fix.as_deref());
        let next = next.filter(|next| next.applicability == fix.applicability);
        let fixes: Vec<&Fix> = std::iter::once(fix).chain(next).collect();
        Some((fix, fixes.len(), self.diff_of(&fixes)))
    }

    fn diff_of(&self, fixes: &[&Fix]) -> String {
        let source = self.sources.get(self.finding.primary.file);
        let mut edits: Vec<_> = fixes.iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let edits = edits
            .iter()
            .map(|edit| (edit.span, edit.replacement.as_str()));
        let after = splice(source.text(), edits);
        unified(source.path(), Some(source.text()), &after)
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Shown};
    use crate::cli::explain::parts::document;
    use crate::rules::{FixKind, RULES};

    // The picture is the one that the document shows, if it shows the first finding.
    #[test]
    fn every_rule_but_one_has_an_example() {
        let frame = Frame {
            width: 100,
            color: false,
            unicode: true,
        };
        let mut same = 0;
        for rule in RULES {
            let document = document(rule);
            let Some(shown) = Shown::of(rule, &document) else {
                assert_eq!(rule.name, "internal-error");
                continue;
            };
            let picture = shown.picture(&shown.finding, frame);
            let documented = document.expected("full").next().expect("a picture");
            same += usize::from(documented.body.starts_with(picture.trim_end()));
            if let Some((_, diff)) = shown.diff() {
                assert_ne!(rule.fix, FixKind::None, "{}", rule.name);
                assert!(diff.contains("\n+"), "{}: {diff}", rule.name);
            }
        }
        assert!(same > 30, "{same}");
    }
}
