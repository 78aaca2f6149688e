//! An ATLAS id without its prefix, after the name of the framework: "ATLAS T0043".

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::analysis;
use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Edit, Fix, Subject};
use crate::settings::Level;
use crate::syntax::tree::Data;
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "unprefixed-id",
    summary: "an ATLAS id without its prefix `AML.`",
    docs: include_str!("unprefixed-id.md"),
    theme: Theme::Ids,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

const FRAMEWORK: &str = "ATLAS";

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let text = context.source.text();
    // Most pages do not name the framework.
    if memchr::memmem::find(text.as_bytes(), FRAMEWORK.as_bytes()).is_none() {
        return;
    }
    let mut texts: Vec<Span> = context
        .page
        .blocks
        .texts
        .iter()
        .map(|block| block.span)
        .collect();
    let page = context.page;
    let front = page.front.as_ref().filter(|front| front.sound);
    let tree = front.map_or(&page.outline, |front| &front.tree);
    if front.is_some() || page.document.is_some() {
        let strings = tree
            .nodes()
            .filter(|node| matches!(node.data, Data::Text(_)));
        texts.extend(strings.map(|node| node.span));
    }
    texts.sort_unstable();
    texts.dedup();
    for span in texts {
        in_text(context, span, findings);
    }
}

fn in_text(context: &AloneContext<'_>, span: Span, findings: &mut Findings) {
    let text = context.source.slice(span);
    for at in memchr::memmem::find_iter(text.as_bytes(), FRAMEWORK.as_bytes()) {
        let Some((offset, short)) = id_after(text, at) else {
            continue;
        };
        let start = span.start as usize + at + offset;
        let place = Span::new(start, start + short.len());
        let id = format!("AML.{short}");
        let links = &context.page.links;
        let after = links.partition_point(|link| link.span.start <= place.start);
        let near = links
            .get(after.saturating_sub(2)..after)
            .unwrap_or_default();
        let in_target = || near.iter().any(|link| link.target_span.contains(place));
        if context.view.catalog.object(&id).is_none()
            || context.page.blocks.is_opaque(place.start)
            || in_target()
        {
            continue;
        }
        report(context, place, short, &id, findings);
    }
}

fn report(context: &AloneContext<'_>, place: Span, short: &str, id: &str, findings: &mut Findings) {
    let view = context.view;
    let named = analysis::has_adjacent_own_name(view, context.source.text(), place, id);
    let applicability = if named {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let name = view.name(id);
    let name = name.map_or(String::new(), |name| format!(" ({name})"));
    let behind = context.source.text().get(place.end as usize..);
    // Of a range, the other end would have to change too.
    let in_range = behind.is_some_and(|behind| {
        let rest = behind.trim_start_matches(['-', '\u{2013}', '\u{2014}']);
        rest.len() < behind.len() && rest.starts_with(['T', 'M', 'C'])
    });
    let found = findings.add(
        place,
        "the prefix is missing",
        format!("`{short}` is not an ATLAS id without its prefix `AML.`"),
    );
    let found = found.about(Subject::object(id));
    // With its prefix, a retired id is as wrong: the text refers to another one.
    if !view.is_current(id) {
        let text = context.source.text();
        if let Some(owner) = analysis::owner_of_next_name(view, text, place) {
            found
                .help(format!(
                    "write `{owner}`, which has, or had, the name next to it"
                ))
                .fix(Fix::edit(
                    Applicability::Unsafe,
                    Edit::id(place, owner, owner),
                ));
            return;
        }
        found.help(format!(
            "write the id of the intended object: `{id}`{name} is retired"
        ));
        return;
    }
    found.help(format!("write `{id}`{name}"));
    if !in_range {
        found.fix(Fix::edit(applicability, Edit::id(place, id, id)));
    }
}

/// Returns the id without a prefix that follows the framework's name at `at`, and its offset from there.
fn id_after(text: &str, at: usize) -> Option<(usize, &str)> {
    let begins = text
        .get(..at)?
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric());
    let after = text.get(at + FRAMEWORK.len()..)?;
    let words = [": ", " Technique: ", " technique: ", " Tactic: ", " "];
    let rest = words.iter().find_map(|word| after.strip_prefix(word))?;
    let kind = ["TA", "CS", "T", "M"]
        .into_iter()
        .find(|kind| rest.starts_with(kind))?;
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(kind.len()..)?;
    if !begins || digits(number) != 4 {
        return None;
    }
    let sub = number.get(4..)?.strip_prefix('.').map_or(0, digits);
    let length = kind.len() + if kind == "T" && sub == 3 { 8 } else { 4 };
    let ends = rest
        .get(length..)?
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric() && c != '_');
    let offset = FRAMEWORK.len() + after.len() - rest.len();
    ends.then_some((offset, rest.get(..length)?))
}
