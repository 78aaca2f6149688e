//! Pages that an earlier run read: their facts and findings are taken over if their text is still the same.

use std::fmt::Debug;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::brief::Brief;
use super::finding::CachedFinding;
use super::kept::KeptFacts;
use super::packed::Packed;
use crate::diagnostic::Diagnostic;
use crate::dialect::LinkCounts;
use crate::facts::Facts;
use crate::text::{Condition, FileId, Source, Stamp};

/// SHA-256 of a text. A pull request may choose the text, so that a shorter hash does not do.
pub type TextHash = [u8; 32];

/// What an earlier run wrote about pages. Everything in it may be damaged.
pub trait PageCache: Debug + Send + Sync {
    /// Returns the entry of the page at a path.
    fn find(&self, path: &str) -> Option<Vec<u8>>;

    /// Returns whether a file that was last changed then cannot have been changed again without another stamp.
    fn is_settled(&self, stamp: Stamp) -> bool;

    /// Keeps the entry that was found for the next run.
    fn keep(&self, path: &str);

    /// Writes a new entry.
    fn put(&self, path: &str, entry: &[u8]);

    fn hash(&self, text: &str) -> TextHash;

    /// Returns the name of a rule of this program.
    fn rule(&self, name: &str) -> Option<&'static str>;
}

/// The entry of a page.
#[derive(Serialize, Deserialize, Debug)]
pub(super) struct Entry {
    stamp: Option<Stamp>,
    text: TextHash,
    /// See [`Source::first_digest`].
    digest: u64,
    pub(super) internal_links: LinkCounts,
    pub(super) reads_otherwise: bool,
    brief: Brief,
    packed: Packed,
    /// The findings of the early check, if it ran.
    findings: Option<Vec<CachedFinding>>,
}

/// A page that is taken over from an earlier run.
pub(super) struct Reused {
    pub(super) entry: Entry,
    pub(super) facts: Facts,
    pub(super) findings: Option<Vec<Diagnostic>>,
}

impl Reused {
    /// Returns the facts as they stay in memory.
    pub(super) fn kept(facts: Facts, entry: Entry, is_whole: bool) -> Arc<KeptFacts> {
        Arc::new(if is_whole {
            KeptFacts::whole(facts)
        } else {
            KeptFacts::of_cache(entry.brief, entry.packed)
        })
    }
}

/// What is to be remembered of a page that was read.
pub(super) struct Fresh<'p> {
    pub(super) source: &'p Source,
    pub(super) stamp: Option<Stamp>,
    pub(super) text: &'p str,
    pub(super) internal_links: LinkCounts,
    pub(super) reads_otherwise: bool,
    pub(super) facts: &'p Facts,
    pub(super) findings: Option<&'p [Diagnostic]>,
}

/// Returns what an earlier run found on a page, if its text is the same. The text is read only if the system does not tell.
pub(super) fn reuse(cache: &dyn PageCache, file: FileId, source: &Source) -> Option<Reused> {
    let stamp = source.stamp();
    let mut entry = Entry::read(&cache.find(source.path())?)?;
    let is_same = |stamp: Stamp| entry.stamp == Some(stamp) && cache.is_settled(stamp);
    let is_unread = stamp.is_some_and(is_same);
    let facts = entry.sound_facts()?;
    let findings = entry.findings.take();
    let again = |finding: CachedFinding| finding.again(file, &|name| cache.rule(name));
    let findings = findings.map(|all| all.into_iter().map(again).collect::<Option<Vec<_>>>());
    // A rule that this program does not have.
    let findings = match findings {
        Some(None) => return None,
        found => found.flatten(),
    };
    if is_unread {
        cache.keep(source.path());
    } else if !source.lent(|now| {
        // Bytes that are no text become `?`, which another text may have there.
        *now.condition() == Condition::Sound && cache.hash(now.text()) == entry.text
    }) {
        return None;
    }
    source.take_as_read(entry.digest);
    if source.first_digest() != Some(entry.digest) {
        return None;
    }
    if !is_unread {
        entry.stamp = stamp;
        entry.findings = CachedFinding::all(file, findings.as_deref());
        cache.put(source.path(), &entry.bytes()?);
    }
    Some(Reused {
        entry,
        facts,
        findings,
    })
}

/// Writes the entry of a page.
pub(super) fn remember(cache: &dyn PageCache, file: FileId, page: &Fresh<'_>) -> Option<()> {
    let findings = CachedFinding::all(file, page.findings);
    if findings.is_none() && page.findings.is_some() {
        return None;
    }
    let entry = Entry {
        stamp: page.stamp,
        text: cache.hash(page.text),
        digest: page.source.first_digest()?,
        internal_links: page.internal_links,
        reads_otherwise: page.reads_otherwise,
        brief: Brief::of(page.facts),
        packed: Packed::alone(page.facts)?,
        findings,
    };
    cache.put(page.source.path(), &entry.bytes()?);
    Some(())
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        super::packed::decoded(bytes)
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        super::packed::encoded(self)
    }

    /// Unpacks the facts. None if they are not those of a page, or if the rest does not follow from them.
    fn sound_facts(&self) -> Option<Facts> {
        let facts = self.packed.bounded_facts()?;
        (facts.is_sound() && Brief::of(&facts) == self.brief).then_some(facts)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};

    use super::{Entry, PageCache, TextHash};
    use crate::pages::PageStore;
    use crate::schema::PageTypes;
    use crate::syntax::ReadOptions;
    use crate::text::{Reader, Source, Sources, Stamp};

    /// A cache in memory.
    #[derive(Debug, Default)]
    struct Memory {
        before: BTreeMap<String, Vec<u8>>,
        after: Mutex<BTreeMap<String, Vec<u8>>>,
        is_settled: bool,
    }

    impl PageCache for Memory {
        fn find(&self, path: &str) -> Option<Vec<u8>> {
            self.before.get(path).cloned()
        }

        fn is_settled(&self, _: Stamp) -> bool {
            self.is_settled
        }

        fn keep(&self, path: &str) {
            self.put(path, &self.before[path]);
        }

        fn put(&self, path: &str, entry: &[u8]) {
            let mut after = self.after.lock().unwrap();
            after.insert(path.to_owned(), entry.to_vec());
        }

        fn hash(&self, text: &str) -> TextHash {
            let mut hash = [0; 32];
            hash[..text.len().min(32)].copy_from_slice(&text.as_bytes()[..text.len().min(32)]);
            hash
        }

        fn rule(&self, _: &str) -> Option<&'static str> {
            None
        }
    }

    /// A file that counts how often it is read.
    #[derive(Debug)]
    struct Counted {
        text: &'static str,
        inode: u64,
        reads: AtomicUsize,
    }

    impl Reader for Counted {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            self.reads.fetch_add(1, Ordering::Relaxed);
            Ok(self.text.into())
        }

        fn stamp(&self, _: &str) -> Option<Stamp> {
            Some(Stamp {
                size: 1,
                modified: (1, 0),
                changed: (1, 0),
                device: 1,
                inode: self.inode,
            })
        }
    }

    /// Reads a page with a cache. Returns how often its text was read, its headings, and the next cache.
    fn read(cache: &Memory, text: &'static str, inode: u64) -> (usize, Vec<String>, Memory) {
        let file = Arc::new(Counted {
            text,
            inode,
            reads: AtomicUsize::new(0),
        });
        let source = Source::deferred("a.md", Arc::clone(&file) as Arc<dyn Reader>);
        let sources = Sources::new(vec![source], Vec::new());
        let types = PageTypes::default();
        let store = PageStore::new(ReadOptions::default(), &types, 1).with_cache(Some(cache));
        let pages = store.read(&sources);
        let reads = file.reads.load(Ordering::Relaxed);
        let facts = pages
            .facts(sources.find("a.md").unwrap(), None, &types)
            .unwrap();
        let headings = facts.lend().unwrap();
        let headings = headings.headings.iter();
        let headings = headings.map(|heading| heading.text.to_string()).collect();
        let next = Memory {
            before: cache.after.lock().unwrap().clone(),
            is_settled: true,
            ..Memory::default()
        };
        (reads, headings, next)
    }

    #[test]
    fn a_page_is_read_only_if_it_may_have_changed() {
        let (reads, first, cache) = read(&Memory::default(), "# One\n", 1);
        assert_eq!((reads, first.as_slice()), (1, &["One".to_owned()][..]));
        assert_eq!(cache.before.len(), 1);
        let (reads, again, _) = read(&cache, "# One\n", 1);
        assert_eq!(
            (reads, again),
            (0, first.clone()),
            "neither read nor parsed"
        );
        let (reads, other, next) = read(&cache, "# One\n", 2);
        assert_eq!((reads, other), (1, first.clone()), "only hashed");
        let (reads, ..) = read(&next, "# One\n", 2);
        assert_eq!(reads, 0, "the new stamp is known");
        let (_, changed, _) = read(&cache, "# Two\n", 2);
        assert_eq!(changed, ["Two"]);
        let unsettled = Memory {
            is_settled: false,
            ..cache
        };
        let (_, changed, _) = read(&unsettled, "# Two\n", 1);
        assert_eq!(changed, ["Two"], "changed within a tick of the clock");
    }

    #[test]
    fn an_entry_that_is_damaged_is_none() {
        let text = "---\nid: a\n---\n# AML.T0051: A\n\n- [[b|AML.T0051]] in **AML.T0054**\n\n## A\n\n## A\n";
        let (_, headings, cache) = read(&Memory::default(), text, 1);
        let whole = &cache.before["a.md"];
        let wrong = (0..whole.len()).flat_map(|at| {
            let flipped = [1, 0x80, 0xff].map(|bits| {
                let mut bytes = whole.clone();
                bytes[at] ^= bits;
                bytes
            });
            flipped.into_iter().chain([whole[..at].to_vec()])
        });
        for entry in wrong {
            // Facts may be wrong ones, as a hash of the file is checked before. But they are whole, or there are none.
            let facts = Entry::read(&entry).and_then(|entry| entry.sound_facts());
            if facts.is_none() {
                let cache = Memory {
                    before: BTreeMap::from([("a.md".to_owned(), entry)]),
                    is_settled: true,
                    ..Memory::default()
                };
                assert_eq!(read(&cache, text, 1).1, headings);
            }
        }
    }
}
