//! UTF-16 with a byte order mark, as Windows programs write it, into UTF-8.

use std::io::{self, BufRead, Read};

use super::stream::Buffered;

/// UTF-8 in place of UTF-16; true where it was that. The byte order mark stays, as one of
/// UTF-8, so that whoever looks for the encoding later finds it.
pub fn to_utf8(mut stream: Buffered) -> (Buffered, bool) {
    let head = stream.peek(4);
    // The first two would also fit UTF-32, which has two zero bytes more.
    let big = match head {
        [0xff, 0xfe, 0, 0, ..] => return (stream, false),
        [0xff, 0xfe, ..] => false,
        [0xfe, 0xff, ..] => true,
        _ => return (stream, false),
    };
    (Buffered::new(Narrow { stream, big, high: None, error: None }), true)
}

struct Narrow {
    stream: Buffered,
    big: bool,
    /// First half of a surrogate pair.
    high: Option<u16>,
    /// Met after characters that are to be given out first.
    error: Option<io::Error>,
}

impl Narrow {
    /// The next character; half pairs and a half unit at the end become U+FFFD.
    fn next_char(&mut self) -> io::Result<Option<char>> {
        loop {
            let (unit, length) = match *self.stream.peek(2) {
                [a, b] if self.big => (u16::from_be_bytes([a, b]), 2),
                [a, b] => (u16::from_le_bytes([a, b]), 2),
                [_] => (0xfffd, 1),
                _ => {
                    self.stream.fill_buf()?;
                    return Ok(self.high.take().map(|_| char::REPLACEMENT_CHARACTER));
                }
            };
            let point = match (self.high.take(), unit) {
                (Some(high), 0xdc00..=0xdfff) => 0x10000 + ((u32::from(high) - 0xd800) << 10) + (u32::from(unit) - 0xdc00),
                // The half pair is lost, and this unit's turn comes with the next call.
                (Some(_), _) => return Ok(Some(char::REPLACEMENT_CHARACTER)),
                (None, 0xd800..=0xdbff) => {
                    self.high = Some(unit);
                    self.stream.consume(length);
                    continue;
                }
                (None, _) => unit.into(),
            };
            self.stream.consume(length);
            return Ok(Some(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
    }
}

impl Read for Narrow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let mut written = 0;
        while buffer.len() - written >= 4 {
            match self.next_char() {
                Ok(Some(c)) => written += c.encode_utf8(&mut buffer[written..]).len(),
                Ok(None) => break,
                Err(error) if written == 0 => return Err(error),
                Err(error) => {
                    self.error = Some(error);
                    break;
                }
            }
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_becomes_utf8_with_pairs_and_half_pairs() {
        let text = "\u{feff}naïve 🐦 end";
        for big in [false, true] {
            let mut bytes: Vec<u8> = Vec::new();
            for unit in text.encode_utf16().chain([0xd83d, b'x'.into(), 0xd83d]) {
                bytes.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            }
            bytes.push(b'?');
            let (mut stream, wide) = to_utf8(Buffered::new(io::Cursor::new(bytes)));
            assert!(wide);
            let mut out = String::new();
            stream.read_to_string(&mut out).unwrap();
            assert_eq!(out, format!("{text}\u{fffd}x\u{fffd}\u{fffd}"));
        }
    }
}
