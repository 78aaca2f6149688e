//! Writes a case study as a Markdown page, and reads it back to make sure that no fact changed.

use super::context::Context;
use super::error::{Error, Fact};
use super::escape::{self, Container};
use super::read_page::read;
use super::references;
use super::sidecar::{ExactText, Sidecar, SidecarReference};
use super::study::CaseStudy;
use crate::facts;
use crate::schema::PageTypes;
use crate::syntax::{self, ReadOptions};
use crate::text::Source;

/// Returns the page of a case study. `slug` is the page's own id, usually the stem of its file name.
///
/// # Errors
/// Returns the facts that the page would change.
pub fn write(study: &CaseStudy, slug: &str, context: &Context<'_>) -> Result<String, Vec<Error>> {
    let context = context.lenient();
    let mut sidecar = Sidecar::of(study);
    let body = body(study, &context);
    // Texts cite references by id, so the references have to be final before texts are compared.
    let shown = read_back(&page(study, slug, &sidecar, &body), &context)?;
    add_references(&mut sidecar, study, &shown);
    let shown = read_back(&page(study, slug, &sidecar, &body), &context)?;
    add_texts(&mut sidecar, study, &shown);
    let text = page(study, slug, &sidecar, &body);
    let shown = read_back(&text, &context)?;
    let changed = differences(study, &shown);
    if changed.is_empty() {
        Ok(text)
    } else {
        Err(changed)
    }
}

/// Returns the case study that the page states.
fn read_back(text: &str, context: &Context<'_>) -> Result<CaseStudy, Vec<Error>> {
    let path = context.vault.path(context.file);
    let path = if crate::syntax::document::is_data(path) {
        "a.md"
    } else {
        path
    };
    let source = Source::new(path, text);
    let page =
        syntax::read(&source, &ReadOptions::default()).ok_or_else(|| vec![Error::NotReadBack])?;
    let facts = facts::facts(&page, &PageTypes::default());
    read(&page, &facts, context).map(|shown| shown.study)
}

/// Adds every text that the page does not show exactly to the sidecar.
fn add_texts(sidecar: &mut Sidecar, study: &CaseStudy, shown: &CaseStudy) {
    let mut differs = |place: String, official: Option<&str>, shown: Option<&str>| {
        if let Some(official) = official
            && Some(official) != shown
        {
            let exact = ExactText::of(official, shown.unwrap_or_default());
            sidecar.texts.insert(place, exact);
        }
    };
    for (place, official, shown) in [
        ("type", &study.kind, &shown.kind),
        ("target", &study.target, &shown.target),
        ("actor", &study.actor, &shown.actor),
    ] {
        differs(place.to_owned(), official.as_deref(), shown.as_deref());
    }
    differs("name".to_owned(), Some(&study.name), Some(&shown.name));
    differs(
        "summary".to_owned(),
        Some(&study.summary),
        Some(&shown.summary),
    );
    for ((step, other), number) in study.steps.iter().zip(&shown.steps).zip(1..) {
        let place = format!("step-{number}");
        differs(place, Some(&step.description), Some(&other.description));
    }
}

/// Adds all references to the sidecar if the page does not show each exactly.
fn add_references(sidecar: &mut Sidecar, study: &CaseStudy, shown: &CaseStudy) {
    let pairs = study.references.iter().zip(&shown.references);
    let same = pairs.clone().all(|(own, shown)| own == shown);
    if same && study.references.len() == shown.references.len() {
        return;
    }
    // A reference that the page shows exactly needs no title and no fingerprint.
    sidecar.references = pairs
        .map(|(own, shown)| {
            let exact = own.title == shown.title && own.url == shown.url;
            SidecarReference {
                id: own.id.clone(),
                url: own.url.clone(),
                title: own.title.clone().filter(|_| !exact),
                fingerprint: (!exact).then(|| references::shown_fingerprint(shown)),
            }
        })
        .collect();
}

/// Returns the facts that differ.
fn differences(study: &CaseStudy, shown: &CaseStudy) -> Vec<Error> {
    if study == shown {
        return Vec::new();
    }
    let mut found: Vec<Fact> = [
        (study.id == shown.id, Fact::Id),
        (study.name == shown.name, Fact::Name),
        (study.summary == shown.summary, Fact::Summary),
        (study.date == shown.date, Fact::Date),
        (study.kind == shown.kind, Fact::Type),
        (study.target == shown.target, Fact::Target),
        (study.actor == shown.actor, Fact::Actor),
        (study.references == shown.references, Fact::References),
        (study.steps.len() == shown.steps.len(), Fact::StepCount),
    ]
    .into_iter()
    .filter_map(|(same, fact)| (!same).then_some(fact))
    .collect();
    let steps = study.steps.iter().zip(&shown.steps).zip(1..);
    found.extend(
        steps
            .filter(|((own, shown), _)| own != shown)
            .map(|(_, number)| Fact::Step(number)),
    );
    if found.is_empty() {
        found.push(Fact::Other);
    }
    found.into_iter().map(Error::Changed).collect()
}

/// Returns the page below its front matter.
fn body(study: &CaseStudy, context: &Context<'_>) -> String {
    let mut out = format!("# {}\n\n", heading(study));
    let summary = escape::block(&study.summary, Container::Lead, &study.references, context);
    if !summary.is_empty() {
        out += &format!("{summary}\n\n");
    }
    out += "## Metadata\n\n";
    let date = study
        .date
        .as_ref()
        .and_then(|incident| incident.date.get(..incident.known.length()));
    let fields = [
        ("ID", study.id.as_deref()),
        ("Incident Date", date),
        ("Type", study.kind.as_deref()),
        ("Target", study.target.as_deref()),
        ("Actor", study.actor.as_deref()),
    ];
    for (key, value) in fields {
        if let Some(value) = value {
            let line = format!("- **{key}:** {}", escape::one_line(value));
            out += line.trim_end();
            out.push('\n');
        }
    }
    out += "\n## Procedure\n";
    for (step, number) in study.steps.iter().zip(1..) {
        let name = escape::one_line(context.name(&step.technique));
        out += &format!(
            "\n### Step {number}: {name}\n\n**Technique:** {}\n",
            context.field_link(&step.technique)
        );
        if !step.tactic.is_empty() {
            out += &format!("\n**Tactic:** {}\n", context.field_link(&step.tactic));
        }
        let text = escape::block(
            &step.description,
            Container::Step,
            &study.references,
            context,
        );
        if !text.is_empty() {
            out += &format!("\n{text}\n");
        }
    }
    if !study.references.is_empty() {
        out += "\n## References\n\n";
        for (reference, number) in study.references.iter().zip(1..) {
            out += &format!("{number}. {}\n", references::to_markdown(reference));
        }
    }
    out
}

fn heading(study: &CaseStudy) -> String {
    let name = escape::one_line(&study.name);
    match &study.id {
        Some(id) => format!("{id}: {name}").trim_end().to_owned(),
        None => name,
    }
}

/// Returns the whole page.
fn page(study: &CaseStudy, slug: &str, sidecar: &Sidecar, body: &str) -> String {
    let quoted = |text: &str| {
        // A JSON string is a YAML string. An escaped bracket keeps tools from reading a link.
        serde_json::Value::from(text)
            .to_string()
            .replace("[[", "\\u005b[")
    };
    let title = match &study.id {
        Some(id) => quoted(&format!("{id}: {}", study.name)),
        None => quoted(&study.name),
    };
    let sidecar = sidecar.write();
    let first = slug.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = first && slug.len() > 5 && slug.chars().all(|c| c.is_alphanumeric() || c == '-');
    let slug = if plain { slug.to_owned() } else { quoted(slug) };
    format!("---\nid: {slug}\ntitle: {title}\ntype: case-study\n{sidecar}---\n\n{body}")
}

/// Returns a name as the name of a file: lowercase words joined by hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    const LONGEST: usize = 100;
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if slug.len() >= LONGEST {
            break;
        }
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "case-study".to_owned()
    } else {
        slug.to_owned()
    }
}
