//! A link whose target file does not exist.

mod candidates;
mod joined;
mod source;

use std::borrow::Cow;

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::{LinkForm, PageContext, UncreatedNotes};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity, Subject};
use crate::dialect::Dialect;
use crate::facts;
use crate::facts::url::looks_like_host;
use crate::settings::Level;
use crate::syntax::{Link, LinkKind, id};
use crate::text::path::stem_of;
use crate::text::{FileId, SOFT_HYPHEN, grouped_digits, is_invisible, shortened_list};
use crate::vault::path::fold_case;
use crate::vault::{Destination, Missing, Resolution, Target};
use candidates::BrokenLink;

pub static RULE: Rule = Rule {
    name: "unresolved-link",
    summary: "a wiki-link, embed, image or Markdown link to a file that does not exist",
    docs: include_str!("unresolved-link.md"),
    theme: Theme::Links,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        cause: Cause::by_subject(Some("missing file")),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

/// Number of pages of a folder, or of candidates, shown in a message.
const SHOWN: usize = 5;

/// A link of a page that leads to no file, with its decoded path.
type MissingLink<'l> = (&'l Link, Missing, Cow<'l, str>);

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    source::check(context, findings);
    let is_missing = |_: &Link, found: &Resolution| matches!(found, Resolution::None(_));
    let mut missing: Vec<MissingLink<'_>> = Vec::new();
    for (link, destination) in context.links_where(is_missing) {
        let Destination::File {
            found: Resolution::None(why),
            path,
            ..
        } = destination
        else {
            continue;
        };
        if context.vault.is_notation(context.page.file, link, &path) {
            continue;
        }
        // The first of them stands for all, whatever it may be itself.
        if context.vault.is_bare_name(link, &path)
            && let Some(uncreated_notes) = context.vault.uncreated_notes()
        {
            if uncreated_notes.first == Some((context.page.file, link.target_span)) {
                report_uncreated(uncreated_notes, findings);
            }
            continue;
        }
        if !is_meant_otherwise(context, link, &path) {
            missing.push((link, why, path));
        }
    }
    joined::take_out(context, &mut missing, findings);
    for (link, why, path) in &missing {
        report(context, link, *why, path, findings);
    }
}

/// Returns whether a link that leads to no file leads elsewhere, or is none.
fn is_meant_otherwise(context: &PageContext<'_>, link: &Link, path: &str) -> bool {
    let vault = context.vault.vault;
    if is_hidden_in(context, link)
        || is_contents(context, link)
        || is_code(context, link)
        || is_call(context, link, path)
    {
        return true;
    }
    if link.kind.is_wiki() {
        let label = link.label.map(|label| context.source.slice(label));
        return vault.names_wiki_page(context.page.file, path, label);
    }
    // A Markdown link to a folder works on the sites that show folders. A URL without its scheme is `malformed-url`.
    let from = vault.path(context.page.file);
    vault.paths().folder(from, path).is_some()
        || (looks_like_host(path) && is_reference(context, link))
}

fn report(
    context: &PageContext<'_>,
    link: &Link,
    missing: Missing,
    path: &str,
    findings: &mut Findings,
) {
    let vault = context.vault.vault;
    let folder = vault.paths().folder(vault.path(context.page.file), path);
    let span = link.path_span(context.source);
    let what = noun(link.kind);
    match (missing, folder) {
        (_, Some((folder, pages))) => {
            let found = findings.add(
                span,
                "a folder",
                format!("the {what} `{path}` leads to a folder, not to a page"),
            );
            found.about(Subject::path(fold_case(path)));
            suggest_in_folder(context, link, folder, &pages, found);
        }
        (Missing::OutsideVault, None) => {
            let is_below = !vault.around().dialects.prefix().is_empty();
            let by_path = vault.dialect(context.page.file) != Dialect::Obsidian;
            let top = if is_below && by_path && !link.kind.is_wiki() {
                "repository"
            } else {
                "vault"
            };
            findings
                .add(
                    span,
                    format!("outside the {top}"),
                    format!("the {what} `{path}` leads out of the {top}"),
                )
                .help(format!("only files inside the {top} can be linked to"))
                .about(Subject::path(fold_case(path)));
        }
        (Missing::NoFile, None) => {
            let found = findings.add(
                span,
                "no such file",
                format!("the {what} `{path}` leads to no file"),
            );
            found.about(Subject::path(fold_case(path)));
            candidates::suggest(&BrokenLink::new(context, link, path), found);
        }
    }
}

/// Attributes of C++, which are written in double brackets too. <https://en.cppreference.com/w/cpp/language/attributes>
const ATTRIBUTES: [&str; 9] = [
    "assume",
    "deprecated",
    "fallthrough",
    "likely",
    "maybe_unused",
    "no_unique_address",
    "nodiscard",
    "noreturn",
    "unlikely",
];

/// Parts of objects in the specification of JavaScript. <https://tc39.es/ecma262/#sec-object-internal-methods-and-internal-slots>
const SLOTS: [&str; 12] = [
    "Call",
    "Configurable",
    "Construct",
    "Enumerable",
    "Environment",
    "Extensible",
    "HomeObject",
    "PromiseResult",
    "PromiseState",
    "Prototype",
    "Scopes",
    "Writable",
];

/// Words in double brackets that name the syntax.
const WORDS: [&str; 8] = [
    "...",
    "\u{2026}",
    "wiki link",
    "wiki links",
    "wiki-link",
    "wiki-links",
    "wikilink",
    "wikilinks",
];

/// Returns whether double brackets name themselves, as in `[[wikilinks]]`, or are of another language: `[[:space:]]` in a pattern, `[[nodiscard]]` in C++, `[[Prototype]]` in
/// JavaScript, `{{[[TODO]]}}` in Roam, `[[% raw %]]` in a template.
fn is_code(context: &PageContext<'_>, link: &Link) -> bool {
    let class = link.target.strip_prefix(':');
    let is_class =
        class.is_some_and(|class| class.trim_end_matches([']', '*', '+']).ends_with(':'));
    let is_attribute = link.kind == LinkKind::Wiki
        && link.label.is_none()
        && (ATTRIBUTES.contains(&link.target.as_ref())
            || (SLOTS.contains(&link.target.as_ref())
                && context.vault.vault.dialect(context.page.file) != Dialect::Obsidian));
    let in_braces = || {
        let text = context.source.text();
        text[..link.span.start as usize].ends_with("{{")
            && text[link.span.end as usize..].starts_with("}}")
    };
    let is_name =
        link.kind == LinkKind::Wiki && WORDS.contains(&link.target.to_lowercase().as_str());
    let is_statement =
        link.target.len() > 1 && link.target.starts_with('%') && link.target.ends_with('%');
    is_class
        || is_attribute
        || is_name
        || is_statement
        || (link.kind == LinkKind::Wiki && in_braces())
}

/// Returns whether `[[toc]]` or `[[_TOC_]]` stands for a table of contents, as in many renderers other than Obsidian, or `[[_TOSP_]]` for one
/// of pages. <https://learn.microsoft.com/azure/devops/project/wiki/wiki-markdown-guidance>
fn is_contents(context: &PageContext<'_>, link: &Link) -> bool {
    let names = ["toc", "_toc_", "_tosp_"];
    let is_named = names
        .iter()
        .any(|name| link.target.eq_ignore_ascii_case(name));
    is_named
        && link.kind == LinkKind::Wiki
        && context.vault.vault.dialect(context.page.file) != Dialect::Obsidian
}

/// Reports once that bare names stand for notes to be written.
fn report_uncreated(uncreated_notes: &UncreatedNotes, findings: &mut Findings) {
    let Some((file, span)) = uncreated_notes.first else {
        return;
    };
    let (names, links) = (
        grouped_digits(uncreated_notes.names),
        grouped_digits(uncreated_notes.links),
    );
    let (what, about) = if uncreated_notes.in_obsidian {
        (
            format!("{names} notes that do not exist yet are linked {links} times"),
            "notes that do not exist yet",
        )
    } else {
        (
            format!("{names} names in double brackets lead to no file, {links} times"),
            "names in double brackets",
        )
    };
    findings
        .add_in(
            file,
            span,
            "the first of them",
            format!("{what}; `unresolved-link: {{bare-names: error}}` checks them"),
        )
        .severity(Severity::Warning)
        .about(about);
}

/// Returns whether the link resolves without its invisible characters. They are the defect, and `invisible-character` reports
/// them.
fn is_hidden_in(context: &PageContext<'_>, link: &Link) -> bool {
    let hidden = |c: char| is_invisible(c) || c == SOFT_HYPHEN;
    if link.target.is_ascii() || !link.target.contains(hidden) {
        return false;
    }
    let seen = Link {
        target: link.target.replace(hidden, "").into(),
        ..*link
    };
    let destination = context.vault.vault.destination(context.page.file, &seen);
    matches!(destination, Destination::File { found, .. } if !matches!(found, Resolution::None(_)))
}

/// Returns whether a link is a wiki-link before an argument in brackets, `[[Determinant]](A)`, or an atom of a formula: `[C@H](O)`,
/// `[C:1](=O)`. <http://opensmiles.org/opensmiles.html>
fn is_call(context: &PageContext<'_>, link: &Link, path: &str) -> bool {
    let label = link.label.map(|label| context.source.slice(label));
    let is_wiki = |label: &str| label.starts_with('[') && label.ends_with(']');
    label.is_some_and(|label| {
        let is_formula = link.kind == LinkKind::Markdown && !path.contains(['.', '/', '#']);
        (is_formula && is_atom(label)) || (is_wiki(label) && !path.contains(['.', '/', ':', '#']))
    })
}

/// Returns whether a label is an atom with its chirality or number: a letter or two, then `@` or `:1`, as no text has it.
fn is_atom(label: &str) -> bool {
    let rest = label.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let is_symbol = matches!(label.len() - rest.len(), 1 | 2);
    let rest = rest.trim_start_matches(['@', 'H']);
    let number = rest.strip_prefix(':').unwrap_or_default();
    is_symbol
        && (label.contains('@') || !number.is_empty())
        && (rest.is_empty() || (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())))
}

fn is_reference(context: &PageContext<'_>, link: &Link) -> bool {
    link.kind != LinkKind::Image && facts::is_within(&context.facts.reference_sections, link.span)
}

fn noun(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Wiki => "wiki-link",
        LinkKind::Embed => "embed",
        LinkKind::Image => "image",
        LinkKind::Markdown | LinkKind::Reference | LinkKind::Definition => "link",
    }
}

/// Adds a help that lists the pages of a folder, and the page that declares the id in the label.
fn suggest_in_folder(
    context: &PageContext<'_>,
    link: &Link,
    folder: &str,
    pages: &[Target],
    found: &mut Diagnostic,
) {
    let paths = context.vault.vault.paths();
    let names = pages.iter().map(|&page| stem_of(paths.path(page)));
    let names = shortened_list(names, pages.len(), SHOWN);
    let mut help = match pages.len() {
        0 => format!("no page is in {folder}"),
        1 => format!("the page in it is {names}"),
        _ => format!("the pages in it are {names}"),
    };
    match declared(context, link) {
        Some((id, [])) => help += &format!("\nno page declares `{id}`"),
        Some((id, [file, ..])) => {
            let rest = context.source.slice(link.subpath_span(context.source));
            match context.link_to(link, (*file).into(), LinkForm::Full, rest) {
                Ok(written) => {
                    help += &format!("\n`{id}` is declared by {}", written.text);
                    let edit = written.edit(found.primary.span);
                    found.fix(Fix::edit(Applicability::Unsafe, edit));
                }
                Err(why) => {
                    let path = context.vault.vault.path(*file);
                    help += &format!("\n`{id}` is declared by {path}, but {why}");
                }
            }
        }
        None => {}
    }
    found.help(help);
}

/// Returns the id in the label and the pages that declare it.
fn declared<'c>(context: &'c PageContext<'_>, link: &'c Link) -> Option<(&'c str, &'c [FileId])> {
    let id = match link.label {
        // `[[AML.T0051]]` has the id in place of a page.
        None => link
            .target
            .split('#')
            .next()
            .filter(|path| id::is_id(path))?,
        Some(label) => context.label_id(label)?,
    };
    Some((id, context.vault.vault.declaring(id)))
}
