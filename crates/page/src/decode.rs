//! From bytes to characters: byte order marks, declared and guessed charsets, and whether the
//! bytes are text or HTML at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::markup::{Piece, pieces};

/// How far into a page a `<meta charset>` counts: the HTML standard says 1024 bytes, browsers
/// look a little further, and pages with long comments put it later.
const DECLARATION_WITHIN: usize = 16_384;

/// How many bytes the guess reads. Enough for languages whose letters are rare in a page's head.
const GUESS_FROM: usize = 262_144;

/// Decodes a text file. The notes say what was noticed ("read as windows-1252").
///
/// A byte order mark decides; then UTF-8 where it is valid; then UTF-16 without a mark, seen by
/// its zero bytes; then a guess. Bytes that stand for nothing become U+FFFD.
pub fn decode(bytes: &[u8]) -> (String, Vec<String>) {
    decode_as(bytes, None)
}

/// Decodes an HTML page: as [`decode`], but the page's own `<meta charset>` goes before the guess.
pub fn decode_html(bytes: &[u8]) -> (String, Vec<String>) {
    decode_as(bytes, declared(bytes))
}

fn decode_as(bytes: &[u8], declared: Option<&'static Encoding>) -> (String, Vec<String>) {
    let mut notes = Vec::new();
    let (encoding, skip) = if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        (encoding, length)
    } else if let Ok(text) = std::str::from_utf8(bytes)
        && !has_utf16_zeros(bytes)
    {
        // Valid UTF-8 beyond ASCII is never something else by chance; ISO-2022-JP is ASCII.
        if !(bytes.contains(&0x1b) && declared.is_some_and(|d| d == encoding_rs::ISO_2022_JP)) {
            return (text.to_string(), notes);
        }
        (encoding_rs::ISO_2022_JP, 0)
    } else if let Some(utf16) = utf16_without_mark(bytes) {
        (utf16, 0)
    } else {
        // Nearly valid UTF-8 (a file cut in a character, one damaged byte) is read as UTF-8.
        let damaged = damaged_utf8(bytes);
        match declared {
            Some(declared) if declared != UTF_8 && !damaged => (declared, 0),
            _ if damaged => (UTF_8, 0),
            _ => (guess(bytes), 0),
        }
    };
    let (text, malformed) = encoding.decode_without_bom_handling(&bytes[skip.min(bytes.len())..]);
    if encoding != UTF_8 {
        notes.push(format!("read as {}", encoding.name().to_lowercase()));
    }
    if malformed {
        notes.push(format!("bytes that are not {} were replaced", encoding.name()));
    }
    (text.into_owned(), notes)
}

/// True where the bytes cannot be text in any charset: zero bytes (unless UTF-16), the signature
/// of a common binary format, or many control characters.
pub fn is_binary(bytes: &[u8]) -> bool {
    const SIGNATURES: [&[u8]; 14] = [
        b"%PDF-",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"\x28\xb5\x2f\xfd",
        b"BZh",
        b"\xfd7zXZ",
        b"\x7fELF",
        b"SQLite format 3\0",
        b"PAR1",
        b"\xd0\xcf\x11\xe0",
    ];
    if SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) {
        return true;
    }
    if Encoding::for_bom(bytes).is_some() {
        return false;
    }
    let sample = &bytes[..bytes.len().min(65_536)];
    if sample.contains(&0) {
        return utf16_without_mark(sample).is_none();
    }
    let control = sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0x1a)).count();
    // A stray control character happens in old files; one in fifty bytes does not.
    control * 50 > sample.len()
}

/// True where the bytes are an HTML page, by content: a doctype, or tags that only HTML has.
pub fn looks_like_html(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8_192)];
    let (head, _) = decode_as(head, None);
    let start = head.trim_start().as_bytes();
    if !start.starts_with(b"<") {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    if lower.contains("<!doctype html") || lower.contains("<html") {
        return true;
    }
    let known = ["head", "body", "title", "meta", "script", "link", "div", "p", "article", "h1", "table", "span", "style"];
    pieces(&head).find_map(|piece| match piece {
        Piece::Open(tag) | Piece::Raw(tag, _) => Some(known.iter().any(|name| tag.is(name))),
        // Text before the first tag: prose with an angle bracket somewhere.
        Piece::Text(text) if !text.trim().is_empty() => Some(false),
        _ => None,
    }) == Some(true)
}

/// The charset that the page declares in its head.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_WITHIN)];
    let (head, _) = WINDOWS_1252.decode_without_bom_handling(head);
    for piece in pieces(&head) {
        if let Piece::Open(tag) = piece
            && tag.is("meta")
        {
            let content = tag.get("content").unwrap_or_default().to_ascii_lowercase();
            let label = match tag.get("charset") {
                Some(charset) => charset.into_owned(),
                None => match content.split_once("charset=") {
                    Some((_, label)) => label.split([';', ' ', '"']).next().unwrap_or("").to_string(),
                    None => continue,
                },
            };
            // A page that is read byte by byte up to here is not UTF-16, whatever it says.
            return Encoding::for_label(label.trim().as_bytes()).map(
                |found| {
                    if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found }
                },
            );
        }
    }
    None
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESS_FROM)], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Few sequences that are not UTF-8 among many that are.
fn damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|&b| b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= 4 * bad
}

fn has_utf16_zeros(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(64)].contains(&0) && utf16_without_mark(bytes).is_some()
}

/// UTF-16 of mostly Latin text has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1_024) & !1];
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    if low * 10 > pairs * 7 && high * 20 < pairs {
        Some(UTF_16LE)
    } else if high * 10 > pairs * 7 && low * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn utf8_is_kept_without_a_note() {
        assert_eq!(decode("Präsident – “yes”".as_bytes()), ("Präsident – “yes”".to_string(), vec![]));
        assert_eq!(decode(b"\xef\xbb\xbfA"), ("A".to_string(), vec![]));
        assert_eq!(decode(b""), (String::new(), vec![]));
    }

    #[test]
    fn windows_1252_and_utf16_are_recognised() {
        let (text, notes) = decode(b"The President\x92s caf\xe9 \x93closed\x94 on Monday, officials said.");
        assert_eq!(text, "The President’s café “closed” on Monday, officials said.");
        assert_eq!(notes, ["read as windows-1252"]);
        assert_eq!(decode(&utf16("\u{feff}Two words")).0, "Two words");
        assert_eq!(decode(&utf16("Two words")).0, "Two words");
    }

    #[test]
    fn one_damaged_byte_does_not_turn_utf8_into_mojibake() {
        let mut bytes = "“Zürich”, “Genève”, “Köln”".as_bytes().to_vec();
        bytes.push(0xe2);
        let (text, notes) = decode(&bytes);
        assert!(text.starts_with("“Zürich”, “Genève”, “Köln”\u{fffd}"), "{text}");
        assert_eq!(notes, ["bytes that are not UTF-8 were replaced"]);
    }

    #[test]
    fn declared_charset_of_a_page_counts() {
        let page = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'></head>\xcf\xf0\xe8\xe2\xe5\xf2";
        assert!(decode_html(page).0.ends_with("Привет"));
        let wrong = "<meta charset=iso-8859-1><p>Zürich “Köln”</p>";
        assert_eq!(decode_html(wrong.as_bytes()).0, wrong);
    }

    #[test]
    fn binary_is_told_from_text() {
        assert!(is_binary(b"%PDF-1.4 ..."));
        assert!(is_binary(b"abc\0def\0\0\x01ghi"));
        assert!(is_binary(&(0..=255).collect::<Vec<u8>>()));
        assert!(!is_binary("plain text\r\n\twith é".as_bytes()));
        assert!(!is_binary(b""));
        assert!(!is_binary(&utf16("Two words")));
        assert!(!is_binary(b"caf\xe9 closed"));
    }

    #[test]
    fn html_is_known_by_its_content() {
        for html in ["<!DOCTYPE html><p>x", "\n <html>", "<p>A report.</p>", "<?xml version='1.0'?><html xmlns=x>", "<div class=a>"] {
            assert!(looks_like_html(html.as_bytes()), "{html}");
        }
        for text in ["", "A report.", "<3 this", "5 < 6 and <b>", "{\"html\": \"<p>x</p>\"}", "<rss><channel>", "<TEXT>SGML</TEXT>"] {
            assert!(!looks_like_html(text.as_bytes()), "{text}");
        }
    }
}
