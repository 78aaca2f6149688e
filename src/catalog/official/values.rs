//! Values that the formats write differently.

use std::collections::BTreeMap;

use crate::catalog::kind::Kind;

/// Until 2021.10 tactics bore the numbers of ATT&CK. The same tactics have these ids since.
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

/// The tactics of a technique, sorted, in the numbering used since 2021.12. `names` are the
/// tactics of the file itself; one numbered 0043 shows that it uses the old numbers.
pub(super) fn renumbered(tactics: Vec<String>, names: &BTreeMap<String, String>) -> Vec<String> {
    let old = names.keys().any(|id| id.ends_with("TA0043"));
    let now = |id: String| {
        if !old {
            return Some(id);
        }
        let name = names.get(&id)?;
        TACTICS_SINCE_2021_12
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, id)| (*id).to_owned())
    };
    let mut tactics: Vec<String> = tactics.into_iter().filter_map(now).collect();
    tactics.sort();
    tactics.dedup();
    tactics
}

/// Ids of techniques as a set, sorted. What is no ATLAS technique is left out: files of 2021 let case
/// studies employ techniques of ATT&CK.
pub(super) fn techniques(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut ids: Vec<String> = ids
        .filter(|id| Kind::of_id(id) == Some(Kind::Technique))
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// `realized`, `REALIZED` and `Realized` are one word in files of different years.
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
