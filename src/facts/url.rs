//! Link targets that are not files: other schemes and sites, and the routes of the ATLAS site.

use crate::catalog::{Kind, site_path};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route<'l> {
    /// The kind of object of the route's folder.
    pub kind: Kind,
    /// The last part of the route, where an id belongs.
    pub id: &'l str,
    /// The start of the id in the target.
    pub at: usize,
}

/// Returns whether a target starts with `scheme:`. <https://www.rfc-editor.org/rfc/rfc3986#section-3.1>
pub fn has_scheme(target: &str) -> bool {
    let is_in_scheme = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    let mut bytes = target.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.find(|b| !is_in_scheme(*b)) == Some(b':')
}

/// Returns whether a route of the early site names an ATT&CK object, as in `/techniques/T1585` and `/software/S0029`. ATT&CK
/// objects are not checked.
pub fn is_attack_route(target: &str) -> bool {
    let id = ["/techniques/T", "/tactics/TA", "/software/S", "/groups/G"]
        .iter()
        .find_map(|start| target.strip_prefix(start));
    id.is_some_and(|id| {
        let number = id.split(['/', '#', '?']).next().unwrap_or_default();
        number.len() >= 4 && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}

/// Parses a route, alone or in a URL of the ATLAS site.
pub fn route(target: &str) -> Option<Route<'_>> {
    let (folder, rest) = site_path(target).strip_prefix('/')?.split_once('/')?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.folder() == folder)?;
    let id = rest.split(['/', '#', '?']).next()?;
    let looks_like_id = id
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("AML"));
    // `/techniques/AML.T0051.md` is a file of the vault.
    let end = id.len().checked_sub(".md".len());
    let is_file = end.is_some_and(|end| id.as_bytes()[end..].eq_ignore_ascii_case(b".md"));
    (looks_like_id && !is_file).then(|| Route {
        kind,
        id,
        at: target.len() - rest.len(),
    })
}

/// Reasons why a string is not an absolute http(s) URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlFlaw<'u> {
    Empty,
    /// It contains white space.
    WhiteSpace,
    /// It has no scheme, so it is read as a path.
    Relative,
    NoHost,
    /// Its scheme is neither http nor https.
    Scheme(&'u str),
}

/// Returns the flaw of a URL, ignoring white space around it. Templates have no flaw, nor does `#part`, which leads to the same
/// page.
#[must_use]
pub fn flaw(url: &str) -> Option<UrlFlaw<'_>> {
    let url = unpadded(url);
    if url.is_empty() {
        return Some(UrlFlaw::Empty);
    }
    if url.starts_with('#') || url.contains("{{") || url.contains("${") {
        return None;
    }
    if url.contains(char::is_whitespace) {
        return Some(UrlFlaw::WhiteSpace);
    }
    if !has_scheme(url) || is_host_with_port(url) {
        return Some(UrlFlaw::Relative);
    }
    let (scheme, rest) = url.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Some(UrlFlaw::Scheme(scheme));
    }
    let host = rest
        .strip_prefix("//")
        .and_then(|rest| rest.split(['/', '?', '#']).next())
        .map(|authority| authority.rsplit('@').next().unwrap_or(authority))
        .filter(|host| !host.is_empty() && !host.starts_with(':'));
    host.is_none().then_some(UrlFlaw::NoHost)
}

/// Returns whether a URL such as `example.com:8080/x` has a host and port where a scheme would be.
fn is_host_with_port(url: &str) -> bool {
    url.split_once(':').is_some_and(|(host, port)| {
        host.contains('.') && port.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Trims white space around a URL, literal or percent-encoded. At the end of a query, encoded white space is part of a value, as
/// in `?q=is:open%20`.
#[must_use]
pub fn unpadded(url: &str) -> &str {
    const ENCODED: [&str; 4] = ["%20", "%09", "%C2%A0", "%c2%a0"];
    let mut url = url.trim();
    loop {
        let has_query = url.contains('?');
        let shorter = ENCODED.iter().find_map(|space| {
            let at_end = || url.strip_suffix(*space).filter(|_| !has_query);
            url.strip_prefix(*space).or_else(at_end)
        });
        match shorter {
            Some(shorter) => url = shorter.trim(),
            None => return url,
        }
    }
}

/// Returns whether a text is an http(s) URL, ignoring white space around it.
#[must_use]
pub fn is_web(url: &str) -> bool {
    let url = unpadded(url);
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Returns whether a path starts like a host name: with `www.`, or a name in a common top-level domain. Pages do not count.
#[must_use]
pub fn looks_like_host(path: &str) -> bool {
    const DOMAINS: [&str; 24] = [
        "ai", "app", "au", "ca", "ch", "co", "com", "de", "dev", "edu", "eu", "fr", "gov", "info",
        "int", "io", "jp", "me", "mil", "net", "nl", "org", "uk", "us",
    ];
    let path = path.trim_start_matches("//");
    let host = path.split(['/', '?', '#', ':']).next().unwrap_or(path);
    let lower = host.to_ascii_lowercase();
    let in_host = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let sound = lower.len() <= 253 && lower.chars().all(in_host) && !lower.contains("..");
    let Some((name, domain)) = lower.rsplit_once('.').filter(|_| sound) else {
        return false;
    };
    let known = DOMAINS.contains(&domain) || name.starts_with("www.");
    !name.is_empty()
        && !name.starts_with('.')
        && known
        && !path.to_ascii_lowercase().ends_with(".md")
}

/// Returns the address that a target without a scheme is meant to be, with what is wrong: `(https://example.org)`, `example.org/a`,
/// `http//example.org`, `me@example.org`.
#[must_use]
pub fn meant_url(target: &str) -> Option<(&'static str, String)> {
    const PAIRS: [(char, char); 4] = [('(', ')'), ('"', '"'), ('\'', '\''), ('[', ']')];
    for (open, close) in PAIRS {
        let inside = target.strip_prefix(open);
        if let Some(inside) = inside.and_then(|inside| inside.strip_suffix(close)) {
            let is_url = is_web(inside) && flaw(inside).is_none();
            return is_url.then(|| ("a URL stands alone", inside.to_owned()));
        }
    }
    for (written, scheme) in [("http//", "http://"), ("https//", "https://")] {
        if let Some(rest) = target.strip_prefix(written) {
            return Some(("a colon is missing", format!("{scheme}{rest}")));
        }
    }
    if let Some((name, host)) = target.split_once('@') {
        let is_name = !name.is_empty() && !name.contains(['/', ' ', ':']);
        return (is_name && !host.contains(['/', ':']) && looks_like_host(host))
            .then(|| ("it is an address of mail", format!("mailto:{target}")));
    }
    looks_like_host(target).then(|| ("a URL starts with its scheme", format!("https://{target}")))
}

#[cfg(test)]
mod tests {
    use super::{UrlFlaw, flaw, looks_like_host, meant_url, unpadded};

    #[test]
    fn addresses_are_known_without_their_scheme() {
        for (target, expected) in [
            ("(https://example.org/a)", Some("https://example.org/a")),
            ("\"https://example.org\"", Some("https://example.org")),
            ("example.org/a", Some("https://example.org/a")),
            ("www.example.xyz", Some("https://www.example.xyz")),
            ("https//example.org", Some("https://example.org")),
            ("me@example.org", Some("mailto:me@example.org")),
            ("git@example.org:a/b", None),
            ("(a.md)", None),
            ("docs/a.md", None),
            ("@octocat", None),
        ] {
            let meant = meant_url(target).map(|(_, meant)| meant);
            assert_eq!(meant.as_deref(), expected, "{target}");
        }
    }

    #[test]
    fn flaws_of_urls() {
        for sound in [
            "https://example.com",
            "HTTP://Example.com:80/a?b#c",
            "https://user@example.com/",
            "http://localhost/",
            "https://[2001:db8::1]/",
            "https://b\u{fc}cher.example/\u{fc}",
            " https://example.com%20",
            "#part",
            "{{ url }}",
        ] {
            assert_eq!(flaw(sound), None, "{sound}");
        }
        for (url, expected) in [
            ("", UrlFlaw::Empty),
            ("%20 ", UrlFlaw::Empty),
            ("https://example.com/a b", UrlFlaw::WhiteSpace),
            ("example.com/a", UrlFlaw::Relative),
            ("example.com:80/a", UrlFlaw::Relative),
            ("//example.com", UrlFlaw::Relative),
            ("/a", UrlFlaw::Relative),
            ("https://", UrlFlaw::NoHost),
            ("https:///a", UrlFlaw::NoHost),
            ("https:example.com", UrlFlaw::NoHost),
            ("https://user@:80/a", UrlFlaw::NoHost),
            ("htps://example.com", UrlFlaw::Scheme("htps")),
            ("doi:10.1/x", UrlFlaw::Scheme("doi")),
        ] {
            assert_eq!(flaw(url), Some(expected), "{url}");
        }
    }

    #[test]
    fn hosts_and_paths() {
        for host in [
            "www.example.museum",
            "example.com/a.md?x",
            "arxiv.org/abs/1",
            "//a.co.uk",
        ] {
            assert!(looks_like_host(host), "{host}");
        }
        for path in [
            "notes",
            "v1.2/notes",
            "a/b.com",
            "example.com/a.md",
            ".com",
            "..",
            "img.png",
            "a b.com",
        ] {
            assert!(!looks_like_host(path), "{path}");
        }
    }

    #[test]
    fn padding_is_cut_at_both_ends() {
        assert_eq!(unpadded("\u{a0}%20 https://a/%20b%20 "), "https://a/%20b");
        assert_eq!(unpadded("%2"), "%2");
    }
}
