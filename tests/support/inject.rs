//! Defects of one rule each, at every place of a page that can have them.

use std::ops::Range;
use std::sync::LazyLock;

use atlas_lint::catalog::{Catalog, Status, Versioned, View, at};
use regex::Regex;

/// A defect: these bytes of a page become others.
#[derive(Clone, Debug)]
pub struct Defect {
    pub at: Range<usize>,
    pub with: String,
    pub kind: String,
}

fn defect(at: Range<usize>, with: impl Into<String>, kind: &str) -> Defect {
    Defect {
        at,
        with: with.into(),
        kind: kind.to_owned(),
    }
}

/// What injects defects: the catalog, the paths of the pages that declare an id, a page's text.
pub type Injector = fn(View<'_>, &[String], &str) -> Vec<Defect>;

static ID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"AML\.(?:TA|T|M|CS)\d{4}(?:\.\d{3})?").unwrap());
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[\[([^\]|#]+)\|(AML\.[A-Z]+[0-9.]+\d)(?:: ([^\]]*))?\]\]").unwrap()
});

/// Returns the places of the ids that are not part of a URL or of code.
fn ids(text: &str) -> Vec<Range<usize>> {
    let code = code(text);
    ID.find_iter(text)
        .map(|found| found.range())
        .filter(|at| !text[..at.start].ends_with('/'))
        .filter(|at| !code.iter().any(|code| code.contains(&at.start)))
        .collect()
}

/// Returns the places of fences and inline code.
fn code(text: &str) -> Vec<Range<usize>> {
    static CODE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)```.*?```|`[^`\n]+`").unwrap());
    CODE.find_iter(text).map(|found| found.range()).collect()
}

/// Returns a name in lower case, without punctuation and white space.
fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

pub fn malformed_id(_: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    for at in ids(text) {
        let id = &text[at.clone()];
        let digit = id.find(|c: char| c.is_ascii_digit()).unwrap();
        let (letters, number) = id.split_at(digit);
        let kind = &letters[4..];
        let mut push = |with: String, kind: &str| defects.push(defect(at.clone(), with, kind));
        push(format!("AML-{}", &id[4..]), "AML-T0051");
        push(id.to_lowercase(), "aml.t0051");
        push(format!("AML{}", &id[4..]), "AMLT0051");
        push(format!("AML {}", &id[4..]), "AML T0051");
        push(format!("AML_{}", &id[4..]), "AML_T0051");
        push(format!("AML.{}{number}", kind.to_lowercase()), "AML.t0051");
        push(format!("Aml.{kind}{number}"), "Aml.T0051");
        push(format!("AML.{kind}-{number}"), "AML.T-0051");
        push(format!("AML.{kind}.{number}"), "AML.T.0051");
        if let Some(short) = number.strip_prefix('0') {
            push(format!("{letters}{short}"), "AML.T051");
        }
        push(format!("{letters}0{number}"), "AML.T00051");
        if let Some((top, sub)) = number.split_once('.') {
            push(format!("{letters}{top}.{}", &sub[1..]), "AML.T0051.01");
            push(
                format!(
                    "{letters}{top}.{}",
                    sub.trim_start_matches('0').parse::<u32>().unwrap_or(0)
                ),
                "AML.T0051.1",
            );
            push(format!("{letters}{top}-{sub}"), "AML.T0051-001");
            push(format!("{letters}{top}/{sub}"), "AML.T0051/001");
        }
    }
    defects
}

pub fn outdated_name(view: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    for at in ids(text) {
        let id = &text[at.clone()];
        let Some(name) = view.name(id) else { continue };
        let after = &text[at.end..];
        for (before, kind) in [
            (": ", "ID: Name"),
            (" (", "ID (Name)"),
            (" - ", "ID - Name"),
        ] {
            if after
                .strip_prefix(before)
                .is_some_and(|rest| rest.starts_with(name))
            {
                let start = at.end + before.len();
                // Case, punctuation and white space never make a name wrong.
                for old in view
                    .names(id)
                    .filter(|old| plain(&old.value) != plain(name))
                {
                    defects.push(defect(start..start + name.len(), old.value.clone(), kind));
                }
            }
        }
    }
    defects
}

pub fn retired_id(view: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    let catalog = Catalog::embedded();
    for object in catalog.objects() {
        let Some(life) = view.lifetime(&object.id) else {
            continue;
        };
        if matches!(view.status(&object.id), Status::Current(_)) {
            continue;
        }
        let Some(next) = life.successors.iter().find(|s| s.certain) else {
            continue;
        };
        let (Some(old), Some(now)) = (view.name(&object.id), view.name(&next.id)) else {
            continue;
        };
        for at in ids(text)
            .into_iter()
            .filter(|at| text[at.clone()] == next.id)
        {
            let named = format!("{}: {now}", next.id);
            if text[at.start..].starts_with(&named) {
                let whole = at.start..at.start + named.len();
                defects.push(defect(whole, format!("{}: {old}", object.id), "ID: Name"));
                defects.push(defect(
                    at.clone(),
                    object.id.clone(),
                    "id beside successor's name",
                ));
            } else {
                defects.push(defect(at.clone(), object.id.clone(), "ID"));
            }
        }
    }
    defects
}

pub fn wrong_link_target(_: View<'_>, paths: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    for (n, link) in LINK.captures_iter(text).enumerate() {
        let target = link.get(1).unwrap();
        let other = &paths[(n * 37 + text.len()) % paths.len()];
        let other = other.strip_suffix(".md").unwrap_or(other);
        if other != target.as_str() {
            let kind = if link.get(3).is_some() {
                "ID: Name"
            } else {
                "ID"
            };
            defects.push(defect(target.range(), other, kind));
        }
    }
    defects
}

pub fn ambiguous_link(_: View<'_>, paths: &[String], text: &str) -> Vec<Defect> {
    let stem = |path: &str| {
        path.rsplit('/')
            .next()
            .unwrap_or(path)
            .trim_end_matches(".md")
            .to_owned()
    };
    LINK.captures_iter(text)
        .filter_map(|link| {
            let target = link.get(1).unwrap();
            let own = stem(target.as_str());
            let same = paths.iter().filter(|path| stem(path) == own).count();
            (same > 1 && own != target.as_str()).then(|| defect(target.range(), own, "stem"))
        })
        .collect()
}

pub fn case_mismatch(_: View<'_>, paths: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    for link in LINK.captures_iter(text) {
        let target = link.get(1).unwrap();
        // A link to a folder leads to no page, whatever its case.
        if !paths.contains(&format!("{}.md", target.as_str())) {
            continue;
        }
        let upper = target.as_str().to_uppercase();
        defects.push(defect(target.range(), upper, "UPPER"));
        let at = target.as_str().rfind('/').map_or(0, |at| at + 1) + target.start();
        defects.push(defect(at..at + 1, text[at..=at].to_uppercase(), "First"));
        let at = target.start();
        defects.push(defect(at..at + 1, text[at..=at].to_uppercase(), "Folder"));
    }
    defects
}

static STEP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^#+ Step (\d+): ([^\r\n]+)").unwrap());

pub fn misnumbered_step(_: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    for step in STEP.captures_iter(text) {
        let number = step.get(1).unwrap();
        let n: u32 = number.as_str().parse().unwrap();
        defects.push(defect(number.range(), (n + 1).to_string(), "n+1"));
        defects.push(defect(number.range(), (n + 20).to_string(), "n+20"));
        defects.push(defect(number.range(), (n - 1).to_string(), "n-1"));
        let word = number.start() - 5..number.start() - 1;
        defects.push(defect(word, "Stpe", "Stpe"));
    }
    defects
}

pub fn wrong_step_title(view: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    for step in STEP.captures_iter(text) {
        let title = step.get(2).unwrap();
        let Some(at) = ids(text).into_iter().find(|at| {
            at.start > title.end() && text[at.clone()].starts_with("AML.T0")
                || at.start > title.end() && text[at.clone()].starts_with("AML.T1")
        }) else {
            continue;
        };
        let id = &text[at];
        if view.name(id) != Some(title.as_str()) {
            continue;
        }
        for old in view
            .names(id)
            .filter(|old| plain(&old.value) != plain(title.as_str()))
        {
            defects.push(defect(title.range(), old.value.clone(), "former"));
        }
        let mut typo: Vec<char> = title.as_str().chars().collect();
        if typo.len() > 6 {
            typo.swap(3, 4);
            defects.push(defect(
                title.range(),
                typo.iter().collect::<String>(),
                "typo",
            ));
        }
        defects.push(defect(title.range(), "LLM Jailbreak", "other"));
    }
    defects
}

static ENTRY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^(\d+)\. ").unwrap());

pub fn misnumbered_reference(_: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let from = text.find("## References").unwrap_or(text.len());
    let mut defects = Vec::new();
    for entry in ENTRY.captures_iter(&text[from..]) {
        let number = entry.get(1).unwrap();
        let n: u32 = number.as_str().parse().unwrap();
        let at = from + number.start()..from + number.end();
        defects.push(defect(at.clone(), (n + 1).to_string(), "n+1"));
        defects.push(defect(at.clone(), (n + 5).to_string(), "n+5"));
        defects.push(defect(at.clone(), (n + 20).to_string(), "n+20"));
        // Where all entries are written `1.` the renderer counts.
        if n != 2 || text[from..].contains("\n3. ") {
            defects.push(defect(at, (n - 1).to_string(), "n-1"));
        }
    }
    defects
}

static URL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\]\((https?://[^)\s]+)\)").unwrap());

pub fn malformed_url(_: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    let references = text.find("## References").unwrap_or(text.len());
    for url in URL.captures_iter(text) {
        let url = url.get(1).unwrap();
        // A route is never malformed.
        if url.as_str().contains("atlas.mitre.org") {
            continue;
        }
        defects.push(defect(url.start()..url.start(), " ", "before"));
        defects.push(defect(url.end()..url.end(), " ", "after"));
        defects.push(defect(url.start()..url.start(), "\t", "tab"));
        defects.push(defect(url.end()..url.end(), "  ", "two after"));
        defects.push(defect(url.start()..url.start(), "\u{a0}", "nbsp"));
        defects.push(defect(url.range(), format!(" {} ", url.as_str()), "around"));
        let slash = url.as_str().rfind('/').unwrap() + 1;
        // Inside a URL white space is looked for in references only. Before the site's name it may be anything.
        if url.start() > references && slash > "https://".len() {
            let slash = url.start() + slash;
            defects.push(defect(slash..slash, " ", "after slash"));
        }
    }
    defects
}

static COUNT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^##+ [^\n]+\((\d+)\)").unwrap());

pub fn miscounted_heading(_: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let mut defects = Vec::new();
    for count in COUNT.captures_iter(text) {
        let count = count.get(1).unwrap();
        let n: u32 = count.as_str().parse().unwrap();
        for (with, kind) in [
            (n + 1, "n+1"),
            (n.saturating_sub(1), "n-1"),
            (n + 10, "n+10"),
            (0, "0"),
        ] {
            if with != n {
                defects.push(defect(count.range(), with.to_string(), kind));
            }
        }
    }
    defects
}

static FACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^- \*\*(Created|Last Modified|Maturity):\*\* ([^\r\n]+)").unwrap()
});

pub fn outdated_fact(view: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    let heading = text.find("\n# ").map_or(0, |at| at + 1);
    let id = ids(&text[heading..]).into_iter().next();
    let status = id.map(|at| view.status(&text[heading + at.start..heading + at.end]));
    let Some(Status::Current(life)) = status else {
        return Vec::new();
    };
    let mut defects = Vec::new();
    for fact in FACT.captures_iter(text) {
        let value = fact.get(2).unwrap();
        // Only what the catalog states as the page does: of the rest it cannot tell.
        let stated = |values| {
            at(values, view.pinned).is_some_and(|since: &Versioned<String>| {
                since.value.eq_ignore_ascii_case(value.as_str())
            })
        };
        let others: Vec<String> = match &fact[1] {
            "Maturity" if stated(&life.maturity) => ["feasible", "demonstrated", "realized"]
                .map(str::to_owned)
                .into(),
            "Created" if stated(&life.created) => vec!["2020-05-13".to_owned()],
            "Last Modified" if stated(&life.modified) => vec!["2026-11-01".to_owned()],
            _ => Vec::new(),
        };
        for other in others.into_iter().filter(|other| *other != value.as_str()) {
            defects.push(defect(value.range(), other, &fact[1]));
        }
    }
    defects
}

static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^(## |- \[\[|- \*\*)").unwrap());

/// Injects a suppression comment on its own line before a heading or an entry, and one behind it.
pub fn unused_suppression(_: View<'_>, _: &[String], text: &str) -> Vec<Defect> {
    if text.contains("```") || text.contains('|') && text.contains("\n|") {
        return Vec::new();
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let comment = "<!-- atlas-lint: allow(cyclic-procedure) for a while -->";
    let body = text.find("\n# ").unwrap_or_default();
    let mut defects = Vec::new();
    for place in PLACE.find_iter(text).filter(|place| place.start() > body) {
        let start = place.start();
        defects.push(defect(start..start, format!("{comment}{end}"), "line"));
        let line = text[start..]
            .find(['\r', '\n'])
            .map_or(text.len(), |at| start + at);
        defects.push(defect(line..line, format!(" {comment}"), "behind"));
    }
    defects
}
