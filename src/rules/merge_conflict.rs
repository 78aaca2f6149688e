//! Conflict markers that a merge left in a page.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::settings::Level;
use crate::syntax::conflict::{Conflict, Extent, label};
use crate::text::shortened;

pub static RULE: Rule = Rule {
    name: "merge-conflict",
    summary: "conflict markers that a merge left in a page",
    docs: include_str!("merge-conflict.md"),
    theme: Theme::Text,
    level: Level::Error,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Text,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

/// Maximum number of characters of a marker in a message.
const LONGEST: usize = 60;

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    for conflict in &context.page.conflicts {
        match conflict.extent {
            Extent::Whole => report_whole(context, conflict, findings),
            Extent::Begin | Extent::End => report_leftover(context, conflict, findings),
        }
    }
}

fn report_whole(context: &AloneContext<'_>, conflict: &Conflict, findings: &mut Findings) {
    let line = |span| context.source.slice(span);
    let names = conflict.others.last().map_or(("", ""), |&end| {
        (label(line(conflict.place)), label(line(end)))
    });
    let sides = match names {
        ("", _) | (_, "") => String::new(),
        (ours, theirs) => format!(
            " between `{}` and `{}`",
            shortened(ours, LONGEST),
            shortened(theirs, LONGEST)
        ),
    };
    let found = findings
        .add(
            conflict.place,
            "begins here",
            format!("a merge conflict{sides} is left in the page"),
        )
        .help("keep the right parts of both sides, then delete the marker lines")
        .about(format!("{}...{}", names.0, names.1));
    for &other in &conflict.others {
        let words = match line(other).chars().next() {
            Some('|') => "the common ancestor",
            Some('=') => "the other side",
            _ => "ends here",
        };
        found.related(context.file, other, words);
    }
}

/// Reports a begin or end marker whose counterpart is gone.
fn report_leftover(context: &AloneContext<'_>, conflict: &Conflict, findings: &mut Findings) {
    let text = context.source.slice(conflict.place);
    let (label, side) = match conflict.extent {
        Extent::Begin => ("no end", "below"),
        _ => ("no beginning", "above"),
    };
    let found = findings
        .add(
            conflict.place,
            label,
            format!(
                "the conflict marker `{}` is left over from a merge",
                shortened(text, LONGEST)
            ),
        )
        .help(format!(
            "delete the line, and check whether both sides of the conflict are still {side} it"
        ))
        .about(text.to_owned());
    for &other in &conflict.others {
        found.related(context.file, other, "left over as well");
    }
}
