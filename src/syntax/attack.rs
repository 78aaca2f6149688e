//! ATT&CK ids and `attack.mitre.org` URLs. ATT&CK is another MITRE framework, and ATLAS objects refer to the ATT&CK objects
//! that they derive from.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::Span;

/// Prefixes of ATT&CK ids, longer ones first, and the site's folder for such objects.
const KINDS: [(&str, &str); 7] = [
    ("TA", "tactics"),
    ("DS", "datasources"),
    ("T", "techniques"),
    ("M", "mitigations"),
    ("S", "software"),
    ("G", "groups"),
    ("C", "campaigns"),
];

const HOST: &str = "attack.mitre.org/";
static HOSTS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(HOST));

/// An ATT&CK id in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttackId {
    pub span: Span,
    /// The id in upper case, with a dot before the number of a sub-technique.
    pub id: String,
}

/// Returns the ids in a text, in order. Ids in paths and in other ids, such as the `T0051` of an ATLAS id, are skipped.
#[must_use]
pub fn ids(text: &str) -> Vec<AttackId> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let part = at
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_some_and(|b| {
                b.is_ascii_alphanumeric()
                    || !b.is_ascii()
                    || matches!(b, b'.' | b'/' | b'-' | b'_' | b'#' | b'=')
            });
        let read = text.get(at..).filter(|_| !part).and_then(id_at);
        let Some((id, len)) = read else {
            at += 1;
            continue;
        };
        found.push(AttackId {
            span: Span::new(at, at + len),
            id,
        });
        at += len;
    }
    found
}

/// Returns the id that an ATT&CK URL leads to.
#[must_use]
pub fn of_url(url: &str) -> Option<AttackId> {
    urls(url).into_iter().next()
}

/// Returns the ids in the ATT&CK URLs of a text, in order.
#[must_use]
pub fn urls(text: &str) -> Vec<AttackId> {
    let mut found = Vec::new();
    for host in HOSTS.find_iter(text.as_bytes()) {
        let before = text.get(..host).unwrap_or_default();
        if !(before.is_empty() || before.ends_with("//") || before.ends_with("//www.")) {
            continue;
        }
        let start = host + HOST.len();
        let rest = text.get(start..).unwrap_or_default();
        let is_end = |c: char| {
            c.is_whitespace() || matches!(c, ')' | '>' | '"' | '\'' | '?' | '#' | ']' | '|')
        };
        let path = rest.split(is_end).next().unwrap_or_default();
        let mut at = start;
        for part in path.split('/') {
            if let Some((id, len)) = text.get(at..start + path.len()).and_then(id_at) {
                found.push(AttackId {
                    span: Span::new(at, at + len),
                    id,
                });
                break;
            }
            at += part.len() + 1;
        }
    }
    found
}

/// Returns the ATT&CK URL of an id.
#[must_use]
pub fn url_of(id: &str) -> Option<String> {
    let (_, folder) = KINDS.iter().find(|(letters, _)| id.starts_with(letters))?;
    Some(format!("https://{HOST}{folder}/{}/", id.replace('.', "/")))
}

/// Returns the id at the start of a text, and its length.
fn id_at(text: &str) -> Option<(String, usize)> {
    let letters = KINDS.iter().map(|(letters, _)| *letters).find(|letters| {
        let start = text.get(..letters.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(letters))
    })?;
    let digits = |from: usize, count: usize| {
        let part = text.get(from..from + count)?;
        part.bytes().all(|b| b.is_ascii_digit()).then_some(part)
    };
    let ends = |at: usize| {
        let next = text.as_bytes().get(at);
        !next.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || !b.is_ascii())
    };
    let end = letters.len() + 4;
    let number = digits(letters.len(), 4)?;
    let sub = (letters == "T")
        .then(|| digits(end + 1, 3))
        .flatten()
        .filter(|_| matches!(text.as_bytes().get(end), Some(b'.' | b'/')) && ends(end + 4));
    match sub {
        Some(sub) => Some((format!("{letters}{number}.{sub}"), end + 4)),
        None => ends(end).then(|| (format!("{letters}{number}"), end)),
    }
}

#[cfg(test)]
mod tests {
    use super::{ids, of_url, url_of, urls};

    fn all(text: &str) -> Vec<String> {
        ids(text).into_iter().map(|found| found.id).collect()
    }

    #[test]
    fn ids_stand_alone() {
        assert_eq!(
            all("T1566.002 (T1566), TA0043"),
            ["T1566.002", "T1566", "TA0043"]
        );
        assert_eq!(
            all("M1013, S0154, G0007, DS0029, C0001."),
            ["M1013", "S0154", "G0007", "DS0029", "C0001"]
        );
        assert_eq!(all("t1566/002"), ["T1566.002"]);
        for text in [
            "AML.T0051",
            "T15666",
            "T156",
            "xT1566",
            "a/T1566",
            "T1566x",
            "\u{e9}T1566",
            "TA00431",
            "#T1566",
            "M365",
        ] {
            assert_eq!(all(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn urls_hold_ids() {
        for (url, id) in [
            (
                "https://attack.mitre.org/techniques/T1566/002/",
                "T1566.002",
            ),
            ("https://attack.mitre.org/techniques/T1566.002", "T1566.002"),
            ("http://www.attack.mitre.org/tactics/TA0043", "TA0043"),
            (
                "https://attack.mitre.org/versions/v14/techniques/T1566/",
                "T1566",
            ),
            ("attack.mitre.org/groups/G0007?x=T1566#T1567", "G0007"),
        ] {
            let found = of_url(url).expect(url);
            assert_eq!(found.id, id);
            assert_eq!(
                found.span.end as usize,
                url.find(['?']).unwrap_or(url.trim_end_matches('/').len())
            );
        }
        for url in [
            "https://attack.mitre.org/matrices/enterprise/",
            "https://example.org/techniques/T1566",
            "https://example.org/attack.mitre.org/techniques/T1566",
            "https://attack.mitre.org/",
        ] {
            assert_eq!(of_url(url), None, "{url}");
        }
        assert_eq!(
            urls(
                "a https://attack.mitre.org/techniques/T1566) https://attack.mitre.org/groups/G0007"
            )
            .len(),
            2
        );
    }

    #[test]
    fn an_id_has_a_url_that_holds_it() {
        for id in [
            "T1566.002",
            "T1566",
            "TA0043",
            "DS0029",
            "M1013",
            "S0154",
            "G0007",
            "C0001",
        ] {
            let url = url_of(id).expect(id);
            assert_eq!(of_url(&url).map(|found| found.id).as_deref(), Some(id));
        }
    }
}
