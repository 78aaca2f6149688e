//! Frameworks that are compiled in.
//!
//! `data/*.yaml` are their sources, which people read and compare, in the form that users write too. `frameworks.bin` is the same
//! in a form that needs little time and room: each framework is packed on its own, and unpacked when an id of it is met.

use std::sync::OnceLock;

use super::definition::Framework;

/// A framework that is compiled in.
#[derive(Debug)]
pub(super) struct BuiltIn {
    pub(super) key: &'static str,
    /// What its ids begin with.
    pub(super) prefixes: &'static [&'static str],
    /// The hosts of its URLs.
    pub(super) hosts: &'static [&'static str],
    packed: &'static [u8],
    unpacked: OnceLock<Framework>,
}

macro_rules! built_in {
    ($($key:literal $prefixes:expr, $hosts:expr;)*) => {
        /// The frameworks, by key.
        static BUILT_IN: [BuiltIn; [$($key),*].len()] = [$(BuiltIn {
            key: $key,
            prefixes: &$prefixes,
            hosts: &$hosts,
            packed: include_bytes!(concat!("data/", $key, ".bin")),
            unpacked: OnceLock::new(),
        }),*];
    };
}

built_in! {
    "attack" ["T", "TA", "M"], ["attack.mitre.org"];
    "cve" ["CVE-"], ["nvd.nist.gov", "cve.org", "cve.mitre.org"];
    "cwe" ["CWE-"], ["cwe.mitre.org"];
    "owasp-agentic" ["ASI"], [];
    "owasp-agentic-threats" ["T"], [];
    "owasp-api" ["API"], [];
    "owasp-ast" ["AST"], [];
    "owasp-dsgai" ["DSGAI"], [];
    "owasp-llm" ["LLM"], ["genai.owasp.org"];
    "owasp-mcp" ["MCP"], [];
    "owasp-ml" ["ML"], [];
    "owasp-web" ["A"], [];
}

/// Returns the frameworks that are compiled in, by key.
pub(super) fn all() -> &'static [BuiltIn] {
    &BUILT_IN
}

impl BuiltIn {
    #[expect(
        clippy::panic,
        reason = "the bytes are part of the binary, and tests read them"
    )]
    pub(super) fn get(&self) -> &Framework {
        self.unpacked.get_or_init(|| {
            let bytes = lz4_flex::decompress_size_prepended(self.packed);
            match postcard::from_bytes(&bytes.unwrap_or_default()) {
                Ok(framework) => framework,
                Err(why) => panic!(
                    "the framework `{}` compiled in cannot be read: {why}",
                    self.key
                ),
            }
        })
    }
}

impl Framework {
    /// Returns the form in which a framework is compiled in. It is not for files: it has no version, and changes with the program.
    ///
    /// # Errors
    /// Never: lists of texts have such a form.
    pub fn to_binary(&self) -> Result<Vec<u8>, postcard::Error> {
        let bytes = postcard::to_allocvec(self)?;
        Ok(lz4_flex::compress_prepend_size(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::BUILT_IN;
    use crate::framework::pattern::prefixes;
    use crate::framework::registry::hosts;

    #[test]
    fn what_is_known_without_unpacking_is_right() {
        let mut size = 0;
        for built_in in &BUILT_IN {
            let framework = built_in.get();
            let key = built_in.key;
            assert_eq!(&*framework.key, key);
            assert_eq!(
                prefixes(&framework.ids).unwrap(),
                built_in.prefixes,
                "{key}"
            );
            assert_eq!(hosts(framework), built_in.hosts, "{key}");
            size += built_in.packed.len();
        }
        assert!(size < 120 * 1024, "{size} bytes");
        assert!(BUILT_IN.is_sorted_by_key(|built_in| built_in.key));
    }
}
