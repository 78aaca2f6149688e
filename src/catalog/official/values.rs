//! Values that differ in form from file to file.

use std::collections::BTreeMap;

use crate::catalog::kind::Kind;

/// The ids of tactics since 2021.12. Until 2021.10 tactics had the numbers of ATT&CK.
const TACTICS_SINCE_2021_12: [(&str, &str); 12] = [
    ("ML Model Access", "AML.TA0000"),
    ("ML Attack Staging", "AML.TA0001"),
    ("Reconnaissance", "AML.TA0002"),
    ("Resource Development", "AML.TA0003"),
    ("Initial Access", "AML.TA0004"),
    ("Execution", "AML.TA0005"),
    ("Persistence", "AML.TA0006"),
    ("Defense Evasion", "AML.TA0007"),
    ("Discovery", "AML.TA0008"),
    ("Collection", "AML.TA0009"),
    ("Exfiltration", "AML.TA0010"),
    ("Impact", "AML.TA0011"),
];

/// Returns the tactics of a technique, sorted, by the ids used since 2021.12. `names` are the tactics
/// of the file; number 0043 among them shows that the file uses the numbers of ATT&CK.
pub(super) fn current_tactics(
    tactics: Vec<String>,
    names: &BTreeMap<String, String>,
) -> Vec<String> {
    let has_old_numbers = names.keys().any(|id| id.ends_with("TA0043"));
    let current = |id: String| {
        if !has_old_numbers {
            return Some(id);
        }
        let name = names.get(&id)?;
        TACTICS_SINCE_2021_12
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, id)| (*id).to_owned())
    };
    let mut tactics: Vec<String> = tactics.into_iter().filter_map(current).collect();
    tactics.sort();
    tactics.dedup();
    tactics
}

/// Returns ids of techniques, sorted and without repetition. Other ids are left out: in files of 2021,
/// case studies also employ techniques of ATT&CK.
pub(super) fn technique_ids(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut ids: Vec<String> = ids
        .filter(|id| Kind::of_id(id) == Some(Kind::Technique))
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Returns a word with only its first letter in upper case. Files of different years write `realized`,
/// `REALIZED` and `Realized`.
pub(super) fn capitalized(word: &str) -> String {
    let mut chars = word.trim().chars();
    chars
        .next()
        .map(|first| {
            first
                .to_uppercase()
                .chain(chars.flat_map(char::to_lowercase))
                .collect()
        })
        .unwrap_or_default()
}
