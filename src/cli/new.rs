//! `new`: new pages, page types and vaults.

mod around;
mod read;

use std::path::Path;

use super::args::{NewCommand, NewObjectArgs, NewOutput, NewStudyArgs, VaultArgs};
use super::diff;
use super::error::Error;
use super::outcome::Outcome;
use super::scope::{Scope, refuse_several};
use super::setup::{self, Request, Setup, cores, set_up};
use super::shell;
use super::stderr::{error, note, status};
use super::stdout::{print_file, print_lines};
use super::vault_catalog;
use super::write_plan::{self, Planned};
use crate::catalog::{Catalog, Kind, View};
use crate::check::Settings;
use crate::config::{Config, FILE_NAME};
use crate::dialect::{Dialect, Dialects, Marks};
use crate::disk;
use crate::filter::Filters;
use crate::framework::Frameworks;
use crate::pages::PageStore;
use crate::render::count;
use crate::scaffold::{self, Configuration, Plan};
use crate::schema::LoadError;
use crate::syntax::ReadOptions;
use crate::text::{Source, Sources};
use crate::vault::Nothing;

pub(super) fn run(command: &NewCommand) -> Result<Outcome, Error> {
    match command {
        NewCommand::CaseStudy(args) => case_study(args),
        NewCommand::Technique(args) => object(Kind::Technique, args),
        NewCommand::Tactic(args) => object(Kind::Tactic, args),
        NewCommand::Mitigation(args) => object(Kind::Mitigation, args),
        NewCommand::PageType {
            name,
            output,
            place,
        } => page_type(name, output, place),
        NewCommand::Vault {
            folder,
            catalog,
            dialect,
            output,
        } => {
            let dialect = dialect.as_deref().and_then(Dialect::named);
            let dialect = dialect.unwrap_or(Dialect::Obsidian);
            vault(folder, catalog.as_deref(), dialect, output)
        }
    }
}

fn case_study(args: &NewStudyArgs) -> Result<Outcome, Error> {
    let setup = set_up(&Request::of(&args.place, &[]))?;
    let (mut study, notes) = read::study(args, setup.view())?;
    if args.from.is_none() {
        let steps = scaffold::steps_of(setup.view(), &args.techniques);
        study.steps = match steps {
            Ok(steps) => steps,
            Err(errors) => {
                for problem in errors {
                    error(&problem.to_string());
                }
                return Ok(Outcome::Failed);
            }
        };
    }
    let request = scaffold::Request {
        study,
        id: args.id.clone(),
        by_template: args.from.is_none(),
    };
    let plan = in_vault(&setup, &args.place, |sources, settings| {
        scaffold::case_study(sources, setup.view(), settings, request)
    })?;
    for message in notes {
        note(&message);
    }
    carry_out(&setup.place.root, &plan, &args.output)
}

fn object(kind: Kind, args: &NewObjectArgs) -> Result<Outcome, Error> {
    let setup = set_up(&Request::of(&args.place, &[]))?;
    let plan = in_vault(&setup, &args.place, |sources, settings| {
        scaffold::object_page(sources, setup.view(), settings, (kind, &args.object))
    })?;
    carry_out(&setup.place.root, &plan, &args.output)
}

fn page_type(name: &str, output: &NewOutput, place: &VaultArgs) -> Result<Outcome, Error> {
    let setup = set_up(&Request::of(place, &[]))?;
    let root = &setup.place.root;
    let sources = read_files(&setup)?;
    refuse_several(&setup, place, &sources)?;
    let config = setup.place.config.as_deref();
    let is_at_root = config.is_some_and(|path| *path == root.join(FILE_NAME));
    let text = match config.filter(|_| is_at_root) {
        Some(path) => Some(disk::read_file(path).map_err(Error::at(path))?),
        None => None,
    };
    let text = text.map(|bytes| Source::from_bytes(FILE_NAME, bytes));
    let prefix = format!("{}/", disk::relative(setup.place.home(), root));
    let configuration = match (&text, config) {
        (Some(text), _) => Configuration::AtRoot(text.text()),
        (None, Some(_)) => Configuration::Elsewhere(&prefix),
        (None, None) => Configuration::Missing,
    };
    let plan = scaffold::page_type(&sources, &setup.page_types, configuration, name);
    carry_out(root, &plan.map_err(Error::new)?, output)
}

fn vault(
    folder: &Path,
    release: Option<&str>,
    dialect: Dialect,
    output: &NewOutput,
) -> Result<Outcome, Error> {
    // The folders that are missing are made with the files.
    let (whole, root) = disk::absolute_of_gone(folder)?;
    if whole == root && !is_empty_folder(&root) {
        let folder = folder.display();
        return Err(Error::Message(format!(
            "{folder} is not an empty folder; nothing was written"
        )));
    }
    let pinned = vault_catalog::pin(
        std::borrow::Cow::Borrowed(Catalog::embedded()),
        release,
        vault_catalog::from_anywhere,
    )?;
    let view = pinned.catalog.at(pinned.release);
    let mut plan = new_vault(view, dialect)?;
    let below = disk::relative(&root, &whole);
    if below != "." {
        plan.move_below(&below);
    }
    if let Some(why) = around::check(&root, folder, &plan)? {
        note(&why);
    }
    let outcome = carry_out(&root, &plan, output)?;
    if !output.dry_run && !output.stdout {
        let folder = shell::path(folder);
        status(&format!(
            "next: `atlas-lint sync {folder}` writes the other pages of ATLAS, `atlas-lint new case-study NAME` in it a case study"
        ));
    }
    Ok(outcome)
}

/// Returns whether a path is a folder without files, but for hidden ones.
fn is_empty_folder(path: &Path) -> bool {
    let files = disk::read_vault(path, None, &|_| false, 1);
    path.is_dir() && files.files().is_empty() && files.others().is_empty()
}

/// Plans a vault, which has no settings of its own yet.
fn new_vault(view: View<'_>, dialect: Dialect) -> Result<Plan, Error> {
    let config = Config::default();
    let source = Source::new("", "");
    let none = |_: &str| Err(LoadError::File("a new vault has no schemas".into()));
    let types = config.page_types(
        &source,
        &|_| Err("a new vault has no schemas".into()),
        &none,
    )?;
    let levels = config.levels().map_err(Error::new)?;
    let options = ReadOptions {
        dialects: Dialects::set(dialect, Marks::default()).into(),
        ..ReadOptions::default()
    };
    let settings = Settings {
        store: &PageStore::new(options, &types, cores()),
        outside: &Nothing,
        vault_ids: false,
        rule_options: config.rule_options(),
        filters: Filters {
            levels: &levels,
            reported: &|_| true,
            baseline: None,
            update: None,
            older: None,
        },
        today: setup::today(),
        frameworks: &Frameworks::none(),
        counts_frameworks: false,
        shows_texts: true,
    };
    scaffold::vault(view, &settings, dialect).map_err(Error::new)
}

/// Reads the vault, and makes a plan for it.
fn in_vault(
    setup: &Setup,
    place: &VaultArgs,
    plan: impl FnOnce(&Sources, &Settings<'_>) -> Result<Plan, scaffold::Error>,
) -> Result<Plan, Error> {
    let sources = read_files(setup)?;
    refuse_several(setup, place, &sources)?;
    let has_page = sources
        .files()
        .iter()
        .any(|file| disk::is_page(file.path()));
    let scope = if has_page {
        Some(Scope::whole(setup, &sources)?)
    } else {
        None
    };
    let reported = |path: &str| scope.as_ref().is_none_or(|scope| scope.holds(path));
    let store = setup.store(cores());
    plan(&sources, &setup.settings(&store, &reported, None)).map_err(Error::new)
}

fn read_files(setup: &Setup) -> Result<Sources, Error> {
    let included = setup.config.included()?;
    let wanted = |path: &str| included.is_match(path);
    Ok(disk::read_vault(&setup.place.root, None, &wanted, cores()))
}

/// Writes or shows a plan. The path of the new page goes to stdout, everything else to stderr.
fn carry_out(root: &Path, plan: &Plan, output: &NewOutput) -> Result<Outcome, Error> {
    let files = plan.files.iter().map(|change| Planned {
        path: &change.path,
        before: change.before.as_deref(),
        after: &change.after,
    });
    let files: Vec<Planned<'_>> = files.collect();
    for message in &plan.notes {
        note(message);
    }
    if output.stdout {
        let page = files.first().map_or("", |file| file.after);
        print_file(page.as_bytes(), "leave --stdout out to write the page")?;
        return Ok(Outcome::Clean);
    }
    if output.dry_run {
        let changes = files
            .iter()
            .map(|file| (file.path, file.before, file.after));
        diff::print(root, changes)?;
        return Ok(Outcome::Clean);
    }
    write_plan::check_writable(root, &files)?;
    write_plan::write(root, &files).map_err(|failure| {
        let done = match failure.done.as_slice() {
            [] => "nothing was written".to_owned(),
            done => format!("written: {}", done.join(", ")),
        };
        Error::Message(format!(
            "{}: {}; {done}; not written: {}",
            failure.path,
            failure.why,
            count(failure.left, "file")
        ))
    })?;
    let (prefix, _) = disk::from_here(root);
    let shown = |path: &str| format!("{prefix}{path}");
    print_lines(&format!("{}\n", shown(&plan.path)))?;
    for file in files.iter().skip(1) {
        let what = if file.before.is_some() {
            "updated"
        } else {
            "created"
        };
        status(&format!("{what}  {}", shown(file.path)));
    }
    Ok(Outcome::Clean)
}
