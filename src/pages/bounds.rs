//! How much stays in memory.

/// Bounds on what stays in memory of pages that can be read again. They decide nothing else: findings are the same.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of texts that stay.
    pub texts: usize,
    /// A vault of more pages keeps no texts, as few of them would fit.
    pub text_pages: usize,
    /// Bytes of texts whose facts stay as they are. Those of the others are packed.
    pub facts: usize,
    /// A vault of more pages packs all facts.
    pub fact_pages: usize,
}

impl Bounds {
    pub(super) const USUAL: Self = Self {
        texts: 8 << 20,
        text_pages: 4_000,
        facts: 64 << 20,
        fact_pages: 10_000,
    };

    /// Returns the bounds for a vault of this many files.
    pub(super) fn of(self, files: usize) -> Self {
        let unless = |most: usize, bytes: usize| if files > most { 0 } else { bytes };
        Self {
            texts: unless(self.text_pages, self.texts),
            facts: unless(self.fact_pages, self.facts),
            ..self
        }
    }
}
