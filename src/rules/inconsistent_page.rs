//! A title, first heading and id field of one page that disagree.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{Blame, IdProblem, NamePosition};
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Edit, Fix, Subject};
use crate::settings::Level;
use crate::syntax::Shape;
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "inconsistent-page",
    summary: "title, first heading and id field of one page that disagree on its id or name",
    docs: include_str!("inconsistent-page.md"),
    theme: Theme::Pages,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    check_keys(context, findings);
    for (mention, problem) in context.problems() {
        let IdProblem::Inconsistent { blame, rest, place } = problem else {
            continue;
        };
        let NamePosition::Declares(kind) = mention.position else {
            continue;
        };
        let (span, written) = match (blame, mention.name) {
            (Blame::Name, Some(name)) => (name.span, name.text),
            _ => (mention.span, mention.id.as_ref()),
        };
        let quoted = |text: &str| match blame {
            Blame::Id => format!("`{text}`"),
            Blame::Name => format!("\"{text}\""),
        };
        let (written, expected) = (quoted(written), quoted(rest));
        let (mine, theirs) = (kind.label(), place.kind.label());
        let other = if *blame == Blame::Id {
            place.id_span
        } else {
            place.span
        };
        let found = findings.add(
            span,
            format!("in the {mine}"),
            format!("the page's {mine} says {written}, but its {theirs} says {expected}"),
        );
        found
            .help(format!(
                "write {expected} here, or change the rest of the page"
            ))
            .about(format!("{mine} {}", mention.id))
            .related(context.page.file, other, format!("in the {theirs}"));
        // A fix never writes an id that the release does not have.
        let holds = context.view.is_current(rest);
        if *blame == Blame::Id && !holds {
            continue;
        }
        let edit = match blame {
            Blame::Id => Edit::id(span, rest.as_str(), rest.as_str()),
            Blame::Name => Edit::words(span, rest.as_str()),
        };
        found.fix(Fix::edit(Applicability::Unsafe, edit));
    }
}

/// Reports v6 objects whose key is not their id, and relationships whose key is not the id of their source.
fn check_keys(context: &PageContext<'_>, findings: &mut Findings) {
    let Some((page, document)) = context.page.data() else {
        return;
    };
    for object in context.facts.objects.iter() {
        if let (Some((key, at)), Some((id, span))) = (object.key(), object.id()) {
            report_difference(context, (key, at), (id, span), findings);
        }
    }
    let tree = &page.outline;
    let is_v6 = matches!(document.shape, Some(Shape::V6 { .. }));
    let edges = tree.relationships();
    let Some(edges) = edges.filter(|_| is_v6) else {
        return;
    };
    for of in tree.entries(edges) {
        for kind in tree.entries(of.value) {
            for &edge in tree.items(kind.value) {
                if let Some(node) = tree.get(edge, "source")
                    && let Some(source) = tree.text(node)
                {
                    let at = (source, tree.node(node).span);
                    report_difference(context, (&of.key, of.key_span), at, findings);
                }
            }
        }
    }
}

fn report_difference(
    context: &PageContext<'_>,
    (key, at): (&str, Span),
    (id, span): (&str, Span),
    findings: &mut Findings,
) {
    if key == id {
        return;
    }
    let file = context.page.file;
    findings
        .add(span, "differs", format!("`{id}` is under the key `{key}`"))
        .help("write the same id in both places")
        .about(Subject::object(id))
        .related(file, at, "the key");
}
