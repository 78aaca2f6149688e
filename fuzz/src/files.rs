//! An input as a small vault.
//!
//! The first line may hold words for the run: a dialect and a release. `=== path` starts a file. An input without such a line is one
//! page.

use std::collections::BTreeMap;

use atlas_lint::config::Config;
use atlas_lint::disk::is_page;
use atlas_lint::syntax::document::{is_data, looks_official};
use atlas_lint::text::{Source, Sources};

const MARK: &[u8] = b"=== ";

/// The files of an input.
pub struct Files {
    /// What stands before the first file.
    pub words: String,
    /// The files, by path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Cuts an input into files. One without any is the file at `only`.
    pub fn cut(data: &[u8], only: &str) -> Self {
        let mut words = Vec::new();
        let mut files = BTreeMap::new();
        let mut open: Option<(String, Vec<u8>)> = None;
        for line in data.split_inclusive(|byte| *byte == b'\n') {
            if let Some(name) = line.strip_prefix(MARK) {
                files.extend(open.take());
                open = Some((path(&String::from_utf8_lossy(name)), Vec::new()));
            } else {
                let text = open.as_mut().map_or(&mut words, |(_, text)| text);
                text.extend_from_slice(line);
            }
        }
        match open {
            Some(last) => files.extend([last]),
            None => {
                files.insert(only.to_owned(), std::mem::take(&mut words));
            }
        }
        files.remove("");
        Self {
            words: String::from_utf8_lossy(&words).into_owned(),
            files,
        }
    }

    /// Returns a file that is no page of the vault, such as its configuration, and takes it out.
    pub fn take(&mut self, path: &str) -> Source {
        let bytes = self.files.remove(path).unwrap_or_default();
        Source::from_bytes(path, bytes)
    }

    /// Returns the files as the program reads them.
    pub fn sources(&self, config: &Config) -> Sources {
        let included = config.included().unwrap_or_default();
        let mut read = Vec::new();
        let mut others = Vec::new();
        for (path, bytes) in &self.files {
            let wanted = included.is_match(path);
            let official = is_data(path) && looks_official(&String::from_utf8_lossy(bytes));
            if is_page(path) || wanted || official {
                let source = Source::from_bytes(path.as_str(), bytes.clone());
                read.push(source.include(wanted));
            } else {
                others.push(path.clone());
            }
        }
        Sources::new(read, others)
    }
}

/// A path as the file system has it: no empty part, none that leads up.
fn path(name: &str) -> String {
    let parts = name.trim_end_matches(['\n', '\r']).split('/');
    let parts = parts.filter(|part| !matches!(*part, "" | "." | ".."));
    let parts: Vec<&str> = parts.collect();
    parts.join("/").replace('\0', "")
}
