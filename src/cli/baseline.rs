//! The baseline of a run: finding, reading and writing its file.

use std::path::{Path, PathBuf};

use super::args::{CheckArgs, WriteBaseline};
use super::error::Error;
use super::setup::Setup;
use super::stderr::status;
use crate::config::{Config, Problem};
use crate::disk::{self, MOST_DATA, Overwrite};
use crate::filter::Baseline;
use crate::git::Repository;
use crate::text::{Source, Sources, grouped_digits};

/// Size limit in bytes of a baseline that the command line names.
const MAX_BYTES: u64 = 64 << 20;

/// Baseline file of a run.
pub(super) struct BaselineFile {
    /// Its path. If the file exists, it is attached to the sources of the run.
    pub(super) path: PathBuf,
    /// Its text, if it exists.
    before: Option<String>,
    /// Its size limit in bytes.
    max_bytes: u64,
    /// Whether new findings are added; `None` if the file is not rewritten.
    pub(super) adds: Option<bool>,
    /// The change of the configuration by which later runs find the file.
    naming: Option<Naming>,
}

/// Name of a new baseline, if nothing names one.
pub(super) const DEFAULT_NAME: &str = "atlas-lint-baseline.jsonl";

/// A configuration that does not name a baseline, and its text with the default name.
struct Naming {
    file: PathBuf,
    before: String,
    after: String,
}

impl Naming {
    fn of(setup: &Setup) -> Result<Self, Error> {
        let Some(file) = setup.place.config.clone() else {
            return Err(Error::new(
                "no baseline is named, and there is no atlas-lint.yaml to name one in: give --baseline FILE, or run `atlas-lint init` first",
            ));
        };
        let before = setup.config_source.text();
        let after = named_in(before);
        let config = Config::read(&Source::new("", after.as_str()));
        if config.is_ok_and(|config| config.baseline.as_deref() == Some(DEFAULT_NAME)) {
            return Ok(Self {
                file,
                before: before.to_owned(),
                after,
            });
        }
        Err(Error::at(&file)(format!(
            "no baseline is named: give --baseline FILE, or write `baseline: {DEFAULT_NAME}` in it"
        )))
    }

    fn write(&self, quiet: bool) -> Result<(), Error> {
        let file = &self.file;
        disk::rewrite_file(file, &self.before, &self.after).map_err(Error::at(file))?;
        if !quiet {
            status(&format!(
                "named it in {}: `baseline: {DEFAULT_NAME}`",
                disk::from_current(file)
            ));
        }
        Ok(())
    }
}

/// Returns the text of a configuration with the default name: in place of the comment that `init` writes, else at the end.
fn named_in(text: &str) -> String {
    let line = format!("baseline: {DEFAULT_NAME}");
    let comment = format!("# {line}");
    let mut found = false;
    let lines = text.split_inclusive('\n').map(|old| {
        if !found && old.trim_end() == comment {
            found = true;
            old.replacen(&comment, &line, 1)
        } else {
            old.to_owned()
        }
    });
    let named: String = lines.collect();
    if found {
        return named;
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        end
    };
    format!("{text}{gap}{line}{end}")
}

/// Reads the baseline that the arguments or the configuration name, and attaches it to `sources`.
pub(super) fn load(
    args: &CheckArgs,
    setup: &Setup,
    sources: &mut Sources,
) -> Result<Option<BaselineFile>, Error> {
    let (path, naming) = match path(args, setup)? {
        Some(path) => (path, None),
        None if args.change.write_baseline.is_some() => {
            let naming = Naming::of(setup)?;
            let path = disk::baseline_file(&setup.place, DEFAULT_NAME);
            (path.map_err(Error::at(&naming.file))?, Some(naming))
        }
        None => return Ok(None),
    };
    let shown = path.display();
    let is_configured = args.change.baseline.is_none();
    let max_bytes = if is_configured { MOST_DATA } else { MAX_BYTES };
    let text = disk::read_own(&path, max_bytes).map_err(Error::at(&path))?;
    if is_configured && let Some(why) = unsuitable(&path, text.as_deref()) {
        return Err(in_config(setup, why.to_owned()));
    }
    let adds = match (args.change.write_baseline, &text) {
        (None, None) => {
            return Err(Error::Message(format!(
                "baseline file not found: {shown}; create it with --write-baseline"
            )));
        }
        (Some(WriteBaseline::Shrink), None) => {
            return Err(Error::Message(format!(
                "baseline file not found: {shown}; there is nothing to shrink"
            )));
        }
        (None, Some(_)) => None,
        (Some(WriteBaseline::All), _) | (Some(WriteBaseline::Auto), None) => Some(true),
        (Some(_), Some(_)) => Some(false),
    };
    if let Some(text) = &text {
        let seen = disk::seen_from(&setup.place.root, &path);
        let id = sources.attach(Source::new(seen, text.as_str()));
        Baseline::read(sources.get(id), id)
            .map_err(|why| Error::Message(format!("{shown}:{}: {why}", why.line)))?;
    }
    Ok(Some(BaselineFile {
        path,
        before: text,
        max_bytes,
        adds,
        naming,
    }))
}

/// Returns why a file that a configuration names is not used as a baseline.
///
/// Otherwise whoever may change a configuration could have any other file overwritten.
fn unsuitable(path: &Path, text: Option<&str>) -> Option<&'static str> {
    let has_extension = path.extension().is_some_and(|end| end == "jsonl");
    match text {
        None if !has_extension => Some("a new baseline that a configuration names ends in .jsonl"),
        Some("") if !has_extension && !Repository::tracks(path) => {
            Some("the file is empty and not tracked by git, so it is not a baseline")
        }
        Some(text) if !text.is_empty() && text.trim().is_empty() => {
            Some("it holds no entry of a baseline")
        }
        _ => None,
    }
}

/// Returns whether the start of a file is that of a baseline.
pub(super) fn is_baseline(start: &str) -> bool {
    let line = start.lines().next().unwrap_or_default();
    line.starts_with("{\"rule\":\"") && line.contains("\"path\":") && line.contains("\"about\":")
}

/// Returns the baseline as the sources hold it now: a fix may have changed it since it was read.
pub(super) fn of(sources: &Sources) -> Option<Baseline> {
    let file = sources.attached()?;
    Baseline::read(sources.get(file), file).ok()
}

/// Returns an error of the key `baseline`, shown at its value.
fn in_config(setup: &Setup, why: String) -> Error {
    Problem::at_key(&setup.config_source, &["baseline"], why, None).into()
}

fn path(args: &CheckArgs, setup: &Setup) -> Result<Option<PathBuf>, Error> {
    let Some(named) = &args.change.baseline else {
        let Some(named) = setup.config.baseline.as_deref() else {
            return Ok(None);
        };
        let path = disk::baseline_file(&setup.place, named);
        return Ok(Some(path.map_err(|why| in_config(setup, why.to_string()))?));
    };
    let name = named
        .file_name()
        .ok_or_else(|| Error::Message(format!("{} names no file", named.display())))?;
    let folder = disk::absolute(named.parent().unwrap_or(Path::new("")))?;
    Ok(Some(folder.join(name)))
}

/// Writes the baseline atomically.
pub(super) fn write(file: &BaselineFile, text: &str, quiet: bool) -> Result<(), Error> {
    let path = &file.path;
    if text.len() as u64 > file.max_bytes {
        let most = file.max_bytes >> 20;
        let why = format!("it would have more than {most} MiB, and could not be read again");
        return Err(Error::at(path)(why));
    }
    match &file.before {
        Some(before) => disk::rewrite_file(path, before, text),
        None => disk::write_file(path, Overwrite::Never, text),
    }
    .map_err(Error::at(path))?;
    if !quiet {
        let entries = match text.lines().count() {
            1 => "1 entry".to_owned(),
            n => format!("{} entries", grouped_digits(n)),
        };
        status(&format!(
            "wrote {}: {entries} (equal findings of a page share one)",
            disk::from_current(path)
        ));
    }
    match &file.naming {
        Some(naming) => naming.write(quiet),
        None => Ok(()),
    }
}
