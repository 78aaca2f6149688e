//! `explain` and `rules`.

use serde::Serialize;

use super::args::ListFormat;
use super::error::Error;
use super::outcome::Outcome;
use super::stdout::print;
use crate::config::nearest_rule;
use crate::rules::{self, RULES};

pub(super) fn explain(name: &str) -> Result<Outcome, Error> {
    let Some(rule) = rules::find(name) else {
        return Err(Error::Message(match nearest_rule(name) {
            Some(near) => format!("no rule `{name}`; did you mean `{near}`?"),
            None => format!("no rule `{name}`; `atlas-lint rules` lists them"),
        }));
    };
    print(rule.docs)?;
    Ok(Outcome::Clean)
}

/// Entry of `rules --format json`.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    level: &'static str,
    fix: &'static str,
    summary: &'static str,
    since: &'static str,
    url: String,
}

pub(super) fn rules(format: ListFormat) -> Result<Outcome, Error> {
    let text = match format {
        ListFormat::Json => {
            let listed: Vec<Listed> = RULES
                .iter()
                .map(|rule| Listed {
                    name: rule.name,
                    level: rule.level.as_str(),
                    fix: rule.fix.as_str(),
                    summary: rule.summary,
                    since: rule.since,
                    url: rules::docs_url(rule.name),
                })
                .collect();
            serde_json::to_string_pretty(&listed).map_err(Error::new)? + "\n"
        }
        ListFormat::Text => {
            let width = RULES
                .iter()
                .map(|rule| rule.name.len())
                .max()
                .unwrap_or_default();
            let row = |name: &str, level: &str, fix: &str, summary: &str| {
                format!("{name:width$}  {level:7}  {fix:6}  {summary}\n")
            };
            let mut text = row("RULE", "LEVEL", "FIX", "FINDS");
            for rule in RULES {
                text.push_str(&row(
                    rule.name,
                    rule.level.as_str(),
                    rule.fix.as_str(),
                    rule.summary,
                ));
            }
            text
        }
    };
    print(&text)?;
    Ok(Outcome::Clean)
}
