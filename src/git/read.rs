//! Pages from git's objects, as if the vault had been read from its folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::command::Git;
use super::ignored::Ignores;
use super::links::{Dead, Real, follow};
use super::listing::{Entry, Kind, Listing};
use crate::disk::{self, MOST_LINKED, is_page};
use crate::syntax::data::{is_data, is_json};
use crate::text::{Source, Sources};

/// Reads the vault that a listing stands for.
pub(super) fn sources(
    git: &Git,
    listing: &Listing,
    root: &Path,
    included: &dyn Fn(&str) -> bool,
) -> Result<Sources, String> {
    let is_wanted =
        |path: &str| is_page(path) || (is_data(path) && (!is_json(path) || included(path)));
    let known = known(git, listing)?;
    let needed = known
        .files
        .iter()
        .filter(|(path, _)| is_wanted(path))
        .map(|(path, entry)| (path.as_str(), *entry));
    let texts = contents(git, needed)?;
    let mut ignores = Ignores::new(root, rules(git, listing)?.into_iter());
    let mut files = Vec::new();
    let mut others = known.others;
    for (path, _) in &known.files {
        match texts.get(path.as_str()) {
            Some(text) => {
                let wanted = is_data(path) && included(path);
                match disk::page_of(path, wanted, text.clone()) {
                    Some(source) => files.push(source.hide(ignores.hide(path))),
                    None => others.push(path.clone()),
                }
            }
            None => others.push(path.clone()),
        }
    }
    for (path, why) in known.dead {
        let hidden = ignores.hide(&path);
        if is_data(&path) && !included(&path) {
            others.push(path);
        } else {
            files.push(Source::unreadable(path, why).hide(hidden));
        }
    }
    Ok(Sources::new(files, others))
}

/// The paths that a vault knows.
#[derive(Default)]
struct Known<'l> {
    /// Files under their own paths, and those below a dot that a link makes known.
    files: Vec<(String, &'l Entry)>,
    /// What links make known a second time.
    others: Vec<String>,
    /// Links that cannot be followed, and why.
    dead: Vec<(String, String)>,
}

fn known<'l>(git: &Git, listing: &'l Listing) -> Result<Known<'l>, String> {
    let of_kind = |kind| {
        listing
            .0
            .iter()
            .filter(move |(_, entry)| entry.kind == kind)
    };
    let targets = of_kind(Kind::Link).map(|(path, entry)| (path.as_str(), entry));
    let targets: BTreeMap<&str, String> = contents(git, targets)?
        .into_iter()
        .map(|(path, text)| (path, String::from_utf8_lossy(&text).into_owned()))
        .collect();
    let mut known = Known::default();
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

impl<'l> Known<'l> {
    /// Takes in what a link leads to.
    fn link(&mut self, listing: &'l Listing, path: &str, real: Result<Real, Dead>) {
        match real {
            Ok(Real::File(real)) => self.second(listing, path.to_owned(), &real),
            Ok(Real::Folder(real)) => {
                if real.is_empty() || format!("{path}/").starts_with(&format!("{real}/")) {
                    let why = "it is a symbolic link to a folder around it, a loop";
                    return self.dead.push((path.to_owned(), why.to_owned()));
                }
                let folder = format!("{real}/");
                let below = listing.0.range(folder.clone()..);
                let below = below.map_while(|(name, _)| Some((name, name.strip_prefix(&folder)?)));
                for (name, below) in below.filter(|(_, below)| !is_below_dot(below)) {
                    if self.others.len() >= MOST_LINKED {
                        let why = disk::too_many_linked();
                        return self.dead.push((path.to_owned(), why));
                    }
                    self.second(listing, format!("{path}/{below}"), name);
                }
            }
            Err(why) => {
                // A loop has no end that could tell whether it is a page.
                if why == Dead::Loop || is_page(path) || is_data(path) {
                    self.dead.push((path.to_owned(), why.words().to_owned()));
                }
            }
        }
    }

    /// A file under a second path. What lies below a dot has no other one, and is read under it.
    fn second(&mut self, listing: &'l Listing, path: String, real: &str) {
        let entry = listing.0.get(real).filter(|entry| entry.kind == Kind::File);
        match entry.filter(|_| is_below_dot(real)) {
            Some(entry) => self.files.push((path, entry)),
            None => self.others.push(path),
        }
    }
}

/// The text of each `.gitignore`, by its folder.
fn rules(git: &Git, listing: &Listing) -> Result<Vec<(String, String)>, String> {
    let is_rule = |path: &str| path.rsplit('/').next() == Some(".gitignore");
    let wanted = listing
        .0
        .iter()
        .filter(|(path, entry)| entry.kind == Kind::File && is_rule(path))
        .map(|(path, entry)| (path.as_str(), entry));
    let texts = contents(git, wanted)?.into_iter();
    Ok(texts
        .map(|(path, text)| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            (
                folder.to_owned(),
                String::from_utf8_lossy(&text).into_owned(),
            )
        })
        .collect())
}

/// Whether a path has a part that starts with a dot: such files are no part of a vault.
pub(super) fn is_below_dot(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// The contents of files, by path.
fn contents<'l>(
    git: &Git,
    wanted: impl Iterator<Item = (&'l str, &'l Entry)>,
) -> Result<BTreeMap<&'l str, Vec<u8>>, String> {
    let mut by_place: BTreeMap<Option<&str>, Vec<(&'l str, &'l str)>> = BTreeMap::new();
    for (path, entry) in wanted {
        let files = by_place.entry(entry.submodule.as_deref()).or_default();
        files.push((path, &entry.id));
    }
    let mut texts = BTreeMap::new();
    for (submodule, files) in by_place {
        let output = match submodule {
            None => git.asked(&BATCH, ids(&files)),
            Some(path) => {
                let inner = git.submodule(path).ok_or_else(|| gone(path))?;
                inner.asked(&BATCH, ids(&files))
            }
        }?;
        parse(&output, &files, &mut texts)?;
    }
    Ok(texts)
}

const BATCH: [&str; 2] = ["cat-file", "--batch"];

fn gone(submodule: &str) -> String {
    format!("the submodule {submodule} is not checked out")
}

fn ids(files: &[(&str, &str)]) -> String {
    files.iter().map(|(_, id)| format!("{id}\n")).collect()
}

/// Takes apart what `cat-file --batch` answers: `ID blob SIZE`, a line end, the content, a line end.
fn parse<'l>(
    output: &[u8],
    files: &[(&'l str, &str)],
    texts: &mut BTreeMap<&'l str, Vec<u8>>,
) -> Result<(), String> {
    let mut rest = output;
    for (path, id) in files {
        let end = memchr::memchr(b'\n', rest).ok_or("git stopped in the middle of an answer")?;
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = head
            .rsplit(' ')
            .next()
            .filter(|_| head.contains(" blob "))
            .and_then(|size| size.parse::<usize>().ok());
        let content = size.and_then(|size| Some((rest.get(end + 1..end + 1 + size)?, size)));
        let Some((content, size)) = content else {
            return Err(format!(
                "git has no content for {path} (object {id}); in a partial clone fetch it first, as nothing is fetched from here"
            ));
        };
        texts.insert(path, content.to_vec());
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    Ok(())
}
