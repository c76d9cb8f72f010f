//! A file that is either whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes to a temporary file beside the target, and takes its place on [`commit`].
///
/// Dropped before that, it leaves nothing behind and the old file as it was. A target that
/// is no regular file (`/dev/null`, a named pipe) is written to directly.
///
/// [`commit`]: AtomicFile::commit
#[derive(Debug)]
pub struct AtomicFile {
    /// `None` once committed.
    out: Option<BufWriter<File>>,
    target: PathBuf,
    /// `None` where the target is written to directly.
    temporary: Option<PathBuf>,
}

impl AtomicFile {
    /// Opens the temporary file.
    ///
    /// # Errors
    /// Where no file can be made in the target's folder.
    pub fn create(target: impl AsRef<Path>) -> io::Result<Self> {
        // A link is written through, not replaced.
        let target = fs::canonicalize(&target).unwrap_or_else(|_| target.as_ref().to_path_buf());
        match fs::metadata(&target) {
            Ok(meta) if meta.is_dir() => {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a folder, not a file"));
            }
            Ok(meta) if !meta.is_file() => {
                let file = OpenOptions::new().write(true).open(&target)?;
                return Ok(AtomicFile { out: Some(BufWriter::with_capacity(256 << 10, file)), target, temporary: None });
            }
            _ => {}
        }
        let name = target.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "is not the name of a file"))?;
        let process = std::process::id();
        for attempt in 0..100u32 {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(format!(".{process}-{attempt}.part"));
            let temporary = target.with_file_name(hidden);
            match OpenOptions::new().write(true).create_new(true).open(&temporary) {
                Ok(file) => {
                    let out = Some(BufWriter::with_capacity(256 << 10, file));
                    return Ok(AtomicFile { out, target, temporary: Some(temporary) });
                }
                // Left behind by a process that was killed and had the same number.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many temporary files beside it"))
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Where the rest cannot be written or the file cannot be renamed; then the target is as
    /// it was.
    pub fn commit(mut self) -> io::Result<()> {
        let Some(out) = self.out.take() else { return Ok(()) };
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        if let Some(temporary) = &self.temporary {
            // On the disk before the name points to it, so that a power cut leaves the old
            // file or the new one.
            file.sync_all()?;
            drop(file);
            fs::rename(temporary, &self.target)?;
            self.temporary = None;
        }
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.out {
            Some(out) => out.write(bytes),
            None => Err(io::Error::new(io::ErrorKind::BrokenPipe, "closed")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            drop(self.out.take());
            // Nothing more can be done about it here.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Where records go: a file that is whole or not there, or standard output.
#[derive(Debug)]
pub enum Target {
    /// A file.
    File(AtomicFile),
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
}

impl Target {
    /// Opens the file; without one, or with `-`, standard output.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        match path {
            Some(path) if path.as_os_str() != "-" => AtomicFile::create(path).map(Target::File),
            _ => Ok(Target::Stdout(BufWriter::with_capacity(256 << 10, io::stdout()))),
        }
    }

    /// Makes what was written final.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn commit(self) -> io::Result<()> {
        match self {
            Target::File(file) => file.commit(),
            Target::Stdout(mut out) => out.flush(),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::File(file) => file.write(bytes),
            Target::Stdout(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::File(file) => file.flush(),
            Target::Stdout(out) => out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_target_is_old_until_commit_and_new_after() {
        let folder = std::env::temp_dir().join(format!("dotterel-atomic-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let target = folder.join("out.jsonl");
        fs::write(&target, "old").unwrap();

        let mut dropped = AtomicFile::create(&target).unwrap();
        dropped.write_all(b"half").unwrap();
        dropped.flush().unwrap();
        assert_eq!(names(&folder).len(), 2);
        drop(dropped);
        assert_eq!(names(&folder), ["out.jsonl"]);
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");

        let mut whole = AtomicFile::create(&target).unwrap();
        whole.write_all(b"new").unwrap();
        whole.commit().unwrap();
        assert_eq!(names(&folder), ["out.jsonl"]);
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");

        assert_eq!(AtomicFile::create(&folder).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(AtomicFile::create(folder.join("no/such")).unwrap_err().kind(), io::ErrorKind::NotFound);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    #[cfg(unix)]
    fn a_device_is_written_to_directly() {
        let mut null = AtomicFile::create("/dev/null").unwrap();
        null.write_all(b"x").unwrap();
        null.commit().unwrap();
    }
}
