//! Morphological features, read off the finished tree: the word's tag tells most of them,
//! its subject and auxiliaries the rest (person and number of "said", voice of "held").

use rustc_hash::FxHashMap;

use dotterel_document::syntax::Feats;

use crate::ModelError;
use crate::hash::feature;
use crate::pack::{Reader, Writer};

/// What the tree says around a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    /// Hash of the lower-cased word.
    pub lower: u64,
    /// Its shape.
    pub shape: u64,
    /// Its tag.
    pub tag: u8,
    /// Its relation.
    pub label: u8,
    /// Tag of its subject, or of its head's subject for auxiliaries; 255 for none.
    pub subject: u8,
    /// Hash of the subject where its tag alone does not tell its person.
    pub pronoun: u64,
    /// Relations of its dependents.
    pub labels: u64,
}

/// Back-off table from what is around a word to its features.
#[derive(Default)]
pub struct FeatureTable {
    /// The sets of features.
    pub sets: Vec<u64>,
    /// Key to set.
    pub table: FxHashMap<u64, u16>,
}

/// Number of keys of a word.
pub const KEYS: usize = 6;

/// Keys, the most telling first.
pub fn keys(around: Around) -> [u64; KEYS] {
    let Around { lower, shape, tag, label, subject, pronoun, labels } = around;
    let (tag, label, subject) = (u64::from(tag), u64::from(label), u64::from(subject));
    [
        feature(301, [tag, lower, subject ^ pronoun.rotate_left(9), labels ^ label.rotate_left(57)]),
        feature(302, [tag, lower, subject ^ pronoun.rotate_left(9), label]),
        feature(303, [tag, subject ^ pronoun.rotate_left(9), labels, label]),
        feature(304, [tag, subject, label, shape]),
        feature(305, [tag, lower, 0, 0]),
        feature(306, [tag, shape, 0, 0]),
    ]
}

/// The key for the tag alone.
pub fn last_key(tag: u8) -> u64 {
    feature(307, [u64::from(tag), 0, 0, 0])
}

impl FeatureTable {
    /// The features of a word.
    pub fn find(&self, around: Around) -> Feats {
        let found = keys(around).iter().find_map(|k| self.table.get(k)).or_else(|| self.table.get(&last_key(around.tag)));
        Feats(found.and_then(|&i| self.sets.get(usize::from(i))).copied().unwrap_or(0))
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.sets.len() as u32);
        for &set in &self.sets {
            out.long(set);
        }
        let mut sorted: Vec<_> = self.table.iter().map(|(&k, &v)| (v, k)).collect();
        sorted.sort_unstable();
        out.number(sorted.len() as u32);
        for (set, key) in sorted {
            out.long(key);
            out.u16(set);
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Result<FeatureTable, ModelError> {
        let mut table = FeatureTable::default();
        for _ in 0..input.count(8)? {
            table.sets.push(input.long()?);
        }
        let count = input.count(10)?;
        table.table.reserve(count);
        for _ in 0..count {
            let key = input.long()?;
            table.table.insert(key, input.u16()?);
        }
        Ok(table)
    }
}
