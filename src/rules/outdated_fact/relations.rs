//! The parent and the tactics of a technique.

use super::stated::{NamedObject, NamedObjects, stated};
use super::{Object, stating};
use crate::catalog::{Kind, Versioned, at};
use crate::context::PageContext;
use crate::context::outdated::History;
use crate::diagnostic::Fix;
use crate::facts::{Fact, FactKind};
use crate::rules::findings::Findings;

/// Reports a parent that differs from the pinned release.
pub(super) fn parent(
    context: &PageContext<'_>,
    object: &Object<'_>,
    fact: &Fact,
    findings: &mut Findings,
) {
    let view = context.view;
    let [value] = fact.values.as_slice() else {
        return;
    };
    let listed = stated(context, *value, Kind::Technique);
    let Some(named) = listed.objects.first().filter(|_| listed.is_certain) else {
        return;
    };
    let values = &object.lifetime.parent;
    let since = at(values, view.pinned);
    let right = since.and_then(|since| since.value.as_deref());
    let is_sub = object.id.matches('.').count() > 1;
    if right == Some(named.id.as_ref()) || (right.is_none() && is_sub) {
        return;
    }
    let official = since.is_none_or(|since| since.official);
    let release = stating(view, official);
    let what = if fact.is_section { "section" } else { "field" };
    let states = match right {
        Some(right) => format!("{release} states `{right}` for `{}`", object.id),
        None => format!("`{}` is not a sub-technique in {release}", object.id),
    };
    let found = findings.add(
        named.span,
        "not its parent",
        format!(
            "the {what} `{}` says `{}`, but {states}",
            fact.name, named.id
        ),
    );
    found.about(format!("{} {}", object.id, fact.name.to_lowercase()));
    let was = |value: &Option<String>| value.as_deref() == Some(named.id.as_ref());
    let history = History::of(view, values, was);
    let past = history.words(&named.id);
    let Some((right, since)) = right.zip(since) else {
        found.help(format!("remove the {what}{past}"));
        return;
    };
    let name = view.name(right).unwrap_or_default();
    let release = view.catalog.release_name(since.release);
    found.help(format!(
        "write `{right}` ({name}), as stated since ATLAS {release}{past}"
    ));
    if named.plain && listed.objects.len() == 1 {
        found.fix(Fix::replace(
            history.applicability(official),
            named.span,
            right,
        ));
    }
}

/// Reports tactics that the technique does not have in the pinned release, or those that a complete list lacks.
pub(super) fn tactics(
    context: &PageContext<'_>,
    object: &Object<'_>,
    fact: &Fact,
    findings: &mut Findings,
) {
    let view = context.view;
    let Some(since) = view.tactics_since(object.id) else {
        return;
    };
    let mut listed = NamedObjects {
        objects: Vec::new(),
        is_certain: true,
    };
    for value in &fact.values {
        let mut each = stated(context, *value, Kind::Tactic);
        if fact.is_section {
            // Later tactics of an entry belong to a remark.
            each.objects.truncate(1);
        }
        listed.objects.append(&mut each.objects);
        listed.is_certain &= each.is_certain;
    }
    let known = |tactic: &str| since.value.iter().any(|other| other == tactic);
    let lacks = |tactic: &&String| {
        let is_it = |named: &NamedObject<'_>| named.id == tactic.as_str();
        !listed.objects.iter().any(is_it)
    };
    let missing: Vec<&String> = since.value.iter().filter(lacks).collect();
    let (_, wrong): (Vec<&NamedObject>, Vec<&NamedObject>) =
        listed.objects.iter().partition(|named| known(&named.id));
    // If one tactic is wrong and one is missing, the fix replaces the wrong one.
    let swap = match (wrong.as_slice(), missing.as_slice()) {
        ([_], [right]) => Some(right.as_str()),
        _ => None,
    };
    let tactics = Tactics {
        context,
        object,
        fact,
        since,
    };
    for named in &wrong {
        tactics.report_wrong(named, swap.filter(|_| named.plain), findings);
    }
    // A field `Tactic`, in the singular, may name just the one that the page is filed under.
    let all = fact.kind == FactKind::Tactics && listed.is_certain && !listed.objects.is_empty();
    if all && wrong.is_empty() {
        for tactic in missing {
            tactics.report_missing(tactic, findings);
        }
    }
}

/// The tactics of a technique and the fact that differs from them.
struct Tactics<'a, 'v> {
    context: &'a PageContext<'v>,
    object: &'a Object<'a>,
    fact: &'a Fact,
    since: &'a Versioned<Vec<String>>,
}

impl Tactics<'_, '_> {
    /// Reports a tactic that the technique does not have.
    fn report_wrong(&self, named: &NamedObject<'_>, right: Option<&str>, findings: &mut Findings) {
        let view = self.context.view;
        let (id, tactic) = (self.object.id, named.id.as_ref());
        let release = stating(view, self.since.official);
        let name = view.name(tactic).unwrap_or_default();
        let own: Vec<String> = self
            .since
            .value
            .iter()
            .map(|own| format!("`{own}` ({})", view.name(own).unwrap_or_default()))
            .collect();
        let since = view.catalog.release_name(self.since.release);
        let was = |value: &Vec<String>| value.iter().any(|other| other == tactic);
        let history = History::of(view, &self.object.lifetime.tactics, was);
        let past = history.words(tactic);
        let found = findings.add(
            named.span,
            if history.until.is_some() {
                "an earlier tactic"
            } else {
                "not its tactic"
            },
            format!("`{tactic}` (\"{name}\") is not a tactic of `{id}` in {release}"),
        );
        found
            .help(format!(
                "ATLAS has stated {} since {since}{past}",
                own.join(", ")
            ))
            .about(format!("{id} {tactic}"));
        if let Some(right) = right {
            let applicability = history.applicability(self.since.official);
            found.fix(Fix::replace(applicability, named.span, right));
        }
    }

    /// Reports a tactic that the fact lacks.
    fn report_missing(&self, tactic: &str, findings: &mut Findings) {
        let view = self.context.view;
        let id = self.object.id;
        let release = stating(view, self.since.official);
        let name = view.name(tactic).unwrap_or_default();
        let since = view.catalog.release_name(self.since.release);
        let what = if self.fact.is_section {
            "section"
        } else {
            "field"
        };
        findings
            .add(
                self.fact.place,
                "a tactic is missing",
                format!(
                    "the {what} `{}` lacks `{tactic}` (\"{name}\"), a tactic of `{id}` in {release}",
                    self.fact.name
                ),
            )
            .help(format!("add it; ATLAS has stated these tactics since {since}"))
            .about(format!("{id} {tactic}"));
    }
}
