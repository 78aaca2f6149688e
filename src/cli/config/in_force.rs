//! Values in force, each with where it comes from.

use serde::Serialize;
use serde_json::Value;

use super::keys::{Keys, SetValue};
use crate::cli::args::VaultArgs;
use crate::cli::setup::Setup;
use crate::config::FILE_NAME;
use crate::dialect::Dialects;
use crate::disk;
use crate::framework::Pin;
use crate::rules::RULES;
use crate::schema::{BUILT_IN, PageSchema, PageType};
use crate::settings::Level;
use crate::syntax::Page;
use crate::text::Source;

/// The origin of a default value.
const DEFAULT: &str = "default";

/// The configuration in force.
#[derive(Serialize)]
pub(super) struct InForce {
    /// The file; `null` if there is none.
    pub(super) config: From<Option<String>>,
    pub(super) vault: From<String>,
    pub(super) dialect: From<String>,
    pub(super) release: Release,
    pub(super) vault_ids: From<bool>,
    pub(super) exclude: From<Value>,
    pub(super) include: From<Value>,
    pub(super) baseline: From<Option<String>>,
    /// The frameworks beside ATLAS that the configuration sets.
    pub(super) frameworks: Vec<SetFramework>,
    /// The editions of lists that the pages follow, and ids that may be of newer versions, in words.
    pub(super) followed: Vec<String>,
    pub(super) page_types: Vec<Type>,
    pub(super) levels: Vec<SetLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) page: Option<OnPage>,
}

/// A value and where it comes from.
#[derive(Serialize)]
pub(super) struct From<T> {
    pub(super) value: T,
    pub(super) from: String,
}

#[derive(Serialize)]
pub(super) struct Release {
    #[serde(flatten)]
    pub(super) name: From<String>,
    pub(super) pinned: bool,
    /// Whether its facts were read from the official file.
    pub(super) official: bool,
}

#[derive(Serialize)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) schema: String,
    pub(super) from: String,
}

/// A framework that the configuration sets.
#[derive(Serialize)]
pub(super) struct SetFramework {
    pub(super) framework: String,
    /// `off`, the version or edition that is set, or the newest.
    pub(super) version: String,
    pub(super) from: String,
}

/// A rule whose level the configuration sets.
#[derive(Serialize)]
pub(super) struct SetLevel {
    pub(super) rule: String,
    pub(super) level: String,
    /// The pages for which it is set; all if `null`.
    pub(super) paths: Option<Value>,
    pub(super) default: &'static str,
    pub(super) from: String,
}

/// Configuration of one page.
#[derive(Serialize)]
pub(super) struct OnPage {
    pub(super) path: String,
    pub(super) page_type: Option<String>,
    pub(super) dialect: &'static str,
    /// Whether findings on the page are reported when it is not named, and why not.
    pub(super) reported: From<bool>,
    /// Rules whose level on this page is not their default.
    pub(super) levels: Vec<PageLevel>,
}

#[derive(Serialize)]
pub(super) struct PageLevel {
    pub(super) rule: &'static str,
    pub(super) level: &'static str,
    pub(super) default: &'static str,
}

impl InForce {
    pub(super) fn of(
        setup: &Setup,
        args: &VaultArgs,
        dialects: &Dialects,
        (pages, followed): (&[&str], Vec<String>),
        page: Option<(&Source, &Page<'_>)>,
    ) -> Self {
        let file = setup.place.config.as_deref().map(disk::from_current);
        let keys = Keys::of(&setup.config_source, file.clone().unwrap_or_default());
        Self {
            vault: vault(setup, args, &keys),
            dialect: dialect(setup, dialects, pages, &keys),
            release: release(setup, args, &keys),
            vault_ids: From {
                value: setup.config.catalog.vault_ids,
                from: origin(keys.get(&["catalog", "vault-ids"])),
            },
            exclude: list(&keys, "exclude"),
            include: list(&keys, "include"),
            baseline: From {
                value: setup.config.baseline.clone(),
                from: origin(keys.get(&["baseline"])),
            },
            frameworks: frameworks(setup, &keys),
            followed,
            page_types: page_types(setup, &keys),
            levels: levels(&keys),
            page: page.map(|(source, page)| on_page(setup, dialects, source, page)),
            config: From {
                from: match (&file, &args.config, args.no_config) {
                    (_, _, true) => "--no-config".to_owned(),
                    (_, Some(_), _) => "--config".to_owned(),
                    (Some(_), ..) => "nearest one upward".to_owned(),
                    (None, ..) => format!("no {FILE_NAME} upward"),
                },
                value: file,
            },
        }
    }
}

fn frameworks(setup: &Setup, keys: &Keys<'_>) -> Vec<SetFramework> {
    let set = setup.config.framework_keys();
    let of = |key: &str| {
        let version = match setup.frameworks.get(key) {
            None => "off".to_owned(),
            Some(entry) => match &entry.pin {
                Some(Pin::Release(version) | Pin::Edition(version)) => version.clone(),
                None => "newest".to_owned(),
            },
        };
        SetFramework {
            framework: key.to_owned(),
            version,
            from: origin(keys.get(&["frameworks", key])),
        }
    };
    set.map(of).collect()
}

fn origin(written: Option<SetValue>) -> String {
    written.map_or_else(|| DEFAULT.to_owned(), |written| written.from)
}

fn vault(setup: &Setup, args: &VaultArgs, keys: &Keys<'_>) -> From<String> {
    let root = &setup.place.root;
    let is_git_root = || disk::git_root(root).as_ref() == Some(root);
    let from = match (&args.vault, keys.get(&["vault"])) {
        (Some(_), _) => "--vault".to_owned(),
        (None, Some(written)) => written.from,
        (None, None) if setup.place.config.is_some() => "folder of the configuration".to_owned(),
        (None, None) if disk::is_there(&root.join(".obsidian")) => "it holds .obsidian".to_owned(),
        (None, None) if is_git_root() => "root of the repository".to_owned(),
        (None, None) => "no configuration, .obsidian or repository around it".to_owned(),
    };
    From {
        value: disk::from_current(root),
        from,
    }
}

fn dialect(setup: &Setup, dialects: &Dialects, pages: &[&str], keys: &Keys<'_>) -> From<String> {
    let value = dialects.in_words(pages.iter().copied());
    let from = match keys.get(&["dialect"]) {
        Some(written) if setup.config.dialect().is_some() => written.from,
        _ if value.contains(" (") => "detected".to_owned(),
        _ => "default, nothing in the vault shows another one".to_owned(),
    };
    From { value, from }
}

fn release(setup: &Setup, args: &VaultArgs, keys: &Keys<'_>) -> Release {
    let pinned = &setup.pinned;
    let name = pinned.catalog.release_name(pinned.release);
    let of_config = || {
        let release = keys.get(&["catalog", "release"]);
        release.or_else(|| keys.get(&["catalog", "file"]))
    };
    let from = match (&args.catalog, of_config()) {
        (Some(_), _) => "--catalog".to_owned(),
        (None, Some(written)) => written.from,
        (None, None) => "newest known release".to_owned(),
    };
    let releases = pinned.catalog.releases().iter();
    let mut same = releases.filter(|release| release.name == name);
    Release {
        name: From {
            value: name.to_owned(),
            from,
        },
        pinned: pinned.named,
        official: same.any(|release| release.official),
    }
}

fn list(keys: &Keys<'_>, key: &str) -> From<Value> {
    match keys.get(&[key]) {
        Some(SetValue { value, from }) => From { value, from },
        None => From {
            value: Value::Array(Vec::new()),
            from: DEFAULT.to_owned(),
        },
    }
}

fn page_types(setup: &Setup, keys: &Keys<'_>) -> Vec<Type> {
    let written = keys.items("page-types");
    let of = |name: &str| written.iter().find(|written| written.value["name"] == name);
    let types = setup.page_types.0.iter();
    types
        .map(|PageType { name, schema, .. }| {
            let written = of(name);
            let file = written.and_then(|written| written.value["schema"].as_str());
            Type {
                name: name.clone(),
                schema: match (schema, file) {
                    (PageSchema::Own(_), Some(file)) => file.to_owned(),
                    (_, Some(built_in)) if BUILT_IN.iter().any(|(name, _)| *name == built_in) => {
                        format!("built-in {built_in}")
                    }
                    _ => "built-in".to_owned(),
                },
                from: written.map_or_else(|| DEFAULT.to_owned(), |written| written.from.clone()),
            }
        })
        .collect()
}

fn levels(keys: &Keys<'_>) -> Vec<SetLevel> {
    let mut set = Vec::new();
    for (rule, SetValue { value, from }) in keys.entries("rules") {
        let level = value.as_str().or_else(|| value.get("level")?.as_str());
        let (Some(level), Some(known)) = (level, crate::rules::find(&rule)) else {
            continue;
        };
        set.push(SetLevel {
            level: level.to_owned(),
            paths: value.get("paths").cloned(),
            default: known.level.as_str(),
            rule,
            from,
        });
    }
    set
}

fn on_page(setup: &Setup, dialects: &Dialects, source: &Source, page: &Page<'_>) -> OnPage {
    let path = source.path();
    let is_excluded = setup
        .config
        .excluded()
        .is_ok_and(|globs| globs.is_match(path));
    let levels = RULES.iter().filter_map(|rule| {
        let level: Level = setup.levels.on(rule, path);
        (level != rule.level).then_some(PageLevel {
            rule: rule.name,
            level: level.as_str(),
            default: rule.level.as_str(),
        })
    });
    OnPage {
        path: path.to_owned(),
        page_type: setup
            .page_types
            .of(page, path)
            .map(|found| found.name.clone()),
        dialect: dialects.of(path).name(),
        reported: From {
            value: !is_excluded && !source.is_hidden(),
            from: match (is_excluded, source.is_hidden()) {
                (true, _) => "`exclude` of the configuration".to_owned(),
                (_, true) => "hidden by a .gitignore or a dotted name".to_owned(),
                _ => DEFAULT.to_owned(),
            },
        },
        levels: levels.collect(),
    }
}
