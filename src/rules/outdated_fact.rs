//! A fact on the page of an object that differs from the pinned release.

mod dates;
mod relations;
mod stated;

use std::cell::OnceCell;

use super::findings::Findings;
use super::rule::{ByRelease, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::catalog::{self, Kind, Lifetime, Versioned, View, at, held_until, unverified};
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Fix};
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
    life: &'v Lifetime,
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
    let Some((id, life)) = object else { return };
    let object = Object {
        id,
        life,
        invalid: OnceCell::new(),
    };
    let object = &object;
    let is_technique = kind == Some(Kind::Technique);
    for fact in facts {
        match fact.kind {
            FactKind::Created | FactKind::Modified | FactKind::Maturity => {
                if let Some(difference) = difference(context, life, fact) {
                    difference.report(context, object, fact, findings);
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

/// A value that differs from the pinned release, and its replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The span of the value.
    pub span: Span,
    /// The value in the pinned release.
    pub right: String,
    /// Whether an official release states the value.
    pub official: bool,
}

/// Returns the dates and the maturity on the page of an object that differ from the pinned release.
#[must_use]
pub fn stale<'v>(context: &PageContext<'v>, life: &'v Lifetime) -> Vec<Stale> {
    let facts = &context.facts.object_facts;
    let wrong = facts
        .iter()
        .filter_map(|fact| difference(context, life, fact));
    wrong
        .map(|wrong| Stale {
            span: wrong.span,
            right: wrong.right,
            official: wrong.since.official,
        })
        .collect()
}

/// Compares a date or a maturity with the pinned release. `None` if they agree.
fn difference<'v>(
    context: &PageContext<'v>,
    life: &'v Lifetime,
    fact: &Fact,
) -> Option<Difference<'v, String>> {
    match fact.kind {
        FactKind::Created => dates::date(context, fact, &life.created),
        FactKind::Modified if dates::is_corrected(context, life, fact) => None,
        FactKind::Modified => dates::date(context, fact, &life.modified),
        FactKind::Maturity => maturity(context, life, fact),
        FactKind::Parent | FactKind::Tactic | FactKind::Tactics => None,
    }
}

/// Strips quotes, emphasis and comments from a value. `None` if the value is empty or code.
fn bare<'p>(context: &PageContext<'p>, span: Span) -> Option<(Span, &'p str)> {
    let text = context.source.slice(span);
    // The comment may be the suppression of this finding.
    let end = ["<!--", "%%", "{/*"]
        .iter()
        .filter_map(|open| text.find(open))
        .min();
    let text = text.get(..end.unwrap_or(text.len()))?;
    let around = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '\'');
    let inside = text.trim_matches(around);
    let start = span.start as usize + text.len() - text.trim_start_matches(around).len();
    let span = Span::new(start, start + inside.len());
    let is_code = context.page.blocks.is_opaque(span.start);
    (!inside.is_empty() && !is_code).then_some((span, inside))
}

fn maturity<'v>(
    context: &PageContext<'v>,
    life: &'v Lifetime,
    fact: &Fact,
) -> Option<Difference<'v, String>> {
    let view = context.view;
    let [value] = fact.values.as_slice() else {
        return None;
    };
    let (span, text) = bare(context, *value)?;
    let len = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(len);
    // A remark may follow: "realized (seen in the wild)". A sentence is not a value.
    let remark = rest.trim_start();
    let alone = remark.is_empty() || remark.starts_with(['(', ',', ';', '\u{2013}', '\u{2014}']);
    // Any other word is not an ATLAS maturity, for example the status of a draft.
    let written = catalog::maturity(word).filter(|_| alone)?;
    let is_it = |value: &str| value.eq_ignore_ascii_case(written);
    let since = at(&life.maturity, view.pinned)?;
    if life.maturities(view.pinned).any(is_it) {
        return None;
    }
    let right = if word.starts_with(char::is_lowercase) {
        since.value.to_lowercase()
    } else {
        since.value.clone()
    };
    let start = span.start as usize;
    Some(Difference {
        span: Span::new(start, start + len),
        right,
        since,
        history: History::of(view, &life.maturity, |value| is_it(value)),
    })
}

/// The releases in which a value that is wrong now was or will be right.
struct History<'c> {
    /// The last release that stated it.
    until: Option<&'c str>,
    /// The first release after the pinned one that states it.
    from: Option<&'c str>,
}

impl<'c> History<'c> {
    fn of<T>(view: View<'c>, values: &[Versioned<T>], is_it: impl Fn(&T) -> bool) -> Self {
        let until = held_until(values, view.pinned, &is_it);
        let mut later = values.iter().filter(|since| since.release > view.pinned);
        let from = later.find(|since| is_it(&since.value));
        Self {
            until: until.map(|until| view.catalog.release_name(until)),
            from: from.map(|from| view.catalog.release_name(from.release)),
        }
    }

    /// Returns the part of the help about the history of `written`.
    fn words(&self, written: &str) -> String {
        match (self.until, self.from) {
            (Some(until), _) => format!("; `{written}` was stated up to ATLAS {until}"),
            (None, Some(from)) => format!("; `{written}` is stated only from ATLAS {from} on"),
            (None, None) => String::new(),
        }
    }

    /// Returns the safety of a fix. It is unsafe if the page may be ahead of the pinned release, or if the value is unverified.
    fn safety(&self, official: bool) -> Applicability {
        if official && (self.until.is_some() || self.from.is_none()) {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        }
    }
}

/// A value that differs from the pinned release.
struct Difference<'c, T> {
    span: Span,
    right: String,
    since: &'c Versioned<T>,
    history: History<'c>,
}

impl<T> Difference<'_, T> {
    fn report(
        self,
        context: &PageContext<'_>,
        object: &Object<'_>,
        fact: &Fact,
        findings: &mut Findings,
    ) {
        if object.is_invalid(context, self.span) {
            return;
        }
        let view = context.view;
        let right = self.right;
        let written = context.source.slice(self.span);
        let release = stating(view, self.since.official);
        let since = view.catalog.release_name(self.since.release);
        let past = self.history.words(written);
        let what = if fact.is_section { "section" } else { "field" };
        findings
            .add(
                self.span,
                if self.history.until.is_some() {
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
                self.history.safety(self.since.official),
                self.span,
                right,
            ));
    }
}

/// Returns the name of the pinned release for a message.
fn stating(view: View<'_>, official: bool) -> String {
    let release = view.catalog.release_name(view.pinned);
    format!("ATLAS {release}{}", unverified(official))
}
