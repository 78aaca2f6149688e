//! Globs of the configuration.

use globset::{ErrorKind, Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// Compiles globs of paths relative to the vault. `*` stays within a folder, `**` does not.
pub(super) fn globs(patterns: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(glob(pattern)?);
    }
    set.build()
}

fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern.trim_start_matches("./"))
        .literal_separator(true)
        .build()
}

/// Returns why a text is not a glob.
pub(super) fn mistake(pattern: &str) -> Option<String> {
    let error = glob(pattern).err()?;
    Some(match error.kind() {
        ErrorKind::UnclosedClass => "its `[` has no `]`".to_owned(),
        ErrorKind::InvalidRange(from, to) => format!("the range `{from}-{to}` runs backwards"),
        ErrorKind::UnopenedAlternates => "its `}` has no `{`".to_owned(),
        ErrorKind::UnclosedAlternates => "its `{` has no `}`".to_owned(),
        ErrorKind::DanglingEscape => "nothing follows the `\\` at its end".to_owned(),
        other => other.to_string(),
    })
}
