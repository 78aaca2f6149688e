//! How a vault writes its case studies, inferred from them.

use std::collections::BTreeSet;

use super::study_example::ExamplePage;
use super::study_lines::{self, Line};
use crate::catalog::Kind;
use crate::conventions::consensus::{UsualOrder, most_frequent};
use crate::conventions::entry::EntryFormat;
use crate::conventions::layout::first_folder;
use crate::conventions::lines::line_ending;
use crate::conventions::naming::SCHEMES;
use crate::conventions::template::MAX_FIELDS;
use crate::conventions::workspace::Workspace;
use crate::facts::StepForm;
use crate::syntax::without_count;
use crate::text::path::{parent_of, stem_of};
use crate::vault::path::{fold_case, is_index};

/// The form of a vault's case studies.
#[derive(Debug)]
pub(super) struct StudyForm {
    pub(super) end: &'static str,
    folder: String,
    scheme: usize,
    /// All paths in use, case-folded.
    taken: BTreeSet<String>,
    /// The lines of the front matter.
    pub(super) front: Vec<Line>,
    /// The text between id and name in the heading; `None` if it has only the name.
    pub(super) separator: Option<String>,
    /// The names of the sections, in their usual order.
    pub(super) sections: Vec<String>,
    /// The fields of the metadata.
    pub(super) fields: Vec<Line>,
    /// Whether the metadata has the type with a capital letter.
    pub(super) capital_type: bool,
    /// The level of the headings of steps.
    pub(super) step_level: usize,
    /// The lines of a step up to its technique and to its tactic.
    pub(super) technique: String,
    pub(super) tactic: String,
    pub(super) technique_format: Option<EntryFormat>,
    pub(super) tactic_format: Option<EntryFormat>,
    /// The position after the last one in the sidebar.
    pub(super) position: usize,
}

impl StudyForm {
    /// Reads the form from the case studies of the vault. `content` is the folder of a site's pages.
    pub(super) fn of(workspace: &Workspace<'_>, content: &str) -> Self {
        let studies: Vec<ExamplePage<'_>> = workspace
            .pages()
            .filter_map(|page| ExamplePage::of(workspace, page))
            .collect();
        let sources = workspace.vault.sources;
        let paths = || sources.files().iter().map(|file| file.path());
        let folder = most_frequent(studies.iter().map(|study| parent_of(study.path).to_owned()));
        let all = paths().chain(sources.others().iter().map(String::as_str));
        let mut form = Self {
            end: most_frequent(
                studies
                    .iter()
                    .map(|study| line_ending(workspace.source(study.page).text())),
            )
            .unwrap_or("\n"),
            folder: folder.unwrap_or_else(|| first_folder(paths(), content, Kind::CaseStudy)),
            scheme: most_frequent(studies.iter().filter_map(ExamplePage::scheme))
                .unwrap_or_default(),
            taken: all.map(|path| fold_case(path).into_owned()).collect(),
            front: study_lines::front(workspace, &studies),
            separator: most_frequent(studies.iter().map(|study| study.separator.clone()))
                .unwrap_or_else(|| Some(": ".to_owned())),
            sections: sections(&studies),
            fields: study_lines::fields(workspace, &studies),
            capital_type: false,
            step_level: 3,
            technique: "**Technique:** ".to_owned(),
            tactic: "**Tactic:** ".to_owned(),
            technique_format: None,
            tactic_format: None,
            position: position(&studies),
        };
        form.capital_type = capital_type(&studies);
        form.observe_steps(workspace, &studies);
        form
    }

    /// Infers how steps are written.
    fn observe_steps<'v>(&mut self, workspace: &Workspace<'v>, studies: &[ExamplePage<'v>]) {
        let procedures = studies
            .iter()
            .filter_map(|study| study.page.facts.procedure.as_ref());
        let headings = procedures.flat_map(|procedure| &procedure.headings);
        let whole = headings.filter(|heading| heading.form == StepForm::Whole);
        if let Some(level) = most_frequent(whole.map(|heading| usize::from(heading.level))) {
            self.step_level = level;
        }
        let usual = |key, kind| {
            let found = studies.iter();
            let found: Vec<_> = found
                .flat_map(|study| study.step_fields(workspace, key, kind))
                .collect();
            let before = most_frequent(found.iter().map(|(before, _)| before.clone()));
            let formats = found.into_iter().filter_map(|(_, format)| format);
            (before, most_frequent(formats))
        };
        let (technique, technique_format) = usual("Technique", Kind::Technique);
        let (tactic, tactic_format) = usual("Tactic", Kind::Tactic);
        if let Some(before) = technique {
            self.tactic = before.replace("Technique", "Tactic");
            self.technique = before;
        }
        if let Some(before) = tactic {
            self.tactic = before;
        }
        self.tactic_format = tactic_format.or_else(|| technique_format.clone());
        self.technique_format = technique_format;
    }

    /// Chooses a free path for a case study.
    pub(super) fn path(&self, id: &str, name: &str) -> String {
        const LONGEST: usize = 120;
        let scheme = SCHEMES.get(self.scheme).copied().unwrap_or(SCHEMES[0]);
        let mut stem = scheme(id, name);
        while stem.len() > LONGEST || stem.ends_with(['-', ' ', '.']) {
            stem.pop();
        }
        let with_id = format!("{stem}-{}", id.to_ascii_lowercase().replace('.', "-"));
        let with_id = with_id.trim_start_matches('-').to_owned();
        let numbered = (2..).map(|number| format!("{with_id}-{number}"));
        let stems = [stem, with_id.clone()].into_iter().chain(numbered);
        let path = |stem: String| match self.folder.as_str() {
            "" => format!("{stem}.md"),
            folder => format!("{folder}/{stem}.md"),
        };
        let mut paths = stems
            .filter(|stem| !stem.is_empty() && !is_reserved(stem))
            .map(path);
        let usable = |path: &String| {
            let stem = fold_case(stem_of(path));
            let last = stem
                .rsplit(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default();
            let is_called_template = matches!(last, "template" | "templates");
            !self.taken.contains(fold_case(path).as_ref()) && !is_index(path) && !is_called_template
        };
        paths.find(usable).unwrap_or_default()
    }
}

/// Returns whether Windows keeps a name for a device.
fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let device = stem
        .strip_prefix("com")
        .or_else(|| stem.strip_prefix("lpt"));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || device
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns the names of the sections that most case studies have.
fn sections(studies: &[ExamplePage<'_>]) -> Vec<String> {
    let mut order: UsualOrder<String> = UsualOrder::default();
    for study in studies {
        let text = study.page.get().source;
        let headings = study
            .page
            .facts
            .headings
            .iter()
            .filter(|heading| heading.level == 2);
        let names = headings
            .take(MAX_FIELDS)
            .map(|heading| text.slice(heading.span));
        let mut seen = BTreeSet::new();
        let names = names.map(|name| without_count(name).to_owned());
        order.add(names.filter(|name| seen.insert(name.clone())));
    }
    order.sorted(studies.len() / 2 + 1)
}

fn capital_type(studies: &[ExamplePage<'_>]) -> bool {
    let kinds = studies.iter().filter_map(|study| {
        let outline = &study.page.get().outline;
        let kind = outline.text(outline.metadata("Type")?.value)?;
        Some(kind.starts_with(char::is_uppercase))
    });
    most_frequent(kinds).unwrap_or_default()
}

fn position(studies: &[ExamplePage<'_>]) -> usize {
    let positions = studies.iter().filter_map(|study| {
        let front = study.page.get().front.as_ref()?;
        let node = front.tree.get(front.tree.root()?, "sidebar_position")?;
        study
            .page
            .get()
            .source
            .slice(front.tree.node(node).span)
            .parse::<usize>()
            .ok()
    });
    positions.max().unwrap_or_default().saturating_add(1)
}
