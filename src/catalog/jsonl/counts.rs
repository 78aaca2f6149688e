//! Object counts of the releases, which show whether a text has lost some of its lines.

use crate::catalog::kind::Kind;
use crate::catalog::store::Catalog;

impl Catalog {
    /// Counts the objects of each release, without kinds that its file lacks.
    pub(super) fn counts(&self) -> Vec<usize> {
        // Sums up the changes from release to release, as a hostile file may have very many lifetimes
        // that each span very many releases.
        let mut changes = vec![[0isize; Kind::ALL.len()]; self.releases().len() + 1];
        let mut add = |ix: usize, kind: Kind, by: isize| {
            if let Some(count) = changes
                .get_mut(ix)
                .and_then(|row| row.get_mut(kind as usize))
            {
                *count += by;
            }
        };
        for object in self.objects() {
            for lifetime in &object.lifetimes {
                add(usize::from(lifetime.first.0), object.kind, 1);
                if let Some(last) = lifetime.last {
                    add(usize::from(last.0) + 1, object.kind, -1);
                }
            }
        }
        let mut current = [0isize; Kind::ALL.len()];
        let counts = self
            .releases()
            .iter()
            .zip(changes)
            .map(|(release, change)| {
                for (current, change) in current.iter_mut().zip(change) {
                    *current += change;
                }
                let counted = Kind::ALL.into_iter().zip(current);
                let counted = counted.filter(|(kind, _)| !release.gaps.contains(kind));
                counted
                    .map(|(_, count)| usize::try_from(count).unwrap_or_default())
                    .sum()
            });
        counts.collect()
    }
}
