//! `init`: a first configuration.

use std::path::Path;

use super::{Outcome, print};
use crate::catalog::Catalog;
use crate::config::FILE_NAME;
use crate::disk;

pub(super) fn run(folder: &Path) -> Result<Outcome, String> {
    let catalog = Catalog::embedded();
    let release = catalog.release_name(catalog.newest());
    let text = format!(
        "# The configuration of atlas-lint. All of it is optional.

# The folder of the vault, if it is not this one.
# vault: content

# Pages that are not reported; links may still lead to them.
# exclude: [\"_templates/**\"]

# How links are read: obsidian or docusaurus.
# dialect: obsidian

# The ATLAS release that the vault is checked against. Without it, the newest known one counts, and a new version of
# atlas-lint may find more than the one before.
catalog:
  release: \"{release}\"

# How much findings of a rule weigh: error, warning or off. `atlas-lint rules` lists the rules.
# rules:
#   unknown-name: off
"
    );
    let path = folder.join(FILE_NAME);
    disk::create_file(&path, &text)?;
    print(&format!(
        "wrote {}, pinned to ATLAS {release}\n",
        path.display()
    ));
    Ok(Outcome::Clean)
}
