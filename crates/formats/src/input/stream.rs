//! A buffer over a reader that can look ahead, and keeps an error for its place.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Progress;

/// Adds what is read to the progress.
pub struct Counting {
    /// The file.
    pub inner: Box<dyn Read + Send>,
    /// Where to add.
    pub progress: Arc<Progress>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.progress.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// A buffered reader that can be asked for what comes next without taking it.
///
/// An error met while looking ahead is kept until everything before it has been taken, so
/// that what a damaged file still gives is not lost.
pub struct Buffered {
    inner: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    taken: u64,
    error: Option<io::Error>,
    ended: bool,
}

/// Bytes asked for at a time.
const CHUNK: usize = 64 << 10;

impl Buffered {
    /// Nothing is read yet.
    pub fn new(inner: impl Read + Send + 'static) -> Self {
        Buffered { inner: Box::new(inner), buffer: Vec::new(), start: 0, end: 0, taken: 0, error: None, ended: false }
    }

    /// Bytes taken so far.
    pub fn offset(&self) -> u64 {
        self.taken
    }

    /// The next `n` bytes, fewer only where the data ends (or fails) before.
    pub fn peek(&mut self, n: usize) -> &[u8] {
        while self.end - self.start < n && !self.ended {
            self.read_more();
        }
        let end = self.end.min(self.start + n);
        &self.buffer[self.start..end]
    }

    /// One read from below. Keeps the error, if there is one.
    fn read_more(&mut self) {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
        } else if self.start > 0 && self.buffer.len() - self.end < CHUNK / 2 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.end < CHUNK / 2 {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        loop {
            match self.inner.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.ended = true,
                Ok(n) => self.end += n.min(self.buffer.len() - self.end),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.error = Some(error);
                    self.ended = true;
                }
            }
            return;
        }
    }
}

impl BufRead for Buffered {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end && !self.ended {
            self.read_more();
        }
        if self.start == self.end
            && let Some(error) = self.error.take()
        {
            return Err(error);
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, n: usize) {
        let n = n.min(self.end - self.start);
        self.start += n;
        self.taken += n as u64;
    }
}

impl Read for Buffered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let have = self.fill_buf()?;
        let n = have.len().min(buffer.len());
        buffer[..n].copy_from_slice(&have[..n]);
        self.consume(n);
        Ok(n)
    }
}

/// What [`line`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// A line; its end is not part of it.
    Whole,
    /// A line longer than allowed; it has been passed over.
    TooLong,
    /// No more lines.
    End,
}

/// Reads the next line into `line`, of at most `longest` bytes.
///
/// # Errors
/// Where reading fails. A line begun before that is lost: it is not whole.
pub fn line(stream: &mut Buffered, line: &mut Vec<u8>, longest: usize) -> io::Result<Line> {
    line.clear();
    let mut too_long = false;
    let mut any = false;
    loop {
        let have = stream.fill_buf()?;
        if have.is_empty() {
            break;
        }
        any = true;
        let (part, taken, ends) = match memchr::memchr(b'\n', have) {
            Some(at) => (&have[..at], at + 1, true),
            None => (have, have.len(), false),
        };
        if line.len() + part.len() > longest {
            too_long = true;
            line.clear();
        }
        if !too_long {
            line.extend_from_slice(part);
        }
        stream.consume(taken);
        if ends {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(match (any, too_long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_longer_than_allowed_are_passed_over() {
        let mut stream = Buffered::new(&b"one\r\nmuch too long\ntwo"[..]);
        let mut buffer = Vec::new();
        assert_eq!(line(&mut stream, &mut buffer, 5).unwrap(), Line::Whole);
        assert_eq!(buffer, b"one");
        assert_eq!(line(&mut stream, &mut buffer, 5).unwrap(), Line::TooLong);
        assert_eq!(line(&mut stream, &mut buffer, 5).unwrap(), Line::Whole);
        assert_eq!(buffer, b"two");
        assert_eq!(line(&mut stream, &mut buffer, 5).unwrap(), Line::End);
    }

    #[test]
    fn an_error_waits_for_its_place() {
        struct Failing(bool);
        impl Read for Failing {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(io::Error::other("gone"));
                }
                buffer[..3].copy_from_slice(b"abc");
                Ok(3)
            }
        }
        let mut stream = Buffered::new(Failing(false));
        assert_eq!(stream.peek(100), b"abc");
        let mut three = [0; 3];
        stream.read_exact(&mut three).unwrap();
        assert_eq!(stream.read(&mut three).unwrap_err().to_string(), "gone");
        assert_eq!(stream.offset(), 3);
    }
}
