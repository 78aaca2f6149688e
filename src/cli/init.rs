//! `init`: a first configuration.

use std::path::Path;
use std::sync::Arc;

use super::error::Error;
use super::outcome::Outcome;
use super::setup::cores;
use super::stdout::print_lines;
use super::vault_catalog;
use crate::config::FILE_NAME;
use crate::dialect::Dialects;
use crate::disk::{self, Overwrite, Place};
use crate::pages::PageStore;
use crate::render::escape;
use crate::schema::PageTypes;
use crate::syntax::ReadOptions;

pub(super) fn run(folder: &Path) -> Result<Outcome, Error> {
    let place = Place {
        root: disk::absolute(folder)?,
        config: None,
    };
    let catalog = vault_catalog::of_vault(&place)?.known;
    let release = catalog.release_name(catalog.newest());
    let official = catalog
        .releases()
        .iter()
        .rev()
        .find(|release| release.official);
    let unverified = official.filter(|official| official.name != release).map_or_else(String::new, |official| {
        format!("# {release} was read from public pages, not from an official file: what rests on it alone is a warning. The newest official\n# release known is {}.\n", official.name)
    });
    let text = text(release, &unverified, &detected(&place.root));
    let path = folder.join(FILE_NAME);
    disk::write_file(&place.root.join(FILE_NAME), Overwrite::Never, &text)
        .map_err(|why| Error::at(&path)(format!("{why}; nothing was written")))?;
    print_lines(&format!(
        "wrote {}, pinned to ATLAS {release}\n",
        path.display()
    ))?;
    Ok(Outcome::Clean)
}

/// Detects the dialects of a vault. Returns the line that sets them: a comment if pages differ.
fn detected(root: &Path) -> String {
    let sources = disk::read_vault(root, None, &|_| false, cores());
    let types = PageTypes::default();
    let options = ReadOptions {
        dialects: Arc::new(Dialects::detected(disk::marks(root))),
        ..ReadOptions::default()
    };
    let store = PageStore::new(options, &types, cores());
    let _ = store.read(&sources);
    let dialects = &store.options().dialects;
    match dialects.only() {
        Some(dialect) => format!("dialect: {}", dialect.name()),
        None => format!(
            "# Detected: {}.\n# dialect: github",
            escape::text(&dialects.in_words())
        ),
    }
}

/// Returns the text of the file: every key, with a comment.
fn text(release: &str, unverified: &str, dialect: &str) -> String {
    format!(
        "# The configuration of atlas-lint. All of it is optional.

# The folder of the vault, if it is not this one.
# vault: content

# Pages that are not reported; links may still lead to them.
# exclude: [\"_templates/**\"]

# Other text files whose ids and names are checked too: data, notebooks, source code. ATLAS's own files are found without it.
# include: [\"data/**/*.json\"]

# How links and headings are read: obsidian, github, docusaurus, mkdocs or hugo. Without it, it is detected for each page.
{dialect}

# The ATLAS release that the vault is checked against. Without it, the newest known one counts, and a new version of
# atlas-lint may find more than the one before.
{unverified}catalog:
  release: \"{release}\"
  # vault-ids: true    # ids that pages of this vault declare count as known

# Findings that were there before, which are not reported. With this line, `atlas-lint --write-baseline` writes the file.
# baseline: atlas-lint-baseline.jsonl

# Page types of your own. `atlas-lint show PAGE` prints what a schema sees.
# page-types:
#   - name: playbook
#     match: {{ paths: [\"playbooks/*.md\"] }}
#     schema: schemas/playbook.schema.json

# How much findings of a rule weigh: error, warning or off. `atlas-lint rules` lists the rules.
# rules:
#   unknown-name: off
"
    )
}
