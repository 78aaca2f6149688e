//! How a vault writes its case studies, inferred from them.

use std::collections::{BTreeMap, BTreeSet};

use super::own_id;
use crate::catalog::Kind;
use crate::conventions::consensus::{UsualOrder, most_frequent};
use crate::conventions::entry::EntryFormat;
use crate::conventions::layout::first_folder;
use crate::conventions::lines::line_ending;
use crate::conventions::naming::SCHEMES;
use crate::conventions::read_entry::read;
use crate::conventions::template::{MAX_FIELDS, ValueLine};
use crate::conventions::workspace::Workspace;
use crate::date::Date;
use crate::facts::StepForm;
use crate::syntax::tree::{Entry, NodeId, Tree};
use crate::syntax::without_count;
use crate::text::FileId;
use crate::vault::PageRef;
use crate::vault::path::{fold, is_index, is_template, parent_of, stem_of};

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

/// A line: a value and the text before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) before: String,
    pub(super) quote: Option<char>,
    pub(super) value: Value,
}

/// The meaning of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Id,
    Name,
    /// Id and name with this text between them.
    IdName(String),
    Stem,
    Position,
    Today,
    /// A fact of the case study, by its key.
    Fact,
    /// The same text on every page.
    Constant(String),
}

/// One case study of the vault.
struct Study<'v> {
    page: PageRef<'v>,
    path: &'v str,
    id: String,
    name: String,
    separator: Option<String>,
}

impl StudyForm {
    pub(super) fn of(workspace: &Workspace<'_>) -> Self {
        let studies: Vec<Study<'_>> = workspace
            .pages()
            .filter_map(|page| Study::of(workspace, page))
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
            folder: folder.unwrap_or_else(|| first_folder(paths(), Kind::CaseStudy)),
            scheme: most_frequent(studies.iter().filter_map(Study::scheme)).unwrap_or_default(),
            taken: all.map(|path| fold(path).into_owned()).collect(),
            front: front(workspace, &studies),
            separator: most_frequent(studies.iter().map(|study| study.separator.clone()))
                .unwrap_or_else(|| Some(": ".to_owned())),
            sections: sections(&studies),
            fields: fields(workspace, &studies),
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
    fn observe_steps<'v>(&mut self, workspace: &Workspace<'v>, studies: &[Study<'v>]) {
        let levels = studies
            .iter()
            .filter_map(|study| study.page.facts.procedure.as_ref());
        let levels = levels.flat_map(|procedure| &procedure.headings);
        let whole = levels.filter(|heading| heading.form == StepForm::Whole);
        if let Some(level) = most_frequent(whole.map(|heading| usize::from(heading.level))) {
            self.step_level = level;
        }
        let mut lines: [Vec<(String, Option<EntryFormat>)>; 2] = [Vec::new(), Vec::new()];
        for study in studies {
            let outline = &study.page.outline;
            let steps = ["Procedure", "Attack Procedure"];
            let steps = steps
                .iter()
                .find_map(|name| outline.get(section(outline, name)?, "sections"));
            for step in steps.map_or(&[][..], |steps| outline.entries(steps)) {
                for (at, (key, kind)) in [("Technique", Kind::Technique), ("Tactic", Kind::Tactic)]
                    .into_iter()
                    .enumerate()
                {
                    let field = outline
                        .get(step.value, "fields")
                        .and_then(|fields| outline.entry(fields, key));
                    let line = field
                        .and_then(|field| ValueLine::of(workspace, study.page, outline, field));
                    if let Some(line) = line {
                        let is_kind = |id: &str, _: Option<FileId>| Kind::of_id(id) == Some(kind);
                        let entry = read(workspace, study.page, line.value, &is_kind);
                        let format = entry.and_then(|entry| entry.format());
                        lines[at].push((line.before, format));
                    }
                }
            }
        }
        let usual = |lines: &[(String, Option<EntryFormat>)]| {
            let before = most_frequent(lines.iter().map(|(before, _)| before.clone()));
            (
                before,
                most_frequent(lines.iter().filter_map(|(_, format)| format.clone())),
            )
        };
        let [(technique, technique_format), (tactic, tactic_format)] =
            [usual(&lines[0]), usual(&lines[1])];
        if let Some(before) = technique {
            self.tactic = before.replace("Technique", "Tactic");
            self.technique = before;
        }
        self.tactic = tactic.unwrap_or_else(|| self.tactic.clone());
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
            let stem = fold(stem_of(path));
            let last = stem
                .rsplit(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default();
            let is_called_template = matches!(last, "template" | "templates");
            !self.taken.contains(fold(path).as_ref()) && !is_index(path) && !is_called_template
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

impl<'v> Study<'v> {
    fn of(workspace: &Workspace<'v>, page: PageRef<'v>) -> Option<Self> {
        let source = workspace.source(page);
        let path = source.path();
        let declared = workspace.vault.declared_id(page.file);
        let is_declared = declared.and_then(Kind::of_id) == Some(Kind::CaseStudy);
        if is_template(path) || !(is_declared || page.facts.calls_itself_study) {
            return None;
        }
        let title = page.front.as_ref().and_then(|front| front.text("title"));
        let heading = page
            .main_heading()
            .map(|heading| source.slice(heading.span));
        let text = heading.or(title.map(|(_, text)| text))?;
        let length = own_id::leading(text).map(|(_, _, length)| length);
        let (id, rest) = text.split_at(length.unwrap_or_default());
        let name = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let separator = rest.get(..rest.len() - name.len()).unwrap_or_default();
        let of_field = || {
            let fields = page
                .outline
                .get(section(&page.outline, "Metadata")?, "fields")?;
            page.outline
                .text(page.outline.get(fields, "ID")?)
                .map(str::to_owned)
        };
        let id = if id.is_empty() {
            of_field().or_else(|| declared.map(str::to_owned))
        } else {
            Some(id.to_owned())
        };
        Some(Self {
            page,
            path,
            id: id.unwrap_or_default(),
            name: name.to_owned(),
            separator: length.map(|_| separator.to_owned()),
        })
    }

    /// Returns the naming scheme of the file.
    fn scheme(&self) -> Option<usize> {
        let stem = stem_of(self.path);
        SCHEMES
            .iter()
            .position(|scheme| scheme(&self.id, &self.name) == stem)
    }

    /// Returns the meaning of a value of the front matter.
    fn meaning(&self, key: &str, text: &str) -> Value {
        let rest = text
            .strip_prefix(self.id.as_str())
            .filter(|_| !self.id.is_empty());
        let between = rest.and_then(|rest| rest.strip_suffix(self.name.as_str()));
        let is_day = Date::parse(text).is_some_and(|date| date.day.is_some());
        if text == self.id {
            Value::Id
        } else if text == stem_of(self.path) {
            Value::Stem
        } else if text == self.name {
            Value::Name
        } else if let Some(between) = between.filter(|_| !self.name.is_empty()) {
            Value::IdName(between.to_owned())
        } else if key == "sidebar_position" && text.parse::<usize>().is_ok() {
            Value::Position
        } else if is_day
            && (key.contains("creat") || key.contains("modif") || key.contains("update"))
        {
            Value::Today
        } else {
            Value::Constant(text.to_owned())
        }
    }
}

pub(super) fn section(outline: &Tree<'_>, name: &str) -> Option<NodeId> {
    outline.get(outline.get(outline.root()?, "sections")?, name)
}

/// Returns the lines of the front matter that most case studies share. A constant has to be the same on all of them.
fn front<'v>(workspace: &Workspace<'v>, studies: &[Study<'v>]) -> Vec<Line> {
    let of = |study: &Study<'v>| {
        let front = study.page.front.as_ref().filter(|front| front.sound);
        let lines = front.map(|front| {
            let root = front.tree.root();
            let entries = root.map_or(&[][..], |root| front.tree.entries(root));
            read_lines(workspace, study, &front.tree, entries, false)
        });
        lines.unwrap_or_default()
    };
    let is_usual = |value: &Value, times: usize| match value {
        Value::Constant(_) => times == studies.len() && times > 1,
        _ => times * 2 > studies.len(),
    };
    usual_lines(studies.iter().map(of), &is_usual)
}

/// Returns the fields of the metadata that most case studies share.
fn fields<'v>(workspace: &Workspace<'v>, studies: &[Study<'v>]) -> Vec<Line> {
    let of = |study: &Study<'v>| {
        let outline = &study.page.outline;
        let fields =
            section(outline, "Metadata").and_then(|section| outline.get(section, "fields"));
        let entries = fields.map_or(&[][..], |fields| outline.entries(fields));
        read_lines(workspace, study, outline, entries, true)
    };
    usual_lines(studies.iter().map(of), &|_, times| {
        times * 2 > studies.len()
    })
}

fn read_lines<'v>(
    workspace: &Workspace<'v>,
    study: &Study<'v>,
    tree: &Tree<'_>,
    entries: &[Entry<'_>],
    are_facts: bool,
) -> Vec<Line> {
    let line = |entry: &Entry<'_>| {
        let line = ValueLine::of(workspace, study.page, tree, entry)?;
        let text = workspace.source(study.page).slice(line.value);
        let value = if are_facts {
            Value::Fact
        } else {
            study.meaning(&entry.key, text)
        };
        Some(Line {
            key: entry.key.to_string(),
            before: line.before,
            quote: line.quote,
            value,
        })
    };
    entries.iter().take(MAX_FIELDS).filter_map(line).collect()
}

/// Returns the lines that are usual, by key, in their usual order.
fn usual_lines(
    pages: impl Iterator<Item = Vec<Line>>,
    is_usual: &dyn Fn(&Value, usize) -> bool,
) -> Vec<Line> {
    let mut order: UsualOrder<String> = UsualOrder::default();
    let mut by_key: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for lines in pages {
        order.add(lines.iter().map(|line| line.key.clone()));
        for line in lines {
            by_key.entry(line.key.clone()).or_default().push(line);
        }
    }
    let mut usual = Vec::new();
    for key in order.sorted(1) {
        let lines = by_key.remove(&key).unwrap_or_default();
        let Some(value) = most_frequent(lines.iter().map(|line| line.value.clone())) else {
            continue;
        };
        let same = || lines.iter().filter(|line| line.value == value);
        if is_usual(&value, same().count()) {
            usual.extend(
                most_frequent(same().map(|line| line.before.clone())).map(|before| Line {
                    key,
                    before,
                    quote: most_frequent(same().map(|line| line.quote)).flatten(),
                    value: value.clone(),
                }),
            );
        }
    }
    usual
}

/// Returns the names of the sections that most case studies have.
fn sections(studies: &[Study<'_>]) -> Vec<String> {
    let mut order: UsualOrder<String> = UsualOrder::default();
    for study in studies {
        let text = study.page.get().source;
        let headings = study
            .page
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

fn capital_type(studies: &[Study<'_>]) -> bool {
    let kinds = studies.iter().filter_map(|study| {
        let outline = &study.page.outline;
        let fields = outline.get(section(outline, "Metadata")?, "fields")?;
        Some(
            outline
                .text(outline.get(fields, "Type")?)?
                .starts_with(char::is_uppercase),
        )
    });
    most_frequent(kinds).unwrap_or_default()
}

fn position(studies: &[Study<'_>]) -> usize {
    let positions = studies.iter().filter_map(|study| {
        let front = study.page.front.as_ref()?;
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
