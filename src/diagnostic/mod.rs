//! Findings of rules: what is wrong, where, and how to fix it.
//!
//! Wording: the message is complete without the help and the source excerpt. It starts in lower case and has no full stop. A
//! label is a few words about its own span. The help says what to do.

mod subject;

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::text::{FileId, Span};
pub use subject::Subject;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Warning,
    Error,
}

impl Severity {
    /// Returns `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A span of a file with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub file: FileId,
    pub span: Span,
    /// A few words; may be empty.
    pub message: String,
}

impl Label {
    #[must_use]
    pub fn new(file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self {
            file,
            span,
            message: message.into(),
        }
    }
}

/// Level of trust in a fix: whether it may be applied without review.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Keeps the author's meaning.
    Safe,
    /// Needs review.
    Unsafe,
}

impl Applicability {
    /// Returns `safe` or `unsafe`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Promise about the new text of an edit: what it must parse as. It is verified before the fix is offered, and again when it is applied.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub enum Promise {
    /// Words, numbers or a date, without markup that the replaced text did not contain.
    Words,
    /// This id, well-formed.
    Id(String),
    /// All or part of a link's target; the whole target must then be this.
    Target(String),
    /// A whole YAML scalar with this value.
    Scalar(String),
    /// Markup: the edit adds, removes or repairs syntax, and contains no text from elsewhere.
    Markup,
}

/// A replacement of bytes.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The replaced bytes, in the file of the finding.
    pub span: Span,
    pub replacement: String,
    pub promise: Promise,
}

impl Edit {
    /// Returns an edit that replaces `span` by words.
    #[must_use]
    pub fn words(span: Span, replacement: impl Into<String>) -> Self {
        Self {
            span,
            replacement: replacement.into(),
            promise: Promise::Words,
        }
    }

    /// Returns an edit that replaces `span` by markup.
    #[must_use]
    pub fn markup(span: Span, replacement: impl Into<String>) -> Self {
        Self {
            promise: Promise::Markup,
            ..Self::words(span, replacement)
        }
    }

    /// Returns an edit that replaces `span` by an id. The written form may differ from the id: `/T0054`, or the tag
    /// `aml.t0054`.
    #[must_use]
    pub fn id(span: Span, written: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            promise: Promise::Id(id.into()),
            ..Self::words(span, written)
        }
    }

    /// Returns an edit that replaces part of a link's target, so that the whole target becomes `target`.
    #[must_use]
    pub fn target(span: Span, replacement: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            promise: Promise::Target(target.into()),
            ..Self::words(span, replacement)
        }
    }
}

/// A suggested edit that resolves one finding. All its edits are in the finding's own file.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, as an imperative: "write `AML.T0051`".
    pub message: String,
    pub applicability: Applicability,
    /// The edits, which never overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// Returns a fix that replaces one span by words.
    #[must_use]
    pub fn replace(
        applicability: Applicability,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        Self::edit(applicability, Edit::words(span, replacement))
    }

    /// Returns a fix with one edit.
    #[must_use]
    pub fn edit(applicability: Applicability, edit: Edit) -> Self {
        Self {
            message: format!("write `{}`", edit.replacement),
            applicability,
            edits: vec![edit],
        }
    }
}

/// Reasons why a finding is hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A suppression comment allows it; holds the comment's reason, which may be empty.
    Allowed(String),
    /// The baseline contains it.
    Baselined,
    /// The tree that this one is compared with has it too.
    Older,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the rule.
    pub rule: &'static str,
    pub severity: Severity,
    /// What is wrong; complete on its own.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What the finding concerns: a normalized target, an id, or a JSON pointer and keyword. Never a line or a message, so that
    /// it stays the same when the page around it changes.
    pub about: Subject,
    /// The place of the defect.
    pub primary: Label,
    /// The line and the column where it starts, from 1, if the text was at hand when it was found.
    pub position: Option<(u32, u32)>,
    /// Other places that concern it, in this or another file.
    pub related: Vec<Label>,
    pub fix: Option<Box<Fix>>,
    /// Whether a more specific finding of another rule on the same span replaces this one, such as one about a value that also
    /// violates its schema.
    pub is_replaceable: bool,
    /// Whether it reports a missing part. Invisible characters at the place do not explain that.
    pub is_missing: bool,
    /// The reason why it is hidden; None if it is reported.
    pub hidden: Option<Hidden>,
}

impl Diagnostic {
    /// Returns a finding of `rule` at `primary`.
    #[must_use]
    pub fn new(
        rule: &'static str,
        severity: Severity,
        primary: Label,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            help: None,
            about: Subject::default(),
            primary,
            position: None,
            related: Vec::new(),
            fix: None,
            is_replaceable: false,
            is_missing: false,
            hidden: None,
        }
    }

    /// Sets the help.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the subject.
    pub fn about(&mut self, about: impl Into<Subject>) -> &mut Self {
        self.about = about.into();
        self
    }

    /// Adds a related place.
    pub fn related(&mut self, file: FileId, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Label::new(file, span, message));
        self
    }

    /// Sets the fix.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(Box::new(fix));
        self
    }

    /// Gives back the memory that was reserved for longer texts. Many findings stay until all pages are checked.
    pub fn shrink(&mut self) {
        self.message.shrink_to_fit();
        if let Some(help) = &mut self.help {
            help.shrink_to_fit();
        }
        self.related.shrink_to_fit();
        for label in self.related.iter_mut().chain([&mut self.primary]) {
            label.message.shrink_to_fit();
        }
        if let Some(fix) = &mut self.fix {
            fix.message.shrink_to_fit();
            fix.edits.shrink_to_fit();
            for edit in &mut fix.edits {
                edit.replacement.shrink_to_fit();
            }
        }
    }

    /// Overrides the severity.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Compares two findings in the order of all output: path, offset, rule, then everything else that is visible, so that the
    /// order is total. File ids are in path order.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |d: &Self| (d.primary.file, d.primary.span);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.rule.cmp(other.rule))
            .then_with(|| self.about.cmp(&other.about))
            .then_with(|| self.message.cmp(&other.message))
    }
}
