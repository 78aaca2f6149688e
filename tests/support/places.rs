//! The findings of a run, and the places that they name.

use serde_json::Value;

use super::Run;

/// Returns the findings of a run, as JSON.
pub fn report(run: Run) -> Vec<Value> {
    let outcome = run.go();
    let report: Value = serde_json::from_str(&outcome.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", outcome.stderr));
    report["diagnostics"].as_array().cloned().expect("a list")
}

fn offset(place: &Value) -> usize {
    usize::try_from(place["offset"].as_u64().expect("an offset")).expect("it fits")
}

pub fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("it fits")
}

/// Checks every span and edit of a finding against the text of its file.
pub fn check_places(finding: &Value, read: &dyn Fn(&str) -> String) {
    let related = finding["related"].as_array().cloned().unwrap_or_default();
    let places = related.iter().map(|label| &label["location"]);
    for location in std::iter::once(&finding["location"]).chain(places) {
        let text = read(location["path"].as_str().expect("a path"));
        let (start, end) = (offset(&location["start"]), offset(&location["end"]));
        assert!(text.get(start..end).is_some(), "{finding} does not slice");
        let line = text[..start].matches('\n').count() + 1;
        assert_eq!(number(&location["start"]["line"]), line, "{finding}");
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let column = text[line_start..start]
            .chars()
            .filter(|c| *c != '\u{feff}')
            .count()
            + 1;
        assert_eq!(number(&location["start"]["column"]), column, "{finding}");
    }
    let mut last = 0;
    for edit in finding["fix"]["edits"].as_array().into_iter().flatten() {
        let text = read(edit["path"].as_str().expect("a path"));
        let (start, end) = (number(&edit["start"]), number(&edit["end"]));
        assert!(
            last <= start && text.get(start..end).is_some(),
            "{finding} has edits that overlap or do not slice"
        );
        last = end;
    }
}
