//! `explain`.

mod listed;
mod page;
mod parts;
mod shown;

use super::args::{ExplainArgs, ListFormat};
use super::error::Error;
use super::hints;
use super::outcome::Outcome;
use super::stdout::print;
use super::terminal::Terminal;
use crate::config::nearest_rule;
use crate::rules::{self, RULES, Rule};

pub(super) fn explain(args: &ExplainArgs) -> Result<Outcome, Error> {
    let terminal = Terminal::stdout();
    let text = match (args.rule.as_deref().map(find).transpose()?, args.format) {
        (Some(rule), ListFormat::Text) => page::text(rule, terminal),
        (Some(rule), ListFormat::Json) => page::json(rule).map_err(Error::new)?,
        (None, ListFormat::Text) => listed::by_theme(terminal),
        (None, ListFormat::Json) => listed::themes_json().map_err(Error::new)?,
    };
    print(&text)?;
    Ok(Outcome::Clean)
}

fn find(name: &str) -> Result<&'static Rule, Error> {
    rules::find(name).ok_or_else(|| {
        let hint = hints::for_name(name).unwrap_or_else(|| match nearest_rule(name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => with_part(name).unwrap_or_else(|| "`atlas-lint rules` lists them".to_owned()),
        });
        Error::Message(format!("no rule `{name}`; {hint}"))
    })
}

/// Returns the rules whose names have a word in them.
fn with_part(word: &str) -> Option<String> {
    let word = word.to_ascii_lowercase();
    let names = RULES.iter().map(|rule| rule.name);
    let found: Vec<String> = names
        .filter(|name| name.split('-').any(|part| part == word))
        .map(|name| format!("`{name}`"))
        .collect();
    (!found.is_empty()).then(|| format!("there are {}", found.join(", ")))
}
