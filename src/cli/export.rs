//! `export`: a case study from one form to another.

mod input;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, ExportArgs, Form};
use super::setup::{Failure, Setup, set_up};
use super::{Outcome, print_file, report};
use crate::disk::{self, Before};
use crate::export::{self, CaseStudy, Context};
use crate::pages::{PageStore, Pages};
use crate::render::escape;
use crate::schema::PageTypes;
use crate::syntax::ReadOptions;
use crate::syntax::data::is_data;
use crate::text::{Condition, Source, Sources};
use crate::vault::Vault;

/// Why nothing was written.
enum Refusal {
    /// Words for stderr.
    Words(String),
    /// A mistake in the configuration, or the like, that set-up found.
    SetUp(Failure),
    /// What is wrong with the case study.
    Study(Vec<String>),
}

impl From<String> for Refusal {
    fn from(why: String) -> Self {
        Self::Words(why)
    }
}

impl From<Vec<export::Error>> for Refusal {
    fn from(errors: Vec<export::Error>) -> Self {
        Self::Study(errors.iter().map(ToString::to_string).collect())
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::SetUp(failure)
    }
}

/// What was made: the text, and what of the original is not in it.
struct Made {
    text: String,
    notes: Vec<String>,
}

pub(super) fn run(args: &ExportArgs) -> Result<Outcome, String> {
    let shown = args.file.display().to_string();
    if let Some(output) = &args.output
        && !args.force
        && disk::is_there(output)
    {
        return Err(format!(
            "{} is already there; --force replaces it",
            output.display()
        ));
    }
    if let Some(output) = &args.output {
        let is_page = disk::is_page(&output.to_string_lossy());
        if is_page != (args.to == Form::Markdown) {
            let name = output.display();
            return Err(match args.to {
                Form::Markdown => format!("{name} is no page: pages end in .md or .markdown"),
                Form::V5 | Form::V6 => format!("{name} is a page's name; YAML files end in .yaml"),
            });
        }
    }
    if args.id.is_some() && !is_data(&shown) {
        return Err("--id chooses from a YAML file; a page holds one case study".to_owned());
    }
    let made = if is_data(&shown) {
        from_yaml(args)
    } else if disk::is_page(&shown) {
        from_page(args)
    } else {
        Err(Refusal::Words(format!(
            "{shown} is no page: pages end in .md or .markdown, or in .yaml or .yml"
        )))
    };
    let made = match made {
        Ok(made) => made,
        Err(Refusal::Words(why) | Refusal::SetUp(Failure::Words(why))) => return Err(why),
        Err(Refusal::SetUp(Failure::Problem(problem))) => {
            report::problem(&problem);
            return Ok(Outcome::Failed);
        }
        Err(Refusal::Study(problems)) => {
            tell("error", &shown, &problems);
            return Ok(Outcome::Failed);
        }
    };
    write(args, &made.text)?;
    tell("note", &shown, &made.notes);
    Ok(Outcome::Clean)
}

/// Writes the text to the file that was asked for, or to stdout.
fn write(args: &ExportArgs, text: &str) -> Result<(), String> {
    let Some(output) = &args.output else {
        return print_file(text.as_bytes(), "write the text to a file with --output");
    };
    let before = if args.force {
        Before::Anything
    } else {
        Before::Nothing
    };
    disk::write_file(output, before, text).map_err(|why| format!("{}: {why}", output.display()))
}

/// Says on stderr what is wrong with a file, or left out of it. The words may be a page's.
fn tell(what: &str, file: &str, lines: &[String]) {
    const MOST: usize = 50;
    let mut out = io::stderr().lock();
    // Nowhere is left to report that stderr is closed.
    for line in lines.iter().take(MOST) {
        let line = format!("{file}: {line}");
        let _ = writeln!(out, "{what}: {}", escape::text(&line));
    }
    if lines.len() > MOST {
        let _ = writeln!(out, "{what}: {} more", lines.len() - MOST);
    }
}

/// The settings of the vault around `path`.
fn settings(args: &ExportArgs, path: PathBuf) -> Result<Setup, Refusal> {
    let check = CheckArgs::of_vault(Some(path), &args.place);
    Ok(set_up(&check, None)?)
}

/// The files of a vault, with a page in it that may not be there yet.
fn files(setup: &Setup, new: Option<&str>) -> Result<Sources, Refusal> {
    let included = setup.config.included()?;
    let new = new.map(|path| (path, &b""[..]));
    Ok(disk::read_vault(
        &setup.place.root,
        new,
        &|path| included.is_match(path),
        super::setup::cores(),
    ))
}

/// All pages, with every link: one in a comment is part of a text too.
fn pages(sources: &Sources) -> Pages {
    let types = PageTypes::default();
    PageStore::new(ReadOptions::default(), &types, super::setup::cores()).read(sources)
}

/// A Markdown page as YAML.
fn from_page(args: &ExportArgs) -> Result<Made, Refusal> {
    if args.to == Form::Markdown {
        let why = format!(
            "{} is Markdown already; --to v5 or --to v6",
            args.file.display()
        );
        return Err(why.into());
    }
    let path = disk::absolute(&args.file)?;
    let setup = settings(args, args.file.clone())?;
    if !path.starts_with(&setup.place.root) {
        let root = setup.place.root.display();
        return Err(format!("{} lies outside the vault {root}", args.file.display()).into());
    }
    let sources = files(&setup, None)?;
    let pages = pages(&sources);
    let vault = Vault::new(
        &sources,
        &pages,
        &PageTypes::default(),
        setup.config.dialect(),
    );
    let file = sources.find(&disk::relative(&setup.place.root, &path));
    let page = file.and_then(|file| vault.page(file));
    let Some(page) = page else {
        let why = "it is no page of its vault: hidden files and folders are not read";
        return Err(format!("{}: {why}", args.file.display()).into());
    };
    let source = sources.get(page.file);
    sound(source)?;
    let view = setup.pinned.catalog.at(setup.pinned.release);
    let cx = Context::new(&vault, view, page.file, setup.config.catalog.vault_ids);
    let told = export::read_page(page.get(), &cx)?;
    let notes = told.notes.iter().map(ToString::to_string).collect();
    official(args, &told.study, notes)
}

/// That a file is text.
fn sound(source: &Source) -> Result<(), Refusal> {
    match source.condition() {
        Condition::Sound => Ok(()),
        Condition::Damaged { span, .. } => {
            let at = source.position(span.start as usize);
            let place = format!("{}:{}:{}", source.path(), at.line, at.column);
            Err(format!("{place}: the file is not UTF-8 text").into())
        }
        Condition::Unreadable(why) => Err(format!("{}: {why}", source.path()).into()),
    }
}

/// A case study in one of ATLAS's forms.
fn official(args: &ExportArgs, study: &CaseStudy, mut notes: Vec<String>) -> Result<Made, Refusal> {
    if study.id.is_none() {
        let why = "it has no id: an official case study needs one, such as `AML.CS0099`";
        return Err(Refusal::Study(vec![why.to_owned()]));
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
    if args.to == Form::V5 && export::has_template_syntax(study) {
        let why = "`{{`, `{%` and `{#` start templates in the source of v5: each is written with a space in it";
        notes.push(why.to_owned());
    }
    let text = match args.to {
        Form::V6 => export::v6(study),
        _ => export::v5(study),
    };
    Ok(Made { text, notes })
}

/// A case study of a YAML file, as a page or in another form.
fn from_yaml(args: &ExportArgs) -> Result<Made, Refusal> {
    let near = args.output.as_deref().and_then(Path::parent);
    let here = near.map(Path::to_path_buf).unwrap_or_default();
    let setup = settings(args, here)?;
    let (study, notes) = input::study_of(args, &setup)?;
    if args.to != Form::Markdown {
        return official(args, &study, notes);
    }
    let slug = match args.output.as_deref().and_then(Path::file_stem) {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => export::slug(&study.name),
    };
    let path = page_path(args, &setup, &slug)?;
    let sources = files(&setup, Some(&path))?;
    let pages = pages(&sources);
    let vault = Vault::new(
        &sources,
        &pages,
        &PageTypes::default(),
        setup.config.dialect(),
    );
    let file = sources
        .find(&path)
        .ok_or("the new page has no place in the vault".to_owned())?;
    let view = setup.pinned.catalog.at(setup.pinned.release);
    let cx = Context::new(&vault, view, file, setup.config.catalog.vault_ids);
    let text = export::markdown(&study, &slug, &cx)?;
    let mut notes = notes;
    let twins = study
        .id
        .as_deref()
        .map_or(&[][..], |id| vault.declaring(id));
    notes.extend(twins.iter().map(|&twin| {
        let id = study.id.as_deref().unwrap_or_default();
        format!("`{id}` is already declared by {}", vault.path(twin))
    }));
    Ok(Made { text, notes })
}

/// Where the new page stands in the vault. Printed, it is a page at its root.
fn page_path(args: &ExportArgs, setup: &Setup, slug: &str) -> Result<String, Refusal> {
    let root = &setup.place.root;
    if let Some(output) = &args.output {
        let name = output
            .file_name()
            .ok_or("--output names no file".to_owned())?;
        let folder = disk::absolute(output.parent().unwrap_or(Path::new("")))?;
        if folder.starts_with(root) {
            return Ok(disk::relative(root, &folder.join(name)));
        }
    }
    Ok(format!("{slug}.md"))
}
