//! Which files to read, in which order, and what their documents are called.
//!
//! Folders are read with everything below them, sorted by name; hidden files and folders
//! are passed over. A link inside a folder is followed where it leads to a file, not where it
//! leads to another folder: so no file is read in circles.

use std::collections::HashSet;
use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustc_hash::FxHasher;

use super::{Input, InputError, Place};

/// One file to read.
#[derive(Debug)]
pub struct File {
    /// As named or found, for messages.
    pub name: String,
    /// Name without folders and extensions; longer where that is taken already.
    pub stem: String,
    /// Extension in lower case, without that of the packing; a hint only.
    pub extension: String,
    path: Option<PathBuf>,
}

impl File {
    /// Opens it for reading.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match &self.path {
            None => Box::new(io::stdin()),
            Some(path) => Box::new(fs::File::open(path)?),
        })
    }

    /// Its length, where it has one.
    pub fn size(&self) -> Option<u64> {
        let path = self.path.as_ref()?;
        match fs::metadata(path) {
            Ok(meta) if meta.is_file() => Some(meta.len()),
            Ok(_) => None,
            // It will be an error when its turn comes, and holds nothing.
            Err(_) => Some(0),
        }
    }
}

/// Iterator over the files of the inputs.
#[derive(Debug)]
pub struct Walk {
    /// What is still to come, last first.
    pending: Vec<Pending>,
    /// Hashes of the stems given out: eight bytes a file.
    taken: HashSet<u64, BuildHasherDefault<FxHasher>>,
    hasher: BuildHasherDefault<FxHasher>,
}

#[derive(Debug)]
enum Pending {
    Stdin,
    /// A file or folder, and how many of its leading components belong to the input as named.
    Path {
        path: PathBuf,
        base: usize,
        named: bool,
    },
}

impl Walk {
    /// Files of these inputs, in their order.
    pub fn new(inputs: &[Input]) -> Self {
        let pending = inputs
            .iter()
            .rev()
            .map(|input| match input {
                Input::Stdin => Pending::Stdin,
                Input::Path(path) => Pending::Path { path: path.clone(), base: path.components().count(), named: true },
            })
            .collect();
        Walk { pending, taken: HashSet::default(), hasher: BuildHasherDefault::default() }
    }

    /// Puts the content of a folder in front of what is pending.
    fn enter(&mut self, path: &Path, base: usize) -> io::Result<()> {
        let mut below = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                below.push(entry.path());
            }
        }
        below.sort_by(|a, b| b.as_os_str().as_encoded_bytes().cmp(a.as_os_str().as_encoded_bytes()));
        self.pending.extend(below.into_iter().map(|path| Pending::Path { path, base, named: false }));
        Ok(())
    }

    /// The first of these names that no file had before.
    fn free_stem(&mut self, path: &Path, base: usize) -> String {
        let bare = bare_name(path);
        let relative: PathBuf = path.components().skip(base).collect();
        let relative = if relative.as_os_str().is_empty() { path.to_path_buf() } else { relative };
        let folder = relative.parent().unwrap_or(Path::new(""));
        let choices = [
            bare.clone(),
            folder.join(&bare).to_string_lossy().into_owned(),
            relative.to_string_lossy().into_owned(),
            path.to_string_lossy().into_owned(),
        ];
        for choice in &choices {
            if self.taken.insert(self.hasher.hash_one(choice)) {
                return choice.clone();
            }
        }
        // The same file named twice.
        let [.., full] = choices;
        (2u64..).map(|n| format!("{full}#{n}")).find(|s| self.taken.insert(self.hasher.hash_one(s))).unwrap_or(full)
    }
}

impl Iterator for Walk {
    type Item = Result<File, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (path, base, named) = match self.pending.pop()? {
                Pending::Stdin => {
                    return Some(Ok(File { name: "standard input".into(), stem: "stdin".into(), extension: String::new(), path: None }));
                }
                Pending::Path { path, base, named } => (path, base, named),
            };
            let name = path.to_string_lossy().into_owned();
            let fail = |error: io::Error| {
                let reason = match error.kind() {
                    io::ErrorKind::NotFound => "no such file or folder".to_string(),
                    _ => format!("cannot be opened: {error}"),
                };
                Some(Err(InputError { document: path.to_string_lossy().into_owned(), place: Place::Whole, reason }))
            };
            let meta = match fs::metadata(&path) {
                Ok(meta) => meta,
                Err(error) => return fail(error),
            };
            if meta.is_dir() {
                if !named && fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink()) {
                    continue;
                }
                if let Err(error) = self.enter(&path, base) {
                    return fail(error);
                }
            } else if meta.is_file() || named {
                let stem = self.free_stem(&path, base);
                return Some(Ok(File { name, stem, extension: extension(&path), path: Some(path) }));
            }
            // Pipes and devices inside a folder are no documents.
        }
    }
}

/// File name without the extension of a packing.
fn unpacked_name(path: &Path) -> PathBuf {
    let name = PathBuf::from(path.file_name().unwrap_or(path.as_os_str()));
    let packed = ["gz", "gzip", "zst", "zstd"];
    match name.extension() {
        Some(extension) if packed.iter().any(|p| extension.eq_ignore_ascii_case(p)) => name.with_extension(""),
        _ => name,
    }
}

fn bare_name(path: &Path) -> String {
    let name = unpacked_name(path);
    name.file_stem().unwrap_or(name.as_os_str()).to_string_lossy().into_owned()
}

fn extension(path: &Path) -> String {
    unpacked_name(path).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}
