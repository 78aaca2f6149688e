//! `export`: a case study from one form to another.

mod check;
mod input;
mod vault;

use std::path::Path;

use super::args::{ExportArgs, Form};
use super::error::Error;
use super::hints;
use super::outcome::Outcome;
use super::setup::Setup;
use super::stderr;
use super::stdout::print_file;
use crate::disk::{self, Overwrite};
use crate::export::{self, CaseStudy, Context, Unwritten};
use crate::schema::PageTypes;
use crate::syntax::document::is_data;
use crate::vault::Vault;
use vault::{check_text, pages, set_up_around, vault_files};

/// Exported case study.
struct Exported {
    text: String,
    /// Notes on parts of the original that the text lacks.
    notes: Vec<String>,
}

pub(super) fn run(args: &ExportArgs) -> Result<Outcome, Error> {
    if args.check {
        return check::run(args);
    }
    let shown = args.file.display().to_string();
    check_output(args)?;
    if args.id.is_some() && !is_data(&shown) {
        return Err(Error::new(
            "--id chooses from a YAML file; a page holds one case study",
        ));
    }
    let exported = if is_data(&shown) {
        from_yaml(args)?
    } else if disk::is_page(&shown) {
        from_page(args)?
    } else {
        let why =
            format!("{shown} is not a page: pages end in .md or .markdown, or in .yaml or .yml");
        return Err(Error::Message(hints::after(&why, &shown)));
    };
    write(args, &exported.text)?;
    stderr::notes_on(&shown, &exported.notes);
    Ok(Outcome::Clean)
}

/// Refuses an `--output` file that exists, or whose extension is not one of the form.
fn check_output(args: &ExportArgs) -> Result<(), Error> {
    let Some(output) = &args.output else {
        return Ok(());
    };
    let name = output.display();
    if !args.force && disk::is_there(output) {
        return Err(Error::Message(format!(
            "{name} is already there; --force replaces it"
        )));
    }
    let is_page = disk::is_page(&output.to_string_lossy());
    match args.to {
        Form::Markdown if !is_page => Err(Error::Message(format!(
            "{name} is not a page: pages end in .md or .markdown"
        ))),
        Form::V5 | Form::V6 | Form::Submission | Form::Contribution if is_page => Err(
            Error::Message(format!("{name} is a page's name; YAML files end in .yaml")),
        ),
        _ => Ok(()),
    }
}

/// Writes the text to the file of `--output`, or to stdout.
fn write(args: &ExportArgs, text: &str) -> Result<(), Error> {
    let Some(output) = &args.output else {
        print_file(text.as_bytes(), "write the text to a file with --output")?;
        return Ok(());
    };
    let before = if args.force {
        Overwrite::Allow
    } else {
        Overwrite::Never
    };
    disk::write_file(output, before, text).map_err(Error::at(output))
}

/// Exports a Markdown page as YAML.
fn from_page(args: &ExportArgs) -> Result<Exported, Error> {
    if args.to == Form::Markdown {
        return Err(Error::Message(format!(
            "{} is Markdown already; --to v5, v6, submission or contribution",
            args.file.display()
        )));
    }
    let path = disk::absolute(&args.file)?;
    let setup = set_up_around(args, args.file.clone())?;
    if !path.starts_with(&setup.place.root) {
        let root = setup.place.root.display();
        let file = args.file.display();
        return Err(Error::Message(format!(
            "{file} lies outside the vault {root}"
        )));
    }
    let sources = vault_files(&setup, None)?;
    let pages = pages(&sources);
    let vault = Vault::new(
        &sources,
        &pages,
        &PageTypes::default(),
        setup.surroundings(),
    );
    let file = sources.find(&disk::relative(&setup.place.root, &path));
    let page = file.and_then(|file| vault.page(file));
    let Some(page) = page else {
        let why = "it is not a page of its vault: hidden files and folders are not read";
        return Err(Error::at(&args.file)(why));
    };
    let source = sources.get(page.file);
    check_text(source)?;
    let view = setup.pinned.catalog.at(setup.pinned.release);
    let cx = Context::new(&vault, view, page.file, setup.config.catalog.vault_ids);
    let read =
        export::read_page(page.get(), page.facts, &cx).map_err(Error::problems(&args.file))?;
    let notes = read.notes.iter().map(ToString::to_string).collect();
    if matches!(args.to, Form::V5 | Form::V6)
        && let Some(id) = read.own_id
    {
        let why = format!("`{id}` is not an `AML.` id; `--to submission` takes it");
        return Err(Error::problems(&args.file)(vec![why]));
    }
    official(args, &read.study, &read.unwritten, notes)
}

/// Writes a case study in an ATLAS form.
fn official(
    args: &ExportArgs,
    study: &CaseStudy,
    unwritten: &[Unwritten],
    mut notes: Vec<String>,
) -> Result<Exported, Error> {
    let template_note = "`{{`, `{%` and `{#` start templates in the source of v5: each is written with a space in it";
    let submitted = match args.to {
        Form::Submission => Some(export::submission(study, unwritten)),
        Form::Contribution => Some(export::contribution(study, unwritten)),
        _ => None,
    };
    if let Some(text) = submitted {
        if args.to == Form::Contribution {
            notes.push("`contact` is empty: write who can be asked".to_owned());
        }
        if export::has_template_syntax(study) {
            notes.push(template_note.to_owned());
        }
        let text = text.map_err(Error::problems(&args.file))?;
        return Ok(Exported { text, notes });
    }
    if study.id.is_none() {
        let why = "it has no id: an official case study needs one, such as `AML.CS0099`";
        return Err(Error::problems(&args.file)(vec![why.to_owned()]));
    }
    for (fact, missing) in [
        ("name", study.name.is_empty()),
        ("summary", study.summary.is_empty()),
        ("incident date", study.date.is_none()),
        ("type", study.kind.is_none()),
        ("target", study.target.is_none()),
        ("actor", study.actor.is_none()),
    ] {
        if missing {
            notes.push(format!("it states no {fact}, which ATLAS requires"));
        }
    }
    notes.extend(unwritten.iter().map(ToString::to_string));
    if args.to == Form::V5 && export::has_template_syntax(study) {
        notes.push(template_note.to_owned());
    }
    let text = match args.to {
        Form::V6 => export::v6(study),
        _ => export::v5(study),
    };
    Ok(Exported { text, notes })
}

/// Exports a case study of a YAML file as a page or in another form.
fn from_yaml(args: &ExportArgs) -> Result<Exported, Error> {
    let near = args.output.as_deref().and_then(Path::parent);
    let here = near.map(Path::to_path_buf).unwrap_or_default();
    let setup = set_up_around(args, here)?;
    let (study, notes) = input::study_of(args, &setup)?;
    if args.to != Form::Markdown {
        let facts = export::unwritten(&study).into_iter();
        let unwritten: Vec<Unwritten> = facts.map(|fact| Unwritten { fact, place: None }).collect();
        return official(args, &study, &unwritten, notes);
    }
    let slug = match args.output.as_deref().and_then(Path::file_stem) {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => export::slug(&study.name),
    };
    let path = page_path(args, &setup, &slug)?;
    let sources = vault_files(&setup, Some(&path))?;
    let pages = pages(&sources);
    let vault = Vault::new(
        &sources,
        &pages,
        &PageTypes::default(),
        setup.surroundings(),
    );
    let file = sources
        .find(&path)
        .ok_or_else(|| Error::new("the new page has no place in the vault"))?;
    let view = setup.pinned.catalog.at(setup.pinned.release);
    let cx = Context::new(&vault, view, file, setup.config.catalog.vault_ids);
    let text = export::markdown(&study, &slug, &cx).map_err(Error::problems(&args.file))?;
    let mut notes = notes;
    let twins = study
        .id
        .as_deref()
        .map_or(&[][..], |id| vault.declaring(id));
    notes.extend(twins.iter().map(|&twin| {
        let id = study.id.as_deref().unwrap_or_default();
        format!("`{id}` is already declared by {}", vault.path(twin))
    }));
    Ok(Exported { text, notes })
}

/// Returns the path of the new page in the vault. A printed page counts as one at the root.
fn page_path(args: &ExportArgs, setup: &Setup, slug: &str) -> Result<String, Error> {
    let root = &setup.place.root;
    if let Some(output) = &args.output {
        let name = output
            .file_name()
            .ok_or_else(|| Error::new("--output names no file"))?;
        let folder = disk::absolute(output.parent().unwrap_or(Path::new("")))?;
        if folder.starts_with(root) {
            return Ok(disk::relative(root, &folder.join(name)));
        }
    }
    Ok(format!("{slug}.md"))
}
