//! Reads of untrusted files, limited in size and kind.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::Read;
use std::path::Path;

use super::error::FileError;
use super::limits::{MOST_DATA, MOST_PAGE};
use super::paths::is_page;

/// Returns the maximum size of a page at a path, in bytes.
#[must_use]
pub fn most_of(path: &str) -> u64 {
    if is_page(path) { MOST_PAGE } else { MOST_DATA }
}

/// Reads a regular file of at most `most` bytes. Bytes are counted while reading, because the size that the system reports may be wrong.
///
/// # Errors
/// Why not, in words that quote nothing of it.
pub fn read_bounded(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let (file, metadata) = open(path)?;
    whole(&file, metadata.len(), most)
}

/// Reads a file like [`read_bounded`], which the listing of its folder says is a regular one.
///
/// # Errors
/// Why not, in words that quote nothing of it.
pub(super) fn read_listed(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let file = without_waiting().open(path)?;
    let metadata = regular(&file)?;
    whole(&file, metadata.len(), most)
}

/// Opens a regular file for reading. Rejects anything else without blocking: opening a pipe waits for a writer.
///
/// # Errors
/// Why not, in words.
pub fn open_regular(path: &Path) -> Result<File, FileError> {
    open(path).map(|(file, _)| file)
}

fn open(path: &Path) -> Result<(File, Metadata), FileError> {
    // Looked at before as well: to open a device may be to use it.
    let there = fs::metadata(path)?;
    if !there.is_file() {
        return Err(FileError::NotRegular);
    }
    let file = without_waiting().open(path)?;
    let metadata = regular(&file)?;
    Ok((file, metadata))
}

/// Returns all bytes of an open file, if there are at most `most`.
///
/// # Errors
/// Why not, in words.
pub fn all_of(file: &File, most: u64) -> Result<Vec<u8>, FileError> {
    let stated = file.metadata().map_or(0, |metadata| metadata.len());
    whole(file, stated, most)
}

/// Returns all bytes of an open file whose size is stated as so many bytes.
fn whole(mut file: &File, stated: u64, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    // Room for one more byte, by which the end is known.
    let room = usize::try_from(stated.min(most) + 1).unwrap_or_default();
    bytes
        .try_reserve(room)
        .map_err(|_| FileError::OutOfMemory)?;
    file.by_ref().take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(FileError::TooLarge { max_bytes: most });
    }
    Ok(bytes)
}

/// Returns what the system says of an open file, or an error unless it is a regular one on a real file system. Files of the kernel in `/proc` count as regular, but some have no end,
/// and others block or are consumed by reading.
pub(super) fn regular(file: &File) -> Result<Metadata, FileError> {
    let metadata = file.metadata()?;
    if !metadata.is_file() || (metadata.len() == 0 && is_made_up(file)) {
        return Err(FileError::NotRegular);
    }
    Ok(metadata)
}

#[cfg(target_os = "linux")]
fn is_made_up(file: &File) -> bool {
    let system = rustix::fs::fstatfs(file);
    system.is_ok_and(|system| system.f_type == rustix::fs::PROC_SUPER_MAGIC)
}

#[cfg(not(target_os = "linux"))]
fn is_made_up(_: &File) -> bool {
    false
}

/// Returns flags that open a file without waiting, even if it has become a pipe or a terminal since it was checked.
fn without_waiting() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        // Flags are small, and the two types differ in their sign only.
        options.custom_flags(flags.bits().cast_signed());
    }
    options
}

#[cfg(test)]
mod tests {
    use super::read_bounded;
    use std::path::Path;

    #[test]
    fn bytes_are_counted_as_they_are_read() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("rustfmt.toml");
        let whole = read_bounded(&file, 1 << 20).expect("a small file");
        let len = whole.len() as u64;
        assert_eq!(read_bounded(&file, len).ok(), Some(whole));
        let error = read_bounded(&file, len - 1).expect_err("one byte too many");
        assert_eq!(error.to_string(), "larger than 1 MiB");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_kernel_makes_up_is_an_error_at_once() {
        for path in ["/proc/self/pagemap", "/proc/kmsg", "/dev/zero", "/dev/tty"] {
            let read = read_bounded(Path::new(path), 1 << 20);
            assert!(read.is_err(), "{path}");
        }
    }
}
