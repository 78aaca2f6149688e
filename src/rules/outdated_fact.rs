//! A fact on the page of an object that differs from the pinned release.

mod relations;
mod stated;

use std::cell::OnceCell;

use super::findings::Findings;
use super::rule::{ByRelease, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::catalog::{Kind, Lifetime, View, unverified};
use crate::context::PageContext;
use crate::context::outdated::{Difference, difference};
use crate::diagnostic::Fix;
use crate::facts::{Fact, FactKind};
use crate::settings::Level;
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "outdated-fact",
    summary: "a fact on the page of an object that differs from the pinned release",
    docs: include_str!("outdated-fact.md"),
    theme: Theme::Facts,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        by_release: ByRelease::Yes,
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

/// The object of a page.
struct Object<'v> {
    id: &'v str,
    lifetime: &'v Lifetime,
    /// The values that violate the page's schema, computed on first use.
    invalid: OnceCell<Vec<Span>>,
}

impl Object<'_> {
    /// Returns whether the value around `span` violates the page's schema. That finding comes first, and this rule stays silent.
    fn is_invalid(&self, context: &PageContext<'_>, span: Span) -> bool {
        let invalid = self.invalid.get_or_init(|| {
            let violations = context.facts.violations.iter();
            let of_values = violations.filter(|violation| violation.about_value);
            of_values.map(|violation| violation.span).collect()
        });
        // The spans are in page order.
        let after = invalid.partition_point(|other| other.start <= span.start);
        let last = after.checked_sub(1).and_then(|last| invalid.get(last));
        last.is_some_and(|last| last.contains(span))
    }
}

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let declared = context.vault.vault.declared_id(context.page.file);
    let kind = declared.and_then(Kind::of_id);
    if kind.is_none_or(|kind| kind == Kind::CaseStudy) {
        return;
    }
    let facts = &context.facts.object_facts;
    let object = (!facts.is_empty()).then(|| context.object()).flatten();
    let Some((id, lifetime)) = object else { return };
    let object = Object {
        id,
        lifetime,
        invalid: OnceCell::new(),
    };
    let object = &object;
    let is_technique = kind == Some(Kind::Technique);
    for fact in facts {
        match fact.kind {
            FactKind::Created | FactKind::Modified | FactKind::Maturity => {
                if let Some(difference) = difference(context, lifetime, fact) {
                    report(difference, context, object, fact, findings);
                }
            }
            FactKind::Parent if is_technique => relations::parent(context, object, fact, findings),
            FactKind::Tactic | FactKind::Tactics if is_technique => {
                relations::tactics(context, object, fact, findings);
            }
            FactKind::Parent | FactKind::Tactic | FactKind::Tactics => {}
        }
    }
}

/// Reports a date or a maturity that differs from the pinned release.
fn report(
    difference: Difference<'_>,
    context: &PageContext<'_>,
    object: &Object<'_>,
    fact: &Fact,
    findings: &mut Findings,
) {
    if object.is_invalid(context, difference.span) {
        return;
    }
    let view = context.view;
    let right = difference.current;
    let written = context.source.slice(difference.span);
    let release = stating(view, difference.since.official);
    let since = view.catalog.release_name(difference.since.release);
    let past = difference.history.words(written);
    let what = if fact.is_section { "section" } else { "field" };
    findings
        .add(
            difference.span,
            if difference.history.until.is_some() {
                "an earlier value"
            } else {
                "differs from ATLAS"
            },
            format!(
                "the {what} `{}` says `{written}`, but {release} states `{right}` for `{}`",
                fact.name, object.id
            ),
        )
        .help(format!(
            "write `{right}`, as stated since ATLAS {since}{past}"
        ))
        .about(format!("{} {}", object.id, fact.name.to_lowercase()))
        .fix(Fix::replace(
            difference.history.applicability(difference.since.official),
            difference.span,
            right,
        ));
}

/// Returns the name of the pinned release for a message.
fn stating(view: View<'_>, official: bool) -> String {
    let release = view.catalog.release_name(view.pinned);
    format!("ATLAS {release}{}", unverified(official))
}
