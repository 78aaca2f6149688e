//! The catalog as text: one JSON object a line, first releases, oldest first, then objects by id.
//!
//! A value through the releases is a list of pairs, release and value. `"2026.07 unverified"` marks a
//! value that no official release states.

mod counts;
mod error;
mod lifetime;
mod object;
mod release;
mod text;

pub use error::JsonlError;
use lifetime::Releases;
use object::ObjectLine;
use release::ReleaseLine;

use super::object::Object;
use super::release::{Release, ReleaseIx};
use super::store::Catalog;

impl Catalog {
    /// Reads what [`Catalog::to_jsonl`] wrote.
    ///
    /// # Errors
    ///
    /// If the text is not a catalog, or has lost some of its lines.
    pub fn from_jsonl(text: &str) -> Result<Catalog, JsonlError> {
        let mut releases: Vec<Release> = Vec::new();
        let mut by_name = Releases::default();
        let mut counts: Vec<(usize, usize)> = Vec::new();
        let mut objects: Vec<(usize, &str)> = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            if !text.starts_with("{\"release\"") {
                objects.push((line, text));
                continue;
            }
            if let Some(&(object, _)) = objects.first() {
                return Err(JsonlError::ReleaseBelowObject { line, object });
            }
            let release: ReleaseLine =
                serde_json::from_str(text).map_err(|error| JsonlError::of_line(line, &error))?;
            counts.push((line, release.objects));
            let ix = u16::try_from(releases.len()).map_err(|_| JsonlError::TooManyReleases)?;
            let release = Release::from(release);
            by_name.insert(release.name.clone(), ReleaseIx(ix));
            releases.push(release);
        }
        let objects = objects.into_iter().map(|(line, text)| {
            let object: ObjectLine =
                serde_json::from_str(text).map_err(|error| JsonlError::of_line(line, &error))?;
            object
                .resolve(&by_name)
                .map_err(|reason| JsonlError::Object { line, reason })
        });
        let objects: Vec<Object> = objects.collect::<Result<_, JsonlError>>()?;
        if !objects.is_sorted_by(|a, b| a.id < b.id) {
            return Err(JsonlError::Unsorted);
        }
        let catalog = Catalog::new(releases, objects);
        for ((line, stated), counted) in counts.into_iter().zip(catalog.counts()) {
            if stated != counted {
                return Err(JsonlError::Count {
                    line,
                    stated,
                    counted,
                });
            }
        }
        Ok(catalog)
    }

    /// Returns this catalog as text, one JSON object a line.
    #[must_use]
    pub fn to_jsonl(&self) -> String {
        let releases = self.releases().iter().zip(self.counts());
        // A struct of texts and lists cannot fail to become JSON.
        let releases = releases.filter_map(|(release, objects)| {
            serde_json::to_string(&ReleaseLine::of(release, objects)).ok()
        });
        let objects = self.objects().iter();
        let objects = objects.map(|object| object::write(self, object));
        releases.chain(objects).map(|line| line + "\n").collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELEASE: &str =
        r#"{"release":"2027.01","date":"2027-01-31","official":true,"objects":1}"#;

    fn read(object: &str) -> Result<Catalog, JsonlError> {
        Catalog::from_jsonl(&format!("{RELEASE}\n{object}\n"))
    }

    #[test]
    fn a_text_is_written_as_it_was_read() {
        let object = concat!(
            r#"{"id":"AML.T0001.000","lives":[{"first":"2027.01","last":"2027.01 unverified","#,
            r#""names":[["2027.01","A"]],"parent":[["2027.01 unverified","AML.T0001"]],"#,
            r#""tactics":[["2027.01",["AML.TA0001"]]],"successors":["AML.T0002 unverified"]}]}"#
        );
        let catalog = read(object).unwrap();
        assert_eq!(catalog.to_jsonl(), format!("{RELEASE}\n{object}\n"));
    }

    #[test]
    fn unknown_keys_are_ignored() {
        let object = r#"{"id":"AML.T0001","new":{},"lives":[{"first":"2027.01","newer":[1],"names":[["2027.01","A"]]}]}"#;
        assert!(read(object).is_ok());
    }

    #[test]
    fn an_error_gives_line_and_column_and_quotes_nothing() {
        let lifetime = |lifetime: &str| {
            let object = format!(r#"{{"id":"AML.T0001","lives":[{lifetime}]}}"#);
            read(&object).unwrap_err().to_string()
        };
        for (text, expected) in [
            ("", "AML.T0001 has no lifetime, or one without a name"),
            ("[]", "expected a mapping here"),
            (r#"{"names":[]}"#, "missing field `first`"),
            (
                r#"{"first":"2027.01","names":[["2027.01",7]]}"#,
                "expected a string here",
            ),
            (
                r#"{"first":"2027.01","names":[["2027.01","A"]],"names":[["2027.01","B"]]}"#,
                "duplicate field `names`",
            ),
            (
                r#"{"first":"2027.01","names":[["2027.02","A"]]}"#,
                "it names a release that has no line",
            ),
        ] {
            let error = lifetime(text);
            assert!(error.starts_with("line 2"), "{text}: {error}");
            assert!(error.ends_with(expected), "{text}: {error}");
        }
    }
}
