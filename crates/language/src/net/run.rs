//! The layers over some sentences.

use std::ops::Range;

use super::curve::{bend, gate};
use super::matrix::byte;
use super::registers::widest;
use super::{GATES, HALF, LAYERS, Net, VECTOR, VECTOR_STEP, WIDTH};
use crate::word::Word;

/// What was found for each word of the sentences given.
#[derive(Default)]
pub struct Found {
    /// Number of its pair of tags.
    pub tags: Vec<u8>,
    /// What speaks for each kind of mention that it may head, none first: [`KINDS`](super::KINDS)
    /// numbers each.
    pub kinds: Vec<f32>,
    /// Its head, counted from its sentence's first word; [`NONE`](crate::tree::NONE) for the root.
    pub heads: Vec<u32>,
    /// Number of its relation.
    pub labels: Vec<u8>,
}

/// Space reused.
#[derive(Default)]
pub struct Space {
    pub(super) bytes: Vec<u8>,
    pub(super) sums: Vec<f32>,
    pub(super) layer: Vec<f32>,
    pub(super) read: super::read::Space,
}

#[cfg(test)]
impl Space {
    /// The last layer.
    pub fn layer(&self) -> &[f32] {
        &self.layer
    }
}

impl Net {
    /// Reads sentences, given as ranges of `words`. `tags` is the number of pairs of tags.
    pub fn run(&self, words: &[Word], sentences: &[Range<usize>], tags: usize, space: &mut Space, found: &mut Found) {
        if self.layers.len() != LAYERS {
            return;
        }
        let Space { bytes, sums, layer, read } = space;
        bytes.clear();
        for word in words {
            let vector = self.packed.vectors.get(word.vector as usize * VECTOR..(word.vector as usize + 1) * VECTOR);
            match vector {
                // Given vectors are whole numbers of steps already.
                Some(vector) => bytes.extend(vector.iter().map(|&v| v.wrapping_add(128))),
                None => bytes.resize(bytes.len() + VECTOR, 128),
            }
        }
        self.given.multiply(bytes, sums);
        layer.resize(words.len() * WIDTH, 0.0);
        bytes.resize(words.len() * WIDTH, 0);
        first(words, &self.packed.rows, self.packed.row_step, sums, layer, bytes);
        for (matrix, cell) in self.layers.iter().zip(&self.packed.cells) {
            matrix.multiply(bytes, sums);
            recur(sentences, sums, cell, layer, bytes);
        }
        read.run(self, sentences, bytes, tags, found);
    }
}

widest! {
    first(words: &[Word], rows: &[u8], step: f32, given: &[f32], layer: &mut [f32], bytes: &mut [u8]) {
        // A byte of a given vector is one step, not a 127th.
        const VECTOR_SCALE: f32 = VECTOR_STEP * 127.0;
        for (at, word) in words.iter().enumerate() {
            let mut sum = [0i32; WIDTH];
            for &row in &word.rows {
                if let Some(row) = rows.get(row as usize * WIDTH..(row as usize + 1) * WIDTH) {
                    for u in 0..WIDTH {
                        sum[u] += i32::from(row[u] as i8);
                    }
                }
            }
            let range = at * WIDTH..(at + 1) * WIDTH;
            let (given, layer, bytes) = (&given[range.clone()], &mut layer[range.clone()], &mut bytes[range]);
            for u in 0..WIDTH {
                layer[u] = bend(sum[u] as f32 * step + given[u] * VECTOR_SCALE);
                bytes[u] = byte(layer[u]);
            }
        }
    }
}

widest! {
    recur(sentences: &[Range<usize>], gates: &[f32], cell: &[f32], layer: &mut [f32], bytes: &mut [u8]) {
        for sentence in sentences {
            for direction in 0..2 {
                let from = direction * HALF;
                let (cell_f, cell_r) = (half(cell, from), half(cell, WIDTH + from));
                let mut last = [0.0f32; HALF];
                for step in 0..sentence.len() {
                    let at = if direction == 0 { sentence.start + step } else { sentence.end - 1 - step };
                    let gates = &gates[at * GATES * WIDTH..(at + 1) * GATES * WIDTH];
                    let (candidate, forget, output) = (half(gates, from), half(gates, WIDTH + from), half(gates, 2 * WIDTH + from));
                    let range = at * WIDTH + from..at * WIDTH + from + HALF;
                    let (layer, bytes) = (&mut layer[range.clone()], &mut bytes[range]);
                    for u in 0..HALF {
                        let f = gate(forget[u] + cell_f[u] * last[u]);
                        let r = gate(output[u] + cell_r[u] * last[u]);
                        let now = candidate[u] + f * (last[u] - candidate[u]);
                        last[u] = now;
                        layer[u] += r * (bend(now) - layer[u]);
                        bytes[u] = byte(layer[u]);
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn half(values: &[f32], at: usize) -> &[f32; HALF] {
    values[at..at + HALF].try_into().unwrap_or(&[0.0; HALF])
}
