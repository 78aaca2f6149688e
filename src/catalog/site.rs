//! The ATLAS site: the addresses of objects.

use super::kind::Kind;

/// The site, as its URLs start.
pub const SITE: &str = "https://atlas.mitre.org";

/// The same without the scheme.
const HOST: &str = "//atlas.mitre.org";

/// Returns the route of an id, as official texts link to it.
#[must_use]
pub fn route(id: &str) -> Option<String> {
    let kind = Kind::of_id(id)?;
    Some(format!("/{}/{id}", kind.folder()))
}

/// Returns the URL of an object's page on the ATLAS site.
#[must_use]
pub fn site_url(id: &str) -> Option<String> {
    Some(format!("{SITE}{}", route(id)?))
}

/// Returns the path of a URL of the site, or of a text that is a path already. The scheme may be `http`, or be left out.
#[must_use]
pub fn site_path(target: &str) -> &str {
    let rest = ["https:", "http:"]
        .iter()
        .find_map(|scheme| target.strip_prefix(scheme))
        .unwrap_or(target);
    rest.strip_prefix(HOST).unwrap_or(target)
}

#[cfg(test)]
mod tests {
    use super::{site_path, site_url};

    #[test]
    fn a_url_leads_back_to_its_route() {
        let url = site_url("AML.T0051.000").unwrap();
        assert_eq!(url, "https://atlas.mitre.org/techniques/AML.T0051.000");
        for scheme in ["https:", "http:", ""] {
            let other = url.replace("https:", scheme);
            assert_eq!(site_path(&other), "/techniques/AML.T0051.000");
        }
    }

    #[test]
    fn another_address_stays_as_it_is() {
        for target in [
            "/techniques/x",
            "https://example.org/x",
            "ftp://atlas.mitre.org/x",
            "",
        ] {
            assert_eq!(site_path(target), target);
        }
    }
}
