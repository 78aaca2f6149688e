//! Suggests the file that an unresolved link may mean.

use super::{SHOWN, declared};
use crate::context::{LinkForm, PageContext};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::facts::url::meant_url;
use crate::syntax::{Link, LinkKind};
use crate::text::FileId;
use crate::text::path::{name_of, parent_of, stem_of};
use crate::vault::{Destination, EncodedPath, Resolution, Target, Unwritable, Vault};

/// An unresolved link.
pub(super) struct BrokenLink<'c, 'v> {
    context: &'c PageContext<'v>,
    link: &'c Link,
    /// The path, decoded.
    path: &'c str,
}

impl<'c, 'v> BrokenLink<'c, 'v> {
    pub(super) fn new(context: &'c PageContext<'v>, link: &'c Link, path: &'c str) -> Self {
        Self {
            context,
            link,
            path,
        }
    }

    fn write(&self, target: Target) -> Result<EncodedPath, Unwritable> {
        let context = self.context;
        let rest = context.source.slice(self.link.subpath_span(context.source));
        context.link_to(self.link, target, LinkForm::Full, rest)
    }

    /// Adds a fix that replaces the path.
    fn replace(&self, written: &EncodedPath, found: &mut Diagnostic) {
        let edit = written.edit(self.link.path_span(self.context.source));
        found.fix(Fix::edit(Applicability::Unsafe, edit));
    }

    /// Adds a fix that replaces the path of a wiki-link and, if there is no label, keeps the old path as the label. Returns the new
    /// link.
    fn replace_and_label(&self, written: &EncodedPath, found: &mut Diagnostic) -> String {
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
            Applicability::Unsafe,
            Edit::target(link.target_span, whole.as_str(), written.target.as_str()),
        ));
        format!("[[{whole}]]")
    }

    /// Suggests `target`, or explains why the link cannot lead there. `what` describes the file.
    fn suggest(&self, target: Target, what: &str, found: &mut Diagnostic) {
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

/// Suggests the page that declares `id`. A wiki-link without a label keeps its old text as the label.
fn suggest_declaring(broken: &BrokenLink<'_, '_>, id: &str, file: FileId, found: &mut Diagnostic) {
    match broken.write(file.into()) {
        Ok(written) => {
            let text = if broken.link.label.is_none() && broken.link.kind == LinkKind::Wiki {
                broken.replace_and_label(&written, found)
            } else {
                broken.replace(&written, found);
                written.text
            };
            found.help(format!("write `{text}`, which declares `{id}`"));
        }
        Err(why) => {
            let path = broken.context.vault.vault.path(file);
            found.help(format!("{path} declares `{id}`, but {why}"));
        }
    }
}

/// Suggests the page of which the target is another name, an alias or a title as `what` says. In a wiki-link the name becomes the
/// label.
fn suggest_known_as(broken: &BrokenLink<'_, '_>, what: &str, file: FileId, found: &mut Diagnostic) {
    match broken.write(file.into()) {
        Ok(written) => {
            let right = if broken.link.kind == LinkKind::Wiki {
                broken.replace_and_label(&written, found)
            } else {
                broken.replace(&written, found);
                written.text
            };
            found.help(format!("it is {what}: write `{right}`"));
        }
        Err(why) => {
            let path = broken.context.vault.vault.path(file);
            found.help(format!("it is {what} of {path}, but {why}"));
        }
    }
}

/// Returns the file that a link with `/` in place of each backslash leads to.
fn with_slashes(broken: &BrokenLink<'_, '_>) -> Option<Target> {
    let link = broken.link;
    if !broken.path.contains('\\') {
        return None;
    }
    let link = Link {
        target: link.target.replace("%5C", "/").replace('\\', "/").into(),
        ..*link
    };
    let context = broken.context;
    match context.vault.vault.destination(context.page.file, &link) {
        Destination::File {
            found: Resolution::One { target, .. },
            ..
        } => Some(target),
        _ => None,
    }
}

/// Names of files that many folders have.
const COMMON: [&str; 4] = ["index", "main", "readme", "skill"];

/// Suggests the file that is most likely meant.
pub(super) fn suggest(broken: &BrokenLink<'_, '_>, found: &mut Diagnostic) {
    let (context, path) = (broken.context, broken.path);
    let vault = context.vault.vault;
    let written = context.source.slice(broken.link.target_span);
    if !broken.link.kind.is_wiki()
        && let Some((what, url)) = meant_url(written)
    {
        found.help(format!("{what}: write `{url}`"));
        let edit = Edit::target(broken.link.target_span, url.as_str(), url.as_str());
        found.fix(Fix::edit(Applicability::Unsafe, edit));
        return;
    }
    if let Some(target) = with_slashes(broken) {
        return broken.suggest(target, "a path has no backslashes", found);
    }
    if let Some(folder) = vault.hidden_folder(context.page.file, path) {
        found.help(format!(
            "move the file out of `{folder}`: it exists, but Obsidian ignores hidden folders"
        ));
        return;
    }
    let by_label = declared(context, broken.link);
    // Never suggest the page that contains the link.
    let other = |files: &[FileId]| {
        let mut files = files.iter().copied();
        files.find(|&file| file != context.page.file)
    };
    if let Some((id, files)) = by_label
        && let Some(file) = other(files)
    {
        return suggest_declaring(broken, id, file, found);
    }
    if let Some(file) = other(vault.aliased(path)) {
        return suggest_known_as(broken, "an alias", file, found);
    }
    if let Some(file) = other(vault.titled(path)) {
        return suggest_known_as(broken, "a title", file, found);
    }
    let own = Target::from(context.page.file);
    let named = vault.paths().named(name_of(path)).iter().copied();
    let named = named.take(MOST_NAMED);
    // Many folders have a file of such a name, and only the folder tells which one is meant.
    let is_common = COMMON.contains(&stem_of(path).to_ascii_lowercase().as_str());
    let folder = name_of(parent_of(path));
    let is_meant = |&target: &Target| {
        let other = parent_of(vault.paths().path(target));
        target != own
            && (!is_common || (!folder.is_empty() && name_of(other) == folder))
            && !is_copy(vault, target)
    };
    let elsewhere: Vec<Target> = named.filter(is_meant).take(SHOWN).collect();
    match elsewhere.as_slice() {
        [] => {}
        [only] => {
            match broken.write(*only) {
                // It may be the file of another project, so nothing says more than its name.
                Ok(written) => {
                    let path = &written.text;
                    found.help(format!(
                        "a file of that name is elsewhere: did you mean `{path}`?"
                    ));
                    broken.replace(&written, found);
                }
                Err(_) => broken.suggest(*only, "a file of that name is elsewhere", found),
            }
            return;
        }
        several => {
            let written = several
                .iter()
                .filter_map(|&target| broken.write(target).ok());
            let paths: Vec<String> = written
                .map(|written| format!("`{}`", written.text))
                .collect();
            let or = paths.join(" or ");
            found.help(match paths.len() {
                0 => "files of that name are elsewhere, but no link can be written to them"
                    .to_owned(),
                _ => format!("files of that name are elsewhere: did you mean {or}?"),
            });
            return;
        }
    }
    let near = nearest(context, path).and_then(|target| broken.write(target).ok());
    if let Some(written) = near {
        found.help(format!("did you mean `{}`?", written.text));
        broken.replace(&written, found);
    } else if let Some((id, [])) = by_label {
        found.help(format!("no page declares `{id}`"));
    }
}

/// The most files of a name that are looked through, as each link may have another path of that name.
const MOST_NAMED: usize = 256;

/// Returns the page whose name is nearest to that of a path.
fn nearest(context: &PageContext<'_>, path: &str) -> Option<Target> {
    let vault = context.vault.vault;
    let page = vault
        .paths()
        .nearest_page(vault.path(context.page.file), stem_of(path))?;
    match vault.paths().resolve("", &format!("/{page}")) {
        Resolution::One { target, .. } => Some(target).filter(|target| !is_copy(vault, *target)),
        _ => None,
    }
}

/// Returns whether the build of a site made a file, or git ignores it.
fn is_copy(vault: &Vault<'_>, target: Target) -> bool {
    let file = vault.paths().file(target);
    file.is_some_and(|file| vault.is_copy(file))
}
