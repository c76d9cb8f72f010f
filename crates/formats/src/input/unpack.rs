//! gzip and zstd, told by their first bytes; any number of members or frames in a row.
//!
//! What was unpacked before damage is given out, and then a [`Damage`] says where in the
//! packed file it lies.

use std::fmt;
use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::stream::Buffered;

/// First bytes of a gzip member (RFC 1952, 2.3.1).
const GZIP: &[u8] = &[0x1f, 0x8b];
/// First bytes of a zstd frame (RFC 8878, 3.1.1).
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Packed data that does not unpack.
#[derive(Clone, Debug)]
pub struct Damage {
    /// Byte of the packed file where unpacking stopped.
    pub at: u64,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.reason, self.at)
    }
}

impl std::error::Error for Damage {}

fn damage(at: u64, unpacked: u64, reason: impl fmt::Display) -> io::Error {
    let reason = format!("{reason}; the {unpacked} bytes unpacked before it were read");
    io::Error::new(io::ErrorKind::InvalidData, Damage { at, reason })
}

/// Unpacks where the data is packed; true where it was.
pub fn unpack(mut raw: Buffered) -> (Buffered, bool) {
    let head = raw.peek(4);
    if head.starts_with(GZIP) {
        (Buffered::new(Gunzip { state: State::Between(raw), unpacked: 0 }), true)
    } else if head.starts_with(ZSTD) || is_skippable(head) {
        (Buffered::new(Unzstd { raw, decoder: FrameDecoder::new(), inside: false, unpacked: 0, failed: false }), true)
    } else {
        (raw, false)
    }
}

/// A frame that carries no data (RFC 8878, 3.1.2).
fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Members one after the other, as WARC writers make them.
struct Gunzip {
    state: State,
    unpacked: u64,
}

enum State {
    Between(Buffered),
    Inside(Box<GzDecoder<Buffered>>),
    Ended,
}

impl Read for Gunzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(mut raw) => {
                    // Tapes and some writers fill up with zeros.
                    while let zeros = raw.fill_buf()?.iter().take_while(|&&b| b == 0).count()
                        && zeros > 0
                    {
                        raw.consume(zeros);
                    }
                    let head = raw.peek(2);
                    if head.is_empty() {
                        raw.fill_buf()?;
                        return Ok(0);
                    }
                    if head != GZIP {
                        let reason = "what follows the gzip data is not gzip";
                        return Err(damage(raw.offset(), self.unpacked, reason));
                    }
                    self.state = State::Inside(Box::new(GzDecoder::new(raw)));
                }
                State::Inside(mut decoder) => match decoder.read(buffer) {
                    Ok(0) => self.state = State::Between(decoder.into_inner()),
                    Ok(n) => {
                        self.unpacked += n as u64;
                        self.state = State::Inside(decoder);
                        return Ok(n);
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                        self.state = State::Inside(decoder);
                    }
                    Err(error) => {
                        let raw = decoder.into_inner();
                        let reason = match error.kind() {
                            io::ErrorKind::UnexpectedEof => "gzip data cut short".to_string(),
                            _ => format!("damaged gzip data ({error})"),
                        };
                        return Err(damage(raw.offset(), self.unpacked, reason));
                    }
                },
            }
        }
    }
}

/// Frames one after the other, as `pzstd` and `cat` make them.
struct Unzstd {
    raw: Buffered,
    decoder: FrameDecoder,
    inside: bool,
    unpacked: u64,
    failed: bool,
}

impl Unzstd {
    /// Starts the next frame; false where there is none.
    fn start_frame(&mut self) -> Result<bool, io::Error> {
        loop {
            if self.raw.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.init(&mut self.raw) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.raw).take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(self.damage(&error)),
            }
        }
    }

    fn damage(&mut self, error: &FrameDecoderError) -> io::Error {
        let reason = if self.raw.peek(1).is_empty() { "zstd data cut short".to_string() } else { format!("damaged zstd data ({error})") };
        damage(self.raw.offset(), self.unpacked, reason)
    }

    fn read_frames(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside {
                if !self.start_frame()? {
                    return Ok(0);
                }
                self.inside = true;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let step = BlockDecodingStrategy::UptoBlocks(1);
                if let Err(error) = self.decoder.decode_blocks(&mut self.raw, step) {
                    return Err(self.damage(&error));
                }
            }
            let n = self.decoder.read(buffer)?;
            if n > 0 {
                self.unpacked += n as u64;
                return Ok(n);
            }
            let (told, found) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if told.is_some() && told != found {
                return Err(damage(self.raw.offset(), self.unpacked, "damaged zstd data (checksum differs)"));
            }
            self.inside = false;
        }
    }
}

impl Read for Unzstd {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.failed || buffer.is_empty() {
            return Ok(0);
        }
        let result = self.read_frames(buffer);
        self.failed = result.is_err();
        result
    }
}
