//! Adam (Kingma & Ba 2015) with decay of the weights, and running averages of them.

use crate::net::WIDTH;

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;
const SMALL: f32 = 1e-8;

/// Dense weights and what Adam keeps of them.
pub struct Dense {
    /// The weights.
    pub values: Vec<f32>,
    /// Their running average.
    pub average: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
}

/// One step's rates.
#[derive(Clone, Copy)]
pub struct Rates {
    /// How far a step goes.
    pub rate: f32,
    /// Share by which weights shrink in a step, times the rate.
    pub decay: f32,
    /// Share of the running average that stays.
    pub keep: f32,
    /// Number of the step, from 1.
    pub step: i32,
    /// Factor for all slopes.
    pub clip: f32,
}

impl Rates {
    fn corrections(&self) -> (f32, f32) {
        (1.0 / (1.0 - FIRST.powi(self.step)), 1.0 / (1.0 - SECOND.powi(self.step)))
    }
}

impl Dense {
    /// Weights to start from.
    pub fn new(values: Vec<f32>) -> Dense {
        let none = vec![0.0; values.len()];
        Dense { average: values.clone(), values, first: none.clone(), second: none }
    }

    /// Moves all weights against their slopes.
    pub fn step(&mut self, slopes: &[f32], rates: Rates) {
        let (one, two) = rates.corrections();
        let moments = self.first.iter_mut().zip(&mut self.second);
        for (((value, average), (first, second)), slope) in self.values.iter_mut().zip(&mut self.average).zip(moments).zip(slopes) {
            let slope = slope * rates.clip;
            *first = FIRST * *first + (1.0 - FIRST) * slope;
            *second = SECOND * *second + (1.0 - SECOND) * slope * slope;
            *value -= rates.rate * (*first * one / ((*second * two).sqrt() + SMALL) + rates.decay * *value);
            *average = *value + rates.keep * (*average - *value);
        }
    }
}

/// Rows of which a step touches few.
pub struct Sparse {
    /// All rows, each [`WIDTH`] wide.
    pub dense: Dense,
    slopes: Vec<f32>,
    /// Step at which each row was last touched.
    last: Vec<i32>,
    touched: Vec<u32>,
}

impl Sparse {
    /// Rows to start from.
    pub fn new(values: Vec<f32>) -> Sparse {
        let (count, size) = (values.len() / WIDTH, values.len());
        Sparse { dense: Dense::new(values), slopes: vec![0.0; size], last: vec![0; count], touched: Vec::new() }
    }

    /// Adds to the slope of a row in step `step`.
    pub fn add(&mut self, row: u32, slope: &[f32], step: i32, keep: f32) {
        let range = row as usize * WIDTH..(row as usize + 1) * WIDTH;
        let last = std::mem::replace(&mut self.last[row as usize], step);
        if last != step {
            self.touched.push(row);
            self.catch_up(range.clone(), keep, step - 1 - last);
        }
        self.slopes[range].iter_mut().zip(slope).for_each(|(s, v)| *s += v);
    }

    /// The average of a row that has stood still for so many steps.
    fn catch_up(&mut self, range: std::ops::Range<usize>, keep: f32, steps: i32) {
        let keep = keep.powi(steps);
        for (average, value) in self.dense.average[range.clone()].iter_mut().zip(&self.dense.values[range]) {
            *average = value + keep * (*average - value);
        }
    }

    /// Sum of the squares of all slopes.
    pub fn squares(&self) -> f64 {
        let rows = self.touched.iter().map(|&r| &self.slopes[r as usize * WIDTH..(r as usize + 1) * WIDTH]);
        rows.map(|r| f64::from(r.iter().map(|s| s * s).sum::<f32>())).sum()
    }

    /// Moves the touched rows. Their moments stand still while they are not touched.
    pub fn step(&mut self, rates: Rates) {
        let (one, two) = rates.corrections();
        for row in std::mem::take(&mut self.touched) {
            let range = row as usize * WIDTH..(row as usize + 1) * WIDTH;
            let dense = &mut self.dense;
            let (values, averages) = (&mut dense.values[range.clone()], &mut dense.average[range.clone()]);
            let (first, second) = (&mut dense.first[range.clone()], &mut dense.second[range.clone()]);
            let slopes = &mut self.slopes[range];
            for u in 0..WIDTH {
                let slope = std::mem::take(&mut slopes[u]) * rates.clip;
                first[u] = FIRST * first[u] + (1.0 - FIRST) * slope;
                second[u] = SECOND * second[u] + (1.0 - SECOND) * slope * slope;
                values[u] -= rates.rate * (first[u] * one / ((second[u] * two).sqrt() + SMALL) + rates.decay * values[u]);
                averages[u] = values[u] + rates.keep * (averages[u] - values[u]);
            }
        }
    }

    /// Brings all averages up to a step.
    pub fn settle(&mut self, step: i32, keep: f32) {
        for row in 0..self.last.len() {
            let last = std::mem::replace(&mut self.last[row], step);
            self.catch_up(row * WIDTH..(row + 1) * WIDTH, keep, step - last);
        }
    }
}
