//! The release that fits a vault.

use foldhash::{HashMap, HashSet};

use super::seen::VaultScan;
use crate::catalog::{Kind, ReleaseIx, Status, View};
use crate::check::{Report, Settings, check_at_each, with_vault};
use crate::cli::setup::Setup;
use crate::diagnostic::Diagnostic;
use crate::pages::PageStore;
use crate::rules::{ByRelease, RULES, handling};
use crate::text::Sources;

/// Returns the names of the rules whose findings depend on the release.
pub(super) fn rules() -> Vec<String> {
    let dependent = RULES
        .iter()
        .filter(|rule| rule.handling.by_release != ByRelease::No);
    dependent.map(|rule| rule.name.to_owned()).collect()
}

/// Minimum number of pages that declare tactics, techniques or mitigations in a vault that follows a release. A vault that only maps
/// to ATLAS is checked against the newest release, which shows what is outdated.
const MIN_DECLARING: usize = 20;
/// Minimum number of findings that an older release must save compared with the newest.
const MIN_FEWER: usize = 10;

/// Fit of the releases to a vault.
pub(super) struct ReleaseChoice {
    /// The release to pin.
    pub(super) pin: ReleaseIx,
    /// Number of pages that declare tactics, techniques or mitigations.
    pub(super) declaring: usize,
    /// The release with the fewest findings that depend on it, and their number.
    pub(super) best: (ReleaseIx, usize),
    /// The number of the newest release.
    pub(super) newest: usize,
    /// Why the best release is not pinned.
    pub(super) reason: Option<String>,
    /// Ids of the vault that are newer than the pin, each with its first release.
    pub(super) newer_ids: Vec<(String, String)>,
}

/// Key of a finding that does not depend on the release.
type Key = (&'static str, usize, u32, String);

impl ReleaseChoice {
    pub(super) fn of(
        setup: &Setup,
        store: &PageStore<'_>,
        sources: &Sources,
        seen: &VaultScan,
    ) -> Self {
        let reported = |path: &str| seen.reports(path);
        let settings = setup.settings(store, &reported, None);
        let catalog = &setup.pinned.catalog;
        let newest = catalog.newest();
        let releases = || (0..=newest.0).map(ReleaseIx);
        let views = releases().map(|ix| catalog.at(ix));
        let found = check_at_each(sources, views, &settings, findings);
        let mut held: HashMap<&Key, usize> = HashMap::default();
        for key in found.iter().flatten() {
            *held.entry(key).or_default() += 1;
        }
        // Findings at every release do not distinguish the releases.
        let counts = found.iter().map(|keys| {
            let telling = keys.iter().filter(|key| held[key] < found.len());
            telling.count()
        });
        let counts: Vec<(ReleaseIx, usize)> = releases().zip(counts).collect();
        let at_newest = counts.last().map_or(0, |(_, count)| *count);
        let best = counts.iter().rev().min_by_key(|(_, count)| *count);
        let best = best.copied().unwrap_or((newest, 0));
        let declaring = declaring(setup, sources, &settings);
        let reason = reason(declaring, best.1, at_newest).filter(|_| best.0 != newest);
        let pin = if reason.is_none() { best.0 } else { newest };
        let newer = found[usize::from(pin.0)].iter();
        let newer = newer.filter(|(rule, ..)| handling(rule).by_release == ByRelease::IfNewer);
        let mut newer_ids: Vec<(String, String)> = newer
            .map(|(.., id)| (id.clone(), first_release(setup, pin, id)))
            .collect();
        newer_ids.sort();
        newer_ids.dedup();
        Self {
            pin,
            declaring,
            best,
            newest: at_newest,
            reason,
            newer_ids,
        }
    }
}

/// Returns why an older release is not pinned that has `best` findings, where the newest has `newest`.
fn reason(declaring: usize, best: usize, newest: usize) -> Option<String> {
    if declaring < MIN_DECLARING {
        let only = match declaring {
            0 => "no page declares".to_owned(),
            1 => "only 1 page declares".to_owned(),
            n => format!("only {n} pages declare"),
        };
        Some(format!(
            "{only} an object, and {MIN_DECLARING} are needed to pin an older release"
        ))
    } else if best + MIN_FEWER > newest {
        Some(format!(
            "an older release is pinned only if it has at least {MIN_FEWER} findings fewer"
        ))
    } else if best * 2 > newest {
        Some("an older release is pinned only if it has at most half as many findings".to_owned())
    } else {
        None
    }
}

/// Returns what depends on the release in its report.
fn findings(view: View<'_>, report: &Report) -> HashSet<Key> {
    let is_newer = |id: &str| matches!(view.status(id), Status::Newer(_));
    let depends = |finding: &&Diagnostic| match handling(finding.rule).by_release {
        ByRelease::No => false,
        ByRelease::Yes => true,
        ByRelease::IfNewer => finding.about.as_object().is_some_and(is_newer),
    };
    let found = report.diagnostics.iter().filter(depends);
    found
        .map(|finding| {
            let primary = &finding.primary;
            let about = finding.about.as_str().to_owned();
            (
                finding.rule,
                primary.file.index(),
                primary.span.start,
                about,
            )
        })
        .collect()
}

/// Returns how many pages declare tactics, techniques or mitigations.
fn declaring(setup: &Setup, sources: &Sources, settings: &Settings<'_>) -> usize {
    with_vault(sources, setup.view(), settings, |context, _| {
        let vault = context.vault;
        let counts = |id: &str| Kind::of_id(id).is_some_and(|kind| kind != Kind::CaseStudy);
        let pages = vault.pages();
        pages
            .filter(|page| (settings.filters.reported)(vault.path(page.file)))
            .filter(|page| vault.declared_id(page.file).is_some_and(counts))
            .count()
    })
}

fn first_release(setup: &Setup, pin: ReleaseIx, id: &str) -> String {
    let catalog = &setup.pinned.catalog;
    match catalog.at(pin).status(id) {
        Status::Newer(lifetime) => catalog.release_name(lifetime.first).to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn an_older_release_is_pinned_if_it_fits_much_better() {
        assert_eq!(reason(20, 0, 10), None);
        assert_eq!(reason(20, 10, 20), None);
        for (declaring, best, newest, why) in [
            (0, 0, 100, "no page declares"),
            (1, 0, 100, "only 1 page declares"),
            (19, 0, 100, "only 19 pages declare"),
            (20, 0, 9, "at least 10 findings fewer"),
            (20, 11, 20, "at least 10 findings fewer"),
            (20, 11, 21, "at most half as many"),
            (20, 60, 100, "at most half as many"),
        ] {
            let reason = reason(declaring, best, newest).unwrap_or_default();
            assert!(reason.contains(why), "{best} of {newest}: {reason}");
        }
    }
}
