//! `explain`.

use super::error::Error;
use super::outcome::Outcome;
use super::stdout::print;
use crate::config::nearest_rule;
use crate::rules;

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
