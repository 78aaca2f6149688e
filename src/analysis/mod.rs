//! What follows from the facts of a page in its vault and at a release: ids and their names, the problems of each, and stated
//! tactics.
//!
//! Nothing here reads the text or tree of a page: the data come from [`crate::facts`], the vault and the catalog. [`problems`]
//! gives each id at most one [`IdProblem`], so that one defect is one finding. The rules only turn problems into messages.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 header, mention, own_name, scan, translated
//! 1 name_match, problem, words
//! 2 page_view, title
//! 3 blame, name_column, prose, row, tactics
//! 4 names, suggest_id
//! 5 diagnose, item
//! 6 series, table
//! 7 pairs
//! ```

mod blame;
mod diagnose;
mod header;
mod item;
mod mention;
mod name_column;
mod name_match;
mod names;
mod own_name;
mod page_view;
mod pairs;
mod problem;
mod prose;
mod row;
mod scan;
mod series;
mod suggest_id;
mod table;
mod tactics;
mod title;
mod translated;
mod words;

pub use mention::{Mention, NamePosition, Row};
pub use name_match::NameMatch;
pub use own_name::{is_misspelled, is_name, is_name_now, spelled};
pub use problem::{Blame, Evidence, IdProblem, Suggestion, WrongName};
pub use tactics::{
    OpenTactic, StatedTactic, TacticStatus, open_tactics, stated_tactics, tactic_help,
    tactic_status, tactics_of,
};
pub use title::title;
pub use words::{has_adjacent_name, has_adjacent_own_name, owner_of_next_name};

pub use page_view::PageView;
pub use pairs::is_split_text;

/// Returns the ids of a page in text order, with the names that they are paired with.
#[must_use]
pub fn mentions<'p>(page: &PageView<'p>) -> Vec<Mention<'p>> {
    let mut found = pairs::mentions(page);
    for mention in &mut found {
        mention.name = mention
            .name
            .and_then(|name| names::stated(page.view, mention, name))
            .map(|name| names::with_sub_technique(page, &mention.id, name))
            .filter(|name| !names::is_stated_tactic(page.view, mention, *name));
    }
    found
}

/// Returns the ids of a page that have a problem, in text order.
#[must_use]
pub fn problems<'p>(page: &PageView<'p>) -> Vec<(Mention<'p>, IdProblem<'p>)> {
    mentions(page)
        .into_iter()
        .filter_map(|mention| {
            let problem = diagnose::diagnose(page, &mention)?;
            Some((mention, problem))
        })
        .collect()
}
