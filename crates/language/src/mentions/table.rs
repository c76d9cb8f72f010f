//! Weights of what speaks for each class: a table of keys, learnt by logistic regression and
//! rounded to bytes. Sums are of integers.

use super::{COUNT, Scores};
use crate::ModelError;
use crate::pack::{Reader, Writer};

/// A weight for each class.
pub type Weights = [i8; COUNT];

/// Steps of a score that a step of a weight makes.
pub const WEIGHT: i32 = 2;

/// The table. With its mark an entry fills sixteen bytes or less, so that one line of the cache
/// holds it.
#[derive(Default)]
pub struct Table {
    /// Mark, 0 for none, and weights; as many as a power of two, never full.
    slots: Vec<(u32, Weights)>,
    /// A bit for each mark that there is, and for few that there are not: most keys that training
    /// did not know are told by it, and it stays in the near caches.
    known: Vec<u64>,
}

impl Table {
    /// Packs the weights of keys.
    pub fn build(entries: &[(u64, Weights)]) -> Table {
        let mut slots = vec![(0, [0; COUNT]); (entries.len() * 3 / 2 + 16).next_power_of_two()];
        let mask = slots.len() - 1;
        for &(key, weights) in entries {
            let mark = mark(key);
            let mut at = key as usize & mask;
            while slots[at].0 != 0 && slots[at].0 != mark {
                at = (at + 1) & mask;
            }
            slots[at] = (mark, weights);
        }
        Table::new(slots)
    }

    fn new(slots: Vec<(u32, Weights)>) -> Table {
        let mut known = vec![0u64; (slots.len() / 16).next_power_of_two()];
        for (mark, _) in slots.iter().filter(|s| s.0 != 0) {
            let (word, bit) = place(*mark, known.len());
            if let Some(word) = known.get_mut(word) {
                *word |= bit;
            }
        }
        Table { slots, known }
    }

    fn may_know(&self, mark: u32) -> bool {
        let (word, bit) = place(mark, self.known.len());
        self.known.get(word).is_some_and(|known| known & bit != 0)
    }

    /// Adds the weights of all keys that training knew.
    pub fn add(&self, keys: &[u64], scores: &mut Scores) {
        let mask = self.slots.len().wrapping_sub(1);
        // All slots are asked for before any is looked into, so that the memory answers together.
        let mut any = 0;
        for &key in keys {
            let at = if self.may_know(mark(key)) { key as usize & mask } else { 0 };
            any |= self.slots.get(at).map_or(0, |s| s.0);
        }
        if any == 0 {
            return;
        }
        let mut sums = [0i32; COUNT];
        for &key in keys {
            let mark = mark(key);
            if !self.may_know(mark) {
                continue;
            }
            let mut at = key as usize & mask;
            while let Some((found, weights)) = self.slots.get(at) {
                if *found == mark {
                    sums.iter_mut().zip(weights).for_each(|(s, &w)| *s += i32::from(w));
                }
                if *found == mark || *found == 0 {
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        scores.iter_mut().zip(sums).for_each(|(s, sum)| *s += sum * WEIGHT);
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.slots.len() as u32);
        for (mark, weights) in &self.slots {
            out.number(*mark);
            if *mark != 0 {
                out.bytes(weights);
            }
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Table, ModelError> {
        let count = input.table_size(4)?;
        let mut slots = vec![(0, [0; COUNT]); count];
        for slot in &mut slots {
            slot.0 = input.number()?;
            if slot.0 != 0 {
                let bytes = input.take(COUNT)?;
                slot.1.iter_mut().zip(bytes).for_each(|(w, &b)| *w = b as i8);
            }
        }
        if count > 0 && slots.iter().all(|s| s.0 != 0) {
            return Err(ModelError::Damaged("a full table"));
        }
        Ok(Table::new(slots))
    }
}

/// What tells keys apart that share a slot.
fn mark(key: u64) -> u32 {
    (key >> 32) as u32 | 1
}

/// Word and bit of a mark in the bits of known marks, of which there are a power of two of words.
fn place(mark: u32, words: usize) -> (usize, u64) {
    ((mark >> 7) as usize & words.wrapping_sub(1), 1 << (mark >> 1 & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_found_again_after_reading() {
        let mut weights = [0; COUNT];
        weights[2] = -5;
        let table = Table::build(&[(3 << 33, weights), (5 << 33, weights)]);
        let mut out = Writer::default();
        table.write(&mut out);
        let read = Table::read(&mut Reader { rest: &out.out }).ok().unwrap_or_default();
        let mut scores = [100; COUNT];
        read.add(&[3 << 33, 5 << 33, 7 << 33], &mut scores);
        assert_eq!((scores[1], scores[2]), (100, 100 - 10 * WEIGHT));
        for cut in 0..out.out.len() {
            assert!(Table::read(&mut Reader { rest: &out.out[..cut] }).is_err());
        }
        let full: Vec<u8> = [1u32, 1].iter().flat_map(|n| n.to_le_bytes()).chain([0; COUNT]).collect();
        assert!(Table::read(&mut Reader { rest: &full }).is_err());
    }
}
