//! Titles of sections that list objects, normalized and without a count.

/// Sections of a technique's page that list case studies, normalized.
pub const STUDIES: [&str; 5] = [
    "atlas case studies",
    "case studies",
    "case study",
    "case study examples",
    "procedure examples",
];
/// Sections of a technique's page that list mitigations, normalized.
pub const MITIGATIONS: [&str; 3] = ["mitigated by", "mitigation", "mitigations"];
/// Sections of a mitigation's page that list techniques, normalized.
pub const TECHNIQUES: [&str; 9] = [
    "addressed techniques",
    "addresses",
    "mitigated techniques",
    "mitigates",
    "technique",
    "techniques",
    "techniques addressed",
    "techniques addressed by mitigation",
    "techniques mitigated",
];
/// Sections of a technique's page that list its tactics, normalized.
pub const TACTICS: [&str; 2] = ["tactic", "tactics"];
/// Sections of a technique's page that list its sub-techniques, normalized.
pub const SUB_TECHNIQUES: [&str; 4] = [
    "sub techniques",
    "sub techniques in this vault",
    "subtechniques",
    "subtechniques in this vault",
];
