//! Reads a vault from git objects, with the same result as from its folder.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::path::Path;

use super::command::Git;
use super::error::GitError;
use super::ignored::Ignores;
use super::links::{BrokenLink, LinkTarget, follow};
use super::listing::{Entry, Kind, Listing};
use crate::disk::{self, FileError, MOST_DATA, MOST_LINKED, Unreadable, gitignore, is_page};
use crate::syntax::document::{Form, OfficialDetector, is_data, is_json, may_be_known};
use crate::text::path::{is_below_dot, name_of, parent_of};
use crate::text::{Source, Sources};

/// Maximum size of the target of a symbolic link, as on Linux. A longer target counts as missing.
const MOST_TARGET: u64 = 4096;

/// Reads the files of a listing.
pub(super) fn sources(
    git: &Git,
    listing: &Listing,
    root: &Path,
    included: &dyn Fn(&str) -> bool,
) -> Result<Sources, GitError> {
    let is_wanted = |path: &str| is_page(path) || included(path) || is_data(path);
    let known = vault_files(git, listing)?;
    let needed = known
        .files
        .iter()
        .filter(|(path, _)| is_wanted(path))
        .map(|(path, entry)| (path.as_str(), *entry));
    let is_kept = |path: &str, bytes: &[u8]| {
        !is_json(path) || included(path) || may_be_known(Form::Json, bytes)
    };
    let mut texts = contents(git, needed, disk::most_of, &is_kept)?;
    let mut ignores = Ignores::new(root, rules(git, listing)?.into_iter());
    let mut files = Vec::new();
    let mut others = known.others;
    for (path, _) in &known.files {
        let wanted = included(path);
        let source = match texts.remove(path.as_str()) {
            Some(Content::Whole(text)) => disk::page_of(path, wanted, text),
            Some(Content::TooLarge { most, official }) => {
                let is_ours = wanted || is_page(path) || (official && !is_json(path));
                let why = FileError::TooLarge { max_bytes: most };
                let unread = || Source::unreadable(path.as_str(), why.to_string());
                is_ours.then(|| unread().include(wanted))
            }
            None => None,
        };
        match source {
            Some(source) => files.push(source.hide(ignores.hide(path))),
            None => others.push(path.clone()),
        }
    }
    for (path, why) in known.broken {
        let hidden = ignores.hide(&path);
        if is_data(&path) && !included(&path) {
            others.push(path);
        } else {
            files.push(Source::unreadable(path, why.to_string()).hide(hidden));
        }
    }
    Ok(Sources::new(files, others))
}

/// The paths that a vault knows.
#[derive(Default)]
struct VaultFiles<'l> {
    /// Files under their own paths, and those below a dot that a link makes known.
    files: Vec<(String, &'l Entry)>,
    /// Second paths of files, through links.
    others: Vec<String>,
    /// Broken links, with reasons.
    broken: Vec<(String, Unreadable)>,
}

fn vault_files<'l>(git: &Git, listing: &'l Listing) -> Result<VaultFiles<'l>, GitError> {
    let of_kind = |kind| {
        listing
            .0
            .iter()
            .filter(move |(_, entry)| entry.kind == kind)
    };
    let targets = of_kind(Kind::Link).map(|(path, entry)| (path.as_str(), entry));
    let targets: BTreeMap<&str, String> = contents(git, targets, |_| MOST_TARGET, &|_, _| true)?
        .into_iter()
        .filter_map(|(path, text)| {
            Some((path, String::from_utf8_lossy(&text.whole()?).into_owned()))
        })
        .collect();
    let mut known = VaultFiles::default();
    let visible = listing.0.iter().filter(|(path, _)| !is_below_dot(path));
    for (path, entry) in visible {
        match entry.kind {
            Kind::File => known.files.push((path.clone(), entry)),
            Kind::Submodule => {}
            Kind::Link => known.link(listing, path, follow(listing, &targets, path)),
        }
    }
    Ok(known)
}

impl<'l> VaultFiles<'l> {
    /// Adds the target of a link.
    fn link(&mut self, listing: &'l Listing, path: &str, real: Result<LinkTarget, BrokenLink>) {
        match real {
            Ok(LinkTarget::File(real)) => self.second(listing, path.to_owned(), &real),
            Ok(LinkTarget::Folder(real)) => {
                if real.is_empty() || format!("{path}/").starts_with(&format!("{real}/")) {
                    // A folder around the link is read under its own path.
                    return self.others.push(path.to_owned());
                }
                let folder = format!("{real}/");
                let below = listing.0.range(folder.clone()..);
                let below = below.map_while(|(name, _)| Some((name, name.strip_prefix(&folder)?)));
                for (name, below) in below.filter(|(_, below)| !is_below_dot(below)) {
                    if self.others.len() >= MOST_LINKED {
                        let why = Unreadable::TooManyLinkedFiles;
                        return self.broken.push((path.to_owned(), why));
                    }
                    self.second(listing, format!("{path}/{below}"), name);
                }
            }
            Err(why) => {
                // A loop of links has no target, so it is not a page.
                if why == BrokenLink::Loop || is_page(path) || is_data(path) {
                    self.broken.push((path.to_owned(), why.into()));
                }
            }
        }
    }

    /// Adds a file under a second path. A file below a dot has no other path, and is read under this one.
    fn second(&mut self, listing: &'l Listing, path: String, real: &str) {
        let entry = listing.0.get(real).filter(|entry| entry.kind == Kind::File);
        match entry.filter(|_| is_below_dot(real)) {
            Some(entry) => self.files.push((path, entry)),
            None => self.others.push(path),
        }
    }
}

/// Returns the text of each `.gitignore`, by folder.
fn rules(git: &Git, listing: &Listing) -> Result<Vec<(String, Vec<u8>)>, GitError> {
    let is_rule = |path: &str| name_of(path) == gitignore::FILE_NAME;
    let wanted = listing
        .0
        .iter()
        .filter(|(path, entry)| entry.kind == Kind::File && is_rule(path))
        .map(|(path, entry)| (path.as_str(), entry));
    let texts = contents(git, wanted, |_| MOST_DATA, &|_, _| true)?.into_iter();
    Ok(texts
        .filter_map(|(path, text)| {
            let folder = parent_of(path);
            Some((folder.to_owned(), text.whole()?))
        })
        .collect())
}

/// Content of a file in git.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    Whole(Vec<u8>),
    /// It has more than `most` bytes. They were scanned and not kept.
    TooLarge {
        most: u64,
        official: bool,
    },
}

impl Content {
    fn whole(self) -> Option<Vec<u8>> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::TooLarge { .. } => None,
        }
    }
}

/// Returns the contents of files, by path. Files with more bytes than `most` returns for their path are left out.
fn contents<'l>(
    git: &Git,
    wanted: impl Iterator<Item = (&'l str, &'l Entry)>,
    most: fn(&str) -> u64,
    is_kept: &dyn Fn(&str, &[u8]) -> bool,
) -> Result<BTreeMap<&'l str, Content>, GitError> {
    let mut by_place: BTreeMap<Option<&str>, Vec<(&'l str, &'l str)>> = BTreeMap::new();
    for (path, entry) in wanted {
        let files = by_place.entry(entry.submodule.as_deref()).or_default();
        files.push((path, &entry.id));
    }
    let mut contents = BTreeMap::new();
    for (submodule, files) in by_place {
        let take = |answers: &mut dyn BufRead| {
            for (path, id) in &files {
                let content =
                    answer(answers, most(path)).map_err(|error| answer_error(error, path, id))?;
                let drops = matches!(&content, Content::Whole(bytes) if !is_kept(path, bytes));
                if !drops {
                    contents.insert(*path, content);
                }
            }
            Ok(())
        };
        match submodule {
            None => git.asked(&BATCH, ids(&files), take),
            Some(path) => {
                let inner = git
                    .submodule(path)
                    .ok_or_else(|| GitError::SubmoduleNotCheckedOut(path.to_owned()))?;
                inner.asked(&BATCH, ids(&files), take)
            }
        }?;
    }
    Ok(contents)
}

const BATCH: [&str; 2] = ["cat-file", "--batch"];

fn ids(files: &[(&str, &str)]) -> String {
    files.iter().map(|(_, id)| format!("{id}\n")).collect()
}

/// Reads one answer of `cat-file --batch`: `ID blob SIZE`, a line end, the content, a line end. An error of the kind `NotFound` says
/// that git has no such content.
fn answer(answers: &mut dyn BufRead, most: u64) -> io::Result<Content> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    if head.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let size = head
        .trim_end()
        .rsplit(' ')
        .next()
        .filter(|_| head.contains(" blob "))
        .and_then(|size| size.parse::<u64>().ok())
        .ok_or(io::ErrorKind::NotFound)?;
    let content = content(&mut answers.take(size), size, most)?;
    io::copy(&mut answers.take(1), &mut io::sink())?;
    Ok(content)
}

fn content(answer: &mut dyn BufRead, size: u64, most: u64) -> io::Result<Content> {
    if size <= most {
        let mut bytes = Vec::new();
        answer.read_to_end(&mut bytes)?;
        let is_whole = bytes.len() as u64 == size;
        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        return is_whole.then_some(Content::Whole(bytes)).ok_or_else(cut);
    }
    let mut detector = OfficialDetector::default();
    loop {
        let part = answer.fill_buf()?;
        if part.is_empty() {
            let official = detector.matches();
            return Ok(Content::TooLarge { most, official });
        }
        detector.scan(part);
        let len = part.len();
        answer.consume(len);
    }
}

fn answer_error(error: io::Error, path: &str, id: &str) -> GitError {
    match error.kind() {
        io::ErrorKind::NotFound => GitError::MissingObject {
            path: path.to_owned(),
            id: id.to_owned(),
        },
        io::ErrorKind::UnexpectedEof => GitError::CutAnswer,
        _ => GitError::Io(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, answer};
    use std::io;

    #[test]
    fn what_is_too_large_is_passed_over() {
        let text =
            "a blob 27\nobject-type: technique\n1234\nb blob 4\nnext\nc missing\nd blob 9\ncut";
        let mut answers = text.as_bytes();
        let first = answer(&mut answers, 26);
        let large = Content::TooLarge {
            most: 26,
            official: true,
        };
        assert_eq!(first.ok(), Some(large));
        let next = answer(&mut answers, 4);
        assert_eq!(next.ok(), Some(Content::Whole(b"next".to_vec())));
        let missing = answer(&mut answers, 4).map_err(|error| error.kind());
        assert_eq!(missing, Err(io::ErrorKind::NotFound));
        let cut = answer(&mut answers, 9).map_err(|error| error.kind());
        assert_eq!(cut, Err(io::ErrorKind::UnexpectedEof));
    }
}
