//! Severity overrides, by rule and path.

use std::collections::HashMap;

use globset::GlobSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{RULES, Rule};
pub use crate::settings::Level;

/// Severity overrides of a run.
#[derive(Debug, Default)]
pub struct Levels {
    set: HashMap<String, Setting>,
    /// Only these rules run, if any are named.
    select: Vec<String>,
    /// These rules do not run.
    ignore: Vec<String>,
}

#[derive(Debug)]
struct Setting {
    level: Level,
    /// The pages that it applies to; all if None.
    paths: Option<GlobSet>,
}

impl Levels {
    /// Sets the level of a rule, for some paths or for all.
    pub fn set(&mut self, rule: &str, level: Level, paths: Option<GlobSet>) {
        self.set.insert(rule.to_owned(), Setting { level, paths });
    }

    /// Runs only these rules. A rule that is off by default runs at its own severity, or as a warning.
    pub fn select(&mut self, rules: &[String]) {
        self.select.extend_from_slice(rules);
    }

    /// Turns these rules off.
    pub fn ignore(&mut self, rules: &[String]) {
        self.ignore.extend_from_slice(rules);
    }

    /// Returns whether a rule may have findings anywhere.
    #[must_use]
    pub fn runs(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name == rule.name);
        if named(&self.ignore) || (!self.select.is_empty() && !named(&self.select)) {
            return false;
        }
        let set = self.set.get(rule.name);
        let off = match set {
            Some(Setting { level, paths: None }) => *level == Level::Off,
            Some(Setting { level, .. }) => rule.level == Level::Off && *level == Level::Off,
            None => rule.level == Level::Off,
        };
        !off || named(&self.select)
    }

    /// Returns how many rules run, if one that is on by default is off on some page.
    #[must_use]
    pub fn partial(&self) -> Option<usize> {
        let is_off = |rule: &&Rule| {
            let set = self.set.get(rule.name);
            let is_off_somewhere = set.is_some_and(|set| set.level == Level::Off);
            let is_selected = self.select.iter().any(|name| name == rule.name);
            !self.runs(rule) || (is_off_somewhere && !is_selected)
        };
        let mut by_default = RULES.iter().filter(|rule| rule.level != Level::Off);
        by_default.any(is_off).then(|| {
            let running = RULES.iter().filter(|rule| self.runs(rule));
            running.count()
        })
    }

    /// Returns whether a rule runs on the page at `path`.
    #[must_use]
    pub fn holds(&self, rule: &Rule, path: &str) -> bool {
        self.runs(rule) && self.path_level(rule.name, path) != PathLevel::Off
    }

    /// Returns the level of a rule on the page at `path`.
    #[must_use]
    pub fn on(&self, rule: &Rule, path: &str) -> Level {
        match self.path_level(rule.name, path) {
            _ if !self.runs(rule) => Level::Off,
            PathLevel::Off => Level::Off,
            PathLevel::Own => rule.level,
            PathLevel::Set(Severity::Error) => Level::Error,
            PathLevel::Set(Severity::Warning) => Level::Warning,
        }
    }

    /// Sets the severity of a finding on the page at `path`. Returns false if its rule is off there.
    #[must_use]
    pub fn apply(&self, finding: &mut Diagnostic, path: &str) -> bool {
        match self.path_level(finding.rule, path) {
            PathLevel::Off => false,
            PathLevel::Own => true,
            PathLevel::Set(severity) => {
                finding.severity = severity;
                true
            }
        }
    }

    fn path_level(&self, rule: &str, path: &str) -> PathLevel {
        let holds = |setting: &&Setting| {
            setting
                .paths
                .as_ref()
                .is_none_or(|globs| globs.is_match(path))
        };
        let set = self.set.get(rule);
        let is_selected = || self.select.iter().any(|name| name == rule);
        let Some(setting) = set.filter(holds) else {
            // A rule that is off by default and was set for other paths is off here.
            let is_off = || crate::rules::find(rule).is_some_and(|rule| rule.level == Level::Off);
            return if set.is_some() && is_off() && !is_selected() {
                PathLevel::Off
            } else {
                PathLevel::Own
            };
        };
        match setting.level.severity() {
            Some(severity) => PathLevel::Set(severity),
            None if is_selected() => PathLevel::Own,
            None => PathLevel::Off,
        }
    }
}

/// Level of a rule on a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PathLevel {
    /// The rule is off.
    Off,
    /// Each finding keeps its severity.
    Own,
    /// All findings get this severity.
    Set(Severity),
}
