//! How a file is read, by its extension.

use std::path::Path;

/// Format of a data file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    #[default]
    Yaml,
    Json,
    /// One JSON value a line.
    JsonLines,
    Toml,
    /// A Jupyter notebook, whose Markdown cells are read.
    Notebook,
    /// A table with a header, whose cells this character separates.
    Table(char),
    /// Source code, markup, a log: text without a structure that is known here.
    Text,
}

impl Form {
    /// Returns how the file at a path is read. None for Markdown.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let extension = Path::new(path)
            .extension()
            .and_then(|extension| extension.to_str());
        let extension = extension.unwrap_or_default().to_ascii_lowercase();
        Some(match extension.as_str() {
            "md" | "markdown" | "mdx" => return None,
            "yaml" | "yml" => Self::Yaml,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            "toml" => Self::Toml,
            "ipynb" => Self::Notebook,
            "csv" => Self::Table(','),
            "tsv" => Self::Table('\t'),
            _ => Self::Text,
        })
    }
}

/// Returns whether a path has the extension of a data file that can be a page by its shape: YAML or JSON.
#[must_use]
pub fn is_data(path: &str) -> bool {
    matches!(Form::of(path), Some(Form::Yaml | Form::Json))
}

/// Returns whether a path has the extension of JSON.
#[must_use]
pub fn is_json(path: &str) -> bool {
    Form::of(path) == Some(Form::Json)
}
