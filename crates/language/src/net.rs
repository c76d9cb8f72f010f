//! The parser's network: one hidden layer over what stands on the stack and in the buffer
//! (Chen & Manning 2014). The hidden layer is a sum of rows, one for each thing seen at each
//! place, so that no multiplication is needed for it but once per word and place; rows of
//! words are made when a word is first met. All arithmetic is in integers, so that every
//! machine finds the same trees.

use std::sync::OnceLock;

use crate::ModelError;
use crate::pack::{Reader, Writer};

/// Width of the hidden layer.
pub const HIDDEN: usize = 128;
/// Width of a word's vector.
pub const WIDTH: usize = 64;
/// Places whose words are looked at.
pub const PLACES: usize = 11;
/// What 1.0 is in a row of the hidden layer.
pub const ROW_SCALE: f32 = 256.0;
/// What 1.0 is in a word's vector and in the weights of a place.
pub const PART_SCALE: f32 = 2048.0;
/// What 1.0 is in the weights of an outcome.
pub const OUT_SCALE: f32 = 1024.0;

/// A row of the hidden layer.
pub type Row = [i16; HIDDEN];

/// The rows of one word, by place, in bytes: there are many, and waiting for them is what
/// bounds the parser. One step is [`STEP`] of a row's.
type WordRows = Box<[[i8; HIDDEN]; PLACES]>;

/// What one step of a byte row counts in the hidden layer: at 8 a byte reaches to 4.0, beyond
/// anything that training leaves there, and the error of rounding is a 64th.
const STEP: i16 = 8;

/// The network, packed.
#[derive(Default)]
pub struct Net {
    /// Vector of each word.
    pub vectors: Vec<[i16; WIDTH]>,
    /// For each place and hidden unit, the weights of the vector.
    pub places: Vec<[i16; WIDTH]>,
    /// Rows of everything but words.
    pub rows: Vec<Row>,
    /// Start of every sum.
    pub bias: Vec<i16>,
    /// Weights of each outcome.
    pub outcomes: Vec<Row>,
    /// Bias of each outcome.
    pub outcome_bias: Vec<i32>,
    pub(crate) made: Vec<OnceLock<WordRows>>,
}

impl Net {
    /// Completes a net whose weights are set.
    pub fn ready(mut self) -> Net {
        self.made = self.vectors.iter().map(|_| OnceLock::new()).collect();
        self
    }

    fn word_rows(&self, word: u32) -> Option<&WordRows> {
        let cell = self.made.get(word as usize)?;
        Some(cell.get_or_init(|| {
            let mut rows: WordRows = Box::new([[0i8; HIDDEN]; PLACES]);
            let Some(vector) = self.vectors.get(word as usize) else { return rows };
            for (value, weights) in rows.iter_mut().flatten().zip(&self.places) {
                let sum: i32 = vector.iter().zip(weights).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum();
                const DOWN: i32 = (PART_SCALE * PART_SCALE / ROW_SCALE) as i32;
                let step = i32::from(STEP);
                let value_in_row = sum / DOWN;
                *value = ((value_in_row + value_in_row.signum() * step / 2) / step).clamp(-127, 127) as i8;
            }
            rows
        }))
    }

    /// The hidden layer for these words (one a place) and rows.
    #[inline(always)]
    pub fn hidden(&self, words: &[u32; PLACES], rows: &[u32]) -> Row {
        let mut sum = [0i16; HIDDEN];
        for (s, &b) in sum.iter_mut().zip(&self.bias) {
            *s = b;
        }
        for (place, &word) in words.iter().enumerate() {
            if let Some(made) = self.word_rows(word) {
                for (s, &value) in sum.iter_mut().zip(&made[place]) {
                    *s = s.saturating_add(i16::from(value) * STEP);
                }
            }
        }
        for &row in rows {
            if let Some(row) = self.rows.get(row as usize) {
                add(&mut sum, row);
            }
        }
        for s in &mut sum {
            *s = (*s).max(0);
        }
        sum
    }

    /// The score of one outcome.
    #[inline(always)]
    pub fn score(&self, hidden: &Row, outcome: usize) -> i32 {
        match (self.outcomes.get(outcome), self.outcome_bias.get(outcome)) {
            (Some(weights), Some(bias)) => bias + hidden.iter().zip(weights).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum::<i32>(),
            _ => i32::MIN,
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.vectors.len() as u32);
        out.number(self.rows.len() as u32);
        out.number(self.outcomes.len() as u32);
        let all = self.vectors.iter().flatten().chain(self.places.iter().flatten()).chain(self.rows.iter().flatten());
        for &value in all.chain(&self.bias).chain(self.outcomes.iter().flatten()) {
            out.u16(value as u16);
        }
        for &bias in &self.outcome_bias {
            out.number(bias as u32);
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Net, ModelError> {
        let (vectors, rows, outcomes) = (input.number()? as usize, input.number()? as usize, input.number()? as usize);
        let net = Net {
            vectors: read_rows(input, vectors)?,
            places: read_rows(input, PLACES * HIDDEN)?,
            rows: read_rows(input, rows)?,
            bias: read_rows::<HIDDEN>(input, 1)?.concat(),
            outcomes: read_rows(input, outcomes)?,
            outcome_bias: (0..outcomes).map(|_| Ok(input.number()? as i32)).collect::<Result<_, ModelError>>()?,
            made: Vec::new(),
        };
        Ok(net.ready())
    }
}

fn read_rows<const N: usize>(input: &mut Reader<'_>, count: usize) -> Result<Vec<[i16; N]>, ModelError> {
    let bytes = input.take(count.saturating_mul(N * 2))?;
    Ok(bytes
        .chunks_exact(N * 2)
        .map(|chunk| {
            let mut row = [0; N];
            for (value, pair) in row.iter_mut().zip(chunk.chunks_exact(2)) {
                *value = i16::from_le_bytes([pair[0], pair[1]]);
            }
            row
        })
        .collect())
}

#[inline(always)]
fn add(sum: &mut Row, row: &Row) {
    for (s, &r) in sum.iter_mut().zip(row) {
        *s = s.saturating_add(r);
    }
}
