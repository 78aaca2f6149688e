//! A page whose file name is another object's name.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis;
use crate::catalog::{Kind, View, at, normalize_name, unverified};
use crate::context::PageContext;
use crate::diagnostic::Subject;
use crate::facts::Declaration;
use crate::settings::Level;
use crate::text::Source;
use crate::text::path::stem_of;
use crate::vault::path::is_index;

pub static RULE: Rule = Rule {
    name: "misnamed-page",
    summary: "a page whose file name is, or ends in, another object's name",
    docs: include_str!("misnamed-page.md"),
    theme: Theme::Pages,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

/// The longest name has fewer words.
const MAX_WORDS: usize = 40;

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let path = context.source.path();
    let vault = context.vault.vault;
    let Some(declaration) = &context.facts.declaration else {
        return;
    };
    let stem = stem_of(path);
    let words = normalize_name(stem);
    let words: Vec<&str> = words.split(' ').take(MAX_WORDS + 1).collect();
    if is_index(path) || words.len() > MAX_WORDS {
        return;
    }
    let view = context.view;
    if is_own(view, declaration, context.source, &words) {
        return;
    }
    let Some((other, how)) = other_object(view, &declaration.id, &words) else {
        return;
    };
    let (Some((id, _)), Some(place)) = (context.object(), declaration.place()) else {
        return;
    };
    let name = view
        .lifetime(other)
        .and_then(|lifetime| at(&lifetime.names, view.pinned));
    let (Some(name), Some(own)) = (name, view.name(id)) else {
        return;
    };
    let unverified = unverified(name.official);
    let name = &name.value;
    let mut help = format!("rename the file after \"{own}\", or correct what the page declares");
    if let [page] = vault.declaring(other) {
        let path = vault.path(*page);
        help.push_str(&format!("; {path} is the page of `{other}`"));
    }
    findings
        .add(
            place.id_span,
            "the page of another object",
            format!(
                "the file name `{stem}` {how} \"{name}\", the name of `{other}`{unverified}, but the page declares `{id}`"
            ),
        )
        .help(help)
        .about(Subject::object(id));
}

/// Returns whether the file name ends in a current or earlier name of the page's own object, or in the name that the page
/// declares.
fn is_own(view: View<'_>, declaration: &Declaration, source: &Source, words: &[&str]) -> bool {
    let stem = words.join(" ");
    let ends_in = |name: &str| {
        let before = stem.strip_suffix(name);
        !name.is_empty() && before.is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    };
    if view
        .name(&declaration.id)
        .map(normalize_name)
        .is_some_and(|name| ends_in(&name))
    {
        return true;
    }
    let given = declaration.places.iter().any(|place| {
        let after = source
            .slice(place.span)
            .split_once(&*place.id)
            .map(|(_, after)| normalize_name(after))
            .unwrap_or_default();
        ends_in(&after)
    });
    given || (0..words.len()).any(|at| analysis::is_name(view, &declaration.id, &ending(words, at)))
}

/// Returns another object of the page's kind whose current name the file name is or ends in, with the verb for the message. The
/// longest name wins. A single word at the end is usually part of some other name, so it counts only after its parent's name,
/// or if the page's object has the same parent.
fn other_object<'c>(view: View<'c>, id: &str, words: &[&str]) -> Option<(&'c str, &'static str)> {
    let kind = Kind::of_id(id)?;
    let stem = words.join(" ");
    let family = view.parent(id);
    // "direct prompt injection" is the name of a sub-technique, "Direct", together with words of its parent's name.
    let spelled = family.and_then(|family| {
        view.children(family)
            .find(|child| *child != id && analysis::is_name_now(view, child, &stem))
    });
    if let Some(spelled) = spelled {
        let name = view.name(spelled).map(normalize_name).unwrap_or_default();
        let how = match stem.strip_suffix(name.as_str()) {
            Some("") => "is",
            Some(before) if before.ends_with(' ') => "ends in",
            _ => "reads as",
        };
        return Some((spelled, how));
    }
    (0..words.len()).find_map(|at| {
        let before = words.get(..at).unwrap_or_default();
        let one = at > 0 && at + 1 == words.len();
        // After the name of the page's own parent, only a sibling's name counts.
        let in_family = ends_in_parent(view, id, before);
        let is_sibling = |other: &str| family.is_some() && view.parent(other) == family;
        let hits = view.by_name(&ending(words, at));
        let hit = hits.into_iter().find(|hit| {
            let other = hit.object.id.as_str();
            hit.current
                && hit.object.kind == kind
                && other != id
                && (is_sibling(other)
                    || (!in_family && (!one || ends_in_parent(view, other, before))))
        })?;
        Some((
            hit.object.id.as_str(),
            if at == 0 { "is" } else { "ends in" },
        ))
    })
}

/// Joins the words from `at` on.
fn ending(words: &[&str], at: usize) -> String {
    words.get(at..).unwrap_or_default().join(" ")
}

/// Returns whether the words end in the name of the parent of `id`.
fn ends_in_parent(view: View<'_>, id: &str, words: &[&str]) -> bool {
    let parent = view.parent(id).and_then(|parent| view.name(parent));
    let parent = parent.map(normalize_name).unwrap_or_default();
    let parent: Vec<&str> = parent.split(' ').collect();
    words.ends_with(&parent)
}
