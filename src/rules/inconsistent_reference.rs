//! A reference that contradicts itself or the catalog.

mod adjacent_url;

use foldhash::HashSet;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::catalog::{Kind, Lifetime, Status, Versioned, View, at, held_until, unverified};
use crate::context::PageContext;
use crate::diagnostic::Severity;
use crate::settings::Level;
use crate::syntax::LinkKind;
use crate::syntax::attack::{self, AttackId};
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "inconsistent-reference",
    summary: "an id whose URL names another object, or an ATT&CK id that is not the object's reference",
    docs: include_str!("inconsistent-reference.md"),
    theme: Theme::Facts,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    references(context, findings);
    let reported: HashSet<Span> = findings.places().collect();
    adjacent_url::check(context, &reported, findings);
}

/// Reports ATT&CK ids that disagree with their link or with the catalog.
fn references(context: &PageContext<'_>, findings: &mut Findings) {
    if context.page.is_data() {
        return objects(context, findings);
    }
    let fields = &context.facts.reference_fields;
    let has_links = || {
        let leads = |target: &str| target.contains("attack.mitre.org");
        context
            .page
            .facts
            .links
            .iter()
            .any(|link| leads(&link.target))
    };
    if fields.is_empty() && !has_links() {
        return;
    }
    let is_study = |id: &str| Kind::of_id(id) == Some(Kind::CaseStudy);
    let object = context.object().filter(|(id, _)| !is_study(id));
    let own = object.and_then(|(_, lifetime)| reference(context.view, lifetime));
    let mut reported = HashSet::default();
    links(context, fields, own, &mut reported, findings);
    for &field in fields {
        let ids = within(context, field, attack::ids);
        let urls = within(context, field, attack::urls);
        let is_reported = |found: &AttackId| reported.contains(&found.span);
        if ids.iter().chain(&urls).any(is_reported) {
            continue;
        }
        if let ([id], [url]) = (ids.as_slice(), urls.as_slice())
            && id.id != url.id
        {
            report_contradiction(id, url, own, findings);
            continue;
        }
        let stated = if ids.is_empty() { &urls } else { &ids };
        if let Some((object, lifetime)) = object {
            report_other_object(context, (object, lifetime), stated, findings);
        }
    }
}

/// Checks the references of objects in official YAML: `ATT&CK-reference` and `attack-reference`.
fn objects(context: &PageContext<'_>, findings: &mut Findings) {
    let tree = &context.page.get().outline;
    for object in context.facts.objects.iter() {
        let mut keys = ["ATT&CK-reference", "attack-reference"].iter();
        let Some(reference) = keys.find_map(|key| tree.get(object.node, key)) else {
            continue;
        };
        let read = |key, read: fn(&str) -> Vec<AttackId>| {
            let value = tree.get(reference, key).map(|node| tree.node(node).span);
            value.map_or_else(Vec::new, |span| within(context, span, read))
        };
        let (ids, urls) = (read("id", attack::ids), read("url", attack::urls));
        let known = object.id().and_then(|(id, span)| {
            let is_certain = !context.has_uncertain_id(span);
            match context.view.status(id) {
                Status::Current(lifetime) if is_certain => Some((id, lifetime)),
                _ => None,
            }
        });
        let own = known.and_then(|(_, lifetime)| self::reference(context.view, lifetime));
        // Two official releases pair an id with the URL of another one. In a release file only a deviation from that is reported.
        let stated = own.and_then(|own| own.value.as_deref());
        if let ([id], [url]) = (ids.as_slice(), urls.as_slice())
            && id.id != url.id
        {
            if !context.page.facts.is_release || stated != Some(id.id.as_str()) {
                report_contradiction(id, url, own, findings);
            }
        } else if let Some(known) = known {
            report_other_object(context, known, &ids, findings);
        }
    }
}

/// Returns the ATT&CK reference of an object in the pinned release.
fn reference<'c>(view: View<'c>, lifetime: &'c Lifetime) -> Option<&'c Versioned<Option<String>>> {
    at(&lifetime.attack_reference, view.pinned)
}

/// Returns what `read` finds in a part of the page, without code and comments.
fn within(context: &PageContext<'_>, span: Span, read: fn(&str) -> Vec<AttackId>) -> Vec<AttackId> {
    let start = span.start as usize;
    let mut found = read(context.source.slice(span));
    for id in &mut found {
        id.span = id.span.shift(start);
    }
    found.retain(|id| !context.page.facts.blocks.is_opaque(id.span.start));
    found
}

/// Reports links whose text names one ATT&CK object and whose target another.
fn links(
    context: &PageContext<'_>,
    fields: &[Span],
    own: Option<&Versioned<Option<String>>>,
    reported: &mut HashSet<Span>,
    findings: &mut Findings,
) {
    for link in context.page.facts.links.iter() {
        let Some(label) = link.label.filter(|_| link.kind != LinkKind::Image) else {
            continue;
        };
        let Some(mut url) = attack::of_url(&link.target) else {
            continue;
        };
        let named = within(context, label, attack::ids);
        let Some(first) = named.first() else { continue };
        if named.iter().any(|id| id.id == url.id) {
            continue;
        }
        // The target of `[text][ref]` is in its definition.
        let elsewhere = link.kind == LinkKind::Reference;
        let written = context.source.slice(link.target_span);
        let inside = attack::of_url(written).filter(|_| !elsewhere);
        url.span = inside.map_or(Span::default(), |inside| {
            inside.span.shift(link.target_span.start as usize)
        });
        let in_field = fields.iter().any(|field| field.contains(link.span));
        report_contradiction(first, &url, own.filter(|_| in_field), findings);
        reported.insert(first.span);
    }
}

/// Reports an id with a URL that leads to another object. `own`, the reference in the catalog, decides which one the help
/// recommends.
fn report_contradiction(
    id: &AttackId,
    url: &AttackId,
    own: Option<&Versioned<Option<String>>>,
    findings: &mut Findings,
) {
    let own = own.and_then(|own| own.value.as_deref());
    let right = attack::url_of(&id.id).unwrap_or_default();
    let help = match own {
        Some(own) if own == id.id => {
            format!("`{own}` is the object's ATT&CK reference: link to `{right}`")
        }
        Some(own) if own == url.id => {
            format!("`{own}` is the object's ATT&CK reference: write it here")
        }
        _ => format!("write `{}`, or link to `{right}`", url.id),
    };
    let file = findings.file;
    let found = findings.add(
        id.span,
        "this id",
        format!(
            "the ATT&CK id `{}` links to `{}`, another object",
            id.id, url.id
        ),
    );
    found
        .severity(Severity::Error)
        .help(help)
        .about(id.id.clone());
    if !url.span.is_empty() {
        found.related(file, url.span, "the link leads here");
    }
}

/// Reports a reference that differs from the one in the catalog for the page's object.
fn report_other_object(
    context: &PageContext<'_>,
    (object, lifetime): (&str, &Lifetime),
    stated: &[AttackId],
    findings: &mut Findings,
) {
    let view = context.view;
    let Some(first) = stated.first().filter(|_| states_references(view)) else {
        return;
    };
    let own = reference(view, lifetime);
    let official = own.is_none_or(|own| own.official);
    let id = &first.id;
    let release = view.catalog.release_name(view.pinned);
    let unverified = unverified(official);
    let (label, says, mut help) = match own.and_then(|own| own.value.as_deref()) {
        Some(own) if stated.iter().any(|stated| stated.id == own) => return,
        Some(own) => {
            let url = attack::url_of(own).unwrap_or_default();
            (
                "another object of ATT&CK",
                format!("that is `{own}` in ATLAS {release}{unverified}"),
                format!("write `{own}`, which is at `{url}`"),
            )
        }
        None => (
            "ATLAS states none",
            format!("ATLAS {release}{unverified} gives it none"),
            "remove the reference, or give it another name if it is a mapping of your own"
                .to_owned(),
        ),
    };
    let was = |value: &Option<String>| value.as_deref() == Some(id);
    if let Some(last) = held_until(&lifetime.attack_reference, view.pinned, was) {
        let last = view.catalog.release_name(last);
        help.push_str(&format!("; it was `{id}` up to ATLAS {last}"));
    }
    findings
        .add(
            first.span,
            label,
            format!("`{id}` is not the ATT&CK reference of `{object}`: {says}"),
        )
        .help(help)
        .about(id.clone());
}

/// Returns whether the pinned release has references at all. The first releases have none.
fn states_references(view: View<'_>) -> bool {
    let states = |lifetime: &Lifetime| reference(view, lifetime).is_some();
    let mut objects = view.catalog.objects().iter();
    objects.any(|object| object.lifetimes.iter().any(states))
}
