//! Documents with examples in Markdown: reading them, writing them back.

use std::fmt::Write as _;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Returns the documents with examples, as paths from the root of the repository.
pub fn documents() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["src/rules", "tests/rules"] {
        for entry in std::fs::read_dir(Path::new(ROOT).join(folder)).expect("the folder is there") {
            let name = entry.expect("the folder can be read").file_name();
            let name = name.to_str().expect("a name in UTF-8");
            if Path::new(name).extension().is_some_and(|end| end == "md") {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    found.sort();
    assert!(found.len() > 100, "{} documents", found.len());
    found
}

/// A document with examples.
pub struct Document {
    /// What stands before the first section.
    pub lead: String,
    pub sections: Vec<Section>,
}

/// One example.
pub struct Section {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// Prose, or a fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The file that the fence holds, if a path stands before it.
    pub path: Option<String>,
    /// The words after the backticks; None for prose.
    pub info: Option<String>,
    fence: String,
    pub body: String,
}

impl Block {
    pub(super) fn is(&self, word: &str) -> bool {
        self.info
            .as_deref()
            .is_some_and(|info| info.split(' ').next() == Some(word))
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.info
            .as_deref()
            .is_some_and(|info| info.split(' ').any(|other| other == word))
    }

    pub(super) fn is_file(&self) -> bool {
        self.path.is_some() && !self.is("fixed") && self.info.is_some()
    }
}

impl Document {
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut document = Self {
            lead: String::new(),
            sections: Vec::new(),
        };
        let mut lines = text.lines();
        let mut path: Option<String> = None;
        while let Some(line) = lines.next() {
            if let Some(title) = line.strip_prefix("## ") {
                document.sections.push(Section {
                    title: title.to_owned(),
                    blocks: Vec::new(),
                });
                continue;
            }
            let Some(section) = document.sections.last_mut() else {
                document.lead.push_str(line);
                document.lead.push('\n');
                continue;
            };
            let fence: String = line.chars().take_while(|&c| c == '`').collect();
            if fence.len() >= 3 {
                let mut body = String::new();
                for line in lines.by_ref().take_while(|line| *line != fence) {
                    body.push_str(line);
                    body.push('\n');
                }
                section.blocks.push(Block {
                    path: path.take(),
                    info: Some(line[fence.len()..].to_owned()),
                    fence,
                    body,
                });
                continue;
            }
            path = line
                .strip_prefix('`')
                .and_then(|line| line.strip_suffix("`:"))
                .map(str::to_owned)
                .or(path.filter(|_| line.is_empty()));
            section.prose(line);
        }
        document
    }

    pub fn text(&self) -> String {
        let mut text = self.lead.clone();
        for section in &self.sections {
            let _ = writeln!(text, "## {}", section.title);
            for block in &section.blocks {
                match &block.info {
                    None => text.push_str(&block.body),
                    Some(info) => {
                        let _ = write!(
                            text,
                            "{}{info}\n{}{}\n",
                            block.fence, block.body, block.fence
                        );
                    }
                }
            }
        }
        text
    }

    /// The fences of one kind.
    pub fn expected<'d>(&'d self, word: &'d str) -> impl Iterator<Item = &'d Block> {
        self.sections
            .iter()
            .flat_map(|section| &section.blocks)
            .filter(move |block| block.is(word))
    }
}

impl Section {
    fn prose(&mut self, line: &str) {
        match self.blocks.last_mut() {
            Some(block) if block.info.is_none() => {
                block.body.push_str(line);
                block.body.push('\n');
            }
            _ => self.blocks.push(Block {
                path: None,
                info: None,
                fence: String::new(),
                body: format!("{line}\n"),
            }),
        }
    }
}
