//! Training of the parser's network: backpropagation in small batches, Adam (Kingma & Ba
//! 2015), dropout on the hidden layer.

use matrixmultiply::sgemm;

use super::Random;
use crate::net::{HIDDEN, Net, OUT_SCALE, PART_SCALE, PLACES, ROW_SCALE, WIDTH};
use crate::parser::{OUTCOMES, Seen};

/// Share of hidden units switched off in training.
const DROPOUT: f64 = 0.3;

/// Weights with the moments that Adam keeps.
struct Weights {
    values: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    slope: Vec<f32>,
    /// For sparse weights: which rows have a slope.
    touched: Vec<u32>,
    marked: Vec<bool>,
    width: usize,
}

impl Weights {
    fn new(count: usize, width: usize, spread: f32, random: &mut Random) -> Weights {
        let n = count * width;
        let values = (0..n).map(|_| (random.next() as f64 / (1u64 << 53) as f64 * 2.0 - 1.0) as f32 * spread).collect();
        Weights {
            values,
            first: vec![0.0; n],
            second: vec![0.0; n],
            slope: vec![0.0; n],
            touched: Vec::new(),
            marked: vec![false; count],
            width,
        }
    }

    fn row(&self, row: u32) -> &[f32] {
        &self.values[row as usize * self.width..][..self.width]
    }

    fn touch(&mut self, row: u32) -> &mut [f32] {
        if !std::mem::replace(&mut self.marked[row as usize], true) {
            self.touched.push(row);
        }
        &mut self.slope[row as usize * self.width..][..self.width]
    }

    /// Moves the touched rows (or all) against their slope and clears it.
    fn step(&mut self, rate: f32, dense: bool) {
        if dense {
            self.touched.clear();
            self.touched.extend(0..self.marked.len() as u32);
        }
        for &row in &self.touched {
            self.marked[row as usize] = false;
            let range = row as usize * self.width..(row as usize + 1) * self.width;
            let (values, slope) = (&mut self.values[range.clone()], &mut self.slope[range.clone()]);
            let (first, second) = (&mut self.first[range.clone()], &mut self.second[range]);
            for i in 0..values.len() {
                let g = slope[i];
                first[i] = 0.9 * first[i] + 0.1 * g;
                second[i] = 0.999 * second[i] + 0.001 * g * g;
                values[i] -= rate * first[i] / (second[i].sqrt() + 1e-6);
                slope[i] = 0.0;
            }
        }
        self.touched.clear();
    }
}

/// The network under training.
pub struct Network {
    vectors: Weights,
    places: Weights,
    rows: Weights,
    bias: Weights,
    outcomes: Weights,
    outcome_bias: Weights,
    /// Inputs and results of the last [`Network::forward`].
    x: Vec<f32>,
    hidden: Vec<f32>,
    alive: Vec<f32>,
}

impl Network {
    pub fn new(vectors: usize, rows: usize, random: &mut Random) -> Network {
        Network {
            vectors: Weights::new(vectors, WIDTH, 0.1, random),
            places: Weights::new(PLACES * WIDTH, HIDDEN, 0.06, random),
            rows: Weights::new(rows, HIDDEN, 0.06, random),
            bias: Weights::new(1, HIDDEN, 0.02, random),
            outcomes: Weights::new(OUTCOMES, HIDDEN, 0.08, random),
            outcome_bias: Weights::new(1, OUTCOMES, 0.0, random),
            x: Vec::new(),
            hidden: Vec::new(),
            alive: Vec::new(),
        }
    }

    /// Sets the vector of a word.
    pub fn set_vector(&mut self, word: u32, vector: &[f32]) {
        let at = word as usize * WIDTH;
        for (to, from) in self.vectors.values[at..at + WIDTH].iter_mut().zip(vector) {
            *to = *from;
        }
    }

    /// Scores of the outcomes, one row a state. `random` switches units off in training.
    pub fn forward(&mut self, states: &[Seen], random: &mut Random) -> Vec<f32> {
        let n = states.len();
        const INPUT: usize = PLACES * WIDTH;
        self.x.clear();
        self.hidden.clear();
        self.alive.clear();
        for state in states {
            for &word in &state.words {
                self.x.extend_from_slice(self.vectors.row(word));
            }
            let from = self.hidden.len();
            self.hidden.extend_from_slice(&self.bias.values);
            for &row in &state.rows[..state.count] {
                for (h, r) in self.hidden[from..].iter_mut().zip(self.rows.row(row)) {
                    *h += r;
                }
            }
        }
        multiply(n, INPUT, HIDDEN, &self.x, (INPUT, 1), &self.places.values, (HIDDEN, 1), 1.0, &mut self.hidden);
        for h in &mut self.hidden {
            let keep = *h > 0.0 && !random.chance(DROPOUT);
            let scale = if keep { 1.0 / (1.0 - DROPOUT as f32) } else { 0.0 };
            *h *= scale;
            self.alive.push(scale);
        }
        let mut out = Vec::with_capacity(n * OUTCOMES);
        for _ in 0..n {
            out.extend_from_slice(&self.outcome_bias.values);
        }
        multiply(n, HIDDEN, OUTCOMES, &self.hidden, (HIDDEN, 1), &self.outcomes.values, (1, HIDDEN), 1.0, &mut out);
        out
    }

    /// Learns from the slope of the loss with respect to the scores of the last `forward`.
    pub fn backward(&mut self, states: &[Seen], slope: &[f32], rate: f32) {
        let n = states.len();
        const INPUT: usize = PLACES * WIDTH;
        multiply(OUTCOMES, n, HIDDEN, slope, (1, OUTCOMES), &self.hidden, (HIDDEN, 1), 0.0, &mut self.outcomes.slope);
        for row in slope.chunks_exact(OUTCOMES) {
            for (to, s) in self.outcome_bias.slope.iter_mut().zip(row) {
                *to += s;
            }
        }
        let mut back = vec![0.0; n * HIDDEN];
        multiply(n, OUTCOMES, HIDDEN, slope, (OUTCOMES, 1), &self.outcomes.values, (HIDDEN, 1), 0.0, &mut back);
        for (b, a) in back.iter_mut().zip(&self.alive) {
            *b *= a;
        }
        multiply(INPUT, n, HIDDEN, &self.x, (1, INPUT), &back, (HIDDEN, 1), 0.0, &mut self.places.slope);
        let mut into = vec![0.0; n * INPUT];
        multiply(n, HIDDEN, INPUT, &back, (HIDDEN, 1), &self.places.values, (1, HIDDEN), 0.0, &mut into);
        for ((state, back), into) in states.iter().zip(back.chunks_exact(HIDDEN)).zip(into.chunks_exact(INPUT)) {
            for (&word, slope) in state.words.iter().zip(into.chunks_exact(WIDTH)) {
                for (to, s) in self.vectors.touch(word).iter_mut().zip(slope) {
                    *to += s;
                }
            }
            for &row in &state.rows[..state.count] {
                for (to, s) in self.rows.touch(row).iter_mut().zip(back) {
                    *to += s;
                }
            }
            for (to, s) in self.bias.slope.iter_mut().zip(back) {
                *to += s;
            }
        }
        self.vectors.step(rate, false);
        self.rows.step(rate, false);
        for weights in [&mut self.places, &mut self.bias, &mut self.outcomes, &mut self.outcome_bias] {
            weights.step(rate, true);
        }
    }

    /// Rounds the weights to integers.
    pub fn pack(&self) -> Net {
        let small = |v: &f32, scale: f32| (v * scale).round().clamp(-32000.0, 32000.0) as i16;
        let wide = |w: &Weights, scale: f32| {
            w.values
                .chunks_exact(HIDDEN)
                .map(|c| {
                    let mut row = [0; HIDDEN];
                    row.iter_mut().zip(c).for_each(|(r, v)| *r = small(v, scale));
                    row
                })
                .collect::<Vec<_>>()
        };
        let mut places = vec![[0; WIDTH]; PLACES * HIDDEN];
        for (number, weights) in places.iter_mut().enumerate() {
            let (place, unit) = (number / HIDDEN, number % HIDDEN);
            for (d, weight) in weights.iter_mut().enumerate() {
                *weight = small(&self.places.values[(place * WIDTH + d) * HIDDEN + unit], PART_SCALE);
            }
        }
        let vectors = self
            .vectors
            .values
            .chunks_exact(WIDTH)
            .map(|c| {
                let mut row = [0; WIDTH];
                row.iter_mut().zip(c).for_each(|(r, v)| *r = small(v, PART_SCALE));
                row
            })
            .collect();
        Net {
            vectors,
            places,
            rows: wide(&self.rows, ROW_SCALE),
            bias: self.bias.values.iter().map(|v| small(v, ROW_SCALE)).collect(),
            outcomes: wide(&self.outcomes, OUT_SCALE),
            outcome_bias: self.outcome_bias.values.iter().map(|v| (v * OUT_SCALE * ROW_SCALE).round() as i32).collect(),
            ..Net::default()
        }
        .ready()
    }
}

/// `c = a b + beta c`, where `a` is `m` by `k` and `b` is `k` by `n`, each with its strides.
#[allow(clippy::too_many_arguments)]
fn multiply(m: usize, k: usize, n: usize, a: &[f32], sa: (usize, usize), b: &[f32], sb: (usize, usize), beta: f32, c: &mut [f32]) {
    assert!(a.len() >= m * k && b.len() >= k * n && c.len() >= m * n);
    // SAFETY: the strides describe matrices that lie in the slices, whose lengths were checked.
    unsafe {
        sgemm(
            m,
            k,
            n,
            1.0,
            a.as_ptr(),
            sa.0 as isize,
            sa.1 as isize,
            b.as_ptr(),
            sb.0 as isize,
            sb.1 as isize,
            beta,
            c.as_mut_ptr(),
            n as isize,
            1,
        );
    }
}
