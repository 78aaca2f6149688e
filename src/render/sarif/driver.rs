//! The tool and its rules, as SARIF describes them.

use serde_json::{Value, json};

use crate::render::context::Context;
use crate::rules::{RULES, Rule};
use crate::settings::Level;

/// Returns the tool with all its rules. Viewers also show rules without findings.
pub(super) fn driver(cx: &Context<'_>) -> Value {
    json!({
        "name": "atlas-lint",
        "version": cx.version,
        "semanticVersion": cx.version,
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": RULES.iter().map(|rule| descriptor(cx, rule)).collect::<Value>(),
    })
}

fn descriptor(cx: &Context<'_>, rule: &Rule) -> Value {
    let url = (cx.docs_url)(rule.name);
    let lead = lead(rule.docs);
    let first = lead.split("\n\n").next().unwrap_or_default();
    json!({
        "id": rule.name,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": sentence(rule.summary) },
        "fullDescription": { "text": first.replace('\n', " ") },
        "help": {
            "text": format!("{lead}\n\n{url}"),
            "markdown": format!("{lead}\n\n[More on {}, with examples]({url})", rule.name),
        },
        "helpUri": url,
        "defaultConfiguration": {
            "enabled": rule.level != Level::Off,
            "level": rule.level.severity().map_or("warning", |severity| severity.as_str()),
        },
    })
}

/// Returns the part of a rule's documentation before its examples, without the heading.
fn lead(docs: &str) -> &str {
    let lead = docs.split("\n## ").next().unwrap_or_default();
    let body = lead
        .strip_prefix("# ")
        .and_then(|rest| rest.split_once('\n'));
    body.map_or(lead, |(_, body)| body).trim()
}

/// Converts `wrong-name` to `WrongName`, the usual case for rule names in SARIF.
fn pascal_case(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(word).collect()
}

/// Converts a summary to a sentence.
fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let text: String = first.into_iter().chain(letters).collect();
    text + "."
}
