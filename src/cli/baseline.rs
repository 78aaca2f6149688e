//! The baseline of a run: where it lies, what it holds, and writing it anew.

use std::path::{Path, PathBuf};

use super::args::{CheckArgs, WriteBaseline};
use super::setup::Setup;
use super::tell;
use crate::disk::{self, Before, MOST_DATA};
use crate::filter::Baseline;
use crate::git::Repository;
use crate::text::{Source, Sources};

/// The most bytes of a baseline that the command line names.
const MOST: u64 = 64 << 20;

/// The baseline of a run.
pub(super) struct Held {
    /// Its file, which is attached to the run if it is there.
    pub(super) file: PathBuf,
    /// Its text, if it is there.
    before: Option<String>,
    /// The most bytes that are read of it.
    most: u64,
    /// If it is to be written, whether what is new comes in.
    pub(super) adds: Option<bool>,
}

/// Reads the baseline that the arguments or the configuration name, as a file of the run.
pub(super) fn load(
    args: &CheckArgs,
    setup: &Setup,
    sources: &mut Sources,
) -> Result<Option<Held>, String> {
    let Some(file) = file(args, setup)? else {
        if args.change.write_baseline.is_some() {
            return Err(
                "no baseline is named: give --baseline FILE, or write `baseline: atlas-lint-baseline.jsonl` in atlas-lint.yaml"
                    .to_owned(),
            );
        }
        return Ok(None);
    };
    let shown = file.display();
    let is_configured = args.change.baseline.is_none();
    let most = if is_configured { MOST_DATA } else { MOST };
    let text = disk::read_own(&file, most).map_err(|why| format!("{shown}: {why}"))?;
    if is_configured {
        fit(&file, text.as_deref()).map_err(|why| format!("{shown}: {why}"))?;
    }
    let adds = match (args.change.write_baseline, &text) {
        (None, None) => {
            return Err(format!(
                "the baseline {shown} is not there; --write-baseline writes it"
            ));
        }
        (Some(WriteBaseline::Shrink), None) => {
            return Err(format!(
                "the baseline {shown} is not there, so it cannot shrink"
            ));
        }
        (None, Some(_)) => None,
        (Some(WriteBaseline::All), _) | (Some(WriteBaseline::Auto), None) => Some(true),
        (Some(_), Some(_)) => Some(false),
    };
    if let Some(text) = &text {
        let path = disk::seen_from(&setup.place.root, &file);
        let id = sources.attach(Source::new(path, text.as_str()));
        Baseline::read(sources.get(id), id)
            .map_err(|(line, why)| format!("{shown}:{line}: {why}"))?;
    }
    Ok(Some(Held {
        file,
        before: text,
        most,
        adds,
    }))
}

/// That a file which a configuration names may be a baseline: who may change a configuration may not have any other file written to.
fn fit(file: &Path, text: Option<&str>) -> Result<(), String> {
    let is_named_so = file.extension().is_some_and(|end| end == "jsonl");
    match text {
        None if !is_named_so => {
            Err("a new baseline that a configuration names ends in .jsonl".to_owned())
        }
        Some("") if !is_named_so && !Repository::tracks(file) => {
            Err("it is empty, and git does not keep it: it is no baseline".to_owned())
        }
        Some(text) if !text.is_empty() && text.trim().is_empty() => {
            Err("it holds no entry of a baseline".to_owned())
        }
        _ => Ok(()),
    }
}

/// What the baseline of a run holds by now: a fix may have changed it since it was read.
pub(super) fn of(sources: &Sources) -> Option<Baseline> {
    let file = sources.attached()?;
    Baseline::read(sources.get(file), file).ok()
}

fn file(args: &CheckArgs, setup: &Setup) -> Result<Option<PathBuf>, String> {
    let Some(named) = &args.change.baseline else {
        let named = setup.config.baseline.as_deref();
        let file = named.map(|named| disk::baseline_file(&setup.place, named));
        let config = setup.place.config.as_deref().unwrap_or(Path::new(""));
        return file
            .transpose()
            .map_err(|why| format!("{}: {why}", config.display()));
    };
    let name = named
        .file_name()
        .ok_or_else(|| format!("{} names no file", named.display()))?;
    let folder = disk::absolute(named.parent().unwrap_or(Path::new("")))?;
    Ok(Some(folder.join(name)))
}

/// Writes the baseline anew, whole or not at all.
pub(super) fn write(held: &Held, text: &str, quiet: bool) -> Result<(), String> {
    if text.len() as u64 > held.most {
        let most = held.most >> 20;
        let file = held.file.display();
        return Err(format!(
            "{file}: it would have more than {most} MiB, and could not be read again"
        ));
    }
    match &held.before {
        Some(before) => disk::rewrite_file(&held.file, before, text),
        None => disk::write_file(&held.file, Before::Nothing, text),
    }
    .map_err(|why| format!("{}: {why}", held.file.display()))?;
    if !quiet {
        let entries = match text.lines().count() {
            1 => "1 entry".to_owned(),
            n => format!("{n} entries"),
        };
        tell(&format!(
            "wrote {}: {entries}; equal findings of a page share one",
            held.file.display()
        ));
    }
    Ok(())
}
