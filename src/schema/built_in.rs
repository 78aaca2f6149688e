//! The schemas in the program.

/// The built-in schemas by page type.
pub const BUILT_IN: [(&str, &str); 9] = [
    (
        "case-study",
        include_str!("../../schemas/case-study.schema.json"),
    ),
    (
        "technique",
        include_str!("../../schemas/technique.schema.json"),
    ),
    ("tactic", include_str!("../../schemas/tactic.schema.json")),
    (
        "mitigation",
        include_str!("../../schemas/mitigation.schema.json"),
    ),
    (
        "atlas-v6",
        include_str!("../../schemas/atlas-v6.schema.json"),
    ),
    (
        "atlas-v5",
        include_str!("../../schemas/atlas-v5.schema.json"),
    ),
    (
        "atlas-source",
        include_str!("../../schemas/atlas-source.schema.json"),
    ),
    (
        "submission",
        include_str!("../../schemas/submission.schema.json"),
    ),
    (
        "contribution",
        include_str!("../../schemas/contribution.schema.json"),
    ),
];

/// The schema of a framework.
pub const FRAMEWORK: &str = include_str!("../../schemas/framework.schema.json");

/// The schema of the configuration.
pub const CONFIG: &str = include_str!("../../schemas/config.schema.json");
