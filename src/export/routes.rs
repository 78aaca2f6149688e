//! Links to objects on the ATLAS site.

use crate::catalog::Kind;

pub(super) const SITE: &str = "https://atlas.mitre.org";

/// Returns the route of an id, as official texts link to it.
pub(super) fn route(id: &str) -> Option<String> {
    let kind = Kind::of_id(id)?;
    Some(format!("/{}/{id}", kind.folder()))
}

/// Returns the URL of an object's page on the ATLAS site.
pub(crate) fn site_url(id: &str) -> Option<String> {
    Some(format!("{SITE}{}", route(id)?))
}

/// Returns a link to an object as official texts write it.
pub(super) fn link(label: &str, id: &str) -> String {
    match route(id) {
        Some(route) => format!("[{label}]({route})"),
        None => label.to_owned(),
    }
}
