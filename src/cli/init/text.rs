//! The text of the configuration.

use super::seen::VaultScan;
use crate::catalog::{Catalog, ReleaseIx};
use crate::config::schema_url;
use crate::syntax::quoted;

/// Returns the text of the file, every key of it with what it does.
pub(super) fn config(
    catalog: &Catalog,
    pin: ReleaseIx,
    seen: &VaultScan,
    vault: Option<&str>,
    dialect: &str,
) -> String {
    let release = catalog.release_name(pin);
    let unverified = unverified(catalog, pin);
    let exclude = match seen.excluded.as_slice() {
        [] => "# exclude: [\"_templates/**\"]".to_owned(),
        globs => {
            let globs = globs.iter().map(|glob| serde_json::json!(glob).to_string());
            format!("exclude: [{}]", globs.collect::<Vec<_>>().join(", "))
        }
    };
    let vault = vault.map_or_else(
        || "# vault: content".to_owned(),
        |folder| format!("vault: {}", quoted(folder, None)),
    );
    format!(
        "# yaml-language-server: $schema={url}
# The configuration of atlas-lint. All of it is optional.

# The folder of the vault, if it is not this one.
{vault}

# Pages that are not reported; links may still lead to them.
{exclude}

# Other text files whose ids and names are checked too: data, notebooks, source code. ATLAS's own files are found without it.
# include: [\"data/**/*.json\"]

# How links and headings are read: obsidian, github, docusaurus, mkdocs or hugo. Without it, it is detected for each page.
{dialect}

# The ATLAS release that the vault is checked against. Without it, the newest known one counts, and a new version of
# atlas-lint may find more than the one before. `atlas-lint sync --pin` moves it.
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

# The level of each rule: error, warning or off. `atlas-lint rules` lists the rules.
# rules:
#   unknown-name: off
",
        url = schema_url()
    )
}

/// Returns a comment on a release of which no official file was read.
fn unverified(catalog: &Catalog, pin: ReleaseIx) -> String {
    let releases = catalog.releases();
    let official = releases.iter().rev().find(|release| release.official);
    let (Some(release), Some(official)) = (catalog.release_at(pin), official) else {
        return String::new();
    };
    if release.official {
        return String::new();
    }
    let confirmed: Vec<&str> = release.confirmed.iter().map(|kind| kind.plural()).collect();
    let confirmed = if confirmed.is_empty() {
        String::new()
    } else {
        format!(
            " A second public\n# copy confirms its {}.",
            confirmed.join(" and ")
        )
    };
    let (name, newest) = (&release.name, &official.name);
    format!(
        "# {name} was read from public pages, not from an official file: what rests on it alone is a warning.{confirmed}\n# The newest official release known is {newest}.\n"
    )
}
