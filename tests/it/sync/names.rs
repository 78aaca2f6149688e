//! Renames.

use super::{page, synced, text, vault};

const SHELL: &str = "---\ntitle: \"AML.T0072: Reverse Shell\"\nsidebar_label: Reverse Shell\naliases: [Reverse Shell]\n---\n\n# AML.T0072: Reverse Shell\n\nA Reverse Shell calls home. See AML.T0072, the reverse shell.\n";

#[test]
fn a_rename_is_one_set_of_edits() {
    let vault = vault("sync-rename");
    vault.write("techniques/shell.md", SHELL).write(
        "note.md",
        "See [[techniques/shell|AML.T0072: Reverse Shell]], [[techniques/shell|Reverse Shell]], [Reverse Shell](techniques/shell.md),\n[a reverse shell](techniques/shell.md), [[techniques/shell|reverse shell]] and [Reverse Shell](/techniques/AML.T0072).\n\nReverse Shell is a name; `[[techniques/shell|Reverse Shell]]` is code.\n\n[[techniques/shell#AML.T0072: Reverse Shell]] [[techniques/shell#AML.T0072 Reverse Shell|there]]\n[x](techniques/shell.md#aml-t0072-reverse-shell) [y](techniques/shell.md#amlt0072-reverse-shell)\n",
    );
    vault.write(
        "study.md",
        "# AML.CS0031: Malicious Models on Hugging Face\n\n## Procedure\n\n### Step 1: Reverse Shell\n\n**Technique:** [[techniques/shell|AML.T0072: Reverse Shell]]\n\n### Step 2: Reverse Shell again\n\n**Technique:** [[techniques/shell]]\n\n### Step 3: Reverse Shell\n\n**Technique:** [[techniques/shell]]\n",
    );
    synced(&vault, "2026.09");
    let shell = text(&vault, "techniques/shell.md");
    assert!(
        shell.starts_with("---\ntitle: \"AML.T0072: Cyber Communication Channel\"\nsidebar_label: Cyber Communication Channel\naliases: [Reverse Shell]\n---\n\n# AML.T0072: Cyber Communication Channel\n\nA Reverse Shell calls home. See AML.T0072, the reverse shell.\n"),
        "{shell}"
    );
    assert_eq!(
        text(&vault, "note.md"),
        "See [[techniques/shell|AML.T0072: Cyber Communication Channel]], [[techniques/shell|Cyber Communication Channel]], [Cyber Communication Channel](techniques/shell.md),\n[a reverse shell](techniques/shell.md), [[techniques/shell|reverse shell]] and [Cyber Communication Channel](/techniques/AML.T0072).\n\nReverse Shell is a name; `[[techniques/shell|Reverse Shell]]` is code.\n\n[[techniques/shell#AML.T0072: Cyber Communication Channel]] [[techniques/shell#AML.T0072 Cyber Communication Channel|there]]\n[x](techniques/shell.md#aml-t0072-reverse-shell) [y](techniques/shell.md#amlt0072-cyber-communication-channel)\n"
    );
    let study = text(&vault, "study.md");
    for line in [
        "### Step 1: Cyber Communication Channel\n\n**Technique:** [[techniques/shell|AML.T0072: Cyber Communication Channel]]",
        "### Step 2: Reverse Shell again\n",
        "### Step 3: Cyber Communication Channel\n",
    ] {
        assert!(study.contains(line), "{line} is not in {study}");
    }
}

// A title that was renamed by hand, and a heading that was not, agree afterwards.
#[test]
fn half_a_rename_is_completed() {
    let path = "techniques/shell.md";
    let half = SHELL.replacen("Reverse Shell", "Cyber Communication Channel", 1);
    let whole = page("sync-half", "2026.09", path, &half);
    assert!(
        whole.contains("\n# AML.T0072: Cyber Communication Channel\n"),
        "{whole}"
    );
}

/// Names go back, too, where the pin does.
#[test]
fn there_and_back() {
    let vault = vault("sync-back");
    vault.write("techniques/shell.md", SHELL);
    synced(&vault, "2026.05");
    let before = text(&vault, "techniques/shell.md");
    synced(&vault, "2026.09");
    assert_ne!(text(&vault, "techniques/shell.md"), before);
    synced(&vault, "2026.05");
    assert_eq!(text(&vault, "techniques/shell.md"), before);
}

#[test]
fn bytes_around_a_name_stay() {
    let path = "techniques/shell.md";
    let odd = "\u{feff}---\r\ntitle: 'AML.T0072: Reverse Shell'\r\n---\r\n#   AML.T0072:  Reverse Shell  \r\n\tx \u{a0}\r\n\r\n\r\nno end";
    let after = page("sync-bytes", "2026.09", path, odd);
    let expected = odd.replace("Reverse Shell", "Cyber Communication Channel");
    assert!(after.starts_with(&expected), "{after:?}");
    assert!(!after.ends_with('\n'), "{after:?}");
    let added = &after[expected.len()..];
    assert_eq!(
        added.matches('\n').count(),
        added.matches("\r\n").count(),
        "{added:?}"
    );
}
