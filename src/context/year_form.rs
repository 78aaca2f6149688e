//! How a vault writes the years of editions.

use super::VaultContext;
use crate::framework::{YearForm, YearForms};

impl VaultContext<'_> {
    /// Returns how the vault writes the year of an edition behind a number. All pages are read for it once more.
    pub fn year_form(&self) -> YearForm {
        *self.year_form.get_or_init(|| {
            let mut forms = YearForms::default();
            for file in self.vault.page_files() {
                let source = self.vault.sources.get(file);
                source.lent(|source| forms.add(source.text(), self.frameworks));
            }
            forms.usual()
        })
    }
}
