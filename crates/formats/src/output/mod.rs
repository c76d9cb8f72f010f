//! Coded documents into records: JSON Lines, CSV, Parquet.
//!
//! [`Encoder::encode`] turns one document into a [`Chunk`] on whatever thread it was coded;
//! [`Writer::write`] takes the chunks in the documents' order. So the bytes do not depend on
//! the number of threads. `docs/record-format.md` describes what comes out.

mod offsets;

mod json;

mod jsonl;

mod entity;

mod rows;

mod csv;

mod parquet;

mod file;

pub mod read;

use std::io::{self, Write};
use std::str::FromStr;

use dotterel_document::{Actors, Event, Page, Statement, Text};

pub use file::{AtomicFile, Target};
pub use offsets::CodePoints;
pub use rows::{Column, ColumnType, columns};

/// Program and version, as records name them.
pub const CODER: &str = concat!("dotterel ", env!("CARGO_PKG_VERSION"));

/// All that was found in one document, as the stages leave it.
#[derive(Clone, Copy, Debug)]
pub struct Coded<'a> {
    /// The report.
    pub page: &'a Page,
    /// Its sentences.
    pub text: &'a Text,
    /// Who is meant.
    pub actors: &'a Actors,
    /// What happened, in order.
    pub events: &'a [Event],
    /// Who said what, in order.
    pub statements: &'a [Statement],
}

/// How records are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    #[default]
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// What a record is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something happened.
    Event,
    /// Somebody said something.
    Statement,
    /// The report itself.
    Document,
}

/// A name that is not one of the choices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} {given:?}: choose one of {choices}")]
pub struct UnknownName {
    what: &'static str,
    given: String,
    choices: &'static str,
}

impl FromStr for Format {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "jsonl" => Ok(Format::Jsonl),
            "csv" => Ok(Format::Csv),
            "parquet" => Ok(Format::Parquet),
            _ => Err(UnknownName { what: "format", given: name.into(), choices: "jsonl, csv, parquet" }),
        }
    }
}

impl FromStr for Kind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "event" => Ok(Kind::Event),
            "statement" => Ok(Kind::Statement),
            "document" => Ok(Kind::Document),
            _ => Err(UnknownName { what: "record type", given: name.into(), choices: "event, statement, document" }),
        }
    }
}

/// Turns coded documents into chunks of records.
#[derive(Clone, Copy, Debug, Default)]
pub struct Encoder {
    /// How they are written.
    pub format: Format,
    /// Only records of this type. Tables hold one type: without a choice, events.
    pub only: Option<Kind>,
    /// Document records carry the text also where the input had it.
    pub with_text: bool,
}

/// Number of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents.
    pub documents: u64,
    /// Events.
    pub events: u64,
    /// Statements.
    pub statements: u64,
}

/// The records of one document, ready to be written.
#[derive(Debug)]
pub struct Chunk {
    body: ChunkBody,
    /// What was found in the document, also where only a part of it is written.
    pub counts: Counts,
}

#[derive(Debug)]
enum ChunkBody {
    Bytes(Vec<u8>),
    Rows(Vec<rows::Row>),
}

impl Encoder {
    /// Type of the rows of a table.
    pub fn table(&self) -> Kind {
        self.only.unwrap_or(Kind::Event)
    }

    /// The records of one document.
    pub fn encode(&self, coded: &Coded) -> Chunk {
        let body = match self.format {
            Format::Jsonl => ChunkBody::Bytes(jsonl::encode(coded, self)),
            Format::Csv => ChunkBody::Bytes(csv::encode(&rows::rows(coded, self.table(), self.with_text))),
            Format::Parquet => ChunkBody::Rows(rows::rows(coded, self.table(), self.with_text)),
        };
        let counts = Counts { documents: 1, events: coded.events.len() as u64, statements: coded.statements.len() as u64 };
        Chunk { body, counts }
    }
}

/// Writes chunks to where they go.
///
/// A reader that goes away (`dotterel code ... | head`) is no error: see
/// [`Writer::is_closed`].
pub struct Writer<W: Write + Send> {
    sink: Sink<W>,
    closed: bool,
}

enum Sink<W: Write + Send> {
    Bytes(W),
    Parquet(Box<parquet::Table<W>>),
    Gone,
}

impl<W: Write + Send> Writer<W> {
    /// Begins the output: the header of a CSV file, the magic of a Parquet file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(encoder: &Encoder, mut out: W) -> io::Result<Self> {
        let mut closed = false;
        let sink = match encoder.format {
            Format::Jsonl => Sink::Bytes(out),
            Format::Csv => {
                closed = !forgive(out.write_all(&csv::header(encoder.table())))?;
                Sink::Bytes(out)
            }
            Format::Parquet => Sink::Parquet(Box::new(parquet::Table::new(encoder.table(), out)?)),
        };
        Ok(Writer { sink, closed })
    }

    /// Writes the records of the next document.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn write(&mut self, chunk: Chunk) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let written = match (&mut self.sink, chunk.body) {
            (Sink::Bytes(out), ChunkBody::Bytes(bytes)) => out.write_all(&bytes),
            (Sink::Parquet(table), ChunkBody::Rows(rows)) => table.write(rows),
            // Chunks of another encoder than this writer was made for.
            _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "records of another format than the output's")),
        };
        self.closed = !forgive(written)?;
        Ok(())
    }

    /// True where nobody reads the output any more: there is no use in going on.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes what is left and hands back what was written to; `None` where its reader is
    /// gone.
    ///
    /// # Errors
    /// Where the rest cannot be written.
    pub fn finish(mut self) -> io::Result<Option<W>> {
        match std::mem::replace(&mut self.sink, Sink::Gone) {
            Sink::Bytes(mut out) if !self.closed => Ok(forgive(out.flush())?.then_some(out)),
            Sink::Parquet(table) if !self.closed => match table.finish() {
                Ok(out) => Ok(Some(out)),
                Err(error) => forgive(Err(error)).map(|_| None),
            },
            _ => Ok(None),
        }
    }
}

/// False where the reader of a pipe is gone, which is no error.
fn forgive(result: io::Result<()>) -> io::Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
