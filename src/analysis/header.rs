//! Classification of table columns by their headers.

use crate::catalog::{Kind, normalize_name};
use crate::facts::other_frameworks::names_framework;
use crate::facts::vocabulary::{
    HEADER_KINDS, HEADER_OWNERS, ID_HEADERS, MAX_HEADER_BYTES, NAME_HEADERS, OTHER_OBJECT_HEADERS,
};

/// The content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Names or ids of one kind of objects.
    Objects(Kind),
    Subs,
    /// Names of the row's object, of any kind.
    Names,
    /// Ids of the row's object.
    Ids(Option<Kind>),
    /// ATLAS ids that the row is mapped to.
    Mappings,
    /// Other or unknown content.
    Free,
    /// Objects of other frameworks, or related objects.
    Others,
}

/// Returns the content of the column under `header`.
pub(super) fn column(header: &str) -> Column {
    if header.trim() == "#" {
        return Column::Ids(None);
    }
    let plain = normalize_name(header);
    let has = |word: &str| plain.split(' ').any(|other| other == word);
    let is_atlas = is_of_atlas(&plain);
    if (names_framework(header) && !is_atlas) || OTHER_OBJECT_HEADERS.iter().any(|word| has(word)) {
        return Column::Others;
    }
    let bare = plain
        .split(' ')
        .filter(|word| !HEADER_OWNERS.contains(word))
        .collect::<Vec<_>>()
        .join(" ");
    let (bare, is_id) = match bare
        .strip_suffix(" id")
        .or_else(|| bare.strip_suffix(" ids"))
    {
        Some(bare) => (bare, true),
        None => (bare.as_str(), false),
    };
    let objects = bare.strip_suffix(" name").unwrap_or(bare);
    let kind = HEADER_KINDS.iter().find(|(header, _)| *header == objects);
    let kind = kind.map(|(_, kind)| *kind);
    let is_sub = has("sub") || has("subtechnique") || has("subtechniques");
    match (kind, bare) {
        _ if is_sub && !is_id => Column::Subs,
        _ if is_sub => Column::Ids(Some(Kind::Technique)),
        (Some(kind), _) if is_id => Column::Ids(Some(kind)),
        (Some(kind), _) => Column::Objects(kind),
        (None, _) if NAME_HEADERS.contains(&bare) => Column::Names,
        (None, _) if ID_HEADERS.contains(&bare) => Column::Ids(None),
        _ if is_atlas => Column::Mappings,
        _ => Column::Free,
    }
}

/// Returns whether a header may be one over tactics, without normalizing it: all of those have the word.
pub(super) fn may_be_over_tactics(header: &str) -> bool {
    const WORD: &[u8] = b"tactic";
    let bytes = header.as_bytes();
    let mut starts = memchr::memchr2_iter(b't', b'T', bytes);
    let holds_word = starts.any(|at| {
        let found = bytes.get(at..at + WORD.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(WORD))
    });
    holds_word || !header.is_ascii()
}

/// Returns whether a header names ATLAS.
pub(super) fn names_atlas(header: &str) -> bool {
    header.len() < MAX_HEADER_BYTES && is_of_atlas(&normalize_name(header))
}

fn is_of_atlas(plain: &str) -> bool {
    // Scripts without blanks: `ATLAS技法ID`.
    let is_joined = |word: &str| {
        let rest = word.strip_prefix("atlas").unwrap_or_default();
        rest.starts_with(|c: char| !c.is_ascii())
    };
    plain
        .split(' ')
        .any(|word| matches!(word, "atlas" | "aml") || is_joined(word))
}

#[cfg(test)]
mod tests {
    use super::{Column, column};
    use crate::catalog::Kind;

    #[test]
    fn headers_tell_what_a_column_holds() {
        for (header, wanted) in [
            ("ID", Column::Ids(None)),
            ("**ATLAS ID**", Column::Ids(None)),
            ("Technique ID", Column::Ids(Some(Kind::Technique))),
            (
                "MITRE ATLAS Technique ID",
                Column::Ids(Some(Kind::Technique)),
            ),
            ("Technique", Column::Objects(Kind::Technique)),
            ("ATLAS Techniques", Column::Objects(Kind::Technique)),
            ("Sub-technique", Column::Subs),
            ("Sub-technique ID", Column::Ids(Some(Kind::Technique))),
            ("#", Column::Ids(None)),
            ("Technique Name", Column::Objects(Kind::Technique)),
            ("Tactic", Column::Objects(Kind::Tactic)),
            ("Name", Column::Names),
            ("ATLAS name", Column::Names),
            ("MITRE ATLAS", Column::Mappings),
            ("ATLAS mapping", Column::Mappings),
            ("ATLAS技法名", Column::Mappings),
            ("Atlases", Column::Free),
            ("OWASP", Column::Others),
            ("ATT&CK Technique", Column::Others),
            ("CWE ID", Column::Others),
            ("Related Technique", Column::Others),
            ("LLM01", Column::Others),
            ("Description", Column::Free),
            ("", Column::Free),
        ] {
            assert_eq!(column(header), wanted, "{header}");
        }
    }
}
