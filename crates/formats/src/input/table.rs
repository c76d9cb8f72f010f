//! Tables: CSV and its kin, one document a row, named columns.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::fields::{Fields, Name};
use super::stream::Buffered;
use super::{InputError, Item, Place, RawDocument, Source};

/// Documents of a table.
pub struct Rows {
    source: Source,
    reader: csv::Reader<Limited>,
    since_row: Arc<AtomicU64>,
    /// What each column holds; `None` until the header is read.
    columns: Option<Vec<Option<Name>>>,
    row: csv::ByteRecord,
    ended: bool,
}

impl Rows {
    /// Nothing is read yet.
    pub fn new(mut source: Source, delimiter: u8) -> Self {
        let since_row = Arc::new(AtomicU64::new(0));
        let stream = std::mem::replace(&mut source.stream, Buffered::new(io::empty()));
        let limited = Limited { stream, since_row: Arc::clone(&since_row), longest: source.options.longest as u64 };
        let reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).buffer_capacity(64 << 10).from_reader(limited);
        Rows { source, reader, since_row, columns: None, row: csv::ByteRecord::new(), ended: false }
    }

    /// Reads the header.
    fn header(&mut self) -> Result<Vec<Option<Name>>, InputError> {
        let header = match self.reader.byte_headers() {
            Ok(header) => header,
            Err(error) => return Err(self.failed(&error)),
        };
        let columns: Vec<Option<Name>> = header.iter().map(Name::of).collect();
        if !columns.iter().flatten().any(|name| name.is_body()) {
            let names: Vec<_> = header.iter().take(20).map(|n| String::from_utf8_lossy(n).into_owned()).collect();
            let reason = format!("no column `text`, `event_text` or `html`; the columns are: {}", names.join(", "));
            return Err(self.source.error(Place::Line(1), reason));
        }
        Ok(columns)
    }

    fn failed(&self, error: &csv::Error) -> InputError {
        let line = error.position().map_or_else(|| self.reader.position().line(), csv::Position::line);
        match error.kind() {
            csv::ErrorKind::Io(error) => self.source.failed(Place::Line(line), error),
            _ => self.source.error(Place::Line(line), error.to_string()),
        }
    }

    fn document(&self, columns: &[Option<Name>], line: u64) -> Result<RawDocument, InputError> {
        let mut fields = Fields::default();
        if self.row.len() > columns.len() {
            let (cells, names) = (self.row.len(), columns.len());
            fields.warnings.push(format!("the row has {cells} cells, the header {names}: the last were left out"));
        }
        for (cell, name) in self.row.iter().zip(columns) {
            if let Some(name) = *name {
                let mut warnings = Vec::new();
                let value = self.source.text(cell.to_vec(), &mut warnings);
                fields.warnings.append(&mut warnings);
                fields.set(name, value);
            }
        }
        let origin = format!("{}, line {line}", self.source.name);
        fields.document(|| format!("{}-{line}", self.source.stem), origin).map_err(|reason| self.source.error(Place::Line(line), reason))
    }
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.ended {
            return None;
        }
        let columns = match self.columns.take() {
            Some(columns) => columns,
            None => match self.header() {
                Ok(columns) => columns,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            },
        };
        let item = loop {
            self.since_row.store(0, Ordering::Relaxed);
            let mut row = std::mem::take(&mut self.row);
            let read = self.reader.read_byte_record(&mut row);
            self.row = row;
            match read {
                Ok(true) if self.row.iter().all(|cell| cell.trim_ascii().is_empty()) => {}
                Ok(true) => {
                    let line = self.row.position().map_or(0, csv::Position::line);
                    break Some(self.document(&columns, line));
                }
                Ok(false) => {
                    self.ended = true;
                    break None;
                }
                Err(error) => {
                    self.ended = true;
                    break Some(Err(self.failed(&error)));
                }
            }
        };
        self.columns = Some(columns);
        item
    }
}

/// Fails where one row does not end, so that a quotation mark left open does not draw the
/// rest of a large file into memory.
struct Limited {
    stream: Buffered,
    since_row: Arc<AtomicU64>,
    longest: u64,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(buffer)?;
        let since = self.since_row.fetch_add(n as u64, Ordering::Relaxed);
        // What was read ahead before the row began is counted with it: a slack of one buffer.
        if since > self.longest {
            let reason = format!("a row longer than {} bytes (is a quotation mark left open?); the rest was not read", self.longest);
            return Err(io::Error::other(reason));
        }
        Ok(n)
    }
}
