//! Products of matrices of bytes: what a layer gives, from -1 to 1, times weights of one byte,
//! summed in integers, so that every machine and every order of the sum finds the same.

use super::Weights;
#[cfg(target_arch = "x86_64")]
use super::registers::{Registers, registers};

/// What 1.0 is in an input byte, which counts from [`ZERO`].
pub const ONE: f32 = 127.0;
/// The input byte that stands for 0.
pub const ZERO: f32 = 128.0;
/// Outputs side by side in memory.
const PANEL: usize = 16;
/// Inputs multiplied in one step.
const STEP: usize = 4;

/// A matrix of weights, one row an output, with a bias.
#[derive(Default)]
pub struct Matrix {
    outputs: usize,
    inputs: usize,
    /// Panel by panel, four inputs of each output of the panel together.
    panels: Vec<i8>,
    /// What is to be taken off each sum, because input bytes count from [`ZERO`].
    offset: Vec<i32>,
    /// What one step of each output's sum is worth.
    scale: Vec<f32>,
    bias: Vec<f32>,
}

/// The byte for a number from -1 to 1.
#[inline(always)]
pub fn byte(value: f32) -> u8 {
    // Truncation of a positive number rounds the same everywhere.
    (value * ONE + (ZERO + 0.5)) as i32 as u8
}

impl Matrix {
    /// Arranges weights for multiplying. The number of inputs is a multiple of four.
    pub fn new(weights: &Weights) -> Matrix {
        let (outputs, inputs) = (weights.scale.len(), weights.values.len() / weights.scale.len().max(1));
        let wide = outputs.next_multiple_of(PANEL);
        let mut panels = vec![0; wide * inputs];
        let mut offset = vec![0; wide];
        for (output, row) in weights.values.chunks_exact(inputs.max(1)).enumerate() {
            let start = output / PANEL * PANEL * inputs + output % PANEL * STEP;
            for (step, four) in row.chunks_exact(STEP).enumerate() {
                panels[start + step * PANEL * STEP..][..STEP].copy_from_slice(four);
            }
            offset[output] = row.iter().map(|&w| i32::from(w) * ZERO as i32).sum();
        }
        let mut scale: Vec<f32> = weights.scale.iter().map(|s| s / ONE).collect();
        let mut bias = weights.bias.clone();
        scale.resize(wide, 0.0);
        bias.resize(wide, 0.0);
        Matrix { outputs: wide, inputs, panels, offset, scale, bias }
    }

    /// Number of outputs, rounded up to a whole panel.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Multiplies rows of inputs; `out` is overwritten with rows of outputs.
    pub fn multiply(&self, input: &[u8], out: &mut Vec<f32>) {
        let count = input.len() / self.inputs.max(1);
        out.resize(count * self.outputs, 0.0);
        #[cfg(target_arch = "x86_64")]
        {
            match registers() {
                // SAFETY: the processor has what the function needs. Integer sums are the same in
                // any order. Several times as fast as the paths below, and what the speed rests on.
                Registers::Widest => return unsafe { wide::multiply(self, input, count, out) },
                // SAFETY: as above; the same code as for any, compiled for wider registers.
                Registers::Wide => return unsafe { self.multiply_avx2(input, count, out) },
                Registers::Any => {}
            }
        }
        self.multiply_any(input, count, out);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn multiply_avx2(&self, input: &[u8], count: usize, out: &mut [f32]) {
        self.multiply_any(input, count, out);
    }

    #[inline(always)]
    fn multiply_any(&self, input: &[u8], count: usize, out: &mut [f32]) {
        for (number, panel) in self.panels.chunks_exact(PANEL * self.inputs).enumerate() {
            for token in 0..count {
                let mut sums = [[0i32; 2]; PANEL];
                let row = &input[token * self.inputs..(token + 1) * self.inputs];
                for (four, weights) in row.chunks_exact(STEP).zip(panel.chunks_exact(PANEL * STEP)) {
                    let four: [i16; STEP] = std::array::from_fn(|i| i16::from(four[i]));
                    for (sum, weights) in sums.iter_mut().zip(weights.chunks_exact(STEP)) {
                        for half in 0..2 {
                            let pair = |i: usize| i32::from(four[half * 2 + i]) * i32::from(i16::from(weights[half * 2 + i]));
                            sum[half] += pair(0) + pair(1);
                        }
                    }
                }
                for (lane, sum) in sums.iter().enumerate() {
                    let output = number * PANEL + lane;
                    let sum = sum[0] + sum[1] - self.offset[output];
                    out[token * self.outputs + output] = sum as f32 * self.scale[output] + self.bias[output];
                }
            }
        }
    }
}

/// For processors that multiply and add four bytes at once.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::*;

    use super::{Matrix, PANEL, STEP};

    /// Rows of inputs at a time: with four panels they fill the registers.
    const ROWS: usize = 6;

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub fn multiply(matrix: &Matrix, input: &[u8], count: usize, out: &mut [f32]) {
        let panels = matrix.outputs / PANEL;
        let mut panel = 0;
        while panel < panels {
            let wide = (panels - panel).min(4);
            let mut row = 0;
            while row < count {
                let high = (count - row).min(ROWS);
                // SAFETY: rows and panels lie in the matrices, whose sizes `Matrix::new` and
                // `Matrix::multiply` made fit.
                unsafe {
                    match (high, wide) {
                        (ROWS, 4) => block::<ROWS, 4>(matrix, input, row, panel, out),
                        (_, 4) => (row..row + high).for_each(|r| block::<1, 4>(matrix, input, r, panel, out)),
                        (ROWS, _) => (panel..panel + wide).for_each(|p| block::<ROWS, 1>(matrix, input, row, p, out)),
                        _ => (row..row + high).for_each(|r| (panel..panel + wide).for_each(|p| block::<1, 1>(matrix, input, r, p, out))),
                    }
                }
                row += high;
            }
            panel += wide;
        }
    }

    /// Some rows by some panels.
    ///
    /// # Safety
    /// Rows `row..row + R` and panels `panel..panel + P` exist in input, matrix and output.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    #[inline]
    unsafe fn block<const R: usize, const P: usize>(matrix: &Matrix, input: &[u8], row: usize, panel: usize, out: &mut [f32]) {
        let inputs = matrix.inputs;
        let mut sums = [[_mm512_setzero_si512(); P]; R];
        // SAFETY: see above.
        unsafe {
            let input = input.as_ptr().add(row * inputs);
            let weights = matrix.panels.as_ptr().add(panel * PANEL * inputs);
            for step in 0..inputs / STEP {
                let mut now = [_mm512_setzero_si512(); P];
                for (p, now) in now.iter_mut().enumerate() {
                    *now = _mm512_loadu_si512(weights.add(p * PANEL * inputs + step * PANEL * STEP).cast());
                }
                for (r, sums) in sums.iter_mut().enumerate() {
                    let four = _mm512_set1_epi32(input.add(r * inputs + step * STEP).cast::<i32>().read_unaligned());
                    for (sum, now) in sums.iter_mut().zip(now) {
                        *sum = _mm512_dpbusd_epi32(*sum, four, now);
                    }
                }
            }
            for p in 0..P {
                let at = (panel + p) * PANEL;
                let offset = _mm512_loadu_si512(matrix.offset.as_ptr().add(at).cast());
                let scale = _mm512_loadu_ps(matrix.scale.as_ptr().add(at));
                let bias = _mm512_loadu_ps(matrix.bias.as_ptr().add(at));
                for (r, sums) in sums.iter().enumerate() {
                    let sum = _mm512_cvtepi32_ps(_mm512_sub_epi32(sums[p], offset));
                    let value = _mm512_add_ps(_mm512_mul_ps(sum, scale), bias);
                    _mm512_storeu_ps(out.as_mut_ptr().add((row + r) * matrix.outputs + at), value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_paths_agree_and_are_near_floats() {
        for (count, outputs, inputs) in [(1, 16, 4), (7, 51, 100), (13, 768, 256), (6, 152, 128)] {
            let number = |i: usize| ((i * 7919 + 13) % 2001) as f32 / 1000.0 - 1.0;
            let floats: Vec<f32> = (0..outputs * inputs).map(number).collect();
            let bias: Vec<f32> = (0..outputs).map(|i| number(i + 5)).collect();
            let weights = Weights::round(&floats, inputs, &bias);
            let matrix = Matrix::new(&weights);
            let values: Vec<f32> = (0..count * inputs).map(|i| number(i * 3)).collect();
            let input: Vec<u8> = values.iter().map(|&v| byte(v)).collect();
            let mut found = Vec::new();
            matrix.multiply(&input, &mut found);
            let mut other = vec![0.0; found.len()];
            matrix.multiply_any(&input, count, &mut other);
            assert_eq!(found, other);
            for token in 0..count {
                for output in 0..outputs {
                    let exact: f32 =
                        (0..inputs).map(|i| floats[output * inputs + i] * values[token * inputs + i]).sum::<f32>() + bias[output];
                    let near = found[token * matrix.outputs() + output];
                    assert!((exact - near).abs() < 0.02 * (inputs as f32).sqrt(), "{exact} {near}");
                }
            }
        }
    }
}
