//! Pages from git's objects, as if the vault had been read from its folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::command::Git;
use super::ignored::Ignores;
use super::listing::{Entry, Kind, Listing};
use crate::disk::{self, is_page};
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
    let is_rule = |path: &str| path.rsplit('/').next() == Some(".gitignore");
    let needed = listing.0.iter().filter(|(path, entry)| {
        entry.kind == Kind::Link && !is_below_dot(path)
            || entry.kind == Kind::File && (is_rule(path) || !is_below_dot(path) && is_wanted(path))
    });
    let texts = contents(git, needed)?;
    let rules = texts
        .iter()
        .filter(|(path, _)| is_rule(path))
        .map(|(path, text)| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            (
                folder.to_owned(),
                String::from_utf8_lossy(text).into_owned(),
            )
        });
    let mut ignores = Ignores::new(root, rules);
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for (path, entry) in listing.0.iter().filter(|(path, _)| !is_below_dot(path)) {
        let hidden = ignores.hide(path);
        match (entry.kind, texts.get(path.as_str())) {
            (Kind::File, Some(text)) => {
                let source = Source::from_bytes(path.as_str(), text.clone());
                files.push(source.hide(hidden).include(is_data(path) && included(path)));
            }
            (Kind::Link, Some(target)) => {
                let target = String::from_utf8_lossy(target);
                match linked(listing, path, &target) {
                    Ok(paths) => others.extend(paths),
                    Err(why) if is_page(path) || is_data(path) => {
                        files.push(Source::unreadable(path.as_str(), why).hide(hidden));
                    }
                    Err(_) => {}
                }
            }
            _ => others.push(path.clone()),
        }
    }
    Ok(disk::sorted_out(files, others))
}

/// Whether a path has a part that starts with a dot: such files are no part of a vault.
pub(super) fn is_below_dot(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// The paths that a symbolic link makes known: its own, or those of all files in the folder that it leads to.
fn linked(listing: &Listing, path: &str, target: &str) -> Result<Vec<String>, &'static str> {
    const OUT: &str = "it is a symbolic link that leads out of the vault";
    if target.starts_with('/') {
        return Err(OUT);
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part != ".." {
            parts.push(part);
        } else if parts.pop().is_none() {
            return Err(OUT);
        }
    }
    let real = parts.join("/");
    if listing.0.contains_key(&real) {
        return Ok(vec![path.to_owned()]);
    }
    let folder = format!("{real}/");
    let below = listing.0.range(folder.clone()..);
    let below = below.map_while(|(name, _)| name.strip_prefix(folder.as_str()));
    let below: Vec<String> = below
        .filter(|name| !is_below_dot(name))
        .map(|name| format!("{path}/{name}"))
        .collect();
    if below.is_empty() {
        Err("it is a symbolic link to nothing")
    } else {
        Ok(below)
    }
}

/// The contents of files, by path.
fn contents<'l>(
    git: &Git,
    wanted: impl Iterator<Item = (&'l String, &'l Entry)>,
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
