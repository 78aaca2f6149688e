//! Reads a cache file, which may be damaged or made by somebody else.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

use foldhash::{HashMap, HashMapExt};

use super::MAX_CACHE_BYTES;
use crate::catalog::Sha256;

/// Start of a file, with the version of its form.
const MAGIC: &[u8; 16] = b"atlas-lint 0001\n";

/// Upper bounds on the bytes of a path and of an entry.
const MAX_PATH: usize = 1 << 16;
const MAX_ENTRY: usize = 1 << 26;

/// What comes before the entries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Whatever findings depend on, beside the pages.
    pub(super) key: [u8; 32],
    /// The second in which the run started that wrote the file.
    pub(super) written: i64,
}

impl Head {
    pub(super) fn bytes(&self) -> Vec<u8> {
        [&MAGIC[..], &self.key, &self.written.to_le_bytes()].concat()
    }
}

/// Returns the bytes before an entry; those of the end of all entries for an empty path.
pub(super) fn lengths(path: &str, entry: &[u8]) -> Option<[u8; 8]> {
    if path.len() > MAX_PATH || entry.len() > MAX_ENTRY {
        return None;
    }
    let length = |length: usize| u32::try_from(length).ok().map(u32::to_le_bytes);
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&length(path.len())?);
    bytes[4..].copy_from_slice(&length(entry.len())?);
    Some(bytes)
}

/// The entries of a cache file by their path.
#[derive(Debug)]
pub(super) struct Index {
    file: Mutex<File>,
    places: HashMap<Box<str>, (u64, usize)>,
    written: i64,
}

impl Index {
    /// Reads the places of all entries. None if the key is another one, or if anything is not as it was written.
    pub(super) fn read(file: File, key: &[u8; 32]) -> Option<Self> {
        let there = file.metadata().ok()?;
        if !there.is_file() || there.len() > MAX_CACHE_BYTES {
            return None;
        }
        let mut input = Hashed {
            // No more than was there, even of a file that grows.
            input: BufReader::with_capacity(1 << 16, (&file).take(there.len())),
            hash: Sha256::default(),
            at: 0,
        };
        let start: [u8; 16] = input.array()?;
        let of_key: [u8; 32] = input.array()?;
        let written = i64::from_le_bytes(input.array()?);
        if &start != MAGIC || &of_key != key {
            return None;
        }
        let mut places = HashMap::new();
        loop {
            let [path, entry] = [input.length()?, input.length()?];
            if path == 0 {
                break;
            }
            if path > MAX_PATH || entry > MAX_ENTRY {
                return None;
            }
            let path = String::from_utf8(input.bytes(path)?).ok()?;
            let at = input.at;
            input.skip(entry)?;
            places.insert(path.into(), (at, entry));
        }
        let hash = input.hash.clone().finish();
        if input.array::<32>()? != hash || input.input.read(&mut [0]).ok()? > 0 {
            return None;
        }
        drop(input);
        Some(Self {
            file: Mutex::new(file),
            places,
            written,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn written(&self) -> i64 {
        self.written
    }

    /// Returns the entry of a page.
    pub(super) fn entry(&self, path: &str) -> Option<Vec<u8>> {
        let &(at, length) = self.places.get(path)?;
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut entry = Vec::with_capacity(length);
        file.by_ref()
            .take(length as u64)
            .read_to_end(&mut entry)
            .ok()?;
        (entry.len() == length).then_some(entry)
    }
}

/// Reader that hashes what it reads.
struct Hashed<R> {
    input: R,
    hash: Sha256,
    /// Number of bytes that were read.
    at: u64,
}

impl<R: Read> Hashed<R> {
    fn fill(&mut self, bytes: &mut [u8]) -> Option<()> {
        self.input.read_exact(bytes).ok()?;
        self.hash.add(bytes);
        self.at += bytes.len() as u64;
        Some(())
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Some(bytes)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.array()?)).ok()
    }

    fn bytes(&mut self, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.fill(&mut bytes)?;
        Some(bytes)
    }

    fn skip(&mut self, mut length: usize) -> Option<()> {
        let mut part = [0; 4096];
        while length > 0 {
            let next = length.min(part.len());
            self.fill(&mut part[..next])?;
            length -= next;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::{Head, Index, lengths};
    use crate::catalog::Sha256;

    const KEY: [u8; 32] = [7; 32];

    fn head() -> Vec<u8> {
        Head {
            key: KEY,
            written: 5,
        }
        .bytes()
    }

    /// Reads a file of these bytes and their hash.
    fn read(name: &str, bytes: &[u8], key: &[u8; 32]) -> Option<Index> {
        let mut hash = Sha256::default();
        hash.add(bytes);
        let path = std::env::temp_dir().join(format!("atlas-lint-{name}-{}", std::process::id()));
        fs::write(&path, [bytes, &hash.finish()].concat()).unwrap();
        let index = Index::read(File::open(&path).unwrap(), key);
        fs::remove_file(&path).unwrap();
        index
    }

    #[test]
    fn entries_are_found_by_path() {
        let lengths = lengths("a.md", b"entry").unwrap();
        let bytes = [&head()[..], &lengths, b"a.md", b"entry", &[0; 8]].concat();
        let index = read("found", &bytes, &KEY).unwrap();
        assert_eq!((index.len(), index.written()), (1, 5));
        assert_eq!(index.entry("a.md").as_deref(), Some(&b"entry"[..]));
        assert_eq!(index.entry("b.md"), None);
        assert!(read("key", &bytes, &[8; 32]).is_none());
    }

    #[test]
    fn stated_lengths_are_not_trusted() {
        let huge = [0xff; 4];
        let one = 1_u32.to_le_bytes();
        for (path, entry) in [
            (huge, one),
            (one, huge),
            (huge, huge),
            (one, one),
            ([0; 4], one),
        ] {
            for rest in [&b""[..], b"a", b"ab", &[b'a'; 9]] {
                let bytes = [&head()[..], &path, &entry, rest].concat();
                let is_end = path == [0; 4] && rest.is_empty();
                assert_eq!(
                    read("lengths", &bytes, &KEY).is_some(),
                    is_end,
                    "{path:?} {entry:?} {rest:?}"
                );
            }
        }
        assert!(read("empty", b"", &KEY).is_none());
    }
}
