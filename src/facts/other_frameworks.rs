//! Ids of other frameworks. A table row with one is about that framework's risk as well as about an ATLAS object.

/// The form of a framework's ids.
#[derive(Clone, Copy)]
enum Form {
    /// Letters and digits, with or without a separator: `LLM01`, `CWE-79`.
    Prefix(&'static str),
    /// Letters and exactly four digits: `T1566`.
    FourDigits(&'static str),
    /// A word and a number, with or without a blank: `GOVERN 1.1`, `MAP-2.2`.
    Numbered(&'static str),
    /// A letter and a number that a dot precedes or a year follows: `A.5.1`, `A01:2021`.
    Clause(&'static str),
    /// Two letters, and two more or a number: `PR.DS`, `PR.AC-5`, `AC-2`.
    Control,
    /// Letters with a hyphen and no number: `D3-FIM`.
    Named(&'static str),
}

/// The forms of ids, with their frameworks.
const FORMS: [(Form, &str); 39] = [
    (Form::FourDigits("T"), "ATT&CK"),
    (Form::FourDigits("M"), "ATT&CK"),
    (Form::FourDigits("TA"), "ATT&CK"),
    (Form::FourDigits("G"), "ATT&CK"),
    (Form::FourDigits("S"), "ATT&CK"),
    (Form::FourDigits("DS"), "ATT&CK"),
    (Form::Prefix("AISVS"), "OWASP"),
    (Form::Prefix("AITG"), "OWASP"),
    (Form::Prefix("API"), "OWASP"),
    (Form::Prefix("ASI"), "OWASP"),
    (Form::Prefix("ASVS"), "OWASP"),
    (Form::Prefix("LLM"), "OWASP"),
    (Form::Prefix("MASVS"), "OWASP"),
    (Form::Prefix("MCP"), "OWASP"),
    (Form::Prefix("ML"), "OWASP"),
    (Form::Prefix("WSTG"), "OWASP"),
    (Form::Prefix("AVID"), "AVID"),
    (Form::Prefix("CAPEC"), "CAPEC"),
    (Form::Prefix("CC"), "Common Criteria"),
    (Form::Prefix("CIS"), "CIS"),
    (Form::Prefix("CVE"), "CVE"),
    (Form::Prefix("CWE"), "CWE"),
    (Form::Prefix("D3"), "D3FEND"),
    (Form::Prefix("ISO"), "ISO"),
    (Form::Clause("A"), "ISO"),
    (Form::Named("D3"), "D3FEND"),
    (Form::Control, "NIST"),
    (Form::Numbered("GOVERN"), "NIST"),
    (Form::Numbered("MAP"), "NIST"),
    (Form::Numbered("MEASURE"), "NIST"),
    (Form::Numbered("MANAGE"), "NIST"),
    (Form::Numbered("Govern"), "NIST"),
    (Form::Numbered("Map"), "NIST"),
    (Form::Numbered("Measure"), "NIST"),
    (Form::Numbered("Manage"), "NIST"),
    (Form::Numbered("CIS"), "CIS"),
    (Form::Numbered("Art"), "EU AI Act"),
    (Form::Numbered("Article"), "EU AI Act"),
    (Form::Numbered("CSF"), "CSF"),
];

/// Names of frameworks and of their parts, beside those of [`FORMS`].
const NAMES: [&str; 3] = ["ISO/IEC", "RMF", "MAESTRO"];

/// Returns whether a text contains an id of another framework: `T1566`, `CWE-79`, `LLM01:2025`, `PR.AC-5`, `A.5.1`, `GOVERN
/// 1.1`.
pub fn has_other_framework_id(text: &str) -> bool {
    let mut last = "";
    text.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | ')' | '[' | ']' | ',' | ';' | '|' | '/' | '<' | '>' | '*' | '`' | '+'
            )
    })
    .filter(|word| !word.is_empty())
    .any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let spaced = is_digits(word) && is_numbered(last);
        last = word;
        spaced || is_other_framework_id(word)
    })
}

/// Returns whether ids of ATT&CK start with these letters.
fn is_attack(head: &str) -> bool {
    let mut forms = FORMS.iter().filter(|(_, name)| *name == "ATT&CK");
    forms.any(|(form, _)| matches!(form, Form::FourDigits(prefix) if *prefix == head))
}

/// Returns whether a text contains an id of ATT&CK: `T1566`, `TA0001`, `M1043`.
pub fn has_attack_id(text: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .any(|word| {
            let id = word.split('.').next().unwrap_or_default();
            let letters = id.bytes().take_while(u8::is_ascii_uppercase).count();
            let (head, digits) = id.split_at(letters);
            is_attack(head) && digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
        })
}

/// Returns whether a text, such as a column header, names another framework.
pub fn names_framework(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '*' | ',' | ':' | '-'))
        .any(|word| {
            let word = word.to_uppercase();
            let mut names = FORMS.iter().map(|(_, name)| name).chain(&NAMES);
            names.any(|name| *name == word)
        })
        || has_other_framework_id(text)
}

/// Returns whether a whole text is a label of the author's own: `R-01`, `TEST-LLM-003`, `F3`, `#4`.
pub fn is_label(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '#' | '_'));
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let fine = |b: u8| {
        b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_' | b':')
    };
    text.len() <= 20
        && digits > 0
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(fine)
        && !text.starts_with("AML.")
        // Shorter labels are priorities, levels or severities.
        && text.len() > 2
}

fn is_other_framework_id(word: &str) -> bool {
    if word.starts_with("AML.") || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let (head, parts) = word.split_at(letters);
    let rest = parts.strip_prefix(['-', '.', ':']).unwrap_or(parts);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    FORMS.iter().any(|(form, _)| match *form {
        Form::Prefix(prefix) | Form::Numbered(prefix) => prefix == head && digits > 0,
        Form::FourDigits(prefix) => prefix == head && digits == 4,
        Form::Clause(letter) => {
            letter == head && digits > 0 && (word.contains(':') || parts.starts_with('.'))
        }
        Form::Named(prefix) => {
            prefix == word.split('-').next().unwrap_or_default() && word.contains('-')
        }
        // `TA-1` is no control.
        Form::Control => letters == 2 && !is_attack(head) && is_control(parts, digits),
    })
}

/// Returns whether the part of an id behind its two letters is that of a control.
fn is_control(parts: &str, digits: usize) -> bool {
    let category = parts
        .strip_prefix('.')
        .is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_uppercase).count() == 2);
    category || (parts.starts_with('-') && (1..=2).contains(&digits))
}

/// Returns whether a number may follow a word after a blank: `GOVERN 1.1`.
fn is_numbered(word: &str) -> bool {
    let is_it = |form: &Form| matches!(form, Form::Numbered(name) if *name == word);
    FORMS.iter().any(|(form, _)| is_it(form))
}

fn is_digits(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{has_other_framework_id, is_label};

    #[test]
    fn ids_of_other_frameworks_are_told_from_words_with_digits() {
        for text in [
            "T1566",
            "T1566.001",
            "CWE-79",
            "LLM01",
            "LLM01:2025",
            "OWASP LLM01:2025",
            "PR.AC-5",
            "NIST CSF 2.0 PR.AC-5",
            "CVE-2024-1234",
            "ISO A.5.1",
            "A.8.28",
            "CAPEC-242",
            "ASI01",
            "MEASURE 2.7",
            "GOVERN-1.1",
            "MAP-2.2",
            "SC-7",
            "A01:2021",
            "ML02:2023",
            "MCP03",
            "TA0001",
            "M1043",
            "D3-FIM",
            "CIS 4",
            "`CWE-20`",
            "(T1195)",
            "GV.OC-01",
        ] {
            assert!(has_other_framework_id(text), "{text}");
        }
        for text in [
            "AML.T0051",
            "AML.T0051.000",
            "GPT-4",
            "GPT-2 Model Replication",
            "LLM Prompt Injection",
            "P1",
            "H100",
            "SHA256",
            "UTF-8",
            "v2.0",
            "2025",
            "Discover AI Agent Configuration",
            "LLM",
            "ML Attack Staging",
            "PR",
            "top 10",
            "map of 3",
        ] {
            assert!(!has_other_framework_id(text), "{text}");
        }
    }

    #[test]
    fn labels_of_the_author() {
        for text in [
            "R-01",
            "TEST-LLM-003",
            "T-RECON-001",
            "**TM-4**",
            "ATR-2026-001",
        ] {
            assert!(is_label(text), "{text}");
        }
        for text in ["AML.T0051", "P1", "High", "4", "LLM Jailbreak", ""] {
            assert!(!is_label(text), "{text}");
        }
    }
}
