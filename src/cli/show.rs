//! `show`: a page as its schema sees it.

use std::path::Path;

use super::args::ShowArgs;
use super::error::Error;
use super::hints;
use super::outcome::Outcome;
use super::stderr;
use super::stdout::print;
use crate::disk;
use crate::schema::Instance;
use crate::syntax::Page;
use crate::syntax::document::is_data;
use crate::syntax::{self, ReadOptions, SyntaxError};
use crate::text::{Condition, Source};

pub(super) fn run(args: &ShowArgs) -> Result<Outcome, Error> {
    let shown = args.page.display();
    let path = args.page.to_string_lossy();
    if !disk::is_page(&path) && !is_data(&path) {
        let why = format!(
            "{shown} is not a page: pages end in .md or .markdown, or in .yaml, .yml or .json"
        );
        return Err(Error::Message(hints::after(&why, &path)));
    }
    let source = read(&args.page)?;
    match source.condition() {
        Condition::Sound => {}
        Condition::Damaged { span, .. } => {
            let at = source.position(span.start as usize);
            return Err(Error::Message(format!(
                "{shown}:{}:{}: the page is not UTF-8 text",
                at.line, at.column
            )));
        }
        Condition::Unreadable(why) => return Err(Error::Message(format!("{shown}: {why}"))),
    }
    let Some(page) = syntax::read(&source, &ReadOptions::default()) else {
        return Err(Error::Message(format!("{shown} is not a page")));
    };
    let json = Instance::Page(&page).json(&|_| Vec::new());
    let text = serde_json::to_string_pretty(&json).map_err(Error::new)?;
    print(&(crate::render::stream::printable(&text) + "\n"))?;
    if page.front.as_ref().is_some_and(|front| !front.sound) {
        stderr::error(&format!(
            "{shown}: the front matter cannot be read; `atlas-lint check` says why"
        ));
        return Ok(Outcome::Failed);
    }
    if let Some(error) = unsound(&page) {
        let at = source.position(error as usize);
        stderr::error(&format!(
            "{shown}:{}:{}: this cannot be read as YAML",
            at.line, at.column
        ));
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::Clean)
}

fn read(path: &Path) -> Result<Source, Error> {
    let bytes = disk::read_file(path).map_err(Error::at(path))?;
    // A named file is shown even if it is not a page.
    Ok(Source::from_bytes(path.to_string_lossy(), bytes).include(true))
}

/// Returns the offset of the first error of a YAML page that cannot be parsed.
fn unsound(page: &Page<'_>) -> Option<u32> {
    let document = page.document.as_ref()?;
    let first = page.errors.first().map_or(0, SyntaxError::start);
    (!document.sound).then_some(first)
}
