//! What the training data knows of each word.

use std::collections::BTreeMap;

use dotterel_document::syntax::{Upos, Xpos};

use super::{Example, Given};
use crate::word::{CLOSED, Entry, SMALL, SURE, Vocabulary, lower_hash};

/// A word seen less often is no guide to its tags: in training it would always be right.
const TELLING: usize = 4;

/// A word seen so often has a row of its own.
const OWN: usize = 2;

#[derive(Default)]
struct Count {
    total: usize,
    inside: usize,
    small: usize,
    tags: BTreeMap<u8, usize>,
}

/// Counts the words of the examples.
pub fn build(examples: &[&Example], tag_set: &[(Upos, Xpos)], given: &[Given]) -> Vocabulary {
    let mut counts: BTreeMap<u64, Count> = BTreeMap::new();
    let mut buffer = Vec::new();
    for example in examples.iter().filter(|e| !e.written) {
        for (i, (form, &tag)) in example.forms.iter().zip(&example.tags).enumerate() {
            let count = counts.entry(lower_hash(form, &mut buffer)).or_default();
            count.total += 1;
            *count.tags.entry(tag).or_default() += 1;
            if i > 0 {
                count.inside += 1;
                count.small += usize::from(!form.starts_with(char::is_uppercase));
            }
        }
    }
    let mut vectors: BTreeMap<u64, u32> = BTreeMap::new();
    for (number, word) in given.iter().enumerate() {
        let hash = lower_hash(&word.word, &mut buffer);
        vectors.entry(hash).or_insert(number as u32 + 1);
        counts.entry(hash).or_default();
    }
    let mut sets: BTreeMap<Vec<u8>, u16> = BTreeMap::new();
    let mut entries = Vec::new();
    let mut next_own = 1;
    for (hash, count) in counts {
        let vector = vectors.get(&hash).copied().unwrap_or(0);
        if count.total == 0 {
            entries.push((hash, Entry { vector, ..Entry::default() }));
            continue;
        }
        let share = |n: usize| n as f64 / count.total as f64;
        let set: Vec<u8> = count.tags.iter().filter(|&(_, &n)| share(n) >= 0.03).map(|(&t, _)| t).collect();
        let next = sets.len() as u16 + 1;
        let tags = if count.total >= TELLING { *sets.entry(set).or_insert(next) } else { 0 };
        let Some((&top, &most)) = count.tags.iter().max_by_key(|&(&t, &n)| (n, std::cmp::Reverse(t))) else { continue };
        let upos = tag_set.get(usize::from(top)).map_or(Upos::X, |t| t.0);
        let closed = matches!(upos, Upos::Det | Upos::Pron | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Adv | Upos::Aux | Upos::Part);
        let mut flags = 0;
        if count.small * 10 >= count.inside * 7 {
            flags |= SMALL;
        }
        if closed && count.total >= 5 && share(most) >= 0.8 {
            flags |= CLOSED;
        }
        if count.total >= 12 && share(most) >= 0.997 {
            flags |= SURE;
        }
        let own = if count.total >= OWN { next_own } else { 0 };
        next_own += u16::from(own > 0);
        entries.push((hash, Entry { tags, flags, own, vector }));
    }
    Vocabulary::build(&entries)
}
