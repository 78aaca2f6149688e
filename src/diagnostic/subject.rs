//! The subject of a finding. It identifies the finding among those of its rule on the page, wherever on the page it is.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The subject of a finding. Subjects that print the same are equal, because baselines hold the printed form.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub struct Subject {
    text: Box<str>,
    form: Form,
}

/// The structure of the text.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
enum Form {
    /// Unstructured: a name, or words of the page.
    #[default]
    Words,
    /// An id.
    Object,
    /// The name of a rule.
    Rule,
    /// A path of the vault, at these bytes.
    Path(Range<u32>),
    /// A JSON pointer of this length, then a space and the problem.
    Value(u32),
}

impl Subject {
    /// Returns the subject of a finding about an id.
    #[must_use]
    pub fn object(id: impl Into<String>) -> Self {
        Self {
            text: id.into().into(),
            form: Form::Object,
        }
    }

    /// Returns the subject of a finding about a rule.
    #[must_use]
    pub fn rule(name: impl Into<String>) -> Self {
        Self {
            text: name.into().into(),
            form: Form::Rule,
        }
    }

    /// Returns the subject of a finding about a path.
    #[must_use]
    pub fn path(path: impl Into<String>) -> Self {
        let text: String = path.into();
        let form = Form::Path(range_of(0, text.len()));
        let text = text.into();
        Self { text, form }
    }

    /// Returns the subject of a finding about a heading or block of a page: `path#anchor`.
    #[must_use]
    pub fn anchor(path: &str, anchor: &str) -> Self {
        Self {
            text: format!("{path}#{anchor}").into(),
            form: Form::Path(range_of(0, path.len())),
        }
    }

    /// Returns the subject of a finding about an object and a page: `AML.T0051 path`.
    #[must_use]
    pub fn object_and_path(id: &str, path: &str) -> Self {
        let text = format!("{id} {path}");
        let form = Form::Path(range_of(id.len() + 1, text.len()));
        let text = text.into();
        Self { text, form }
    }

    /// Returns the subject of a finding about a value of a page: `/fields/Tactic required`.
    #[must_use]
    pub fn value(pointer: &str, problem: &str) -> Self {
        Self {
            text: format!("{pointer} {problem}").into(),
            form: Form::Value(short(pointer.len())),
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the id, if it is one.
    #[must_use]
    pub fn as_object(&self) -> Option<&str> {
        matches!(self.form, Form::Object).then_some(&self.text)
    }

    /// Returns the name of the rule, if it is one.
    #[must_use]
    pub fn as_rule(&self) -> Option<&str> {
        matches!(self.form, Form::Rule).then_some(&self.text)
    }

    /// Returns the path in it.
    #[must_use]
    pub fn as_path(&self) -> Option<&str> {
        match &self.form {
            Form::Path(range) => self.text.get(range.start as usize..range.end as usize),
            Form::Words | Form::Object | Form::Rule | Form::Value(_) => None,
        }
    }

    /// Returns the subject with another path. Unchanged if it has no path.
    #[must_use]
    pub fn with_path(&self, path: &str) -> Self {
        let (Form::Path(range), Some(_)) = (&self.form, self.as_path()) else {
            return self.clone();
        };
        let start = range.start as usize;
        let mut text = self.text.to_string();
        text.replace_range(start..range.end as usize, path);
        Self {
            text: text.into(),
            form: Form::Path(range_of(start, start + path.len())),
        }
    }

    /// Returns the JSON pointer and the problem.
    #[must_use]
    pub fn as_value(&self) -> Option<(&str, &str)> {
        match self.form {
            Form::Value(length) => {
                let length = length as usize;
                let problem = self.text.get(length + 1..)?;
                Some((self.text.get(..length)?, problem))
            }
            Form::Words | Form::Object | Form::Rule | Form::Path(_) => None,
        }
    }
}

/// Converts a length. No path or pointer is longer than a file, which has less than 4 GiB.
fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn range_of(start: usize, end: usize) -> Range<u32> {
    short(start)..short(end)
}

impl<T: Into<String>> From<T> for Subject {
    fn from(text: T) -> Self {
        Self {
            text: text.into().into(),
            form: Form::Words,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Subject {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Subject {}

impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Subject {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl Hash for Subject {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::Subject;

    #[test]
    fn a_path_is_replaced_where_it_is() {
        for (subject, expected) in [
            (Subject::path("a.md"), "b/c.md"),
            (Subject::anchor("a.md", "part"), "b/c.md#part"),
            (
                Subject::object_and_path("AML.T0051", "a.md"),
                "AML.T0051 b/c.md",
            ),
            (Subject::from("a.md"), "a.md"),
        ] {
            let moved = subject.with_path("b/c.md");
            assert_eq!(moved.as_str(), expected);
            assert_eq!(moved.as_path().is_some(), subject.as_path().is_some());
        }
    }

    #[test]
    fn a_pointer_may_hold_spaces() {
        let subject = Subject::value("/sections/Attack Procedure/items/3", "required tactic");
        assert_eq!(
            subject.as_value(),
            Some(("/sections/Attack Procedure/items/3", "required tactic"))
        );
    }
}
