//! A link to a heading or block that its page does not have.

mod part;

use std::cell::LazyCell;

use memchr::memchr;

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Subject};
use crate::settings::Level;
use crate::syntax::{Link, LinkKind};
use crate::text::path::stem_of;
use crate::text::{FileId, Span, shortened_list};
use crate::vault::anchor::{self, HeadingForm};
use crate::vault::path::fold_case;
use crate::vault::{Destination, Resolution, Site, Target, Vault};

pub static RULE: Rule = Rule {
    name: "unresolved-anchor",
    summary: "a link to a heading or block that its page does not have",
    docs: include_str!("unresolved-anchor.md"),
    theme: Theme::Links,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        cause: Cause::by_subject(Some("missing heading")),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

/// Bytes of a fragment in one word that is no heading.
const LONGEST_WORD: usize = 80;

/// Number of headings or blocks shown in the help if none is similar.
const SHOWN: usize = 5;

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let vault = context.vault.vault;
    // Few pages have such links, and their sites are looked for only then.
    let is_checked = LazyCell::new(|| vault.checks_anchors(context.page.file));
    let of_others = LazyCell::new(|| part::headings_of_others(context));
    let has_anchor = |link: &Link, found: &Resolution| {
        matches!(found, Resolution::One { .. }) && memchr(b'#', link.target.as_bytes()).is_some()
    };
    for (link, destination) in context.links_where(has_anchor) {
        let Destination::File {
            found: Resolution::One { target, .. },
            subpath: Some(subpath),
            ..
        } = &destination
        else {
            continue;
        };
        // Anchors are only known for pages that could be read; other files have their own kinds (`#page=3`).
        let file = vault.paths().file(*target);
        let is_read = |file: &FileId| vault.brief(*file).is_some_and(|page| page.is_read);
        let Some(file) = file.filter(is_read) else {
            continue;
        };
        let form = vault.heading_form(context.page.file, link.kind);
        if vault.has_anchor(file, subpath, form) {
            continue;
        }
        if !*is_checked {
            return;
        }
        // `#:~:text=` is a browser feature, not an anchor.
        if subpath.starts_with(":~:") || is_to_be_written(subpath) || is_state(subpath) {
            continue;
        }
        let path = vault.path(file);
        let is_own = file == context.page.file;
        if is_of_github(link, subpath, path)
            || (is_own
                && (of_others.contains(subpath.as_ref()) || is_in_heading(context, link, subpath)))
        {
            continue;
        }
        let place = if file == context.page.file {
            "this page"
        } else {
            path
        };
        let (what, name) = describe(subpath);
        let found = findings.add(
            span(context, link.target_span),
            format!("no such {what}"),
            format!("{place} has no {what} {name}"),
        );
        found.about(Subject::anchor(path, &anchor::plain(subpath)));
        let link = BrokenLink {
            site: vault.site(context.page.file, link),
            path: context.source.slice(link.path_span(context.source)),
            target: *target,
            file,
        };
        suggest(vault, &link, (subpath, form), what, found);
    }
}

/// Returns whether a fragment holds the state of a program, such as a table that a page shows: no heading has so long a word.
fn is_state(subpath: &str) -> bool {
    subpath.len() >= LONGEST_WORD && subpath.is_ascii() && !subpath.contains(['-', '_', ' ', '#'])
}

/// Returns whether a fragment is one of GitHub's own: a line of a page that is shown as text (`a.md?plain=1#L10`), or the README.
/// <https://docs.github.com/repositories/working-with-files/using-files/working-with-non-code-files>
fn is_of_github(link: &Link, subpath: &str, path: &str) -> bool {
    let is_line = subpath.starts_with('L') && link.target.contains("?plain=1#");
    is_line || (subpath == "readme" && fold_case(stem_of(path)) == "readme")
}

/// Returns whether a link is a part of a heading that leads nowhere: one without a text, which copied pages have beside their headings, as
/// in `## Notes[](#heading-2)`; or all of it, for a tab of `DocFX`, as in `# [Linux](#tab/linux)`.
/// <https://dotnet.github.io/docfx/docs/markdown.html#tabs>
fn is_in_heading(context: &PageContext<'_>, link: &Link, subpath: &str) -> bool {
    let is_empty = link.kind == LinkKind::Markdown && link.label.is_none_or(Span::is_empty);
    let is_tab = subpath.starts_with("tab/");
    let headings = &context.facts.headings;
    let behind = headings.partition_point(|heading| heading.span.start <= link.span.start);
    let Some(heading) = behind.checked_sub(1).and_then(|at| headings.get(at)) else {
        return false;
    };
    let text = context.source.slice(heading.span);
    let is_whole =
        || text.trim_start_matches(['#', ' ']).trim_end() == context.source.slice(link.span);
    heading.span.contains(link.span) && (is_empty || (is_tab && is_whole()))
}

/// Returns whether an anchor stands for one that is still to be written: `#TODO`, `#TODO-url`.
fn is_to_be_written(subpath: &str) -> bool {
    let first = subpath.split(|c: char| !c.is_ascii_alphanumeric()).next();
    matches!(first, Some("FIXME" | "TBD" | "TODO"))
}

/// Returns the noun for what a subpath names, and its name in backticks.
fn describe(subpath: &str) -> (&'static str, String) {
    if let Some(block) = subpath.strip_prefix('^').filter(|block| !block.is_empty()) {
        ("block", format!("`{block}`"))
    } else if let Some(note) = subpath.strip_prefix("[^") {
        ("footnote", format!("`{}`", note.trim_end_matches(']')))
    } else {
        let parts: Vec<String> = subpath
            .rsplit('#')
            .filter(|part| !part.trim().is_empty())
            .map(|part| format!("`{}`", part.trim()))
            .collect();
        ("heading", parts.join(" below "))
    }
}

/// A link whose anchor is not on its page.
struct BrokenLink<'c> {
    site: Site,
    /// The path as written.
    path: &'c str,
    target: Target,
    file: FileId,
}

/// Suggests the nearest heading or block, else lists those that exist.
fn suggest(
    vault: &Vault<'_>,
    link: &BrokenLink<'_>,
    (subpath, form): (&str, HeadingForm),
    what: &str,
    found: &mut Diagnostic,
) {
    let (head, last) = match subpath.rsplit_once('#') {
        Some((head, last)) => (Some(head), last),
        None => (None, subpath),
    };
    let marked = last.len() - last.trim_start_matches(['^', '[']).len();
    let (mark, last) = last.split_at(marked);
    let candidates = vault.candidates(link.file, subpath, form);
    let known = candidates.written();
    let Some(near) = candidates.nearest(last) else {
        let shown = known.iter().map(|one| format!("`{one}`"));
        let shown = shortened_list(shown, known.len(), SHOWN);
        found.help(if known.is_empty() {
            format!("it has no {what}s")
        } else {
            format!("its {what}s are {shown}")
        });
        return;
    };
    let close = if mark == "[^" { "]" } else { "" };
    // Try the form below another heading first, as written. A heading with markup also matches without the markup.
    let below = head.map(|head| format!("{head}#{near}"));
    let alone = format!("{mark}{near}{close}");
    let plain = (mark.is_empty() && form == HeadingForm::Plain).then(|| spaced(near));
    let written = below
        .into_iter()
        .chain([alone])
        .chain(plain)
        .find_map(|right| {
            vault
                .write_subpath(link.site, link.path, &right, link.target)
                .ok()
        });
    found.help(format!("did you mean `{near}`?"));
    if let Some(written) = written {
        found.fix(Fix::edit(
            Applicability::Unsafe,
            written.edit(found.primary.span),
        ));
    }
}

/// Replaces the characters of a heading that a link cannot contain. Obsidian ignores them when it compares.
fn spaced(heading: &str) -> String {
    let marks = |c| if "#^[]|`\\<>*{}$".contains(c) { ' ' } else { c };
    let spaced: String = heading.chars().map(marks).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join(" ")
}

/// Returns the span of the subpath, without its `#`.
fn span(context: &PageContext<'_>, target: Span) -> Span {
    let written = context.source.slice(target);
    let at = written.find('#').map_or(0, |at| at + 1);
    Span::new(target.start as usize + at, target.end as usize)
}
