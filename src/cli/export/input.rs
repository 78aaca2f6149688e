//! The case study of a YAML file.

use std::path::Path;

use super::vault::{check_text, pages};
use crate::catalog::Kind;
use crate::cli::args::ExportArgs;
use crate::cli::error::Error;
use crate::cli::setup::{Setup, cores};
use crate::disk;
use crate::export::{self, CaseStudy};
use crate::facts::Object;
use crate::schema::PageTypes;
use crate::syntax::{self, ReadOptions, Shape, SyntaxError};
use crate::text::{Source, Sources};
use crate::vault::{PageRef, Surroundings, Vault};

/// Returns the requested case study, and notes on the parts of the file that do not belong to one.
pub(super) fn study_of(
    args: &ExportArgs,
    setup: &Setup,
) -> Result<(CaseStudy, Vec<String>), Error> {
    let (sources, path) = yaml_files(&args.file)?;
    let file = sources.find(&path);
    let Some(file) = file else {
        return Err(Error::at(&args.file)("no such page"));
    };
    check_text(sources.get(file))?;
    let pages = pages(&sources);
    let vault = Vault::new(
        &sources,
        &pages,
        &PageTypes::default(),
        Surroundings::default(),
    );
    let page = vault.page(file);
    let document = page.and_then(|page| page.get().document.as_ref());
    if let Some(page) = page.filter(|_| document.is_some_and(|document| !document.sound)) {
        let start = page.get().errors.first().map_or(0, SyntaxError::start);
        let at = sources.get(file).position(start as usize);
        let place = format!("{}:{}:{}", args.file.display(), at.line, at.column);
        return Err(Error::Message(format!(
            "{place}: this cannot be read as YAML"
        )));
    }
    let Some(page) = page.filter(|_| document.is_some_and(|document| document.shape.is_some()))
    else {
        return Err(Error::at(&args.file)("it is in none of ATLAS's forms"));
    };
    let object = choose(args, page)?;
    let view = setup.pinned.catalog.at(setup.pinned.release);
    let read =
        export::read_official(&vault, view, page, object).map_err(Error::problems(&args.file))?;
    let notes = read.ignored_keys.iter();
    let notes = notes.map(|key| format!("{key} has no place in a case study, and was left out"));
    Ok((read.study, notes.collect()))
}

/// Returns the files to read for a YAML file: itself, or the source tree that resolves its templates.
fn yaml_files(path: &Path) -> Result<(Sources, String), Error> {
    let bytes = disk::read_file(path).map_err(Error::at(path))?;
    let source = Source::from_bytes(path.to_string_lossy(), bytes).include(true);
    let page = syntax::read(&source, &ReadOptions::default());
    let document = page.as_ref().and_then(|page| page.document.as_ref());
    let has_templates =
        document.is_some_and(|d| d.shape == Some(Shape::Source) && !d.templates.is_empty());
    if has_templates && let Some(root) = disk::folder_with(path, "data.yaml") {
        let absolute = disk::absolute(path)?;
        let inside = disk::relative(&root, &absolute);
        let sources = disk::read_vault(&root, None, &|_| false, cores());
        return Ok((sources, inside));
    }
    let path = source.path().to_owned();
    Ok((Sources::new(vec![source], Vec::new()), path))
}

/// Returns the case study that `--id` names, or the only one.
fn choose<'p>(args: &ExportArgs, page: PageRef<'p>) -> Result<&'p Object, Error> {
    let shown = args.file.display();
    let objects = page.facts.objects.iter();
    let studies: Vec<&Object> = objects
        .filter(|object| object.kind == Kind::CaseStudy)
        .collect();
    let id = |object: &&'p Object| object.known_as();
    let found = match &args.id {
        Some(wanted) => studies.iter().find(|study| id(study) == Some(wanted)),
        None => studies.first().filter(|_| studies.len() == 1),
    };
    match (found, &args.id) {
        (Some(found), _) => Ok(found),
        (None, Some(wanted)) => {
            let known = studies.iter().filter_map(id);
            let near = crate::nearest::nearest(wanted, known, 2);
            let hint = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
            Err(Error::Message(format!(
                "{shown} holds no case study `{wanted}`{hint}"
            )))
        }
        (None, None) if studies.is_empty() => {
            Err(Error::Message(format!("{shown} holds no case study")))
        }
        (None, None) => {
            let (count, first) = (
                studies.len(),
                studies.iter().find_map(id).unwrap_or("AML.CS0000"),
            );
            Err(Error::Message(format!(
                "{shown} holds {count} case studies; choose one, as in --id {first}"
            )))
        }
    }
}
