//! Reads an entry into its parts.

use super::entry::{Entry, Part, TargetFormat};
use super::workspace::Workspace;
use crate::catalog;
use crate::syntax::{Link, LinkKind, links_in};
use crate::text::path::stem_of;
use crate::text::{FileId, Span};
use crate::vault::Destination;
use crate::vault::PageRef;

/// Reads the entry that fills `span`. Returns `None` if the text does not start with an object for which `is_wanted` returns true
/// by id and page, or if it is ambiguous which object it names.
pub(crate) fn read<'v>(
    workspace: &Workspace<'v>,
    page: PageRef<'v>,
    span: Span,
    is_wanted: &dyn Fn(&str, Option<FileId>) -> bool,
) -> Option<Entry> {
    let source = workspace.source(page);
    let mut reader = Reader {
        text: source.text(),
        done: span.start as usize,
        parts: Vec::new(),
    };
    let first_id = page.ids_in(span).find(|token| token.malformed.is_none());
    let link = links_in(&page.get().links, span).find(|link| span.contains(link.span));
    let starts = |at: u32| {
        let before = source.text().get(span.start as usize..at as usize);
        before.is_some_and(|before| !before.contains(char::is_alphanumeric))
    };
    let (id, linked) = if let Some(link) = link.filter(|link| starts(link.span.start)) {
        let labelled = link.label.and_then(|label| page.ids_in(label).next());
        let linked = workspace.vault.linked_page(page.file, link);
        let linked_id = workspace.linked_id(page.file, link);
        let id = match (labelled, linked_id) {
            (Some(token), _) if token.malformed.is_some() => return None,
            (Some(token), Some(id)) if *token.id != *id => return None,
            (Some(token), _) => token.id.to_string(),
            (None, Some(id)) => id.to_owned(),
            (None, None) => workspace.vault.path(linked?).to_owned(),
        };
        reader.link(workspace, page, link, &id, linked);
        (id, linked)
    } else {
        let token = first_id.filter(|token| starts(token.span.start))?;
        reader.push(Part::Id, token.span);
        (token.id.to_string(), None)
    };
    if !is_wanted(&id, linked) {
        return None;
    }
    reader.tail(workspace, &id, span.end as usize);
    Some(Entry {
        page: linked.or_else(|| workspace.page_of(&id)),
        parts: reader.parts,
        key: id,
    })
}

/// Splits an entry into parts, from left to right.
struct Reader<'v> {
    text: &'v str,
    /// End of the last part.
    done: usize,
    parts: Vec<(Part, Span)>,
}

impl<'v> Reader<'v> {
    fn slice(&self, start: usize, end: usize) -> &'v str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Adds the text up to a byte as a verbatim part.
    fn skip(&mut self, to: usize) {
        let text = self.slice(self.done, to);
        if !text.is_empty() {
            let part = Part::Text(text.to_owned());
            self.parts.push((part, Span::new(self.done, to)));
            self.done = to;
        }
    }

    fn push(&mut self, part: Part, span: Span) {
        // Parts never overlap; the first one wins.
        if (span.start as usize) < self.done {
            return;
        }
        self.skip(span.start as usize);
        self.parts.push((part, span));
        self.done = span.end as usize;
    }

    fn link(
        &mut self,
        workspace: &Workspace<'v>,
        page: PageRef<'v>,
        link: &'v Link,
        id: &str,
        linked: Option<FileId>,
    ) {
        let target =
            target_part(workspace, page.file, link, linked).map(|part| (part, link.target_span));
        let label_first = link
            .label
            .is_some_and(|label| label.start < link.target_span.start);
        if let Some((part, span)) = target.clone().filter(|_| !label_first) {
            self.push(part, span);
        }
        if let Some(label) = link.label {
            self.label(workspace, page, id, label);
        }
        if let Some((part, span)) = target.filter(|_| label_first) {
            self.push(part, span);
        }
        self.skip(link.span.end as usize);
    }

    fn label(&mut self, workspace: &Workspace<'v>, page: PageRef<'v>, id: &str, label: Span) {
        let (start, end) = (label.start as usize, label.end as usize);
        let token = page.ids_in(label).next();
        let (before, after) = match token {
            Some(token) => (token.span.start as usize, token.span.end as usize),
            None => (end, end),
        };
        self.name(workspace, id, start, before);
        if let Some(token) = token {
            self.push(Part::Id, token.span);
        }
        self.name(workspace, id, after, end);
    }

    /// Adds the text between two bytes as a part if it is a name of the object. Returns whether it is.
    fn name(&mut self, workspace: &Workspace<'v>, id: &str, start: usize, end: usize) -> bool {
        let text = self.slice(start, end);
        let around = |c: char| !c.is_alphanumeric();
        let name = text.trim_matches(around);
        if name.is_empty() || !workspace.is_name(id, name) {
            return false;
        }
        let at = start + text.len() - text.trim_start_matches(around).len();
        let own_name = workspace.view.name(id).unwrap_or_default();
        let full =
            name.contains(": ") && !own_name.contains(": ") && workspace.view.parent(id).is_some();
        let part = if full { Part::FullName } else { Part::Name };
        self.push(part, Span::new(at, at + name.len()));
        true
    }

    /// Reads ` — Name (maturity)` after the link or id.
    fn tail(&mut self, workspace: &Workspace<'v>, id: &str, end: usize) {
        let start = self.done;
        let text = self.slice(start, end);
        let trimmed = text.trim_start();
        let dashed = trimmed.starts_with(['-', ':', '\u{2013}', '\u{2014}']);
        let name_end = text.find(" (").unwrap_or(text.len());
        let named = dashed && self.name(workspace, id, start, start + name_end);
        let rest = self.slice(start + name_end, end);
        let word = rest
            .trim()
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'));
        let is_alone = named || self.slice(start, start + name_end).trim().is_empty();
        if let Some(word) = word.filter(|_| is_alone)
            && catalog::maturity(word).is_some()
        {
            let at = start + name_end + rest.find(word).unwrap_or_default();
            let lower = word.starts_with(char::is_lowercase);
            self.push(Part::Maturity(lower), Span::new(at, at + word.len()));
        }
        self.skip(end);
    }
}

/// Returns the target of a link as a part, if it is written in a known format.
fn target_part<'v>(
    workspace: &Workspace<'v>,
    from: FileId,
    link: &'v Link,
    linked: Option<FileId>,
) -> Option<Part> {
    if let Destination::Route(route) = workspace.vault.destination(from, link) {
        let before = link.target.strip_suffix(route.id)?;
        return Some(Part::Site(before.to_owned()));
    }
    let linked = linked?;
    let vault = workspace.vault;
    let path = vault.path(linked);
    let target = link.target.trim();
    let is = |text: &str| target == text;
    let format = if link.kind.is_wiki() {
        match target {
            _ if is(&vault.usual_path(from, linked.into(), LinkKind::Wiki)) => TargetFormat::Path,
            _ if is(path) => TargetFormat::Whole(false),
            _ if is(stem_of(path)) => TargetFormat::Stem,
            _ => return None,
        }
    } else if vault
        .link_target(from, linked.into(), LinkKind::Markdown)
        .is_ok_and(|written| is(&written))
    {
        TargetFormat::Relative
    } else if target.strip_prefix('/') == Some(path) {
        TargetFormat::Whole(true)
    } else {
        return None;
    };
    Some(Part::Target(format))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::catalog::Kind;
    use crate::conventions::edit::apply;
    use crate::conventions::entry::{Entry, render};
    use crate::conventions::test_support::{in_workspace, page};
    use crate::conventions::workspace::Workspace;
    use crate::text::{FileId, Span};

    const COST: (&str, &str) = ("techniques/cost.md", "# AML.T0034: Cost Harvesting\n");
    const DENIAL: (&str, &str) = (
        "techniques/denial.md",
        "# AML.T0029: Denial of AI Service\n",
    );

    /// Reads a text that is a whole page as an entry for a technique.
    fn with_entry(text: &str, work: impl FnOnce(&Workspace<'_>, FileId, Option<Entry>)) {
        in_workspace(&[COST, DENIAL, ("list.md", text)], |workspace| {
            let list = page(workspace, "list.md");
            let is_technique = |id: &str, _| Kind::of_id(id) == Some(Kind::Technique);
            let entry = read(workspace, list, Span::new(0, text.len()), &is_technique);
            work(workspace, list.file, entry);
        });
    }

    #[test]
    fn the_format_of_an_entry_fits_another_object() {
        for (text, other) in [
            ("AML.T0034", "AML.T0029"),
            (
                "AML.T0034 — Cost Harvesting",
                "AML.T0029 — Denial of AI Service",
            ),
            ("[[techniques/cost]]", "[[techniques/denial]]"),
            (
                "[[techniques/cost|AML.T0034: Cost Harvesting]]",
                "[[techniques/denial|AML.T0029: Denial of AI Service]]",
            ),
            (
                "[[techniques/cost|AML.T0034]] — Cost Harvesting (Feasible)",
                "[[techniques/denial|AML.T0029]] — Denial of AI Service (Demonstrated)",
            ),
            (
                "[[cost|Cost Harvesting]]",
                "[[denial|Denial of AI Service]]",
            ),
            (
                "**[Cost Harvesting](techniques/cost.md)**",
                "**[Denial of AI Service](techniques/denial.md)**",
            ),
            (
                "[AML.T0034](https://atlas.mitre.org/techniques/AML.T0034)",
                "[AML.T0029](https://atlas.mitre.org/techniques/AML.T0029)",
            ),
        ] {
            with_entry(text, |workspace, from, entry| {
                let entry = entry.unwrap_or_else(|| panic!("{text} is an entry"));
                assert_eq!(entry.key, "AML.T0034", "{text}");
                let format = entry.format();
                let format = format.unwrap_or_else(|| panic!("{text} has a format"));
                let denial = Some(page(workspace, DENIAL.0).file);
                let written = render(workspace, &format, from, "AML.T0029", denial);
                assert_eq!(written.as_deref(), Some(other), "{text}");
            });
        }
    }

    #[test]
    fn an_entry_with_a_remark_has_no_format() {
        for text in [
            "[[techniques/cost]], seen often",
            "AML.T0034 (see below)",
            "[[techniques/cost|our worst]]",
        ] {
            with_entry(text, |_, _, entry| {
                let entry = entry.unwrap_or_else(|| panic!("{text} is an entry"));
                assert_eq!(entry.key, "AML.T0034", "{text}");
                assert_eq!(entry.format(), None, "{text}");
            });
        }
    }

    #[test]
    fn other_texts_and_contradictions_are_not_entries() {
        for text in [
            "text",
            "see [[techniques/cost]]",
            "[[techniques/cost|AML.T0029]]",
            "[[techniques/cost|AML.T34]]",
            "AML.TA0011",
            "[[nowhere]]",
        ] {
            with_entry(text, |_, _, entry| assert!(entry.is_none(), "{text}"));
        }
    }

    #[test]
    fn an_outdated_name_is_updated_and_the_rest_stays() {
        // An earlier name of AML.T0029.
        let text = "[[techniques/denial|AML.T0029: Denial of ML Service]], *seen often*";
        with_entry(text, |workspace, from, entry| {
            let source = workspace.vault.sources.get(from);
            let edits = entry.expect("an entry").edits(workspace, source);
            assert_eq!(
                apply(text, &edits),
                "[[techniques/denial|AML.T0029: Denial of AI Service]], *seen often*"
            );
        });
    }
}
