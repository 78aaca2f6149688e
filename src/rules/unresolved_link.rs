//! A link to no file.

mod source;

use super::{Check, Findings, FixKind, Rule};
use crate::context::{LinkForm, PageContext};
use crate::diagnostic::{Diagnostic, Edit, Fix, Safety};
use crate::model;
use crate::settings::Level;
use crate::syntax::{Link, LinkKind, id};
use crate::text::{FileId, SOFT_HYPHEN, is_invisible};
use crate::vault::path::{fold, name_of, stem_of};
use crate::vault::{
    Destination, Missing, Reach, Resolution, Target, Unwritable, Written, looks_like_host,
};

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

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    source::check(context, findings);
    let vault = context.vault.vault;
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
                let dead = Dead {
                    context,
                    link,
                    path,
                };
                candidates(&dead, found);
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
    pages: &[Target],
    found: &mut Diagnostic,
) {
    let paths = context.vault.vault.paths();
    let names = pages.iter().take(SHOWN);
    let names: Vec<&str> = names.map(|&page| stem_of(paths.path(page))).collect();
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
        Some((id, [file, ..])) => {
            let rest = context.source.slice(link.subpath_span(context.source));
            match context.link_to(link, (*file).into(), LinkForm::Full, rest) {
                Ok(written) => {
                    help += &format!("\n`{id}` is declared by {}", written.text);
                    let edit = written.edit(found.primary.span);
                    found.fix(Fix::edit(Safety::Unsafe, edit));
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

/// The id in the label, and the pages that declare it.
fn declared<'c>(
    context: &'c PageContext<'_>,
    link: &'c Link<'_>,
) -> Option<(&'c str, &'c [FileId])> {
    let id = match link.label {
        // `[[AML.T0051]]` names the id in the place of the page.
        None => link
            .target
            .split('#')
            .next()
            .filter(|path| id::is_id(path))?,
        Some(label) => context.label_id(label)?,
    };
    Some((id, context.vault.vault.declaring(id)))
}

/// A link that leads to no file, while a file that it may mean is looked for.
struct Dead<'c, 'v> {
    context: &'c PageContext<'v>,
    link: &'c Link<'v>,
    /// The path, decoded.
    path: &'c str,
}

impl Dead<'_, '_> {
    fn write(&self, target: Target) -> Result<Written, Unwritable> {
        let context = self.context;
        let rest = context.source.slice(self.link.subpath_span(context.source));
        context.link_to(self.link, target, LinkForm::Full, rest)
    }

    /// Replaces the path.
    fn replace(&self, written: &Written, found: &mut Diagnostic) {
        let edit = written.edit(self.link.path_span(self.context.source));
        found.fix(Fix::edit(Safety::Unsafe, edit));
    }

    /// Replaces the path of a wiki-link, and what it was becomes the label where there is none. Returns the link.
    fn replace_and_label(&self, written: &Written, found: &mut Diagnostic) -> String {
        let (link, source) = (self.link, self.context.source);
        let rest = source.slice(link.subpath_span(source));
        let target = format!("{}{rest}", written.text);
        let bar = if link.in_table { "\\|" } else { "|" };
        if let Some(label) = link.label {
            self.replace(written, found);
            return format!("[[{target}{bar}{}]]", source.slice(label));
        }
        let whole = format!("{target}{bar}{}", source.slice(link.path_span(source)));
        found.fix(Fix::edit(
            Safety::Unsafe,
            Edit::target(link.target_span, whole.as_str(), written.target.as_str()),
        ));
        format!("[[{whole}]]")
    }

    /// Offers `target`, or says why the link cannot lead there. `what` names the file.
    fn offer(&self, target: Target, what: &str, found: &mut Diagnostic) {
        match self.write(target) {
            Ok(written) => {
                found.help(format!("{what}: write `{}`", written.text));
                self.replace(&written, found);
            }
            Err(why) => {
                let path = self.context.vault.vault.paths().path(target);
                found.help(format!("{what}: {path}, but {why}"));
            }
        }
    }
}

/// The page that declares the id in the label. A link by its id alone keeps the id as its label.
fn declaring(dead: &Dead<'_, '_>, id: &str, file: FileId, found: &mut Diagnostic) {
    match dead.write(file.into()) {
        Ok(written) => {
            let text = if dead.link.label.is_none() && dead.link.kind == LinkKind::Wiki {
                dead.replace_and_label(&written, found)
            } else {
                dead.replace(&written, found);
                written.text
            };
            found.help(format!("write `{text}`, which declares `{id}`"));
        }
        Err(why) => {
            let path = dead.context.vault.vault.path(file);
            found.help(format!("{path} declares `{id}`, but {why}"));
        }
    }
}

/// An alias is not a target: it becomes the label over its page.
fn alias(dead: &Dead<'_, '_>, file: FileId, found: &mut Diagnostic) {
    match dead.write(file.into()) {
        Ok(written) => {
            let right = if dead.link.kind == LinkKind::Wiki {
                dead.replace_and_label(&written, found)
            } else {
                dead.replace(&written, found);
                written.text
            };
            found.help(format!("it is an alias: write `{right}`"));
        }
        Err(why) => {
            let path = dead.context.vault.vault.path(file);
            found.help(format!("it is an alias of {path}, but {why}"));
        }
    }
}

fn candidates(dead: &Dead<'_, '_>, found: &mut Diagnostic) {
    let (context, path) = (dead.context, dead.path);
    let vault = context.vault.vault;
    let by_label = declared(context, dead.link);
    if let Some((id, [file, ..])) = by_label {
        return declaring(dead, id, *file, found);
    }
    if let [file, ..] = vault.aliased(path) {
        return alias(dead, *file, found);
    }
    let own = Target::from(context.page.file);
    let named = vault.paths().named(name_of(path)).iter().copied();
    let elsewhere: Vec<Target> = named.filter(|&target| target != own).take(SHOWN).collect();
    match elsewhere.as_slice() {
        [] => {}
        [only] => return dead.offer(*only, "a file of that name is elsewhere", found),
        several => {
            let written = several.iter().filter_map(|&target| dead.write(target).ok());
            let paths: Vec<String> = written
                .map(|written| format!("`{}`", written.text))
                .collect();
            let or = paths.join(" or ");
            found.help(match paths.len() {
                0 => "files of that name are elsewhere, but no link can be written to them"
                    .to_owned(),
                _ => format!("files of that name are elsewhere: write {or}"),
            });
            return;
        }
    }
    let near = nearest(context, path).and_then(|target| dead.write(target).ok());
    if let Some(written) = near {
        found.help(format!("did you mean `{}`?", written.text));
        dead.replace(&written, found);
    } else if let Some((id, [])) = by_label {
        found.help(format!("no page declares `{id}`"));
    }
}

/// The page whose name is nearest to that of a path.
fn nearest(context: &PageContext<'_>, path: &str) -> Option<Target> {
    let vault = context.vault.vault;
    let page = vault
        .paths()
        .nearest_page(vault.path(context.page.file), stem_of(path))?;
    match vault
        .paths()
        .resolve("", &format!("/{page}"), Reach::Anywhere)
    {
        Resolution::One { target, .. } => Some(target),
        _ => None,
    }
}
