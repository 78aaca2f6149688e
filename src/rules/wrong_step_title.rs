//! A step whose title is not the name of its technique.

use foldhash::HashSet;
use std::cell::OnceCell;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{self, NameMatch, spelled};
use crate::catalog::{Kind, View, at, normalize_name, unverified};
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Fix, Subject};
use crate::facts::Step;
use crate::settings::Level;
use crate::syntax::id::IdToken;
use crate::text::{Source, Span};

pub static RULE: Rule = Rule {
    name: "wrong-step-title",
    summary: "a step whose title is not the name of its technique",
    docs: include_str!("wrong-step-title.md"),
    theme: Theme::Procedures,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let linked = OnceCell::new();
    for step in context.facts.studies.iter().flat_map(|study| &study.steps) {
        if let (Some(title), Some(technique)) = (step.title, step.technique) {
            check_step(context, step, (title, technique), &linked, findings);
        }
    }
}

fn check_step(
    context: &PageContext<'_>,
    step: &Step,
    (title, technique): (Span, Span),
    linked: &OnceCell<HashSet<String>>,
    findings: &mut Findings,
) {
    let (source, view) = (context.source, context.view);
    // A problem with the id or its label already has a finding, and an id in the title is checked together with its name.
    let is_reported =
        context.doubts().are_in(technique) || context.page.ids_in(title).next().is_some();
    let token = only_technique(context, technique).filter(|_| !is_reported);
    let Some((token, title)) = token.zip(plain_title(source, title)) else {
        return;
    };
    let id = token.id.as_ref();
    let (title_match, length) = analysis::title(view, id, source.slice(title));
    let span = Span::new(title.start as usize, title.start as usize + length);
    let name = source.slice(span);
    let Some(own) = spelled(view, id, name) else {
        return;
    };
    if title_match.is_current() {
        return;
    }
    let former = matches!(title_match, NameMatch::Former { .. });
    let what = match title_match.other() {
        Some(other) => format!(", the name of `{other}`, but its technique is `{id}` \"{own}\""),
        None if former => format!(", which is an earlier name of its technique `{id}` \"{own}\""),
        None => format!(", but its technique is `{id}` \"{own}\""),
    };
    // If the technique's label agrees with its id, the title is more likely wrong.
    let labeled = is_labeled(context, token, technique);
    let keeps = former
        || matches!(title_match, NameMatch::Misspelled)
        || (labeled && title_match.other().is_some());
    let official = is_official(view, id);
    let unverified = unverified(official);
    let heading = normalize_name(source.slice(step.place));
    let is_linked = || {
        let linked = linked.get_or_init(|| linked_headings(context));
        linked.contains(&heading)
    };
    let applicability = if keeps && (official || labeled) && !is_linked() {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    findings
        .add(
            span,
            "not the technique's name",
            format!("the step is titled \"{name}\"{what}{unverified}"),
        )
        .help(format!("write \"{own}\", or correct the technique"))
        .about(Subject::object(id))
        .related(context.page.file, token.span, "its technique")
        .fix(Fix::replace(applicability, span, own));
}

/// Strips emphasis and code marks from a title. `None` if the title is empty or has a link or a comment in it.
fn plain_title(source: &Source, title: Span) -> Option<Span> {
    let around = |c: char| matches!(c, '*' | '_' | '`') || c.is_whitespace();
    let whole = source.slice(title);
    let text = whole.trim_matches(around);
    let start = title.start as usize + whole.len() - whole.trim_start_matches(around).len();
    let is_plain = !["](", "[[", "<!--"].iter().any(|mark| text.contains(mark));
    (is_plain && !text.is_empty()).then(|| Span::new(start, start + text.len()))
}

/// Returns the technique that a value names, if it names only one.
fn only_technique<'c>(context: &'c PageContext<'_>, value: Span) -> Option<&'c IdToken> {
    let mut ids = context.page.ids_in(value);
    let first = ids.next()?;
    let same = ids.all(|other| other.id == first.id);
    (same && Kind::of_id(&first.id) == Some(Kind::Technique)).then_some(first)
}

/// Returns the normalized headings of the page that links lead to. Changing such a heading breaks the links.
fn linked_headings(context: &PageContext<'_>) -> HashSet<String> {
    let subpaths = context.vault.vault.subpaths_into(context.page.file);
    let parts = subpaths.iter().flat_map(|subpath| subpath.split('#'));
    parts.map(normalize_name).collect()
}

/// Returns whether the value of a technique has the technique's name after the id.
fn is_labeled(context: &PageContext<'_>, token: &IdToken, value: Span) -> bool {
    let after = Span {
        start: token.span.end,
        end: value.end,
    };
    let text = context.source.slice(after).split([']', '\n']).next();
    let name = text.map(|text| text.trim_matches(|c: char| c.is_whitespace() || ":-|".contains(c)));
    let fits = |name| {
        analysis::title(context.view, &token.id, name)
            .0
            .is_current()
    };
    name.is_some_and(fits)
}

/// Returns whether official releases state the current names of the object and of its parent.
fn is_official(view: View<'_>, id: &str) -> bool {
    [Some(id), view.parent(id)]
        .into_iter()
        .flatten()
        .filter_map(|id| at(&view.lifetime(id)?.names, view.pinned))
        .all(|version| version.official)
}
