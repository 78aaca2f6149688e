//! Writes a case study as a Markdown page, and proves by reading it that no fact was changed.

use super::context::Context;
use super::error::{Error, Fact};
use super::kept::{Exact, Kept, KeptReference};
use super::read::read;
use super::refs;
use super::safe::{self, Place};
use super::study::CaseStudy;
use crate::syntax::{self, ReadOptions};
use crate::text::Source;

/// The page of a case study. `slug` is the page's own id, by custom its file name.
///
/// # Errors
/// Why a page would change a fact, in words.
pub fn write(study: &CaseStudy, slug: &str, cx: &Context<'_>) -> Result<String, Vec<Error>> {
    let cx = cx.lenient();
    let mut kept = Kept::of(study);
    let body = body(study, &cx);
    // Texts cite references by their ids, so the references have to be right before the texts are looked at.
    let told = tell(&page(study, slug, &kept, &body), &cx)?;
    keep_references(&mut kept, study, &told);
    let told = tell(&page(study, slug, &kept, &body), &cx)?;
    keep_texts(&mut kept, study, &told);
    let text = page(study, slug, &kept, &body);
    let told = tell(&text, &cx)?;
    let changed = differences(study, &told);
    if changed.is_empty() {
        Ok(text)
    } else {
        Err(changed)
    }
}

/// What the page tells.
fn tell(text: &str, cx: &Context<'_>) -> Result<CaseStudy, Vec<Error>> {
    let path = cx.vault.path(cx.file);
    let path = if crate::syntax::data::is_data(path) {
        "a.md"
    } else {
        path
    };
    let source = Source::new(path, text);
    let page =
        syntax::read(&source, ReadOptions::default()).ok_or_else(|| vec![Error::NotReadBack])?;
    read(&page, cx).map(|told| told.study)
}

/// Keeps every text that the page does not tell exactly.
fn keep_texts(kept: &mut Kept, study: &CaseStudy, told: &CaseStudy) {
    let mut differs = |place: String, official: Option<&str>, shown: Option<&str>| {
        if let Some(official) = official
            && Some(official) != shown
        {
            let exact = Exact::of(official, shown.unwrap_or_default());
            kept.texts.insert(place, exact);
        }
    };
    for (place, official, shown) in [
        ("type", &study.kind, &told.kind),
        ("target", &study.target, &told.target),
        ("actor", &study.actor, &told.actor),
    ] {
        differs(place.to_owned(), official.as_deref(), shown.as_deref());
    }
    differs("name".to_owned(), Some(&study.name), Some(&told.name));
    differs(
        "summary".to_owned(),
        Some(&study.summary),
        Some(&told.summary),
    );
    for ((step, shown), number) in study.steps.iter().zip(&told.steps).zip(1..) {
        let place = format!("step-{number}");
        differs(place, Some(&step.description), Some(&shown.description));
    }
}

/// Keeps every reference that the page does not tell exactly.
fn keep_references(kept: &mut Kept, study: &CaseStudy, told: &CaseStudy) {
    let pairs = study.references.iter().zip(&told.references);
    let same = pairs.clone().all(|(own, shown)| own == shown);
    if same && study.references.len() == told.references.len() {
        return;
    }
    // What the page itself shows is told apart from what was kept of it.
    kept.references = pairs
        .map(|(own, shown)| {
            let exact = own.title == shown.title && own.url == shown.url;
            KeptReference {
                id: own.id.clone(),
                url: own.url.clone(),
                title: own.title.clone().filter(|_| !exact),
                beside: (!exact).then(|| refs::beside(shown)),
            }
        })
        .collect();
}

/// The facts that differ.
fn differences(study: &CaseStudy, told: &CaseStudy) -> Vec<Error> {
    if study == told {
        return Vec::new();
    }
    let mut found: Vec<Fact> = [
        (study.id == told.id, Fact::Id),
        (study.name == told.name, Fact::Name),
        (study.summary == told.summary, Fact::Summary),
        (study.date == told.date, Fact::Date),
        (study.kind == told.kind, Fact::Type),
        (study.target == told.target, Fact::Target),
        (study.actor == told.actor, Fact::Actor),
        (study.references == told.references, Fact::References),
        (study.steps.len() == told.steps.len(), Fact::StepCount),
    ]
    .into_iter()
    .filter_map(|(same, fact)| (!same).then_some(fact))
    .collect();
    let steps = study.steps.iter().zip(&told.steps).zip(1..);
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

/// The page's text below the front matter.
fn body(study: &CaseStudy, cx: &Context<'_>) -> String {
    let mut out = format!("# {}\n\n", heading(study));
    let summary = safe::show(&study.summary, Place::Lead, &study.references, cx);
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
            let line = format!("- **{key}:** {}", safe::line(value));
            out += line.trim_end();
            out.push('\n');
        }
    }
    out += "\n## Procedure\n";
    for (step, number) in study.steps.iter().zip(1..) {
        let name = safe::line(cx.name(&step.technique));
        out += &format!(
            "\n### Step {number}: {name}\n\n**Technique:** {}\n",
            cx.field_link(&step.technique)
        );
        if !step.tactic.is_empty() {
            out += &format!("\n**Tactic:** {}\n", cx.field_link(&step.tactic));
        }
        let text = safe::show(&step.description, Place::Step, &study.references, cx);
        if !text.is_empty() {
            out += &format!("\n{text}\n");
        }
    }
    if !study.references.is_empty() {
        out += "\n## References\n\n";
        for (reference, number) in study.references.iter().zip(1..) {
            out += &format!("{number}. {}\n", refs::shown(reference));
        }
    }
    out
}

fn heading(study: &CaseStudy) -> String {
    let name = safe::line(&study.name);
    match &study.id {
        Some(id) => format!("{id}: {name}").trim_end().to_owned(),
        None => name,
    }
}

/// The whole page.
fn page(study: &CaseStudy, slug: &str, kept: &Kept, body: &str) -> String {
    let quoted = |text: &str| {
        // A JSON string is a YAML string. No reader takes an escaped bracket for a link.
        serde_json::Value::from(text)
            .to_string()
            .replace("[[", "\\u005b[")
    };
    let title = match &study.id {
        Some(id) => quoted(&format!("{id}: {}", study.name)),
        None => quoted(&study.name),
    };
    let kept = kept.write();
    let first = slug.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = first && slug.len() > 5 && slug.chars().all(|c| c.is_alphanumeric() || c == '-');
    let slug = if plain { slug.to_owned() } else { quoted(slug) };
    format!("---\nid: {slug}\ntitle: {title}\ntype: case-study\n{kept}---\n\n{body}")
}

/// A name as the name of a file: lower-case words with dashes between them.
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
