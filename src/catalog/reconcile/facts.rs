//! What two official files of one release say of one object.

use super::{Counts, Maturity, Merge};
use crate::catalog::normalize::same_name;
use crate::catalog::snapshot::ObjectSnapshot;

impl Merge {
    /// Fills what the file read before left out, and notes where the two differ.
    pub(super) fn object(&mut self, id: &str, known: &mut ObjectSnapshot, read: &ObjectSnapshot) {
        if !same_name(&known.name, &read.name) {
            self.differ_in(id, "name", &known.name, &read.name);
        }
        for (what, ours, theirs) in [
            ("parent", &known.parent, &read.parent),
            (
                "ATT&CK reference",
                &known.attack_reference,
                &read.attack_reference,
            ),
        ] {
            let none = |id: &Option<String>| id.clone().unwrap_or_else(|| "none".to_owned());
            if ours != theirs {
                self.differ_in(id, what, &none(ours), &none(theirs));
            }
        }
        let list = |ids: &Vec<String>| ids.join(", ");
        if known.tactics != read.tactics {
            self.differ_in(id, "tactics", &list(&known.tactics), &list(&read.tactics));
        }
        // The first three never differ between the formats.
        for (what, firm, ours, theirs) in [
            ("created date", true, &mut known.created, &read.created),
            (
                "incident date",
                true,
                &mut known.incident_date,
                &read.incident_date,
            ),
            ("type", true, &mut known.study_type, &read.study_type),
            ("modified date", false, &mut known.modified, &read.modified),
            (
                "date granularity",
                false,
                &mut known.granularity,
                &read.granularity,
            ),
        ] {
            self.fact(id, (what, firm), ours, theirs.as_ref(), Clone::clone);
        }
        for (ours, theirs) in [
            (&mut known.employs, &read.employs),
            (&mut known.mitigates, &read.mitigates),
        ] {
            self.fact(id, ("techniques", false), ours, theirs.as_ref(), list);
        }
        if self.maturity != Maturity::Untold {
            self.maturity(id, known, read);
        }
    }

    /// A fact that a file may leave out: what it is, and whether the formats never differ in it.
    fn fact<T: PartialEq + Clone>(
        &mut self,
        id: &str,
        (what, firm): (&str, bool),
        known: &mut Option<T>,
        read: Option<&T>,
        write: impl Fn(&T) -> String,
    ) {
        let Some(read) = read else { return };
        match known {
            Some(known) if known == read => {}
            Some(known) if firm || self.counts == Counts::Both => {
                self.differ_in(id, what, &write(known), &write(read));
            }
            Some(_) if self.counts == Counts::Known => {}
            _ => {
                *known = Some(read.clone());
                self.changed = true;
            }
        }
    }

    /// Files of the two formats may state two maturities, and both are kept.
    fn maturity(&mut self, id: &str, known: &mut ObjectSnapshot, read: &ObjectSnapshot) {
        let words = [read.maturity.as_ref(), read.other_maturity.as_ref()];
        for (place, word) in words.into_iter().enumerate() {
            let Some(word) = word else { continue };
            let held = [known.maturity.as_ref(), known.other_maturity.as_ref()];
            if held.contains(&Some(word)) {
                continue;
            }
            match (&known.maturity, &known.other_maturity) {
                (None, _) => known.maturity = Some(word.clone()),
                (Some(_), None) if self.counts == Counts::Read && place == 0 => {
                    known.other_maturity = known.maturity.replace(word.clone());
                }
                (Some(_), None) if self.maturity == Maturity::News || place == 1 => {
                    known.other_maturity = Some(word.clone());
                }
                (Some(ours), _) => {
                    let ours = ours.clone();
                    self.differ_in(id, "maturity", &ours, word);
                    continue;
                }
            }
            self.changed = true;
        }
    }
}
