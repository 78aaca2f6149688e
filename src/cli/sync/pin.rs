//! The pin of the configuration, beside the release that a vault is brought to.

use std::path::PathBuf;

use crate::cli::args::{SyncArgs, VaultArgs};
use crate::cli::error::Error;
use crate::cli::setup::{Setup, read_config};
use crate::cli::stderr::{note, status};
use crate::cli::vault_catalog::is_file;
use crate::config::Config;
use crate::disk;
use crate::syntax::yaml;
use crate::text::Source;

/// Change of the pinned release.
pub(super) enum Move {
    /// It is already that release, or the vault has no pin and needs none.
    Nothing,
    /// The vault is brought to another release than the one that it is checked against. Holds both.
    Beside { pinned: String, release: String },
    /// The configuration is rewritten.
    To {
        file: PathBuf,
        before: String,
        after: String,
        release: String,
    },
}

/// Returns the arguments that decide the release: to move the pin without naming a release means to the newest.
pub(super) fn release_args(args: &SyncArgs) -> VaultArgs {
    let mut place = args.place.clone();
    if args.pin && place.catalog.is_none() {
        place.catalog = Some("latest".to_owned());
    }
    place
}

impl Move {
    pub(super) fn of(args: &SyncArgs, setup: &Setup) -> Result<Self, Error> {
        let catalog = &setup.pinned.catalog;
        let release = catalog.release_name(setup.pinned.release).to_owned();
        let pinned = setup.config.catalog.release.as_deref();
        let is_same =
            pinned.is_some_and(|pinned| catalog.release(pinned) == Some(setup.pinned.release));
        if !args.pin {
            let pinned = pinned.or(setup.config.catalog.file.as_deref());
            return Ok(match pinned {
                Some(pinned) if args.place.catalog.is_some() && !is_same => Self::Beside {
                    pinned: pinned.to_owned(),
                    release,
                },
                _ => Self::Nothing,
            });
        }
        if args.place.catalog.as_deref().is_some_and(is_file) {
            return Err(Error::new(
                "--pin cannot pin a file; `atlas-lint catalog import` reads its release into the vault's catalog",
            ));
        }
        let Some(file) = setup.place.config.clone() else {
            return Err(Error::new(
                "there is no atlas-lint.yaml to pin a release in; `atlas-lint init` writes one",
            ));
        };
        if is_same {
            return Ok(Self::Nothing);
        }
        let (_, source) = read_config(&file)?;
        let after = pinned_to(&source, &release).filter(|after| pins(after, &release));
        let after = after.ok_or_else(|| {
            Error::at(&file)("`catalog` has no `release` that could be changed; write one")
        })?;
        Ok(Self::To {
            before: source.text().to_owned(),
            file,
            after,
            release,
        })
    }

    /// Returns whether the configuration has to be rewritten.
    pub(super) fn is_due(&self) -> bool {
        matches!(self, Self::To { .. })
    }

    pub(super) fn write(&self) -> Result<(), Error> {
        let Self::To {
            file,
            before,
            after,
            ..
        } = self
        else {
            return Ok(());
        };
        disk::rewrite_file(file, before, after).map_err(Error::at(file))
    }

    /// Prints what happened, or would happen, to the pin.
    pub(super) fn print_status(&self, written: bool) {
        match self {
            Self::Nothing => {}
            Self::Beside { pinned, release } => note(&format!(
                "the configuration pins {pinned}: `atlas-lint check` still checks against it, not against {release}; `sync --catalog {release} --pin` moves the pin"
            )),
            Self::To { file, release, .. } => {
                let verb = if written { "pinned" } else { "would pin" };
                let file = disk::from_current(file);
                status(&format!("{verb} ATLAS {release} in {file}"));
            }
        }
    }
}

/// Returns whether a text is a configuration that pins a release.
fn pins(text: &str, release: &str) -> bool {
    let config = Config::read(&Source::new("", text));
    config.is_ok_and(|config| config.catalog.release.as_deref() == Some(release))
}

/// Returns the text of a configuration with a release pinned. The rest of it stays as it is.
fn pinned_to(source: &Source, release: &str) -> Option<String> {
    let bom = source.bom_len();
    let text = source.text();
    let (tree, _) = yaml::parse(text.get(bom..)?, bom);
    let quoted = format!("\"{release}\"");
    let Some(catalog) = tree.root().and_then(|root| tree.get(root, "catalog")) else {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let gap = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            end
        };
        return Some(format!("{text}{gap}catalog:{end}  release: {quoted}{end}"));
    };
    let span = tree.node(tree.get(catalog, "release")?).span;
    let (start, end) = (span.start as usize, span.end as usize);
    Some(format!(
        "{}{quoted}{}",
        text.get(..start)?,
        text.get(end..)?
    ))
}

#[cfg(test)]
mod tests {
    use super::{pinned_to, pins};
    use crate::text::Source;

    #[test]
    fn only_the_bytes_of_the_release_change() {
        let of = |text: &str| pinned_to(&Source::new("atlas-lint.yaml", text), "2026.09");
        for (before, after) in [
            (
                "catalog: {release: 2026.05, vault-ids: true} # ours\n",
                "catalog: {release: \"2026.09\", vault-ids: true} # ours\n",
            ),
            (
                "\u{feff}catalog:\r\n  release: \"2026.05\"\r\n",
                "\u{feff}catalog:\r\n  release: \"2026.09\"\r\n",
            ),
            (
                "vault: kb\r\n",
                "vault: kb\r\ncatalog:\r\n  release: \"2026.09\"\r\n",
            ),
        ] {
            let pinned = of(before);
            assert_eq!(pinned.as_deref(), Some(after));
            assert!(pins(after, "2026.09") && !pins(before, "2026.09"));
        }
        assert_eq!(of("catalog: {file: a.yaml}\n"), None);
    }

    #[test]
    fn a_text_that_cannot_be_read_pins_nothing() {
        assert!(!pins("catalog:\n  release: \"2026.09\"\n  : x", "2026.09"));
        assert!(!pins("# catalog: {release: \"2026.09\"}\n", "2026.09"));
    }
}
