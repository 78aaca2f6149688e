//! How a link to a file is best written.

use super::Vault;
use super::path::parent_of;
use super::paths::Target;
use crate::syntax::LinkKind;
use crate::text::FileId;

impl Vault<'_> {
    /// The path of a file as a link in the page `from` is best written: in a wiki-link from the root and without `.md`, in a
    /// Markdown link from the page's own folder, as every reader of Markdown understands it.
    #[must_use]
    pub fn written(&self, from: FileId, target: Target, kind: LinkKind) -> String {
        let path = self.paths().path(target);
        if kind.is_wiki() {
            path.strip_suffix(".md").unwrap_or(path).to_owned()
        } else {
            relative(parent_of(self.path(from)), path).replace(' ', "%20")
        }
    }
}

/// `path` as seen from `folder`, both from the root.
fn relative(folder: &str, path: &str) -> String {
    let mut folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut rest = path;
    while let (Some(first), Some((head, tail))) = (folders.first(), rest.split_once('/')) {
        if *first != head {
            break;
        }
        folders.remove(0);
        rest = tail;
    }
    "../".repeat(folders.len()) + rest
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_seen_from_a_folder() {
        assert_eq!(relative("", "a/b.md"), "a/b.md");
        assert_eq!(relative("a", "a/b.md"), "b.md");
        assert_eq!(relative("a/c", "a/b.md"), "../b.md");
        assert_eq!(relative("a/c", "d.md"), "../../d.md");
        assert_eq!(relative("a", "ab/c.md"), "../ab/c.md");
    }
}
