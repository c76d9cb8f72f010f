//! Files that are one document: pages and plain texts.

use std::io::Read;

use super::{Body, InputError, Item, Place, RawDocument, Source};

/// The file as a page. Its encoding is found out by the page stage, which sees the bytes.
pub fn html(mut source: Source) -> impl Iterator<Item = Item> {
    let document = read(&mut source).map(|bytes| {
        let length = bytes.len() as u64;
        document(&source, Body::Html(bytes), length, Vec::new())
    });
    std::iter::once(document)
}

/// The file as a text. A byte order mark is not part of it.
pub fn text(mut source: Source) -> impl Iterator<Item = Item> {
    let document = read(&mut source).and_then(|mut bytes| {
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        let length = bytes.len() as u64;
        let mut warnings = Vec::new();
        let text = source.text(bytes, &mut warnings);
        if text.trim().is_empty() {
            return Err(source.error(Place::Whole, "nothing but white space"));
        }
        Ok(document(&source, Body::Text(text), length, warnings))
    });
    std::iter::once(document)
}

fn read(source: &mut Source) -> Result<Vec<u8>, InputError> {
    let longest = source.options.longest;
    let mut bytes = Vec::new();
    let result = (&mut source.stream).take(longest as u64 + 1).read_to_end(&mut bytes);
    if let Err(error) = result {
        return Err(source.failed(Place::Whole, &error));
    }
    if bytes.len() > longest {
        return Err(source.error(Place::Whole, format!("longer than {longest} bytes")));
    }
    Ok(bytes)
}

fn document(source: &Source, body: Body, bytes: u64, warnings: Vec<String>) -> RawDocument {
    RawDocument {
        id: source.stem.clone(),
        origin: source.name.clone(),
        body,
        date: None,
        captured: None,
        title: None,
        url: None,
        publication: None,
        author: None,
        language: None,
        bytes,
        warnings,
    }
}
