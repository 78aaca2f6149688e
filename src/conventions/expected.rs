//! Computes the expected entries of lists, from the pinned release and from the case studies of the vault.

use std::collections::{BTreeMap, BTreeSet};

use super::list_section::ListKind;
use super::workspace::Workspace;
use crate::catalog::{Kind, Lifetime, Status, Versioned, at};
use crate::context::Employs;
use crate::text::FileId;

/// The expected entries of all lists.
pub(crate) struct Expected<'v> {
    workspace: Workspace<'v>,
    employs: Employs<'v>,
    /// The techniques of each tactic.
    by_tactic: BTreeMap<&'v str, BTreeSet<&'v str>>,
}

/// The keys of the objects that a list should hold, and their pages. Only tactics are listed without a page, as a technique has to
/// list all of its tactics.
pub(crate) type ExpectedEntries = BTreeMap<String, Option<FileId>>;

impl<'v> Expected<'v> {
    pub(crate) fn of(workspace: &Workspace<'v>) -> Self {
        let mut by_tactic: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for object in workspace.view.catalog.objects() {
            let id = object.id.as_str();
            if object.kind != Kind::Technique || workspace.lifetime(id).is_none() {
                continue;
            }
            for tactic in workspace.view.effective_tactics(id) {
                by_tactic.entry(tactic).or_default().insert(id);
            }
        }
        Self {
            workspace: *workspace,
            employs: Employs::of(workspace.context),
            by_tactic,
        }
    }

    /// Returns the expected entries of a list of `id`, an object of this kind.
    pub(crate) fn entries(&mut self, list_kind: ListKind, kind: Kind, id: &str) -> ExpectedEntries {
        let workspace = self.workspace;
        let view = workspace.view;
        let with_page = |id: &str| Some((id.to_owned(), Some(workspace.page_of(id)?)));
        match (list_kind, kind) {
            (ListKind::Subs, _) => view.children(id).filter_map(with_page).collect(),
            (ListKind::Tactics, _) => {
                let tactics = workspace.view.effective_tactics(id).iter();
                tactics
                    .map(|id| (id.clone(), workspace.page_of(id)))
                    .collect()
            }
            (ListKind::Techniques, Kind::Tactic) => {
                let found = self.by_tactic.get(id).into_iter().flatten();
                found.filter_map(|id| with_page(id)).collect()
            }
            (ListKind::Techniques, _) => view
                .mitigates(id)
                .iter()
                .filter_map(|id| with_page(id))
                .collect(),
            (ListKind::Mitigations, _) => view.mitigated_by(id).filter_map(with_page).collect(),
            (ListKind::Studies, _) => self.studies(id),
        }
    }

    /// Returns the case studies that employ a technique, by their pages, or by the catalog if a page leaves it open.
    fn studies(&mut self, technique: &str) -> ExpectedEntries {
        let vault = self.workspace.vault;
        let mut wanted = ExpectedEntries::new();
        for file in self.employs.expected(technique) {
            if self.employs.place(file, technique).is_some() {
                let declared = vault.declared_id(file);
                let key = declared.unwrap_or_else(|| vault.path(file));
                wanted.insert(key.to_owned(), Some(file));
            }
        }
        for study in self.workspace.view.employed_by(technique) {
            if let Some(file) = self.workspace.page_of(study)
                && self.employs.leaves_open(file, technique)
            {
                wanted.insert(study.to_owned(), Some(file));
            }
        }
        wanted
    }

    /// Returns whether an unexpected entry may stay. An entry that no release ever stated is the vault's own statement.
    pub(crate) fn may_keep(
        &mut self,
        list_kind: ListKind,
        kind: Kind,
        id: &str,
        entry: (&str, Option<FileId>),
    ) -> bool {
        let view = self.workspace.view;
        let (other, page) = entry;
        if list_kind == ListKind::Studies {
            let stated = view.employed_by(id).any(|study| study == other);
            let employs = page.is_some_and(|page| self.employs.may_employ(page, id));
            let known = page.is_some_and(|page| self.employs.is_study(page));
            return stated
                || employs
                || (!known && !was_ever_stated(self.workspace, list_kind, kind, id, other));
        }
        match view.status(other) {
            Status::Retired(_) | Status::Newer(_) => false,
            Status::Unknown => true,
            Status::Current(_) => {
                self.is_stated(list_kind, kind, id, other)
                    || !was_ever_stated(self.workspace, list_kind, kind, id, other)
            }
        }
    }

    /// Returns whether the pinned release states an entry, even if the object has no page.
    fn is_stated(&self, list_kind: ListKind, kind: Kind, id: &str, other: &str) -> bool {
        let view = self.workspace.view;
        let has = |list: &[String], wanted: &str| list.iter().any(|id| id == wanted);
        match (list_kind, kind) {
            (ListKind::Subs, _) => view.parent(other) == Some(id),
            (ListKind::Tactics, _) => has(self.workspace.view.effective_tactics(id), other),
            (ListKind::Techniques, Kind::Tactic) => {
                has(self.workspace.view.effective_tactics(other), id)
            }
            (ListKind::Techniques, _) => has(view.mitigates(id), other),
            (ListKind::Mitigations, _) => has(view.mitigates(other), id),
            (ListKind::Studies, _) => has(view.employs(other), id),
        }
    }

    /// Returns whether an entry is in the catalog, but not from an official release.
    pub(crate) fn is_unverified(
        &self,
        list_kind: ListKind,
        kind: Kind,
        id: &str,
        other: &str,
    ) -> bool {
        let (holder, facts): (&str, ListOf) = match (list_kind, kind) {
            (ListKind::Subs, _) => return !self.workspace.is_name_official(other),
            (ListKind::Tactics, _) => (id, |lifetime| &lifetime.tactics),
            (ListKind::Techniques, Kind::Tactic) => (other, |lifetime| &lifetime.tactics),
            (ListKind::Techniques, _) => (id, |lifetime| &lifetime.mitigates),
            (ListKind::Mitigations, _) => (other, |lifetime| &lifetime.mitigates),
            (ListKind::Studies, _) => (other, |lifetime| &lifetime.employs),
        };
        let lifetime = self.workspace.view.lifetime(holder);
        let version = lifetime.and_then(|lifetime| at(facts(lifetime), self.workspace.view.pinned));
        version.is_some_and(|version| !version.official)
    }
}

/// The values of one list of an object through the releases.
type ListOf = fn(&Lifetime) -> &Vec<Versioned<Vec<String>>>;

/// Returns whether any release states an entry.
fn was_ever_stated(
    workspace: Workspace<'_>,
    list_kind: ListKind,
    kind: Kind,
    id: &str,
    other: &str,
) -> bool {
    let states = |holder: &str, facts: ListOf, wanted: &str| {
        let object = workspace.view.catalog.object(holder);
        let lifetimes = object.map_or(&[][..], |object| &object.lifetimes);
        lifetimes
            .iter()
            .flat_map(facts)
            .any(|version| version.value.iter().any(|id| id == wanted))
    };
    let tactic = |technique: &str, tactic: &str| {
        let parent = technique.get(..9).unwrap_or(technique);
        states(technique, |lifetime| &lifetime.tactics, tactic)
            || states(parent, |lifetime| &lifetime.tactics, tactic)
    };
    match (list_kind, kind) {
        (ListKind::Subs, _) => other.starts_with(id),
        (ListKind::Tactics, _) => tactic(id, other),
        (ListKind::Techniques, Kind::Tactic) => tactic(other, id),
        (ListKind::Techniques, _) => states(id, |lifetime| &lifetime.mitigates, other),
        (ListKind::Mitigations, _) => states(other, |lifetime| &lifetime.mitigates, id),
        (ListKind::Studies, _) => states(other, |lifetime| &lifetime.employs, id),
    }
}

#[cfg(test)]
mod tests {
    use super::{Expected, ListKind};
    use crate::catalog::Kind;
    use crate::conventions::test_support::in_workspace;

    const FILES: [(&str, &str); 3] = [
        ("impact.md", "# AML.TA0011: Impact\n"),
        ("cost.md", "# AML.T0034: Cost Harvesting\n"),
        ("study.md", "# AML.CS0030: LLM Jacking\n"),
    ];

    #[test]
    fn lists_hold_what_the_release_states_of_objects_with_a_page() {
        in_workspace(&FILES, |workspace| {
            let mut expected = Expected::of(workspace);
            let mut keys = |list, kind, id| -> Vec<String> {
                let entries = expected.entries(list, kind, id);
                entries.into_keys().collect()
            };
            let techniques = keys(ListKind::Techniques, Kind::Tactic, "AML.TA0011");
            assert_eq!(techniques, ["AML.T0034"]);
            let tactics = keys(ListKind::Tactics, Kind::Technique, "AML.T0034");
            assert_eq!(tactics, ["AML.TA0011"]);
            let mitigations = keys(ListKind::Mitigations, Kind::Technique, "AML.T0034");
            assert_eq!(mitigations, [""; 0]);
        });
    }

    #[test]
    fn an_entry_stays_if_no_release_ever_stated_it() {
        in_workspace(&FILES, |workspace| {
            let mut expected = Expected::of(workspace);
            let mut may_keep = |id: &str, other: &str| {
                expected.may_keep(ListKind::Techniques, Kind::Mitigation, id, (other, None))
            };
            // AML.M0018 (User Training) never named cost harvesting.
            assert!(may_keep("AML.M0018", "AML.T0034"));
            // It names user execution in this release.
            assert!(may_keep("AML.M0018", "AML.T0011"));
            // AML.T0045 is retired.
            assert!(!may_keep("AML.M0018", "AML.T0045"));
            assert!(may_keep("AML.M0018", "AML.T9999"));
        });
    }
}
