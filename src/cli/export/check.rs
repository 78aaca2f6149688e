//! `export --check`: what keeps the case studies of a vault from being contributed.

use std::path::PathBuf;

use crate::check::{check, with_vault};
use crate::cli::args::ExportArgs;
use crate::cli::error::Error;
use crate::cli::outcome::Outcome;
use crate::cli::scope::Scope;
use crate::cli::setup::{Request, cores, set_up};
use crate::cli::stderr::painted;
use crate::cli::stdout::print;
use crate::cli::terminal::Terminal;
use crate::disk;
use crate::render::{Style, count, escape, shown_path};
use crate::rules::AMBIGUOUS_TACTIC;

/// Lists the steps of all case studies, or of those that were named, whose tactic is missing and not known.
pub(super) fn run(args: &ExportArgs) -> Result<Outcome, Error> {
    // Without a page or folder, as with the current folder, it is the vault around.
    let paths: Vec<PathBuf> = if args.file.as_os_str() == "." {
        Vec::new()
    } else {
        vec![args.file.clone()]
    };
    let rules = [AMBIGUOUS_TACTIC.name.to_owned()];
    let setup = set_up(&Request {
        select: &rules,
        ..Request::of(&args.place, &paths)
    })?;
    let root = &setup.place.root;
    let below = match paths.first() {
        Some(path) => disk::relative(root, &disk::absolute(path)?),
        None => ".".to_owned(),
    };
    let sources = super::vault::vault_files(&setup, None)?;
    let scope = Scope::whole(&setup, &sources)?;
    let inside = |path: &str| {
        let rest = path.strip_prefix(&below);
        below == "." || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let reported = |path: &str| (scope.holds(path) || path == below) && inside(path);
    let store = setup.store(cores());
    let settings = setup.settings(&store, &reported, None);
    let studies = with_vault(&sources, setup.view(), &settings, |context, _| {
        let pages = context.vault.pages();
        let pages = pages.filter(|page| reported(context.vault.path(page.file)));
        pages.map(|page| page.facts.studies.len()).sum::<usize>()
    });
    if studies == 0 {
        return Err(Error::Message(format!(
            "{} holds no case study",
            root.join(if below == "." { "" } else { &below }).display()
        )));
    }
    let found = check(&sources, setup.view(), &settings).diagnostics;
    let found: Vec<_> = found
        .iter()
        .filter(|finding| finding.rule == AMBIGUOUS_TACTIC.name && finding.hidden.is_none())
        .collect();
    let (prefix, here) = disk::from_here(root);
    let terminal = Terminal::stdout();
    let mut text = String::new();
    for finding in &found {
        let (file, span) = (finding.primary.file, finding.primary.span);
        let source = sources.get(file);
        let at = source.position(span.start as usize);
        let path = shown_path(&prefix, &here, source.path());
        let place = escape::log_line(&format!("{path}:{}:{}", at.line, at.column));
        let place = terminal.palette.paint(Style::Place, &place);
        let message = escape::text(&finding.message);
        text += &terminal.fit_below(&[format!("{place}:")], &message, 0);
        if let Some(help) = &finding.help {
            text += &terminal.fit_below(&[], &escape::text(help), 4);
        }
    }
    print(&text)?;
    let summary = format!(
        "{}, {} without a tactic",
        count_of(studies),
        count(found.len(), "step")
    );
    let style = if found.is_empty() {
        Style::Good
    } else {
        Style::Warning
    };
    painted(Terminal::stderr().palette.paint(style, &summary));
    Ok(if found.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn count_of(studies: usize) -> String {
    match studies {
        1 => "1 case study".to_owned(),
        n => format!("{n} case studies"),
    }
}
