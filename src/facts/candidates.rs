//! Finds the ids of a page, and the names that the text alone pairs them with.

use super::absent;
use super::adjacent_name::adjacent_name;
use super::candidate::{Candidate, ExpectedBy, Position, SplitText};
use super::code::Code;
use super::declaration::{Declaration, PlaceKind, slugs, typed_fields};
use super::known_pairs;
use super::object::Object;
use super::protected_ids;
use super::range;
use super::route::route;
use super::tags;
use super::text_pairs;
use super::yaml_pairs;
use crate::catalog::Kind;
use crate::syntax::data::Form;
use crate::syntax::id::IdToken;
use crate::syntax::{LinkKind, Page};
use crate::text::Span;

pub(super) struct Candidates {
    /// Ids in its texts, in text order.
    pub(super) in_text: Vec<Candidate>,
    /// Ids in its tags and in routes to the ATLAS site.
    pub(super) separate: Vec<Candidate>,
    /// The entries of its YAML that were meant as texts.
    pub(super) split_texts: Vec<SplitText>,
}

pub(super) fn candidates(
    page: &Page<'_>,
    ids: &[IdToken],
    code: &[(IdToken, Code)],
    declaration: Option<&Declaration>,
    objects: &[Object],
) -> Candidates {
    let mut separate = Vec::new();
    tags::candidates(page, &mut separate);
    let is_text = page
        .document
        .as_ref()
        .is_some_and(|document| document.form == Form::Text);
    let mut found = if is_text {
        text_pairs::candidates(page, ids)
    } else if page.document.is_some() {
        let mut found = yaml_pairs::candidates(page, ids, objects);
        known_pairs::pair(page, &mut found);
        found
    } else {
        let fields = typed_fields(page);
        let slugs = slugs(page);
        let mut last = None;
        ids.iter()
            .filter(|token| !is_slug(token, &slugs))
            .map(|token| in_field(token, &fields, &mut last))
            .collect()
    };
    found.extend(code.iter().map(|(token, code)| Candidate {
        code: Some(*code),
        ..Candidate::of(token)
    }));
    found.sort_by_key(|candidate| candidate.span);
    for (at, link) in (0..).zip(page.links.iter()) {
        if let Some(label) = link.label.filter(|_| link.kind != LinkKind::Image) {
            pair_in(page, label, false, &mut found, &|position| {
                position.label = Some(at);
            });
        }
        if !link.kind.is_wiki() {
            separate.extend(route(page, at, ids));
        }
    }
    pair_declarations(page, declaration, &mut found);
    yaml_pairs::pair_front_matter(page, declaration, &mut found);
    let split_texts = yaml_pairs::split_texts(page, &mut found);
    let main = page.main_heading().map(|heading| heading.span);
    let others = page
        .headings
        .iter()
        .filter(|other| Some(other.span) != main);
    for heading in others {
        pair_in(page, heading.span, true, &mut found, &|position| {
            position.in_heading = true;
        });
    }
    for candidate in &mut found {
        candidate.at_release = release_behind(page, candidate.span);
    }
    range::mark(page, &mut found);
    absent::mark(page, &mut found);
    protected_ids::mark(page, declaration, objects, &mut found, &mut separate);
    Candidates {
        in_text: found,
        separate,
        split_texts,
    }
}

/// Returns the candidate of an id in Markdown. In a field, only the first id must have the field's kind; the others may be in a
/// remark.
fn in_field(token: &IdToken, fields: &[(Span, Kind, &str)], last: &mut Option<usize>) -> Candidate {
    let field = fields
        .partition_point(|(span, ..)| span.start <= token.span.start)
        .checked_sub(1)
        .filter(|&at| fields[at].0.contains(token.span));
    let expected = field.filter(|at| *last != Some(*at)).map(|at| {
        let (_, kind, key) = fields[at];
        (kind, ExpectedBy::Field(key.into()))
    });
    *last = field.or(*last);
    Candidate {
        expected,
        ..Candidate::of(token)
    }
}

/// Returns whether an id is part of the page's own name in front matter, where ids are written as in file names.
fn is_slug(token: &IdToken, slugs: &[Span]) -> bool {
    token.malformed.is_some() && slugs.iter().any(|slug| slug.contains(token.span))
}

/// Pairs the ids of the title, the first heading and the id field.
fn pair_declarations(page: &Page<'_>, declaration: Option<&Declaration>, found: &mut [Candidate]) {
    let title = page.title().map(|span| (PlaceKind::Title, span));
    let heading = page
        .main_heading()
        .map(|heading| (PlaceKind::Heading, heading.span));
    let field = declaration
        .and_then(|declaration| {
            let mut places = declaration.places.iter();
            places.find(|place| place.kind == PlaceKind::Field)
        })
        .map(|place| (PlaceKind::Field, place.span));
    for (kind, span) in [title, heading, field].into_iter().flatten() {
        pair_in(page, span, kind != PlaceKind::Title, found, &|position| {
            position.declares.get_or_insert(kind);
        });
    }
}

/// Pairs the only id in `span` with the name next to it, and records the position of each id there. In a heading the id must
/// come first.
fn pair_in(
    page: &Page<'_>,
    span: Span,
    heading: bool,
    found: &mut [Candidate],
    place: &dyn Fn(&mut Position),
) {
    let first = found.partition_point(|candidate| candidate.span.start < span.start);
    let count = found[first..]
        .iter()
        .take_while(|candidate| span.contains(candidate.span))
        .count();
    let inside = &mut found[first..first + count];
    for candidate in inside.iter_mut() {
        place(&mut candidate.position);
    }
    if let [candidate] = inside
        && candidate.name.is_none()
    {
        let name = adjacent_name(page.source, span, candidate.span, heading);
        candidate.name = name.map(Into::into);
    }
}

/// Returns the release that is written behind an id: `5.0.1` in `AML.T0019@5.0.1`.
fn release_behind(page: &Page<'_>, id: Span) -> Option<Box<str>> {
    let rest = page.source.text().get(id.end as usize..)?;
    let release = rest.strip_prefix('@')?;
    let end = release.find(|c: char| !c.is_ascii_digit() && c != '.');
    let release = release[..end.unwrap_or(release.len())].trim_end_matches('.');
    (!release.is_empty()).then(|| release.into())
}
