//! Ids that frameworks beside ATLAS have retired.

use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Edit, Fix, Severity, Subject};
use crate::framework::{Issue, PageTime, Problem};
use crate::rules::findings::Findings;
use crate::text::path::is_of_the_past;

/// Reports ids that their frameworks revoked or deprecated.
pub(super) fn in_frameworks(context: &AloneContext<'_>, findings: &mut Findings) {
    if context.issues().is_empty() || is_of_the_past(context.source.path()) {
        return;
    }
    let time = PageTime::of(context.source, context.issues());
    for issue in context.issues() {
        let Problem::Retired { since, .. } = &issue.problem else {
            continue;
        };
        // A page of a day or of a version says what was, when it was so.
        if time.has_seen(issue.framework, since) {
            in_framework(issue, findings);
        }
    }
}

fn in_framework(issue: &Issue<'_>, findings: &mut Findings) {
    let Problem::Retired {
        object,
        status,
        since,
        successors,
        own_name,
        is_fixable,
    } = &issue.problem
    else {
        return;
    };
    let (id, title) = (&issue.id, &issue.framework.title);
    let name = object.names.last().map_or("", |(_, name)| name);
    let cited = if issue.is_reference {
        "ATLAS cites it, "
    } else {
        ""
    };
    let message = format!(
        "`{id}` ({name}) is retired: {cited}{} in {title} {since}",
        status.as_str()
    );
    let message = message.trim_end().to_owned();
    let file = findings.file;
    let found = findings.add(issue.span, status.as_str(), message);
    found.about(Subject::object(id.as_str()));
    if !issue.is_pinned {
        found.severity(Severity::Warning);
    }
    for other in &issue.others {
        found.related(file, *other, "the same again");
    }
    match successors.as_slice() {
        [] => {
            found.help("remove it, or write the id of another object: it has no successor");
        }
        [next] => {
            let full = next.names.last().map_or("", |(_, name)| name);
            found.help(format!("write `{}` ({full}), its successor", next.id));
            if *is_fixable && issue.others.is_empty() && !issue.is_reference {
                let mut edits = vec![Edit::words(issue.span, &*next.id)];
                edits.extend(own_name.map(|name| Edit::words(name, full)));
                edits.sort_by_key(|edit| edit.span);
                found.fix(Fix {
                    message: format!("write `{}`", next.id),
                    applicability: Applicability::Unsafe,
                    edits,
                });
            }
        }
        several => {
            let ids: Vec<String> = several.iter().map(|it| format!("`{}`", it.id)).collect();
            found.help(format!("write one of its successors: {}", ids.join(", ")));
        }
    }
}
