//! Records read back from JSON Lines, as plain structs.
//!
//! The fields are those of `docs/record-format.md`, in its order; an absent field is empty.

use std::io::BufRead;

use serde::{Deserialize, Serialize};

/// A record of any type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Record {
    /// The report itself.
    Document(Box<DocumentRecord>),
    /// Something happened.
    Event(Box<EventRecord>),
    /// Somebody said something.
    Statement(Box<StatementRecord>),
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        #[allow(missing_docs)]
        pub struct $name {
            $($(#[$attribute])* #[serde(skip_serializing_if = "Absent::is_absent")] pub $field: $type,)+
        }
    };
}

/// True for what a record leaves out.
trait Absent {
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Fields that are always there.
macro_rules! present {
    ($($type:ty),+) => { $(impl Absent for $type {
        fn is_absent(&self) -> bool {
            false
        }
    })+ };
}

present!(String, u32, u8, f64, [u32; 2], ContentRecord, TextInfo);

record! {
    /// A document record.
    DocumentRecord {
        id: String,
        date: Option<String>,
        title: Option<String>,
        url: Option<String>,
        publication: Option<String>,
        author: Option<String>,
        language: Option<String>,
        text: Option<String>,
        sentences: Vec<[u32; 2]>,
        story: Option<String>,
        warnings: Vec<String>,
    }
}

record! {
    /// An event record.
    EventRecord {
        id: String,
        doc: String,
        date: Option<String>,
        enddate: Option<String>,
        date_precision: Option<String>,
        event: Vec<String>,
        mode: Vec<String>,
        context: Vec<String>,
        context_evidence: Vec<String>,
        status: String,
        attributed_to: Option<EntityRecord>,
        actor: Vec<EntityRecord>,
        recipient: Vec<EntityRecord>,
        event_loc: Option<PlaceRecord>,
        event_text: Option<String>,
        trigger: [u32; 2],
        also: Vec<AgainRecord>,
        size: Option<SizeRecord>,
        cameo: Option<String>,
        quad_code: u8,
        event_scale: f64,
        text: Option<String>,
        text_info: Option<TextInfo>,
        rule: Option<String>,
        confidence: f64,
        coder: Option<String>,
    }
}

record! {
    /// Where an event is told again.
    AgainRecord {
        event_text: Option<String>,
        trigger: [u32; 2],
        text_info: Option<TextInfo>,
    }
}

record! {
    /// A statement record.
    StatementRecord {
        id: String,
        doc: String,
        speaker: Option<EntityRecord>,
        speakers: Vec<EntityRecord>,
        cue: Option<CueRecord>,
        content: ContentRecord,
        kind: String,
        addressee: Vec<EntityRecord>,
        about: Vec<String>,
        date: Option<String>,
        text_info: Option<TextInfo>,
    }
}

record! {
    /// An entity object.
    EntityRecord {
        code: Option<String>,
        sector: Vec<String>,
        entity_text: Option<String>,
        /// Absent, like everything else, for a speaker whom nothing names.
        start: Option<u32>,
        end: Option<u32>,
        identifier_text: Option<String>,
        office: Option<String>,
        chain: Option<u32>,
        how: Option<String>,
    }
}

record! {
    /// Where an event happened.
    PlaceRecord {
        extracted_place: Option<String>,
        resolved_place: Option<String>,
        lat: Option<f64>,
        lon: Option<f64>,
        country_code: Option<String>,
        province: Option<String>,
        resolution: u8,
        start: u32,
        end: u32,
    }
}

record! {
    /// Numbers stated with an event.
    SizeRecord {
        dead: Option<u32>,
        injured: Option<u32>,
        arrested: Option<u32>,
        participants: Option<u32>,
    }
}

record! {
    /// The words that report a statement.
    CueRecord {
        text: Option<String>,
        start: u32,
        end: u32,
    }
}

record! {
    /// What is said.
    ContentRecord {
        text: Option<String>,
        start: u32,
        end: u32,
        quoted: Vec<[u32; 2]>,
    }
}

record! {
    /// The sentence of a record.
    TextInfo {
        sequence: u32,
        start: u32,
        end: u32,
    }
}

/// A line that is no record.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {source}")]
pub struct ReadError {
    /// Line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub source: std::io::Error,
}

/// The records of a stream of JSON Lines; empty lines are passed over.
pub fn records(reader: impl BufRead) -> impl Iterator<Item = Result<Record, ReadError>> {
    (1..).zip(reader.lines()).filter_map(|(line, text)| {
        let record = match text {
            Ok(text) if text.trim().is_empty() => return None,
            Ok(text) => serde_json::from_str(&text).map_err(std::io::Error::from),
            Err(error) => Err(error),
        };
        Some(record.map_err(|source| ReadError { line, source }))
    })
}
