//! Words and limits for the pairing of ids with names.
//!
//! None of them comes from ATLAS. The words come from pages of public vaults. The limits keep reading linear on hostile pages,
//! and are well above what real pages contain.

use crate::catalog::Kind;

// Words.

/// Capitalized words before a name that are not part of it.
pub const LEADING_WORDS: [&str; 39] = [
    "a",
    "adversaries",
    "after",
    "an",
    "and",
    "as",
    "atlas",
    "attackers",
    "before",
    "both",
    "by",
    "covers",
    "during",
    "for",
    "from",
    "in",
    "it",
    "mitigation",
    "mitre",
    "of",
    "on",
    "or",
    "see",
    "tactic",
    "technique",
    "the",
    "then",
    "they",
    "this",
    "through",
    "to",
    "under",
    "use",
    "uses",
    "using",
    "via",
    "we",
    "when",
    "with",
];

/// First words of a remark in place of a name: "Not Applicable", "See Above".
pub const REMARK_WORDS: [&str; 12] = [
    "Also", "Any", "Multiple", "No", "None", "Not", "Other", "Same", "See", "To", "Unknown",
    "Various",
];

/// Fields whose value is an ATLAS object, normalized.
pub const OBJECT_FIELDS: [&str; 14] = [
    "atlas",
    "atlas id",
    "atlas mitigation",
    "atlas tactic",
    "atlas technique",
    "mitigation",
    "mitre atlas",
    "mitre atlas id",
    "mitre atlas tactic",
    "mitre atlas technique",
    "primary technique",
    "sub technique",
    "tactic",
    "technique",
];

/// Keys of fields that declare a page's id, with the kind of object. `ID` may hold any kind.
pub const ID_FIELDS: [(&str, Option<Kind>); 5] = [
    ("ID", None),
    ("Technique ID", Some(Kind::Technique)),
    ("Tactic ID", Some(Kind::Tactic)),
    ("Mitigation ID", Some(Kind::Mitigation)),
    ("Case Study ID", Some(Kind::CaseStudy)),
];

/// Keys of other fields that hold an object of one kind.
pub const TYPED_FIELDS: [(&str, Kind); 3] = [
    ("Technique", Kind::Technique),
    ("Parent Technique", Kind::Technique),
    ("Tactic", Kind::Tactic),
];

/// Ends of the name of a list item.
pub const ITEM_NAME_ENDS: [&str; 5] = [": ", "\u{2014}", " \u{2013} ", " - ", "\n"];

/// Ends of the name of a list item, if the name is in the catalog.
pub const KNOWN_ITEM_NAME_ENDS: [&str; 3] = [", ", ". ", ";"];

/// Ends of a name in a text that holds more: a remark in brackets, a dash, the next sentence or clause.
pub const PROSE_NAME_ENDS: [&str; 13] = [
    " (",
    " [",
    " _(",
    " *(",
    ": ",
    " - ",
    " -- ",
    " \u{2013} ",
    "\u{2014}",
    ". ",
    "; ",
    ", ",
    " / ",
];

/// Ends of a name in the title of a step: a remark in brackets or after a dash.
pub const STEP_NAME_ENDS: [&str; 5] = [" (", " [", " - ", " \u{2013} ", " \u{2014} "];

/// Words of the framework's name, which may stand before or after that of an object.
pub const FRAMEWORK_WORDS: [&str; 2] = ["MITRE", "ATLAS"];

/// Words between a bracket and the id in it: `(MITRE ATLAS AML.T0051)`.
pub const BRACKET_PREFIXES: [&str; 5] = ["MITRE", "ATLAS", "ID", "technique", "Technique"];

/// Words of table headers that say whose objects they are, and not which.
pub const HEADER_OWNERS: [&str; 5] = ["mitre", "atlas", "aml", "official", "primary"];

/// Table headers over objects of one kind, normalized.
pub const HEADER_KINDS: [(&str, Kind); 8] = [
    ("technique", Kind::Technique),
    ("techniques", Kind::Technique),
    ("tactic", Kind::Tactic),
    ("tactics", Kind::Tactic),
    ("mitigation", Kind::Mitigation),
    ("mitigations", Kind::Mitigation),
    ("case study", Kind::CaseStudy),
    ("case studies", Kind::CaseStudy),
];

/// Table headers over names, normalized.
pub const NAME_HEADERS: [&str; 2] = ["name", "title"];

/// Table headers over ids, normalized.
pub const ID_HEADERS: [&str; 7] = ["id", "ids", "identifier", "code", "no", "nr", "number"];

/// Words of table headers over other objects than the row's, such as "Related techniques".
pub const OTHER_OBJECT_HEADERS: [&str; 35] = [
    "after",
    "before",
    "chain",
    "chained",
    "combined",
    "control",
    "controls",
    "counter",
    "counters",
    "defence",
    "defense",
    "effect",
    "enables",
    "follows",
    "former",
    "from",
    "goal",
    "impact",
    "leads",
    "new",
    "next",
    "old",
    "outcome",
    "parent",
    "prerequisite",
    "previous",
    "related",
    "replaced",
    "replaces",
    "result",
    "secondary",
    "see",
    "similar",
    "successor",
    "to",
];

/// Phrases by which a text says of an id before them that it does not exist. Lower case.
pub const NOT_EXISTING: [&str; 14] = [
    "cannot be resolved",
    "do not exist",
    "does not exist",
    "does not resolve",
    "doesn't exist",
    "don't exist",
    "has been removed",
    "have been removed",
    "is not a valid id",
    "never existed",
    "no longer exist",
    "unresolvable",
    "was removed",
    "were removed",
];

/// Phrases by which a text says that an id is not in the catalog, if a word for the catalog follows. Lower case.
pub const NOT_IN_CATALOG: [&str; 6] = [
    "absent from",
    "missing from",
    "no longer in",
    "no longer part of",
    "not in",
    "not part of",
];

/// Words for the catalog, or for a copy of it. Lower case.
pub const CATALOG_WORDS: [&str; 6] = [
    "atlas",
    "catalog",
    "catalogue",
    "matrix",
    "release",
    "snapshot",
];

/// Words of texts about ids that were replaced by others, of which an arrow shows one. Lower case.
pub const RENUMBERING_WORDS: [&str; 7] = [
    "alias",
    "former id",
    "old id",
    "renamed",
    "renumber",
    "successor",
    "supersede",
];

/// Arrows from an id to the one that replaced it.
pub const RENUMBERING_ARROWS: [&str; 8] = [
    "->", "-->", "=>", "\u{2192}", "\u{21d2}", "\u{27f6}", "\u{2794}", "\u{279c}",
];

/// YAML keys of an id, with the kind of object. None for any ATLAS id.
pub const ID_KEYS: [(&str, Option<Kind>); 10] = [
    ("technique", Some(Kind::Technique)),
    ("subtechnique", Some(Kind::Technique)),
    ("sub_technique", Some(Kind::Technique)),
    ("atlas_technique", Some(Kind::Technique)),
    ("tactic", Some(Kind::Tactic)),
    ("atlas_tactic", Some(Kind::Tactic)),
    ("mitigation", Some(Kind::Mitigation)),
    ("case_study", Some(Kind::CaseStudy)),
    ("atlas", None),
    ("mitre_atlas", None),
];

/// YAML keys of an id of the author's own, beside those that end in `_id`.
pub const OWN_ID_KEYS: [&str; 6] = ["id", "uid", "uuid", "key", "code", "ref"];

/// YAML keys of a technique next to one of its tactics, in order of preference.
pub const TECHNIQUE_KEYS: [&str; 4] = ["technique_id", "techniqueId", "technique-id", "technique"];

/// YAML keys of a tactic next to a technique, in order of preference.
pub const TACTIC_KEYS: [&str; 4] = ["tactic_id", "tacticId", "tactic-id", "tactic"];

/// Keys for the name of an object, in the mapping of the object.
pub const NAME_KEYS: [&str; 6] = [
    "name",
    "title",
    "label",
    "technique_name",
    "tactic_name",
    "mitigation_name",
];

/// Keys for a name that may be that of another thing than the id next to it.
pub const PLAIN_NAME_KEYS: [&str; 4] = ["name", "title", "label", "value"];

/// Words for the kinds of ATLAS objects, before an id.
pub const KIND_WORDS: [&str; 8] = [
    "technique",
    "sub-technique",
    "subtechnique",
    "tactic",
    "mitigation",
    "case study",
    "technique id",
    "id",
];

/// Keys of the front matter with the name of the page.
pub const TITLE_KEYS: [&str; 2] = ["title", "name"];

/// Front matter keys that name or describe the page.
pub const PAGE_KEYS: [&str; 3] = ["title", "name", "description"];

/// Front matter keys by which sites and links find the page.
pub const IDENTITY_KEYS: [&str; 6] = ["id", "slug", "name", "permalink", "alias", "aliases"];

// Separators and marks.

/// Colons between an id and its name.
pub const COLONS: [char; 2] = [':', '\u{ff1a}'];

/// Dashes between an id and its name.
pub const DASHES: [char; 8] = [
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}',
];

/// Bars. Markdown escapes them with a backslash.
pub const BARS: [char; 2] = ['|', '\\'];

/// Marks between an id and its name that also join different things.
pub const LOOSE_SEPARATORS: [char; 13] = [
    '=', '/', ',', '\u{2022}', '\u{b7}', '\u{2219}', '\u{2190}', '\u{2192}', '\u{21d2}',
    '\u{27f6}', '\u{2794}', '\u{279c}', '\u{ff0c}',
];

/// Characters that end a sentence, add another thing or start markup: the text after them is not a name of the id.
pub const NAME_STOPS: [char; 9] = ['.', ';', '!', '?', '&', '+', '#', '<', '\u{3002}'];

/// Opening brackets.
pub const OPENERS: [char; 5] = ['(', '[', '{', '\u{ff08}', '<'];

/// Quote marks.
pub const QUOTES: [char; 8] = [
    '"', '\'', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}',
];

/// Brackets and quotes around a whole name.
pub const WRAPS: [(char, char); 6] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('\u{ff08}', '\u{ff09}'),
    ('\u{201c}', '\u{201d}'),
    ('\u{ab}', '\u{bb}'),
];

// Limits.

/// Upper bound on the words of a name.
pub const MAX_NAME_WORDS: usize = 24;

/// Upper bound on the words of a name together with its parent's.
pub const MAX_JOINED_WORDS: usize = 40;

/// Upper bound on the bytes of a name, with the emphasis and quote marks of broken lines.
pub const MAX_NAME_BYTES: usize = 400;

/// Texts with this many words were not meant as a name.
pub const MAX_UNKNOWN_NAME_WORDS: usize = 9;

/// Tables with more columns are not read.
pub const MAX_COLUMNS: usize = 64;

/// Maximum number of edits from a malformed id to the intended one.
pub const MAX_EDITS: usize = 2;

/// Upper bound on the bytes between the two ends of a range of ids, emphasis included.
pub const MAX_RANGE_GAP: usize = 24;

/// Upper bound on the bytes before the id in a line such as `**ATLAS ID:** AML.T0045`.
pub const MAX_ID_FIELD: usize = 40;

/// A page that maps more ids is a list of them.
pub const MAX_MAPPED_IDS: usize = 50;

/// Upper bound on the bytes between an id and the words that say that it is absent.
pub const MAX_ABSENCE_BYTES: usize = 300;

/// Upper bound on the words from a phrase such as "absent from" to the word for the catalog.
pub const MAX_CATALOG_WORDS: usize = 3;

/// Longer YAML values are prose.
pub const MAX_VALUE_BYTES: usize = 200;

/// Upper bound on the characters between an id that is a string literal and the literal with its name.
pub const MAX_LITERAL_GAP: usize = 160;

/// Upper bound on the characters of that literal.
pub const MAX_LITERAL: usize = 200;

/// Longer YAML values are not searched for ids of other frameworks.
pub const MAX_OTHER_FRAMEWORK_BYTES: usize = 80;

/// Longer texts do not state tactics by their names.
pub const MAX_TACTICS_BYTES: usize = 400;

/// Upper bound on the words of an unknown name in a text that holds more.
pub const MAX_CUT_WORDS: usize = 12;

/// Longer starts of a line do not hold a name of the catalog.
pub const MAX_NAMED_LINE_BYTES: usize = 300;

/// Headers of table columns and keys of fields are shorter.
pub const MAX_HEADER_BYTES: usize = 60;

/// Keys of fields with a fact of the object are shorter.
pub const MAX_KEY_BYTES: usize = 40;

/// Longer texts were not meant as a name.
pub const MAX_UNKNOWN_NAME_BYTES: usize = 100;

/// A series of `ID (Name)` has at least this many brackets.
pub const MIN_SERIES: usize = 3;

/// Lists before a text that are searched for the one around it.
pub const MAX_LISTS_BEFORE: usize = 16;
