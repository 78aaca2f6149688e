//! Ids and the names that stand with them: where they are, and what is wrong with each.
//!
//! Every id of a page becomes one [`Subject`], with the name it is paired with. In closed slots the whole text is the name: a
//! link's label or text, the text of a route, a heading or title, the name's cell of a table row, an entry or field that starts with
//! the id. In open slots, which are prose, only a name counts that the catalogue knows. [`judge`] gives each at most one
//! [`Verdict`], so that one defect is one finding; the rules only put verdicts into words.

mod beside;
mod collect;
mod context;
mod data;
mod fit;
mod foreign;
mod ground;
mod half;
mod header;
mod held;
mod item;
mod judge;
mod mapping;
mod meant;
mod names;
mod prose;
mod range;
mod route;
mod row;
mod scan;
mod separator;
mod subject;
mod table;
mod tactic;
mod tags;
mod title;
mod translated;
mod verdict;
mod words;

pub use beside::Name;
pub use data::traps;
pub use fit::{is_name, is_name_now, spelled};
pub use judge::judge;
pub use mapping::{Mismatch, mismatches};
pub use meant::Meant;
pub use names::{is_misspelt, plain_name};
pub use route::folder;
pub use subject::{Row, Slot, Subject};
pub use tactic::{Standing, StatedTactic, standing, stated_tactics, tactics_of};
pub use title::{Title, title};
pub use verdict::{Evidence, Half, Target, Verdict, WrongName};
pub use words::has_name_beside;

use crate::catalog::View;
use crate::text::Source;
use crate::vault::PageRef;
use crate::vault::Vault;

/// The ids of a page, with what is wrong with each.
#[must_use]
pub fn verdicts<'p>(
    page: PageRef<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
    view: View<'p>,
    known_here: bool,
) -> Vec<(Subject<'p>, Verdict<'p>)> {
    let ground = ground::Ground {
        page,
        source,
        vault,
        view,
    };
    let subjects = collect::subjects(&ground);
    let context = context::Context::new(page, source, vault, view, known_here);
    subjects
        .into_iter()
        .filter_map(|mut subject| {
            subject.name = subject
                .name
                .map(|name| names::without_remark(view, &subject.id, name));
            let verdict = judge(&context, &subject)?;
            Some((subject, verdict))
        })
        .collect()
}
