//! Lookup of paths by their ends.

use std::sync::Arc;

use super::path::fold_case;
use super::paths::{Paths, Target, Targets};
use crate::text::path::name_of;

/// The most files of a name that are compared one by one. More have an index, as each link may have another path of the name.
const MOST_COMPARED: usize = 16;

impl Paths<'_> {
    /// Returns the files whose path is `written` with `.md` added or ends in it, else those for `written` itself. The shortest
    /// path comes first.
    pub(super) fn ending_in(&self, written: &str) -> Arc<Vec<Target>> {
        let key = fold_case(written);
        let known = self
            .found
            .read()
            .ok()
            .and_then(|known| known.get(key.as_ref()).cloned());
        if let Some(known) = known {
            return known;
        }
        let forms = [format!("{key}.md"), key.clone().into_owned()];
        let found = forms.iter().find_map(|form| {
            let mut found = self.with_end(form);
            found.sort_by_cached_key(|&target| {
                let path = self.path(target);
                (path.chars().count(), path)
            });
            (!found.is_empty()).then_some(found)
        });
        let found = Arc::new(found.unwrap_or_default());
        if let Ok(mut known) = self.found.write() {
            known.insert(key.into_owned(), Arc::clone(&found));
        }
        found
    }

    /// Returns whether a relative path, without its way up, is the path of a file or the end of one.
    #[must_use]
    pub fn ends_some_path(&self, relative: &str) -> bool {
        let inside = relative.trim_start_matches("./").trim_start_matches("../");
        !inside.is_empty() && !self.ending_in(inside).is_empty()
    }

    /// Returns the files whose folded path is `end` or ends in it, in no order.
    fn with_end(&self, end: &str) -> Vec<Target> {
        let named = self.by_name.get(name_of(end));
        let named = named.map_or(&[][..], Targets::as_slice);
        if named.len() <= MOST_COMPARED {
            let fits = |target: &Target| {
                let path = fold_case(self.path(*target));
                let start = path.strip_suffix(end);
                start.is_some_and(|start| start.is_empty() || start.ends_with('/'))
            };
            return named.iter().copied().filter(fits).collect();
        }
        // The keys are made anew for the few steps of a search, as those of all files take much memory.
        let key = |target: &Target| reversed(&fold_case(self.path(*target)));
        let from_end = self.from_end.get_or_init(|| {
            let all = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
            let mut all: Box<[Target]> = (0..all).map(Target).collect();
            all.sort_by_cached_key(key);
            all
        });
        let end = reversed(end);
        let first = from_end.partition_point(|target| key(target) < end);
        let ends = from_end[first..].iter();
        ends.take_while(|target| key(target).starts_with(&*end))
            .copied()
            .collect()
    }
}

/// Returns a path with its parts reversed: `b.md/a/` for `a/b.md`. Paths with a common end then have a common start.
fn reversed(path: &str) -> Box<str> {
    let mut out = String::with_capacity(path.len() + 1);
    for part in path.rsplit('/') {
        out.push_str(part);
        out.push('/');
    }
    out.into()
}
