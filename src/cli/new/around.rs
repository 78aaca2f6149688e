//! What a new vault does to the folder around it.

use std::path::Path;

use crate::cli::args::VaultArgs;
use crate::cli::error::Error;
use crate::cli::new::read_files;
use crate::cli::scope::{Scope, obsidian_vaults, refuse_several};
use crate::cli::setup::{Request, Setup, cores, set_up};
use crate::disk;
use crate::scaffold::{self, Plan};
use crate::text::Sources;

/// Refuses a new vault that would bring errors to the vault around it, such as second pages of ids. Returns a note if pages around it are
/// no vault yet, but would be checked together with it. `root` is the folder of the plan.
pub(super) fn check(root: &Path, folder: &Path, plan: &Plan) -> Result<Option<String>, Error> {
    let place = VaultArgs::default();
    let around = set_up(&Request::of(&place, &[root.to_path_buf()]))?;
    let outer = &around.place.root;
    let is_vault = around.place.config.is_some() || disk::is_there(&outer.join(".obsidian"));
    let is_repository = disk::git_root(outer).as_ref() == Some(outer);
    if !root.starts_with(outer) || !(is_vault || is_repository) {
        return Ok(None);
    }
    let sources = read_files(&around)?;
    // A folder of several vaults is not one itself.
    let is_of_several = refuse_several(&around, &place, &sources).is_err()
        || (!is_vault && !obsidian_vaults(outer, &sources).is_empty());
    if is_of_several {
        return Ok(None);
    }
    let Some(why) = error(&around, root, &sources, plan) else {
        return Ok(None);
    };
    let (folder, outer) = (folder.display(), disk::from_current(outer));
    if is_vault {
        return Err(Error::Message(format!(
            "{folder} lies in the vault {outer}, and {why}; nothing was written, choose a folder outside of that vault"
        )));
    }
    Ok(Some(format!(
        "pages around {folder} are checked together with it where no vault is named, and then {why}; name the vault, or write an atlas-lint.yaml for the other pages too"
    )))
}

/// Returns the first error that the plan brings to the vault around it.
fn error(around: &Setup, root: &Path, sources: &Sources, plan: &Plan) -> Option<scaffold::Error> {
    // Without a page to report on, nothing is checked.
    let scope = Scope::whole(around, sources).ok()?;
    let mut plan = plan.clone();
    let below = disk::relative(&around.place.root, root);
    if below != "." {
        plan.move_below(&below);
    }
    let reported = |path: &str| scope.holds(path);
    let store = around.store(cores());
    let settings = around.settings(&store, &reported, None);
    scaffold::fits(sources, around.view(), &settings, &plan).err()
}
