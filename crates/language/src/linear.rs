//! Linear models over hashed features, packed for scoring: a table from feature to a row
//! of small integers, one per class. Scores are sums of rows.

use crate::ModelError;
use crate::pack::{Reader, Writer};

/// Classes of a wide row. Sixty-four `i8` fill one cache line.
pub const WIDE: usize = 64;

/// Slot of a table with few classes: the feature's mark and its weights, eight bytes.
#[derive(Clone, Copy, Default)]
#[repr(C)]
struct NarrowSlot {
    mark: u16,
    weights: [i16; 3],
}

/// A model with at most three classes.
#[derive(Default)]
pub struct Narrow {
    slots: Vec<NarrowSlot>,
}

/// A model with at most [`WIDE`] classes.
#[derive(Default)]
pub struct Wide {
    /// Mark in the upper half, number of the row in the lower; 0 where empty.
    slots: Vec<u64>,
    rows: Vec<[i8; WIDE]>,
}

/// The mark that tells features in neighbouring slots apart; never 0.
#[inline(always)]
fn mark16(feature: u64) -> u16 {
    (feature >> 48) as u16 | 1
}

#[inline(always)]
fn mark32(feature: u64) -> u32 {
    (feature >> 32) as u32 | 1
}

fn slots_for(features: usize) -> usize {
    (features * 2).next_power_of_two().max(16)
}

impl Narrow {
    /// Packs a trained model. Where two features cannot be told apart the first one stays,
    /// so give the weightier ones first.
    pub fn build(features: &[(u64, [i16; 3])]) -> Narrow {
        let mut slots = vec![NarrowSlot::default(); slots_for(features.len())];
        let mask = slots.len() - 1;
        for &(feature, weights) in features {
            let mut at = feature as usize & mask;
            while slots[at].mark != 0 && slots[at].mark != mark16(feature) {
                at = (at + 1) & mask;
            }
            if slots[at].mark == 0 {
                slots[at] = NarrowSlot { mark: mark16(feature), weights };
            }
        }
        Narrow { slots }
    }

    /// Adds the rows of all `features` to `scores`.
    #[inline(always)]
    pub fn add(&self, features: &[u64], scores: &mut [i32; 3]) {
        let mask = self.slots.len().wrapping_sub(1);
        for &feature in features {
            let mark = mark16(feature);
            let mut at = feature as usize & mask;
            while let Some(slot) = self.slots.get(at) {
                if slot.mark == mark {
                    for (score, &weight) in scores.iter_mut().zip(&slot.weights) {
                        *score += i32::from(weight);
                    }
                    break;
                }
                if slot.mark == 0 {
                    break;
                }
                at = (at + 1) & mask;
            }
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.slots.len() as u32);
        for slot in &self.slots {
            out.u16(slot.mark);
        }
        for class in 0..3 {
            for slot in self.slots.iter().filter(|s| s.mark != 0) {
                out.u16(slot.weights[class] as u16);
            }
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Narrow, ModelError> {
        let count = input.table_size(2)?;
        let mut slots = vec![NarrowSlot::default(); count];
        for slot in &mut slots {
            slot.mark = input.u16()?;
        }
        if count > 0 && slots.iter().all(|s| s.mark != 0) {
            return Err(ModelError::Damaged("a full table"));
        }
        for class in 0..3 {
            for slot in slots.iter_mut().filter(|s| s.mark != 0) {
                slot.weights[class] = input.u16()? as i16;
            }
        }
        Ok(Narrow { slots })
    }
}

impl Wide {
    /// Packs a trained model.
    pub fn build(features: &[(u64, [i8; WIDE])]) -> Wide {
        let mut slots = vec![0u64; slots_for(features.len())];
        let mut rows = Vec::with_capacity(features.len());
        let mask = slots.len() - 1;
        for &(feature, row) in features {
            let mark = u64::from(mark32(feature));
            let mut at = feature as usize & mask;
            while slots[at] != 0 && slots[at] >> 32 != mark {
                at = (at + 1) & mask;
            }
            if slots[at] == 0 {
                slots[at] = mark << 32 | rows.len() as u64;
                rows.push(row);
            }
        }
        Wide { slots, rows }
    }

    /// Adds the rows of all `features` to `scores`. At most 256 features, lest the sum
    /// overflow.
    #[inline(always)]
    pub fn add<const N: usize>(&self, features: &[u64; N], scores: &mut [i16; WIDE]) {
        let mask = self.slots.len().wrapping_sub(1);
        // All first look-ups before any question is asked of them, and all questions before any
        // row is added, so that their waits for memory overlap.
        let mut slots = [0u64; N];
        for (slot, &feature) in slots.iter_mut().zip(features) {
            *slot = self.slots.get(feature as usize & mask).copied().unwrap_or(0);
        }
        let mut found = [u32::MAX; N];
        for ((found, &feature), mut slot) in found.iter_mut().zip(features).zip(slots) {
            let mark = u64::from(mark32(feature));
            let mut at = feature as usize & mask;
            while slot != 0 {
                if slot >> 32 == mark {
                    *found = slot as u32;
                    break;
                }
                at = (at + 1) & mask;
                slot = self.slots.get(at).copied().unwrap_or(0);
            }
        }
        for row in found {
            if let Some(row) = self.rows.get(row as usize) {
                for (score, &weight) in scores.iter_mut().zip(row) {
                    *score += i16::from(weight);
                }
            }
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.slots.len() as u32);
        // Rows are numbered in slot order, so the numbers need not be stored.
        for slot in &self.slots {
            out.number((slot >> 32) as u32);
        }
        for slot in self.slots.iter().filter(|&&s| s != 0) {
            let row = &self.rows[*slot as u32 as usize];
            out.byte(row.iter().filter(|&&w| w != 0).count() as u8);
        }
        for slot in self.slots.iter().filter(|&&s| s != 0) {
            let row = &self.rows[*slot as u32 as usize];
            for (class, _) in row.iter().enumerate().filter(|(_, w)| **w != 0) {
                out.byte(class as u8);
            }
        }
        for slot in self.slots.iter().filter(|&&s| s != 0) {
            for &weight in self.rows[*slot as u32 as usize].iter().filter(|&&w| w != 0) {
                out.byte(weight as u8);
            }
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<Wide, ModelError> {
        let count = input.table_size(4)?;
        let mut slots = vec![0u64; count];
        let mut used = 0u64;
        for slot in &mut slots {
            let mark = u64::from(input.number()?);
            if mark != 0 {
                *slot = mark << 32 | used;
                used += 1;
            }
        }
        if count > 0 && used as usize == count {
            return Err(ModelError::Damaged("a full table"));
        }
        let counts = input.take(used as usize)?.to_vec();
        let total = counts.iter().map(|&c| c as usize).sum();
        let classes = input.take(total)?;
        let weights = input.take(total)?;
        let mut rows = vec![[0i8; WIDE]; used as usize];
        let mut at = 0;
        for (row, &count) in rows.iter_mut().zip(&counts) {
            let to = at + count as usize;
            for (&class, &weight) in classes[at..to].iter().zip(&weights[at..to]) {
                *row.get_mut(class as usize).ok_or(ModelError::Damaged("a class out of range"))? = weight as i8;
            }
            at = to;
        }
        Ok(Wide { slots, rows })
    }
}
