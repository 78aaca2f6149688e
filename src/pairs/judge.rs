//! What is wrong with an id, or with the name beside it.

use std::borrow::Cow;

use super::collect::{Name, Slot, Subject};
use super::fit::{Fit, fit};
use crate::catalog::{Kind, Life, NameHit, Release, Since, Status, View, normalise_name};
use crate::model::{self, Declaration, Place, PlaceKind, Step};
use crate::nearest::nearest;
use crate::syntax::{Link, Page};
use crate::text::{FileId, Source};
use crate::vault::Vault;

/// What is wrong; of several things the first, in this order.
#[derive(Clone, Debug)]
pub enum Verdict<'p> {
    /// The id is not well-formed. `meant` is an id that the catalogue knows.
    Malformed {
        /// What was meant.
        meant: Option<String>,
    },
    /// No release up to the pinned one holds the id.
    Unknown {
        /// The first release that does, if a later one does.
        newer: Option<&'p Release>,
        /// The object that bears the name beside it, else the nearest id.
        candidate: Option<(&'p str, &'p str)>,
    },
    /// An earlier release held the id.
    Retired {
        /// Its last life.
        life: &'p Life,
        /// Whether the name beside it, if there is one, is its own.
        own_name: bool,
    },
    /// It is an object of another kind than has to stand there.
    WrongKind {
        /// What it is.
        found: Kind,
    },
    /// It, or its name, disagrees with the rest of the page.
    Inconsistent {
        /// The half that disagrees.
        half: Half,
        /// What the rest of the page says.
        rest: String,
        /// The place that says so.
        place: Place<'p>,
    },
    /// The page that the link leads to declares another id.
    WrongTarget {
        /// That page.
        page: FileId,
        /// What it declares.
        declared: &'p str,
    },
    /// The name is, or was, another object's.
    WrongName(WrongName<'p>),
    /// No object ever had the name.
    UnknownName {
        /// The nearest name that there is, and its id.
        nearest: Option<(&'p str, &'p str)>,
    },
    /// The id had the name in an earlier release.
    OutdatedName {
        /// Since when it has another one.
        since: &'p Since<String>,
        /// Whether another object bears or bore the name.
        shared: bool,
    },
}

/// One half of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The id.
    Id,
    /// The name.
    Name,
}

/// A name that is another object's.
#[derive(Clone, Debug)]
pub struct WrongName<'p> {
    /// The half that is wrong.
    pub half: Half,
    /// The id whose name it is.
    pub other: &'p str,
    /// Whether that object bears the name in the pinned release.
    pub current: bool,
    /// Whether an official release states it.
    pub official: bool,
    /// Why this half.
    pub why: Evidence<'p>,
}

/// What tells which half of a pair is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence<'p> {
    /// The linked page declares this id.
    LinkedPage(FileId),
    /// The rest of the page declares this id.
    RestOfPage,
    /// The title of the step.
    StepTitle(&'p str),
    /// The tactic of the step.
    StepTactic(&'p str),
    /// Nothing but that the name is exactly another object's.
    ExactName,
}

/// What judging needs to know of a page.
pub struct Context<'p> {
    page: &'p Page<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
    view: View<'p>,
    /// Whether ids that pages of the vault declare count as known.
    known_here: bool,
    declaration: Option<&'p Declaration<'p>>,
    steps: std::cell::OnceCell<Vec<Step<'p>>>,
}

impl<'p> Context<'p> {
    pub(super) fn new(
        page: &'p Page<'p>,
        source: &'p Source,
        vault: &'p Vault<'p>,
        view: View<'p>,
        known_here: bool,
    ) -> Self {
        Self {
            page,
            source,
            vault,
            view,
            known_here,
            declaration: vault.declaration(page.file),
            steps: std::cell::OnceCell::new(),
        }
    }
}

/// What is wrong with a subject, if anything.
#[must_use]
pub fn judge<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    if let Some(malformed) = &subject.malformed {
        let known = |id: &String| !matches!(context.view.status(id), Status::Unknown);
        let meant = malformed.meant.clone().filter(known);
        return Some(Verdict::Malformed { meant });
    }
    existence(context, subject)
        .or_else(|| wrong_kind(subject))
        .or_else(|| inconsistent(context, subject))
        .or_else(|| link_target(context, subject))
        .or_else(|| name(context, subject))
}

fn existence<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let view = context.view;
    let id: &str = &subject.id;
    if context.known_here && !context.vault.declaring(id).is_empty() {
        return None;
    }
    match view.status(id) {
        Status::Current(_) => None,
        Status::Retired(life) => {
            let own_name = subject
                .name
                .is_none_or(|name| fit(view, id, &normalise_name(name.text)) != Fit::No);
            Some(Verdict::Retired { life, own_name })
        }
        Status::Newer(life) => Some(Verdict::Unknown {
            newer: view.catalog.release_at(life.first),
            candidate: None,
        }),
        Status::Unknown => {
            let by_name = subject.name.and_then(|name| {
                let hits = view.by_name(name.text);
                hits.iter()
                    .find(|hit| hit.current)
                    .map(|hit| (hit.object.id.as_str(), hit.name.value.as_str()))
            });
            let candidate = by_name.or_else(|| {
                let id = view.nearest_id(id)?;
                Some((id, view.name(id)?))
            });
            Some(Verdict::Unknown {
                newer: None,
                candidate,
            })
        }
    }
}

fn wrong_kind<'p>(subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let (wanted, _) = subject.wanted.as_ref()?;
    let found = Kind::of_id(&subject.id)?;
    (found != *wanted).then_some(Verdict::WrongKind { found })
}

/// The page's title, first heading and id field have to agree on its id, and the first two on its name.
fn inconsistent<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let Slot::Declares(kind) = subject.slot else {
        return None;
    };
    let declaration = context.declaration?;
    let rest = |half, text: &str, place: &Place<'p>| {
        Some(Verdict::Inconsistent {
            half,
            rest: text.to_owned(),
            place: place.clone(),
        })
    };
    if subject.id != declaration.id {
        let place = declaration.places.iter().find(|p| p.id == declaration.id)?;
        return rest(Half::Id, declaration.id, place);
    }
    // The name of the other of title and heading, if that one has the page's id too.
    let other = match kind {
        PlaceKind::Title => PlaceKind::Heading,
        PlaceKind::Heading => PlaceKind::Title,
        PlaceKind::Field => return None,
    };
    let place = declaration
        .places
        .iter()
        .find(|place| place.kind == other && place.id == declaration.id)?;
    let mine = subject.name?;
    let theirs = context
        .source
        .slice(place.span)
        .get(place.id.len()..)?
        .trim_start_matches([':', ' ', '-', '(', '\u{2013}', '\u{2014}'])
        .trim_end_matches([')', ' ']);
    if theirs.is_empty() {
        return None;
    }
    let (mine, theirs_plain) = (normalise_name(mine.text), normalise_name(theirs));
    if mine == theirs_plain {
        return None;
    }
    let fits = |name: &str| fit(context.view, &subject.id, name) == Fit::Now;
    let dissents = match (fits(&mine), fits(&theirs_plain)) {
        (true, _) => false,
        (false, true) => true,
        // Neither is right: the heading counts.
        (false, false) => kind == PlaceKind::Title,
    };
    if dissents {
        rest(Half::Name, theirs, place)
    } else {
        None
    }
}

fn link_of<'p>(subject: &Subject<'p>) -> Option<&'p Link<'p>> {
    match subject.slot {
        Slot::Label(link) => Some(link),
        _ => None,
    }
}

/// The page that the subject's link leads to, and what it declares, if that is another id.
fn other_target<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
) -> Option<(FileId, &'p Declaration<'p>)> {
    let page = context
        .vault
        .linked_page(context.page.file, link_of(subject)?)?;
    let declaration = context.vault.declaration(page)?;
    (declaration.id != subject.id).then_some((page, declaration))
}

fn link_target<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let (page, declaration) = other_target(context, subject)?;
    let view = context.view;
    // A sub-technique may be a section of its parent's page.
    let to_section = link_of(subject)?.target.contains('#');
    if to_section && view.parent(&subject.id) == Some(declaration.id) {
        return None;
    }
    if let Some(name) = subject.name {
        let name = normalise_name(name.text);
        if fit(view, &subject.id, &name) == Fit::No {
            return None;
        }
    }
    Some(Verdict::WrongTarget {
        page,
        declared: declaration.id,
    })
}

fn name<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let view = context.view;
    let id: &str = &subject.id;
    let written = subject.name?;
    // What this vault declares itself has the name that the vault gives it.
    let life = view.life(id)?;
    let text = plain_text(written.text);
    let plain = normalise_name(&text);
    if plain.is_empty() {
        return None;
    }
    let fits = fit(view, id, &plain);
    if fits == Fit::Now {
        return None;
    }
    let hits: Vec<NameHit<'p>> = view
        .by_name(&text)
        .into_iter()
        .filter(|hit| hit.object.id != id)
        .collect();
    let best = hits.iter().find(|hit| hit.current);
    if fits == Fit::Before && best.is_none() {
        let since = crate::catalog::at(&life.names, view.pinned)?;
        return Some(Verdict::OutdatedName {
            since,
            shared: !hits.is_empty(),
        });
    }
    if let Some(hit) = best.or(hits.first()) {
        let (half, why) = wrong_half(context, subject, &hit.object.id);
        return Some(Verdict::WrongName(WrongName {
            half,
            other: &hit.object.id,
            current: hit.current,
            official: hit.name.official,
            why,
        }));
    }
    if let Some(other) = relative(context, id, &plain) {
        let (half, why) = wrong_half(context, subject, other);
        return Some(Verdict::WrongName(WrongName {
            half,
            other,
            current: true,
            official: true,
            why,
        }));
    }
    unknown_name(context, id, written, &text)
}

/// A Markdown text as a reader sees it: entities decoded as far as names have them.
fn plain_text(text: &str) -> Cow<'_, str> {
    if text.contains("&amp;") {
        Cow::Owned(text.replace("&amp;", "&"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A parent, sub-technique or sibling of `id` that the name fits, or one that "Parent: Name" spells out.
fn relative<'p>(context: &Context<'p>, id: &str, name: &str) -> Option<&'p str> {
    let view = context.view;
    let family = view.parent(id).unwrap_or(id);
    let kin = view
        .children(family)
        .filter(|child| *child != id)
        .find(|child| fit(view, child, name) == Fit::Now);
    kin.or_else(|| {
        let words: Vec<&str> = name.split(' ').collect();
        (1..words.len()).find_map(|at| {
            view.by_name(&words[at..].join(" "))
                .into_iter()
                .map(|hit| hit.object.id.as_str())
                .find(|other| {
                    *other != id
                        && view.parent(other).is_some()
                        && fit(view, other, name) == Fit::Now
                })
        })
    })
}

/// Which half of a pair is wrong, given that the name is `other`'s, and what tells.
fn wrong_half<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    other: &str,
) -> (Half, Evidence<'p>) {
    let linked = link_of(subject).and_then(|link| {
        let page = context.vault.linked_page(context.page.file, link)?;
        Some((page, context.vault.declaration(page)?.id))
    });
    match linked {
        Some((page, declared)) if declared == other => {
            return (Half::Id, Evidence::LinkedPage(page));
        }
        Some((page, declared)) if declared == subject.id => {
            return (Half::Name, Evidence::LinkedPage(page));
        }
        _ => {}
    }
    if let (Slot::Declares(kind), Some(declaration)) = (subject.slot, context.declaration) {
        let agrees = |place: &Place| place.kind != kind && place.id == subject.id;
        if declaration.places.iter().any(agrees) {
            return (Half::Name, Evidence::RestOfPage);
        }
    }
    step_half(context, subject, other).unwrap_or((Half::Id, Evidence::ExactName))
}

fn step_half<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    other: &str,
) -> Option<(Half, Evidence<'p>)> {
    let view = context.view;
    let steps = context.steps.get_or_init(|| model::steps(context.page));
    let at = steps.partition_point(|step| step.technique.end <= subject.span.start);
    let step = steps
        .get(at)
        .filter(|step| step.technique.contains(subject.span))?;
    let title = normalise_name(step.title);
    if fit(view, other, &title) != Fit::No {
        return Some((Half::Id, Evidence::StepTitle(step.title)));
    }
    if fit(view, &subject.id, &title) != Fit::No {
        return Some((Half::Name, Evidence::StepTitle(step.title)));
    }
    let tactic = step.tactic?;
    let has = |id: &str| {
        let own = view.tactics(id);
        let tactics = if own.is_empty() {
            view.parent(id).map_or(own, |parent| view.tactics(parent))
        } else {
            own
        };
        tactics.iter().any(|known| known == tactic)
    };
    match (has(other), has(&subject.id)) {
        (true, false) => Some((Half::Id, Evidence::StepTactic(tactic))),
        (false, true) => Some((Half::Name, Evidence::StepTactic(tactic))),
        _ => None,
    }
}

fn unknown_name<'p>(
    context: &Context<'p>,
    id: &str,
    written: Name<'p>,
    text: &str,
) -> Option<Verdict<'p>> {
    let view = context.view;
    let own = view.names(id).map(|name| name.value.as_str());
    let limit = (text.chars().count() / 4).max(1);
    if nearest(text, own, limit).is_some() {
        let now = view.name(id)?;
        let (id, name) = view
            .catalog
            .object(id)
            .map(|object| (object.id.as_str(), now))?;
        return Some(Verdict::UnknownName {
            nearest: Some((id, name)),
        });
    }
    written.closed.then(|| Verdict::UnknownName {
        nearest: view.nearest_name(text, Kind::of_id(id)),
    })
}
