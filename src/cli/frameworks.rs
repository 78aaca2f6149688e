//! The frameworks beside ATLAS of a vault.

use super::error::Error;
use crate::config::Config;
use crate::disk::{self, Place};
use crate::framework::Frameworks;
use crate::schema::LoadError;
use crate::text::Source;

/// Returns the frameworks beside ATLAS of a vault.
pub(super) fn of_vault(
    place: &Place,
    config: &Config,
    source: &Source,
) -> Result<Frameworks, Error> {
    let load = |path: &str| {
        disk::read_in_vault(place, path).map_err(|error| LoadError::File(error.into()))
    };
    let locate = |path: &str| disk::locate_in_vault(place, path).map_err(Into::into);
    let frameworks = config.frameworks(source, &locate, &load);
    Ok(frameworks.map_err(|problem| problem.below(&place.root.to_string_lossy()))?)
}
