//! Templates in the source of v5: `{{name.id}}`, `{{name.name}}` and `{{create_internal_link(name)}}`.

use crate::catalog::View;
use crate::export::error::Error;
use crate::export::routes;
use crate::text::FileId;
use crate::vault::Vault;

/// The source tree and the release that fill in the templates of one file.
pub(super) struct Templates<'r> {
    pub(super) vault: &'r Vault<'r>,
    pub(super) view: View<'r>,
    pub(super) file: FileId,
}

impl Templates<'_> {
    /// Returns a text with its templates filled in.
    pub(super) fn fill_in(&self, text: &str, errors: &mut Vec<Error>) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inside, after)) = after.split_once("}}") else {
                break;
            };
            out.push_str(before);
            match self.template(inside.trim()) {
                Some(filled) => out.push_str(&filled),
                None => errors.push(Error::Template(inside.to_owned())),
            }
            rest = after;
        }
        out + rest
    }

    fn template(&self, inside: &str) -> Option<String> {
        let id = |name: &str| self.vault.trees().anchor_id(self.file, name.trim());
        let name = |id: &str| self.view.name(id).unwrap_or(id).to_owned();
        if let Some(call) = inside.strip_prefix("create_internal_link") {
            let argument = call.trim().strip_prefix('(')?.strip_suffix(')')?;
            let id = id(argument)?;
            return Some(routes::link(&name(id), id));
        }
        let (anchor, field) = inside.split_once('.')?;
        match field.trim() {
            "id" => id(anchor).map(str::to_owned),
            "name" => id(anchor).map(name),
            _ => None,
        }
    }
}
