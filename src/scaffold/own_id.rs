//! Ids of case studies that are the vault's own.

use std::collections::BTreeMap;

use super::error::Error;
use super::objects::newer;
use crate::catalog::{Kind, Status, normalize_name};
use crate::conventions::consensus::most_frequent;
use crate::conventions::workspace::Workspace;
use crate::facts::leading_study_id as leading;

/// The prefix of ids in a vault without case studies of its own.
const LOCAL: &str = "LOCAL.";

/// Chooses the id of a new case study: the wanted one if it may be used, else the next one of the vault's own.
pub(super) fn choose(
    workspace: &Workspace<'_>,
    wanted: Option<&str>,
    name: &str,
) -> Result<String, Error> {
    let used = used(workspace);
    let Some(id) = wanted else {
        return next(workspace, &used);
    };
    if leading(id).is_none_or(|(_, _, length)| length != id.len()) {
        return Err(Error::MalformedId(id.to_owned()));
    }
    let declaring = workspace.vault.declaring(id).first();
    let declaring = declaring.map(|file| workspace.vault.path(*file).to_owned());
    if let Some(path) = declaring.or_else(|| used.get(id).cloned()) {
        let id = id.to_owned();
        return Err(Error::IdInUse { id, path });
    }
    if id.starts_with("AML.") {
        of_atlas(workspace, id, name, || next(workspace, &used))?;
    }
    Ok(id.to_owned())
}

/// Checks an id of ATLAS, whose case study has a name there.
fn of_atlas(
    workspace: &Workspace<'_>,
    id: &str,
    name: &str,
    own: impl Fn() -> Result<String, Error>,
) -> Result<(), Error> {
    let view = workspace.view;
    let id = id.to_owned();
    match view.status(&id) {
        Status::Current(_) if workspace.is_name(&id, name) => Ok(()),
        Status::Current(_) => {
            let name = view.name(&id).unwrap_or_default().to_owned();
            Err(Error::OtherName { id, name })
        }
        Status::Retired(_) => Err(Error::RetiredId {
            id,
            successors: Vec::new(),
        }),
        Status::Unknown if workspace.context.vault_ids => Ok(()),
        Status::Newer(lifetime) => Err(newer(view, id, Kind::CaseStudy, lifetime)),
        Status::Unknown => Err(Error::UnknownStudy {
            id,
            release: view.catalog.release_name(view.pinned).to_owned(),
            own: own()?,
        }),
    }
}

/// Returns the path of the case study with this name. Case and punctuation do not count.
pub(super) fn same_name(workspace: &Workspace<'_>, name: &str) -> Option<String> {
    let wanted = normalize_name(name);
    let pages = workspace.vault.pages();
    let mut studies = pages.filter(|page| page.get().document.is_none());
    let found = studies.find(|page| {
        let title = page
            .get()
            .front
            .as_ref()
            .and_then(|front| front.text("title"));
        let heading = page.facts.main_heading().map(|heading| &*heading.text);
        let mut texts = heading.into_iter().chain(title.map(|(_, text)| text));
        // The id in the heading makes the page a case study.
        texts.any(|text| {
            let id = leading(text).map(|(_, _, length)| length);
            id.is_some_and(|length| normalize_name(&text[length..]) == wanted)
        })
    })?;
    Some(workspace.source(found).path().to_owned())
}

/// Returns the ids of case studies in headings, titles and metadata, with the paths of their pages.
fn used(workspace: &Workspace<'_>) -> BTreeMap<String, String> {
    let mut used = BTreeMap::new();
    for page in workspace
        .vault
        .pages()
        .filter(|page| page.get().document.is_none())
    {
        let source = workspace.source(page);
        let outline = &page.get().outline;
        let field = |key: &str| outline.text(outline.metadata(key)?.value);
        let heading = page
            .facts
            .main_heading()
            .map(|heading| source.slice(heading.span));
        let title = page
            .get()
            .front
            .as_ref()
            .and_then(|front| front.text("title"));
        let texts = [
            heading,
            title.map(|(_, text)| text),
            field("ID"),
            field("Case Study ID"),
        ];
        for text in texts.into_iter().flatten() {
            if let Some(id) = leading(text).and_then(|(_, _, length)| text.get(..length)) {
                let path = || source.path().to_owned();
                used.entry(id.to_owned()).or_insert_with(path);
            }
        }
    }
    used
}

/// Returns the id after the last one of the vault's own.
fn next(workspace: &Workspace<'_>, used: &BTreeMap<String, String>) -> Result<String, Error> {
    let parsed = || used.keys().filter_map(|id| leading(id));
    let own = parsed()
        .map(|(prefix, ..)| prefix)
        .filter(|prefix| *prefix != "AML.");
    let prefix = most_frequent(own).unwrap_or(LOCAL);
    let numbers = parsed().filter(|(other, ..)| *other == prefix);
    let last = numbers
        .map(|(_, number, _)| number)
        .max()
        .unwrap_or_default();
    if last >= 9999 {
        return Err(Error::NoFreeId(prefix.to_owned()));
    }
    let id = format!("{prefix}CS{:04}", last + 1);
    let is_free = workspace.vault.declaring(&id).is_empty();
    if is_free {
        Ok(id)
    } else {
        Err(Error::NoFreeId(prefix.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::choose;
    use crate::conventions::test_support::in_workspace;

    #[test]
    fn the_prefix_is_that_of_the_vaults_own_case_studies() {
        let official = ("a.md", "# AML.CS0007: GPT-2 Model Replication\n");
        let own = ("b.md", "# ACME.CS0041: Ours\n");
        for (files, expected) in [
            (&[official][..], "LOCAL.CS0001"),
            (&[official, own][..], "ACME.CS0042"),
        ] {
            in_workspace(files, |workspace| {
                assert_eq!(choose(workspace, None, "A").as_deref(), Ok(expected));
            });
        }
    }

    #[test]
    fn an_id_of_atlas_is_used_for_its_own_case_study_only() {
        in_workspace(&[("a.md", "# ACME.CS0041: Ours\n")], |workspace| {
            let with = |id: &str, name: &str| match choose(workspace, Some(id), name) {
                Ok(id) => id,
                Err(error) => error.to_string(),
            };
            assert_eq!(with("AML.CS0007", "GPT-2 Model Replication"), "AML.CS0007");
            assert!(with("AML.CS0007", "Ours").contains("is \"GPT-2 Model Replication\""));
            assert!(with("AML.CS0999", "Ours").contains("vault-ids: true"));
            assert!(with("ACME.CS0041", "Ours").contains("declared by a.md"));
            assert!(with("ACME.CS41", "Ours").contains("not an id"));
        });
    }
}
