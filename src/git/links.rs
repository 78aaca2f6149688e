//! Resolution of symbolic links in a listing, as the file system does it.

use std::collections::{BTreeMap, VecDeque};

use super::listing::{Kind, Listing};
use crate::disk::Unreadable;

/// Maximum number of links in a chain, as on Linux.
const MOST: usize = 40;

/// Reason why a link has no readable target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BrokenLink {
    Outside,
    Nothing,
    Loop,
}

impl From<BrokenLink> for Unreadable {
    fn from(dead: BrokenLink) -> Self {
        match dead {
            BrokenLink::Outside => Self::LinkOutOfVault,
            BrokenLink::Nothing => Self::LinkToNothing,
            BrokenLink::Loop => Self::LinkLoop,
        }
    }
}

/// Target of a link, as a real path from the vault's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LinkTarget {
    File(String),
    Folder(String),
}

/// Follows the link at `path`. `targets` are the texts of all links.
pub(super) fn follow(
    listing: &Listing,
    targets: &BTreeMap<&str, String>,
    path: &str,
) -> Result<LinkTarget, BrokenLink> {
    let mut parts: VecDeque<String> = path.split('/').map(str::to_owned).collect();
    let mut real: Vec<String> = Vec::new();
    let mut followed = 0;
    while let Some(part) = parts.pop_front() {
        match part.as_str() {
            "" | "." => continue,
            ".." => {
                real.pop().ok_or(BrokenLink::Outside)?;
                continue;
            }
            _ => real.push(part),
        }
        let here = real.join("/");
        let is_link = listing
            .0
            .get(&here)
            .is_some_and(|entry| entry.kind == Kind::Link);
        if !is_link {
            continue;
        }
        followed += 1;
        let target = targets.get(here.as_str()).ok_or(BrokenLink::Nothing)?;
        if followed > MOST {
            return Err(BrokenLink::Loop);
        }
        if target.starts_with('/') {
            return Err(BrokenLink::Outside);
        }
        real.pop();
        for part in target.split('/').rev() {
            parts.push_front(part.to_owned());
        }
    }
    let real = real.join("/");
    if listing.0.contains_key(&real) {
        return Ok(LinkTarget::File(real));
    }
    let folder = if real.is_empty() {
        real.clone()
    } else {
        format!("{real}/")
    };
    let inside = listing.0.range(folder.clone()..).next();
    if inside.is_some_and(|(name, _)| name.starts_with(&folder)) {
        Ok(LinkTarget::Folder(real))
    } else {
        Err(BrokenLink::Nothing)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{BrokenLink, LinkTarget, follow};
    use crate::git::listing::{Entry, Kind, Listing};

    #[test]
    fn links_lead_where_the_file_system_has_them() {
        let links = [
            ("a.md", "d/x.md"),
            ("l", "d"),
            ("b.md", "l/x.md"),
            ("d/up.md", "../e.md"),
            ("loop", "pool"),
            ("pool", "loop"),
            ("out", "../x"),
            ("root", "/etc/passwd"),
            ("none", "nothing"),
            ("c", "b.md"),
            ("d/self", "."),
        ];
        let entry = |kind| Entry {
            kind,
            id: String::new(),
            submodule: None,
        };
        let mut listing = Listing::default();
        for file in ["d/x.md", "e.md"] {
            listing.0.insert(file.to_owned(), entry(Kind::File));
        }
        for (path, _) in links {
            listing.0.insert(path.to_owned(), entry(Kind::Link));
        }
        let targets: BTreeMap<&str, String> = links.map(|(path, to)| (path, to.to_owned())).into();
        let file = |path: &str| Ok(LinkTarget::File(path.to_owned()));
        for (path, real) in [
            ("a.md", file("d/x.md")),
            ("b.md", file("d/x.md")),
            ("c", file("d/x.md")),
            ("d/up.md", file("e.md")),
            ("l", Ok(LinkTarget::Folder("d".to_owned()))),
            ("d/self", Ok(LinkTarget::Folder("d".to_owned()))),
            ("loop", Err(BrokenLink::Loop)),
            ("out", Err(BrokenLink::Outside)),
            ("root", Err(BrokenLink::Outside)),
            ("none", Err(BrokenLink::Nothing)),
        ] {
            assert_eq!(follow(&listing, &targets, path), real, "{path}");
        }
    }
}
