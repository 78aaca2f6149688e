//! Ids in source code and other text, and the names in the next string literal.
//!
//! Names in the same line are found as in prose.

use super::adjacent_name::{NameText, named};
use super::candidate::Candidate;
use crate::facts::vocabulary::{MAX_LITERAL, MAX_LITERAL_GAP, PLAIN_NAME_KEYS};
use crate::syntax::Page;
use crate::syntax::id::IdToken;
use crate::text::Span;

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Returns the ids of a text. An id that is a whole string literal has the name of the next one.
pub(super) fn candidates(page: &Page<'_>, ids: &[IdToken]) -> Vec<Candidate> {
    let text = page.source.text();
    let mut found: Vec<Candidate> = ids.iter().map(Candidate::of).collect();
    for at in 0..found.len() {
        let end = found
            .get(at + 1)
            .map_or(text.len(), |next| next.span.start as usize);
        found[at].name = next_literal(text, found[at].span, end);
    }
    found
}

/// Returns the name in the string literal after an id that is one, if it ends before `end`.
fn next_literal(text: &str, id: Span, end: usize) -> Option<NameText> {
    let quote = text.get(..id.start as usize)?.chars().next_back()?;
    let rest = text.get(id.end as usize..end)?.strip_prefix(quote)?;
    if !QUOTES.contains(&quote) {
        return None;
    }
    let at = id.end as usize + 1;
    let (key, open, close) = literal(rest)?;
    let first = rest.get(open..close)?;
    let behind = rest.get(close + 1..)?;
    // `{"id": "AML.T0051", "name": "LLM Prompt Injection"}`: the next literal is a key.
    if behind.trim_start_matches([' ', '\t']).starts_with(':') && is_name_key(first) {
        let (_, open, end) = literal(behind)?;
        let start = at + close + 1 + open;
        return name(text, start, at + close + 1 + end);
    }
    // `Technique(id="AML.T0051", name="LLM Prompt Injection")`
    let is_named = key.is_none_or(is_name_key);
    is_named
        .then(|| name(text, at + open, at + close))
        .flatten()
}

/// Returns the next string literal of a text, on this line or the next: the word before its `=` or `:`, and the bytes in its quotes.
fn literal(text: &str) -> Option<(Option<&str>, usize, usize)> {
    let near = text.char_indices().take(MAX_LITERAL_GAP);
    let (open, quote) = near.clone().find(|(_, c)| QUOTES.contains(c))?;
    let gap = text.get(..open)?;
    // A literal in another statement or value is not about the id.
    let is_other = |c: char| matches!(c, ';' | '[' | ']' | '{' | '}');
    if gap.matches('\n').count() > 1 || gap.contains(is_other) {
        return None;
    }
    let open = open + 1;
    let inside = text.get(open..)?;
    let length = inside
        .char_indices()
        .take(MAX_LITERAL)
        .find(|(_, c)| *c == quote || *c == '\n')?;
    (length.1 == quote).then_some(())?;
    let key = gap.trim_end().strip_suffix(['=', ':']).map(|key| {
        let key = key.trim_end();
        let start = key.rfind(|c: char| !c.is_alphanumeric() && c != '_');
        start.map_or(key, |start| key.get(start + 1..).unwrap_or_default())
    });
    let key = key.filter(|key| !key.is_empty());
    Some((key, open, open + length.0))
}

/// Returns whether a key holds a name: `name`, `technique_name`, `controlName`.
fn is_name_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.ends_with("name") || PLAIN_NAME_KEYS.contains(&key.as_str())
}

/// Returns the name at some bytes. Only names of the catalog count.
fn name(text: &str, start: usize, end: usize) -> Option<NameText> {
    let name = named(text.get(start..end)?, start, false)?;
    Some(NameText {
        closed: false,
        ..name.into()
    })
}

#[cfg(test)]
mod tests {
    use super::next_literal;
    use crate::text::Span;

    #[test]
    fn the_next_literal_is_the_name() {
        let name = |text: &str| {
            let at = text.find("AML.T0051").expect("an id");
            let id = Span::new(at, at + "AML.T0051".len());
            next_literal(text, id, text.len()).map(|name| text[name.span.range()].to_owned())
        };
        for text in [
            "x(\"AML.T0051\", \"LLM Jailbreak\")",
            "{\"id\": \"AML.T0051\", \"name\": \"LLM Jailbreak\"}",
            "{'id': 'AML.T0051',\n  'name': 'LLM Jailbreak'}",
            "{\"control_id\": \"AML.T0051\", \"control_name\": \"LLM Jailbreak\"}",
            "T(techniqueId='AML.T0051', techniqueName='LLM Jailbreak')",
            "T(id=\"AML.T0051\", name=\"LLM Jailbreak\")",
            "\"AML.T0051\": \"LLM Jailbreak\",",
            "{ id: `AML.T0051`, title: `LLM Jailbreak` }",
        ] {
            assert_eq!(name(text).as_deref(), Some("LLM Jailbreak"), "{text}");
        }
        for text in [
            "AML.T0051 \"LLM Jailbreak\"",
            "\"AML.T0051\"; \"LLM Jailbreak\"",
            "T(id=\"AML.T0051\", tactic=\"Initial Access\")",
            "\"AML.T0051\",\n\n\"LLM Jailbreak\"",
            "[\"AML.T0051\"], \"LLM Jailbreak\"",
            "\"AML.T0051\", \"open",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
