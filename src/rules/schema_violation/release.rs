//! Detects truncated release files. A truncated file may still be valid YAML that satisfies its schema.

use foldhash::HashSet;

use crate::catalog::{Kind, View};
use crate::context::PageContext;
use crate::facts::Object;
use crate::rules::findings::Findings;
use crate::text::{Span, shortened_list};

/// Number of ids shown in the message.
const SHOWN: usize = 3;

pub(super) fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let known = context.vault.own_releases.contains_key(&context.page.file);
    let sound = context
        .page
        .data()
        .is_some_and(|(_, document)| document.sound);
    if !(known && sound && context.page.facts.is_release) {
        return;
    }
    let objects = &context.facts.objects;
    let missing_ids = missing(context.view, objects);
    if !missing_ids.is_empty() {
        let named = missing_ids.iter().map(|id| format!("`{id}`"));
        let named = shortened_list(named, missing_ids.len(), SHOWN);
        let release = context.view.catalog.release_name(context.view.pinned);
        report_cut_off(
            end(context),
            format!("the file of ATLAS {release} lacks {named}, which the release holds"),
            findings,
        );
    } else if let Some(id) = without_tactic(context, objects) {
        report_cut_off(
            end(context),
            format!("the last technique, `{id}`, has no `achieves` in `relationships`"),
            findings,
        );
    }
}

fn report_cut_off(span: Span, message: String, findings: &mut Findings) {
    findings
        .add(span, "the end", message)
        .help("the file was cut off: download it again")
        .about("whole");
}

/// Returns the span of the last line that is not blank.
fn end(context: &PageContext<'_>) -> Span {
    let text = context.source.text().trim_end();
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    let indent = text.len() - start - text[start..].trim_start().len();
    Span::new(start + indent, text.len())
}

/// Returns the ids that the release has and the file lacks, except for kinds that the official files of the release leave out.
fn missing<'c>(view: View<'c>, objects: &[Object]) -> Vec<&'c str> {
    let held: HashSet<&str> = objects.iter().filter_map(Object::known_as).collect();
    let gaps = view
        .catalog
        .release_at(view.pinned)
        .map_or(&[][..], |release| &release.gaps);
    let is_complete = |kind: Kind| kind != Kind::Tactic && !gaps.contains(&kind);
    let of_release = |kind: Kind| {
        let objects = view.catalog.objects().iter();
        objects
            .filter(move |object| object.kind == kind)
            .filter(|object| {
                object
                    .lifetimes
                    .iter()
                    .any(|lifetime| lifetime.spans(view.pinned))
            })
            .map(|object| object.id.as_str())
    };
    // Truncation loses the last ids. An id that is missing before them may be a typo, which has its own finding.
    let is_cut = |kind: &Kind| {
        of_release(*kind)
            .next_back()
            .is_some_and(|id| !held.contains(id))
    };
    Kind::ALL
        .into_iter()
        .filter(|kind| is_complete(*kind))
        .filter(is_cut)
        .flat_map(of_release)
        .filter(|id| !held.contains(id))
        .collect()
}

/// Returns the last technique if it has no `achieves`. In v6 the relationships come last, sorted by id, so they are cut first.
fn without_tactic<'o>(context: &PageContext<'_>, objects: &'o [Object]) -> Option<&'o str> {
    let tree = &context.page.get().outline;
    let edges = tree.relationships()?;
    let last = objects
        .iter()
        .filter(|object| object.kind == Kind::Technique)
        .filter_map(|object| Some(object.key()?.0))
        .filter(|id| id.len() == "AML.T0000".len())
        .max()?;
    let own = tree.get(edges, last);
    let has = own.is_some_and(|own| tree.get(own, "achieves").is_some());
    (!has).then_some(last)
}
