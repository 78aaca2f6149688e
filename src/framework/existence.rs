//! Whether the object of an id is there: not unknown, revoked or deprecated.

use std::cell::OnceCell;

use foldhash::HashSet;
use memchr::memchr_iter;

use super::definition::{Framework, Numbering, Object, Status};
use super::mention::Mention;
use super::names::forms;
use super::page_time::{after, named_versions, version_at};
use super::phrase::has_phrase;
use super::problem::Problem;
use super::registry::{Entry, Pin};
use crate::syntax::Page;
use crate::text::path::is_changelog;

/// Words on a line that say that an id is no longer used.
const GONE: [&str; 13] = [
    "revoked",
    "deprecated",
    "deprecation",
    "formerly",
    "legacy",
    "split",
    "renamed",
    "obsolete",
    "removed",
    "retired",
    "superseded",
    "replaced",
    "previously",
];

/// Words on a line about entries that group others.
const GROUPS: [&str; 6] = [
    "category",
    "categories",
    "family",
    "view",
    "views",
    "distinct",
];

/// Returns whether a line says that something on it is no longer used.
pub(super) fn says_gone(line: &str) -> bool {
    GONE.iter().any(|word| has_phrase(line, word))
}

/// Ids that a page writes with letters of its own before them: `T1302` is short for `SAF-T1302` there.
pub(super) struct Shortened<'p> {
    text: &'p str,
    found: OnceCell<HashSet<&'p str>>,
}

impl<'p> Shortened<'p> {
    pub(super) fn of(page: &Page<'p>) -> Self {
        Self {
            text: page.source.text(),
            found: OnceCell::new(),
        }
    }

    pub(super) fn has(&self, id: &str) -> bool {
        let found = self.found.get_or_init(|| {
            let hyphens = memchr_iter(b'-', self.text.as_bytes());
            let words = hyphens.filter_map(|at| {
                let rest = self.text.get(at + 1..)?;
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
                Some(rest[..end.unwrap_or(rest.len())].trim_end_matches('.'))
            });
            words
                .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
                .collect()
        });
        found.contains(id)
    }
}

/// Returns whether the line of an id names ATLAS and not its framework: then the id may lack its prefix.
pub(super) fn is_of_atlas(mention: &Mention<'_, '_>, framework: &Framework) -> bool {
    mention.line().contains("ATLAS") && !mention.line().contains(&*framework.title)
}

/// Returns the version that an id is judged by: the one that its line names, the pinned one, or the newest. The second is whether
/// it is pinned.
pub(super) fn version(mention: &Mention<'_, '_>) -> (u16, bool) {
    version_on(mention.token.entry, mention.line())
}

/// Returns the version by which what stands on a line is judged, and whether it is set.
pub(super) fn version_on(entry: &Entry, line: &str) -> (u16, bool) {
    let framework = entry.framework();
    if let Some(version) = stated(framework, line) {
        return (version, true);
    }
    match &entry.pin {
        Some(Pin::Release(named)) => {
            let version = framework.version_named(named);
            (version.unwrap_or_else(|| framework.newest()), true)
        }
        _ => (framework.newest(), false),
    }
}

/// Returns the version that a line names: `ATT&CK v14`, or a URL with `/versions/v14/`. A line that names several is about none of them.
fn stated(framework: &Framework, line: &str) -> Option<u16> {
    let urls = after(line, "/versions/v").filter_map(|rest| version_at(framework, rest));
    let mut stated = urls.chain(named_versions(framework, line));
    stated.next().filter(|_| stated.next().is_none())
}

/// Returns whether the number of an id is `0000`, as in forms: `TA0000`.
fn is_blank(id: &str) -> bool {
    let digits = id.trim_start_matches(|c: char| c.is_ascii_uppercase());
    digits == "0000"
}

/// Returns the problem of an id that its framework does not have, or no longer.
pub(super) fn existence<'f>(
    mention: &Mention<'f, '_>,
    page: &Page<'_>,
    is_title: bool,
) -> Option<Problem<'f>> {
    let framework = mention.token.entry.framework();
    let (version, _) = version(mention);
    let id = &mention.token.id;
    if framework.numbering == Numbering::PerEdition || is_blank(id) {
        return None;
    }
    let Some(object) = framework.object(id) else {
        let entry = mention.token.entry;
        // A framework without versions has no newer one.
        let may_be_newer = framework.versions.len() > 1 && entry.is_newer(id);
        let is_open = may_be_newer
            || entry.needs_context(id)
            || is_of_atlas(mention, framework)
            || is_changelog(page.source.path());
        let is_unknown = framework.complete && !is_open;
        return is_unknown.then(|| Problem::Unknown {
            parent: parent(framework, id),
        });
    };
    if object.first() > version {
        if is_changelog(page.source.path()) || is_of_atlas(mention, framework) {
            return None;
        }
        return Some(Problem::NotYet {
            since: framework.version(object.first()),
            version: framework.version(version),
        });
    }
    let status = object.status_at(version);
    if matches!(status, Status::Living | Status::Removed) {
        return None;
    }
    let successors = successors(framework, object, version);
    let line = mention.plain_line();
    let names_successor = || {
        let text = mention.line();
        successors.iter().any(|it| text.contains(&*it.id))
    };
    let groups = !framework.check_names && GROUPS.iter().any(|word| has_phrase(line, word));
    if is_title || is_of_atlas(mention, framework) || says_gone(line) || groups || names_successor()
    {
        return None;
    }
    let own = forms(framework, object);
    let beside = mention.names.iter().find(|name| name.counts());
    let own_name = mention.names.iter().find(|name| own.contains(&name.plain));
    Some(Problem::Retired {
        object,
        status,
        since: framework.version(object.since.unwrap_or_default()),
        successors,
        own_name: own_name.map(|name| name.span),
        // The URL of a link would have to change too.
        is_fixable: mention.place.link.is_none() && (beside.is_none() || own_name.is_some()),
    })
}

fn parent<'f>(framework: &'f Framework, id: &str) -> Option<&'f Object> {
    let (parent, _) = id.rsplit_once('.')?;
    let parent = framework.object(parent)?;
    (parent.status == Status::Living).then_some(parent)
}

/// Number of steps from a retired object to a living one.
const MAX_STEPS: usize = 8;

/// Returns the living objects that replaced an object.
fn successors<'f>(framework: &'f Framework, object: &'f Object, version: u16) -> Vec<&'f Object> {
    let mut open = vec![object];
    for _ in 0..MAX_STEPS {
        let next = |it: &'f Object| -> Vec<&'f Object> {
            if it.status_at(version) == Status::Living {
                return vec![it];
            }
            let ids = it.successors.iter();
            ids.filter_map(|id| framework.object(id)).collect()
        };
        let found: Vec<&Object> = open.iter().copied().flat_map(next).collect();
        if found
            .iter()
            .all(|it| it.status_at(version) == Status::Living)
        {
            return found;
        }
        open = found;
    }
    Vec::new()
}
