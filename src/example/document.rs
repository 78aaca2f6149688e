//! Documents with examples in Markdown: reading them, writing them back.
//!
//! A section (`##`) is one example. A line that is a path in backticks and a colon names the file that the next fence holds.

use std::fmt::Write as _;

/// A document with examples.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text before the first section.
    pub lead: String,
    pub sections: Vec<Section>,
}

/// One example.
#[derive(Clone, Debug)]
pub struct Section {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// Prose, or a fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The file that the fence holds, if a path precedes it.
    pub path: Option<String>,
    /// The words after the backticks; None for prose.
    pub info: Option<String>,
    fence: String,
    pub body: String,
}

impl Block {
    /// Returns whether the first word after the backticks is `word`.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.info
            .as_deref()
            .is_some_and(|info| info.split(' ').next() == Some(word))
    }

    /// Returns whether `word` is among the words after the backticks.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.info
            .as_deref()
            .is_some_and(|info| info.split(' ').any(|other| other == word))
    }

    /// Returns whether the fence holds a file of the example.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.path.is_some() && !self.is("fixed") && self.info.is_some()
    }
}

impl Document {
    #[must_use]
    pub fn parse(text: &str) -> Self {
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

    /// Returns the document as it is written.
    #[must_use]
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

    /// Returns the fences of one kind.
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

impl Block {
    /// Returns the bytes that the fence stands for: `crlf`, `bom` and `no-eol` change its ends, and `escapes` makes `\xNN` a byte and
    /// `\u{...}` a character.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut text = self.body.clone();
        if self.has("no-eol") {
            text.pop();
        }
        if self.has("crlf") {
            text = text.replace('\n', "\r\n");
        }
        let mut bytes = if self.has("escapes") {
            unescape(&text)
        } else {
            text.into_bytes()
        };
        if self.has("bom") {
            bytes.splice(0..0, [0xef, 0xbb, 0xbf]);
        }
        bytes
    }
}

/// Decodes the escapes of a text. An invalid escape is kept as it is.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        let (unescaped, after) = escape(rest).unwrap_or_else(|| (b"\\".to_vec(), &rest[1..]));
        bytes.extend(unescaped);
        rest = after;
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// Returns the bytes of the escape at the start of a text, and the text after it.
fn escape(text: &str) -> Option<(Vec<u8>, &str)> {
    if let Some(hex) = text.strip_prefix("\\x") {
        let byte = u8::from_str_radix(hex.get(..2)?, 16).ok()?;
        return Some((vec![byte], &hex[2..]));
    }
    let (code, rest) = text.strip_prefix("\\u{")?.split_once('}')?;
    let c = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    Some((c.to_string().into_bytes(), rest))
}
