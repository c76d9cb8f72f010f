//! JSON: one document a line, or the elements of an array.
//!
//! A line that is no document is one error, and the next line is read. In an array the
//! elements are found by their brackets, so an element that is no document is one error too;
//! only where the brackets themselves are broken is the rest lost.

use std::fmt;
use std::io::{self, BufRead};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::{Fields, Name};
use super::stream::{self, Line};
use super::{InputError, Item, Place, RawDocument, Source};

/// Documents of a file with one object a line.
pub struct Lines {
    source: Source,
    line: u64,
    buffer: Vec<u8>,
    ended: bool,
}

impl Lines {
    /// Nothing is read yet.
    pub fn new(source: Source) -> Self {
        Lines { source, line: 0, buffer: Vec::new(), ended: false }
    }
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            self.line += 1;
            let longest = self.source.options.longest;
            match stream::line(&mut self.source.stream, &mut self.buffer, longest) {
                Ok(Line::Whole) => {
                    let line = self.buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.buffer).trim_ascii();
                    if !line.is_empty() {
                        return Some(document(&self.source, line, self.line, self.line));
                    }
                }
                Ok(Line::TooLong) => {
                    let reason = format!("longer than {longest} bytes");
                    return Some(Err(self.source.error(Place::Line(self.line), reason)));
                }
                Ok(Line::End) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.source.failed(Place::Line(self.line), &error)));
                }
            }
        }
        None
    }
}

/// Documents of a file with an array of objects, or with objects over several lines.
pub struct Elements {
    source: Source,
    /// Line now being read.
    line: u64,
    /// Elements met so far.
    count: u64,
    buffer: Vec<u8>,
    ended: bool,
}

enum Found {
    /// An object in the buffer; the line it starts on.
    Object(u64),
    /// An object longer than allowed.
    TooLong(u64),
    /// A byte that stands where an object should.
    Stray(u8),
    /// The data ends inside the object that starts on this line.
    Cut(u64),
    End,
}

impl Elements {
    /// Nothing is read yet.
    pub fn new(source: Source) -> Self {
        Elements { source, line: 1, count: 0, buffer: Vec::new(), ended: false }
    }

    /// Finds the next object by its brackets.
    fn element(&mut self) -> io::Result<Found> {
        self.buffer.clear();
        let longest = self.source.options.longest;
        let (mut depth, mut in_string, mut escaped, mut too_long, mut start) = (0u64, false, false, false, self.line);
        loop {
            let have = self.source.stream.fill_buf()?;
            if have.is_empty() {
                return Ok(if depth > 0 { Found::Cut(start) } else { Found::End });
            }
            let mut from = 0;
            let mut found = None;
            let mut taken = have.len();
            for (at, &byte) in have.iter().enumerate() {
                self.line += u64::from(byte == b'\n');
                if in_string {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                    continue;
                }
                match byte {
                    b'"' if depth > 0 => in_string = true,
                    b'{' | b'[' if depth > 0 => depth += 1,
                    b'{' => {
                        (depth, from, start) = (1, at, self.line);
                    }
                    b'}' | b']' if depth > 0 => {
                        depth -= 1;
                        if depth == 0 {
                            found = Some(Found::Object(start));
                        }
                    }
                    _ if depth > 0 => {}
                    // Between objects: the array's own marks, and a byte order mark.
                    b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' | 0xef | 0xbb | 0xbf => {}
                    _ => found = Some(Found::Stray(byte)),
                }
                if found.is_some() {
                    taken = at + 1;
                    break;
                }
            }
            let inside = depth > 0 || matches!(found, Some(Found::Object(_)));
            if inside && !too_long {
                if self.buffer.len() + (taken - from) > longest {
                    self.buffer.clear();
                    too_long = true;
                } else {
                    self.buffer.extend_from_slice(&have[from..taken]);
                }
            }
            self.source.stream.consume(taken);
            match found {
                Some(Found::Object(line)) if too_long => return Ok(Found::TooLong(line)),
                Some(found) => return Ok(found),
                None => {}
            }
        }
    }

    fn stop(&mut self, place: Place, reason: String) -> Option<Item> {
        self.ended = true;
        Some(Err(self.source.error(place, reason)))
    }
}

impl Iterator for Elements {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.ended {
            return None;
        }
        let found = self.element();
        self.count += 1;
        match found {
            Ok(Found::Object(line)) => Some(document(&self.source, &self.buffer, line, self.count)),
            Ok(Found::TooLong(line)) => {
                let reason = format!("longer than {} bytes", self.source.options.longest);
                Some(Err(self.source.error(Place::Line(line), reason)))
            }
            Ok(Found::Stray(byte)) => {
                let shown = byte.escape_ascii();
                let reason = format!("`{shown}` where an object should begin; the rest was not read");
                self.stop(Place::Line(self.line), reason)
            }
            Ok(Found::Cut(line)) => self.stop(Place::Line(line), "the file ends inside this object".to_string()),
            Ok(Found::End) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                Some(Err(self.source.failed(Place::Line(self.line), &error)))
            }
        }
    }
}

/// The document of one object. `number` goes into its id where it has none.
fn document(source: &Source, json: &[u8], line: u64, number: u64) -> Result<RawDocument, InputError> {
    let mut warnings = Vec::new();
    let mended;
    let json = match std::str::from_utf8(json) {
        Ok(json) => json,
        Err(_) => {
            mended = source.text(json.to_vec(), &mut warnings);
            &mended
        }
    };
    let mut reader = serde_json::Deserializer::from_str(json);
    let fields = reader.deserialize_any(ObjectVisitor).and_then(|fields| reader.end().map(|()| fields));
    let mut fields = fields.map_err(|error| {
        let full = error.to_string();
        let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
        let place = Place::Line(line + (error.line() as u64).saturating_sub(1));
        source.error(place, format!("not a JSON document: {message} (column {})", error.column()))
    })?;
    fields.warnings.extend(warnings);
    let origin = format!("{}, line {line}", source.name);
    fields.document(|| format!("{}-{number}", source.stem), origin).map_err(|reason| source.error(Place::Line(line), reason))
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key_seed(NameSeed)? {
            let Some(name) = name else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let (value, kind) = map.next_value_seed(ValueSeed)?;
            if name.is_body() && !matches!(kind, Kind::Text | Kind::Null) {
                fields.unusable = Some(format!("`{}` is {}, not a string", name_of(name), kind.in_words()));
            } else if matches!(kind, Kind::Object) || (matches!(kind, Kind::List) && name != Name::Author) {
                // `source` and the like mean other things in other people's data.
                if matches!(name, Name::Id | Name::Date | Name::PubDate) {
                    fields.warnings.push(format!("`{}` is {}: left out", name_of(name), kind.in_words()));
                }
            } else {
                fields.set(name, value);
            }
        }
        Ok(fields)
    }
}

fn name_of(name: Name) -> &'static str {
    match name {
        Name::Id => "id",
        Name::Date => "date",
        Name::PubDate => "pub_date",
        Name::Text => "text",
        Name::EventText => "event_text",
        Name::Html => "html",
        Name::Title => "title",
        Name::Url => "url",
        Name::Publication => "publication",
        Name::Source => "source",
        Name::Author => "author",
        Name::Language => "language",
    }
}

/// Reads a key as the field it names.
struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Option<Name>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed {
    type Value = Option<Name>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Name::of(name.as_bytes()))
    }
}

/// What a value was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    Text,
    Number,
    Truth,
    List,
    Object,
}

impl Kind {
    fn in_words(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Text => "a string",
            Kind::Number => "a number",
            Kind::Truth => "true or false",
            Kind::List => "a list",
            Kind::Object => "an object",
        }
    }
}

/// Reads any value as a string, with what it was.
struct ValueSeed;

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = (String, Kind);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = (String, Kind);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok((String::new(), Kind::Null))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((text.to_string(), Kind::Text))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok((text, Kind::Text))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok((truth.to_string(), Kind::Truth))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok((number.to_string(), Kind::Number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok((number.to_string(), Kind::Number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok((number.to_string(), Kind::Number))
    }

    /// The strings of a list, as bylines with several names are given.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some((text, kind)) = list.next_element_seed(ValueSeed)? {
            if kind == Kind::Text {
                names.push(text);
            }
        }
        Ok((names.join(", "), Kind::List))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok((String::new(), Kind::Object))
    }
}
