//! The HTTP response inside a WARC record: status, type, and the body as the server meant it.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// A response, its transfer and content encodings undone.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    /// 200 and the like.
    pub status: u16,
    /// Media type in lower case, without parameters; empty where none is given.
    pub media_type: String,
    /// `charset` of the content type.
    pub charset: Option<String>,
    /// The body.
    pub body: Vec<u8>,
    /// What was mended.
    pub notes: Vec<String>,
}

/// Reads a response. The body may grow to `longest` bytes by unpacking.
///
/// # Errors
/// Where it is no response, or packed in a way that is not read: the reason.
pub fn response(block: &[u8], longest: usize) -> Result<Response, String> {
    let (head, body) = split_head(block);
    let mut lines = head.split(|&b| b == b'\n').map(<[u8]>::trim_ascii);
    let status = lines
        .next()
        .filter(|line| line.starts_with(b"HTTP/"))
        .and_then(|line| line.split(|b| b.is_ascii_whitespace()).filter(|w| !w.is_empty()).nth(1))
        .and_then(|word| std::str::from_utf8(word).ok()?.parse().ok())
        .ok_or("no HTTP status line")?;
    let mut response = Response { status, media_type: String::new(), charset: None, body: Vec::new(), notes: Vec::new() };
    let (mut chunked, mut encodings) = (false, Vec::new());
    for line in lines {
        let Some((name, value)) = header(line) else { continue };
        match name.as_str() {
            "content-type" => {
                let (media_type, parameters) = value.split_once(';').unwrap_or((&value, ""));
                response.media_type = media_type.trim().to_lowercase();
                response.charset = charset(parameters);
            }
            "transfer-encoding" => chunked = value.to_lowercase().contains("chunked"),
            "content-encoding" => encodings = value.split(',').map(|e| e.trim().to_lowercase()).collect(),
            _ => {}
        }
    }
    // Some crawlers undo the encodings and leave the headers, so each is tried on what is
    // there, and the body stays as it is where it does not fit.
    let mut body = match chunked.then(|| joined_chunks(body)).flatten() {
        Some((joined, whole)) => {
            if !whole {
                response.notes.push("the response's last chunk is cut short".to_string());
            }
            joined
        }
        None => body.to_vec(),
    };
    for encoding in encodings.iter().rev() {
        body = decode(encoding, body, longest, &mut response.notes)?;
    }
    response.body = body;
    Ok(response)
}

/// Name in lower case and value of a header line.
pub fn header(line: &[u8]) -> Option<(String, String)> {
    let at = memchr::memchr(b':', line)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_string();
    Some((text(&line[..at]).to_lowercase(), text(&line[at + 1..])))
}

/// Parts head from body at the first empty line.
fn split_head(block: &[u8]) -> (&[u8], &[u8]) {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\n', &block[from..]) {
        let line = &block[from..from + at];
        from += at + 1;
        if line.is_empty() || line == b"\r" {
            return (&block[..from], &block[from..]);
        }
    }
    (block, &[])
}

fn charset(parameters: &str) -> Option<String> {
    parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_string())
    })
}

/// The chunks of a body (RFC 9112, 7.1) joined; false with what there is where the last is
/// missing; `None` where it is not chunked at all.
fn joined_chunks(mut body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut joined = Vec::with_capacity(body.len());
    let mut first = true;
    loop {
        let size = memchr::memchr(b'\n', body).and_then(|at| {
            let line = std::str::from_utf8(&body[..at]).ok()?;
            let digits = line.split(';').next()?.trim();
            Some((usize::from_str_radix(digits, 16).ok()?, at + 1))
        });
        match size {
            None if first => return None,
            None => return Some((joined, false)),
            Some((0, _)) => return Some((joined, true)),
            Some((size, start)) => {
                let rest = &body[start..];
                let Some(chunk) = rest.get(..size) else {
                    joined.extend_from_slice(rest);
                    return Some((joined, false));
                };
                joined.extend_from_slice(chunk);
                body = &rest[size..];
                body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
            }
        }
        first = false;
    }
}

/// Undoes one content encoding.
fn decode(encoding: &str, body: Vec<u8>, longest: usize, notes: &mut Vec<String>) -> Result<Vec<u8>, String> {
    let mut reader: Box<dyn Read + '_> = match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(body.as_slice())),
        // Servers send both kinds under this name; zlib's first byte is 0x78 in practice.
        "deflate" if body.first() == Some(&0x78) => Box::new(ZlibDecoder::new(body.as_slice())),
        "deflate" if !body.trim_ascii_start().starts_with(b"<") => Box::new(DeflateDecoder::new(body.as_slice())),
        "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(body.as_slice());
            Box::new(decoder.map_err(|error| format!("damaged zstd content ({error})"))?)
        }
        "br" if !body.trim_ascii_start().starts_with(b"<") => {
            return Err("content encoding `br` is not read".to_string());
        }
        _ => return Ok(body),
    };
    let mut unpacked = Vec::new();
    let result = (&mut reader).take(longest as u64 + 1).read_to_end(&mut unpacked);
    if unpacked.len() > longest {
        return Err(format!("longer than {longest} bytes after unpacking"));
    }
    match result {
        Ok(_) => Ok(unpacked),
        Err(error) if unpacked.is_empty() => Err(format!("damaged {encoding} content ({error})")),
        Err(error) => {
            notes.push(format!("{encoding} content damaged after {} bytes ({error})", unpacked.len()));
            Ok(unpacked)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Response {
        response(text.as_bytes(), 1000).unwrap()
    }

    #[test]
    fn chunks_are_joined_also_where_the_last_is_missing() {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"utf-8\"\r\nTransfer-Encoding: chunked\r\n\r\n";
        let whole = read(&format!("{head}3;x=y\r\n<p>\r\n5\r\nhello\r\n0\r\n\r\n"));
        assert_eq!(whole.body, b"<p>hello");
        assert_eq!((whole.media_type.as_str(), whole.charset.as_deref()), ("text/html", Some("utf-8")));
        assert!(whole.notes.is_empty());
        let cut = read(&format!("{head}3\r\n<p>\r\n5\r\nhel"));
        assert_eq!((cut.body.as_slice(), cut.notes.len()), (&b"<p>hel"[..], 1));
        let undone = read(&format!("{head}<p>hello"));
        assert_eq!(undone.body, b"<p>hello");
    }

    #[test]
    fn what_is_no_response_is_an_error() {
        assert_eq!(response(b"GET / HTTP/1.1\r\n\r\n", 10), Err("no HTTP status line".into()));
        assert_eq!(response(b"", 10), Err("no HTTP status line".into()));
        let brotli = response(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x8b\x02", 10);
        assert_eq!(brotli, Err("content encoding `br` is not read".into()));
    }

    #[test]
    fn unpacking_is_bounded() {
        use flate2::{Compression, write::GzEncoder};
        use std::io::Write;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&vec![b'a'; 5000]).unwrap();
        let mut block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        block.extend(gzip.finish().unwrap());
        assert_eq!(response(&block, 5000).unwrap().body.len(), 5000);
        assert_eq!(response(&block, 4999), Err("longer than 4999 bytes after unpacking".into()));
    }
}
