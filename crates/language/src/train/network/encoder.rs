//! The layers over the sentence, forward and backward, in floats.

use std::ops::Range;

use super::Batch;
use super::layout::Layout;
use super::matrix::{View, multiply};
use crate::net::curve::{bend, bend_slope, gate, gate_slope};
use crate::net::{GATES, HALF, LAYERS, VECTOR, WIDTH};

/// What the layers did with a batch, for the way back.
#[derive(Default)]
pub struct Encoder {
    given: Vec<f32>,
    /// What each layer read, and what the last one gave.
    pub outputs: Vec<Vec<f32>>,
    dropped: Vec<Vec<f32>>,
    gates: Vec<Vec<f32>>,
    cells: Vec<Vec<f32>>,
}

/// Masks of dropout: for each sentence a row, the same for all its words.
pub struct Masks {
    /// One row a sentence.
    pub values: Vec<f32>,
    /// Its width.
    pub width: usize,
}

impl Masks {
    /// Masks that drop nothing.
    pub fn none(batch: &Batch, width: usize) -> Masks {
        Masks { values: vec![1.0; batch.sentences.len() * width], width }
    }

    /// `out = input * mask`.
    pub fn apply(&self, sentences: &[Range<usize>], input: &[f32], out: &mut Vec<f32>) {
        out.clear();
        for (sentence, mask) in sentences.iter().zip(self.values.chunks_exact(self.width)) {
            for row in input[sentence.start * self.width..sentence.end * self.width].chunks_exact(self.width) {
                out.extend(row.iter().zip(mask).map(|(v, m)| v * m));
            }
        }
    }
}

fn row(values: &[f32], at: usize) -> &[f32; HALF] {
    values[at..at + HALF].try_into().expect("a row")
}

fn row_mut(values: &mut [f32], at: usize) -> &mut [f32; HALF] {
    (&mut values[at..at + HALF]).try_into().expect("a row")
}

/// Positions of a sentence in the order in which a direction reads them.
fn order(sentence: &Range<usize>, direction: usize) -> impl Iterator<Item = usize> + use<> {
    let (start, end) = (sentence.start, sentence.end);
    (0..end - start).map(move |step| if direction == 0 { start + step } else { end - 1 - step })
}

impl Encoder {
    /// Reads a batch; the result is the last of `outputs`. `masks` has one for each layer.
    pub fn forward(&mut self, layout: &Layout, weights: &[f32], rows: &[f32], batch: &Batch, vectors: &[i8], masks: &[Masks]) {
        let count = batch.words();
        for list in [&mut self.outputs, &mut self.dropped, &mut self.gates, &mut self.cells] {
            list.resize(LAYERS + 1, Vec::new());
        }
        self.given.clear();
        for &vector in &batch.vectors {
            let vector = &vectors[vector as usize * VECTOR..][..VECTOR];
            self.given.extend(vector.iter().map(|&v| f32::from(v) * crate::net::VECTOR_STEP));
        }
        let first = &mut self.outputs[0];
        first.clear();
        first.resize(count * WIDTH, 0.0);
        for (sum, features) in first.chunks_exact_mut(WIDTH).zip(&batch.rows) {
            for &feature in features {
                sum.iter_mut().zip(&rows[feature as usize * WIDTH..]).for_each(|(s, r)| *s += r);
            }
        }
        let given = View::new(&self.given, count, VECTOR, VECTOR);
        multiply(given, View::new(&weights[layout.given.clone()], WIDTH, VECTOR, VECTOR).turned(), 1.0, first, WIDTH);
        first.iter_mut().for_each(|v| *v = bend(*v));
        for layer in 0..LAYERS {
            let [matrix, cell, bias] = &layout.layers[layer];
            let (before, after) = self.outputs.split_at_mut(layer + 1);
            let (input, out) = (&before[layer], &mut after[0]);
            masks[layer].apply(&batch.sentences, input, &mut self.dropped[layer]);
            let (gates, cells) = (&mut self.gates[layer], &mut self.cells[layer]);
            gates.resize(count * GATES * WIDTH, 0.0);
            cells.resize(count * WIDTH, 0.0);
            out.resize(count * WIDTH, 0.0);
            let dropped = View::new(&self.dropped[layer], count, WIDTH, WIDTH);
            let matrix = View::new(&weights[matrix.clone()], GATES * WIDTH, WIDTH, WIDTH);
            multiply(dropped, matrix.turned(), 0.0, gates, GATES * WIDTH);
            let (cell, bias) = (&weights[cell.clone()], &weights[bias.clone()]);
            for sentence in &batch.sentences {
                for direction in 0..2 {
                    recur(order(sentence, direction), direction * HALF, cell, bias, input, gates, cells, out);
                }
            }
        }
    }

    /// From the slope of the loss by the last output (overwritten) to slopes of all weights
    /// (added), and of the sum of each word's rows (returned).
    pub fn backward(&mut self, layout: &Layout, weights: &[f32], batch: &Batch, masks: &[Masks], slope: &mut [f32], slopes: &mut [f32]) {
        let count = batch.words();
        let mut back = vec![0.0; count * WIDTH];
        let mut masked = Vec::new();
        for layer in (0..LAYERS).rev() {
            let [matrix, cell, bias] = &layout.layers[layer];
            let (gates, cells, input) = (&mut self.gates[layer], &self.cells[layer], &self.outputs[layer]);
            let mut sums = [[0.0; HALF]; 8];
            for sentence in &batch.sentences {
                for direction in 0..2 {
                    let steps = order(sentence, 1 - direction);
                    let sums = &mut sums[direction * 4..direction * 4 + 4];
                    let first = if direction == 0 { sentence.start } else { sentence.end - 1 };
                    unroll(steps, first, direction, &weights[cell.clone()], input, cells, gates, slope, sums);
                }
            }
            for direction in 0..2 {
                for (part, range) in [(0, cell), (1, cell), (0, bias), (1, bias)].into_iter().enumerate() {
                    let at = range.1.start + range.0 * WIDTH + direction * HALF;
                    slopes[at..at + HALF].iter_mut().zip(&sums[direction * 4 + part]).for_each(|(s, v)| *s += v);
                }
            }
            // `gates` now holds the slopes by the products, `slope` what passed the layer by.
            let by_gates = View::new(gates, count, GATES * WIDTH, GATES * WIDTH);
            let dropped = View::new(&self.dropped[layer], count, WIDTH, WIDTH);
            multiply(by_gates.turned(), dropped, 1.0, &mut slopes[matrix.clone()], WIDTH);
            let matrix = View::new(&weights[matrix.clone()], GATES * WIDTH, WIDTH, WIDTH);
            multiply(by_gates, matrix, 0.0, &mut back, WIDTH);
            masks[layer].apply(&batch.sentences, &back, &mut masked);
            slope.iter_mut().zip(&masked).for_each(|(s, m)| *s += m);
        }
        slope.iter_mut().zip(&self.outputs[0]).for_each(|(s, v)| *s *= bend_slope(*v));
        let slope = View::new(slope, count, WIDTH, WIDTH);
        let given = View::new(&self.given, count, VECTOR, VECTOR);
        multiply(slope.turned(), given, 1.0, &mut slopes[layout.given.clone()], VECTOR);
    }
}

/// One direction over a sentence: `gates` holds the products, and is left with candidate,
/// forget gate and output gate.
#[allow(clippy::too_many_arguments)]
fn recur(
    order: impl Iterator<Item = usize>,
    from: usize,
    cell: &[f32],
    bias: &[f32],
    input: &[f32],
    gates: &mut [f32],
    cells: &mut [f32],
    out: &mut [f32],
) {
    let (cell_f, cell_r) = (row(cell, from), row(cell, WIDTH + from));
    let (bias_f, bias_r) = (row(bias, from), row(bias, WIDTH + from));
    let mut last = [0.0f32; HALF];
    for at in order {
        let (candidate, rest) = gates[at * GATES * WIDTH..(at + 1) * GATES * WIDTH].split_at_mut(WIDTH);
        let (forget, output) = rest.split_at_mut(WIDTH);
        let (candidate, forget, output) = (row(candidate, from), row_mut(forget, from), row_mut(output, from));
        let x = row(input, at * WIDTH + from);
        let (c, h) = (row_mut(cells, at * WIDTH + from), row_mut(out, at * WIDTH + from));
        for u in 0..HALF {
            let f = gate(forget[u] + cell_f[u] * last[u] + bias_f[u]);
            let r = gate(output[u] + cell_r[u] * last[u] + bias_r[u]);
            let now = candidate[u] + f * (last[u] - candidate[u]);
            forget[u] = f;
            output[u] = r;
            c[u] = now;
            h[u] = x[u] + r * (bend(now) - x[u]);
            last[u] = now;
        }
    }
}

/// The way back through [`recur`]. `gates` is left with the slopes by the products, `slope`
/// with those by the input that passed by.
#[allow(clippy::too_many_arguments)]
fn unroll(
    order: impl Iterator<Item = usize>,
    first: usize,
    direction: usize,
    cell: &[f32],
    input: &[f32],
    cells: &[f32],
    gates: &mut [f32],
    slope: &mut [f32],
    sums: &mut [[f32; HALF]],
) {
    let from = direction * HALF;
    let (cell_f, cell_r) = (row(cell, from), row(cell, WIDTH + from));
    let mut carried = [0.0f32; HALF];
    let none = [0.0f32; HALF];
    let [sum_cf, sum_cr, sum_bf, sum_br] = sums else { return };
    for at in order {
        let last = match (at == first, direction) {
            (true, _) => &none,
            (_, 0) => row(cells, (at - 1) * WIDTH + from),
            _ => row(cells, (at + 1) * WIDTH + from),
        };
        let (candidate, rest) = gates[at * GATES * WIDTH..(at + 1) * GATES * WIDTH].split_at_mut(WIDTH);
        let (forget, output) = rest.split_at_mut(WIDTH);
        let (candidate, forget, output) = (row_mut(candidate, from), row_mut(forget, from), row_mut(output, from));
        let (x, c) = (row(input, at * WIDTH + from), row(cells, at * WIDTH + from));
        let dh = row_mut(slope, at * WIDTH + from);
        for u in 0..HALF {
            let (f, r, bent) = (forget[u], output[u], bend(c[u]));
            let dr = dh[u] * (bent - x[u]) * gate_slope(r);
            let dc = dh[u] * r * (1.0 - (c[u] * 0.5).abs()).max(0.0) + carried[u];
            dh[u] *= 1.0 - r;
            let df = dc * (last[u] - candidate[u]) * gate_slope(f);
            candidate[u] = dc * (1.0 - f);
            forget[u] = df;
            output[u] = dr;
            carried[u] = dc * f + df * cell_f[u] + dr * cell_r[u];
            sum_cf[u] += df * last[u];
            sum_cr[u] += dr * last[u];
            sum_bf[u] += df;
            sum_br[u] += dr;
        }
    }
}
