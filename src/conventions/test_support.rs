//! Small vaults for unit tests.

use super::workspace::{ObjectPage, Workspace};
use crate::catalog::Catalog;
use crate::context::{Options, VaultContext};
use crate::date::Date;
use crate::framework::Frameworks;
use crate::pages::PageStore;
use crate::schema::PageTypes;
use crate::settings::RuleOptions;
use crate::syntax::ReadOptions;
use crate::text::{Source, Sources};
use crate::vault::{PageRef, Surroundings, Vault};

/// Calls `work` with a vault of these files, as of 2026.05.
pub(crate) fn in_workspace(files: &[(&str, &str)], work: impl FnOnce(&Workspace<'_>)) {
    let files = files.iter();
    let files = files.map(|(path, text)| Source::new(*path, *text));
    let sources = Sources::new(files.collect(), Vec::new());
    let types = PageTypes::default();
    let pages = PageStore::new(ReadOptions::default(), &types, 1).read(&sources);
    let vault = Vault::new(&sources, &pages, &types, Surroundings::default());
    let catalog = Catalog::embedded();
    let release = catalog.release("2026.05").expect("a release");
    let options = Options {
        page_types: &types,
        vault_ids: false,
        rule_options: RuleOptions::default(),
        frameworks: &Frameworks::none(),
        today: Date::parse("2026-06-01").expect("a date"),
        reported: &|_| true,
    };
    let context = VaultContext::new(&vault, catalog.at(release), options);
    work(&Workspace::new(&context));
}

/// Returns the page at a path.
pub(crate) fn page<'v>(workspace: &Workspace<'v>, path: &str) -> PageRef<'v> {
    let file = workspace.vault.sources.find(path).expect("a file");
    workspace.vault.page(file).expect("a page")
}

/// Returns the object page at a path.
pub(crate) fn object_page<'v>(workspace: &Workspace<'v>, path: &str) -> ObjectPage<'v> {
    let page = page(workspace, path);
    workspace.object_page(page).expect("the page of an object")
}
