//! Entries of lists, and values of fields, that name one object.
//!
//! `[[techniques/a|AML.T0012]] — Valid Accounts (realized)` is a target, an id, a name and a maturity, with marks between them.
//! These parts are the format of the entry, in which entries for other objects are written.

use super::edit::Edit;
use super::workspace::{Workspace, is_plain};
use crate::catalog::{Kind, at};
use crate::syntax::LinkKind;
use crate::text::path::stem_of;
use crate::text::{FileId, Source, Span};
use crate::vault::{Site, Target};

/// A part of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Brackets, dashes and the like, verbatim.
    Text(String),
    /// The target of a link to the object's page.
    Target(TargetFormat),
    /// The target of a link to a website, up to the id.
    Site(String),
    Id,
    Name,
    /// The name after that of its parent: `LLM Prompt Injection: Direct`.
    FullName,
    /// The maturity, in lower case or not.
    Maturity(bool),
}

/// Format of a link's target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TargetFormat {
    /// The path from the root, without `.md`.
    Path,
    /// The path from the root with its extension, and whether a slash precedes it.
    Whole(bool),
    /// The stem of the file name.
    Stem,
    /// The path relative to the page, as Markdown links have it.
    Relative,
}

/// The parts of an entry for any object.
pub(crate) type EntryFormat = Vec<Part>;

/// An entry of a list or field, which names an object.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The id, or the path of a page without one.
    pub(crate) key: String,
    /// The page that it links to.
    pub(crate) page: Option<FileId>,
    pub(crate) parts: Vec<(Part, Span)>,
}

/// Returns the format `[[path|AML.T0012: Valid Accounts]]`.
pub(crate) fn usual_format() -> EntryFormat {
    let text = |text: &str| Part::Text(text.to_owned());
    vec![
        text("[["),
        Part::Target(TargetFormat::Path),
        text("|"),
        Part::Id,
        text(": "),
        Part::Name,
        text("]]"),
    ]
}

/// Returns the format `[[path|Valid Accounts]]`, for a page without an id.
pub(crate) fn name_only_format() -> EntryFormat {
    let text = |text: &str| Part::Text(text.to_owned());
    vec![
        text("[["),
        Part::Target(TargetFormat::Path),
        text("|"),
        Part::Name,
        text("]]"),
    ]
}

/// Returns the format `[[path]]`, for a page whose name a label cannot hold.
pub(crate) fn target_only_format() -> EntryFormat {
    let text = |text: &str| Part::Text(text.to_owned());
    vec![text("[["), Part::Target(TargetFormat::Path), text("]]")]
}

/// Returns the format `[stem](path)`: `[[path]]` as a Markdown link.
pub(crate) fn markdown_target_format() -> EntryFormat {
    let text = |text: &str| Part::Text(text.to_owned());
    vec![
        text("["),
        Part::Target(TargetFormat::Stem),
        text("]("),
        Part::Target(TargetFormat::Relative),
        text(")"),
    ]
}

/// Returns the format `[AML.T0012: Valid Accounts](path)`.
pub(crate) fn markdown_format() -> EntryFormat {
    let text = |text: &str| Part::Text(text.to_owned());
    vec![
        text("["),
        Part::Id,
        text(": "),
        Part::Name,
        text("]("),
        Part::Target(TargetFormat::Relative),
        text(")"),
    ]
}

/// Returns a format without the id and the marks after it, if a name follows.
pub(crate) fn without_id(format: &EntryFormat) -> EntryFormat {
    let is_name = |part: Option<&Part>| matches!(part, Some(Part::Name | Part::FullName));
    let mut out = EntryFormat::new();
    let mut parts = format.iter().enumerate().peekable();
    while let Some((at, part)) = parts.next() {
        let is_before_name = is_name(format.get(at + 2));
        if *part == Part::Id && is_before_name {
            parts.next();
        } else {
            out.push(part.clone());
        }
    }
    out
}

/// Returns the format `AML.T0012: Valid Accounts`.
pub(crate) fn plain_format() -> EntryFormat {
    vec![Part::Id, Part::Text(": ".to_owned()), Part::Name]
}

impl Entry {
    /// Returns the format of the entry, unless it holds other text, such as a remark.
    pub(crate) fn format(&self) -> Option<EntryFormat> {
        let is_mark = |part: &Part| match part {
            Part::Text(text) => !text.contains(char::is_alphanumeric) && !text.contains('\n'),
            _ => true,
        };
        let parts: EntryFormat = self.parts.iter().map(|(part, _)| part.clone()).collect();
        let says = |part: &Part| !matches!(part, Part::Text(_));
        (parts.iter().all(is_mark) && parts.iter().any(says)).then_some(parts)
    }

    /// Returns edits of an outdated name and maturity.
    pub(crate) fn edits(&self, workspace: &Workspace<'_>, source: &Source) -> Vec<Edit> {
        let id = &self.key;
        let edit = |(part, span): &(Part, Span)| {
            let text = source.slice(*span);
            match part {
                Part::Name | Part::FullName => {
                    let now = workspace.current_name(id, text)?;
                    let unverified = !workspace.is_name_official(id);
                    Some(Edit::new(*span, now).unverified(unverified))
                }
                Part::Maturity(lower) => {
                    let lifetime = workspace.lifetime(id)?;
                    let version = at(&lifetime.maturity, workspace.view.pinned)?;
                    let mut all = lifetime.maturities(workspace.view.pinned);
                    if all.any(|known| known.eq_ignore_ascii_case(text)) {
                        return None;
                    }
                    let now = in_case(&version.value, *lower);
                    Some(Edit::new(*span, now).unverified(!version.official))
                }
                _ => None,
            }
        };
        self.parts.iter().filter_map(edit).collect()
    }
}

pub(crate) fn in_case(text: &str, lower: bool) -> String {
    if lower {
        text.to_lowercase()
    } else {
        text.to_owned()
    }
}

/// Writes an entry for an object. Returns `None` if a part is not available.
pub(crate) fn render(
    workspace: &Workspace<'_>,
    format: &EntryFormat,
    from: FileId,
    id: &str,
    page: Option<FileId>,
) -> Option<String> {
    let mut out = String::new();
    for part in format {
        match part {
            Part::Text(text) => out += text,
            Part::Target(format) => out += &target(workspace, *format, from, page?)?,
            Part::Site(before) => {
                out += before;
                out += id;
            }
            Part::Id => out += Kind::of_id(id).map(|_| id)?,
            Part::Name | Part::FullName => {
                let name = name(workspace, id, page)?;
                let parent = workspace
                    .view
                    .parent(id)
                    .and_then(|id| workspace.view.name(id));
                match parent.filter(|_| *part == Part::FullName) {
                    Some(parent) => out += &format!("{parent}: {name}"),
                    None => out += &name,
                }
            }
            Part::Maturity(lower) => {
                let version = at(&workspace.lifetime(id)?.maturity, workspace.view.pinned)?;
                out += &in_case(&version.value, *lower);
            }
        }
    }
    Some(out)
}

/// Returns the name of an object: that of the catalog, else the heading of its page.
fn name(workspace: &Workspace<'_>, id: &str, page: Option<FileId>) -> Option<String> {
    if let Some(name) = workspace.view.name(id) {
        return is_plain(name).then(|| name.to_owned());
    }
    let page = workspace.vault.page(page?)?.get();
    let heading: &str = &page.main_heading()?.text;
    let name = heading.strip_prefix(id).unwrap_or(heading);
    let name = name.trim_start_matches(|c: char| c == ':' || c.is_whitespace());
    is_plain(name).then(|| name.to_owned())
}

fn target(
    workspace: &Workspace<'_>,
    format: TargetFormat,
    from: FileId,
    page: FileId,
) -> Option<String> {
    let vault = workspace.vault;
    let path = vault.path(page);
    let to: Target = page.into();
    let write = |kind, path: &str| vault.write(Site::new(from, kind), path, "", to);
    let wiki = |path: &str| write(LinkKind::Wiki, path);
    let full = || wiki(&vault.usual_path(from, to, LinkKind::Wiki));
    let written = match format {
        TargetFormat::Path => full(),
        TargetFormat::Whole(false) => wiki(path),
        TargetFormat::Whole(true) => write(LinkKind::Markdown, &format!("/{path}")),
        TargetFormat::Relative => write(
            LinkKind::Markdown,
            &vault.usual_path(from, to, LinkKind::Markdown),
        ),
        TargetFormat::Stem => wiki(stem_of(path)).or_else(|_| full()),
    };
    written.ok().map(|written| written.text)
}
