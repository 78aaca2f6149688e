//! What a rule says: one finding, where it stands, and how to mend it.
//!
//! Wording: the message alone says what is wrong, without the help and without the picture. It starts lower-case and ends
//! without a full stop. A label is a few words about its own span. The help says what to do.

mod subject;

use std::cmp::Ordering;

use crate::text::{FileId, Span};
pub use subject::Subject;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A span of a file and a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
    /// A few words; may be empty.
    pub message: String,
}

impl Label {
    /// A label at `span` of `file`.
    #[must_use]
    pub fn new(file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self {
            file,
            span,
            message: message.into(),
        }
    }
}

/// Whether a fix may be applied without a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Keeps what the author meant.
    Safe,
    /// Needs a look.
    Unsafe,
}

impl Safety {
    /// `safe` or `unsafe`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// What the text of an edit is once it has been written. It is read back before the fix is offered, and again when it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Promise {
    /// Words, numbers or a date: nothing in them is markup that the replaced text did not hold.
    Words,
    /// The id, well-formed.
    Id(String),
    /// The target, or a part of it, of a link whose whole target then reads so.
    Target(String),
    /// A whole scalar of YAML, with this value.
    Scalar(String),
    /// Markup: the edit adds, removes or repairs syntax, and nothing in it comes from elsewhere.
    Markup,
}

/// One replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The replaced bytes, in the file of the finding.
    pub span: Span,
    /// The new text.
    pub replacement: String,
    /// What the new text is.
    pub promise: Promise,
}

impl Edit {
    /// Replaces `span` by words.
    #[must_use]
    pub fn words(span: Span, replacement: impl Into<String>) -> Self {
        Self {
            span,
            replacement: replacement.into(),
            promise: Promise::Words,
        }
    }

    /// Replaces `span` by markup.
    #[must_use]
    pub fn markup(span: Span, replacement: impl Into<String>) -> Self {
        Self {
            promise: Promise::Markup,
            ..Self::words(span, replacement)
        }
    }

    /// Replaces `span` by an id, which may be written otherwise than it reads: `/T0054`, or the tag `aml.t0054`.
    #[must_use]
    pub fn id(span: Span, written: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            promise: Promise::Id(id.into()),
            ..Self::words(span, written)
        }
    }

    /// Replaces `span`, a part of a link's target, so that the whole target reads `target`.
    #[must_use]
    pub fn target(span: Span, replacement: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            promise: Promise::Target(target.into()),
            ..Self::words(span, replacement)
        }
    }
}

/// A mend for one finding. All its edits are in the finding's own file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, as an order: "write `AML.T0051`".
    pub message: String,
    /// Whether it needs a look.
    pub safety: Safety,
    /// The edits, which never overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that replaces one span by words.
    #[must_use]
    pub fn replace(safety: Safety, span: Span, replacement: impl Into<String>) -> Self {
        Self::edit(safety, Edit::words(span, replacement))
    }

    /// A fix of one edit.
    #[must_use]
    pub fn edit(safety: Safety, edit: Edit) -> Self {
        Self {
            message: format!("write `{}`", edit.replacement),
            safety,
            edits: vec![edit],
        }
    }
}

/// Why a finding that was made is not reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A comment in the page allows it, with the reason that stands there; may be empty.
    Allowed(String),
    /// The baseline holds it.
    Baselined,
    /// The tree that this one is compared with has it too.
    Older,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the rule.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong; enough on its own.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What the finding concerns: a normalised target, an id, or a JSON pointer and keyword. Never a line or a message, so that
    /// it stays the same when the page around it moves.
    pub about: Subject,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that concern it, in this or another file.
    pub related: Vec<Label>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// Whether it gives way to a finding of another rule at the same place, as a schema's finding on a value does.
    pub gives_way: bool,
    /// Why it is not reported; None if it is.
    pub hidden: Option<Hidden>,
}

impl Diagnostic {
    /// A finding of `rule` at `primary`.
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
            related: Vec::new(),
            fix: None,
            gives_way: false,
            hidden: None,
        }
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Says what the finding concerns.
    pub fn about(&mut self, about: impl Into<Subject>) -> &mut Self {
        self.about = about.into();
        self
    }

    /// Adds another place.
    pub fn related(&mut self, file: FileId, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Label::new(file, span, message));
        self
    }

    /// Says how to mend it.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }

    /// Lowers or raises the weight.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// The order of findings in all output: path, offset, rule, then everything else that is visible, so that it is total.
    /// File ids are in the order of the paths.
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
