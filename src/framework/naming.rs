//! Whether the name beside an id is one of its own.

use super::definition::{Framework, Numbering, Object};
use super::existence::{is_of_atlas, says_gone, version};
use super::listed::listed;
use super::mention::Mention;
use super::name_text::NameText;
use super::names::{forms, forms_at, rank};
use super::phrase::{has_phrase, is_part, normalized};
use super::problem::{Naming, Owner, Problem};
use crate::lookup::Lookup;
use crate::syntax::Page;

/// Returns what the texts beside an id say.
pub(super) fn naming<'f>(
    mention: &Mention<'f, '_>,
    page: &Page<'_>,
    beside: &dyn Lookup,
) -> Naming<'f> {
    let framework = mention.token.entry.framework();
    if !framework.check_names || mention.names.is_empty() {
        return Naming::None;
    }
    match framework.numbering {
        Numbering::Stable => stable(mention, page, beside),
        Numbering::PerEdition => listed(mention, page, framework, beside),
    }
}

fn stable<'f>(mention: &Mention<'f, '_>, page: &Page<'_>, beside: &dyn Lookup) -> Naming<'f> {
    let entry = mention.token.entry;
    let framework = entry.framework();
    let Some(object) = framework.object(&mention.token.id) else {
        return Naming::None;
    };
    let (version, _) = version(mention);
    let current = forms_at(framework, object, version);
    let own = forms(framework, object);
    let mut counted = mention.names.iter().filter(|name| name.counts());
    let earlier = counted.find(|name| own.contains(&name.plain) && !current.contains(&name.plain));
    // The name of today may be a part of an earlier one.
    let is_right = |name: &NameText| {
        let is_part = earlier.is_some_and(|earlier| earlier.span.contains(name.span));
        current.contains(&name.plain) && !is_part
    };
    if mention.names.iter().any(is_right) {
        return Naming::Right(Vec::new());
    }
    // The name of a reference is that of the ATLAS object.
    if let Some(name) = earlier.filter(|_| !mention.is_reference) {
        let rest = mention.plain_line().replacen(&name.plain, "|", 1);
        if says_gone(mention.plain_line())
            || is_of_atlas(mention, framework)
            // One word may be a part of anything, but at the end: "Plant a DLL in a folder", "now DLL".
            || current.iter().any(|now| {
                has_phrase(&rest, now) && (now.contains(' ') || rest.trim_end().ends_with(now))
            })
        {
            return Naming::None;
        }
        let borne = entry.named(&name.plain).any(|other| other.id != object.id);
        let problem = outdated(framework, object, version, (name, !borne && name.fills));
        return Naming::Problem(problem, name.clone());
    }
    if own
        .iter()
        .any(|name| has_phrase(mention.plain_line(), name))
    {
        return Naming::None;
    }
    let related = related(framework, object);
    let line = mention.line();
    let counted = mention.names.iter().filter(|name| name.counts());
    if counted.clone().any(|name| name.is_apart) {
        return Naming::None;
    }
    for name in counted {
        if related.iter().any(|own| is_part(&name.plain, own)) {
            return Naming::None;
        }
        let mut others: Vec<&Object> = entry
            .named(&name.plain)
            .filter(|other| other.kind == object.kind && other.shares_domain(object))
            .collect();
        others.sort_by_key(|other| (rank(other, &name.plain), !is_near_number(other, object)));
        let is_near =
            |other: &&Object| line.contains(&*other.id) || other.successors.contains(&object.id);
        if others.iter().any(is_near) {
            return Naming::None;
        }
        // The name of a reference is that of the ATLAS object. One that ATLAS does not give it is an `inconsistent-reference`.
        if mention.is_reference
            && (others.is_empty() || !beside.stems(page.source.slice(name.span), &object.id))
        {
            continue;
        }
        let written = page.source.slice(name.span);
        let owner = match others.first() {
            _ if let Some(id) = beside.completed(&object.id, written) => Owner::Beside(id),
            Some(other) => Owner::Object(other),
            None if beside.stems(written, &object.id) => continue,
            None => match beside.bearer(written, &object.kind) {
                // "ATLAS T0043" lacks its prefix, which another rule says.
                Some((id, _)) if !line.contains(&id) && !lacks_prefix(page, mention, beside) => {
                    Owner::Beside(id)
                }
                _ => continue,
            },
        };
        return Naming::Problem(
            Problem::WrongName {
                own: object.name_at(version),
                owners: vec![owner],
            },
            name.clone(),
        );
    }
    Naming::None
}

/// Returns whether the name of ATLAS is right before an id of another framework, which is one of ATLAS with its prefix.
fn lacks_prefix(page: &Page<'_>, mention: &Mention<'_, '_>, beside: &dyn Lookup) -> bool {
    let before = page.source.text().get(..mention.token.span.start as usize);
    let is_behind = |before: &str| before.trim_end_matches([' ', ':']).ends_with("ATLAS");
    before.is_some_and(is_behind) && beside.show(&format!("AML.{}", mention.token.id)).is_some()
}

/// Returns the problem of an earlier name, alone or behind that of the object's parent. Whether the name is surely meant is given.
pub(super) fn outdated<'f>(
    framework: &'f Framework,
    object: &'f Object,
    version: u16,
    (name, is_certain): (&NameText, bool),
) -> Problem<'f> {
    let own = object.name_at(version);
    let is_before = |(_, it): &(u16, Box<str>)| {
        let rest = name.plain.strip_prefix(&normalized(it));
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    let parent = object.parent().and_then(|id| framework.object(id));
    let parent = parent.filter(|parent| parent.names.iter().any(is_before));
    let since = since(framework, object, version);
    let (now, since) = match parent {
        Some(parent) => (
            format!("{}: {own}", parent.name_at(version)).into(),
            since.max(self::since(framework, parent, version)),
        ),
        None => (own.into(), since),
    };
    Problem::OutdatedName {
        now,
        since: framework.version(since),
        is_certain,
    }
}

/// Returns the version since which an object has its name.
fn since(framework: &Framework, object: &Object, version: u16) -> u16 {
    let name = object.name_at(version);
    let last = object.names.iter().rfind(|(_, it)| **it == *name);
    last.map_or(framework.newest(), |(since, _)| *since)
}

/// Returns the names of an object, its parent and its sub-techniques.
pub(super) fn related(framework: &Framework, object: &Object) -> Vec<String> {
    let mut found = forms(framework, object);
    if let Some(parent) = object.parent().and_then(|id| framework.object(id)) {
        found.extend(forms(framework, parent));
    }
    let start = format!("{}.", object.id);
    let first = framework.objects.partition_point(|it| *it.id < *start);
    let children = framework.objects[first..]
        .iter()
        .take_while(|it| it.id.starts_with(&start));
    found.extend(children.flat_map(|child| forms(framework, child)));
    found
}

/// Returns whether the numbers of two objects begin alike. The domains of ATT&CK count from other thousands.
fn is_near_number(a: &Object, b: &Object) -> bool {
    let digit = |object: &Object| object.id.chars().find(char::is_ascii_digit);
    digit(a) == digit(b)
}
