//! The averaged perceptron with lazily averaged weights, and its packing into integers.

use rustc_hash::FxHashMap;

use crate::linear::{Narrow, WIDE, Wide};

/// Number of counts.
const SEEN: usize = 1 << 27;

#[derive(Clone, Copy, Default)]
struct Cell {
    weight: f32,
    total: f32,
    stamp: u32,
}

/// Weights of `C` classes under training.
pub struct Perceptron<const C: usize> {
    index: FxHashMap<u64, u32>,
    rows: Vec<[Cell; C]>,
    updates: Vec<u32>,
    now: u32,
    /// How often each feature was seen, by its hash; see [`Perceptron::count`].
    seen: Vec<u8>,
    least: u8,
}

impl<const C: usize> Perceptron<C> {
    /// A model that learns only features counted at least `least` times: what is rarer
    /// would explain the training data and nothing else.
    pub fn new(least: u8) -> Self {
        Perceptron { index: FxHashMap::default(), rows: Vec::new(), updates: Vec::new(), now: 1, seen: vec![0; SEEN], least }
    }

    /// Counts features before the training. Two features may share a count.
    pub fn count(&mut self, features: &[u64]) {
        for &feature in features {
            let count = &mut self.seen[feature as usize % SEEN];
            *count = count.saturating_add(1);
        }
    }

    pub fn score(&self, features: &[u64]) -> [f32; C] {
        let mut scores = [0.0; C];
        for feature in features {
            if let Some(&row) = self.index.get(feature) {
                for (score, cell) in scores.iter_mut().zip(&self.rows[row as usize]) {
                    *score += cell.weight;
                }
            }
        }
        scores
    }

    /// One more example was seen.
    pub fn tick(&mut self) {
        self.now += 1;
    }

    /// Moves the weights of the features towards class `good`, away from class `bad`.
    pub fn update(&mut self, features: &[u64], good: usize, bad: usize) {
        for &feature in features {
            if self.seen[feature as usize % SEEN] < self.least {
                continue;
            }
            let next = self.rows.len() as u32;
            let row = *self.index.entry(feature).or_insert(next);
            if row == next {
                self.rows.push([Cell::default(); C]);
                self.updates.push(0);
            }
            self.updates[row as usize] += 1;
            for (class, change) in [(good, 1.0), (bad, -1.0)] {
                let cell = &mut self.rows[row as usize][class];
                cell.total += (self.now - cell.stamp) as f32 * cell.weight;
                cell.stamp = self.now;
                cell.weight += change;
            }
        }
    }

    /// Averaged rows of the features that were updated at least `least` times, sorted by
    /// feature.
    fn averaged(&self, least: u32) -> Vec<(u64, [f32; C])> {
        let mut out: Vec<(u64, [f32; C])> = self
            .index
            .iter()
            .filter(|&(_, &row)| self.updates[row as usize] >= least)
            .map(|(&feature, &row)| {
                let average = self.rows[row as usize]
                    .map(|c| ((f64::from(c.total) + f64::from(self.now - c.stamp) * f64::from(c.weight)) / f64::from(self.now)) as f32);
                (feature, average)
            })
            .collect();
        out.sort_unstable_by_key(|&(feature, _)| feature);
        out
    }
}

/// The value below which `share` of the rows' largest weights lie.
fn quantile<const C: usize>(rows: &[(u64, [f32; C])], share: f64) -> f32 {
    let mut largest: Vec<f32> = rows.iter().map(|(_, r)| r.iter().fold(0f32, |m, w| m.max(w.abs()))).collect();
    largest.sort_unstable_by(f32::total_cmp);
    largest.get((largest.len() as f64 * share) as usize).or(largest.last()).copied().unwrap_or(1.0).max(1e-6)
}

impl Perceptron<WIDE> {
    /// Rounds the averaged weights to `i8`; rows that become all zero are left out.
    pub fn pack(&self, least: u32) -> (Wide, usize) {
        let rows = self.averaged(least);
        let scale = 127.0 / quantile(&rows, 0.9995);
        let packed: Vec<(u64, [i8; WIDE])> = rows
            .iter()
            .map(|(f, row)| (*f, row.map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8)))
            .filter(|(_, row)| row.iter().any(|&w| w != 0))
            .collect();
        (Wide::build(&packed), packed.len())
    }
}

impl Perceptron<3> {
    /// Rounds the averaged weights to small integers.
    pub fn pack(&self, least: u32) -> (Narrow, usize) {
        let rows = self.averaged(least);
        let scale = 250.0 / quantile(&rows, 0.9995);
        let mut packed: Vec<(u64, [i16; 3])> = rows
            .iter()
            .map(|(f, row)| (*f, row.map(|w| (w * scale).round().clamp(-2000.0, 2000.0) as i16)))
            .filter(|(_, row)| row.iter().any(|&w| w.abs() > 1))
            .collect();
        packed.sort_by_key(|(f, row)| (std::cmp::Reverse(row.iter().map(|w| w.unsigned_abs()).max()), *f));
        (Narrow::build(&packed), packed.len())
    }
}
