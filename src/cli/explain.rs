//! `explain`.

mod listed;
mod page;
mod parts;
mod shown;

use super::args::{ExplainArgs, ListFormat};
use super::error::Error;
use super::outcome::Outcome;
use super::stdout::print;
use super::terminal::Terminal;
use crate::config::nearest_rule;
use crate::rules::{self, Rule};

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
        Error::Message(match nearest_rule(name) {
            Some(near) => format!("no rule `{name}`; did you mean `{near}`?"),
            None => format!("no rule `{name}`; `atlas-lint rules` lists them"),
        })
    })
}
