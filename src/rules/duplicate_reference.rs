//! The same URL twice in one reference list.

use foldhash::HashMap;
use std::collections::hash_map::Entry;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::facts::url::{flaw, unpadded};
use crate::settings::Level;
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "duplicate-reference",
    summary: "the same URL listed twice in one reference list",
    docs: include_str!("duplicate-reference.md"),
    theme: Theme::Procedures,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling::USUAL,
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    for list in &context.facts.reference_lists {
        let mut seen: HashMap<String, Span> = HashMap::default();
        for span in list.iter().filter_map(|reference| reference.url) {
            let written = context.source.slice(span);
            let url = unpadded(written.trim_matches(['"', '\'']));
            // `malformed-url` reports what is not a URL.
            if flaw(url).is_some() || url.starts_with('#') || url.contains("{{") {
                continue;
            }
            match seen.entry(normalized(url)) {
                Entry::Vacant(place) => {
                    place.insert(span);
                }
                Entry::Occupied(first) => {
                    findings
                        .add(
                            span,
                            "listed before",
                            format!("the references list `{url}` more than once"),
                        )
                        .help("keep one of the entries")
                        .about(first.key())
                        .related(context.file, *first.get(), "listed here first");
                }
            }
        }
    }
}

/// Normalizes a URL for comparison, by only those rules of RFC 3986, section 6.2, that never change where it leads. A trailing
/// slash, a query, a fragment, and `http` instead of `https` may each lead elsewhere.
fn normalized(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let scheme = scheme.to_ascii_lowercase();
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (site, path) = rest.split_at(end);
    let site = site.to_ascii_lowercase();
    let port = if scheme == "https" { ":443" } else { ":80" };
    let site = site.strip_suffix(port).unwrap_or(&site);
    let slash = if path.starts_with('/') { "" } else { "/" };
    // Markdown may escape characters that would otherwise be markup.
    let path = path.replace("&amp;", "&").replace('\\', "");
    format!("{scheme}://{site}{slash}{path}")
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn only_equivalent_urls_are_equal() {
        for (a, b) in [
            ("https://Example.com", "HTTPS://example.com:443/"),
            ("http://a.example:80?x", "http://a.example/?x"),
            ("https://a.example/b?c&amp;d", "https://a.example/b?c&d"),
        ] {
            assert_eq!(normalized(a), normalized(b));
        }
        for other in [
            "https://a.example/b/",
            "http://a.example/b",
            "https://a.example/B",
            "https://a.example/b#c",
            "https://a.example/b?c",
            "https://www.a.example/b",
        ] {
            assert_ne!(normalized("https://a.example/b"), normalized(other));
        }
    }
}
