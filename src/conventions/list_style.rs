//! How a vault writes its lists, inferred from its pages.

use std::collections::BTreeMap;

use super::consensus::{UsualOrder, most_frequent};
use super::entry::EntryFormat;
use super::expected::Expected;
use super::lines::line_of;
use super::list_section::{Content, ListKind, is_heading_of, sections};
use super::workspace::{ObjectPage, Workspace};
use crate::catalog::Kind;
use crate::syntax::{split_count, without_count};

/// The list conventions of a vault.
#[derive(Debug, Default)]
pub(crate) struct Conventions {
    lists: BTreeMap<(Kind, ListKind), ListConvention>,
    /// The names of the sections on pages of a kind, in their usual order.
    section_orders: BTreeMap<Kind, Vec<String>>,
    /// Whether pages of tactics also list sub-techniques.
    pub(crate) lists_sub_techniques: bool,
}

/// Convention of one list on pages of a kind.
#[derive(Debug, Default)]
pub(crate) struct ListConvention {
    /// Whether at least half of the pages with something to list have the section.
    pub(crate) common: bool,
    /// The `#` marks and the heading without its count.
    heading: String,
    counted: bool,
    /// The paragraph that most sections have before the list.
    pub(crate) intro: Option<String>,
    entries: [Option<EntryFormat>; 2],
}

impl ListConvention {
    /// Returns the line of the heading for a list of `count` entries.
    pub(crate) fn heading(&self, count: usize) -> String {
        if self.counted {
            format!("{} ({count})", self.heading)
        } else {
            self.heading.clone()
        }
    }
}

/// One list as it appears on the pages of a kind.
#[derive(Default)]
struct Observed {
    /// Pages with something to list.
    pages_with_entries: usize,
    pages_with_section: usize,
    pages: usize,
    headings: Vec<(String, bool)>,
    intros: Vec<String>,
    entries: [Vec<EntryFormat>; 2],
}

impl Conventions {
    /// Infers the conventions from all pages of a vault.
    pub(crate) fn of<'v>(workspace: &Workspace<'v>, expected: &mut Expected<'v>) -> Self {
        let mut observed: BTreeMap<(Kind, ListKind), Observed> = BTreeMap::new();
        let mut conventions = Self::default();
        let mut section_orders: BTreeMap<Kind, UsualOrder<String>> = BTreeMap::new();
        for object in workspace
            .object_pages()
            .filter(|object| workspace.lifetime(object.id).is_some())
        {
            section_orders
                .entry(object.kind)
                .or_default()
                .add(section_names(object));
            for &list_kind in ListKind::of(object.kind) {
                let observed = observed.entry((object.kind, list_kind)).or_default();
                let could = !expected
                    .entries(list_kind, object.kind, object.id)
                    .is_empty();
                conventions.lists_sub_techniques |=
                    observed.observe(workspace, object, list_kind, could);
            }
        }
        // If no tactic lists anything yet, list sub-techniques too.
        let tactics = observed.get(&(Kind::Tactic, ListKind::Techniques));
        conventions.lists_sub_techniques |=
            tactics.is_none_or(|observed| observed.entries.iter().all(Vec::is_empty));
        conventions.lists = observed
            .into_iter()
            .map(|(key, observed)| (key, observed.into_convention()))
            .collect();
        conventions.section_orders = section_orders
            .into_iter()
            .map(|(kind, order)| (kind, order.sorted(1)))
            .collect();
        conventions
    }

    pub(crate) fn list(&self, kind: Kind, list_kind: ListKind) -> Option<&ListConvention> {
        self.lists.get(&(kind, list_kind))
    }

    /// Returns the most frequent format of entries in a list. `sub` prefers the format of sub-techniques.
    pub(crate) fn entry_format(
        &self,
        kind: Kind,
        list_kind: ListKind,
        sub: bool,
    ) -> Option<&EntryFormat> {
        let [alone, subs] = &self.list(kind, list_kind)?.entries;
        if sub {
            subs.as_ref().or(alone.as_ref())
        } else {
            alone.as_ref().or(subs.as_ref())
        }
    }

    /// Returns the position of a section on a page: before the first section that usually follows it, else at the end.
    pub(crate) fn section_position(
        &self,
        workspace: &Workspace<'_>,
        object: ObjectPage<'_>,
        list_kind: ListKind,
    ) -> usize {
        let source = workspace.source(object.page);
        let text = source.text();
        let end_of = |end: usize| text.get(..end).unwrap_or_default().trim_end().len();
        let order = self
            .section_orders
            .get(&object.kind)
            .map_or(&[][..], Vec::as_slice);
        let convention = self
            .list(object.kind, list_kind)
            .map(|convention| convention.heading.as_str());
        let convention = convention
            .unwrap_or_default()
            .trim_start_matches(['#', ' ']);
        let Some(mine) = order.iter().position(|name| name == convention) else {
            return end_of(text.len());
        };
        let later = object
            .page
            .facts
            .headings
            .iter()
            .filter(|heading| heading.level == 2);
        let next = later
            .filter(|heading| {
                let name = without_count(&heading.text);
                order
                    .iter()
                    .position(|other| other == name)
                    .is_some_and(|at| at > mine)
            })
            .map(|heading| line_of(source, heading.span.start).start as usize)
            .next();
        end_of(next.unwrap_or(text.len()))
    }
}

/// Returns the names of the sections of a page, in order.
fn section_names(object: ObjectPage<'_>) -> Vec<String> {
    let sections = object
        .page
        .facts
        .headings
        .iter()
        .filter(|heading| heading.level == 2);
    // A hostile page may have any number of sections.
    let sections = sections.take(60);
    sections
        .map(|heading| without_count(&heading.text).to_owned())
        .collect()
}

impl Observed {
    /// Adds one page. Returns whether it is a tactic that lists a sub-technique.
    fn observe<'v>(
        &mut self,
        workspace: &Workspace<'v>,
        object: ObjectPage<'v>,
        list_kind: ListKind,
        could: bool,
    ) -> bool {
        let found = sections(workspace, object, list_kind);
        let has = object
            .page
            .facts
            .headings
            .iter()
            .any(|heading| is_heading_of(heading, list_kind));
        self.pages_with_entries += usize::from(could);
        self.pages_with_section += usize::from(could && has);
        let mut holds_sub = false;
        for section in &found {
            let Content::List(entries) = &section.content else {
                continue;
            };
            self.pages += 1;
            let heading = section.heading;
            let marks = "#".repeat(usize::from(heading.level));
            let text = format!("{marks} {}", without_count(&heading.text));
            self.headings
                .push((text, split_count(&heading.text).is_some()));
            self.intros.extend(section.intro.map(str::to_owned));
            for (entry, _) in &entries.all {
                let sub = workspace.view.parent(&entry.key).is_some();
                holds_sub |= sub && object.kind == Kind::Tactic;
                self.entries[usize::from(sub)].extend(entry.format());
            }
        }
        holds_sub
    }

    fn into_convention(self) -> ListConvention {
        let pages = self.pages;
        let intros = self.intros;
        let intro = most_frequent(intros.iter().cloned());
        let times = |intro: &String| intros.iter().filter(|other| *other == intro).count();
        let [alone, subs] = self.entries;
        let (heading, counted) = most_frequent(self.headings.into_iter()).unwrap_or_default();
        ListConvention {
            common: self.pages_with_section * 2 >= self.pages_with_entries && !heading.is_empty(),
            heading,
            counted,
            intro: intro.filter(|intro| times(intro) * 2 > pages && !intro.contains('\n')),
            entries: [
                most_frequent(alone.into_iter()),
                most_frequent(subs.into_iter()),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Conventions;
    use crate::catalog::Kind;
    use crate::conventions::entry::render;
    use crate::conventions::expected::Expected;
    use crate::conventions::list_section::ListKind;
    use crate::conventions::test_support::{in_workspace, object_page, page};
    use crate::conventions::workspace::Workspace;

    const IMPACT: (&str, &str) = ("tactics/impact.md", "# AML.TA0011: Impact\n");
    const COUNTED: &str = "## Metadata\n\n## Tactics (1)\n\nServes:\n\n- [[tactics/impact|Impact]]\n\n## Notes\n\nMine.\n";

    fn conventions(workspace: &Workspace<'_>) -> Conventions {
        Conventions::of(workspace, &mut Expected::of(workspace))
    }

    #[test]
    fn lists_are_written_as_most_pages_do() {
        let cost = format!("# AML.T0034: Cost Harvesting\n\n{COUNTED}");
        let denial = format!("# AML.T0029: Denial of AI Service\n\n{COUNTED}");
        let other = "# AML.T0031: Erode AI Model Integrity\n\n### Tactics\n\n- AML.TA0011\n";
        let files = [
            IMPACT,
            ("cost.md", &cost),
            ("denial.md", &denial),
            ("other.md", other),
        ];
        in_workspace(&files, |workspace| {
            let conventions = conventions(workspace);
            let list = conventions.list(Kind::Technique, ListKind::Tactics);
            let list = list.expect("a convention");
            assert_eq!(list.heading(3), "## Tactics (3)");
            assert_eq!(list.intro.as_deref(), Some("Serves:"));
            assert!(list.common);
            let format = conventions.entry_format(Kind::Technique, ListKind::Tactics, false);
            let from = page(workspace, "other.md").file;
            let impact = page(workspace, "tactics/impact.md").file;
            let format = format.expect("a format");
            assert_eq!(
                render(workspace, format, from, "AML.TA0011", Some(impact)).as_deref(),
                Some("[[tactics/impact|Impact]]")
            );
        });
    }

    #[test]
    fn a_list_that_few_pages_have_is_not_common() {
        let cost = format!("# AML.T0034: Cost Harvesting\n\n{COUNTED}");
        let files = [
            IMPACT,
            ("cost.md", &cost),
            ("denial.md", "# AML.T0029: Denial of AI Service\n"),
            ("other.md", "# AML.T0031: Erode AI Model Integrity\n"),
        ];
        in_workspace(&files, |workspace| {
            let conventions = conventions(workspace);
            let list = conventions.list(Kind::Technique, ListKind::Tactics);
            assert!(!list.expect("a convention").common);
        });
    }

    #[test]
    fn a_new_section_goes_before_those_that_usually_follow_it() {
        let cost = format!("# AML.T0034: Cost Harvesting\n\n{COUNTED}");
        let lacks =
            "# AML.T0029: Denial of AI Service\n\n## Metadata\n\n- **a:** b\n\n## Notes\n\nMine.\n";
        let bare = "# AML.T0031: Erode AI Model Integrity\n\n## Metadata\n\n- **a:** b\n\n\n";
        let files = [
            IMPACT,
            ("cost.md", &cost),
            ("lacks.md", lacks),
            ("bare.md", bare),
        ];
        in_workspace(&files, |workspace| {
            let conventions = conventions(workspace);
            for (path, text) in [("lacks.md", lacks), ("bare.md", bare)] {
                let object = object_page(workspace, path);
                let at = conventions.section_position(workspace, object, ListKind::Tactics);
                assert!(text[..at].ends_with("- **a:** b"), "{path}: {at}");
            }
        });
    }

    #[test]
    fn tactics_list_sub_techniques_if_one_does_or_none_lists_anything() {
        let parent = "# AML.T0051: LLM Prompt Injection\n";
        let sub = "# AML.T0051.000: Direct\n";
        for (tactic, expected) in [
            ("", true),
            ("## Techniques\n\n- AML.T0051\n", false),
            ("## Techniques\n\n- AML.T0051\n- AML.T0051.000\n", true),
        ] {
            let tactic = format!("# AML.TA0005: Execution\n\n{tactic}");
            let files = [("execution.md", &*tactic), ("p.md", parent), ("s.md", sub)];
            in_workspace(&files, |workspace| {
                let found = conventions(workspace).lists_sub_techniques;
                assert_eq!(found, expected, "{tactic}");
            });
        }
    }
}
