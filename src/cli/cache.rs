//! `--cache`: where pages are remembered, and what their entries depend on.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;

use super::args::CheckArgs;
use super::inputs::Inputs;
use super::setup::{Setup, now, today};
use super::stderr::note;
use crate::disk::{self, CacheFile};
use crate::render::escape;
use crate::rules;

/// Opens the cache that the command line asks for. A folder that cannot be used is no reason to check nothing.
pub(super) fn open(args: &CheckArgs, setup: &Setup) -> Option<CacheFile> {
    let given = args.cache.as_deref()?;
    let opened = folder(given).and_then(|folder| {
        let rule = |name: &str| rules::find(name).map(|rule| rule.name);
        let opened = CacheFile::open(&folder, &setup.place.root, key(args, setup), now(), rule);
        opened.map_err(|error| format!("{}: {error}", folder.display()))
    });
    match opened {
        Ok(cache) => Some(cache),
        Err(error) => {
            noted(args, &error);
            None
        }
    }
}

/// Writes the cache. Findings are the same without it.
pub(super) fn write(args: &CheckArgs, cache: &CacheFile) {
    if let Err(error) = cache.write() {
        noted(args, &error.to_string());
    }
}

fn noted(args: &CheckArgs, error: &str) {
    if !args.quiet {
        note(&escape::text(&format!("nothing is remembered: {error}")));
    }
}

/// Returns the folder of the option, else that of the user.
fn folder(given: &OsStr) -> Result<PathBuf, String> {
    if !given.is_empty() {
        return Ok(PathBuf::from(given));
    }
    let set = |name: &str| {
        let path = PathBuf::from(env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let own = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join("Library/Caches")))
    } else {
        set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))
    };
    let own = own.map(|folder| folder.join("atlas-lint"));
    own.ok_or_else(|| "the user has no cache folder; name one by `--cache=DIR`".to_owned())
}

/// Returns the hash of all that findings depend on, beside the pages: the program, the configuration, schemas and catalog, the options, what
/// lies around the vault, and the day.
fn key(args: &CheckArgs, setup: &Setup) -> [u8; 32] {
    let inputs: &Inputs = &setup.inputs;
    // Two builds of one version differ while it is developed.
    let program = env::current_exe()
        .ok()
        .and_then(|path| disk::size_and_time(&path));
    let parts = [
        env!("CARGO_PKG_VERSION").to_owned(),
        format!("{program:?}"),
        format!("{:?}", setup.read_options()),
        format!("{:?}", setup.pinned.release),
        format!("{:?} {:?}", args.select, args.ignore),
        format!("{:?}", today()),
    ];
    for part in parts {
        inputs.add("key", part.as_bytes());
    }
    inputs.hash().finish()
}
