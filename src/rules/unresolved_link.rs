//! A link to no file.

mod source;

use super::{Check, Findings, FixKind, Rule};
use crate::context::{LinkForm, PageContext};
use crate::diagnostic::{Diagnostic, Fix, Safety};
use crate::model;
use crate::settings::Level;
use crate::syntax::{Link, LinkKind, id};
use crate::text::{FileId, SOFT_HYPHEN, is_invisible};
use crate::vault::path::{fold, name_of, stem_of};
use crate::vault::{Destination, Missing, Reach, Resolution, Target, looks_like_host};

pub static RULE: Rule = Rule {
    name: "unresolved-link",
    summary: "a wiki-link, embed, image or Markdown link to no file",
    docs: include_str!("unresolved-link.md"),
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    check: Check::Page(check),
};

/// How many pages of a folder, or candidates, a message names.
const SHOWN: usize = 5;
/// How many unresolved links of a page are compared with every page's name.
const GUESSED: usize = 100;

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    source::check(context, findings);
    let vault = context.vault.vault;
    let mut unresolved = 0;
    for (link, destination) in context.links() {
        let Destination::File {
            found: Resolution::None(missing),
            path,
            ..
        } = destination
        else {
            continue;
        };
        if is_hidden_in(context, link) {
            continue;
        }
        unresolved += 1;
        let from = vault.path(context.page.file);
        let folder = vault.paths().folder(from, path);
        if !link.kind.is_wiki() && folder.is_some() {
            // A Markdown link to a folder works on the sites that show folders.
            continue;
        }
        if !link.kind.is_wiki() && looks_like_host(path) && is_reference(context, link) {
            // A URL without its scheme is `malformed-url`.
            continue;
        }
        let span = link.path_span(context.source);
        let what = noun(link.kind);
        match (missing, folder) {
            (_, Some((folder, pages))) => {
                let found = findings.add(
                    span,
                    "a folder",
                    format!("the {what} `{path}` leads to a folder, not to a page"),
                );
                found.about(fold(path).into_owned());
                in_folder(context, link, folder, &pages, found);
            }
            (Missing::OutsideVault, None) => {
                findings
                    .add(
                        span,
                        "outside the vault",
                        format!("the {what} `{path}` leads out of the vault"),
                    )
                    .help("only files inside the vault can be linked to")
                    .about(fold(path).into_owned());
            }
            (Missing::NoFile, None) => {
                let found = findings.add(
                    span,
                    "no such file",
                    format!("the {what} `{path}` leads to no file"),
                );
                found.about(fold(path).into_owned());
                candidates(context, link, path, unresolved <= GUESSED, found);
            }
        }
    }
}

/// Whether only characters that nobody sees keep a link from its file: they are what is wrong, and are told.
fn is_hidden_in(context: &PageContext<'_>, link: &Link<'_>) -> bool {
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

fn is_reference(context: &PageContext<'_>, link: &Link<'_>) -> bool {
    link.kind != LinkKind::Image && model::is_within(context.reference_sections(), link.span)
}

fn noun(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Wiki => "wiki-link",
        LinkKind::Embed => "embed",
        LinkKind::Image => "image",
        LinkKind::Markdown | LinkKind::Reference | LinkKind::Definition => "link",
    }
}

/// Names the pages that lie in a folder, and says whether any page declares the id in the label.
fn in_folder(
    context: &PageContext<'_>,
    link: &Link<'_>,
    folder: &str,
    pages: &[&str],
    found: &mut Diagnostic,
) {
    let names: Vec<&str> = pages.iter().take(SHOWN).map(|page| stem_of(page)).collect();
    let more = pages.len().saturating_sub(SHOWN);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let mut help = match pages.len() {
        0 => format!("no page lies in {folder}"),
        1 => format!("in it lies the page {}", names[0]),
        _ => format!("in it lie the pages {}{more}", names.join(", ")),
    };
    match declared(context, link) {
        Some((id, [])) => help += &format!("\nno page declares `{id}`"),
        Some((id, files)) => {
            let page = written(context, link, files[0].into());
            help += &format!("\n`{id}` is declared by {page}");
            found.fix(Fix::replace(Safety::Unsafe, found.primary.span, page));
        }
        None => {}
    }
    found.help(help);
}

/// The id in the label, and the pages that declare it.
fn declared<'c>(
    context: &'c PageContext<'_>,
    link: &'c Link<'_>,
) -> Option<(&'c str, &'c [FileId])> {
    let id = match link.label {
        // `[[AML.T0051]]` names the id in the place of the page.
        None => Some(link.target.as_ref()).filter(|target| id::is_id(target))?,
        Some(label) => context.label_id(label)?,
    };
    Some((id, context.vault.vault.declaring(id)))
}

/// A file as the target of a link: of a wiki-link as the page writes its others.
fn written(context: &PageContext<'_>, link: &Link<'_>, target: Target) -> String {
    if link.kind.is_wiki() {
        context.wiki_target(target, LinkForm::Full)
    } else {
        context
            .vault
            .vault
            .written(context.page.file, target, link.kind)
    }
}

/// An alias is no target: it stands as the label over its page.
fn alias(
    context: &PageContext<'_>,
    link: &Link<'_>,
    path: &str,
    file: FileId,
    found: &mut Diagnostic,
) {
    let vault = context.vault.vault;
    let span = found.primary.span;
    if link.kind.is_wiki() {
        let page = vault.paths().shortest(file.into());
        found.help(format!("it is an alias: write `[[{page}|{path}]]`"));
        let fix = Fix::replace(Safety::Unsafe, span, format!("{page}|{path}"));
        found.fix = Some(fix).filter(|_| link.label.is_none());
    } else {
        let page = written(context, link, file.into());
        found.help(format!("it is an alias: write `{page}`"));
        found.fix(Fix::replace(Safety::Unsafe, span, page));
    }
}

fn candidates(
    context: &PageContext<'_>,
    link: &Link<'_>,
    path: &str,
    guess: bool,
    found: &mut Diagnostic,
) {
    let vault = context.vault.vault;
    let span = found.primary.span;
    let write = |target| written(context, link, target);
    let replace = |page: &str| Fix::replace(Safety::Unsafe, span, page);
    let by_label = declared(context, link);
    if let Some((id, [file, ..])) = by_label {
        let page = write((*file).into());
        // A link by its id alone keeps it as its label.
        let page = match link.label {
            None if link.kind == LinkKind::Wiki => format!("{page}|{id}"),
            _ => page,
        };
        found.help(format!("write `{page}`, which declares `{id}`"));
        found.fix(replace(&page));
        return;
    }
    if let [file, ..] = vault.aliased(path) {
        return alias(context, link, path, *file, found);
    }
    let elsewhere = vault.paths().named(name_of(path));
    if let [first, rest @ ..] = elsewhere.as_slice() {
        let paths: Vec<String> = elsewhere
            .iter()
            .take(SHOWN)
            .map(|&target| format!("`{}`", write(target)))
            .collect();
        if rest.is_empty() {
            found.help(format!(
                "a file of that name is elsewhere: write {}",
                paths[0]
            ));
            found.fix(replace(&write(*first)));
        } else {
            let or = paths.join(" or ");
            found.help(format!("files of that name are elsewhere: write {or}"));
        }
        return;
    }
    // Comparing with every page is dear: a page full of dead links gets it for the first of them.
    let near = guess.then(|| nearest(context, path)).flatten();
    if let Some(target) = near {
        let page = write(target);
        found.help(format!("did you mean `{page}`?"));
        found.fix(replace(&page));
    } else if let Some((id, [])) = by_label {
        found.help(format!("no page declares `{id}`"));
    }
}

/// The page whose name is nearest to that of a path.
fn nearest(context: &PageContext<'_>, path: &str) -> Option<Target> {
    let vault = context.vault.vault;
    let page = vault.paths().nearest_page(stem_of(path))?;
    match vault
        .paths()
        .resolve("", &format!("/{page}"), Reach::Anywhere)
    {
        Resolution::One { target, .. } => Some(target),
        _ => None,
    }
}
