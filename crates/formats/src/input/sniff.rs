//! What a file is, by its first bytes. The name's extension only decides between formats
//! that the content leaves open.

use serde::de::IgnoredAny;

use super::fields;

/// Bytes looked at.
pub const HEAD: usize = 8 << 10;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page.
    Html,
    /// A text.
    Text,
    /// One JSON object a line.
    JsonLines,
    /// JSON objects in an array, or one after the other over several lines.
    JsonElements,
    /// A table with this byte between its columns.
    Table(u8),
    /// Web archive.
    Warc,
}

/// Tells the format by the first bytes (after unpacking) and the extension.
///
/// # Errors
/// For data that holds no text: what it seems to be.
pub fn kind(extension: &str, head: &[u8]) -> Result<Kind, String> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.starts_with(b"WARC/") {
        return Ok(Kind::Warc);
    }
    if let Some(what) = known_binary(head) {
        return Err(format!("{what}, not text"));
    }
    if let Some(at) = memchr::memchr(0, head) {
        return Err(format!("binary data (zero byte at {at}), not text"));
    }
    let control = head.iter().filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
    if control * 20 > head.len() {
        return Err("binary data (control characters), not text".to_string());
    }
    let start = head.trim_ascii_start();
    if let Some(kind) = json(start, head.len() >= HEAD) {
        return Ok(kind);
    }
    match markup(start) {
        Some(Markup::Html) => return Ok(Kind::Html),
        Some(Markup::Xml(root)) if !matches!(extension, "html" | "htm" | "xhtml") => {
            return Err(format!("XML with the root <{root}>, which is not read: only HTML pages are"));
        }
        _ => {}
    }
    let named = match extension {
        "html" | "htm" | "xhtml" => Some(Kind::Html),
        "jsonl" | "ndjson" | "json" => Some(Kind::JsonLines),
        "csv" | "tsv" | "tab" => {
            let fallback = if extension == "csv" { b',' } else { b'\t' };
            Some(Kind::Table(delimiter(head).unwrap_or(fallback)))
        }
        _ => None,
    };
    if let Some(kind) = named {
        return Ok(kind);
    }
    if let Some(delimiter) = delimiter(head) {
        return Ok(Kind::Table(delimiter));
    }
    let page = [&b"<html"[..], b"<body", b"<!doctype html"].iter().any(|tag| contains_folded(head, tag));
    Ok(if page { Kind::Html } else { Kind::Text })
}

/// Formats with a signature, named for a person.
fn known_binary(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"PK\x03\x04", "a zip archive (or office document)"),
        (b"PAR1", "a Parquet file"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\x7fELF", "a program"),
        (b"BZh", "bzip2 data (unpack it first)"),
        (b"\xfd7zXZ\0", "xz data (unpack it first)"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive (unpack it first)"),
        (b"Rar!\x1a", "a RAR archive (unpack it first)"),
        (b"\x1f\x8b", "gzip data packed twice (unpack it first)"),
        (b"\x28\xb5\x2f\xfd", "zstd data packed twice (unpack it first)"),
        (b"\xff\xfe\0\0", "UTF-32 text (convert it to UTF-8 first)"),
        (b"\0\0\xfe\xff", "UTF-32 text (convert it to UTF-8 first)"),
        (b"{\\rtf", "a Rich Text document"),
    ];
    if head.get(257..262) == Some(b"ustar") {
        return Some("a tar archive (unpack it first)");
    }
    SIGNATURES.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, what)| what)
}

/// JSON Lines or elements; `None` where it is neither. A text may well begin with a bracket
/// ("[Reuters] ..."), so the second mark counts too.
fn json(start: &[u8], more: bool) -> Option<Kind> {
    let (&first, rest) = start.split_first()?;
    let second = rest.trim_ascii_start().first().copied();
    match (first, second) {
        (b'[', Some(b'{' | b']')) => return Some(Kind::JsonElements),
        (b'{', Some(b'"' | b'}')) => {}
        _ => return None,
    }
    let line = match memchr::memchr(b'\n', start) {
        Some(at) => &start[..at],
        // The first line is longer than what is looked at.
        None if more => return Some(Kind::JsonLines),
        None => start,
    };
    let incomplete = matches!(serde_json::from_slice::<IgnoredAny>(line), Err(error) if error.is_eof());
    let next = start[line.len()..].trim_ascii_start().first().copied();
    Some(match (incomplete, next) {
        // An object over several lines goes on with a name or an end.
        (true, Some(b'"' | b'}')) => Kind::JsonElements,
        _ => Kind::JsonLines,
    })
}

enum Markup {
    Html,
    Xml(String),
}

/// The first element, after declarations and comments. The HTML names are those by which
/// browsers know a page (WHATWG, MIME Sniffing, 7.1), and a few more.
fn markup(mut rest: &[u8]) -> Option<Markup> {
    const TAGS: &[&str] = &[
        "html", "head", "body", "title", "meta", "link", "script", "style", "iframe", "div", "p", "span", "article", "main", "section",
        "header", "nav", "h1", "h2", "h3", "table", "ul", "ol", "a", "b", "i", "br", "font", "center", "form", "noscript", "base",
    ];
    let mut declared = false;
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?") {
            declared = true;
            b"?>"
        } else if rest.starts_with(b"<!") {
            if rest.get(2..14).is_some_and(|name| name.eq_ignore_ascii_case(b"doctype html")) {
                return Some(Markup::Html);
            }
            b">"
        } else {
            break;
        };
        match memchr::memmem::find(rest, end) {
            Some(at) => rest = &rest[at + end.len()..],
            // A comment longer than what is looked at: pages have those.
            None => return Some(Markup::Html),
        }
    }
    let name = rest.strip_prefix(b"<")?;
    let length = name.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_')).count();
    let closed = name.get(length).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    let name = String::from_utf8_lossy(&name[..length]).to_lowercase();
    if closed && TAGS.contains(&name.as_str()) {
        return Some(Markup::Html);
    }
    (declared && !name.is_empty()).then_some(Markup::Xml(name))
}

/// The byte between columns, where the first line is the header of a table of documents.
fn delimiter(head: &[u8]) -> Option<u8> {
    let line = &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())];
    [b',', b'\t', b';', b'|'].into_iter().find(|&delimiter| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(line);
        let mut header = csv::ByteRecord::new();
        if !reader.read_byte_record(&mut header).unwrap_or(false) || header.len() < 2 {
            return false;
        }
        let short = header.iter().all(|name| name.len() <= 64);
        short && header.iter().any(|name| fields::Name::of(name).is_some_and(fields::Name::is_body))
    })
}

fn contains_folded(head: &[u8], needle: &[u8]) -> bool {
    head.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &str) -> Kind {
        kind("", head.as_bytes()).unwrap()
    }

    #[test]
    fn content_decides() {
        assert_eq!(told("WARC/1.0\r\nWARC-Type: response\r\n"), Kind::Warc);
        assert_eq!(told("\u{feff}  <!-- a --> <!DOCTYPE HTML PUBLIC ...>"), Kind::Html);
        assert_eq!(told("<?xml version='1.0'?>\n<html xmlns='x'>"), Kind::Html);
        assert_eq!(told("<p>Troops entered."), Kind::Html);
        assert_eq!(told("HTTP/1.1 200 OK\r\n\r\n<HTML>"), Kind::Html);
        assert_eq!(told("{\"id\": 1}\n{\"id\": 2}\n"), Kind::JsonLines);
        assert_eq!(told("{\"id\": 1"), Kind::JsonLines);
        assert_eq!(told("{\n  \"id\": 1,\n"), Kind::JsonElements);
        assert_eq!(told("[\n  {\"id\": 1},\n"), Kind::JsonElements);
        assert_eq!(told("ID,Date,Text\n1,2023-01-01,x"), Kind::Table(b','));
        assert_eq!(told("id\ttext\n"), Kind::Table(b'\t'));
        assert_eq!(told("\"id\";\"event_text\"\n"), Kind::Table(b';'));
    }

    #[test]
    fn text_that_looks_a_little_like_something_else_is_text() {
        for text in [
            "[Reuters] Troops entered the town.",
            "{ sic } he said",
            "<3 is what he wrote",
            "In a text, a comma\nis no header.",
            "text\nonly one column",
            "<pm> said",
        ] {
            assert_eq!(told(text), Kind::Text, "{text}");
        }
    }

    #[test]
    fn names_decide_where_content_leaves_it_open() {
        assert_eq!(kind("jsonl", b"not json"), Ok(Kind::JsonLines));
        assert_eq!(kind("tsv", b"a b c"), Ok(Kind::Table(b'\t')));
        assert_eq!(kind("html", b"no tag at all"), Ok(Kind::Html));
        assert_eq!(kind("csv", b"<!doctype html>"), Ok(Kind::Html));
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert_eq!(kind("txt", b"%PDF-1.7\n"), Err("a PDF file, not text".into()));
        assert_eq!(kind("txt", b"ab\0c"), Err("binary data (zero byte at 2), not text".into()));
        assert_eq!(kind("txt", b"\x01\x02\x03\x04"), Err("binary data (control characters), not text".into()));
        let feed = kind("", b"<?xml version='1.0'?><rss version='2.0'>");
        assert_eq!(feed, Err("XML with the root <rss>, which is not read: only HTML pages are".into()));
    }
}
