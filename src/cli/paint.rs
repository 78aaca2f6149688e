//! Colors of texts that are not findings.

/// Styles words for a terminal; without color, they stay as they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    pub(super) color: bool,
}

impl Paint {
    pub(super) fn bold(self, words: &str) -> String {
        self.with("1", words)
    }

    pub(super) fn red(self, words: &str) -> String {
        self.with("31", words)
    }

    pub(super) fn green(self, words: &str) -> String {
        self.with("32", words)
    }

    pub(super) fn yellow(self, words: &str) -> String {
        self.with("33", words)
    }

    pub(super) fn cyan(self, words: &str) -> String {
        self.with("36", words)
    }

    pub(super) fn dim(self, words: &str) -> String {
        self.with("2", words)
    }

    /// Styles the level of a rule.
    pub(super) fn level(self, level: &str, words: &str) -> String {
        match level {
            "error" => self.red(words),
            "warning" => self.yellow(words),
            _ => self.dim(words),
        }
    }

    /// Styles the words between backticks.
    pub(super) fn code(self, line: &str) -> String {
        let mut parts = line.split('`');
        let mut out = parts.next().unwrap_or_default().to_owned();
        while let Some(code) = parts.next() {
            let Some(rest) = parts.next() else {
                return out + "`" + code;
            };
            out += &self.cyan(&format!("`{code}`"));
            out += rest;
        }
        out
    }

    /// Styles a diff line by line.
    pub(super) fn diff(self, line: &str) -> String {
        match line.as_bytes().first() {
            _ if line.starts_with("---") || line.starts_with("+++") => self.bold(line),
            Some(b'-') => self.red(line),
            Some(b'+') => self.green(line),
            Some(b'@') => self.cyan(line),
            _ => line.to_owned(),
        }
    }

    fn with(self, code: &str, words: &str) -> String {
        if self.color {
            format!("\u{1b}[{code}m{words}\u{1b}[0m")
        } else {
            words.to_owned()
        }
    }
}
