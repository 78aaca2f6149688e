//! Wiki-links by bare name that stand for notes to be written. In Obsidian a click on such a link makes the note, and some vaults
//! have thousands of them: there they are a habit of the author, not defects. Elsewhere words in double brackets may be another notation,
//! such as entries of an index, which nearly all of them show by leading nowhere.

use std::collections::HashSet;

use super::VaultContext;
use crate::dialect::Dialect;
use crate::syntax::{Link, LinkKind};
use crate::text::{FileId, Span};
use crate::vault::path::fold_case;
use crate::vault::{Destination, Missing, Resolution};

/// A vault with more names than this without a note uses them as notes to be written.
const MOST_NAMES: usize = 50;

/// At least one of this many wiki-links must lead to such a note.
const ONE_OF: usize = 30;

/// Outside of Obsidian, more names than this that lead nowhere are a notation, if nine of ten wiki-links are such.
const MOST_ELSEWHERE: usize = 20;

/// The extensions of files that are not notes, but that Obsidian shows.
const ATTACHMENTS: [&str; 27] = [
    "3gp", "avif", "base", "bmp", "canvas", "csv", "docx", "flac", "gif", "jpeg", "jpg", "json",
    "m4a", "mkv", "mov", "mp3", "mp4", "ogg", "ogv", "pdf", "png", "pptx", "svg", "wav", "webm",
    "webp", "xlsx",
];

/// The notes of a vault that are linked by bare name and do not exist, or what is in double brackets where no wiki-links are.
#[derive(Clone, Copy, Debug)]
pub struct UncreatedNotes {
    /// The number of their names.
    pub names: usize,
    /// The number of links to them.
    pub links: usize,
    /// The first of the links on a page that is reported.
    pub first: Option<(FileId, Span)>,
    /// Whether Obsidian makes such notes. Elsewhere the brackets may be no links.
    pub in_obsidian: bool,
}

impl<'v> VaultContext<'v> {
    /// Returns the notes to be written, if this vault has so many that links to them are not defects. It is counted over the whole
    /// vault, whatever is reported.
    pub fn uncreated_notes(&'v self) -> Option<&'v UncreatedNotes> {
        let known = self.uncreated_notes.get_or_init(|| count(self));
        known.as_ref()
    }

    /// Returns whether a link that leads to no file is a bare name: a wiki-link that is not an embed, without the extension of an
    /// attachment, and without a folder of the vault as its first part.
    pub fn is_bare_name(&self, link: &Link, path: &str) -> bool {
        // Outside of Obsidian, what has a folder is a path.
        if path.contains('/') && !self.vault.around().dialects.is_obsidian() {
            return false;
        }
        let first = path.split('/').next().unwrap_or_default();
        let extension = path
            .rsplit_once('.')
            .map(|(_, extension)| fold_case(extension));
        link.kind == LinkKind::Wiki
            && !matches!(first, "" | "." | "..")
            && !self.vault.paths().has_folder(first)
            && extension.is_none_or(|extension| !ATTACHMENTS.contains(&extension.as_ref()))
    }

    /// Returns whether words in double brackets may be something else than a link, such as the nodes of an attack tree or the test of a
    /// shell: outside of Obsidian, where none leads anywhere. A single word is one, if nothing stands around it.
    pub fn is_notation(&self, file: FileId, link: &Link, path: &str) -> bool {
        // Behind `[[`.
        let is_apart = link.target_span.start > link.span.start + 2;
        let is_word = || {
            let inside = path.trim_end_matches('?');
            link.label.is_none() && (is_apart || inside.contains([' ', ':', '?']))
        };
        self.vault.dialect(file) != Dialect::Obsidian
            && !path.contains("AML.")
            && (is_test(path) || is_word())
            && self.is_bare_name(link, path)
            && !self.uses_wiki_links()
    }
}

/// Returns whether words in double brackets are the test of a shell: `[[ $a -lt 100 ]]`, `[[ -f x ]]`, `[[ ! -d x ]]`.
fn is_test(words: &str) -> bool {
    let operator = words.strip_prefix('-').unwrap_or_default();
    words.starts_with('$') || words.starts_with("! ") || operator.find(' ') == Some(1)
}

fn count(context: &VaultContext<'_>) -> Option<UncreatedNotes> {
    let vault = context.vault;
    let dialects = &vault.around().dialects;
    // Who sets the dialect knows how its links are read.
    if context.rule_options.bare_names || dialects.is_set_elsewhere() {
        return None;
    }
    let in_obsidian = dialects.is_obsidian();
    let mut names: HashSet<String> = HashSet::new();
    let (mut all, mut missing) = (0, 0);
    let mut first = None;
    for (file, links) in vault.all_links() {
        if vault.sources.get(file).is_hidden() {
            continue;
        }
        all += links.iter().filter(|link| link.kind.is_wiki()).count();
        let is_missing = |link: &Link, found: &Resolution| {
            link.kind.is_wiki() && matches!(found, Resolution::None(Missing::NoFile))
        };
        for (link, destination) in vault.destinations_where(file, &links, is_missing) {
            let Destination::File { path, .. } = destination else {
                continue;
            };
            if !context.is_bare_name(link, &path) || context.is_notation(file, link, &path) {
                continue;
            }
            missing += 1;
            names.insert(fold_case(&path).into_owned());
            if first.is_none() && (context.reported)(vault.path(file)) {
                first = Some((file, link.target_span));
            }
        }
    }
    let is_habit = if in_obsidian {
        names.len() > MOST_NAMES && missing * ONE_OF >= all
    } else {
        names.len() > MOST_ELSEWHERE && missing * 10 >= all * 9
    };
    is_habit.then_some(UncreatedNotes {
        names: names.len(),
        links: missing,
        first,
        in_obsidian,
    })
}
