//! A page whose list of the pages that employ its object disagrees with those pages.

mod listing;

use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;

use super::findings::Findings;
use super::rule::{ByRelease, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::catalog::{Kind, Status};
use crate::context::{Employs, PageContext, VaultContext};
use crate::diagnostic::Subject;
use crate::facts::lists::{MITIGATIONS, STUDIES, TECHNIQUES};
use crate::settings::Level;
use crate::text::{FileId, Span};
use crate::vault::{LentPage, PageRef};
use listing::{Entry, Listing};

pub static RULE: Rule = Rule {
    name: "missing-backlink",
    summary: "a technique or mitigation page whose list omits a page that employs it, or has one that does not",
    docs: include_str!("missing-backlink.md"),
    theme: Theme::Links,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        by_release: ByRelease::Yes,
        ..Handling::USUAL
    },
    check: Check::Vault(check),
};

fn check<'v>(context: &'v VaultContext<'v>, findings: &mut Findings) {
    case_studies(context, findings);
    mitigations(context, findings);
}

/// Returns the pages that declare an object of `kind`, with its id, in the order of their paths. If several pages declare the
/// same id, only the first is included, because n copies would each lack n entries.
fn pages_of<'v>(
    context: &'v VaultContext<'v>,
    kind: Kind,
) -> impl Iterator<Item = (LentPage<'v>, &'v str)> {
    let vault = context.vault;
    vault.page_files().filter_map(move |file| {
        let brief = vault.brief(file)?;
        let id = brief.declared.as_deref()?;
        let is_first = || vault.declaring(id).first() == Some(&file);
        let is_checked =
            Kind::of_id(id) == Some(kind) && brief.is_read && !vault.is_copy(file) && is_first();
        is_checked.then(|| Some((vault.lent_page(file)?, id)))?
    })
}

/// Returns whether the page is certainly about the object that it declares.
fn is_certain(context: &PageContext<'_>, id: &str) -> bool {
    let own = context.vault.vault_ids && context.view.status(id) == Status::Unknown;
    own || context.object().is_some()
}

/// Checks technique pages that list case studies.
fn case_studies<'v>(context: &'v VaultContext<'v>, findings: &mut Findings) {
    let employs = &Employs::of(context);
    if employs.is_empty() {
        return;
    }
    let vault = context.vault;
    for (page, id) in pages_of(context, Kind::Technique) {
        let page = page.get();
        let is_study = |file| employs.is_study(file);
        let Some(listing) = Listing::of(context, page, &STUDIES, &is_study) else {
            continue;
        };
        let mut omitted = employs.expected(id);
        omitted.retain(|&study| !listing.names(vault, study));
        let mut unrelated: Vec<&Entry<'_>> = listing.entries.iter().collect();
        // A page may be listed many times, so the answers are cached.
        let mut known: HashMap<FileId, bool> = HashMap::default();
        unrelated.retain(|entry| {
            !*known
                .entry(entry.page)
                .or_insert_with(|| employs.may_employ(entry.page, id))
        });
        if omitted.is_empty() && unrelated.is_empty() {
            continue;
        }
        let own = context.of(page);
        if !is_certain(&own, id) {
            continue;
        }
        for study in omitted {
            if let Some(place) = employs.place(study, id) {
                let employs = Omitted {
                    file: study,
                    place,
                    does: "employs",
                };
                employs.report(context, page.file, id, &listing, findings);
            }
        }
        for entry in unrelated {
            // Another rule reports an id in its link.
            if !own.doubts().are_in(entry.link.span) {
                report_unrelated(context, employs, page, id, entry, findings);
            }
        }
    }
}

/// A page that a listing omits.
struct Omitted {
    file: FileId,
    /// Where the page names the object.
    place: Span,
    /// The verb for the message: what the page does with the object.
    does: &'static str,
}

impl Omitted {
    fn report(
        &self,
        context: &VaultContext<'_>,
        page: FileId,
        id: &str,
        listing: &Listing<'_>,
        findings: &mut Findings,
    ) {
        let vault = context.vault;
        let path = vault.path(self.file);
        let declared = vault.declared_id(self.file);
        let link = vault.usual_path(page, self.file.into(), listing.kind());
        let does = self.does;
        findings
            .add_in(
                page,
                listing.heading,
                "incomplete",
                format!(
                    "the section `{}` omits {path}, which {does} `{id}`",
                    listing.name
                ),
            )
            .help(format!("add a link to `{link}`"))
            .about(declared.map_or_else(|| Subject::path(path), Subject::object))
            .related(self.file, self.place, format!("{does} it here"));
    }
}

/// Reports a listed case study that does not employ the technique.
fn report_unrelated(
    context: &VaultContext<'_>,
    employs: &Employs<'_>,
    page: PageRef<'_>,
    id: &str,
    entry: &Entry<'_>,
    findings: &mut Findings,
) {
    let vault = context.vault;
    let path = vault.path(entry.page);
    let declared = vault.declared_id(entry.page);
    let parent = context
        .view
        .parent(id)
        .filter(|parent| employs.employs(entry.page, parent));
    let help = match parent {
        Some(parent) => format!("it employs the parent `{parent}`: list it on that page instead"),
        None => "remove it from the list, or add the step to the case study".to_owned(),
    };
    findings
        .add_in(
            page.file,
            entry.place(),
            "does not employ it",
            format!(
                "the section `{}` lists {path}, which does not employ `{id}`",
                entry.section
            ),
        )
        .help(help)
        .about(declared.map_or_else(|| Subject::path(path), Subject::object));
}

/// Reports technique and mitigation pages where one lists the other and is not listed by it.
fn mitigations<'v>(context: &'v VaultContext<'v>, findings: &mut Findings) {
    let vault = context.vault;
    let is = |kind| {
        move |file| {
            let declared = vault.declared_id(file);
            declared.and_then(Kind::of_id) == Some(kind)
        }
    };
    // One page for each object at most.
    let [of_mitigations, of_techniques] = [Kind::Mitigation, Kind::Technique]
        .map(|kind| pages_of(context, kind).collect::<Vec<(LentPage<'_>, &str)>>());
    let mitigations = listings(context, &of_mitigations, &TECHNIQUES, &is(Kind::Technique));
    if mitigations.is_empty() {
        return;
    }
    let techniques = listings(context, &of_techniques, &MITIGATIONS, &is(Kind::Mitigation));
    one_way(context, &mitigations, &techniques, findings);
    one_way(context, &techniques, &mitigations, findings);
}

/// Returns the lists of pages under headings with these names.
fn listings<'p>(
    context: &'p VaultContext<'p>,
    pages: &'p [(LentPage<'p>, &'p str)],
    names: &[&str],
    wanted: &dyn Fn(FileId) -> bool,
) -> Listings<'p> {
    let listing = |(page, id): &'p (LentPage<'p>, &'p str)| {
        let listing = Listing::of(context, page.get(), names, wanted)?;
        Some((page.file, (*id, listing)))
    };
    pages.iter().filter_map(listing).collect()
}

/// For each page that lists objects of one kind, the id that it declares and its list.
type Listings<'p> = BTreeMap<FileId, (&'p str, Listing<'p>)>;

/// Reports entries on pages of `from` whose linked page of `to` does not list the page back.
fn one_way<'v>(
    context: &'v VaultContext<'v>,
    from: &Listings<'_>,
    to: &Listings<'_>,
    findings: &mut Findings,
) {
    let vault = context.vault;
    let view = context.view;
    // Many pages may list the same page, so the answers are cached.
    let mut sound: HashMap<FileId, bool> = HashMap::default();
    for (&lister, (own, listing)) in from {
        let Some(page) = vault.lent_page(lister) else {
            continue;
        };
        let here = context.of(page.get());
        let mut seen = HashSet::default();
        for entry in &listing.entries {
            let Some((id, back)) = to.get(&entry.page) else {
                continue;
            };
            // A list that names the parent technique covers its sub-techniques.
            let parent = view.parent(own).is_some_and(|parent| back.names_id(parent));
            if parent || back.names(vault, lister) || !seen.insert(entry.page) {
                continue;
            }
            let is_sure = is_certain(&here, own)
                && !here.doubts().are_in(entry.link.span)
                && *sound.entry(entry.page).or_insert_with(|| {
                    let listed = vault.lent_page(entry.page);
                    listed.is_some_and(|page| is_certain(&context.of(page.get()), id))
                });
            if is_sure {
                let lists = Omitted {
                    file: lister,
                    place: entry.place(),
                    does: "lists",
                };
                lists.report(context, entry.page, id, back, findings);
            }
        }
    }
}
