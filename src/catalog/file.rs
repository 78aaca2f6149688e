//! Official files and their formats.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::Digest;

/// Format of an official file.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// The format of 2.0.0 to 5.6.0, in which ATLAS released its files until 2026.04.
    V5,
    /// The format since 2026.05. ATLAS converted all older releases to it.
    V6,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::V5 => "v5",
            Format::V6 => "v6",
        })
    }
}

/// An official file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficialFile {
    pub format: Format,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// SHA-256 of bytes that come in parts.
#[derive(Clone, Debug, Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// Returns the SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let digest = sha2::Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
