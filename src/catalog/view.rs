//! Questions to the catalogue, by id and by name, as of one release.

use super::{Catalog, Kind, Lifetime, Object, Release, ReleaseIx, Versioned, at, normalize_name};

impl Catalog {
    /// The release of that name (`2026.05`) or number before v6 (`5.4.0`); a leading `v` is allowed.
    #[must_use]
    pub fn release(&self, text: &str) -> Option<ReleaseIx> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let place = self
            .releases()
            .iter()
            .position(|release| release.is_called(text))?;
        u16::try_from(place).ok().map(ReleaseIx)
    }

    /// The release of that name or number; of a number that no release has, such as `5.6.1`, the last one before it.
    #[must_use]
    pub fn release_at_or_before(&self, text: &str) -> Option<ReleaseIx> {
        let parts = |text: &str| -> Option<Vec<u32>> {
            text.split('.').map(|part| part.parse().ok()).collect()
        };
        self.release(text).or_else(|| {
            let wanted = parts(text).filter(|parts| parts.len() == 3)?;
            let mut all = self.releases().iter().zip(0..=self.newest().0).rev();
            let before = all.find(|(release, _)| {
                let number = release.legacy.as_deref().and_then(parts);
                number.is_some_and(|number| number < wanted && number[0] == wanted[0])
            });
            before.map(|(_, at)| ReleaseIx(at))
        })
    }

    /// The release at that place.
    #[must_use]
    pub fn release_at(&self, ix: ReleaseIx) -> Option<&Release> {
        self.releases().get(usize::from(ix.0))
    }

    /// The name of the release at that place.
    #[must_use]
    pub fn release_name(&self, ix: ReleaseIx) -> &str {
        self.release_at(ix)
            .map_or("unknown", |release| release.name.as_str())
    }

    /// The release whose name or number is nearest to a mistyped one; the newest of equally near.
    #[must_use]
    pub fn nearest_release(&self, text: &str) -> Option<&Release> {
        let text: String = text.trim().chars().take(20).collect();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(&text);
        let far = |release: &Release| {
            let names = [Some(&release.name), release.legacy.as_ref()];
            names
                .into_iter()
                .flatten()
                .map(|name| strsim::osa_distance(text, name))
                .min()
                .unwrap_or(usize::MAX)
        };
        self.releases()
            .iter()
            .rev()
            .min_by_key(|release| far(release))
            .filter(|release| far(release) <= 2)
    }

    /// The newest release.
    #[must_use]
    pub fn newest(&self) -> ReleaseIx {
        ReleaseIx(u16::try_from(self.releases().len().saturating_sub(1)).unwrap_or(u16::MAX))
    }

    /// This catalogue as of one release.
    #[must_use]
    pub fn at(&self, pinned: ReleaseIx) -> View<'_> {
        View {
            catalog: self,
            pinned,
        }
    }
}

/// A catalogue as of one release. What comes later is only told as [`Status::Newer`].
#[derive(Clone, Copy, Debug)]
pub struct View<'c> {
    /// The catalogue.
    pub catalog: &'c Catalog,
    /// The release.
    pub pinned: ReleaseIx,
}

/// What an id is in a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status<'c> {
    /// The release has it.
    Current(&'c Lifetime),
    /// An earlier release had it: its last lifetime.
    Retired(&'c Lifetime),
    /// Only a later release has it: its first lifetime.
    Newer(&'c Lifetime),
    /// No release has it.
    Unknown,
}

/// An object that bears, or bore, a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameHit<'c> {
    /// The object.
    pub object: &'c Object,
    /// The lifetime in which it bore the name.
    pub lifetime: &'c Lifetime,
    /// The name as it is written, and since when.
    pub name: &'c Versioned<String>,
    /// Whether it is the name of the id in the pinned release.
    pub current: bool,
}

impl<'c> View<'c> {
    /// What `id` is in the pinned release.
    #[must_use]
    pub fn status(&self, id: &str) -> Status<'c> {
        let Some(object) = self.catalog.object(id) else {
            return Status::Unknown;
        };
        match object
            .lifetimes
            .iter()
            .rev()
            .find(|lifetime| lifetime.first <= self.pinned)
        {
            Some(lifetime) if lifetime.spans(self.pinned) => Status::Current(lifetime),
            Some(lifetime) => Status::Retired(lifetime),
            None => object
                .lifetimes
                .first()
                .map_or(Status::Unknown, Status::Newer),
        }
    }

    /// The lifetime of `id` in the pinned release, or its last before.
    #[must_use]
    pub fn lifetime(&self, id: &str) -> Option<&'c Lifetime> {
        match self.status(id) {
            Status::Current(lifetime) | Status::Retired(lifetime) => Some(lifetime),
            Status::Newer(_) | Status::Unknown => None,
        }
    }

    /// The name of `id` in the pinned release, or its last one if it is retired.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&'c str> {
        at(&self.lifetime(id)?.names, self.pinned).map(|version| version.value.as_str())
    }

    /// All names of `id` up to the pinned release in its lifetime there, newest first.
    pub fn names(&self, id: &str) -> impl Iterator<Item = &'c Versioned<String>> + use<'c> {
        let pinned = self.pinned;
        let names = self
            .lifetime(id)
            .map_or(&[][..], |lifetime| &lifetime.names);
        names
            .iter()
            .rev()
            .filter(move |version| version.release <= pinned)
    }

    /// Every object that bears or bore the name, up to the pinned release; former lifetimes included.
    /// Names are compared as [`normalize_name`] makes them.
    #[must_use]
    pub fn by_name(&self, text: &str) -> Vec<NameHit<'c>> {
        self.by_normalized_name(&normalize_name(text))
    }

    /// What [`View::by_name`] gives, for a text that is normalised already.
    #[must_use]
    pub fn by_normalized_name(&self, plain: &str) -> Vec<NameHit<'c>> {
        let catalog = self.catalog;
        let places = catalog
            .index()
            .by_name
            .get(plain)
            .map_or(&[][..], Vec::as_slice);
        let hits = places.iter().filter_map(|place| {
            let object = catalog.objects().get(place.object)?;
            let lifetime = object.lifetimes.get(place.lifetime)?;
            let name = lifetime.names.get(place.name)?;
            let current =
                lifetime.spans(self.pinned) && at(&lifetime.names, self.pinned) == Some(name);
            (name.release <= self.pinned).then_some(NameHit {
                object,
                lifetime,
                name,
                current,
            })
        });
        hits.collect()
    }

    /// Ids of the sub-techniques of the pinned release that a normalised "Parent: Name" names, with a name of today or an earlier one.
    pub fn by_joined_name(&self, plain: &str) -> impl Iterator<Item = &'c str> + use<'_, 'c> {
        let catalog = self.catalog;
        let places = catalog.index().with_parent.get(plain);
        let ids = places.into_iter().flatten();
        ids.filter_map(|place| catalog.objects().get(*place))
            .map(|object| object.id.as_str())
            .filter(|id| matches!(self.status(id), Status::Current(_)))
    }

    /// The nearest current name, for "did you mean": at most one edit, or a quarter of the length.
    #[must_use]
    pub fn nearest_name(&self, text: &str, kind: Option<Kind>) -> Option<(&'c str, &'c str)> {
        self.catalog.nearest_name(self.pinned, text, kind)
    }

    /// The nearest current id of the same kind, for "did you mean": one edit away, or two if only
    /// one id is that near.
    #[must_use]
    pub fn nearest_id(&self, id: &str) -> Option<&'c str> {
        if id.len() > 20 {
            return None;
        }
        let kind = Kind::of_id(id);
        let near = |object: &'c Object| {
            // A page may hold 100,000 unknown ids: most ids are told apart without the costly comparison.
            let apart = object
                .id
                .bytes()
                .zip(id.bytes())
                .filter(|(a, b)| a != b)
                .count();
            let far = object.id.len().abs_diff(id.len()) > 2
                || (object.id.len() == id.len() && apart > 2);
            let wanted = !far && kind.is_none_or(|kind| kind == object.kind);
            let current = wanted && matches!(self.status(&object.id), Status::Current(_));
            let distance = current.then(|| strsim::osa_distance(id, &object.id))?;
            (1..=2)
                .contains(&distance)
                .then_some((distance, object.id.as_str()))
        };
        let found: Vec<(usize, &str)> = self.catalog.objects().iter().filter_map(near).collect();
        match (
            found.iter().find(|(distance, _)| *distance == 1),
            found.as_slice(),
        ) {
            (Some((_, id)), _) | (None, [(_, id)]) => Some(id),
            _ => None,
        }
    }

    /// Ids of the tactics of a technique in the pinned release.
    #[must_use]
    pub fn tactics(&self, id: &str) -> &'c [String] {
        self.lifetime(id)
            .and_then(|lifetime| at(&lifetime.tactics, self.pinned))
            .map_or(&[], |version| &version.value)
    }

    /// The technique that `id` is a sub-technique of.
    #[must_use]
    pub fn parent(&self, id: &str) -> Option<&'c str> {
        at(&self.lifetime(id)?.parent, self.pinned)?
            .value
            .as_deref()
    }

    /// Ids of the sub-techniques of `id` that the pinned release has, sorted.
    pub fn children<'v>(&'v self, id: &'v str) -> impl Iterator<Item = &'c str> + 'v {
        let catalog = self.catalog;
        let known = catalog
            .index()
            .children
            .get(id)
            .map_or(&[][..], Vec::as_slice);
        known
            .iter()
            .filter_map(move |place| catalog.objects().get(*place))
            .map(|object| object.id.as_str())
            .filter(move |child| {
                matches!(self.status(child), Status::Current(_)) && self.parent(child) == Some(id)
            })
    }
}
