//! The configuration, and the page types and schemas that it names.

use atlas_lint::config::{Config, Problem};
use atlas_lint::schema::LoadError;
use atlas_lint::text::{Source, Sources};

use super::files::Files;
use super::holds;
use super::vault::Vault;

/// A page that most page types have something to say of.
const PAGE: &str = "---\ntype: x\ntitle: AML.CS0007 x\n---\n# AML.CS0007: GPT-2\n## Metadata\n- **ID:** AML.CS0007\n- **Date:** 2019\n## Procedure\n### Step 1: x\n**Technique:** AML.T0002\n\nText.\n## References\n1. x\n";

/// Reads a configuration, and checks a page by it.
pub fn run(data: &[u8]) {
    let mut files = Files::cut(data, "atlas-lint.yaml");
    let source = files.take("atlas-lint.yaml");
    let config = match Config::read(&source) {
        Ok(config) => config,
        Err(problem) => return shown(&problem),
    };
    let load = |path: &str| {
        let bytes = files
            .files
            .get(path)
            .ok_or_else(|| LoadError::File("no such file".into()))?;
        Ok(String::from_utf8_lossy(bytes).into_owned())
    };
    let locate = |path: &str| Ok(path.to_owned());
    if let Err(problem) = config.page_types(&source, &locate, &load) {
        return shown(&problem);
    }
    let globs = (
        config.levels().err(),
        config.excluded().err(),
        config.included().err(),
    );
    let _ = (globs, config.idle_globs(&["a.md", "study.md"]));
    let page = format!("\n=== study.md\n{PAGE}");
    let vault = Vault::read(&with_mark(data, page.as_bytes()));
    let sources = vault.sources();
    let report = vault.look(&sources, 1);
    holds::places(&sources, &report.diagnostics);
}

/// The input as files, with one more.
fn with_mark(data: &[u8], page: &[u8]) -> Vec<u8> {
    let has_files = data.starts_with(b"=== ") || data.windows(5).any(|part| part == b"\n=== ");
    let head: &[u8] = if has_files {
        b""
    } else {
        b"=== atlas-lint.yaml\n"
    };
    [head, data, page].concat()
}

/// That a mistake is shown at a place of its file.
fn shown(problem: &Problem) {
    let source = Source::new(problem.source.path(), problem.source.text());
    let sources = Sources::new(vec![source], Vec::new());
    assert!(!problem.diagnostics.is_empty(), "a problem without words");
    holds::places(&sources, &problem.diagnostics);
    holds::inert(&sources, &problem.diagnostics);
}
