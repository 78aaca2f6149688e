//! Forms of ids, as regular expressions.

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

/// Size of a pattern that is compiled, in bytes.
const MAX_PATTERN: usize = 1 << 20;

pub(super) fn compiled(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern)
        .unicode(false)
        .size_limit(MAX_PATTERN)
        .build()
        .ok()
}

/// Returns what the ids of a form begin with: the letters of each alternative before anything that varies.
///
/// # Errors
/// A form that is no regular expression, or in which an id may begin with anything.
pub(super) fn prefixes(ids: &str) -> Result<Vec<String>, String> {
    let hir = regex_syntax::Parser::new()
        .parse(ids)
        .map_err(|error| format!("`{ids}` is not a regular expression: {}", shortly(&error)))?;
    if compiled(ids).is_none() {
        return Err(format!("`{ids}` is too large"));
    }
    let mut found = Vec::new();
    let alternatives = match hir.kind() {
        HirKind::Alternation(alternatives) => alternatives.as_slice(),
        _ => std::slice::from_ref(&hir),
    };
    for alternative in alternatives {
        let prefix = prefix(alternative).filter(|prefix| !prefix.is_empty());
        let prefix = prefix.ok_or_else(|| {
            format!("`{ids}`: each id has to begin with a letter that the form names")
        })?;
        if !found.contains(&prefix) {
            found.push(prefix);
        }
    }
    Ok(found)
}

fn prefix(hir: &Hir) -> Option<String> {
    let literal = match hir.kind() {
        HirKind::Literal(literal) => literal,
        HirKind::Concat(parts) => match parts.first()?.kind() {
            HirKind::Literal(literal) => literal,
            HirKind::Capture(group) => return prefix(&group.sub),
            _ => return None,
        },
        HirKind::Capture(group) => return prefix(&group.sub),
        _ => return None,
    };
    let text = std::str::from_utf8(&literal.0).ok()?;
    Some(text.to_owned())
}

/// Returns what is wrong with a regular expression, without the picture of it.
fn shortly(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    }
}
