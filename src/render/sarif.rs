//! SARIF 2.1.0, which code scanning reads: one run, every rule, and the findings.

mod driver;

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::context::Context;
use super::escape;
use super::path::encoded;
use super::stream;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Hidden, Label};
use crate::fingerprint::Fingerprints;
use crate::rules::RULES;
use crate::text::FileId;

/// The most results of a run. GitHub refuses a file with more.
pub const MOST: usize = 25_000;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Base of the paths.
const ROOT: &str = "SRCROOT";

/// Writes the findings, at most [`MOST`].
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    let run = Run {
        tool: json!({ "driver": driver::driver(cx) }),
        automation_details: json!({ "id": format!("atlas-lint/{}/", cx.vault) }),
        invocations: json!([invocation(cx)]),
        original_uri_base_ids: json!({
            ROOT: { "description": { "text": "The root of the git repository." } },
        }),
        column_kind: "unicodeCodePoints",
        results: Results(cx),
        properties: json!({ "catalog": { "release": cx.release } }),
    };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    };
    stream::write(out, &log)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    automation_details: Value,
    invocations: Value,
    original_uri_base_ids: Value,
    column_kind: &'a str,
    results: Results<'a>,
    properties: Value,
}

/// Serializes the findings one by one: all of them at once would take many times the memory of the vault.
struct Results<'a>(&'a Context<'a>);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cx = self.0;
        let shown = &cx.diagnostics[..cx.diagnostics.len().min(MOST)];
        // SARIF requires `suppressions` on all results of a run or on none.
        let suppresses = shown.iter().any(|diagnostic| diagnostic.hidden.is_some());
        let mut names = Fingerprints::default();
        serializer.collect_seq(shown.iter().map(|diagnostic| {
            let mut result = result(cx, diagnostic, &mut names);
            if suppresses {
                result["suppressions"] = diagnostic.hidden.iter().map(suppression).collect();
            }
            result
        }))
    }
}

fn invocation(cx: &Context<'_>) -> Value {
    let mut invocation = json!({ "executionSuccessful": !cx.incomplete });
    if let Some(cut) = cut_note(cx) {
        let notification = json!({ "level": "warning", "message": { "text": cut } });
        invocation["toolExecutionNotifications"] = json!([notification]);
    }
    invocation
}

/// Returns a note on findings that are left out, if there are any.
#[must_use]
pub fn cut_note(cx: &Context<'_>) -> Option<String> {
    let all = cx.diagnostics.len();
    (all > MOST)
        .then(|| format!("SARIF holds the first {MOST} of {all} findings; GitHub takes no more"))
}

fn result(cx: &Context<'_>, diagnostic: &Diagnostic, names: &mut Fingerprints) -> Value {
    let path = cx.sources.get(diagnostic.primary.file).path();
    let mut message = words(&escape::plain(&diagnostic.message));
    if let Some(help) = &diagnostic.help {
        message = format!("{message}\n{}", words(&escape::plain_lines(help)));
    }
    let mut result = json!({ "ruleId": diagnostic.rule });
    if let Some(index) = RULES.iter().position(|rule| rule.name == diagnostic.rule) {
        result["ruleIndex"] = json!(index);
    }
    result["level"] = json!(diagnostic.severity.as_str());
    result["message"] = json!({ "text": message });
    result["locations"] = json!([{ "physicalLocation": physical(cx, &diagnostic.primary) }]);
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().zip(1..);
        result["relatedLocations"] = related
            .map(|(label, id)| related_location(cx, label, id))
            .collect();
    }
    let name = names.next(diagnostic.rule, path, diagnostic.about.as_str());
    result["partialFingerprints"] = json!({ "atlasLint/v1": name });
    if let Some(fix) = &diagnostic.fix {
        result["fixes"] = json!([fix_json(cx, diagnostic.primary.file, fix)]);
    }
    result
}

fn related_location(cx: &Context<'_>, label: &Label, id: usize) -> Value {
    let message = match escape::plain(&label.message) {
        none if none.is_empty() => "concerns this too".into(),
        some => some,
    };
    json!({
        "id": id,
        "physicalLocation": physical(cx, label),
        "message": { "text": words(&message) },
    })
}

fn physical(cx: &Context<'_>, label: &Label) -> Value {
    json!({ "artifactLocation": artifact(cx, label.file), "region": region(cx, label) })
}

fn artifact(cx: &Context<'_>, file: FileId) -> Value {
    let path = cx.path_in_repository(file);
    json!({ "uri": encoded(&path), "uriBaseId": ROOT })
}

fn region(cx: &Context<'_>, label: &Label) -> Value {
    let region = cx.region(label);
    json!({
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    })
}

fn fix_json(cx: &Context<'_>, file: FileId, fix: &Fix) -> Value {
    let message = words(&escape::plain(&fix.message));
    let note = match fix.applicability {
        Applicability::Safe => "",
        Applicability::Unsafe => " (unsafe: review before applying)",
    };
    let replacement = |edit: &Edit| {
        let label = Label::new(file, edit.span, "");
        json!({
            "deletedRegion": region(cx, &label),
            "insertedContent": { "text": edit.replacement },
        })
    };
    json!({
        "description": { "text": format!("{message}{note}") },
        "artifactChanges": [{
            "artifactLocation": artifact(cx, file),
            "replacements": fix.edits.iter().map(replacement).collect::<Value>(),
        }],
        "properties": { "safety": fix.applicability.as_str() },
    })
}

fn suppression(hidden: &Hidden) -> Value {
    match hidden {
        Hidden::Allowed(reason) if reason.is_empty() => json!({ "kind": "inSource" }),
        Hidden::Allowed(reason) => json!({ "kind": "inSource", "justification": reason }),
        Hidden::Baselined => json!({ "kind": "external", "justification": "in the baseline" }),
        Hidden::Older => json!({ "kind": "external", "justification": "older" }),
    }
}

/// Escapes text so that no viewer shows a link. In SARIF, `[text](target)` is one, and viewers do not agree on how to escape it.
fn words(text: &str) -> String {
    text.replace("](", "]\\x28")
}
