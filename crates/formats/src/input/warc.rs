//! WARC, the format of web archives (ISO 28500): every fetched page is a document.
//!
//! Read are `response` records with an HTTP response of status 200 that holds HTML or plain
//! text, `resource` records of those types, and `conversion` records of plain text, as
//! Common Crawl's WET files have them. Everything else is passed over and counted.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::io::{self, Read};
use std::sync::atomic::Ordering;

use encoding_rs::Encoding;
use rustc_hash::FxHasher;

use super::http;
use super::stream::{self, Line};
use super::{Body, InputError, Item, Place, RawDocument, Source, date};

/// Documents of a web archive.
pub struct Records {
    source: Source,
    line: Vec<u8>,
    /// Hashes of the addresses met: a page fetched twice gets its record's id.
    seen: HashSet<u64, BuildHasherDefault<FxHasher>>,
    /// Where a record begins whose version line was read while looking for it.
    begun: Option<u64>,
    ended: bool,
}

/// Longest header line.
const LINE: usize = 64 << 10;
/// Most header lines of one record.
const LINES: usize = 1000;

/// What a record says of itself.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    uri: String,
    id: String,
    date: String,
    content_type: String,
    length: Option<u64>,
}

impl Records {
    /// Nothing is read yet.
    pub fn new(source: Source) -> Self {
        Records { source, line: Vec::new(), seen: HashSet::default(), begun: None, ended: false }
    }

    /// Reads up to and with the version line of the next record. Passes over what stands in
    /// between, which should be two empty lines; false at the end.
    fn find_record(&mut self) -> io::Result<Option<u64>> {
        let mut strayed = None;
        loop {
            if let Some(at) = self.begun.take() {
                return Ok(Some(at));
            }
            let at = self.source.stream.offset();
            match stream::line(&mut self.source.stream, &mut self.line, LINE)? {
                Line::End => return strayed.map_or(Ok(None), |at| Err(stray(at))),
                Line::Whole if self.line.starts_with(b"WARC/") => match strayed {
                    None => return Ok(Some(at)),
                    Some(from) => {
                        self.begun = Some(at);
                        return Err(stray(from));
                    }
                },
                Line::Whole if self.line.is_empty() => {}
                _ => strayed = strayed.or(Some(at)),
            }
        }
    }

    /// Reads the header lines.
    fn head(&mut self) -> io::Result<Head> {
        let mut head = Head::default();
        for _ in 0..LINES {
            if stream::line(&mut self.source.stream, &mut self.line, LINE)? == Line::End || self.line.is_empty() {
                break;
            }
            let Some((name, value)) = http::header(&self.line) else { continue };
            match name.as_str() {
                "warc-type" => head.kind = value.to_lowercase(),
                "warc-target-uri" => head.uri = value.trim_matches(['<', '>']).to_string(),
                "warc-record-id" => head.id = value.trim_matches(['<', '>']).to_string(),
                "warc-date" => head.date = value,
                "content-type" => head.content_type = value.to_lowercase(),
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
        Ok(head)
    }

    /// Reads one record; `Ok(None)` where it holds no document.
    fn record(&mut self, at: u64) -> Result<Option<RawDocument>, InputError> {
        let place = self.source.place_of(at);
        let head = self.head().map_err(|error| self.end_with(place, &error))?;
        let Some(length) = head.length else {
            return Err(self.source.error(place, "WARC record without Content-Length: passed over"));
        };
        let wanted = head.wants();
        let longest = self.source.options.longest;
        if !wanted || length > longest as u64 {
            let skipped =
                io::copy(&mut (&mut self.source.stream).take(length), &mut io::sink()).map_err(|error| self.end_with(place, &error))?;
            if skipped < length {
                return Err(self.cut(place, &head, skipped, length));
            }
            if wanted {
                return Err(self.source.error(place, format!("{}: longer than {longest} bytes", head.name())));
            }
            return Ok(None);
        }
        let mut block = Vec::new();
        (&mut self.source.stream).take(length).read_to_end(&mut block).map_err(|error| self.end_with(place, &error))?;
        if (block.len() as u64) < length {
            return Err(self.cut(place, &head, block.len() as u64, length));
        }
        self.document(&head, block, place)
    }

    /// The document of a whole record.
    fn document(&mut self, head: &Head, block: Vec<u8>, place: Place) -> Result<Option<RawDocument>, InputError> {
        let mut warnings = Vec::new();
        let (media_type, charset, bytes) = if head.content_type.starts_with("application/http") {
            let response = http::response(&block, self.source.options.longest)
                .map_err(|reason| self.source.error(place, format!("{}: {reason}", head.name())))?;
            if response.status != 200 {
                return Ok(None);
            }
            warnings.extend(response.notes);
            (response.media_type, response.charset, response.body)
        } else {
            let media_type = head.content_type.split(';').next().unwrap_or_default().trim().to_string();
            (media_type, None, block)
        };
        let is_html = match media_type.as_str() {
            "text/html" | "application/xhtml+xml" => true,
            "text/plain" => false,
            "" => bytes.trim_ascii_start().starts_with(b"<"),
            _ => return Ok(None),
        };
        if bytes.trim_ascii().is_empty() {
            return Ok(None);
        }
        let length = bytes.len() as u64;
        let bytes = told_encoding(bytes, charset.as_deref(), is_html);
        let body = if is_html { Body::Html(bytes) } else { Body::Text(self.source.text(bytes, &mut warnings)) };
        let fresh = !head.uri.is_empty() && self.seen.insert(self.seen.hasher().hash_one(&head.uri));
        let error = self.source.error(place, "");
        Ok(Some(RawDocument {
            id: if fresh || head.id.is_empty() { head.uri.clone() } else { head.id.clone() },
            origin: error.to_string().trim_end_matches(": ").to_string(),
            body,
            date: None,
            captured: date::parse(&head.date),
            title: None,
            url: Some(head.uri.clone()).filter(|uri| !uri.is_empty()),
            publication: None,
            author: None,
            language: None,
            bytes: length,
            warnings,
        }))
    }

    fn cut(&mut self, place: Place, head: &Head, have: u64, length: u64) -> InputError {
        self.ended = true;
        let name = head.name();
        self.source.error(place, format!("{name}: the file ends inside this record, after {have} of {length} bytes"))
    }

    fn end_with(&mut self, place: Place, error: &io::Error) -> InputError {
        self.ended = true;
        self.source.failed(place, error)
    }
}

impl Iterator for Records {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            let at = match self.find_record() {
                Ok(Some(at)) => at,
                Ok(None) => break,
                Err(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<Stray>()) {
                    Some(stray) => {
                        let place = self.source.place_of(stray.0);
                        return Some(Err(self.source.error(place, "no WARC record begins here: passed over")));
                    }
                    None => {
                        let place = self.source.place_of(self.source.stream.offset());
                        return Some(Err(self.end_with(place, &error)));
                    }
                },
            };
            match self.record(at) {
                Ok(Some(document)) => return Some(Ok(document)),
                Ok(None) => {
                    self.source.progress.passed_over.fetch_add(1, Ordering::Relaxed);
                }
                Err(error) => return Some(Err(error)),
            }
        }
        self.ended = true;
        None
    }
}

impl Head {
    /// True where the record may hold a document.
    fn wants(&self) -> bool {
        let is_page = self.content_type.starts_with("text/html") || self.content_type.starts_with("text/plain");
        match self.kind.as_str() {
            "response" => self.content_type.starts_with("application/http"),
            "resource" | "conversion" => is_page,
            _ => false,
        }
    }

    fn name(&self) -> &str {
        if self.uri.is_empty() { "record without address" } else { &self.uri }
    }
}

/// The body as UTF-8, where the server told another encoding and the bytes are not UTF-8
/// anyway. A page gets a byte order mark, which overrules what its own head may say.
fn told_encoding(bytes: Vec<u8>, charset: Option<&str>, is_html: bool) -> Vec<u8> {
    let Some(encoding) = charset.and_then(|label| Encoding::for_label(label.as_bytes())) else { return bytes };
    if std::str::from_utf8(&bytes).is_ok() || Encoding::for_bom(&bytes).is_some() {
        return bytes;
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    let mark = if is_html { "\u{feff}" } else { "" };
    [mark.as_bytes(), text.as_bytes()].concat()
}

/// Bytes that belong to no record, from this position on.
#[derive(Debug)]
struct Stray(u64);

impl std::fmt::Display for Stray {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no record at {}", self.0)
    }
}

impl std::error::Error for Stray {}

fn stray(at: u64) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Stray(at))
}
