//! Files, folders and streams into documents, one after the other.
//!
//! What a file is, is told by its content: HTML, plain text, JSON, a table (CSV, TSV) or
//! WARC, each as it is or packed with gzip or zstd. Memory does not grow with the number of
//! documents: formats of many documents are read record by record.
//!
//! One bad document never stops the run. It comes out as an [`InputError`] that names the
//! file, the place in it and the reason, and the next document follows.

mod walk;

mod stream;

mod unpack;

mod utf16;

mod sniff;

mod whole;

mod json;

mod table;

mod http;

mod warc;

mod fields;

pub mod date;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;

use walk::Walk;

/// One thing named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input, written `-`.
    Stdin,
    /// A file, or a folder with everything in it.
    Path(PathBuf),
}

impl<S: Into<PathBuf>> From<S> for Input {
    fn from(name: S) -> Self {
        let path = name.into();
        if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path) }
    }
}

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Turns bytes of unknown encoding into text, with notes on what was mended. Called only
    /// where the bytes are not UTF-8.
    pub decode: fn(&[u8]) -> (String, Vec<String>),
    /// Longest document, line or record in bytes; a longer one is an error, not a document.
    pub longest: usize,
}

impl Options {
    /// Documents of up to 256 MiB.
    pub fn new(decode: fn(&[u8]) -> (String, Vec<String>)) -> Self {
        Options { decode, longest: 256 << 20 }
    }
}

/// What a document consists of, before any analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A page; its encoding is still to be found out.
    Html(Vec<u8>),
    /// Text as given.
    Text(String),
}

/// One document as its file has it.
#[derive(Clone, Debug)]
pub struct RawDocument {
    /// Given by the input, or made of the file's name (and line).
    pub id: String,
    /// Where it stands, for messages: "news.jsonl, line 12".
    pub origin: String,
    /// The page or the text.
    pub body: Body,
    /// Day of publication, where the input gives one that exists.
    pub date: Option<Date>,
    /// Day on which a crawler fetched it (WARC): the latest day it can be of. To be used
    /// only where neither the input nor the page gives a date.
    pub captured: Option<Date>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Who published it.
    pub publication: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// Language as declared.
    pub language: Option<String>,
    /// Length of the body in bytes.
    pub bytes: u64,
    /// What was mended or left out; to be passed on to the document's record.
    pub warnings: Vec<String>,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    Whole,
    /// A line, counted from 1.
    Line(u64),
    /// A byte of the file as it lies on the disk, counted from 0.
    Byte(u64),
    /// A byte of the data after unpacking, counted from 0.
    Unpacked(u64),
}

/// Why a document, or the rest of a file, could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// File as it was named, or `standard input`.
    pub document: String,
    /// Where in it.
    pub place: Place,
    /// What is wrong there, and what to do where that is known.
    pub reason: String,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document)?;
        match self.place {
            Place::Whole => {}
            Place::Line(line) => write!(f, ", line {line}")?,
            Place::Byte(byte) => write!(f, ", byte {byte}")?,
            Place::Unpacked(byte) => write!(f, ", byte {byte} after unpacking")?,
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for InputError {}

/// A document, or why there is none.
pub type Item = Result<RawDocument, InputError>;

/// Counters that another thread may look at while documents are read.
#[derive(Debug, Default)]
pub struct Progress {
    read: AtomicU64,
    passed_over: AtomicU64,
}

impl Progress {
    /// Bytes read from files so far, as they lie on the disk.
    pub fn bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// WARC records that hold no document: requests, images, failed fetches.
    pub fn passed_over(&self) -> u64 {
        self.passed_over.load(Ordering::Relaxed)
    }
}

/// All documents of the inputs, in order; folders sorted by name.
pub fn documents(inputs: &[Input], options: Options) -> Documents {
    let progress = Arc::new(Progress::default());
    Documents { walk: Walk::new(inputs), options, current: None, progress }
}

/// Bytes of all files of the inputs; `None` where that cannot be known before reading
/// (standard input, pipes). For the progress bar only: looks at every file once.
pub fn total_bytes(inputs: &[Input]) -> Option<u64> {
    let mut total = 0;
    for file in Walk::new(inputs) {
        match file {
            Ok(file) => total += file.size()?,
            Err(_) => continue,
        }
    }
    Some(total)
}

/// Iterator over documents; made by [`documents`].
pub struct Documents {
    walk: Walk,
    options: Options,
    current: Option<Box<dyn Iterator<Item = Item> + Send>>,
    progress: Arc<Progress>,
}

impl Documents {
    /// The counters, for a progress bar.
    pub fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }
}

impl Iterator for Documents {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.current.as_mut().and_then(|current| current.next()) {
                return Some(item);
            }
            self.current = None;
            match self.walk.next()? {
                Ok(file) => match open(file, self.options, Arc::clone(&self.progress)) {
                    Ok(current) => self.current = Some(current),
                    Err(error) => return Some(Err(error)),
                },
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// An opened file on its way to the reader of its format.
struct Source {
    /// File as it was named, for messages.
    name: String,
    /// What document ids are made of.
    stem: String,
    /// Unpacked, UTF-16 turned into UTF-8, byte order mark still there.
    stream: stream::Buffered,
    /// True where `stream` is not what lies on the disk.
    packed: bool,
    options: Options,
    progress: Arc<Progress>,
}

impl Source {
    /// An error at a place of this file.
    fn error(&self, place: Place, reason: impl Into<String>) -> InputError {
        InputError { document: self.name.clone(), place, reason: reason.into() }
    }

    /// The error for a failed read: damage tells its own place in the packed file.
    fn failed(&self, place: Place, error: &std::io::Error) -> InputError {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<unpack::Damage>()) {
            Some(damage) => self.error(Place::Byte(damage.at), damage.reason.clone()),
            None => self.error(place, format!("cannot be read: {error}")),
        }
    }

    /// Position in the unpacked data, named so that a user finds it.
    fn place_of(&self, byte: u64) -> Place {
        if self.packed { Place::Unpacked(byte) } else { Place::Byte(byte) }
    }

    /// Bytes as text; what had to be guessed is added to `warnings`.
    fn text(&self, bytes: Vec<u8>, warnings: &mut Vec<String>) -> String {
        String::from_utf8(bytes).unwrap_or_else(|error| {
            let (text, notes) = (self.options.decode)(error.as_bytes());
            warnings.extend(notes);
            text
        })
    }
}

/// Opens, unpacks and tells apart.
fn open(file: walk::File, options: Options, progress: Arc<Progress>) -> Result<Box<dyn Iterator<Item = Item> + Send>, InputError> {
    let whole = |reason: String| InputError { document: file.name.clone(), place: Place::Whole, reason };
    let raw = file.open().map_err(|error| whole(format!("cannot be opened: {error}")))?;
    let raw = stream::Buffered::new(stream::Counting { inner: raw, progress: Arc::clone(&progress) });

    let (stream, packed) = unpack::unpack(raw);
    let (mut stream, wide) = utf16::to_utf8(stream);
    let head = stream.peek(sniff::HEAD);
    let kind = if head.is_empty() {
        // Nothing there, or nothing but an error.
        match std::io::BufRead::fill_buf(&mut stream) {
            Ok(_) => Err(if packed { "empty after unpacking".to_string() } else { "empty file".to_string() }),
            Err(error) => {
                let source = Source { name: file.name, stem: file.stem, stream, packed, options, progress };
                return Err(source.failed(Place::Whole, &error));
            }
        }
    } else {
        sniff::kind(&file.extension, head)
    };
    let kind = kind.map_err(whole)?;
    let source = Source { name: file.name, stem: file.stem, stream, packed: packed || wide, options, progress };
    Ok(match kind {
        sniff::Kind::Html => Box::new(whole::html(source)),
        sniff::Kind::Text => Box::new(whole::text(source)),
        sniff::Kind::JsonLines => Box::new(json::Lines::new(source)),
        sniff::Kind::JsonElements => Box::new(json::Elements::new(source)),
        sniff::Kind::Table(delimiter) => Box::new(table::Rows::new(source, delimiter)),
        sniff::Kind::Warc => Box::new(warc::Records::new(source)),
    })
}

#[cfg(test)]
mod tests;
