//! Links to objects on the ATLAS site.

use crate::catalog::route;

/// Returns a link to an object as official texts write it.
pub(super) fn link(label: &str, id: &str) -> String {
    match route(id) {
        Some(route) => format!("[{label}]({route})"),
        None => label.to_owned(),
    }
}
