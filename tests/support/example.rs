//! What the linter finds in an example, as the tests compare it.

use std::fmt::Write as _;

use atlas_lint::analysis::{PageView, mentions};
use atlas_lint::catalog::View;
use atlas_lint::check::{Checked, Report, Settings, with_vault};
use atlas_lint::context::VaultContext;
use atlas_lint::diagnostic::Diagnostic;
use atlas_lint::fix::Repaired;
use atlas_lint::render::{Context, Counts, json};
use atlas_lint::text::Sources;

use super::document::Section;

/// The vault of a section.
pub struct Example<'s>(atlas_lint::example::Example<'s>);

impl<'s> Example<'s> {
    /// Returns the example of a section. None if the section has no file.
    pub fn of(section: &'s Section) -> Option<Self> {
        let example = atlas_lint::example::Example::of(section)
            .unwrap_or_else(|error| panic!("the section `{}`: {error}", section.title));
        let expects = section.blocks.iter().any(|block| block.is("diagnostics"));
        assert_eq!(
            example.is_some(),
            expects,
            "the section `{}` has files and says what is expected, or neither",
            section.title
        );
        example.map(Self)
    }

    pub(super) fn release(&self) -> &'static str {
        self.0.release()
    }

    pub fn sources(&self) -> Sources {
        self.0.sources()
    }

    pub fn check(&self, sources: &Sources) -> Report {
        self.0.check(sources)
    }

    /// Calls `work` with the catalog and the settings of the example.
    pub fn with_settings<T>(&self, work: impl FnOnce(View<'static>, &Settings<'_>) -> T) -> T {
        self.0.with_settings(work)
    }

    /// Returns each id of each page with the name that it is paired with, whether or not anything is wrong with them.
    pub fn pairs(&self, sources: &Sources) -> String {
        self.0.with_settings(|view, settings| {
            with_vault(sources, view, settings, |context, _| pairs(context))
        })
    }

    /// Returns what is found as JSON, suppressed findings among it.
    pub fn report(&self) -> String {
        let sources = self.sources();
        let report = self.check(&sources);
        let context = Context {
            incomplete: report.incomplete,
            ..context(&sources, &report.diagnostics, self.release())
        };
        let mut out = Vec::new();
        json::write(&mut out, &context).expect("a report can be written");
        String::from_utf8(out).expect("a report is UTF-8")
    }

    /// Fixes what is found in texts.
    pub fn repair(&self, sources: Sources, unsafe_too: bool) -> Repaired {
        self.0.repair(sources, unsafe_too)
    }
}

/// Lists the ids of a vault with their names: the path and line, the id as it is written and as it is read where the two differ, and the
/// name, if there is one.
fn pairs(context: &VaultContext<'_>) -> String {
    let mut lines = String::new();
    for page in context.vault.pages() {
        let source = page.get().source;
        let page = PageView {
            file: page.file,
            facts: page.facts,
            vault: context.vault,
            view: context.view_of(page.file),
            knows_vault_ids: context.vault_ids,
        };
        for mention in mentions(&page) {
            let line = source.position(mention.span.start as usize).line;
            let written = source.slice(mention.span);
            let _ = write!(lines, "{}:{line} {written}", source.path());
            let read = match mention.malformed {
                Some(malformed) => malformed.intended.as_deref().unwrap_or("?"),
                None => mention.id.as_ref(),
            };
            if read != written {
                let _ = write!(lines, " ({read})");
            }
            if let Some(name) = mention.name {
                let _ = write!(lines, " \"{}\"", name.shown());
            }
            lines.push('\n');
        }
    }
    lines
}

pub(super) fn context<'a>(
    sources: &'a Sources,
    found: &'a [Diagnostic],
    release: &'a str,
) -> Context<'a> {
    Context {
        sources,
        diagnostics: found,
        total: Counts::of(found),
        causes: "",
        pages: sources.files().len(),
        checked: Checked::default(),
        unchecked: &[],
        vault: ".",
        prefix: "",
        inside: "",
        release,
        pinned: true,
        dialects: "obsidian",
        version: "0.0.0",
        incomplete: false,
        elapsed: std::time::Duration::ZERO,
        width: 100,
        interactive: false,
        color: false,
        links: None,
        unicode: true,
        docs_url: &atlas_lint::rules::docs_url,
    }
}
