//! Checks the references of ATLAS source files: anchors in templates, and files in `!include`.

use crate::context::PageContext;
use crate::diagnostic::Subject;
use crate::rules::findings::Findings;
use crate::text::path::parent_of;
use crate::text::{Span, join_path};
use crate::vault::path::fold_case;

pub(super) fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let Some((page, document)) = context.page.data() else {
        return;
    };
    let trees = context.vault.vault.trees();
    let file = context.page.file;
    for template in &document.templates {
        let name = template.name.as_str();
        if trees.has_anchor(file, name) {
            continue;
        }
        let found = findings.add(
            template.span,
            "no such anchor",
            format!("the template names `{name}`, and no object has that anchor"),
        );
        let limit = (name.chars().count() / 4).max(1);
        found.help(match trees.nearest_anchor(file, name, limit) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("put `&{name}` before the intended object"),
        });
        found.about(Subject::path(name));
    }
    for &node in &document.includes {
        let tree = &page.outline;
        if let Some(path) = tree.text(node) {
            include(context, path.trim(), tree.node(node).span, findings);
        }
    }
}

/// Checks an `!include` of a file, a glob, or a folder with a `matrix.yaml`, relative to the folder of this file.
fn include(context: &PageContext<'_>, written: &str, span: Span, findings: &mut Findings) {
    let paths = context.vault.vault.paths();
    let folder = parent_of(context.vault.vault.path(context.page.file));
    let is_glob = written.contains(['*', '?', '[']);
    let full = join_path(folder, written);
    let found = full.as_ref().is_some_and(|full| {
        if is_glob {
            paths.any_like(full)
        } else {
            let matrix = join_path(full, "matrix.yaml");
            paths.has(full) || matrix.is_some_and(|matrix| paths.has(&matrix))
        }
    });
    if found {
        return;
    }
    let what = match (&full, is_glob) {
        (None, _) => "leads out of the vault",
        (Some(_), true) => "matches no file",
        (Some(_), false) => "leads to no file, and to no folder with a `matrix.yaml`",
    };
    findings
        .add(
            span,
            "nothing there",
            format!("the include `{written}` {what}"),
        )
        .help("write the path as seen from the folder of this file")
        .about(Subject::path(fold_case(full.as_deref().unwrap_or(written))));
}
